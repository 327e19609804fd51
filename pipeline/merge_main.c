/* dielog-merge: counts that came about in many places become one. */
#include "base/opts.h"
#include "base/outfile.h"
#include "store/merge.h"

static bool quiet;
static const char *files_from, *output = "-";

static const struct opt table[] = {
    { 0, "files-from", OPT_TEXT, &files_from, "LIST", "also read the counts that LIST names, one a line", 0, 0 },
    { 'q', "quiet", OPT_FLAG, &quiet, NULL, "no progress bar", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FILE", "write there instead of standard output", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-merge",
    .usage = "[OPTION]... [COUNTS]...",
    .purpose = "Add up counts of other records in the same bins; join those of other bins.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static bool merge(const struct filelist *files, FILE *to, struct err *err)
{
    struct progress *bar = progress_new("merge", filelist_bytes(files), quiet);
    struct rebin *whole = rebin_new(REBIN_KEEP, to);
    bool good = merge_counts(files, whole, bar, err);
    rebin_end(whole);
    progress_free(bar);
    return good;
}

static bool run(const struct filelist *files, struct err *err)
{
    struct outfile *out = outfile_open(output, err);
    if (!out)
        return false;
    if (merge(files, outfile_stream(out), err))
        return outfile_publish(out, err);
    outfile_abort(out);
    return false;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct filelist files = FILELIST_INIT;
    int operands = opts_parse(&options, argc, argv);
    bool good = filelist_inputs(&files, operands, argv, files_from, &err) && run(&files, &err);
    filelist_release(&files);
    return good ? 0 : err_report(&err, options.program);
}
