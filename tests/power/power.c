/* power -- how often is found what is there?

   One row a promise: streams of known truth are judged as the programs judge them, and the figure stands beside its bar.
   Truth is of tests/calibration/worlds.h and fixtures/sim_timer.h: 60 days of an office with 160 visits a day, and in it a
   timer of 36 minutes (40 a day), one visit in ten lost, three whole days on which nothing at all came and of which nobody
   said that they were not watched.  Streams of people alone stand beside them, and p is adjusted over all.

   `make power` keeps the table in tests/power/table.csv, a quarter of an hour of one processor.  Every number comes from
   the seed. */

#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "caches/cachefit.h"
#include "numbers/stream.h"
#include "periods/cadence_rows.h"
#include "periods/periods.h"
#include "sim_timer.h"
#include "worlds.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAYS 60
#define PERIOD 2160.
#define PEOPLE { WORLD_DIURNAL, 160, DAYS }
#define END (WORLD_START + DAYS * WHEN_DAY)
#define SILENT 3 /* days */

static int64_t seed = 1, streams = 20;
static const char *only, *out_path = "-";

static const struct opt table[] = {
    { 'n', "streams", OPT_INT, &streams, "N", "of each kind, half as many where it takes long (default: 20)", 1, 10000 },
    { 0, "only", OPT_TEXT, &only, "STUDY", "one study", 0, 0 },
    { 's', "seed", OPT_INT, &seed, "N", "(default: 1)", 0, 0 },
    { 'o', "output", OPT_TEXT, &out_path, "FILE", "write to FILE instead of standard output", 0, 0 },
};
static const struct opts program = {
    "power", "[OPTION]...", "How often is found what is there, against the bars.", table, sizeof table / sizeof *table,
};

/* --- streams --------------------------------------------------------------------------------- */

struct truth {
    const char *name;
    bool people, machine;
    struct sim_timer timer;
    double demand; /* an hour, steady, behind a cache of an hour; 0: none */
    int days;
};

struct drawn {
    struct sim_times all;
    struct sim_times machine; /* those of ALL that are the machine's */
    struct observed observed;
};

static void add_people(struct drawn *d, size_t i)
{
    const struct world people = PEOPLE;
    struct world_events e = WORLD_EVENTS_INIT;

    world_draw(&people, (uint64_t)seed, i, &e);
    for (size_t k = 0; k < e.times.n; k++)
        sim_times_add(&d->all, e.times.at[k]);
    world_release(&e);
}

static void add_demand(struct drawn *d, const struct truth *t, when_t end, gsl_rng *rng)
{
    when_t at = WORLD_START;

    while ((at += (when_t)(gsl_ran_exponential(rng, 3600 / t->demand) * 1e6)) < end) {
        sim_times_add(&d->all, when_floor(at, WHEN_SECOND));
        at += WHEN_HOUR;
    }
}

/* Three days are silent; the timer goes on. */
static void fall_silent(struct sim_times *times, const int silent[SILENT])
{
    size_t kept = 0;

    for (size_t i = 0; i < times->n; i++) {
        const int day = (int)((times->at[i] - WORLD_START) / WHEN_DAY);

        if (day != silent[0] && day != silent[1] && day != silent[2])
            times->at[kept++] = times->at[i];
    }
    times->n = kept;
}

static void draw(const struct truth *t, size_t i, struct drawn *d)
{
    char number[32];
    const when_t end = WORLD_START + t->days * WHEN_DAY;
    int silent[SILENT];

    snprintf(number, sizeof number, "%zu", i);
    gsl_rng *rng = stream_new((uint64_t)seed, t->name, number);
    *d = (struct drawn){ { NULL, 0, 0 }, { NULL, 0, 0 }, { NULL, 0, 0 } };
    observed_add(&d->observed, WORLD_START, end);
    for (int k = 0; k < SILENT; k++)
        silent[k] = k * t->days / SILENT + (int)gsl_rng_uniform_int(rng, (unsigned long)t->days / SILENT);
    if (t->machine)
        sim_timer_draw(&t->timer, WORLD_START, end, rng, &d->machine);
    if (t->people) {
        add_people(d, i);
        fall_silent(&d->all, silent);
        fall_silent(&d->machine, silent);
    }
    for (size_t k = 0; k < d->machine.n; k++)
        sim_times_add(&d->all, d->machine.at[k]);
    if (t->demand > 0)
        add_demand(d, t, end, rng);
    sim_times_sort(&d->all);
    gsl_rng_free(rng);
}

static void drawn_release(struct drawn *d)
{
    sim_times_release(&d->all);
    sim_times_release(&d->machine);
    observed_release(&d->observed);
}

/* --- the table -------------------------------------------------------------------------------- */

struct sheet {
    struct csv_writer *to;
    bool good;
};

static void put_short(struct csv_writer *w, const char *before, double x)
{
    char text[40];

    snprintf(text, sizeof text, "%s%.4g", before, x);
    csv_put_text(w, isnan(x) ? "" : text);
}

/* VALUE against BAR; a bar that is NAN only tells. */
static void put(struct sheet *s, const char *study, const char *truth, const char *what, size_t n, double value, double bar,
                bool at_most)
{
    bool holds = isnan(value) || isnan(bar) || (at_most ? value <= bar : value >= bar);

    csv_put_text(s->to, study);
    csv_put_text(s->to, truth);
    csv_put_text(s->to, what);
    csv_put_int(s->to, (int64_t)n);
    put_short(s->to, "", value);
    put_short(s->to, at_most ? "<= " : ">= ", bar);
    csv_put_text(s->to, isnan(bar) ? "" : isnan(value) ? "cannot tell" : holds ? "holds" : "fails");
    csv_put_end(s->to);
    s->good = s->good && holds;
}

/* --- cadence ---------------------------------------------------------------------------------- */

static const struct truth clock30 = { "clock +-30 %", true, true, { SIM_CLOCK, PERIOD, .3, -1, .1, 0, 0 }, 0, DAYS };
static const struct truth sleep30 = { "sleep +-30 %", true, true, { SIM_SLEEP, PERIOD, .3, -1, .1, 0, 0 }, 0, DAYS };
static const struct truth clock5 = { "clock +-5 %", true, true, { SIM_CLOCK, PERIOD, .05, -1, .1, 0, 0 }, 0, DAYS };
static const struct truth nobody = { "people alone", true, false, { SIM_CLOCK, 0, 0, 0, 0, 0, 0 }, 0, DAYS };

static struct cadence judge(const struct drawn *d, double ttl, size_t i)
{
    const struct series series = { "stream", d->all.at, d->all.n };
    const struct cadence_how how = { 2, ttl, 199, (uint64_t)seed + i, "power", 1 };
    struct cadence c;
    struct err err = { 0 };

    if (!cadence_init(&c, &series, &d->observed, &how, &err))
        exit(err_report(&err, "power"));
    return c;
}

/* The rows of one truth among all. */
struct tally {
    double found, named, near, worst;
};

static struct tally tally_of(const struct cadence_row *rows, size_t n, double most)
{
    struct tally t = { 0 };
    const char *why;

    for (size_t i = 0; i < n; i++) {
        const struct cadence *c = &rows[i].c;
        const char *verdict = cadence_verdict(c, rows[i].q, &why);

        if (!(rows[i].q <= .05))
            continue;
        t.found += 1 / (double)n;
        t.named += (strcmp(verdict, "machine-like") == 0 || strcmp(verdict, "mixed") == 0) / (double)n;
        t.near += (fabs(c->beacon.period / PERIOD - 1) <= most) / (double)n;
        t.worst = fmax(t.worst, fabs(c->beacon.period / PERIOD - 1));
    }
    return t;
}

static void study_cadence(struct sheet *s)
{
    static const struct truth *const truths[] = { &clock30, &sleep30, &nobody };
    const size_t n = (size_t)(streams + 1) / 2;
    struct cadence_row *rows = mem_zero((3 * n + 1) * sizeof *rows);

    for (size_t i = 0; i < 3 * n; i++) {
        struct drawn d;

        draw(truths[i / n], i, &d);
        rows[i] = (struct cadence_row){ truths[i / n]->name, judge(&d, 0, i), NAN };
        drawn_release(&d);
    }
    cadence_adjust(rows, 3 * n);
    for (size_t k = 0; k < 3; k++) {
        const double most = k == 0 ? .001 : .03;
        const struct tally t = tally_of(rows + k * n, n, most);
        const bool machine = truths[k]->machine;

        put(s, "cadence", truths[k]->name, "found at q <= .05", n, t.found, machine ? .9 : .05, !machine);
        put(s, "cadence", truths[k]->name, "named machine-like or mixed", n, t.named, machine ? NAN : .05, true);
        if (!machine)
            continue;
        put(s, "cadence", truths[k]->name, "found, and its period as near", n, t.near, .9, false);
        put(s, "cadence", truths[k]->name, "largest error of the period", n, t.worst, most, true);
    }
    cadence_rows_free(rows, 3 * n);
}

/* Mean of the shares told right among the machine's visits and the others. */
static double balanced(const struct drawn *d, const struct cadence *c, bool by_half)
{
    double right[2] = { 0, 0 }, all[2] = { 0, 0 };
    size_t k = 0;

    for (size_t i = 0; i < c->n; i++) {
        while (k < d->machine.n && d->machine.at[k] < c->times[i])
            k++;
        const int machine = k < d->machine.n && d->machine.at[k] == c->times[i];
        all[machine]++;
        right[machine] += (by_half ? c->posterior[i] > .5 : cadence_is_periodic(c, i)) == machine;
    }
    return (right[0] / all[0] + right[1] / all[1]) / 2;
}

static void study_split(struct sheet *s)
{
    const size_t n = (size_t)(streams + 1) / 2;
    double half = 0, own = 0;

    for (size_t i = 0; i < n; i++) {
        struct drawn d;

        draw(&clock5, i, &d);
        struct cadence c = judge(&d, 0, i);
        if (c.posterior != NULL) {
            half += balanced(&d, &c, true) / (double)n;
            own += balanced(&d, &c, false) / (double)n;
        }
        cadence_release(&c);
        drawn_release(&d);
    }
    put(s, "split", clock5.name, "balanced accuracy of the column part", n, own, .9, false);
    put(s, "split", clock5.name, "balanced accuracy, cut at .5", n, half, NAN, false);
}

/* --- period ------------------------------------------------------------------------------------ */

static struct periods *scan(const struct drawn *d, double ttl, size_t i)
{
    const struct period_options options = { .ttl_s = ttl, .gap = -1, .draws = 19, .seed = (uint64_t)seed + i, .jobs = 1 };
    struct err err = { 0 };
    struct periods *p = periods_find(d->all.at, d->all.n, &d->observed, "stream", &options, &err);

    if (p == NULL)
        exit(err_report(&err, "power"));
    return p;
}

static void study_period(struct sheet *s)
{
    static const struct truth *const truths[] = { &clock30, &clock5 };
    const size_t n = (size_t)streams;

    for (size_t k = 0; k < 2; k++) {
        double found = 0, worst = 0, covered = 0;

        for (size_t i = 0; i < n; i++) {
            struct drawn d;

            draw(truths[k], i, &d);
            struct periods *p = scan(&d, NAN, i);
            const struct period *first = periods_count(p) > 0 ? periods_at(p, 0) : NULL;
            if (first != NULL && first->verdict == PERIOD_NONE) {
                found += 1 / (double)n;
                worst = fmax(worst, fabs(1 / first->fit.f / PERIOD - 1));
                covered += first->fit.lo <= 1 / PERIOD && 1 / PERIOD <= first->fit.hi;
            }
            periods_free(p);
            drawn_release(&d);
        }
        put(s, "period", truths[k]->name, "found, its own", n, found, .9, false);
        put(s, "period", truths[k]->name, "largest error of the period", n, worst, .001, true);
        put(s, "period", truths[k]->name, "interval holds the truth", n, covered / (found * (double)n), NAN, false);
    }
}

/* --- cache or machine -------------------------------------------------------------------------- */

/* Shares of streams by what each program calls them; those that it cannot tell apart. */
struct calls {
    double cache, machine, told;
};

static struct calls calls_of_cadence(const struct truth *t, size_t n)
{
    struct calls sum = { 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        struct drawn d;
        const char *why;

        draw(t, i, &d);
        struct cadence c = judge(&d, WORLD_TTL, i);
        const char *verdict = cadence_verdict(&c, c.p_value, &why);
        sum.cache += strcmp(verdict, "cache") == 0;
        sum.machine += strcmp(verdict, "machine-like") == 0 || strcmp(verdict, "mixed") == 0;
        sum.told += strcmp(verdict, "cannot tell") != 0;
        cadence_release(&c);
        drawn_release(&d);
    }
    return sum;
}

static struct calls calls_of_cache(const struct truth *t, size_t n)
{
    const struct cachefit_question q = { .ttl = NAN, .least = 30, .draws = 199 };
    struct calls sum = { 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        struct drawn d;
        struct cachefit f;
        struct err err = { 0 };
        gsl_rng *rng = stream_new((uint64_t)seed + i, "power", t->name);

        draw(t, i, &d);
        if (!cachefit_of(&f, d.all.at, d.all.n, &d.observed, &q, rng, &err))
            exit(err_report(&err, "power"));
        sum.cache += f.verdict == CACHEFIT_CACHE;
        sum.machine += f.verdict == CACHEFIT_NOT;
        sum.told += f.verdict != CACHEFIT_CANNOT;
        cachefit_release(&f);
        drawn_release(&d);
        gsl_rng_free(rng);
    }
    return sum;
}

static struct calls calls_of_period(const struct truth *t, size_t n)
{
    struct calls sum = { 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        struct drawn d;

        draw(t, i, &d);
        struct periods *p = scan(&d, NAN, i);
        const struct period *first = periods_count(p) > 0 ? periods_at(p, 0) : NULL;
        sum.machine += first != NULL && first->verdict == PERIOD_NONE;
        sum.cache += first == NULL || first->verdict != PERIOD_NONE;
        sum.told++;
        periods_free(p);
        drawn_release(&d);
    }
    return sum;
}

static void study_cache(struct sheet *s)
{
    static const struct truth truths[] = {
        { "cached, .7 an hour", false, false, { SIM_CLOCK, 0, 0, 0, 0, 0, 0 }, .7, 28 },
        { "cached, 2 an hour", false, false, { SIM_CLOCK, 0, 0, 0, 0, 0, 0 }, 2, 28 },
        { "cached, 6 an hour", false, false, { SIM_CLOCK, 0, 0, 0, 0, 0, 0 }, 6, 28 },
    };
    const size_t n = (size_t)streams;

    for (size_t k = 0; k < sizeof truths / sizeof *truths; k++) {
        const struct calls cadence = calls_of_cadence(&truths[k], n), cache = calls_of_cache(&truths[k], n);
        const struct calls period = calls_of_period(&truths[k], n);

        put(s, "cache", truths[k].name, "cadence --ttl: cache", n, cadence.cache / (double)n, .95, false);
        put(s, "cache", truths[k].name, "cadence --ttl: a machine", n, cadence.machine / (double)n, .05, true);
        put(s, "cache", truths[k].name, "cache: cache, TTL sought", n, cache.cache / (double)n, .95, false);
        put(s, "cache", truths[k].name, "period --find-ttl: not its own", n, period.cache / (double)n, .95, false);
    }
}

static void study_timer(struct sheet *s)
{
    static const struct truth truths[] = {
        { "1 h clock, +-10 %", false, true, { SIM_CLOCK, 3600, .1, -1, 0, 0, 0 }, 0, 28 },
        { "1 h sleep, +-10 %", false, true, { SIM_SLEEP, 3600, .1, -1, 0, 0, 0 }, 0, 28 },
        { "1 h clock, +-10 %, 1 in 10 lost", false, true, { SIM_CLOCK, 3600, .1, -1, .1, 0, 0 }, 0, 28 },
        { "1 h sleep, +-10 %, 1 in 10 lost", false, true, { SIM_SLEEP, 3600, .1, -1, .1, 0, 0 }, 0, 28 },
    };
    const size_t n = (size_t)streams;

    for (size_t k = 0; k < sizeof truths / sizeof *truths; k++) {
        const struct calls cadence = calls_of_cadence(&truths[k], n), cache = calls_of_cache(&truths[k], n);

        put(s, "timer", truths[k].name, "cadence --ttl: told", n, cadence.told / (double)n, NAN, false);
        put(s, "timer", truths[k].name, "a machine, of those told", n, cadence.machine / cadence.told, .95, false);
        put(s, "timer", truths[k].name, "cache: told, TTL sought", n, cache.told / (double)n, NAN, false);
        put(s, "timer", truths[k].name, "not a cache, of those told", n, cache.machine / cache.told, .95, false);
    }
}

/* --- all ----------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*run)(struct sheet *s);
} studies[] = {
    { "cadence", study_cadence }, { "split", study_split }, { "period", study_period },
    { "cache", study_cache },     { "timer", study_timer },
};

static bool run_all(FILE *to)
{
    static const char *const columns[] = { "study", "truth", "figure", "n", "value", "bar", "verdict" };
    struct csv_writer w = { to, false };
    struct sheet s = { &w, true };

    csv_put_header(&w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sizeof studies / sizeof *studies; i++) {
        if (only == NULL || strcmp(only, studies[i].name) == 0)
            studies[i].run(&s);
    }
    return s.good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct outfile *out;
    bool good;

    gsl_set_error_handler_off();
    if (opts_parse(&program, argc, argv) != 0)
        opts_wrong(&program, "no files are read");
    out = outfile_open(out_path, &err);
    if (out == NULL)
        return err_report(&err, "power");
    good = run_all(outfile_stream(out));
    return outfile_publish(out, &err) ? !good : err_report(&err, "power");
}
