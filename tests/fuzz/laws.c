#include "laws.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_SETUPS 16
#define TIMES_READ 8 /* a header at the end changes how the lines before it are read again */
#define MAX_FRAMES ((int64_t) 1 << 22) /* more than any input here can hold */

/* Stamps without a zone or a year are of this one: its clock is put forward on the
   day after the start. */
#define ZONE "Europe/Berlin"
static int64_t start_day(void) { return when_days(2026, 3, 28); }

/* One way to read an input. */
struct setup {
    struct format_input input;
    struct stamp_carry fresh;
    bool header; /* the dialect's header line comes first */
};

static struct {
    const struct dialect *dialect;
    struct setup setups[MAX_SETUPS];
    size_t n;
} now;

__attribute__((format(printf, 1, 2))) static _Noreturn void broken(const char *format, ...)
{
    va_list args;
    fprintf(stderr, "%s: broken law: ", now.dialect->name);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

static void law(bool holds, const char *what)
{
    if (!holds)
        broken("%s", what);
}

/* --- setups -------------------------------------------------------------------------- */

static void add_setup(const struct format_input *input, bool header)
{
    struct err err = { 0 };
    law(now.n < MAX_SETUPS, "too many setups");
    struct setup *s = &now.setups[now.n++];
    *s = (struct setup){ .input = *input, .header = header };
    s->input.clock = stamper_new(ZONE, start_day(), &err);
    if (!s->input.clock)
        broken("%s", err.text);
    stamper_save(s->input.clock, &s->fresh);
}

/* What must be described is read by the descriptions of its fixtures. */
static void add_csv(void)
{
    static const struct format_input inputs[] = {
        { .column = { [OBSERVATION_TIME] = "time", [OBSERVATION_CLIENT] = "host", [OBSERVATION_TARGET] = "url",
                      [OBSERVATION_STATUS] = "status", [OBSERVATION_BYTES] = "bytes" } },
        { .separator = "tab", .column = { [OBSERVATION_TIME] = "time", [OBSERVATION_CLIENT] = "host",
                                          [OBSERVATION_TARGET] = "url", [OBSERVATION_BYTES] = "bytes" } },
        { .column = { [OBSERVATION_TIME] = "when", [OBSERVATION_CLIENT] = "who",
                      [OBSERVATION_TARGET] = "what, exactly", [OBSERVATION_COUNT] = "n" } },
        { .time_format = "%d/%b/%Y:%H:%M:%S %z",
          .column = { [OBSERVATION_TIME] = "stamp", [OBSERVATION_CLIENT] = "client" } },
    };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        add_setup(&inputs[i], i == 0);
    add_setup(&inputs[0], false);
}

static void add_pattern(void)
{
    static const struct format_input inputs[] = {
        { .pattern = "^(?<time>\\S+ \\d\\d:\\d\\d:\\d\\d) (?:host=)?(?<client>\\S*) (?<action>[A-Z]+) "
                     "(?:\"(?<target>[^\"]*)\"|(?<status>\\d+)) (?<bytes>\\S+) x(?<count>\\d+)$",
          .time_format = "%d/%b/%Y %H:%M:%S" },
        { .pattern = "rcpt=(?<target>\\S+) from=(?<client>\\S+)" },
        { .pattern = "^(?<time>\\S+) (?<client>(?:a|aa|aaa)+)\\d$" },
    };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        add_setup(&inputs[i], false);
}

static bool reads(const struct dialect *d, const char *key)
{
    for (const char *const *k = d->keys; k && *k; k++)
        if (strcmp(*k, key) == 0)
            return true;
    return false;
}

/* Every lookup and every order of dates, in as few setups as there are of the more. */
static void add_others(const struct dialect *d)
{
    static const char *const dates[] = { NULL, "dmy", "mdy", "ymd" };
    size_t n_lookups = 0, n_dates = reads(d, "date") ? sizeof dates / sizeof *dates : 1;
    while (d->lookups && d->lookups[n_lookups])
        n_lookups++;
    for (size_t i = 0; i < n_lookups || i < n_dates; i++) {
        struct format_input input = { .lookup = n_lookups > 0 ? d->lookups[i % n_lookups] : NULL,
                                      .date = dates[i % n_dates] };
        add_setup(&input, false);
        if (d->header)
            add_setup(&input, true);
    }
}

void laws_begin(const struct dialect *d)
{
    laws_end();
    now.dialect = d;
    if (d == &format_csv)
        add_csv();
    else if (d == &format_pattern)
        add_pattern();
    else
        add_others(d);
}

void laws_end(void)
{
    while (now.n > 0)
        stamper_free(now.setups[--now.n].input.clock);
}

/* --- what a dialect says ------------------------------------------------------------- */

static void text_holds(struct text t)
{
    law(t.len == 0 || t.at, "a record's text is nowhere");
    law(t.len == 0 || utf8_valid(t.at, t.len), "a record's text is no UTF-8");
    for (size_t i = 0; i < t.len; i++)
        law((unsigned char) t.at[i] >= ' ' && t.at[i] != 0x7f, "a record's text has a control character");
}

static void record_holds(const struct observation *o)
{
    const struct text texts[] = { o->client, o->action, o->target, o->status, o->transport };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        text_holds(texts[i]);
    law(o->client.len > 0, "a record has no client");
    law(o->time >= WHEN_MIN && o->time <= WHEN_MAX, "a record's time cannot be written");
    law(o->count >= 1, "a record counts less than one");
    law(o->bytes >= OBSERVATION_NO_BYTES, "a record has bytes below none");
}

/* PENDING: the verdict before was MORE. */
static void verdict_holds(enum format_verdict v, bool pending, const struct observation *o, const char *reason)
{
    law(v >= FORMAT_KEPT && v <= FORMAT_FAIL, "a verdict that there is not");
    if (v == FORMAT_KEPT || v == FORMAT_MORE) {
        record_holds(o);
        return;
    }
    law(!pending, "after MORE came neither MORE nor KEPT");
    if (v == FORMAT_SET_ASIDE || v == FORMAT_REJECTED || v == FORMAT_UNUSABLE)
        law(reason && *reason, "no reason is given");
}

/* --- text ---------------------------------------------------------------------------- */

/* Where the lines of an input are read. */
struct reading {
    void *state;
    struct text blamed; /* a line that needed new memory this time, or nowhere */
};

/* False: the rest of the input cannot be read.  The line is put on the heap, so that
   a sanitizer sees a read behind it. */
static bool one_line(struct reading *r, struct text line)
{
    char *copy = mem_alloc(line.len > 0 ? line.len : 1);
    if (line.len > 0)
        memcpy(copy, line.at, line.len);
    enum format_verdict v = FORMAT_KEPT;
    int64_t before = allocations();
    size_t records = 0;
    bool header = false;
    do {
        struct observation o = { .count = 0 };
        const char *reason = NULL;
        enum format_verdict last = v;
        v = now.dialect->line(r->state, (struct text){ copy, line.len }, &o, &reason);
        law(v < FORMAT_END, "a dialect of text ends the input");
        verdict_holds(v, records > 0 && last == FORMAT_MORE, &o, reason);
        law(records++ <= line.len, "more records than bytes");
        header = v == FORMAT_SET_ASIDE && reason == format_header;
    } while (v == FORMAT_MORE);
    if (!header && allocations() > before)
        r->blamed = line;
    free(copy);
    return v != FORMAT_UNUSABLE;
}

/* The next line as input.h gives it; false at the end.  *SOUND is false for one that a
   dialect never sees. */
static bool next_line(struct text *rest, struct text *line, bool *sound)
{
    if (rest->len == 0)
        return false;
    const char *stop = memchr(rest->at, '\n', rest->len);
    size_t n = stop ? (size_t) (stop - rest->at) : rest->len;
    *line = (struct text){ rest->at, n };
    *rest = (struct text){ rest->at + n + (stop != NULL), rest->len - n - (stop != NULL) };
    if (line->len > 0 && line->at[line->len - 1] == '\r')
        line->len--;
    *sound = line->len <= INPUT_LINE_MAX && (line->len == 0 || !memchr(line->at, '\0', line->len));
    return true;
}

static void survey(const struct reading *r, struct text rest)
{
    struct text line;
    bool sound, more = now.dialect->survey != NULL;
    while (more && next_line(&rest, &line, &sound))
        more = !sound || now.dialect->survey(r->state, line);
}

static void all_lines(const struct setup *setup, struct reading *r, struct text rest)
{
    struct text line;
    bool sound, good = true;
    stamper_resume(setup->input.clock, &setup->fresh);
    if (setup->header)
        good = one_line(r, text_of(now.dialect->header));
    while (good && next_line(&rest, &line, &sound))
        good = !sound || one_line(r, line);
}

static void hold_text(const struct setup *setup, struct text all)
{
    struct err err = { 0 };
    struct reading r = { now.dialect->begin(&setup->input, &err), { NULL, 0 } };
    if (!r.state)
        broken("%s", err.text);
    survey(&r, all);
    all_lines(setup, &r, all);
    for (int i = 1; i < TIMES_READ && r.blamed.at; i++) {
        r.blamed.at = NULL;
        all_lines(setup, &r, all);
    }
    if (r.blamed.at)
        broken("each reading needs new memory: %.*s", r.blamed.len < 200 ? (int) r.blamed.len : 200, r.blamed.at);
    now.dialect->end(r.state);
}

/* --- frames -------------------------------------------------------------------------- */

static void all_frames(const struct setup *setup, void *state, struct input *in)
{
    enum format_verdict v = FORMAT_KEPT;
    stamper_resume(setup->input.clock, &setup->fresh);
    for (int64_t n = 0; v < FORMAT_UNUSABLE; n++) {
        struct observation o = { .count = 0 };
        struct err err = { 0 };
        const char *reason = NULL;
        enum format_verdict last = v;
        v = now.dialect->frame(state, in, &o, &reason, &err);
        verdict_holds(v, last == FORMAT_MORE, &o, reason);
        law(v != FORMAT_FAIL || err.text[0], "a failure says nothing");
        law(n < MAX_FRAMES, "the frames do not end");
    }
}

static void hold_frames(const struct setup *setup, struct text all)
{
    char path[40];
    struct err err = { 0 };
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, all.at, all.len) != (ssize_t) all.len)
        broken("no file in memory");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    void *state = now.dialect->begin(&setup->input, &err);
    if (!state)
        broken("%s", err.text);
    struct input *in = input_open(path, "fuzz", &err);
    if (in)
        all_frames(setup, state, in);
    input_close(in);
    now.dialect->end(state);
    close(fd);
}

size_t laws_setups(void) { return now.n; }

void laws_hold_in(size_t setup, const char *bytes, size_t n)
{
    struct text all = { bytes, n };
    if (now.dialect->frame)
        hold_frames(&now.setups[setup], all);
    else
        hold_text(&now.setups[setup], all);
}

void laws_hold(const char *bytes, size_t n)
{
    for (size_t i = 0; i < now.n; i++)
        laws_hold_in(i, bytes, n);
}
