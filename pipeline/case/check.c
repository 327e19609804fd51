#include "check.h"
#include "base/names.h"
#include "events.h"
#include "lines/detect.h"
#include "lines/tally.h"
#include <stdlib.h>

#define TAIL ((int64_t) 1 << 18) /* bytes of the end that are looked at */
#define MOST_NAMED 8             /* names in one list */

struct check {
    const struct casefile *c;
    struct parties *parties; /* NULL: there are none */
    struct names *seen;      /* parties that occurred */
    when_t first, last;      /* of all records that were looked at */
    bool any, all;           /* any record; all lines of all logs were looked at */
    size_t mistakes, doubts, events;
    struct buf outside; /* the events that are */
};

/* One log while it is looked at. */
struct look {
    struct check *k;
    const struct batch *b;
    const struct dialect *dialect;
    struct format_input input;
    void *state;
    struct tally tally;
    when_t first, last;
    bool whole;
    struct err trouble;
};

struct check *check_new(const struct casefile *c, struct err *err)
{
    struct check *k = mem_zero(sizeof *k);
    *k = (struct check){ .c = c, .seen = names_new(), .all = true };
    if (c->parties && !(k->parties = parties_read(c->parties, err))) {
        check_free(k);
        return NULL;
    }
    return k;
}

void check_free(struct check *k)
{
    if (!k)
        return;
    parties_free(k->parties);
    names_free(k->seen);
    buf_release(&k->outside);
    free(k);
}

size_t check_mistakes(const struct check *k) { return k->mistakes; }
size_t check_doubts(const struct check *k) { return k->doubts; }

static void say_mistake(struct check *k, struct buf *into, const char *what)
{
    k->mistakes++;
    buf_add_format(into, "  mistake: %s\n", what);
}

static void say_doubt(struct check *k, struct buf *into, const char *what)
{
    k->doubts++;
    buf_add_format(into, "  doubt: %s\n", what);
}

/* --- one log: reading ------------------------------------------------------------------- */

static const char *said(const struct look *l, const char *key, const char *otherwise)
{
    return ini_text(l->k->c->ini, l->b->input->section, key, otherwise);
}

static bool choose(struct look *l, struct buf *into)
{
    struct buf why = BUF_INIT;
    const char *name = said(l, "format", "");
    bool is_auto = strcmp(name, FORMAT_AUTO) == 0;
    for (size_t i = 0; format_keys[i]; i++)
        *format_value(&l->input, format_keys[i]) = said(l, format_keys[i], NULL);
    if (is_auto ? !detect(l->b->target, l->b->shown, &l->dialect, &why, &l->trouble)
                : !(l->dialect = format_find(name, &l->trouble))) {
        buf_release(&why);
        return false;
    }
    buf_add_format(into, "  %s%s%s\n", l->dialect->name, is_auto ? ": " : "", is_auto ? why.at : "");
    buf_release(&why);
    return true;
}

static bool begin(struct look *l)
{
    const char *date = said(l, "start", NULL);
    int64_t start = STAMP_NO_START;
    if (date && !when_parse_day(text_of(date), &start, &l->trouble))
        return false;
    l->input.clock = stamper_new(said(l, "zone", NULL), start, &l->trouble);
    l->state = l->input.clock ? l->dialect->begin(&l->input, &l->trouble) : NULL;
    return l->state != NULL;
}

static void end(struct look *l)
{
    if (l->state)
        l->dialect->end(l->state);
    l->state = NULL;
    stamper_free(l->input.clock);
    l->input.clock = NULL;
}

static void note_record(struct look *l, const struct observation *o)
{
    if (l->tally.kept + l->tally.records == 0 || o->time < l->first)
        l->first = o->time;
    if (l->tally.kept + l->tally.records == 0 || o->time > l->last)
        l->last = o->time;
    if (l->k->parties)
        names_add(l->k->seen, parties_find(l->k->parties, o->client));
}

static bool note(struct look *l, int64_t number, enum format_verdict v, const struct observation *o, const char *reason)
{
    if (v == FORMAT_UNUSABLE)
        return err_set(&l->trouble, "line %lld: %s", (long long) number, reason);
    if (v == FORMAT_KEPT || v == FORMAT_MORE)
        note_record(l, o);
    tally_line(&l->tally, number, v, reason);
    return true;
}

static bool look_at_line(struct look *l, const struct input_line *line)
{
    enum format_verdict v;
    do {
        struct observation o = { .count = 0 };
        const char *reason = "flawed line";
        v = line->flaw == INPUT_SOUND ? l->dialect->line(l->state, line->text, &o, &reason) : FORMAT_REJECTED;
        if (!note(l, line->number, v, &o, reason))
            return false;
    } while (v == FORMAT_MORE);
    return true;
}

/* False when the log cannot be read on; *OVER at its end. */
static bool look_at_one(struct look *l, struct input *in, bool *over)
{
    struct input_line line;
    if (!l->dialect->frame) {
        enum input_status status = input_next(in, &line, &l->trouble);
        *over = status == INPUT_END;
        return status != INPUT_FAIL && (*over || look_at_line(l, &line));
    }
    struct observation o = { .count = 0 };
    const char *reason = "";
    enum format_verdict v = l->dialect->frame(l->state, in, &o, &reason, &l->trouble);
    *over = v == FORMAT_END;
    return v != FORMAT_FAIL && (*over || note(l, l->tally.lines + 1, v, &o, reason));
}

static bool look_at_head(struct look *l)
{
    struct input *in = input_open(l->b->target, l->b->shown, &l->trouble);
    bool good = in != NULL, over = false;
    while (good && !over && l->tally.lines < CHECK_LINES)
        good = look_at_one(l, in, &over);
    l->whole = over;
    input_close(in);
    return good;
}

/* The end of a log that was not read whole: for its last time alone.  The first line is cut. */
static void look_at_tail(struct look *l)
{
    struct input_part part = { .from = l->b->bytes - TAIL, .to = -1 };
    struct err no_matter = { 0 };
    struct input_line line;
    struct input *in = input_open(l->b->target, l->b->shown, &no_matter);
    const char *reason;
    bool good = in && input_is_plain(in) && part.from > 0 && input_part(in, &part, 0, &no_matter) &&
                input_next(in, &line, &no_matter) == INPUT_LINE;
    while (good && input_next(in, &line, &no_matter) == INPUT_LINE) {
        struct observation o = { .count = 0 };
        enum format_verdict v = l->dialect->line(l->state, line.text, &o, &reason);
        if ((v == FORMAT_KEPT || v == FORMAT_MORE) && o.time > l->last)
            l->last = o.time;
    }
    input_close(in);
}

/* --- one log: what is said ----------------------------------------------------------------- */

static void say_counts(const struct look *l, struct buf *into)
{
    const struct tally *t = &l->tally;
    char first[WHEN_TEXT + 1], last[WHEN_TEXT + 1];
    buf_add_format(into, "  %s %lld %s: %lld lookups, %lld set aside, %lld rejected\n", l->whole ? "all" : "the first",
                   (long long) t->lines, l->dialect->frame ? "frames" : "lines", (long long) t->records,
                   (long long) t->set_aside, (long long) t->rejected);
    if (t->records == 0)
        return;
    when_write(l->first, first);
    when_write(l->last, last);
    buf_add_format(into, "  from %s to %s%s\n", first, last, l->whole ? "" : " at least");
}

static void judge(struct look *l, struct buf *into)
{
    const struct tally *t = &l->tally;
    char what[300];
    if (t->lines == 0)
        say_doubt(l->k, into, "the log is empty");
    else if (t->records == 0 && t->rejected > 0) {
        snprintf(what, sizeof what, "no line parses as %s, mostly: %s", l->dialect->name, tally_main_reason(t, true));
        say_mistake(l->k, into, what);
    } else if (t->records == 0) {
        snprintf(what, sizeof what, "no lookup in it as %s; set aside, mostly: %s", l->dialect->name,
                 tally_main_reason(t, false));
        say_doubt(l->k, into, what);
    } else if ((double) t->rejected > l->k->c->max_rejects * (double) t->lines) {
        snprintf(what, sizeof what, "more lines are rejected than max_rejects allows, mostly: %s", tally_main_reason(t, true));
        say_mistake(l->k, into, what);
    }
}

static void join(struct check *k, const struct look *l)
{
    k->all = k->all && l->whole;
    if (l->tally.records == 0)
        return;
    k->first = k->any && k->first < l->first ? k->first : l->first;
    k->last = k->any && k->last > l->last ? k->last : l->last;
    k->any = true;
}

void check_log(struct check *k, const struct batch *b, struct buf *into)
{
    struct look l = { .k = k, .b = b };
    buf_add_format(into, "%s (sensor %s, zone %s)\n", b->shown, b->input->sensor,
                   ini_text(k->c->ini, b->input->section, "zone", "not stated"));
    bool good = choose(&l, into) && begin(&l) && look_at_head(&l);
    if (good && !l.whole && l.dialect->line)
        look_at_tail(&l);
    if (good) {
        say_counts(&l, into);
        judge(&l, into);
    } else {
        say_mistake(k, into, strncmp(l.trouble.text, "error: ", 7) == 0 ? l.trouble.text + 7 : l.trouble.text);
        k->all = false;
    }
    join(k, &l);
    end(&l);
}

/* --- the tables ------------------------------------------------------------------------------ */

/* Adds ", NAME" to a list of at most MOST_NAMED. */
static void add_name(struct buf *list, size_t n, struct text name)
{
    if (n < MOST_NAMED)
        buf_add_format(list, "%s%.*s", n > 0 ? ", " : "", (int) name.len, name.at);
    else if (n == MOST_NAMED)
        buf_add_text(list, ", ...");
}

static void check_parties(struct check *k, struct buf *into)
{
    struct buf list = BUF_INIT, what = BUF_INIT;
    struct names *ids = names_new(), *never = names_new();
    for (size_t i = 0; k->parties && i < parties_count(k->parties); i++) {
        struct text party = parties_at(k->parties, i).party;
        names_add(ids, party);
        if (names_find(k->seen, party) < 0 && names_find(never, party) < 0)
            add_name(&list, names_add(never, party), party);
    }
    buf_add_format(into, "parties: %zu, of which %zu occur\n", names_count(ids), names_count(ids) - names_count(never));
    if (list.len > 0 && k->any) {
        buf_add_format(&what, "%s never occur%s%s", list.at, names_count(never) == 1 ? "s" : "",
                       k->all ? "" : " in what was looked at");
        say_doubt(k, into, what.at);
    }
    names_free(ids);
    names_free(never);
    buf_release(&list);
    buf_release(&what);
}

static bool check_event(void *context, const struct event *e, size_t line, struct err *err)
{
    struct check *k = context;
    (void) line;
    (void) err;
    k->events++;
    if (k->any && (e->end <= k->first || e->start > k->last))
        buf_add_format(&k->outside, "%s%.*s", k->outside.len > 0 ? ", " : "", (int) e->id.len, e->id.at);
    return true;
}

bool check_tables(struct check *k, struct buf *into, struct err *err)
{
    struct buf what = BUF_INIT;
    if (!k->any)
        say_mistake(k, into, "no log has a lookup");
    if (k->parties)
        check_parties(k, into);
    if (!k->c->events)
        return true;
    if (!events_each(k->c->events, check_event, k, err))
        return false;
    buf_add_format(into, "events: %zu\n", k->events);
    if (k->outside.len > 0) {
        buf_add_format(&what, "outside what the logs cover%s: %s", k->all ? "" : " as far as they were looked at",
                       k->outside.at);
        say_doubt(k, into, what.at);
    }
    buf_release(&what);
    return true;
}
