/* dielog-package: result tables for everybody: safe in a spreadsheet, and described. */
#include "base/ini.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "out/package.h"
#include "store/filelist.h"

static const char *from, *output, *case_ini, *files_from;

static const struct opt table[] = {
    { 0, "from", OPT_TEXT, &from, "FOLDER", "where the tables are", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FOLDER", "where they are published", 0, 0 },
    { 'c', "case", OPT_TEXT, &case_ini, "FILE", "the case.ini that holds the title", 0, 0 },
    { 0, "files-from", OPT_TEXT, &files_from, "LIST", "also publish the tables that LIST names, one a line", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-package",
    .usage = "--from FOLDER -o FOLDER [OPTION]... [TABLE.csv]...",
    .purpose = "Publish result tables as a data package whose cells cannot run in a spreadsheet.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static struct package *new_package(struct err *err)
{
    struct ini *ini = case_ini ? ini_read(case_ini, err) : NULL;
    if (case_ini && !ini)
        return NULL;
    struct package *p = package_new(ini ? ini_text(ini, "case", "title", "Untitled case") : "Untitled case");
    ini_free(ini);
    return p;
}

/* Last of all, and with a new time stamp always: it says that the tables are whole. */
static bool write_json(const struct package *p, struct err *err)
{
    struct buf path = BUF_INIT, json = BUF_INIT;
    buf_add_format(&path, "%s/datapackage.json", output);
    package_json(p, &json);
    bool good = outfile_write(path.at, (struct text){ json.at, json.len }, false, err);
    buf_release(&json);
    buf_release(&path);
    return good;
}

static bool run(const struct filelist *tables, struct err *err)
{
    struct package *p = new_package(err);
    bool good = p && folder_make(output, err);
    for (size_t i = 0; good && i < tables->n; i++)
        good = package_add(p, from, output, tables->at[i], err);
    good = good && write_json(p, err);
    package_free(p);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct filelist tables = FILELIST_INIT;
    int operands = opts_parse(&options, argc, argv);
    if (!from || !output)
        opts_wrong(&options, "say both folders with --from and --output");
    bool good = filelist_gather(&tables, operands, argv, files_from, &err);
    if (good && tables.n == 0)
        opts_wrong(&options, "say which tables");
    good = good && run(&tables, &err);
    filelist_release(&tables);
    return good ? 0 : err_report(&err, options.program);
}
