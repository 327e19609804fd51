/* zscan.c -- see zscan.h. */

#include "zscan.h"

#include <math.h>
#include <string.h>

#define EVENTS 256  /* a block: their state stays in the first cache */
#define AFRESH 1024 /* frequencies after which the phases are computed anew */
#define LANES 2

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

/* Phases of a block of events and what turns them to the next frequency. */
struct wheel {
    lanes c[EVENTS / LANES], s[EVENTS / LANES], turn_c[EVENTS / LANES], turn_s[EVENTS / LANES];
};

/* Sums over a block: of cosines, sines, squared cosines, cosine times sine. */
struct sums4 {
    double c, s, cc, cs;
};

static double angle(double f, double t)
{
    double cycles = f * t;

    return 2 * M_PI * (cycles - floor(cycles));
}

/* Places beyond N hold zeros and add nothing. */
static void set_wheel(struct wheel *w, const double *t, size_t n, double f, double df)
{
    memset(w, 0, sizeof *w);
    for (size_t j = 0; j < n; j++) {
        double at = angle(f, t[j]), turn = angle(df, t[j]);

        w->c[j / LANES][j % LANES] = cos(at);
        w->s[j / LANES][j % LANES] = sin(at);
        w->turn_c[j / LANES][j % LANES] = cos(turn);
        w->turn_s[j / LANES][j % LANES] = sin(turn);
    }
}

static double across(lanes x)
{
    double sum = 0;

    for (int i = 0; i < LANES; i++)
        sum += x[i];
    return sum;
}

static struct sums4 turn_two(struct wheel *w, size_t groups)
{
    lanes c1 = { 0 }, s1 = { 0 }, cc = { 0 }, cs = { 0 };

    for (size_t g = 0; g < groups; g++) {
        lanes c = w->c[g], s = w->s[g];

        c1 += c;
        s1 += s;
        cc += c * c;
        cs += c * s;
        w->c[g] = c * w->turn_c[g] - s * w->turn_s[g];
        w->s[g] = s * w->turn_c[g] + c * w->turn_s[g];
    }
    return (struct sums4){ across(c1), across(s1), across(cc), across(cs) };
}

static struct sums4 turn_one(struct wheel *w, size_t groups)
{
    lanes c1 = { 0 }, s1 = { 0 };

    for (size_t g = 0; g < groups; g++) {
        lanes c = w->c[g], s = w->s[g];

        c1 += c;
        s1 += s;
        w->c[g] = c * w->turn_c[g] - s * w->turn_s[g];
        w->s[g] = s * w->turn_c[g] + c * w->turn_s[g];
    }
    return (struct sums4){ across(c1), across(s1), 0, 0 };
}

static double z2_of(const struct sums4 *a, size_t n, int m)
{
    double c2 = 2 * a->cc - (double)n, s2 = 2 * a->cs;
    double power = a->c * a->c + a->s * a->s + (m > 1 ? c2 * c2 + s2 * s2 : 0);

    return 2 / (double)n * power;
}

void zscan_z2(const double *t, size_t n, double f0, double df, size_t count, int m, double *z2)
{
    struct sums4 total[AFRESH];
    struct wheel w;

    for (size_t from = 0; from < count; from += AFRESH) {
        size_t some = count - from < AFRESH ? count - from : AFRESH;

        memset(total, 0, sizeof total);
        for (size_t j = 0; j < n; j += EVENTS) {
            size_t events = n - j < EVENTS ? n - j : EVENTS, groups = (events + LANES - 1) / LANES;

            set_wheel(&w, t + j, events, f0 + (double)from * df, df);
            for (size_t i = 0; i < some; i++) {
                struct sums4 a = m > 1 ? turn_two(&w, groups) : turn_one(&w, groups);

                total[i].c += a.c;
                total[i].s += a.s;
                total[i].cc += a.cc;
                total[i].cs += a.cs;
            }
        }
        for (size_t i = 0; i < some; i++)
            z2[from + i] = n > 0 ? z2_of(&total[i], n, m) : NAN;
    }
}

struct hstat zscan_h(const double *t, size_t n, double f)
{
    double c[ZSCAN_HARMONICS] = { 0 }, s[ZSCAN_HARMONICS] = { 0 }, z2 = 0;
    struct hstat r = { .h = n > 0 ? -INFINITY : NAN, .m = 1 };

    for (size_t j = 0; j < n; j++) {
        double at = angle(f, t[j]), c1 = cos(at), s1 = sin(at), ck = 1, sk = 0;

        for (int k = 0; k < ZSCAN_HARMONICS; k++) {
            double next = ck * c1 - sk * s1;

            sk = sk * c1 + ck * s1;
            ck = next;
            c[k] += ck;
            s[k] += sk;
        }
    }
    for (int k = 0; k < ZSCAN_HARMONICS; k++) {
        z2 += 2 / (double)n * (c[k] * c[k] + s[k] * s[k]);
        r.z2[k] = z2;
        if (z2 - 4 * k > r.h) {
            r.h = z2 - 4 * k;
            r.m = k + 1;
        }
    }
    return r;
}

double zscan_h_p(double h)
{
    return exp(-.398405 * fmax(h, 0));
}

static void peaks_note(struct zpeak *out, size_t cells, double place, double f, double z2)
{
    struct zpeak *cell = &out[place <= 0 ? 0 : place >= (double)cells ? cells - 1 : (size_t)place];

    if (z2 > cell->z2) {
        cell->f = f;
        cell->z2 = z2;
    }
}

static size_t peaks_finish(struct zpeak *out, size_t cells, const double *t, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < cells; i++) {
        if (out[i].z2 < 0)
            continue;
        out[kept] = out[i];
        out[kept].h = zscan_h(t, n, out[i].f);
        kept++;
    }
    return kept;
}

size_t zscan_peaks(const double *t, size_t n, double f0, double f1, double df, size_t cells, struct zpeak *out)
{
    size_t count = (size_t)((f1 - f0) / df) + 1;
    double z2[AFRESH];

    for (size_t i = 0; i < cells; i++)
        out[i].z2 = -1;
    for (size_t from = 0; from < count; from += AFRESH) {
        size_t some = count - from < AFRESH ? count - from : AFRESH;

        zscan_z2(t, n, f0 + (double)from * df, df, some, 2, z2);
        for (size_t i = 0; i < some; i++) {
            double f = f0 + (double)(from + i) * df;

            peaks_note(out, cells, log(f / f0) / log(f1 / f0) * (double)cells, f, z2[i]);
        }
    }
    return peaks_finish(out, cells, t, n);
}
