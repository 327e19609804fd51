/* dielog-plan: checks a case and lays down what make needs to know of it. */
#include "base/opts.h"
#include "batches.h"
#include "casefile.h"
#include "plan.h"

static const struct opts options = {
    .program = "dielog-plan",
    .usage = "CASE WORK",
    .purpose = "Check the case folder CASE whole and write its plan into the folder WORK.",
};

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct batches batches = BATCHES_INIT;
    int operands = opts_parse(&options, argc, argv);
    if (operands != 2)
        opts_wrong(&options, "expected CASE and WORK, found %d operands", operands);
    struct casefile *c = case_read(argv[0], &err);
    bool good = c && batches_find(&batches, c, &err) && plan_write(c, &batches, argv[1], &err);
    batches_release(&batches);
    case_free(c);
    return good ? 0 : err_report(&err, options.program);
}
