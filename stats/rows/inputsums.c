/* inputsums.c -- see inputsums.h. */

#include "inputsums.h"

#include "base/csv.h"
#include <math.h>
#include <stdlib.h>

static struct inputsum *sum_of(struct inputsums *s, struct text sensor)
{
    size_t i = names_add(s->sensors, sensor), old = s->capacity;

    if (i >= old) {
        s->at = mem_grow(s->at, &s->capacity, i + 1, sizeof *s->at);
        for (size_t k = old; k < s->capacity; k++)
            s->at[k] = (struct inputsum){ 0, 0, 0, 0, 0, NAN };
    }
    return &s->at[i];
}

/* An empty field is nothing told. */
static bool add(const struct csv_reader *r, const char *name, double *to, struct err *err)
{
    size_t column;
    double x;

    if (!csv_need(r, name, &column, err))
        return false;
    if (csv_field(r, column).len == 0)
        return true;
    if (!csv_double(r, column, &x, err))
        return false;
    *to = isnan(*to) ? x : *to + x;
    return true;
}

static bool add_row(struct inputsums *s, const struct csv_reader *r, struct err *err)
{
    size_t sensor;
    struct inputsum *to;

    if (!csv_need(r, "sensor", &sensor, err))
        return false;
    to = sum_of(s, csv_field(r, sensor));
    to->logs++;
    return add(r, "lines", &to->lines, err) && add(r, "kept", &to->kept, err) && add(r, "rejected", &to->rejected, err)
           && add(r, "ambiguous", &to->ambiguous, err) && add(r, "steps_back", &to->steps_back, err);
}

bool inputsums_read(struct inputsums *s, const char *path, struct err *err)
{
    enum csv_status status = CSV_ROW;
    struct csv_reader *r;

    *s = (struct inputsums){ names_new(), NULL, 0 };
    r = csv_open(path, ',', err);
    if (r == NULL)
        return false;
    while (status == CSV_ROW && (status = csv_next(r, err)) == CSV_ROW) {
        if (!add_row(s, r, err))
            status = CSV_FAIL;
    }
    return csv_close(r, err) && status == CSV_END;
}

void inputsums_release(struct inputsums *s)
{
    names_free(s->sensors);
    free(s->at);
}

const struct inputsum *inputsums_of(const struct inputsums *s, const char *sensor)
{
    int64_t i = names_find(s->sensors, text_of(sensor));

    return i < 0 ? NULL : &s->at[i];
}
