/* tally.h -- what became of the lines of one file: kept, set aside, rejected, and
   the last two by reason.  lines = kept + set_aside + rejected, always; a kept
   line gives one record or more. */

#ifndef DIELOG_TALLY_H
#define DIELOG_TALLY_H

#include "formats.h"

#define TALLY_REASONS 32

struct tally_reason {
    const char *reason; /* lives for ever */
    bool rejected;      /* else set aside */
    int64_t lines;
};

struct tally {
    int64_t lines, kept, set_aside, rejected;
    int64_t records;
    int64_t first_reject;       /* its line, 0: none */
    struct tally_reason reasons[TALLY_REASONS]; /* ordered by reason */
    size_t n_reasons;
    const char *stranger; /* what strangers.h said of a line before the first that was kept, or NULL */
};

/* Counts one line that was kept and gave its last record. */
static inline void tally_kept(struct tally *t)
{
    t->records++;
    t->lines++;
    t->kept++;
}

/* Counts one line.  REASON is ignored for FORMAT_KEPT. */
void tally_line(struct tally *t, int64_t number, enum format_verdict verdict, const char *reason);

/* The reason why most lines were rejected, or else set aside; NULL when none was. */
const char *tally_main_reason(const struct tally *t, bool rejected);

/* False when more than SHARE of the lines were rejected, or when nothing was
   kept and EMPTY_IS_FINE is not set.  SHOWN names the file in the message. */
bool tally_check(const struct tally *t, const char *shown, double share, bool empty_is_fine, struct err *err)
    MUST_USE;

#endif
