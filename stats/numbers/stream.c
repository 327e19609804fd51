#include "stream.h"

#include "base/err.h"
#include "base/hash.h"
#include <stdio.h>

/* Built by hand on mem_*, as gsl_rng_alloc does it on malloc: gsl_rng_free fits. */
static gsl_rng *seeded(uint64_t seed)
{
    gsl_rng *r = mem_alloc(sizeof *r);
    r->type = gsl_rng_mt19937;
    r->state = mem_zero(r->type->size);
    gsl_rng_set(r, (unsigned long)((seed >> 32 ^ seed) & UINT32_MAX)); /* it takes 32 bits */
    return r;
}

gsl_rng *stream_new(uint64_t case_seed, const char *program, const char *series)
{
    return seeded(hash_seed(case_seed, program, series));
}

gsl_rng *stream_nth(uint64_t case_seed, const char *program, const char *series, size_t n)
{
    char number[24];

    snprintf(number, sizeof number, "%zu", n);
    return seeded(hash_seed(hash_seed(case_seed, program, series), program, number));
}
