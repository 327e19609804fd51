/* The last digit of the stamps. */

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

const struct calibration calibration_integrity[] = {
    { "integrity", "last digit; 1 s", { WORLD_DIURNAL, 25, 14 }, of_second, 10000, 100 },
    { "integrity", "last digit; 1 s", { WORLD_DIURNAL | WORLD_BURSTS, 12, 14 }, of_second, 10000, 0 },
    { "integrity", "last digit; 4 ms", { WORLD_DIURNAL | WORLD_BURSTS, 12, 14 }, of_4_ms, 10000, 0 },
    { 0 },
};
