#include "localspan.h"

static int64_t second_of(when_t t)
{
    return when_floor(t, WHEN_SECOND) / WHEN_SECOND;
}

static when_t offset_at(when_t t, const struct tz *zone)
{
    return zone != NULL ? (when_t)tz_offset(zone, second_of(t)) * WHEN_SECOND : 0;
}

when_t localspan_time(when_t t, const struct tz *zone)
{
    return t + offset_at(t, zone);
}

/* The next change of the clock behind T, or END when that comes first. */
static when_t change_after(when_t t, when_t end, const struct tz *zone)
{
    struct tz_change next;
    bool changes = zone != NULL && tz_next_change(zone, second_of(t), &next);

    return changes && next.at < second_of(end) ? next.at * WHEN_SECOND : end;
}

void localspan_each(const struct observed *o, const struct tz *zone,
                    void (*visit)(when_t start, when_t end, void *context), void *context)
{
    for (size_t i = 0; i < o->n; i++) {
        for (when_t start = o->at[i].start, stop; start < o->at[i].end; start = stop) {
            when_t offset = offset_at(start, zone);

            stop = change_after(start, o->at[i].end, zone);
            visit(start + offset, stop + offset, context);
        }
    }
}
