/* weighclock.c -- see weighclock.h. */

#include "weighclock.h"

#include "base/tz.h"
#include "base/weekend.h"
#include "caches/open_demand.h"
#include <stdlib.h>

struct weighclock {
    struct tz *zone;
    char *countries; /* owned; "" where none is known */
};

/* --- opening -------------------------------------------------------------------------------------- */

struct weighclock *weighclock_open(const char *zone, struct err *err)
{
    struct tz *tz = tz_open(zone, err);
    char *countries = tz != NULL ? tz_countries(zone, err) : NULL;
    if (countries == NULL) {
        tz_free(tz);
        return NULL;
    }
    struct weighclock *c = mem_alloc(sizeof *c);
    *c = (struct weighclock){ tz, countries };
    return c;
}

void weighclock_free(struct weighclock *c)
{
    if (c == NULL) {
        return;
    }
    tz_free(c->zone);
    free(c->countries);
    free(c);
}

const char *weighclock_zone(const struct weighclock *c)
{
    return c != NULL ? tz_name(c->zone) : "UTC";
}

/* --- hours ----------------------------------------------------------------------------------------- */

static int64_t seconds_of(when_t t)
{
    return when_floor(t, WHEN_SECOND) / WHEN_SECOND;
}

static when_t shift_of(const struct weighclock *c, when_t t)
{
    return c != NULL ? tz_offset(c->zone, seconds_of(t)) * WHEN_SECOND : 0;
}

size_t weighclock_hour(const struct weighclock *c, when_t t)
{
    when_t local = t + shift_of(c, t);
    int64_t day = when_day_of(local);
    if (c == NULL) {
        return open_demand_hour(t);
    }
    return (weekend_has(weekend_of(c->countries, day), day) ? OPEN_DEMAND_HOURS / 2 : 0) + (size_t)((local - day * WHEN_DAY) / WHEN_HOUR);
}

when_t weighclock_next(const struct weighclock *c, when_t t)
{
    when_t shift = shift_of(c, t), end = when_floor(t + shift, WHEN_HOUR) + WHEN_HOUR - shift;
    when_t utc = when_floor(t, WHEN_HOUR) + WHEN_HOUR; /* blocks end there, and some zones' hours do not */
    struct tz_change change;
    end = utc < end ? utc : end;
    if (c != NULL && tz_next_change(c->zone, seconds_of(t), &change) && change.at * WHEN_SECOND < end) {
        end = change.at * WHEN_SECOND;
    }
    return end;
}
