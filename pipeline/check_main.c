/* dielog-check: what would come of a case, in seconds, and the mistakes in it. */

#include "base/opts.h"
#include "base/outfile.h"
#include "case/check.h"

static const char *out_path = "-";

static const struct opt table[] = {
    { 'o', "output", OPT_TEXT, &out_path, "FILE", "write to FILE (default -, standard output)", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-check",
    .usage = "[OPTION]... CASE",
    .purpose = "Read a case and the first lines of its logs; say what would be done, and find mistakes.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static void say_sum(const struct check *k, struct buf *into)
{
    size_t mistakes = check_mistakes(k), doubts = check_doubts(k);
    if (mistakes + doubts == 0)
        buf_add_text(into, "no mistakes found\n");
    else
        buf_add_format(into, "%zu mistake%s, %zu doubt%s\n", mistakes, mistakes == 1 ? "" : "s", doubts,
                       doubts == 1 ? "" : "s");
}

static bool look(const struct casefile *c, const struct batches *b, struct check *k, struct buf *into, struct err *err)
{
    const char *title = ini_text(c->ini, "case", "title", NULL);
    buf_add_format(into, "%s%s%s: %zu log%s, bins of %lld s\n", c->folder, title ? ": " : "", title ? title : "", b->n,
                   b->n == 1 ? "" : "s", (long long) c->bin_s);
    for (size_t i = 0; i < b->n; i++)
        check_log(k, &b->at[i], into);
    if (!check_tables(k, into, err))
        return false;
    say_sum(k, into);
    return true;
}

static bool check(const char *folder, bool *clean, struct err *err)
{
    struct batches batches = BATCHES_INIT;
    struct buf report = BUF_INIT;
    struct casefile *c = case_read(folder, err);
    struct check *k = c && batches_find(&batches, c, false, err) ? check_new(c, err) : NULL;
    bool good = k && look(c, &batches, k, &report, err);
    *clean = k && check_mistakes(k) == 0;
    good = good && outfile_write(out_path, (struct text){ report.at, report.len }, false, err);
    check_free(k);
    batches_release(&batches);
    case_free(c);
    buf_release(&report);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    bool clean;
    if (opts_parse(&options, argc, argv) != 1)
        opts_wrong(&options, "expected one CASE");
    if (!check(argv[0], &clean, &err))
        return err_report(&err, options.program);
    return clean ? 0 : 1;
}
