#include "daymask.h"
#include "base/num.h"
#include <math.h>
#include <stdlib.h>

/* FROM: seconds at which the range before ended. */
static bool parse_range(struct text t, double from, double range[2], struct err *err)
{
    const char *dash = memchr(t.at, '-', t.len);
    if (!dash)
        return err_set(err, "error: found '%.*s', expected START-END in seconds of the day", (int) t.len, t.at);
    size_t left = (size_t) (dash - t.at);
    return num_double((struct text){ t.at, left }, from, 86400, &range[0], err) &&
           num_double((struct text){ dash + 1, t.len - left - 1 }, range[0], 86400, &range[1], err);
}

bool daymask_parse(struct daymask *m, struct text text, struct err *err)
{
    double from = 0;
    while (text.len > 0) {
        const char *comma = memchr(text.at, ',', text.len);
        size_t n = comma ? (size_t) (comma - text.at) : text.len;
        double range[2] = { 0, 0 };
        m->at = mem_grow(m->at, &m->capacity, m->n + 1, sizeof *m->at);
        if (!parse_range((struct text){ text.at, n }, from, range, err))
            return false;
        for (int i = 0; i < 2; i++)
            m->at[m->n][i] = llround(range[i] * (double) WHEN_SECOND);
        m->n++;
        from = range[1];
        text.at += comma ? n + 1 : n;
        text.len -= comma ? n + 1 : n;
    }
    return true;
}

void daymask_release(struct daymask *m)
{
    free(m->at);
    *m = (struct daymask) DAYMASK_INIT;
}

int64_t daymask_within(const struct daymask *m, int64_t start, int64_t length)
{
    int64_t sum = 0, end = start + length;
    for (size_t i = 0; i < m->n; i++) {
        int64_t a = m->at[i][0] > start ? m->at[i][0] : start;
        int64_t b = m->at[i][1] < end ? m->at[i][1] : end;
        if (b > a)
            sum += b - a;
    }
    return sum;
}
