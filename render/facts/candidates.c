#include "candidates.h"

#include "base/weekend.h"
#include "words/label.h"
#include <math.h>
#include <stdlib.h>

static when_t moment(const struct facts *f, int which)
{
    when_t start = f->first_day * WHEN_DAY, end = (f->last_day + 1) * WHEN_DAY - 1;
    return which == 0 ? start : which == 1 ? start / 2 + end / 2 : end;
}

static int32_t offset_at(const struct tz *tz, when_t t) { return tz_offset(tz, when_floor(t, WHEN_SECOND) / WHEN_SECOND); }

static bool same_clock(const struct tz *a, const struct tz *b, const struct facts *f)
{
    for (int i = 0; i < 3; i++)
        if (offset_at(a, moment(f, i)) != offset_at(b, moment(f, i)))
            return false;
    return true;
}

struct search {
    const char *zone;
    char *countries;
};

static bool look_for(const char *name, const char *countries, void *context)
{
    struct search *s = context;
    if (strcmp(name, s->zone) != 0)
        return true;
    s->countries = mem_text(countries);
    return false;
}

/* Of the zone, "" where it has none; the caller's to free, NULL on error. */
static char *countries_of(const char *zone, struct err *err)
{
    struct search search = { zone, NULL };
    if (!tz_each(look_for, &search, err))
        return NULL;
    return search.countries != NULL ? search.countries : mem_text("");
}

/* The colour of a party that states this clock, else one that no party is likely to have. */
static bool choose_colour(struct candidate *c, size_t place, const struct facts *f, struct err *err)
{
    static const unsigned own[CANDIDATES_MOST] = { 0x56B4E9, 0xE69F00 };
    c->colour = own[place % CANDIDATES_MOST];
    for (size_t i = f->n_parties; i-- > 0;) {
        if (f->parties[i].zone == NULL)
            continue;
        struct tz *tz = tz_open(f->parties[i].zone, err);
        if (tz == NULL)
            return false;
        if (same_clock(tz, c->tz, f))
            c->colour = f->parties[i].colour;
        tz_free(tz);
    }
    return true;
}

static bool is_new(const struct candidates *c, const struct tz *tz, const struct facts *f)
{
    for (size_t i = 0; i < c->n; i++)
        if (same_clock(c->at[i].tz, tz, f))
            return false;
    return true;
}

static bool add(struct candidates *c, const char *zone, const struct facts *f, struct err *err)
{
    struct tz *tz = tz_open(zone, err);
    if (tz == NULL)
        return false;
    if (c->n == CANDIDATES_MOST || !is_new(c, tz, f)) {
        tz_free(tz);
        return true;
    }
    char *countries = countries_of(zone, err);
    if (countries == NULL) {
        tz_free(tz);
        return false;
    }
    struct candidate *new = &c->at[c->n];
    *new = (struct candidate){ mem_text(zone), tz, countries, 0 };
    return choose_colour(new, c->n++, f, err);
}

static bool add_parties(struct candidates *c, const struct facts *f, struct err *err)
{
    for (size_t i = 0; i < f->n_parties; i++)
        if (f->parties[i].zone != NULL && !add(c, f->parties[i].zone, f, err))
            return false;
    return true;
}

static bool add_fitting(struct candidates *c, const struct facts *f, const struct result *zone, struct err *err)
{
    for (size_t i = 0; i < f->n_parties; i++) {
        size_t row = result_find(zone, "group", f->parties[i].id);
        const char *name = row < result_rows(zone) ? result_text(zone, row, "zone") : "";
        if (name[0] != '\0' && !add(c, name, f, err))
            return false;
    }
    return true;
}

bool candidates_find(struct candidates *c, const struct facts *f, const struct result *zone, struct err *err)
{
    *c = (struct candidates){ .n = 0 };
    if (f->zone_a != NULL)
        return add(c, f->zone_a, f, err) && add(c, f->zone_b, f, err);
    return add_parties(c, f, err) && (c->n > 0 || zone == NULL || add_fitting(c, f, zone, err));
}

void candidates_release(struct candidates *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->at[i].zone);
        free(c->at[i].countries);
        tz_free(c->at[i].tz);
    }
    c->n = 0;
}

static bool same_weekends(const char *a, const char *b, const struct facts *f)
{
    return weekend_of(a, f->first_day) == weekend_of(b, f->first_day) && weekend_of(a, f->last_day) == weekend_of(b, f->last_day);
}

const struct candidate *candidates_of(const struct candidates *c, const struct facts *f, const char *zone)
{
    struct err local = { .set = false };
    struct tz *tz = tz_open(zone, &local);
    char *countries = tz != NULL ? countries_of(zone, &local) : NULL;
    const struct candidate *same = NULL;
    for (size_t i = 0; i < c->n && countries != NULL && same == NULL; i++)
        if (same_clock(c->at[i].tz, tz, f) && same_weekends(c->at[i].countries, countries, f))
            same = &c->at[i];
    free(countries);
    tz_free(tz);
    return same;
}

bool candidate_works(const struct candidate *c, int64_t day, when_t *start, when_t *end)
{
    when_t midnight = day * WHEN_DAY, noon = midnight + WHEN_DAY / 2;
    when_t offset = offset_at(c->tz, noon - offset_at(c->tz, noon) * WHEN_SECOND) * WHEN_SECOND;
    *start = midnight + CANDIDATE_FROM_H * WHEN_HOUR - offset;
    *end = midnight + CANDIDATE_TO_H * WHEN_HOUR - offset;
    return !weekend_has(weekend_of(c->countries, day), day);
}

double candidate_offset(const struct candidate *c, const struct facts *f) { return offset_at(c->tz, moment(f, 1)) / 3600.0; }
