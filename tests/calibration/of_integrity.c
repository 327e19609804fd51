/* The last digit of the stamps, and the clock's face of a busy log that ticks in seconds. */

#include "calibration.h"
#include "periods/lastdigit.h"
#include <stdlib.h>

static double digit(const struct sample *s, int64_t tick)
{
    when_t *cut = mem_alloc((s->n + 1) * sizeof *cut);
    double p;

    for (size_t i = 0; i < s->n; i++)
        cut[i] = when_floor(s->times[i], tick);
    p = lastdigit_test(cut, s->n, tick).p;
    free(cut);
    return p;
}

static double of_second(const struct sample *s)
{
    return digit(s, WHEN_SECOND);
}

static double of_4_ms(const struct sample *s)
{
    return digit(s, 4000);
}

static double minute(const struct sample *s)
{
    struct clockface c;

    clockface_init(&c, s->times, s->n, s->observed);
    return clockface_minutes(&c).p;
}

static double second(const struct sample *s)
{
    struct clockface c;

    clockface_init(&c, s->times, s->n, s->observed);
    return clockface_seconds(&c, 1).p;
}

const struct calibration calibration_integrity[] = {
    { "integrity", "last digit; 1 s", { WORLD_DIURNAL, 25, 14 }, of_second, 10000, 100 },
    { "integrity", "last digit; 1 s", { WORLD_DIURNAL | WORLD_BURSTS, 12, 14 }, of_second, 10000, 0 },
    { "integrity", "last digit; 4 ms", { WORLD_DIURNAL | WORLD_BURSTS, 12, 14 }, of_4_ms, 10000, 0 },
    { "integrity", "last digit; 1 s", { WORLD_SECONDS, 20000, 2 }, of_second, 2000, 0 },
    { "integrity", "minute; 1 s", { WORLD_SECONDS, 20000, 2 }, minute, 2000, 0 },
    { "integrity", "second; 1 s", { WORLD_SECONDS, 20000, 2 }, second, 2000, 0 },
    { 0 },
};
