#include "when.h"
#include "num.h"
#include <endian.h>
#include <stdio.h>

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400
   years that begin in March, so that the leap day is the last of its year. */
int64_t when_days(int year, int month, int day)
{
    int64_t y = month <= 2 ? (int64_t) year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void when_civil(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int) (doy - (153 * mp + 2) / 5 + 1);
    *month = (int) (mp < 10 ? mp + 3 : mp - 9);
    *year = (int) (yoe + era * 400 + (*month <= 2));
}

bool when_date_exists(int year, int month, int day)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap);
}

int when_weekday(int64_t days)
{
    int64_t w = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int) (w < 0 ? w + 7 : w);
}

static char *digits(char *to, int64_t x, int width)
{
    for (int i = width - 1; i >= 0; i--, x /= 10)
        to[i] = (char) ('0' + x % 10);
    return to + width;
}

void when_write_day(int64_t days, char out[11])
{
    int year, month, day;
    when_civil(days, &year, &month, &day);
    char *p = digits(out, year, 4);
    *p++ = '-';
    p = digits(p, month, 2);
    *p++ = '-';
    p = digits(p, day, 2);
    *p = '\0';
}

void when_write(when_t t, char out[WHEN_TEXT + 1])
{
    int64_t days = when_day_of(t), rest = t - days * WHEN_DAY, seconds = rest / WHEN_SECOND;
    when_write_day(days, out);
    char *p = out + 10;
    *p++ = 'T';
    p = digits(p, seconds / 3600, 2);
    *p++ = ':';
    p = digits(p, seconds / 60 % 60, 2);
    *p++ = ':';
    p = digits(p, seconds % 60, 2);
    *p++ = '.';
    p = digits(p, rest % WHEN_SECOND, 6);
    *p++ = 'Z';
    *p = '\0';
}

/* A cursor over the text; each take_* advances it and says whether it could. */
struct cursor {
    const char *at, *end;
};

static bool take_digits(struct cursor *c, int width, int *out)
{
    if (c->end - c->at < width)
        return false;
    int x = 0;
    for (int i = 0; i < width; i++) {
        if (c->at[i] < '0' || c->at[i] > '9')
            return false;
        x = 10 * x + c->at[i] - '0';
    }
    c->at += width;
    *out = x;
    return true;
}

static bool take(struct cursor *c, char wanted)
{
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

static bool take_date(struct cursor *c, int64_t *days)
{
    int year, month, day;
    if (!take_digits(c, 4, &year) || !take(c, '-') || !take_digits(c, 2, &month) || !take(c, '-') ||
        !take_digits(c, 2, &day) || !when_date_exists(year, month, day))
        return false;
    *days = when_days(year, month, day);
    return true;
}

/* Digits behind the point beyond the sixth are dropped. */
static bool take_fraction(struct cursor *c, int64_t *micros)
{
    *micros = 0;
    if (!take(c, '.') && !take(c, ','))
        return true;
    int64_t place = 100000;
    const char *first = c->at;
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++, place /= 10)
        *micros += place * (*c->at - '0');
    return c->at > first;
}

static bool take_clock(struct cursor *c, int64_t *micros)
{
    int hour, minute, second = 0;
    int64_t fraction = 0;
    if (!take_digits(c, 2, &hour) || !take(c, ':') || !take_digits(c, 2, &minute))
        return false;
    if (take(c, ':') && (!take_digits(c, 2, &second) || !take_fraction(c, &fraction)))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *micros = ((hour * 60 + minute) * INT64_C(60) + second) * WHEN_SECOND + fraction;
    return true;
}

enum zone_found { ZONE_GOOD, ZONE_ABSENT, ZONE_BAD };

static enum zone_found take_zone(struct cursor *c, int64_t *offset_s)
{
    if (c->at == c->end)
        return ZONE_ABSENT;
    if (take(c, 'Z') || take(c, 'z')) {
        *offset_s = 0;
        return c->at == c->end ? ZONE_GOOD : ZONE_BAD;
    }
    int sign = *c->at == '-' ? -1 : 1, hour, minute = 0;
    if (!take(c, '+') && !take(c, '-'))
        return ZONE_BAD;
    if (!take_digits(c, 2, &hour))
        return ZONE_BAD;
    take(c, ':');
    if (c->at < c->end && !take_digits(c, 2, &minute))
        return ZONE_BAD;
    *offset_s = sign * (hour * INT64_C(3600) + minute * 60);
    return c->at == c->end && hour <= 15 && minute <= 59 ? ZONE_GOOD : ZONE_BAD;
}

static bool looks_like_epoch(struct text t)
{
    size_t i = t.len > 0 && t.at[0] == '-' ? 1 : 0, digits_seen = 0;
    for (; i < t.len && t.at[i] >= '0' && t.at[i] <= '9'; i++)
        digits_seen++;
    return digits_seen > 0 && (i == t.len || t.at[i] == '.' || ((t.at[i] | 32) == 'e' && i + 1 < t.len));
}

/* Exact for plain decimals: a double would lose microseconds. */
static bool parse_epoch(struct text t, when_t *out, struct err *err)
{
    struct cursor c = { t.at, t.at + t.len };
    bool negative = take(&c, '-');
    int64_t seconds = 0, micros = 0;
    for (; c.at < c.end && *c.at >= '0' && *c.at <= '9' && seconds < INT64_C(1000000000000); c.at++)
        seconds = 10 * seconds + (*c.at - '0');
    if (memchr(t.at, 'e', t.len) || memchr(t.at, 'E', t.len)) {
        double x;
        if (!num_double(t, -62135596800.0, 253402300799.0, &x, err))
            return false;
        *out = (when_t) (x * 1e6 + (x < 0 ? -.5 : .5));
        return true;
    }
    if (!take_fraction(&c, &micros) || c.at != c.end)
        return err_set(err, "error: found '%.*s', expected epoch seconds", (int) (t.len < 60 ? t.len : 60), t.at);
    bool near = seconds <= WHEN_MAX / WHEN_SECOND; /* so that the product is no overflow */
    *out = near ? (seconds * WHEN_SECOND + micros) * (negative ? -1 : 1) : WHEN_MAX;
    return near && *out >= WHEN_MIN && *out <= WHEN_MAX
        ? true : err_set(err, "error: %.*s is outside the years 1 to 9999", (int) (t.len < 60 ? t.len : 60), t.at);
}

bool when_parse(struct text t, when_t *out, struct err *err)
{
    if (looks_like_epoch(t))
        return parse_epoch(t, out, err);
    struct cursor c = { t.at, t.at + t.len };
    int64_t days, micros, offset = 0;
    int shown = (int) (t.len < 60 ? t.len : 60);
    bool body = take_date(&c, &days) && (take(&c, 'T') || take(&c, ' ') || take(&c, 't')) && take_clock(&c, &micros);
    enum zone_found zone = body ? take_zone(&c, &offset) : ZONE_BAD;
    if (zone == ZONE_ABSENT)
        return err_set(err, "error: '%.*s' has no zone (write a Z for UTC, or +hh:mm)", shown, t.at);
    if (zone == ZONE_BAD)
        return err_set(err, "error: found '%.*s', expected a time such as 2016-05-04T05:23:46Z or epoch seconds",
                       shown, t.at ? t.at : "");
    *out = days * WHEN_DAY + micros - offset * WHEN_SECOND;
    return true;
}

bool when_parse_day(struct text t, int64_t *days, struct err *err)
{
    struct cursor c = { t.at, t.at + t.len };
    if (take_date(&c, days) && c.at == c.end)
        return true;
    return err_set(err, "error: found '%.*s', expected a date such as 2016-05-04", (int) (t.len < 60 ? t.len : 60), t.at);
}

#define SECOND_TEXT sizeof(((struct when_memo *) 0)->text)

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The six digits behind a second's text, and the Z.  All at once: the bytes of ".123456Z",
   the first lowest, become the digits 00123456, then pairs, fours and all of them are
   put together. */
static bool parse_micros(struct text t, int64_t *micros)
{
    uint64_t x;
    if (t.len != WHEN_TEXT || t.at[WHEN_TEXT - 1] != 'Z')
        return false;
    memcpy(&x, t.at + SECOND_TEXT - 1, sizeof x);
    x = (le64toh(x) << 8 >> 16 << 16) - (EACH('0') >> 16 << 16);
    if ((x | (x + (EACH(0x76) >> 16 << 16))) & EACH(0x80))
        return false;
    x = (10 * x + (x >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
    x = (100 * x + (x >> 16)) & UINT64_C(0x0000ffff0000ffff);
    *micros = (int64_t) ((10000 * x + (x >> 32)) & UINT32_MAX);
    return true;
}

/* memcmp of SECOND_TEXT bytes, in words that overlap. */
static bool same_second(const char *a, const char *b)
{
    return memcmp(a + SECOND_TEXT - 8, b + SECOND_TEXT - 8, 8) == 0 && memcmp(a + 8, b + 8, 8) == 0 && memcmp(a, b, 8) == 0;
}

bool when_parse_near(struct when_memo *m, struct text t, when_t *out, struct err *err)
{
    int64_t micros;
    bool written = parse_micros(t, &micros);
    if (written && same_second(t.at, m->text)) {
        *out = m->second + micros;
        return true;
    }
    if (!when_parse(t, out, err))
        return false;
    if (written) {
        memcpy(m->text, t.at, SECOND_TEXT);
        m->second = *out - micros;
    }
    return true;
}

static inline void put_three(char *at, uint32_t x)
{
    uint32_t hundreds = x / 100, rest = x - 100 * hundreds, tens = rest / 10;
    at[0] = (char) ('0' + hundreds);
    at[1] = (char) ('0' + tens);
    at[2] = (char) ('0' + (rest - 10 * tens));
}

void when_write_near(struct when_memo *m, when_t t, char out[WHEN_TEXT + 1])
{
    int64_t micros = t - m->second;
    if (m->text[0] == '\0' || micros < 0 || micros >= WHEN_SECOND) {
        when_write(t, out);
        memcpy(m->text, out, SECOND_TEXT);
        m->second = when_floor(t, WHEN_SECOND);
        return;
    }
    uint32_t thousandths = (uint32_t) micros / 1000;
    memcpy(out, m->text, SECOND_TEXT);
    put_three(out + SECOND_TEXT, thousandths);
    put_three(out + SECOND_TEXT + 3, (uint32_t) micros - 1000 * thousandths);
    out[WHEN_TEXT - 1] = 'Z';
    out[WHEN_TEXT] = '\0';
}
