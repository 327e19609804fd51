/* dielog-records: the days' records as three columns, for the raster. */
#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "store/filelist.h"

static const char *files_from, *output = "-";

static const struct opt table[] = {
    { 0, "files-from", OPT_TEXT, &files_from, "LIST", "also read the days that LIST names, one a line", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FILE", "write there instead of standard output", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-records",
    .usage = "[OPTION]... [DAY]...",
    .purpose = "Write time, party and count of the records of many days, one file after the other.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static const char *const columns[] = { "time", "party", "count" };
#define N_COLUMNS (sizeof columns / sizeof *columns)

static bool copy_rows(struct csv_reader *r, struct csv_writer *w, struct err *err)
{
    size_t at[N_COLUMNS];
    enum csv_status status;
    for (size_t i = 0; i < N_COLUMNS; i++)
        if (!csv_need(r, columns[i], &at[i], err))
            return false;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        for (size_t i = 0; i < N_COLUMNS; i++)
            csv_put(w, csv_field(r, at[i]));
        csv_put_end(w);
    }
    return status == CSV_END;
}

static bool copy_files(const struct filelist *days, FILE *to, struct err *err)
{
    struct csv_writer w = { .to = to };
    csv_put_header(&w, columns, N_COLUMNS);
    for (size_t i = 0; i < days->n; i++) {
        struct csv_reader *r = csv_open(days->at[i], ',', err);
        bool good = r && copy_rows(r, &w, err);
        good = csv_close(r, err) && good;
        if (!good)
            return false;
    }
    return true;
}

static bool run(const struct filelist *days, struct err *err)
{
    struct outfile *out = outfile_open(output, err);
    if (!out)
        return false;
    if (copy_files(days, outfile_stream(out), err))
        return outfile_publish(out, err);
    outfile_abort(out);
    return false;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct filelist days = FILELIST_INIT;
    int operands = opts_parse(&options, argc, argv);
    bool good = filelist_inputs(&days, operands, argv, files_from, &err) && run(&days, &err);
    filelist_release(&days);
    return good ? 0 : err_report(&err, options.program);
}
