#include "fieldrow.h"
#include "base/num.h"
#include "clean.h"

void fieldrow_release(struct fieldrow *f)
{
    for (int i = 0; i < OBSERVATION_COLUMNS; i++)
        buf_release(&f->cleaned[i]);
}

static bool read_time(const struct fieldrow *f, struct text value, struct stamp *time)
{
    const char *how = f->input->time_format;
    size_t n = 0;
    if (how && strcmp(how, "epoch") != 0 && strcmp(how, "iso") != 0)
        return value.len > 0 && stamp_scan_layout(value, how, time) == value.len;
    if (!how || strcmp(how, "epoch") == 0)
        n = stamp_scan_epoch(value, time);
    if (n != value.len && (!how || strcmp(how, "iso") == 0))
        n = stamp_scan_iso(f->input->clock, value, time);
    return value.len > 0 && n == value.len;
}

/* A whole number from MIN on; empty or "-" leaves *OUT as it is. */
static bool read_number(struct text value, int64_t min, int64_t *out)
{
    if (value.len == 0 || text_is(value, "-"))
        return true;
    struct err ignored;
    ignored.set = true; /* no message is made */
    return num_int(value, min, INT64_MAX, out, &ignored);
}

static struct text cleaned(struct fieldrow *f, const struct text *value, int column)
{
    return clean_text(&f->cleaned[column], value[column]);
}

enum format_verdict fieldrow_read_at(struct fieldrow *f, const struct stamp *time,
                                     const struct text value[OBSERVATION_COLUMNS], struct observation *o,
                                     const char **reason)
{
    bool is_address;
    o->bytes = OBSERVATION_NO_BYTES;
    o->count = 1;
    if (!read_number(value[OBSERVATION_BYTES], 0, &o->bytes))
        return format_reject(reason, "bytes is no number");
    if (!read_number(value[OBSERVATION_COUNT], 1, &o->count))
        return format_reject(reason, "count is no number");
    o->client = clean_client(&f->cleaned[OBSERVATION_CLIENT], value[OBSERVATION_CLIENT], &is_address);
    if (o->client.len == 0)
        return format_reject(reason, "no client");
    o->action = cleaned(f, value, OBSERVATION_ACTION);
    o->target = cleaned(f, value, OBSERVATION_TARGET);
    o->status = cleaned(f, value, OBSERVATION_STATUS);
    o->transport = cleaned(f, value, OBSERVATION_TRANSPORT);
    return format_time(f->input->clock, time, o, reason);
}

enum format_verdict fieldrow_read(struct fieldrow *f, const struct text value[OBSERVATION_COLUMNS],
                                  struct observation *o, const char **reason)
{
    struct stamp time;
    if (!read_time(f, value[OBSERVATION_TIME], &time))
        return format_reject(reason, format_timeless);
    return fieldrow_read_at(f, &time, value, o, reason);
}
