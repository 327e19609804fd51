#include "formats.h"

static const struct dialect *const dialects[] = {
    &format_bind9,
    &format_csv,
    &format_zeek,
};

size_t format_count(void) { return sizeof dialects / sizeof *dialects; }
const struct dialect *format_at(size_t i) { return dialects[i]; }

const struct dialect *format_find(const char *name, struct err *err)
{
    for (size_t i = 0; i < format_count(); i++) {
        if (strcmp(dialects[i]->name, name) == 0)
            return dialects[i];
    }
    struct buf known = BUF_INIT;
    for (size_t i = 0; i < format_count(); i++)
        buf_add_format(&known, "%s%s", i > 0 ? ", " : "", dialects[i]->name);
    err_set(err, "error: unknown format '%s', expected one of %s", name, known.at);
    buf_release(&known);
    return NULL;
}

enum format_verdict format_time(struct stamper *clock, const struct stamp *stamp, struct observation *o,
                                const char **reason)
{
    enum stamp_verdict v = stamp_resolve(clock, stamp, &o->time);
    if (v == STAMP_GOOD)
        return FORMAT_KEPT;
    *reason = stamp_reason(v);
    return v == STAMP_NO_ZONE || v == STAMP_NO_YEAR ? FORMAT_UNUSABLE : FORMAT_REJECTED;
}

size_t format_split(struct text line, char separator, struct text *fields, size_t max)
{
    const char *at = line.at, *end = line.at + line.len;
    size_t n = 0;
    for (;;) {
        const char *stop = memchr(at, separator, (size_t) (end - at));
        if (!stop)
            stop = end;
        if (n < max)
            fields[n] = (struct text){ at, (size_t) (stop - at) };
        n++;
        if (stop == end)
            return n;
        at = stop + 1;
    }
}
