#include "columns.h"

static bool check_header(const struct csv_reader *r, const char *const *names, size_t n, struct err *err)
{
    for (size_t c = 0; c < csv_columns(r); c++) {
        size_t k = 0;
        while (k < n && !text_is(csv_name(r, c), names[k]))
            k++;
        if (k == n)
            return err_set(err, "%s:1: error: unknown column '%s'", csv_path(r), csv_name(r, c).at);
        if (csv_find(r, names[k]) != (int) c)
            return err_set(err, "%s:1: error: column '%s' appears twice", csv_path(r), names[k]);
    }
    return true;
}

bool columns_find(const struct csv_reader *r, const char *const *names, size_t n, size_t required, int *at,
                  struct err *err)
{
    if (!check_header(r, names, n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t place;
        if (i < required && !csv_need(r, names[i], &place, err))
            return false;
        at[i] = csv_find(r, names[i]);
    }
    return true;
}

struct text columns_field(const struct csv_reader *r, int at)
{
    return at < 0 ? TEXT("") : csv_field(r, (size_t) at);
}
