/* validate -- asked and measured, on a folder of people (run by validate.sh). */

#include "validate.h"

#include "base/opts.h"
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *only;
static int64_t half;

static const struct opt table[] = {
    { 0, "only", OPT_TEXT, &only, "PART", "the rows of one part", 0, 0 },
    { 0, "half", OPT_INT, &half, "N", "of the persons of one zone every other one: 1 or 2 (default: 0, all)", 0, 2 },
};
static const struct opts program = {
    "validate", "[OPTION]... PERSONS ACTIVITY", "Bars on people whose clock is known: asked and measured.", table,
    sizeof table / sizeof *table,
};

struct report {
    size_t failed;
};

static void print_asked(char *out, size_t size, double low, double high)
{
    if (isnan(low) && isnan(high))
        snprintf(out, size, "-");
    else if (isinf(low))
        snprintf(out, size, "at most %g", high);
    else if (isinf(high))
        snprintf(out, size, "at least %g", low);
    else
        snprintf(out, size, "%g to %g", low, high);
}

void bar(struct report *r, const char *what, double low, double high, double measured, size_t n)
{
    char asked[64];
    bool is_bar = !(isnan(low) && isnan(high)), holds = measured >= low && measured <= high;
    print_asked(asked, sizeof asked, low, high);
    printf("%-74s %-14s %8.3f  %5zu  %s\n", what, asked, measured, n, !is_bar ? "" : holds ? "holds" : "FAILS");
    r->failed += is_bar && !holds;
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct people people;
    struct report report = { 0 };
    gsl_set_error_handler_off();
    if (opts_parse(&program, argc, argv) != 2)
        opts_wrong(&program, "two files are needed: the persons, and their activity");
    if (!people_read(&people, argv[0], argv[1], (int)half, &err))
        return err_report(&err, "validate");
    printf("%-74s %-14s %8s  %5s\n", "bar", "asked", "measured", "n");
#define VALIDATE_RUN(name) \
    if (only == NULL || strcmp(only, #name) == 0) \
        validate_##name(&people, &report);
    VALIDATE_PARTS(VALIDATE_RUN)
    people_release(&people);
    printf("%zu of these bars fail\n", report.failed);
    return report.failed > 0;
}
