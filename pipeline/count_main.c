/* dielog-count: records of a day to counts a bin; counts to counts of longer bins. */
#include "base/opts.h"
#include "base/outfile.h"
#include "store/merge.h"
#include <math.h>
#include <stdlib.h>

static double bin = 600, longer_bin;
static bool quiet;
static const char *observed_text = "0-86400", *day_text, *files_from, *output = "-";

static const struct opt table[] = {
    { 'b', "bin", OPT_DURATION, &bin, "DURATION", "length of a bin; divides a day (default 10m)", 1, 86400 },
    { 0, "observed", OPT_TEXT, &observed_text, "RANGES", "seconds of the day observed, 0-3600,7200-86400 (default: all)", 0, 0 },
    { 0, "day", OPT_TEXT, &day_text, "DATE", "the day, for a FILE that may hold no record", 0, 0 },
    { 0, "rebin", OPT_DURATION, &longer_bin, "DURATION", "read counts and sum them into bins of this length", 1, 86400 },
    { 0, "files-from", OPT_TEXT, &files_from, "LIST", "with --rebin: also read the files that LIST names", 0, 0 },
    { 'q', "quiet", OPT_FLAG, &quiet, NULL, "no progress bar", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FILE", "write there instead of standard output", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-count",
    .usage = "[OPTION]... [FILE]\n       dielog-count --rebin DURATION [FILE]... [--files-from LIST]",
    .purpose = "Count records a bin, by everybody, party and client, with the time observed.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static int64_t whole_bin(const char *name, double seconds)
{
    int64_t s = (int64_t) seconds;
    if ((double) s != seconds || 86400 % s != 0)
        opts_wrong(&options, "--%s: %g seconds do not divide a day", name, seconds);
    return s;
}

static bool count_file(const char *path, const struct count_day *how, struct progress *bar, FILE *to, struct err *err)
{
    struct csv_reader *r = csv_open(path, ',', err);
    if (r)
        csv_show(r, bar);
    bool good = r && count_records(r, how, to, err);
    return csv_close(r, err) && good;
}

static bool rebin_files(const struct filelist *files, int64_t bin_s, struct progress *bar, FILE *to, struct err *err)
{
    struct rebin *b = rebin_new(bin_s, to);
    bool good = merge_counts(files, b, bar, err);
    rebin_end(b);
    return good;
}

static bool run(const struct filelist *files, const struct count_day *how, struct err *err)
{
    struct outfile *out = outfile_open(output, err);
    if (!out)
        return false;
    struct progress *bar = progress_new("count", filelist_bytes(files), quiet);
    FILE *to = outfile_stream(out);
    bool good = longer_bin > 0 ? rebin_files(files, whole_bin("rebin", longer_bin), bar, to, err)
                               : count_file(files->at[0], how, bar, to, err);
    progress_free(bar);
    if (good)
        return outfile_publish(out, err);
    outfile_abort(out);
    return false;
}

/* Everything that the command line can get wrong. */
static void check(const struct filelist *files, struct count_day *how, struct daymask *observed)
{
    struct err err = { 0 };
    how->bin_s = whole_bin("bin", bin);
    if (longer_bin > 0)
        whole_bin("rebin", longer_bin);
    else if (files->n != 1)
        opts_wrong(&options, "expected one FILE, found %zu", files->n);
    if (!daymask_parse(observed, text_of(observed_text), &err))
        opts_wrong(&options, "--observed: %s", err.text);
    how->has_day = day_text != NULL;
    if (day_text && !when_parse_day(text_of(day_text), &how->day, &err))
        opts_wrong(&options, "--day: %s", err.text);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct filelist files = FILELIST_INIT;
    struct daymask observed = DAYMASK_INIT;
    struct count_day how = { .observed = &observed };
    int operands = opts_parse(&options, argc, argv);
    bool good = filelist_inputs(&files, operands, argv, files_from, &err);
    if (good) {
        check(&files, &how, &observed);
        good = run(&files, &how, &err);
    }
    daymask_release(&observed);
    filelist_release(&files);
    return good ? 0 : err_report(&err, options.program);
}
