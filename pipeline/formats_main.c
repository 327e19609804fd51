/* dielog-formats: the dialects that dielog-normalize reads, each with a line of
   such a log. */

#include "base/opts.h"
#include "base/outfile.h"
#include "lines/formats.h"

static const char *out_path = "-";

static const struct opt table[] = {
    { 'o', "output", OPT_TEXT, &out_path, "FILE", "write to FILE (default -, standard output)", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-formats",
    .usage = "[OPTION]...",
    .purpose = "List the dialects of logs that can be read, each with an example.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static void list(FILE *to)
{
    for (size_t i = 0; i < format_count(); i++) {
        const struct dialect *d = format_at(i);
        fprintf(to, "%s%s\n    %s\n    One lookup: %s.\n    %s\n", i > 0 ? "\n" : "", d->name, d->what,
                d->lookup, d->example);
    }
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    if (opts_parse(&options, argc, argv) != 0)
        opts_wrong(&options, "takes no operands");
    struct outfile *out = outfile_open(out_path, &err);
    if (out) {
        list(outfile_stream(out));
        if (outfile_publish(out, &err))
            return 0;
    }
    return err_report(&err, options.program);
}
