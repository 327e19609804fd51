#include "numdate.h"

#define DAY_S INT64_C(86400)

/* Three numbers with the same mark between them. */
struct digits {
    int part[3], width[3];
    char mark;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A number of at most MAX digits; where it ends, or NULL. */
static const char *scan_number(const char *p, const char *end, int max, int *value, int *width)
{
    const char *first = p;
    for (*value = 0; p < end && is_digit(*p) && p - first < max; p++)
        *value = 10 * *value + (*p - '0');
    *width = (int) (p - first);
    return p > first ? p : NULL;
}

/* The date at the head of T; its length, or 0. */
static size_t scan_date(struct text t, struct digits *d)
{
    const char *p = t.at, *end = t.at + t.len;
    *d = (struct digits){ .mark = 0 };
    for (int i = 0; i < 3; i++) {
        if (i > 0 && (p == end || (i == 1 ? *p != '/' && *p != '-' && *p != '.' : *p != d->mark)))
            return 0;
        if (i > 0)
            d->mark = *p++;
        p = scan_number(p, end, 4, &d->part[i], &d->width[i]);
        if (!p)
            return 0;
    }
    bool year_first = d->width[0] == 4 && d->width[2] <= 2;
    bool year_last = d->width[0] <= 2 && (d->width[2] == 4 || d->width[2] == 2);
    bool whole = d->width[1] <= 2 && (year_first || year_last) && p < end && *p == ' ';
    return whole ? (size_t) (p - t.at) : 0;
}

static enum numdate_order shown_by(const struct digits *d)
{
    if (d->width[0] == 4 || d->mark == '.' || d->part[0] == d->part[1])
        return NUMDATE_CLEAR;
    if (d->part[0] > 12)
        return NUMDATE_DMY;
    return d->part[1] > 12 ? NUMDATE_MDY : NUMDATE_EITHER;
}

enum numdate_order numdate_shows(struct text t)
{
    struct digits d;
    return scan_date(t, &d) > 0 ? shown_by(&d) : NUMDATE_NONE;
}

/* What was stated wins over what a date shows: one that does not fit is none. */
static bool day_of(const struct digits *d, enum numdate_order stated, int64_t *day)
{
    enum numdate_order order = stated != NUMDATE_NONE ? stated : shown_by(d);
    int year = d->part[2], month = d->part[0], dom = d->part[1];
    if (d->width[0] == 4) {
        year = d->part[0];
        month = d->part[1];
        dom = d->part[2];
    } else if (d->mark == '.' || order != NUMDATE_MDY) {
        dom = d->part[0];
        month = d->part[1];
    }
    if (d->width[0] != 4 && d->width[2] == 2)
        year += 2000;
    if (order == NUMDATE_EITHER || !when_date_exists(year, month, dom))
        return false;
    *day = when_days(year, month, dom);
    return true;
}

static bool is_half_day(const char *p, const char *end)
{
    return end - p >= 3 && p[0] == ' ' && ((p[1] | 32) == 'a' || (p[1] | 32) == 'p') && (p[2] | 32) == 'm';
}

/* h:mm:ss or h.mm.ss, perhaps with AM or PM behind it, added to OUT; where it
   ends, or NULL. */
static const char *scan_clock(const char *p, const char *end, struct stamp *out)
{
    int hour, minute, second, width;
    p = scan_number(p, end, 2, &hour, &width);
    if (!p || end - p < 6 || (*p != ':' && *p != '.') || p[3] != *p || !scan_number(p + 1, p + 3, 2, &minute, &width) ||
        width != 2 || !scan_number(p + 4, p + 6, 2, &second, &width) || width != 2)
        return NULL;
    p += 6;
    if (is_half_day(p, end)) {
        if (hour < 1 || hour > 12)
            return NULL;
        hour = hour % 12 + ((p[1] | 32) == 'p' ? 12 : 0);
        p += 3;
    }
    if (hour > 23 || minute > 59 || second > 60)
        return NULL;
    out->seconds += (hour * 60 + minute) * 60 + second;
    return p;
}

size_t numdate_scan(struct numdate_cache *c, struct text t, enum numdate_order order, struct stamp *out)
{
    size_t n = c->len;
    if (n == 0 || t.len <= n || t.at[n] != ' ' || memcmp(t.at, c->text, n) != 0) {
        struct digits d;
        int64_t day;
        n = scan_date(t, &d);
        if (n == 0 || !day_of(&d, order, &day))
            return 0;
        memcpy(c->text, t.at, n);
        c->len = n;
        c->day = day;
    }
    *out = (struct stamp){ .seconds = c->day * DAY_S };
    const char *end = scan_clock(t.at + n + 1, t.at + t.len, out);
    return end ? (size_t) (end - t.at) : 0;
}
