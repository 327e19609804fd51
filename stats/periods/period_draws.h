/* period_draws.h -- the largest H that chance makes: streams drawn under a null, each scanned as the real one is.

   The rate that is taken from a drawn stream is fitted to it, as the real stream's was: what a fit takes away of the noise
   is then missing in both.  Each draw has its own random numbers and the draws are counted in their order, so the result
   depends neither on the number of threads nor on which finished first. */

#ifndef DIELOG_PERIOD_DRAWS_H
#define DIELOG_PERIOD_DRAWS_H

#include "caches/cachemodel.h"
#include "nulls.h"
#include "spectrum.h"

#define PERIOD_COHERENCES 2
extern const int period_coherence[PERIOD_COHERENCES]; /* periods in a segment, at least */

/* What is drawn and how it is scanned; all borrowed. */
struct period_null {
    const struct nulls *diurnal;
    const struct cachemodel *cache; /* drawn of it instead, where not NULL */
    const struct observed *observed;
    double shortest_s, longest_s, resolution_s;
    int64_t gap;      /* repeats up to this are collapsed, in microseconds; negative: none are */
    uint64_t seed;
    const char *name; /* of the series */
    size_t jobs;      /* threads; 0: one a processor */
};

struct period_draws {
    bool asked;
    double *h;    /* ascending; release with free */
    size_t n;
    bool stopped; /* at the PERIOD_STOPth that reached FIRST (Besag & Clifford 1991) */
};

#define PERIOD_STOP 10

/* The spectra of one stream; SAME: the same digits on every machine (spectrum.h). */
void period_spectra_new(const struct period_null *null, bool same, struct spectrum *out[PERIOD_COHERENCES]);

/* The best peak of them, and the spectrum that it is in. */
struct peak period_spectra_best(struct spectrum *const s[PERIOD_COHERENCES], const struct spectrum **home);

/* At most MOST draws; stops early only where FIRST is not INFINITY. */
bool period_draws_make(struct period_draws *d, const struct period_null *null, size_t most, double first, struct err *err) MUST_USE;

/* How often a stream of the null has an H of at least H; NAN where none was asked for. */
double period_draws_p(const struct period_draws *d, double h);

/* What 95 in 100 stay below; NAN: too few draws, or stopped early. */
double period_draws_band(const struct period_draws *d);

#endif
