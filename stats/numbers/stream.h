/* stream.h -- a stream of random numbers of its own for each program and series:
   seeded by hash(case seed, program, series), so that neither the order of the
   work nor parallelism changes a result.  GSL's mt19937. */

#ifndef DIELOG_STREAM_H
#define DIELOG_STREAM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

gsl_rng *stream_new(uint64_t case_seed, const char *program, const char *series); /* gsl_rng_free */

/* The Nth of many of one series, for draws that are made in any order. */
gsl_rng *stream_nth(uint64_t case_seed, const char *program, const char *series, size_t n);

#endif
