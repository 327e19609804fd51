/* service.c -- see service.h. */

#include "service.h"

#include "base/err.h"
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#define ENOUGH_DRAWN 10 /* draws as large as the data, after which p is known well enough */
#define CAP 1e6

static bool is_code(struct text t, char first)
{
    return t.len == 3 && t.at[0] == first && t.at[1] >= '0' && t.at[1] <= '9' && t.at[2] >= '0' && t.at[2] <= '9';
}

enum answer service_answer(struct text status)
{
    static const struct {
        const char *text;
        enum answer answer;
    } table[] = {
        { "NOERROR", ANSWER_GIVEN },  { "NXDOMAIN", ANSWER_GIVEN }, { "404", ANSWER_GIVEN },    { "410", ANSWER_GIVEN },
        { "accepted", ANSWER_GIVEN }, { "REFUSED", ANSWER_DENIED }, { "NOTAUTH", ANSWER_DENIED }, { "401", ANSWER_DENIED },
        { "403", ANSWER_DENIED },     { "407", ANSWER_DENIED },     { "429", ANSWER_DENIED },   { "denied", ANSWER_DENIED },
        { "failed", ANSWER_DENIED },  { "invalid user", ANSWER_DENIED },
    };

    if (status.len == 0)
        return ANSWER_UNSAID;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strlen(table[i].text) == status.len && strncasecmp(table[i].text, status.at, status.len) == 0)
            return table[i].answer;
    }
    return is_code(status, '1') || is_code(status, '2') || is_code(status, '3') ? ANSWER_GIVEN : ANSWER_OTHER;
}

static double entropy_part(double a, double d)
{
    double n = a + d;

    return (a > 0 ? a * log(a / n) : 0) + (d > 0 ? d * log(d / n) : 0);
}

/* The largest G and where the days after it begin. */
static double largest(const struct service_day *days, size_t n, double a, double d, size_t *cut)
{
    double most = 0, left_a = 0, left_d = 0;

    for (size_t i = 0; i + SERVICE_SIDE < n; i++) {
        double g;

        left_a += days[i].answered;
        left_d += days[i].denied;
        if (i + 1 < SERVICE_SIDE)
            continue;
        g = 2 * (entropy_part(left_a, left_d) + entropy_part(a - left_a, d - left_d) - entropy_part(a, d));
        if (g > most) {
            most = g;
            *cut = i + 1;
        }
    }
    return most;
}

static void shuffle(struct service_day *days, size_t n, gsl_rng *rng)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = gsl_rng_uniform_int(rng, i);
        struct service_day keep = days[i - 1];

        days[i - 1] = days[k];
        days[k] = keep;
    }
}

/* Drawing ends at the tenth order as large (Besag & Clifford 1991). */
static double p_of(const struct service_day *days, size_t n, double a, double d, double seen, gsl_rng *rng)
{
    struct service_day *drawn = memcpy(mem_alloc(n * sizeof *drawn), days, n * sizeof *drawn);
    double as_large = 0, p = NAN;
    size_t cut;

    for (int k = 1; k <= SERVICE_DRAWS && isnan(p); k++) {
        shuffle(drawn, n, rng);
        as_large += largest(drawn, n, a, d, &cut) >= seen * (1 - 1e-12);
        p = as_large >= ENOUGH_DRAWN ? as_large / k : NAN;
    }
    free(drawn);
    return isnan(p) ? (1 + as_large) / (1 + SERVICE_DRAWS) : p;
}

struct service_change service_change(const struct service_day *days, size_t n, gsl_rng *rng)
{
    struct service_change c = { 0, NAN, NAN, NAN };
    double a = 0, d = 0, seen, left_a = 0, left_d = 0;
    size_t cut = 0;

    for (size_t i = 0; i < n; i++) {
        a += days[i].answered;
        d += days[i].denied;
    }
    if (n < 2 * SERVICE_SIDE || a == 0 || d == 0)
        return c;
    seen = largest(days, n, a, d, &cut);
    if (cut == 0)
        return c;
    for (size_t i = 0; i < cut; i++) {
        left_a += days[i].answered;
        left_d += days[i].denied;
    }
    return (struct service_change){ days[cut].day, left_a / (left_a + left_d), (a - left_a) / (a - left_a + d - left_d),
                                    p_of(days, n, a, d, seen, rng) };
}

double service_closed(double served_answered, double served_denied, double answered, double denied)
{
    double closed, open;

    if (served_answered + served_denied == 0 || answered + denied == 0)
        return NAN;
    closed = gsl_sf_lnbeta(9 + denied, 1 + answered) - gsl_sf_lnbeta(9, 1);
    open = gsl_sf_lnbeta(1 + served_denied + denied, 1 + served_answered + answered)
           - gsl_sf_lnbeta(1 + served_denied, 1 + served_answered);
    return fmin(CAP, fmax(1 / CAP, exp(closed - open)));
}
