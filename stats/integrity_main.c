/* dielog-integrity -- is the record whole, in order and written by a clock: a row a sensor and check. */

#include "asked/repeats.h"
#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "periods/stamps.h"
#include "rows/inputsums.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define REJECTS_NOTED .01  /* shares from which a row is of note */
#define AT_ONCE_NOTED .1
#define WITHIN_NOTED .2
#define EARLY_NOTED .05
#define MINUTES_NEED (2 * WHEN_DAY) /* observed: a face of minutes that was seen for a few hours tells of those hours */
#define SECONDS_NEED (2 * WHEN_HOUR)

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *inputs_path;
static double visit_gap = 2, ttl, alpha = .01;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    { 0, "inputs", OPT_TEXT, &inputs_path, "FILE", "the table of inputs of dielog-span: lines, rejects, order", 0, 0 },
    SOURCE_OPT_OBSERVED(in),
    { 0, "ttl", OPT_DURATION, &ttl, "DURATION", "how long caches may keep an answer (default: not known)", 0,
      30 * 86400.0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION", "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 'a', "alpha", OPT_DOUBLE, &alpha, "P", "a p_holm up to P is of note (default: 0.01)", 0, 1 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-integrity", "[OPTION]... [FILE]...",
    "Look at stamps, order, digits and repeats of the record itself, sensor by sensor.", table, sizeof table / sizeof *table,
};

static const char *const columns[] = { "sensor", "check", "n", "value", "unit", "p_value", "p_holm", "verdict", "note" };

enum finding { AS_EXPECTED, OF_NOTE, CANNOT_TELL, BY_P };

struct row {
    const char *sensor, *check, *unit;
    double n, value, p, p_holm;
    enum finding finding; /* BY_P: what p_holm says */
    const char *note;     /* of a finding, or why it cannot be told */
};

struct integrity {
    struct records records;
    struct observed observed;
    struct inputsums sums; /* where inputs_path is given */
    struct repeats_count *repeats;
    struct stamps *sensors; /* by their number */
    size_t n_sensors, sensors_capacity;
    struct row *rows;
    size_t n, capacity;
};

static void add(struct integrity *c, struct row row)
{
    c->rows = mem_grow(c->rows, &c->capacity, c->n + 1, sizeof *c->rows);
    c->rows[c->n++] = row;
}

/* --- what was read ------------------------------------------------------------------------ */

static void check_inputs(struct integrity *c, const char *sensor)
{
    const struct inputsum *s = inputs_path != NULL ? inputsums_of(&c->sums, sensor) : NULL;
    const struct inputsum none = { NAN, NAN, NAN, NAN, NAN, NAN };
    double lines = s != NULL ? s->lines : NAN, rejected;

    s = s != NULL ? s : &none;
    rejected = lines > 0 ? s->rejected / lines : NAN;
    add(c, (struct row){ sensor, "rejected lines", "share", lines, rejected, NAN, NAN,
                         isnan(rejected) ? CANNOT_TELL : rejected > REJECTS_NOTED ? OF_NOTE : AS_EXPECTED,
                         isnan(rejected) ? "no table of inputs names this sensor" : "lines that did not parse are kept beside the batch" });
    add(c, (struct row){ sensor, "steps back", "steps", lines, s->steps_back, NAN, NAN,
                         isnan(s->steps_back) ? CANNOT_TELL : s->steps_back > 0 ? OF_NOTE : AS_EXPECTED,
                         isnan(s->steps_back)
                             ? "no table of inputs tells the order of this sensor's lines"
                             : "stamps run backwards by more than 1 s: several writers of one log, a clock that was set, logs joined out of "
                               "order, or the end of summer time" });
    add(c, (struct row){ sensor, "ambiguous stamps", "stamps", lines, s->ambiguous, NAN, NAN,
                         isnan(s->ambiguous) ? CANNOT_TELL : s->ambiguous > 0 ? OF_NOTE : AS_EXPECTED,
                         isnan(s->ambiguous) ? "no table of inputs names this sensor"
                                             : "local stamps in an hour that occurred twice: each may be off by the clock's change" });
}

/* --- the clock ------------------------------------------------------------------------------ */

static const char *tick_note(int64_t tick)
{
    return tick == 4000       ? "all stamps are multiples of 4 ms: the clock of a kernel that ticks at 250 Hz"
           : tick > WHEN_SECOND ? "stamps are rounded to more than a second: nothing finer can be told from them"
           : tick == WHEN_SECOND ? "whole seconds, as most text logs write"
                                 : "finer than a second";
}

/* Days whose own tick differs from the most common one; a day needs enough stamps to tell. */
static void check_tick_by_day(struct integrity *c, const char *sensor, const struct stamps *s)
{
    double other, days = stamps_days(s, &other);

    add(c, (struct row){ sensor, "tick by day", "days", days, days > 0 ? other : NAN, NAN, NAN,
                         days == 0 ? CANNOT_TELL : other > 0 ? OF_NOTE : AS_EXPECTED,
                         days == 0 ? "no day has 40 stamps"
                                   : "days whose stamps are coarser than the others': lines of another layout, another writer, or rounding" });
}

static void add_test(struct integrity *c, const char *sensor, const char *check, size_t n, struct clockface_test t)
{
    bool even = t.p_even < t.p_uneven;

    add(c, (struct row){ sensor, check, "X2", (double)n, t.parts > 0 ? t.statistic : NAN, t.p, NAN,
                         t.parts > 0 ? BY_P : CANNOT_TELL,
                         t.parts == 0 ? "too few visits, too short a span, or stamps too coarse"
                         : even       ? "more even than chance: stamps that were spread, or a timer that steps through them"
                                      : "uneven: a timer, a schedule, or hands that round" });
}

static void check_minute(struct integrity *c, const char *sensor, const struct stamps *s)
{
    static char notes[60][160];
    int minute = clockface_artefact(&s->raw);

    if (minute >= 0)
        snprintf(notes[minute], sizeof notes[minute],
                 "nearly all stamps lie in minute :%02d and fill its seconds, several of them in one hour: no schedule does that", minute);
    add(c, (struct row){ sensor, "one minute", "share", (double)s->n, minute >= 0 ? s->raw.minute[minute] / (double)s->n : NAN, NAN, NAN,
                         s->n < RESOLUTION_ENOUGH ? CANNOT_TELL : minute >= 0 ? OF_NOTE : AS_EXPECTED,
                         s->n < RESOLUTION_ENOUGH ? "too few stamps" : minute >= 0 ? notes[minute] : "" });
}

static void check_face(struct integrity *c, const char *sensor, struct stamps *s)
{
    const struct clockface_test none = clockface_ring(0, NULL, NULL, NULL), digit = stamps_end(s);
    int64_t watched = observed_within(&c->observed, observed_start(&c->observed), observed_end(&c->observed)), tick = stamps_tick(s);
    bool minutes = watched >= MINUTES_NEED && tick < 60 * WHEN_SECOND, seconds = watched >= SECONDS_NEED;
    size_t n = s->visits.n;

    add_test(c, sensor, "minute of the hour", n, minutes ? clockface_minutes(&s->visits) : none);
    add_test(c, sensor, "second of the minute", n, seconds ? clockface_seconds(&s->visits, (double)tick / (double)WHEN_SECOND) : none);
    add_test(c, sensor, "last digit", n, digit);
}

static void check_clock(struct integrity *c, const char *name, struct stamps *s)
{
    int64_t tick = stamps_tick(s);

    add(c, (struct row){ name, "tick", "s", (double)s->n, (double)tick / (double)WHEN_SECOND, NAN, NAN,
                         s->n < RESOLUTION_ENOUGH ? CANNOT_TELL : tick > WHEN_SECOND ? OF_NOTE : AS_EXPECTED,
                         s->n < RESOLUTION_ENOUGH ? "too few stamps" : tick_note(tick) });
    check_tick_by_day(c, name, s);
    check_minute(c, name, s);
    check_face(c, name, s);
}

/* --- repeats ---------------------------------------------------------------------------------- */

static void add_share(struct integrity *c, const char *sensor, const char *check, int64_t k, int64_t n, double noted, const char *note)
{
    double share = n > 0 ? (double)k / (double)n : NAN;

    add(c, (struct row){ sensor, check, "share", (double)n, share, NAN, NAN, n == 0 ? CANNOT_TELL : share > noted ? OF_NOTE : AS_EXPECTED,
                         n == 0 ? "nothing to compare" : note });
}

static void check_repeats(struct integrity *c, const char *sensor, const struct repeats *s, int64_t tick, size_t sensors)
{
    add_share(c, sensor, "read twice", s->raw - s->n, s->raw, 1, "lines that more than one file holds; they are counted once");
    if (tick <= WHEN_SECOND / 1000)
        add_share(c, sensor, "repeats at once", s->at_once, s->n, AT_ONCE_NOTED,
                  "the same question within 1 ms of itself: one packet captured twice, or one question written twice");
    else
        add(c, (struct row){ sensor, "repeats at once", "share", (double)s->n, NAN, NAN, NAN, CANNOT_TELL, "stamps are coarser than 1 ms" });
    add_share(c, sensor, "repeats within 1 s", s->within, s->n, WITHIN_NOTED,
              "the same client, name and type again: retries, or records that are written twice");
    if (sensors > 1)
        add_share(c, sensor, "repeats at another sensor", s->across, s->n, WITHIN_NOTED,
                  "within 1 s: a client that asks several servers at once, or two sensors on one wire");
    if (ttl > 0)
        add_share(c, sensor, "asked before the TTL", s->early, s->gaps, EARLY_NOTED,
                  "the same client, name and type again before the TTL had passed: no cache, several caches behind one address, prefetch, "
                  "or an entry that was dropped");
    else
        add(c, (struct row){ sensor, "asked before the TTL", "share", (double)s->gaps, NAN, NAN, NAN, CANNOT_TELL, "no TTL is stated" });
}

/* --- all -------------------------------------------------------------------------------------- */

static void check_all(struct integrity *c)
{
    struct names *sensors = c->records.texts[RECORD_SENSOR];
    size_t n = names_count(sensors);
    uint32_t *order = mem_alloc((n + 1) * sizeof *order);

    records_order(&c->records, RECORD_SENSOR, order);
    for (size_t i = 0; i < n; i++) {
        const char *name = names_at(sensors, order[i]).at;
        const struct repeats repeats = repeats_counted(c->repeats, order[i]);

        check_inputs(c, name);
        check_clock(c, name, &c->sensors[order[i]]);
        check_repeats(c, name, &repeats, stamps_tick(&c->sensors[order[i]]), n);
        add(c, (struct row){ name, "ports and ids", "", NAN, NAN, NAN, NAN, CANNOT_TELL, "the record holds neither source ports nor query ids" });
    }
    free(order);
}

/* Holm over every p of the table. */
static void adjust(struct integrity *c)
{
    double *p = mem_alloc((c->n + 1) * sizeof *p);

    for (size_t i = 0; i < c->n; i++)
        p[i] = c->rows[i].p;
    multiple_holm(p, c->n, p);
    for (size_t i = 0; i < c->n; i++) {
        struct row *r = &c->rows[i];

        r->p_holm = p[i];
        r->finding = r->finding != BY_P ? r->finding : p[i] <= alpha ? OF_NOTE : AS_EXPECTED;
    }
    free(p);
}

static void put_row(struct csv_writer *w, const struct row *r)
{
    static const char *const words[] = { "as expected", "of note", "cannot tell" };
    bool tick = strcmp(r->check, "tick") == 0;

    csv_put_text(w, r->sensor);
    csv_put_text(w, r->check);
    csv_put_double(w, r->n);
    csv_put_double(w, r->value);
    csv_put_text(w, r->unit);
    csv_put_double(w, r->p);
    csv_put_double(w, r->p_holm);
    csv_put_text(w, words[r->finding]);
    csv_put_text(w, r->finding == AS_EXPECTED && !tick ? "" : r->note);
    csv_put_end(w);
}

static void write_rows(struct csv_writer *w, const struct integrity *c)
{
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < c->n; i++)
        put_row(w, &c->rows[i]);
}

/* --- looking at the records, twice ---------------------------------------------------------------- */

static int64_t gap(void)
{
    return (int64_t)(visit_gap * (double)WHEN_SECOND);
}

static void forget(void *context)
{
    struct integrity *c = context;

    c->n_sensors = 0;
    repeats_count_clear(c->repeats);
}

static void look(const struct record *one, void *context)
{
    struct integrity *c = context;
    const uint32_t sensor = one->field[RECORD_SENSOR];

    c->sensors = mem_grow(c->sensors, &c->sensors_capacity, sensor + 1, sizeof *c->sensors);
    while (c->n_sensors <= sensor)
        c->sensors[c->n_sensors++] = (struct stamps){ .n = 0 };
    stamps_look(&c->sensors[sensor], one->time, in.observed != NULL ? &c->observed : NULL, gap());
    repeats_count_add(c->repeats, one);
}

static void settle(void *context)
{
    struct integrity *c = context;

    for (size_t i = 0; i < c->n_sensors; i++)
        stamps_settle(&c->sensors[i], &c->observed, gap());
}

static void look_again(const struct record *one, void *context)
{
    struct integrity *c = context;

    stamps_look_again(&c->sensors[one->field[RECORD_SENSOR]], one->time, &c->observed, gap());
}

static bool look_twice(struct integrity *c, struct err *err)
{
    const struct records_visitor first = { forget, look, c, RECORD_ALL & ~RECORD_BIT(RECORD_PARTY) & ~RECORD_BIT(RECORD_STATUS) };
    const struct records_visitor second = { settle, look_again, c, RECORD_BIT(RECORD_SENSOR) };

    if ((in.observed != NULL && !observed_read(&c->observed, in.observed, err)) || !records_each(&c->records, &first, err))
        return false;
    if (in.observed == NULL && c->records.n > 0)
        observed_add(&c->observed, c->records.first, c->records.last + 1);
    return records_each(&c->records, &second, err);
}

static void release(struct integrity *c)
{
    records_release(&c->records);
    observed_release(&c->observed);
    inputsums_release(&c->sums);
    repeats_count_free(c->repeats);
    for (size_t i = 0; i < c->n_sensors; i++)
        stamps_release(&c->sensors[i]);
    free(c->sensors);
    free(c->rows);
}

static bool run(char **files, int n, struct err *err)
{
    struct inputs inputs = source_opts_inputs(&in, files, n);
    struct outputs *outputs = outputs_open(&in.out, 1, err);
    struct integrity c = { .repeats = repeats_count_new(ttl) };
    bool good;

    records_init(&c.records, &inputs, in.time);
    observed_init(&c.observed);
    good = outputs != NULL && look_twice(&c, err) && (inputs_path == NULL || inputsums_read(&c.sums, inputs_path, err));
    if (good) {
        check_all(&c);
        adjust(&c);
        write_rows(outputs_rows(outputs, 0), &c);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    release(&c);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
