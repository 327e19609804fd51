#include "holidays.h"

#include "inputs.h"
#include <stdlib.h>

static bool take_row(struct holidays *h, const struct csv_reader *r, size_t date, struct err *err)
{
    struct err why = { 0 };

    h->days = mem_grow(h->days, &h->capacity, h->n + 1, sizeof *h->days);
    if (!when_parse_day(csv_field(r, date), &h->days[h->n], &why))
        return err_set(err, "%s:%zu: %s in column 'date'", csv_path(r), csv_line(r), why.text);
    h->n++;
    return true;
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    size_t date;
    enum csv_status status;

    if (!csv_need(r, "date", &date, err))
        return false;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        if (!take_row(context, r, date, err))
            return false;
    }
    return status == CSV_END;
}

bool holidays_read(struct holidays *h, const char *path, struct err *err)
{
    const struct inputs in = { .files = &path, .n_files = 1 };

    h->days = mem_grow(h->days, &h->capacity, 1, sizeof *h->days); /* an empty list is a list */
    return inputs_each(&in, read_file, h, err);
}

void holidays_release(struct holidays *h)
{
    free(h->days);
    *h = (struct holidays){ NULL, 0, 0 };
}
