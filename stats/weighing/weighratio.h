/* weighratio.h -- how many times more probable the visits are under one proposition than under another, and how much of that may be said.

   Each block of time gives the difference of two log likelihoods, each of a model fitted without that block; the ratio is their sum (a pseudo Bayes
   factor: Geisser & Eddy 1979).  Its interval is that of sums over blocks drawn with replacement (block bootstrap, 95 %, Kuensch 1989).

   What is stated is the end of the interval that is nearer to no support; none where the interval holds that.  It is capped, and the
   cap that bites is named:

       blocks      2 to the number of blocks: were both propositions alike, all of n blocks would lean to the same side once in 2^(n-1)
       fit         10, where the better of the two does not fit by itself: what fits nothing well may not win by much
       calibrated  WEIGHRATIO_CALIBRATED: errors rarer than that were never counted (METHODS.md) */

#ifndef DIELOG_WEIGHRATIO_H
#define DIELOG_WEIGHRATIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEIGHRATIO_CALIBRATED 3. /* log10 */
#define WEIGHRATIO_POOR 1.       /* log10: the cap where the better one does not fit */

enum weighratio_cap { WEIGHRATIO_FREE, WEIGHRATIO_BLOCKS, WEIGHRATIO_FIT, WEIGHRATIO_CALIBRATION };

/* log10 */
struct weighratio {
    double log10, lo, hi, stated;
    enum weighratio_cap cap;
    size_t blocks, in_favour; /* blocks that count; those that lean to the first */
};

/* How one proposition does. */
struct weighscore {
    const double *block; /* natural log likelihoods by block */
    double fixed;        /* what is known of the whole and not by block: names, zones, the price of a search */
    bool poor;           /* does it not fit by itself (weighmisfit.h)? */
};

/* VISITS: of each of N blocks; one without any counts, but not for the cap.  Deterministic in SEED. */
struct weighratio weighratio_of(const struct weighscore *a, const struct weighscore *b, const size_t *visits, size_t n,
                                uint64_t seed);

const char *weighratio_cap_name(enum weighratio_cap cap); /* "", "blocks", "fit", "calibration" */

#endif
