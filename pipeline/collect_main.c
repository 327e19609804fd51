/* dielog-collect: the slices of one day become one CSV. */
#include "base/names.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "collect.h"
#include "filelist.h"
#include <stdlib.h>

static const char *parties_path, *files_from, *output = "-";

static const struct opt table[] = {
    { 'p', "parties", OPT_TEXT, &parties_path, "FILE", "parties.csv: who is behind a client", 0, 0 },
    { 0, "files-from", OPT_TEXT, &files_from, "LIST", "also read the slices that LIST names, one a line", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FILE", "write there instead of standard output", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-collect",
    .usage = "[OPTION]... [SLICE]...",
    .purpose = "Merge the slices of one day: time order, repeats resolved, parties named.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static bool read_slice(struct collect *c, uint32_t batch, const char *path, struct err *err)
{
    struct csv_reader *r = csv_open(path, ',', err);
    bool good = r && collect_read(c, batch, r, err);
    return csv_close(r, err) && good;
}

static bool read_slices(struct collect *c, const struct filelist *slices, struct err *err)
{
    struct names *batches = names_new();
    bool good = true;
    for (size_t i = 0; good && i < slices->n; i++)
        good = read_slice(c, (uint32_t) names_add(batches, collect_batch_of(slices->at[i])), slices->at[i], err);
    names_free(batches);
    return good;
}

static bool run(struct collect *c, const struct parties *parties, const struct filelist *slices, struct err *err)
{
    if (!read_slices(c, slices, err))
        return false;
    struct outfile *out = outfile_open(output, err);
    if (!out)
        return false;
    collect_write(c, parties, outfile_stream(out));
    return outfile_publish(out, err);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct filelist slices = FILELIST_INIT;
    int operands = opts_parse(&options, argc, argv);
    struct parties *parties = parties_path ? parties_read(parties_path, &err) : parties_new();
    struct collect *c = collect_new();
    bool good = parties && filelist_gather(&slices, operands, argv, files_from, &err) &&
                run(c, parties, &slices, &err);
    collect_free(c);
    parties_free(parties);
    filelist_release(&slices);
    return good ? 0 : err_report(&err, options.program);
}
