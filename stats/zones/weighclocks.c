/* weighclocks.c -- see weighclocks.h. */

#include "weighclocks.h"

#include "rows/inputs.h"
#include <stdlib.h>
#include <string.h>

/* A clock for a party, or for all. */
struct wanted {
    char *party; /* owned; NULL: all */
    const struct weighclock *clock;
    bool found; /* by its visits: where nobody states one */
};

struct weighclocks {
    struct weighclock **clocks; /* owned; each zone once */
    size_t n_clocks, clocks_room;
    struct wanted *wanted;
    size_t n_wanted, wanted_room;
};

/* --- what is wanted ------------------------------------------------------------------------------- */

/* The clock of ZONE, opened when it is new. */
static const struct weighclock *clock_of(struct weighclocks *c, const char *zone, struct err *err)
{
    for (size_t i = 0; i < c->n_clocks; i++) {
        if (strcmp(weighclock_zone(c->clocks[i]), zone) == 0) {
            return c->clocks[i];
        }
    }
    struct weighclock *clock = weighclock_open(zone, err);
    if (clock != NULL) {
        c->clocks = mem_grow(c->clocks, &c->clocks_room, c->n_clocks + 1, sizeof *c->clocks);
        c->clocks[c->n_clocks++] = clock;
    }
    return clock;
}

static bool want(struct weighclocks *c, const char *party, const char *zone, bool found, struct err *err)
{
    const struct weighclock *clock;
    if (*zone == '\0' || strcmp(zone, weighclock_zone(NULL)) == 0) {
        return true;
    }
    if ((clock = clock_of(c, zone, err)) == NULL) {
        return false;
    }
    c->wanted = mem_grow(c->wanted, &c->wanted_room, c->n_wanted + 1, sizeof *c->wanted);
    c->wanted[c->n_wanted++] = (struct wanted){ party != NULL ? mem_text(party) : NULL, clock, found };
    return true;
}

/* --- reading ---------------------------------------------------------------------------------------- */

static bool read_list(struct weighclocks *c, const char *zones, struct err *err)
{
    char *list = mem_text(zones != NULL ? zones : ""), *rest = list, *zone;
    bool good = true;
    while (good && (zone = strsep(&rest, ",")) != NULL) {
        good = want(c, NULL, zone, false, err);
    }
    free(list);
    return good;
}

static bool read_rows(struct csv_reader *in, struct weighclocks *c, const char *of, bool found, struct err *err)
{
    size_t party, zone;
    enum csv_status status;
    if (!csv_need(in, of, &party, err) || !csv_need(in, "zone", &zone, err)) {
        return false;
    }
    while ((status = csv_next(in, err)) == CSV_ROW) {
        if (!want(c, csv_field(in, party).at, csv_field(in, zone).at, found, err)) {
            return false;
        }
    }
    return status == CSV_END;
}

static bool read_found(struct csv_reader *in, void *context, struct err *err)
{
    return read_rows(in, context, "group", true, err);
}

static bool read_parties(struct csv_reader *in, void *context, struct err *err)
{
    return read_rows(in, context, "party", false, err);
}

struct weighclocks *weighclocks_read(const char *zones, const char *found, const char *parties, struct err *err)
{
    struct weighclocks *c = mem_zero(sizeof *c);
    const struct inputs in_found = { .files = &found, .n_files = 1 }, in_parties = { .files = &parties, .n_files = 1 };
    if (read_list(c, zones, err) && (found == NULL || inputs_each(&in_found, read_found, c, err)) &&
        (parties == NULL || inputs_each(&in_parties, read_parties, c, err))) {
        return c;
    }
    weighclocks_free(c);
    return NULL;
}

void weighclocks_free(struct weighclocks *c)
{
    if (c == NULL) {
        return;
    }
    for (size_t i = 0; i < c->n_wanted; i++) {
        free(c->wanted[i].party);
    }
    for (size_t i = 0; i < c->n_clocks; i++) {
        weighclock_free(c->clocks[i]);
    }
    free(c->wanted);
    free(c->clocks);
    free(c);
}

/* --- asking ------------------------------------------------------------------------------------------- */

static bool is_among(const struct weighclock *clock, const struct weighclock *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == clock) {
            return true;
        }
    }
    return false;
}

static size_t add_wanted(const struct weighclocks *c, const char *party, bool found, const struct weighclock *out[WEIGHCLOCKS_MOST], size_t n)
{
    for (size_t i = 0; i < c->n_wanted && n < WEIGHCLOCKS_MOST; i++) {
        const struct wanted *w = &c->wanted[i];
        if (w->found == found && (w->party == NULL || strcmp(w->party, party) == 0) && !is_among(w->clock, out, n)) {
            out[n++] = w->clock;
        }
    }
    return n;
}

size_t weighclocks_of(const struct weighclocks *c, const char *party, const struct weighclock *out[WEIGHCLOCKS_MOST])
{
    out[0] = NULL;
    size_t n = add_wanted(c, party, false, out, 1);
    return n > 1 ? n : add_wanted(c, party, true, out, n);
}
