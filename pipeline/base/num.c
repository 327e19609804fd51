#include "num.h"
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Longer texts are no numbers that anybody wrote on purpose. */
#define LONGEST 63

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Copies T into OUT when it could be a number by its bytes, digits and those of BESIDES: no blanks, no
   "inf", "nan" or hexadecimal, which strtod would take. */
static bool plain_copy(struct text t, const char *besides, char out[LONGEST + 1])
{
    if (t.len == 0 || t.len > LONGEST)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (!is_digit(t.at[i]) && (t.at[i] == '\0' || !strchr(besides, t.at[i])))
            return false;
    memcpy(out, t.at, t.len);
    out[t.len] = '\0';
    return true;
}

static bool not_a(struct text t, const char *what, struct err *err)
{
    return err_set(err, "error: found '%.*s', expected %s", (int) (t.len < 80 ? t.len : 80),
                   t.at ? t.at : "", what);
}

/* Digits alone, so few that no range is left: nearly all there is. */
static bool few_digits(struct text t, int64_t *out)
{
    int64_t x = 0;
    if (t.len == 0 || t.len > 18)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        unsigned digit = (unsigned char) t.at[i] - '0';
        if (digit > 9)
            return false;
        x = 10 * x + digit;
    }
    *out = x;
    return true;
}

static bool any_int(struct text t, int64_t min, int64_t max, int64_t *out, struct err *err)
{
    char text[LONGEST + 1], *end;
    if (!plain_copy(t, "+-", text))
        return not_a(t, "a whole number", err);
    errno = 0;
    intmax_t x = strtoimax(text, &end, 10);
    if (*end || end == text)
        return not_a(t, "a whole number", err);
    if (errno == ERANGE || x < min || x > max)
        return err_set(err, "error: %s is out of range, expected %" PRId64 " to %" PRId64, text, min, max);
    *out = x;
    return true;
}

bool num_int(struct text t, int64_t min, int64_t max, int64_t *out, struct err *err)
{
    int64_t few;
    if (!few_digits(t, &few) || few < min || few > max)
        return any_int(t, min, max, out, err);
    *out = few;
    return true;
}

bool num_double(struct text t, double min, double max, double *out, struct err *err)
{
    char text[LONGEST + 1], *end;
    if (!plain_copy(t, "+-.eE", text))
        return not_a(t, "a number", err);
    double x = strtod(text, &end);
    if (*end || end == text)
        return not_a(t, "a number", err);
    if (!isfinite(x) || x < min || x > max)
        return err_set(err, "error: %s is out of range, expected %g to %g", text, min, max);
    *out = x;
    return true;
}

static double unit_seconds(char unit)
{
    switch (unit) {
    case 's': return 1;
    case 'm': return 60;
    case 'h': return 3600;
    case 'd': return 86400;
    case 'w': return 604800;
    default: return 0;
    }
}

bool num_duration(struct text t, double min, double max, double *out, struct err *err)
{
    struct text number = t;
    double unit = t.len ? unit_seconds(t.at[t.len - 1]) : 0, x = 0;
    if (unit > 0)
        number.len--;
    else
        unit = 1;
    struct err inner = { 0 };
    if (!num_double(number, -1e300, 1e300, &x, &inner))
        return not_a(t, "a duration such as 90, 10m, 1.5h or 7d", err);
    x *= unit;
    if (x < min || x > max)
        return err_set(err, "error: duration %.*s is out of range, expected %g to %g seconds",
                       (int) t.len, t.at, min, max);
    *out = x;
    return true;
}

bool num_size(struct text t, double min, double max, double *out, struct err *err)
{
    static const char units[] = "KMG";
    struct text number = t;
    struct err inner = { 0 };
    const char *unit = t.len > 0 && t.at[t.len - 1] ? strchr(units, t.at[t.len - 1]) : NULL;
    if (unit)
        number.len--;
    if (!num_double(number, 0, 1e300, out, &inner))
        return not_a(t, "a size such as 64M or 1G", err);
    if (unit)
        *out *= (double) (INT64_C(1024) << 10 * (unit - units));
    if (*out < min || *out > max)
        return err_set(err, "error: size %.*s is out of range, expected %.0f to %.0f bytes", (int) t.len, t.at, min, max);
    return true;
}

bool num_share(struct text t, double *out, struct err *err)
{
    struct text number = t;
    struct err inner = { 0 };
    bool percent = t.len > 0 && t.at[t.len - 1] == '%';
    if (percent)
        number.len--;
    while (percent && number.len > 0 && number.at[number.len - 1] == ' ')
        number.len--;
    if (!num_double(number, 0, percent ? 100 : 1, out, &inner))
        return err_set(err, "error: found '%.*s', expected a share such as 1%% or 0.01",
                       (int) (t.len < 80 ? t.len : 80), t.at);
    if (percent)
        *out /= 100;
    return true;
}

bool num_range(struct text t, double min, double max, double *lo, double *hi, struct err *err)
{
    struct err inner = { 0 };
    size_t dots = 0;
    while (dots + 1 < t.len && (t.at[dots] != '.' || t.at[dots + 1] != '.'))
        dots++;
    if (dots + 1 < t.len && num_double((struct text){ t.at, dots }, min, max, lo, &inner) &&
        num_double((struct text){ t.at + dots + 2, t.len - dots - 2 }, min, max, hi, &inner) && *lo <= *hi)
        return true;
    return err_set(err, "error: found '%.*s', expected a range such as 500..5000", (int) (t.len < 80 ? t.len : 80), t.at);
}

void num_put(struct buf *b, double x)
{
    if (isfinite(x))
        buf_add_format(b, "%.17g", x);
}

size_t num_int_text(int64_t x, char out[NUM_INT_TEXT])
{
    if (x >= 0 && x < 10) { /* nearly every count */
        out[0] = (char) ('0' + x);
        out[1] = '\0';
        return 1;
    }
    char last[NUM_INT_TEXT], *p = last + sizeof last;
    uint64_t rest = x < 0 ? -(uint64_t) x : (uint64_t) x;
    do
        *--p = (char) ('0' + rest % 10);
    while (rest /= 10);
    if (x < 0)
        *--p = '-';
    size_t n = (size_t) (last + sizeof last - p);
    memcpy(out, p, n);
    out[n] = '\0';
    return n;
}

void num_put_int(struct buf *b, int64_t x)
{
    char text[NUM_INT_TEXT];
    buf_add(b, text, num_int_text(x, text));
}
