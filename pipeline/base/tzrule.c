#include "tzrule.h"
#include "when.h"
#include <string.h>

static bool take_number(const char **p, int *out)
{
    if (**p < '0' || **p > '9')
        return false;
    for (*out = 0; **p >= '0' && **p <= '9' && *out < 100000; (*p)++)
        *out = 10 * *out + (**p - '0');
    return true;
}

static bool take_name(const char **p)
{
    const char *start = *p;
    if (**p == '<') {
        const char *close = strchr(*p, '>');
        if (!close)
            return false;
        *p = close + 1;
        return true;
    }
    while ((**p >= 'A' && **p <= 'Z') || (**p >= 'a' && **p <= 'z'))
        (*p)++;
    return *p - start >= 3;
}

/* [+-]hh[:mm[:ss]] in seconds; up to 167 hours (RFC 8536 section 3.3.1) */
static bool take_time(const char **p, int32_t *out)
{
    int sign = **p == '-' ? -1 : 1, part[3] = { 0, 0, 0 };
    if (**p == '-' || **p == '+')
        (*p)++;
    for (int i = 0; i < 3; i++) {
        if (!take_number(p, &part[i]))
            return false;
        if (**p != ':')
            break;
        (*p)++;
    }
    if (part[0] > 167 || part[1] > 59 || part[2] > 59)
        return false;
    *out = sign * (part[0] * 3600 + part[1] * 60 + part[2]);
    return true;
}

static bool take_month_day(const char **p, struct tzrule_day *d)
{
    d->kind = TZRULE_MONTH;
    (*p)++;
    if (!take_number(p, &d->month) || *(*p)++ != '.' || !take_number(p, &d->week) || *(*p)++ != '.' ||
        !take_number(p, &d->weekday))
        return false;
    return d->month >= 1 && d->month <= 12 && d->week >= 1 && d->week <= 5 && d->weekday <= 6;
}

static bool take_day(const char **p, struct tzrule_day *d)
{
    d->time = 7200;
    if (**p == 'M') {
        if (!take_month_day(p, d))
            return false;
    } else {
        d->kind = **p == 'J' ? TZRULE_JULIAN : TZRULE_ZERO_BASED;
        if (**p == 'J')
            (*p)++;
        if (!take_number(p, &d->day) || d->day > 365)
            return false;
    }
    if (**p != '/')
        return true;
    (*p)++;
    return take_time(p, &d->time);
}

bool tzrule_parse(const char *text, struct tzrule *out)
{
    const char *p = text;
    *out = (struct tzrule){ 0 };
    if (!take_name(&p) || !take_time(&p, &out->standard))
        return false;
    out->standard = -out->standard; /* POSIX counts west of UTC */
    if (*p == '\0')
        return true;
    out->has_summer = true;
    out->summer = out->standard + 3600;
    if (!take_name(&p))
        return false;
    if (*p != ',') {
        if (!take_time(&p, &out->summer))
            return false;
        out->summer = -out->summer;
    }
    return *p++ == ',' && take_day(&p, &out->begin) && *p++ == ',' && take_day(&p, &out->end) && *p == '\0';
}

/* Days since 1970 of the rule's day in YEAR. */
static int64_t day_in(const struct tzrule_day *d, int year)
{
    int64_t first = when_days(year, 1, 1);
    bool leap = when_date_exists(year, 2, 29);
    if (d->kind == TZRULE_ZERO_BASED)
        return first + d->day;
    if (d->kind == TZRULE_JULIAN)
        return first + d->day - 1 + (leap && d->day >= 60);
    int64_t day = when_days(year, d->month, 1);
    int weekday = (when_weekday(day) + 1) % 7; /* POSIX: 0 is Sunday */
    day += (d->weekday - weekday + 7) % 7 + 7 * (d->week - 1);
    int64_t next_month = d->month == 12 ? when_days(year + 1, 1, 1) : when_days(year, d->month + 1, 1);
    return day >= next_month ? day - 7 : day;
}

int64_t tzrule_begin(const struct tzrule *r, int year)
{
    return day_in(&r->begin, year) * 86400 + r->begin.time - r->standard;
}

int64_t tzrule_end(const struct tzrule *r, int year)
{
    return day_in(&r->end, year) * 86400 + r->end.time - r->summer;
}
