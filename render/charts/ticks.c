#include "ticks.h"
#include "base/when.h"
#include <math.h>

static void add(struct ticks *t, double at)
{
    if (t->n < TICKS_MAX)
        t->at[t->n++] = at;
}

double ticks_step(double span, int most)
{
    static const double mantissas[] = { 1, 2, 5, 10 };
    double raw = span / most;
    if (!(raw > 0))
        return 1;
    double power = pow(10, floor(log10(raw)));
    for (size_t i = 0; i < 4; i++)
        if (mantissas[i] * power >= raw * (1 - 1e-9))
            return mantissas[i] * power;
    return 10 * power;
}

void ticks_linear(double lo, double hi, int most, struct ticks *out)
{
    double step = ticks_step(hi - lo, most);
    out->n = 0;
    out->decimals = step >= 1 ? 0 : (int) ceil(-log10(step) - 1e-9);
    for (double k = ceil(lo / step - 1e-9) + 0.; k * step <= hi + step * 1e-9 && out->n < TICKS_MAX; k++)
        add(out, k * step);
}

static void log_ticks(double lo, double hi, const double *mantissas, size_t n, struct ticks *out)
{
    out->n = 0;
    for (double power = floor(log10(lo)); power <= ceil(log10(hi)); power++)
        for (size_t i = 0; i < n; i++) {
            double at = mantissas[i] * pow(10, power);
            if (at >= lo * (1 - 1e-9) && at <= hi * (1 + 1e-9))
                add(out, at);
        }
}

void ticks_log(double lo, double hi, int most, struct ticks *out)
{
    static const double mantissas[] = { 1, 2, 5 };
    out->decimals = 0;
    log_ticks(lo, hi, mantissas, 3, out);
    if (out->n > (size_t) most)
        log_ticks(lo, hi, mantissas, 1, out);
}

static bool keeps_apart(const struct ticks *t, double apart)
{
    for (size_t i = 1; i < t->n; i++)
        if (log10(t->at[i] / t->at[i - 1]) < apart)
            return false;
    return true;
}

void ticks_durations(double lo, double hi, double apart, struct ticks *out)
{
    static const double fine[] = { .001, .01, .1, 1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 2419200, 0 };
    static const double coarse[] = { .001, .01, .1, 1, 10, 60, 600, 3600, 21600, 86400, 604800, 2419200, 0 };
    static const double units[] = { .001, 1, 60, 3600, 86400, 2419200, 0 };
    static const double *const lists[] = { fine, coarse, units };
    out->decimals = 0;
    for (size_t k = 0; k < 3; k++) {
        out->n = 0;
        for (const double *at = lists[k]; *at > 0; at++)
            if (*at >= lo * (1 - 1e-9) && *at <= hi * (1 + 1e-9))
                add(out, *at);
        if (keeps_apart(out, apart))
            return;
    }
}

double ticks_ceiling(double x)
{
    static const double mantissas[] = { 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 };
    if (!(x > 0))
        return 1;
    double power = pow(10, floor(log10(x)));
    for (size_t i = 0; i < sizeof mantissas / sizeof mantissas[0]; i++)
        if (mantissas[i] * power >= x * (1 - 1e-9))
            return mantissas[i] * power;
    return 10 * power;
}

/* Every WEEKS-th Monday, counted from the first one in the span. */
static void mondays(int64_t first, int64_t last, int weeks, struct ticks *out)
{
    int64_t monday = first + (7 - when_weekday(first)) % 7;
    out->n = 0;
    for (int64_t day = monday; day <= last && out->n < TICKS_MAX; day += 7 * weeks)
        add(out, (double) day);
}

/* The first day of every MONTHS-th month of the calendar. */
static void months(int64_t first, int64_t last, int step, struct ticks *out)
{
    int year, month, day;
    when_civil(first, &year, &month, &day);
    out->n = 0;
    int64_t index = (int64_t) year * 12 + month - 1 + (day > 1);
    index = (index + step - 1) / step * step;
    for (;; index += step) {
        int64_t at = when_days((int) (index / 12), (int) (index % 12) + 1, 1);
        if (at > last || out->n == TICKS_MAX)
            return;
        add(out, (double) at);
    }
}

static void every_day(int64_t first, int64_t last, struct ticks *out)
{
    out->n = 0;
    for (int64_t day = first; day <= last; day++)
        add(out, (double) day);
}

enum ticks_unit ticks_days(int64_t first, int64_t last, int most, struct ticks *out)
{
    static const int week_steps[] = { 1, 2, 4 }, month_steps[] = { 1, 2, 3, 6, 12, 60, 120, 600 };
    const size_t longest = sizeof month_steps / sizeof *month_steps - 1;
    int64_t span = last - first + 1, limit = most < TICKS_MAX ? most : TICKS_MAX - 1;
    out->decimals = 0;
    if (span <= limit) {
        every_day(first, last, out);
        return TICKS_DAY;
    }
    for (size_t i = 0; i < 3; i++)
        if (span / (7 * week_steps[i]) < limit) {
            mondays(first, last, week_steps[i], out);
            return TICKS_WEEK;
        }
    size_t i = 0;
    months(first, last, month_steps[0], out);
    while (i < longest && out->n > (size_t) limit)
        months(first, last, month_steps[++i], out);
    return month_steps[i] < 12 ? TICKS_MONTH : TICKS_YEAR;
}
