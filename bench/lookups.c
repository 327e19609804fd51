/* lookups.c -- `lookups N DAYS CLIENTS DAY` writes one day (from 0) of a BIND query log of N lookups in DAYS days by
   CLIENTS clients to standard output, some 300 MB/s: what bench/scale.sh reads.

   Each day has N / DAYS of them (within one); of these each hour has its share, most by day and few on weekends, at times
   that are uniform in the hour.  Half of them come from all clients alike, half by Zipf's law, as names do.  Client i is
   10.<64 (i mod 4) + i / 65536>.<i / 256 mod 256>.<i mod 256>, so that four parties are four prefixes.  A day draws from a
   stream of its own. */

#include "base/hash.h"
#include "base/num.h"
#include "base/when.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_DAY 16925 /* 2016-05-04 */
#define HOURS 24
#define NAMES 1000

struct made {
    int64_t lookups, days, clients, day;
    uint64_t state;
};

/* Steele, Lea and Flood 2014, SplitMix64; in (0, 1). */
static double uniform(struct made *m)
{
    uint64_t z = m->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return ((double) ((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}

/* 0 to N - 1, by Zipf's law (continuous: the logarithm is uniform). */
static int64_t zipf(struct made *m, int64_t n) { return (int64_t) pow((double) n + 1, uniform(m)) - 1; }

static int64_t client(struct made *m)
{
    return uniform(m) < 0.5 ? (int64_t) (uniform(m) * (double) m->clients) : zipf(m, m->clients);
}

static void write_line(struct made *m, const char *date, double second)
{
    static const char *const types[] = { "A", "A", "A", "A", "AAAA", "AAAA", "HTTPS", "MX" };
    int ms = (int) (second * 1000), s = ms / 1000;
    int64_t c = client(m), name = zipf(m, NAMES);
    printf("%s %02d:%02d:%02d.%03d client @0x7f299d470098 10.%d.%d.%d#%d (host%d.example.com): query: host%d.example.com IN %s +E(0)K (203.0.113.1)\n",
           date, s / 3600, s / 60 % 60, s % 60, ms % 1000, (int) (64 * (c % 4) + c / 65536), (int) (c / 256 % 256), (int) (c % 256),
           (int) (1024 + 60000 * uniform(m)), (int) name, (int) name, types[(int) (8 * uniform(m))]);
}

/* N times in the hour, in order: each is the least of those that remain. */
static void write_hour(struct made *m, const char *date, int hour, int64_t n)
{
    double at = 0;
    for (int64_t left = n; left > 0; left--) {
        at += (1 - at) * (1 - pow(uniform(m), 1 / (double) left));
        write_line(m, date, 3600 * (hour + at));
    }
}

static double weight(int64_t day, int hour)
{
    bool weekend = (day + 3) % 7 >= 5; /* 1970-01-01 was a Thursday */
    return hour >= 7 && hour < 16 && !weekend ? 4 : 1;
}

static void write_day(struct made *m)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char iso[WHEN_TEXT + 1], date[12];
    int64_t day = FIRST_DAY + m->day, n = m->lookups * (m->day + 1) / m->days - m->lookups * m->day / m->days, done = 0;
    double all = 0, sum = 0;
    when_write(day * WHEN_DAY, iso);
    snprintf(date, sizeof date, "%.2s-%.3s-%.4s", iso + 8, months + 3 * ((iso[5] - '0') * 10 + iso[6] - '0' - 1), iso);
    for (int hour = 0; hour < HOURS; hour++)
        all += weight(day, hour);
    for (int hour = 0; hour < HOURS; hour++) {
        sum += weight(day, hour);
        int64_t until = hour + 1 < HOURS ? (int64_t) ((double) n * sum / all) : n;
        write_hour(m, date, hour, until - done);
        done = until;
    }
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct made m;
    bool good = argc == 5 && num_int(text_of(argv[1]), 1, INT64_C(1) << 40, &m.lookups, &err) && num_int(text_of(argv[2]), 1, 100000, &m.days, &err) &&
                num_int(text_of(argv[3]), 1, INT64_C(1) << 22, &m.clients, &err) && num_int(text_of(argv[4]), 0, m.days - 1, &m.day, &err);
    if (!good) {
        fputs("lookups: expected how many lookups, days and clients, and which day from 0\n", stderr);
        return 2;
    }
    m.state = hash_seed((uint64_t) m.day, "lookups", "");
    write_day(&m);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
