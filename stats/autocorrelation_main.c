/* dielog-autocorrelation: acf.h on a column of a CSV file. */

#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "numbers/acf.h"
#include "numbers/gslerrors.h"
#include "rows/bins.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-autocorrelation"

static struct source_opts in = { .separator = ",", .out = "-" };
static const char *column = "count", *exposure_column, *only, *bands = "white", *remove_what;
static int64_t max_lag = -1;
static double level = 0.95;

static const struct opt table[] = {
    { 'x', "column", OPT_TEXT, &column, "COLUMN", "the values (default: count)", 0, 0 },
    { 'e', "exposure", OPT_TEXT, &exposure_column, "COLUMN",
      "how long each bin was observed; 0 is missing", 0, 0 },
    { 't', "time", OPT_TEXT, &in.time, "COLUMN",
      "start of each bin (default: each row is the next bin)", 0, 0 },
    SOURCE_OPT_GROUP(in),
    { 0, "only", OPT_TEXT, &only, "COLUMN=VALUE,...", "read only rows with one of these values", 0, 0 },
    { 'k', "max-lag", OPT_INT, &max_lag, "N", "the last lag (default: 10 log10 of the bins)", 1,
      1e15 },
    { 0, "bands", OPT_TEXT, &bands, "KIND", "lower and upper: white (default) or bartlett", 0, 0 },
    { 0, "level", OPT_DOUBLE, &level, "P", "what the bands hold (default: 0.95)", 0.01, 0.999999 },
    { 0, "remove", OPT_TEXT, &remove_what, "WHAT", "take away the mean first of each: hour-of-week",
      0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts opts = {
    PROGRAM, "[OPTION]... [FILE]...",
    "Autocorrelation of counts a bin, with bands and portmanteau tests.", table,
    sizeof table / sizeof *table,
};

static void check_options(void)
{
    source_opts_check(&in, &opts);
    if (strcmp(bands, "white") != 0 && strcmp(bands, "bartlett") != 0) {
        opts_wrong(&opts, "--bands is white or bartlett, not '%s'", bands);
    }
    if (remove_what != NULL && strcmp(remove_what, "hour-of-week") != 0) {
        opts_wrong(&opts, "--remove takes hour-of-week, not '%s'", remove_what);
    }
    if (remove_what != NULL && in.time == NULL) {
        opts_wrong(&opts, "--remove needs --time");
    }
    if (only != NULL && strchr(only, '=') == NULL) {
        opts_wrong(&opts, "--only takes COLUMN=VALUE, not '%s'", only);
    }
}

static void put_header(struct csv_writer *w)
{
    static const char *const names[] = { "group",      "lag",       "n",      "acf", "lower", "upper",
                                         "box_pierce", "ljung_box", "p_value" };
    size_t skip = in.group == NULL;
    csv_put_header(w, names + skip, sizeof names / sizeof *names - skip);
}

static void put_lags(struct csv_writer *w, const char *group, const struct acf *a)
{
    double z = acf_z(level);
    bool bartlett = strcmp(bands, "bartlett") == 0;
    struct acf_test test = { 0 };
    while (test.lag < acf_max_lag(a)) {
        acf_test_next(a, &test);
        const struct acf_row *row = acf_at(a, test.lag);
        double half = z * (bartlett ? row->bartlett : row->white);
        if (in.group != NULL) {
            csv_put_text(w, group);
        }
        csv_put_int(w, (int64_t)test.lag);
        csv_put_double(w, row->pairs);
        csv_put_double(w, row->r);
        csv_put_double(w, -half);
        csv_put_double(w, half);
        csv_put_double(w, test.df > 0 ? test.box_pierce : NAN);
        csv_put_double(w, test.df > 0 ? test.ljung_box : NAN);
        csv_put_double(w, acf_test_p(&test));
        csv_put_end(w);
    }
}

static bool put_group(struct csv_writer *w, const struct bins *b, size_t g, struct err *err)
{
    size_t n = bins_length(b, g);
    double *x = mem_alloc(n * sizeof *x), *exposure = mem_alloc(n * sizeof *exposure);
    int *hour = remove_what != NULL ? mem_alloc(n * sizeof *hour) : NULL;
    bool good = bins_fill(b, g, x, exposure, err);
    if (good && hour != NULL) {
        bins_remove_hour_of_week(bins_start(b), bins_step(b), n, x, exposure, hour);
    }
    size_t lags = max_lag >= 0 ? (size_t)max_lag : (size_t)floor(10 * log10((double)n));
    struct acf *a = good ? acf_new_rest(x, exposure, hour, BINS_HOURS, n, lags, err) : NULL;
    if (a != NULL) {
        put_lags(w, bins_name(b, g), a);
    }
    acf_free(a);
    free(x);
    free(exposure);
    free(hour);
    return a != NULL;
}

static bool put_all(struct outfile *out, const struct bins *b, struct err *err)
{
    struct csv_writer w = { .to = outfile_stream(out) };
    put_header(&w);
    for (size_t g = 0; g < bins_groups(b); g++) {
        if (!put_group(&w, b, g, err)) {
            return false;
        }
    }
    return true;
}

static bool run(char **files, int n_files, struct err *err)
{
    struct bins_source source = {
        source_opts_inputs(&in, files, n_files), column, exposure_column, in.time, in.group, only,
    };
    struct bins *b = bins_read(&source, err);
    struct outfile *out = b != NULL ? outfile_open(in.out, err) : NULL;
    bool good = out != NULL && put_all(out, b, err);
    if (good) {
        good = outfile_publish(out, err);
    } else {
        outfile_abort(out);
    }
    bins_free(b);
    return good;
}

int main(int argc, char **argv)
{
    gslerrors_begin();
    int n_files = opts_parse(&opts, argc, argv);
    check_options();
    struct err err = { 0 };
    return run(argv, n_files, &err) ? 0 : err_report(&err, PROGRAM);
}
