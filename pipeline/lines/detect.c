#include "detect.h"
#include "strangers.h"
#include <stdlib.h>

#define MAGIC 24

/* What a dialect made of the first lines. */
struct score {
    const struct dialect *dialect;
    void *state;
    struct format_input input;
    int64_t kept, rejected;
    int64_t timeless; /* of the rejected: lines of this dialect, without time */
    const char *unusable; /* why it could not go on, or NULL */
};

/* --- binary logs ------------------------------------------------------------------------ */

static bool is_capture(const unsigned char *b)
{
    static const char *const magics[] = { "\xa1\xb2\xc3\xd4", "\xd4\xc3\xb2\xa1", "\xa1\xb2\x3c\x4d",
                                          "\x4d\x3c\xb2\xa1", "\x0a\x0d\x0d\x0a" };
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (memcmp(b, magics[i], 4) == 0)
            return true;
    return false;
}

/* A frame stream: an escape, the control frame's length, and its type START. */
static bool is_frame_stream(const unsigned char *b)
{
    return memcmp(b, "\0\0\0\0", 4) == 0 && memcmp(b + 8, "\0\0\0\2", 4) == 0;
}

static const char *binary_name(const unsigned char *b, size_t n)
{
    if (n >= MAGIC && is_capture(b))
        return "pcap";
    return n >= MAGIC && is_frame_stream(b) ? "dnstap" : NULL;
}

/* False when the file cannot be read; *NAME is NULL when it is no binary log. */
static bool detect_binary(const char *path, const char *shown, const char **name, struct err *err)
{
    unsigned char head[MAGIC];
    struct input *in = input_open(path, shown, err);
    ssize_t n = in ? input_read(in, head, sizeof head, err) : -1;
    *name = n > 0 ? binary_name(head, (size_t) n) : NULL;
    input_close(in);
    return n >= 0;
}

/* --- text logs --------------------------------------------------------------------------- */

/* The stamps' zone and year do not matter here: any will do. */
static bool begin_one(struct score *s, const struct dialect *d, struct err *err)
{
    struct err no_matter = { 0 };
    *s = (struct score){ .dialect = d };
    s->input.clock = stamper_new("UTC", 0, err);
    s->state = d->line && s->input.clock ? d->begin(&s->input, &no_matter) : NULL;
    return s->input.clock != NULL;
}

static void end_one(struct score *s)
{
    if (s->state)
        s->dialect->end(s->state);
    stamper_free(s->input.clock);
}

static void score_line(struct score *s, struct text line)
{
    enum format_verdict v;
    const char *reason = NULL;
    if (!s->state || s->unusable)
        return;
    do {
        struct observation o = { .count = 0 };
        v = s->dialect->line(s->state, line, &o, &reason);
    } while (v == FORMAT_MORE);
    s->kept += v == FORMAT_KEPT;
    s->rejected += v == FORMAT_REJECTED;
    s->timeless += v == FORMAT_REJECTED && reason == format_timeless;
    if (v == FORMAT_UNUSABLE)
        s->unusable = reason;
}

struct look {
    int64_t lines;
    const char *stranger; /* what is said of a server that logs no queries, or NULL */
};

static bool score_lines(struct input *in, struct score *scores, size_t n, struct look *look, struct err *err)
{
    struct input_line line;
    enum input_status status = INPUT_LINE;
    for (; look->lines < DETECT_LINES && (status = input_next(in, &line, err)) == INPUT_LINE; look->lines++) {
        for (size_t i = 0; i < n && line.flaw == INPUT_SOUND; i++)
            score_line(&scores[i], line.text);
        if (!look->stranger && n > 0)
            look->stranger = stranger_said(scores[0].input.clock, line.text);
    }
    return status != INPUT_FAIL;
}

static bool extends(const struct dialect *more, const struct dialect *base)
{
    return more->extends && strcmp(more->extends, base->name) == 0;
}

/* Where B reads what A reads, and more, but did not need to, A is meant. */
static bool is_better(const struct score *a, const struct score *b)
{
    if (a->kept != b->kept || a->rejected != b->rejected)
        return a->kept != b->kept ? a->kept > b->kept : a->rejected < b->rejected;
    return extends(b->dialect, a->dialect);
}

/* Best first; the order of equals is the table's. */
static void rank(struct score *scores, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && is_better(&scores[j], &scores[j - 1]); j--) {
            struct score held = scores[j];
            scores[j] = scores[j - 1];
            scores[j - 1] = held;
        }
}

/* Whose lines these would be if they had a time; NULL when most are nobody's. */
static const struct score *timeless(const struct score *scores, size_t n, int64_t lines)
{
    const struct score *most = NULL;
    for (size_t i = 0; i < n; i++)
        if (2 * scores[i].timeless > lines && (!most || scores[i].timeless > most->timeless))
            most = &scores[i];
    return most;
}

static bool no_dialect(const struct score *scores, size_t n, const struct look *look, const char *shown,
                       struct err *err)
{
    if (look->stranger)
        return err_set(err, "%s: error: %s", shown, look->stranger);
    for (size_t i = 0; i < n; i++)
        if (scores[i].unusable)
            return err_set(err, "%s: error: as %s: %s", shown, scores[i].dialect->name, scores[i].unusable);
    const struct score *near = timeless(scores, n, look->lines);
    if (near)
        return err_set(err, "%s: error: lines of %s without time: let the server write one", shown, near->dialect->name);
    if (look->lines == 0)
        return err_set(err, "%s: error: the file is empty: its format cannot be told", shown);
    return err_set(err, "%s: error: no dialect keeps any of the first %lld lines; csv and pattern must be described",
                   shown, (long long) look->lines);
}

static void explain(const struct score *scores, size_t n, const struct look *look, struct buf *why)
{
    size_t next = 1;
    while (next < n && extends(scores[next].dialect, scores[0].dialect))
        next++;
    buf_add_format(why, "keeps %lld of the first %lld lines; ", (long long) scores[0].kept, (long long) look->lines);
    if (next < n && scores[next].kept > 0)
        buf_add_format(why, "the next, %s, keeps %lld", scores[next].dialect->name, (long long) scores[next].kept);
    else
        buf_add_text(why, "no other dialect keeps any");
}

static bool judge(const struct score *scores, size_t n, const struct look *look, const char *shown,
                  const struct dialect **chosen, struct buf *why, struct err *err)
{
    const struct score *best = &scores[0], *next = n > 1 ? &scores[1] : NULL;
    if (best->kept == 0)
        return no_dialect(scores, n, look, shown, err);
    if (next && !is_better(best, next))
        return err_set(err, "%s: error: %s and %s both keep %lld of the first %lld lines: say which", shown,
                       best->dialect->name, next->dialect->name, (long long) best->kept, (long long) look->lines);
    if (best->rejected > best->kept)
        return err_set(err, "%s: error: %s comes closest, but rejects %lld of the first %lld lines: say the format",
                       shown, best->dialect->name, (long long) best->rejected, (long long) look->lines);
    *chosen = best->dialect;
    explain(scores, n, look, why);
    return true;
}

static bool detect_text(const char *path, const char *shown, const struct dialect **chosen, struct buf *why,
                        struct err *err)
{
    size_t n = format_count();
    struct score *scores = mem_zero(n * sizeof *scores);
    struct input *in = input_open(path, shown, err);
    struct look look = { 0, NULL };
    bool good = in != NULL;
    for (size_t i = 0; i < n; i++)
        good = begin_one(&scores[i], format_at(i), err) && good;
    good = good && score_lines(in, scores, n, &look, err);
    rank(scores, n);
    good = good && judge(scores, n, &look, shown, chosen, why, err);
    for (size_t i = 0; i < n; i++)
        end_one(&scores[i]);
    free(scores);
    input_close(in);
    return good;
}

bool detect(const char *path, const char *shown, const struct dialect **chosen, struct buf *why, struct err *err)
{
    const char *name;
    if (strcmp(path, "-") == 0)
        return err_set(err, "error: the format of standard input cannot be told: say it");
    if (!detect_binary(path, shown, &name, err))
        return false;
    if (!name)
        return detect_text(path, shown, chosen, why, err);
    buf_add_text(why, "its first bytes tell");
    *chosen = format_find(name, err);
    return *chosen != NULL;
}
