/* dielog-collect: the slices of one day become one CSV. */
#include "base/names.h"
#include "base/num.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "store/collect.h"
#include "store/filelist.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool quiet;
static const char *parties_path, *files_from, *output = "-", *memory_text = "192M";

static const struct opt table[] = {
    { 'p', "parties", OPT_TEXT, &parties_path, "FILE", "parties.csv: who is behind a client", 0, 0 },
    { 0, "files-from", OPT_TEXT, &files_from, "LIST", "also read the slices that LIST names, one a line", 0, 0 },
    { 0, "memory", OPT_TEXT, &memory_text, "SIZE", "for rows; what does not fit goes to a temporary file (default 192M)", 0, 0 },
    { 'q', "quiet", OPT_FLAG, &quiet, NULL, "no progress bar", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FILE", "write there instead of standard output", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-collect",
    .usage = "[OPTION]... [SLICE]...",
    .purpose = "Merge the slices of one day: time order, repeats resolved, parties named.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static bool add_slices(struct collect *c, const struct filelist *slices, struct err *err)
{
    struct names *batches = names_new();
    bool good = true;
    for (size_t i = 0; good && i < slices->n; i++)
        good = collect_add(c, (uint32_t) names_add(batches, collect_batch_of(slices->at[i])), slices->at[i], err);
    names_free(batches);
    return good;
}

static bool read_and_write(struct collect *c, const struct parties *parties, const struct filelist *slices, struct err *err)
{
    if (!add_slices(c, slices, err))
        return false;
    struct outfile *out = outfile_open(output, err);
    if (!out)
        return false;
    if (collect_write(c, parties, outfile_stream(out), err))
        return outfile_publish(out, err);
    outfile_abort(out);
    return false;
}

static bool run(struct collect *c, const struct parties *parties, const struct filelist *slices, struct err *err)
{
    struct progress *bar = progress_new("collect", filelist_bytes(slices), quiet);
    collect_show(c, bar);
    bool good = read_and_write(c, parties, slices, err);
    progress_free(bar);
    return good;
}

static size_t memory(void)
{
    struct err err = { 0 };
    double size = 0;
    if (!num_size(text_of(memory_text), 65536, 1e15, &size, &err))
        opts_wrong(&options, "--memory: %s", err.text);
    return (size_t) size;
}

/* The folder of the output, which has room for the day; where that is a stream, the
   system's own.  The caller frees it. */
static char *temporary_folder(void)
{
    struct stat s;
    const char *slash = strrchr(output, '/'), *given = getenv("TMPDIR");
    if (strcmp(output, "-") == 0 || (stat(output, &s) == 0 && !S_ISREG(s.st_mode)))
        return mem_text(given && *given ? given : "/tmp");
    if (!slash)
        return mem_text(".");
    char *folder = mem_text(output);
    folder[slash == output ? 1 : slash - output] = '\0';
    return folder;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct filelist slices = FILELIST_INIT;
    int operands = opts_parse(&options, argc, argv);
    char *folder = temporary_folder();
    struct collect *c = collect_new(memory(), folder);
    struct parties *parties = parties_path ? parties_read(parties_path, &err) : parties_new();
    bool good = parties && filelist_inputs(&slices, operands, argv, files_from, &err) &&
                run(c, parties, &slices, &err);
    collect_free(c);
    parties_free(parties);
    filelist_release(&slices);
    free(folder);
    return good ? 0 : err_report(&err, options.program);
}
