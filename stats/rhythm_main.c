/* dielog-rhythm: the hours of the week, the measures of a daily rhythm, and the actogram of CSV files of event times. */

#include "base/opts.h"
#include "days/daybins.h"
#include "days/rhythm.h"
#include "days/rhythm_measures.h"
#include "numbers/gslerrors.h"
#include "rows/holidays.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <stdlib.h>

#define PROGRAM "dielog-rhythm"

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *zone_name = "UTC", *measures_path, *actogram_path, *holidays_path, *clocks, *found, *parties;
static double actogram_bin = 600;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_ALL(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'z', "zone", OPT_TEXT, &zone_name, "NAME", "the clock whose hours are meant (default: UTC)", 0, 0 },
    { 'm', "measures", OPT_TEXT, &measures_path, "FILE", "also write the measures of the rhythm to FILE", 0, 0 },
    { 0, "holidays", OPT_TEXT, &holidays_path, "FILE", "for --measures: CSV with date,name; contrast these days", 0, 0 },
    { 0, "clocks", OPT_TEXT, &clocks, "ZONES", "for --measures: zones in question, commas between: shares within their working hours", 0, 0 },
    { 0, "found", OPT_TEXT, &found, "FILE", "or those of the zone that dielog-zone found for the group", 0, 0 },
    { 0, "parties", OPT_TEXT, &parties, "FILE", "or those of the zone that is stated for it: party,zone", 0, 0 },
    { 0, "actogram", OPT_TEXT, &actogram_path, "FILE", "also write counts by day and time of day to FILE", 0, 0 },
    { 0, "actogram-bin", OPT_DURATION, &actogram_bin, "DURATION", "width of its bins (default: 10m)", 60, 86400 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts opts = {
    PROGRAM, "[OPTION]... [FILE]...", "Events an hour of observation by hour of the week; measures of the daily rhythm.",
    table, sizeof table / sizeof *table,
};

struct task {
    struct series_set *set;
    struct observed observed;
    struct tz *zone;
    struct holidays holidays;
    struct weighclocks *clocks; /* NULL: none is in question */
};

/* --- the hours of the week ----------------------------------------------------------------- */

static bool put_week(struct csv_writer *w, const struct task *t, const struct series *s, struct err *err)
{
    (void)err;
    struct rhythm r;
    rhythm_of(&r, s->times, s->n, &t->observed, t->zone);
    for (int h = 0; h < RHYTHM_HOURS; h++) {
        csv_put_text(w, s->name);
        csv_put_int(w, h / 24);
        csv_put_int(w, h % 24);
        csv_put_int(w, r.count[h]);
        csv_put_double(w, r.exposure_s[h]);
        csv_put_double(w, rhythm_rate(&r, h));
        csv_put_end(w);
    }
    return true;
}

/* --- the measures -------------------------------------------------------------------------- */

static void put_measure(struct csv_writer *w, const struct measures *of, size_t k)
{
    const struct measure *m = &of->at[k];
    csv_put_text(w, of->series);
    csv_put_text(w, m->name);
    csv_put_double(w, m->value);
    csv_put_double(w, m->limits.lo);
    csv_put_double(w, m->limits.hi);
    csv_put_double(w, m->p);
    csv_put_double(w, of->p_holm[k]);
    csv_put_double(w, m->days);
    csv_put_text(w, m->unit);
    csv_put_text(w, m->note);
    csv_put_text(w, of->zone[k] != NULL ? of->zone[k] : "");
    csv_put_end(w);
}

static bool measure_all(struct measures *m, const struct task *t, struct err *err)
{
    const struct measures_asked asked = { t->holidays.days, t->holidays.n, t->clocks, (uint64_t)in.seed };
    for (size_t i = 0; i < series_count(t->set); i++) {
        const struct series *s = series_at(t->set, i);
        struct daybins days;
        if (!daybins_init(&days, s->times, s->n, &t->observed, t->zone, 24, err)) {
            return false;
        }
        measures_of(&m[i], &days, s, &t->observed, &asked);
        daybins_release(&days);
    }
    measures_adjust(m, series_count(t->set), in.all && in.group != NULL);
    return true;
}

/* W NULL: not asked for. */
static bool write_measures(struct csv_writer *w, const struct task *t, struct err *err)
{
    static const char *const names[] = { "group",  "measure", "value", "lo95", "hi95", "p_value",
                                         "p_holm", "n_days",  "unit",  "note", "zone" };
    if (w == NULL) {
        return true;
    }
    csv_put_header(w, names, sizeof names / sizeof *names);
    struct measures *m = mem_zero((series_count(t->set) + 1) * sizeof *m);
    bool good = measure_all(m, t, err);
    for (size_t i = 0; i < series_count(t->set) && good; i++) {
        for (size_t k = 0; k < m[i].n; k++) {
            put_measure(w, &m[i], k);
        }
    }
    free(m);
    return good;
}

/* --- the actogram -------------------------------------------------------------------------- */

static void put_bin(struct csv_writer *w, const char *group, const struct daybins *d, size_t cell)
{
    char day[11];
    size_t row = cell / d->bins, bin = cell % d->bins;
    when_write_day(d->first_day + (int64_t)row, day);
    csv_put_text(w, group);
    csv_put_text(w, day);
    csv_put_int(w, (int64_t)row);
    csv_put_double(w, (double)bin * 1440 / (double)d->bins);
    csv_put_int(w, d->count[cell]);
    csv_put_double(w, (double)d->exposure[cell] / (double)WHEN_SECOND);
    csv_put_end(w);
}

static bool put_actogram(struct csv_writer *w, const struct task *t, const struct series *s, struct err *err)
{
    struct daybins d;
    if (!daybins_init(&d, s->times, s->n, &t->observed, t->zone, (size_t)(86400 / actogram_bin), err)) {
        return false;
    }
    for (size_t cell = 0; cell < d.days * d.bins; cell++) {
        if (d.exposure[cell] > 0) {
            put_bin(w, s->name, &d, cell);
        }
    }
    daybins_release(&d);
    return true;
}

/* --- a row after the other, series by series ----------------------------------------------------------- */

typedef bool put_series(struct csv_writer *w, const struct task *t, const struct series *s, struct err *err);

/* W NULL: not asked for. */
static bool write_table(struct csv_writer *w, const struct task *t, const char *const *names, size_t n_names,
                        put_series *put, struct err *err)
{
    if (w == NULL) {
        return true;
    }
    csv_put_header(w, names, n_names);
    for (size_t i = 0; i < series_count(t->set); i++) {
        if (!put(w, t, series_at(t->set, i), err)) {
            return false;
        }
    }
    return true;
}

#define N(names) (sizeof(names) / sizeof *(names))
enum { WEEK, MEASURES, ACTOGRAM, TABLES };

static bool write_all(struct outputs *o, const struct task *t, struct err *err)
{
    static const char *const week[] = { "group", "weekday", "hour", "count", "exposure_s", "rate" };
    static const char *const actogram[] = { "group", "day", "row", "minute", "count", "exposure_s" };
    return write_table(outputs_rows(o, ACTOGRAM), t, actogram, N(actogram), put_actogram, err) &&
           write_measures(outputs_rows(o, MEASURES), t, err) &&
           write_table(outputs_rows(o, WEEK), t, week, N(week), put_week, err) && outputs_publish(o, err);
}

static void check(void)
{
    source_opts_check(&in, &opts);
    if (86400 / actogram_bin != (double)(int64_t)(86400 / actogram_bin)) {
        opts_wrong(&opts, "--actogram-bin must divide a day, and %g s do not", actogram_bin);
    }
    if (holidays_path != NULL && measures_path == NULL) {
        opts_wrong(&opts, "--holidays is for --measures");
    }
    if ((clocks != NULL || found != NULL || parties != NULL) && measures_path == NULL) {
        opts_wrong(&opts, "--clocks, --found and --parties are for --measures");
    }
}

static bool read_clocks(struct task *t, struct err *err)
{
    if (clocks == NULL && found == NULL && parties == NULL) {
        return true;
    }
    return (t->clocks = weighclocks_read(clocks, found, parties, err)) != NULL;
}

int main(int argc, char **argv)
{
    int n_files = opts_parse(&opts, argc, argv);
    check();
    gslerrors_begin();
    struct err err = { 0 };
    const char *const paths[TABLES] = { in.out, measures_path, actogram_path };
    struct series_source source = source_opts_series(&in, argv, n_files);
    struct outputs *outputs = outputs_open(paths, TABLES, &err);
    struct task t = { .zone = tz_open(zone_name, &err) };
    observed_init(&t.observed);
    bool good = outputs != NULL && t.zone != NULL && (t.set = series_read(&source, &err)) != NULL &&
                source_opts_observed(&in, t.set, &t.observed, &err) &&
                (holidays_path == NULL || holidays_read(&t.holidays, holidays_path, &err)) &&
                read_clocks(&t, &err) && write_all(outputs, &t, &err);
    outputs_free(outputs);
    observed_release(&t.observed);
    holidays_release(&t.holidays);
    weighclocks_free(t.clocks);
    series_free(t.set);
    tz_free(t.zone);
    return good ? 0 : err_report(&err, PROGRAM);
}
