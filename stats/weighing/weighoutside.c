/* weighoutside.c -- see weighoutside.h. */

#include "weighoutside.h"

#include "rows/inputs.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct weighoutside *find(const struct weighoutsides *o, const char *group)
{
    for (size_t i = o->n; i-- > 0;) {
        if (strcmp(o->at[i].group, group) == 0) {
            return &o->at[i].of;
        }
    }
    return NULL;
}

static struct weighoutside *need(struct weighoutsides *o, const char *group)
{
    struct weighoutside *known = find(o, group);
    if (known != NULL) {
        return known;
    }
    o->at = mem_grow(o->at, &o->capacity, o->n + 1, sizeof *o->at);
    o->at[o->n].group = mem_text(group);
    o->at[o->n].of = (struct weighoutside)WEIGHOUTSIDE_NONE;
    return &o->at[o->n++].of;
}

/* --- names -------------------------------------------------------------------------------------------- */

/* A ratio as log10; NAN where the cell is empty. */
static bool take_ratio(const struct csv_reader *in, size_t column, double *out, struct err *err)
{
    *out = NAN;
    if (csv_field(in, column).len == 0) {
        return true;
    }
    if (!csv_double(in, column, out, err)) {
        return false;
    }
    *out = *out > 0 ? log10(*out) : NAN;
    return true;
}

static bool read_names(struct csv_reader *in, void *context, struct err *err)
{
    size_t group, mail, scan, tunnel;
    enum csv_status status;
    if (!csv_need(in, "group", &group, err) || !csv_need(in, "lr_mail_most", &mail, err) || !csv_need(in, "lr_scan_most", &scan, err) ||
        !csv_need(in, "lr_tunnel", &tunnel, err)) {
        return false;
    }
    while ((status = csv_next(in, err)) == CSV_ROW) {
        struct weighoutside *o = need(context, csv_field(in, group).at);
        if (!take_ratio(in, mail, &o->mailing, err) || !take_ratio(in, scan, &o->scan, err) ||
            !take_ratio(in, tunnel, &o->tunnel, err)) {
            return false;
        }
    }
    return status == CSV_END;
}

/* --- zones -------------------------------------------------------------------------------------------- */

/* How much less probable the hours are at zone a's, or b's, than at the best of both, either and their overlap: 0 or less. */
static void take_zone(double *zone, double log10_lr)
{
    *zone = fmin(isnan(*zone) ? 0 : *zone, log10_lr);
}

static bool is(const struct csv_reader *in, size_t column, const char *text)
{
    return strcmp(csv_field(in, column).at, text) == 0;
}

static bool read_zones(struct csv_reader *in, void *context, struct err *err)
{
    size_t group, proposition, against, lr;
    enum csv_status status;
    if (!csv_need(in, "group", &group, err) || !csv_need(in, "proposition", &proposition, err) ||
        !csv_need(in, "against", &against, err) || !csv_need(in, "log10_lr", &lr, err)) {
        return false;
    }
    while ((status = csv_next(in, err)) == CSV_ROW) {
        bool a = is(in, proposition, "A"), b = is(in, proposition, "B");
        double ratio;
        if ((!a && !b) || is(in, against, "flat")) {
            continue;
        }
        if (!csv_double(in, lr, &ratio, err)) {
            return false;
        }
        struct weighoutside *o = need(context, csv_field(in, group).at);
        take_zone(a ? &o->zone_a : &o->zone_b, ratio);
    }
    return status == CSV_END;
}

/* --- both --------------------------------------------------------------------------------------------- */

static bool read_one(const char *path, bool (*read)(struct csv_reader *, void *, struct err *), struct weighoutsides *o,
                     struct err *err)
{
    const struct inputs in = { .files = &path, .n_files = 1 };
    return path == NULL || inputs_each(&in, read, o, err);
}

bool weighoutsides_read(struct weighoutsides *o, const char *names, const char *zones, struct err *err)
{
    return read_one(names, read_names, o, err) && read_one(zones, read_zones, o, err);
}

void weighoutsides_release(struct weighoutsides *o)
{
    for (size_t i = 0; i < o->n; i++) {
        free(o->at[i].group);
    }
    free(o->at);
    *o = (struct weighoutsides){ NULL, 0, 0 };
}

struct weighoutside weighoutsides_of(const struct weighoutsides *o, const char *group)
{
    const struct weighoutside *known = find(o, group);
    return known != NULL ? *known : (struct weighoutside)WEIGHOUTSIDE_NONE;
}
