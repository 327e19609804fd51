/* dielog-rhythm: rhythm.h on the event times of CSV files. */

#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "rhythm.h"
#include "source_opts.h"

#define PROGRAM "dielog-rhythm"

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *zone_name = "UTC";

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_ALL(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'z', "zone", OPT_TEXT, &zone_name, "NAME", "the clock whose hours are meant (default: UTC)", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts opts = {
    PROGRAM, "[OPTION]... [FILE]...", "Events an hour of observation, for each hour of the week.",
    table, sizeof table / sizeof *table,
};

static void put_series(struct csv_writer *w, const struct series *s, const struct observed *o,
                       const struct tz *zone)
{
    struct rhythm r;
    rhythm_of(&r, s->times, s->n, o, zone);
    for (int h = 0; h < RHYTHM_HOURS; h++) {
        csv_put_text(w, s->name);
        csv_put_int(w, h / 24);
        csv_put_int(w, h % 24);
        csv_put_int(w, r.count[h]);
        csv_put_double(w, r.exposure_s[h]);
        csv_put_double(w, rhythm_rate(&r, h));
        csv_put_end(w);
    }
}

static bool write_all(const struct series_set *set, const struct observed *o,
                      const struct tz *zone, struct err *err)
{
    static const char *const names[] = { "group", "weekday", "hour", "count", "exposure_s", "rate" };
    struct outfile *out = outfile_open(in.out, err);
    if (out == NULL) {
        return false;
    }
    struct csv_writer w = { .to = outfile_stream(out) };
    csv_put_header(&w, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < series_count(set); i++) {
        put_series(&w, series_at(set, i), o, zone);
    }
    return outfile_publish(out, err);
}

int main(int argc, char **argv)
{
    int n_files = opts_parse(&opts, argc, argv);
    source_opts_check(&in, &opts);
    struct err err = { 0 };
    struct series_source source = source_opts_series(&in, argv, n_files);
    struct observed observed;
    observed_init(&observed);
    struct tz *zone = tz_open(zone_name, &err);
    struct series_set *set = zone != NULL ? series_read(&source, &err) : NULL;
    bool good = set != NULL && source_opts_observed(&in, set, &observed, &err) &&
                write_all(set, &observed, zone, &err);
    observed_release(&observed);
    series_free(set);
    tz_free(zone);
    return good ? 0 : err_report(&err, PROGRAM);
}
