#include "windows.h"
#include <string.h>

bool window_counts(const struct facts *f, const struct result *r, size_t row)
{
    bool all = result_is(r, row, "group", "all");
    bool named = f->n_parties > 1 || (f->n_parties == 1 && strcmp(f->parties[0].id, "other") != 0);
    return all != named && facts_event(f, result_text(r, row, "event")) != NULL;
}

bool window_differs(const struct facts *f, const struct result *r, size_t row)
{
    return (result_begins(r, row, "verdict", "more") || result_begins(r, row, "verdict", "fewer")) && window_counts(f, r, row);
}

bool window_differs_first(const struct facts *f, const struct result *r, size_t row)
{
    if (!window_differs(f, r, row))
        return false;
    for (size_t i = 0; i < row; i++)
        if (result_is(r, i, "event", result_text(r, row, "event")) && window_differs(f, r, i))
            return false;
    return true;
}
