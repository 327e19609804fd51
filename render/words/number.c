#include "number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const month_names[12] = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
};

/* The digits of TEXT (an optional '-', an integer part, perhaps a fraction) with
   thousands set apart. */
static void add_grouped(struct buf *b, const char *text)
{
    if (*text == '-') {
        buf_add_text(b, REAL_MINUS);
        text++;
    }
    size_t whole = strcspn(text, ".");
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            buf_add_text(b, NARROW_SPACE);
        buf_add_char(b, text[i]);
    }
    buf_add_text(b, text + whole);
}

static void add_missing(struct buf *b)
{
    buf_add_text(b, EN_DASH);
}

void number_count(struct buf *b, int64_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long) n);
    add_grouped(b, text);
}

/* "-0.00" is zero: no sign. */
static bool is_zero(const char *text)
{
    return strpbrk(text, "123456789") == NULL;
}

void number_fixed(struct buf *b, double x, int decimals)
{
    char text[400];
    if (!isfinite(x)) {
        add_missing(b);
        return;
    }
    snprintf(text, sizeof text, "%.*f", decimals, x);
    add_grouped(b, text[0] == '-' && is_zero(text) ? text + 1 : text);
}

/* Decimals that show DIGITS significant ones of X, once X is rounded to them. */
static int decimals_for(double x, int digits)
{
    char text[64];
    if (x == 0)
        return 0;
    snprintf(text, sizeof text, "%.*e", digits - 1, fabs(x));
    const char *e = strchr(text, 'e');
    long power = e == NULL ? 0 : strtol(e + 1, NULL, 10);
    long decimals = digits - 1 - power;
    return decimals < 0 ? 0 : decimals > 12 ? 12 : (int) decimals;
}

void number_significant(struct buf *b, double x, int digits)
{
    if (!isfinite(x)) {
        add_missing(b);
        return;
    }
    char text[64];
    snprintf(text, sizeof text, "%.*e", digits - 1, x);
    number_fixed(b, strtod(text, NULL), decimals_for(x, digits));
}

void number_percent(struct buf *b, double fraction)
{
    if (!isfinite(fraction)) {
        add_missing(b);
        return;
    }
    int decimals = decimals_for(fraction * 100, 3);
    number_fixed(b, fraction * 100, fraction >= 1 ? 0 : decimals > 2 ? 2 : decimals);
    buf_add_text(b, NARROW_SPACE "%");
}

void number_p_bare(struct buf *b, double p)
{
    char text[64];
    if (!isfinite(p)) {
        add_missing(b);
        return;
    }
    if (p < .001) {
        buf_add_text(b, "<" NARROW_SPACE ".001");
        return;
    }
    snprintf(text, sizeof text, "%.*f", decimals_for(p, 2), p);
    buf_add_text(b, text[0] == '0' ? text + 1 : text);
}

void number_p(struct buf *b, double p)
{
    buf_add_text(b, isfinite(p) && p < .001 ? "p" NARROW_SPACE : "p" NARROW_SPACE "=" NARROW_SPACE);
    number_p_bare(b, p);
}

void number_offset(struct buf *b, double hours)
{
    if (!isfinite(hours)) {
        add_missing(b);
        return;
    }
    long minutes = lround(fabs(hours) * 60);
    if (minutes == 0) {
        buf_add_text(b, "UTC");
        return;
    }
    buf_add_format(b, "UTC%s%ld", hours < 0 ? REAL_MINUS : "+", minutes / 60);
    if (minutes % 60 != 0)
        buf_add_format(b, ":%02ld", minutes % 60);
}

/* How long the "UTC-5:30" is that TEXT begins with, and the hours it says; 0 where it begins with none. */
static size_t read_offset(const char *text, double *hours)
{
    static const char digits[] = "0123456789";
    if (strncmp(text, "UTC", 3) != 0 || (text[3] != '+' && text[3] != '-'))
        return 0;
    size_t whole = strspn(text + 4, digits), end = 4 + whole;
    bool minutes = text[end] == ':' && strspn(text + end + 1, digits) == 2;
    if (whole < 1 || whole > 2)
        return 0;
    *hours = (double) strtol(text + 4, NULL, 10) + (minutes ? (double) strtol(text + end + 1, NULL, 10) / 60 : 0);
    *hours = text[3] == '-' ? -*hours : *hours;
    return minutes ? end + 3 : end;
}

void number_offsets(struct buf *b, const char *text)
{
    while (*text != '\0') {
        double hours = 0;
        size_t length = read_offset(text, &hours);
        if (length > 0)
            number_offset(b, hours);
        else
            buf_add_char(b, *text);
        text += length > 0 ? length : 1;
    }
}

void number_duration(struct buf *b, double seconds)
{
    static const struct {
        double seconds, from;
        const char *unit;
    } units[] = {
        { 86400, 2 * 86400, "days" }, { 3600, 2 * 3600, "h" }, { 60, 60, "min" }, { 1, 0, "s" },
    };
    if (!isfinite(seconds)) {
        add_missing(b);
        return;
    }
    size_t i = 0;
    while (i < 3 && seconds < units[i].from)
        i++;
    double x = seconds / units[i].seconds;
    number_fixed(b, x, x == floor(x) || x >= 20 ? 0 : 1);
    buf_add_text(b, NARROW_SPACE);
    buf_add_text(b, units[i].unit);
}

/* A period that one unit says. */
static void add_plain_period(struct buf *b, double x, const char *unit)
{
    if (x == floor(x))
        number_fixed(b, x, 0);
    else
        number_significant(b, x, 3);
    buf_add_text(b, unit);
}

void number_period(struct buf *b, double seconds)
{
    static const char *const units[] = { NARROW_SPACE "h", NARROW_SPACE "min", NARROW_SPACE "s" };
    const char *before = "";
    if (!isfinite(seconds)) {
        add_missing(b);
        return;
    }
    if (seconds >= 2 * 86400) {
        add_plain_period(b, seconds / 86400, NARROW_SPACE "days");
        return;
    }
    if (seconds < 99.5 && seconds != 60) {
        add_plain_period(b, seconds < 1 ? seconds * 1000 : seconds, seconds < 1 ? NARROW_SPACE "ms" : NARROW_SPACE "s");
        return;
    }
    int64_t whole = seconds < 7200 ? llround(seconds) : llround(seconds / 60) * 60;
    const int64_t parts[] = { whole / 3600, whole / 60 % 60, whole % 60 };
    for (size_t i = 0; i < 3; i++)
        if (parts[i] > 0) {
            buf_add_format(b, "%s%lld%s", before, (long long) parts[i], units[i]);
            before = " ";
        }
}

/* 10 to the power of K, in superscripts. */
static void add_power(struct buf *b, int k)
{
    static const char *const raised[] = { "\xe2\x81\xb0", "\xc2\xb9", "\xc2\xb2", "\xc2\xb3", "\xe2\x81\xb4",
                                          "\xe2\x81\xb5", "\xe2\x81\xb6", "\xe2\x81\xb7", "\xe2\x81\xb8", "\xe2\x81\xb9" };
    char digits[16];
    snprintf(digits, sizeof digits, "%d", abs(k));
    buf_add_text(b, k < 0 ? "10\xe2\x81\xbb" : "10");
    for (const char *at = digits; *at != '\0'; at++)
        buf_add_text(b, raised[*at - '0']);
}

void number_ratio(struct buf *b, double ratio)
{
    static const double bound = 1e6, slack = 1 - 1e-9;
    if (!isfinite(ratio) || !(ratio > 0)) {
        add_missing(b);
        return;
    }
    if (ratio >= bound * slack || ratio * bound * slack <= 1) {
        buf_add_text(b, ratio > 1 ? ">" NARROW_SPACE : "<" NARROW_SPACE);
        add_power(b, ratio > 1 ? 6 : -6);
        return;
    }
    int k = (int) floor(log10(ratio));
    if (k >= -3 && k < 5) {
        number_significant(b, ratio, 2);
        return;
    }
    number_significant(b, ratio / pow(10, k), 2);
    buf_add_text(b, NARROW_SPACE TIMES_SIGN NARROW_SPACE);
    add_power(b, k);
}

void number_day_month(struct buf *b, int64_t days)
{
    int year, month, day;
    when_civil(days, &year, &month, &day);
    buf_add_format(b, "%d" NARROW_SPACE "%s", day, month_names[month - 1]);
}

void number_day(struct buf *b, int64_t days)
{
    int year, month, day;
    when_civil(days, &year, &month, &day);
    number_day_month(b, days);
    buf_add_format(b, " %d", year);
}

void number_moment(struct buf *b, when_t t)
{
    int64_t second = (t - when_day_of(t) * WHEN_DAY) / WHEN_SECOND;
    number_day(b, when_day_of(t));
    buf_add_format(b, ", %02d:%02d", (int) (second / 3600), (int) (second / 60 % 60));
}

void number_days(struct buf *b, int64_t first, int64_t last)
{
    int year1, month1, day1, year2, month2, day2;
    when_civil(first, &year1, &month1, &day1);
    when_civil(last, &year2, &month2, &day2);
    if (first >= last) {
        number_day(b, first);
        return;
    }
    if (year1 != year2) {
        number_day(b, first);
        buf_add_text(b, " " EN_DASH " ");
    } else if (month1 != month2) {
        number_day_month(b, first);
        buf_add_text(b, " " EN_DASH " ");
    } else {
        buf_add_format(b, "%d" EN_DASH, day1);
    }
    number_day(b, last);
}

void number_plain(struct buf *b, const char *text)
{
    static const struct {
        const char *from, *to;
    } plain[] = {
        { NARROW_SPACE, " " }, { EN_DASH, "-" }, { REAL_MINUS, "-" }, { TIMES_SIGN, "times" }, { "\xc2\xb1", "+-" },
        { "\xe2\x80\x99", "'" },
    };
    const size_t n = sizeof plain / sizeof *plain;
    while (*text != '\0') {
        size_t i = 0;
        while (i < n && strncmp(text, plain[i].from, strlen(plain[i].from)) != 0)
            i++;
        if (i < n)
            buf_add_text(b, plain[i].to);
        else
            buf_add_char(b, *text);
        text += i < n ? strlen(plain[i].from) : 1;
    }
}
