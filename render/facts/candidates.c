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

static bool same_weekends(const char *a, const char *b, const struct facts *f)
{
    for (int i = 0; i < 3; i++)
        if (weekend_of(a, when_day_of(moment(f, i))) != weekend_of(b, when_day_of(moment(f, i))))
            return false;
    return true;
}

/* Whether ZONE's clock and weekends are the candidate's; its countries are looked for only where the clock is. */
static bool compare(const struct candidate *c, const char *zone, const struct facts *f, bool *same, struct err *err)
{
    *same = strcmp(c->zone, zone) == 0;
    if (*same)
        return true;
    struct tz *tz = tz_open(zone, err);
    bool alike = tz != NULL && same_clock(c->tz, tz, f);
    char *countries = alike ? tz_countries(zone, err) : NULL;
    *same = countries != NULL && same_weekends(c->countries, countries, f);
    bool good = tz != NULL && (!alike || countries != NULL);
    tz_free(tz);
    free(countries);
    return good;
}

/* *SAME is the candidate whose clock and weekends are ZONE's, or NULL. */
static bool find_same(const struct candidates *c, const char *zone, const struct facts *f, const struct candidate **same, struct err *err)
{
    *same = NULL;
    for (size_t i = 0; i < c->n && *same == NULL; i++) {
        bool is_same;
        if (!compare(&c->at[i], zone, f, &is_same, err))
            return false;
        *same = is_same ? &c->at[i] : NULL;
    }
    return true;
}

/* The colour of the first party that states this clock and these weekends, else one that no party is likely to have. */
static bool choose_colour(struct candidate *c, size_t place, const struct facts *f, struct err *err)
{
    static const unsigned own[CANDIDATES_MOST] = { 0x56B4E9, 0xE69F00 };
    bool same = false;
    c->colour = own[place % CANDIDATES_MOST];
    for (size_t i = 0; i < f->n_parties && !same; i++) {
        if (f->parties[i].zone != NULL && !compare(c, f->parties[i].zone, f, &same, err))
            return false;
        c->colour = same ? f->parties[i].colour : c->colour;
    }
    return true;
}

static bool add(struct candidates *c, const char *zone, const struct facts *f, struct err *err)
{
    const struct candidate *same;
    if (c->n == CANDIDATES_MOST)
        return true;
    if (!find_same(c, zone, f, &same, err))
        return false;
    if (same != NULL)
        return true;
    struct candidate *new = &c->at[c->n];
    *new = (struct candidate){ .tz = tz_open(zone, err) };
    new->countries = new->tz != NULL ? tz_countries(zone, err) : NULL;
    if (new->countries == NULL) {
        tz_free(new->tz);
        return false;
    }
    new->zone = mem_text(zone);
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

const struct candidate *candidates_of(const struct candidates *c, const struct facts *f, const char *zone)
{
    struct err ignored = { .set = false };
    const struct candidate *same;
    return find_same(c, zone, f, &same, &ignored) ? same : NULL;
}

bool candidate_has_clock(const struct candidate *c, const struct facts *f, const char *zone)
{
    struct err ignored = { .set = false };
    struct tz *tz = tz_open(zone, &ignored);
    bool same = tz != NULL && same_clock(c->tz, tz, f);
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
