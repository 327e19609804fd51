#include "timing.h"
#include <math.h>

bool timing_stands_out(struct result *r, size_t row)
{
    return isfinite(result_number(r, row, "family")) &&
           (result_is(r, row, "verdict", "none") || result_is(r, row, "verdict", "cache"));
}

bool timing_is_machine(struct result *r, size_t row)
{
    return result_is(r, row, "verdict", "machine-like") || result_is(r, row, "verdict", "mixed");
}

bool timing_is_cache(struct result *r, size_t row)
{
    return result_is(r, row, "verdict", "cache");
}

bool timing_is_told(struct result *r, size_t row)
{
    static const char cannot[] = "cannot tell";
    return strncmp(result_text(r, row, "verdict"), cannot, sizeof cannot - 1) != 0;
}

bool timing_is_in_part(struct result *r, size_t row)
{
    return result_is(r, row, "verdict", "cache in part");
}

bool timing_is_any(struct result *r, size_t row)
{
    return row < result_rows(r);
}

static size_t add_group(struct result *r, const char *group, timing_test *test, size_t *rows, size_t n, size_t most)
{
    for (size_t i = 0; i < result_rows(r); i++) {
        if (!result_is(r, i, "group", group) || !test(r, i))
            continue;
        if (n < most)
            rows[n] = i;
        n++;
    }
    return n;
}

size_t timing_rows(const struct facts *f, struct result *r, timing_test *test, size_t *rows, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_parties; i++)
        n = add_group(r, f->parties[i].id, test, rows, n, most);
    return n > 0 ? n : add_group(r, "all", test, rows, n, most);
}

size_t timing_table_rows(struct result *r, timing_test *test, size_t *rows, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r); i++) {
        if (!test(r, i))
            continue;
        if (n < most)
            rows[n] = i;
        n++;
    }
    return n;
}
