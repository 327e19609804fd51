#include "references.h"

#include "rows/inputs.h"
#include <stdlib.h>
#include <string.h>

enum { PARTY, ZONE, REFERENCE, N_COLUMNS };

static struct reference *find(const struct references *r, const char *party)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->at[i].party, party) == 0)
            return &r->at[i];
    return NULL;
}

static void take_row(struct references *r, const struct csv_reader *in, const size_t column[N_COLUMNS])
{
    const char *party = csv_field(in, column[PARTY]).at, *zone = csv_field(in, column[ZONE]).at;
    if (strcmp(csv_field(in, column[REFERENCE]).at, "yes") != 0 || zone[0] == '\0' || find(r, party) != NULL)
        return;
    r->at = mem_grow(r->at, &r->capacity, r->n + 1, sizeof *r->at);
    r->at[r->n++] = (struct reference){ .party = mem_text(party), .zone = mem_text(zone) };
}

static bool read_file(struct csv_reader *in, void *context, struct err *err)
{
    static const char *const names[N_COLUMNS] = { "party", "zone", "reference" };
    size_t column[N_COLUMNS];
    enum csv_status status;
    for (int k = 0; k < N_COLUMNS; k++)
        if (!csv_need(in, names[k], &column[k], err))
            return false;
    while ((status = csv_next(in, err)) == CSV_ROW)
        take_row(context, in, column);
    return status == CSV_END;
}

bool references_read(struct references *r, const char *path, struct err *err)
{
    const struct inputs in = { .files = &path, .n_files = 1 };
    return inputs_each(&in, read_file, r, err);
}

void references_release(struct references *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->at[i].party);
        free(r->at[i].zone);
    }
    free(r->at);
    *r = (struct references){ 0 };
}

void references_see(struct references *r, const char *party, const struct localweek *week,
                    const struct zonegroups *groups)
{
    struct reference *mine = find(r, party);
    const struct zonegroup *group = mine == NULL ? NULL : zonegroups_find(groups, mine->zone);
    if (group == NULL || localweek_n(week) < REFERENCE_LEAST)
        return;
    localweek_reference(week, &group->clock, &mine->week);
    mine->seen = true;
}

bool references_learn(const struct references *r, const char *party, struct profile *out)
{
    struct profile_reference *from = mem_alloc((r->n + 1) * sizeof *from);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].seen && strcmp(r->at[i].party, party) != 0)
            from[n++] = r->at[i].week;
    if (n > 0)
        profile_learn(out, from, n);
    free(from);
    return n > 0;
}
