/* dielog-plan: checks a case and lays down what make needs to know of it. */
#include "base/opts.h"
#include "base/outfile.h"
#include "case/batches.h"
#include "case/casefile.h"
#include "case/plan.h"
#include "case/recognize.h"
#include <stdio.h>
#include <unistd.h>

static bool remember;

static const struct opt table[] = {
    { 'r', "remember", OPT_FLAG, &remember, NULL, "keep what was read of logs that vanished, from now on", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-plan",
    .usage = "[OPTION]... CASE WORK",
    .purpose = "Check the case folder CASE whole and write its plan into the folder WORK.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

/* A work folder that remembered once goes on: what it knows could not be read again. */
static bool keep_memory(const char *work, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/remember", work);
    bool already, good = file_there(path.at, &already, err);
    if (good && !already && remember)
        good = folder_make(work, err) && outfile_write(path.at, TEXT(""), true, err);
    remember |= already;
    buf_release(&path);
    return good;
}

static bool plan(const char *folder, const char *work, struct err *err)
{
    struct batches batches = BATCHES_INIT;
    struct buf notes = BUF_INIT;
    struct casefile *c = case_read(folder, err);
    struct ledger *l = NULL;
    bool good = c && keep_memory(work, err) && batches_find(&batches, c, remember, err) &&
                (l = ledger_read(work, err)) != NULL;
    struct recognize_how how = { c, work, remember };
    good = good && recognize(l, &batches, &how, &notes, err) && plan_write(c, &batches, l, work, err);
    if (notes.len > 0)
        fputs(notes.at, stderr);
    buf_release(&notes);
    ledger_free(l);
    batches_release(&batches);
    case_free(c);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int operands = opts_parse(&options, argc, argv);
    if (operands != 2)
        opts_wrong(&options, "expected CASE and WORK, found %d operands", operands);
    return plan(argv[0], argv[1], &err) ? 0 : err_report(&err, options.program);
}
