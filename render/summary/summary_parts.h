/* summary_parts.h -- what the files of the summary share: how a finding is begun, how a number is
   said and cited, and the finders themselves, one file a question.  For summary_*.c alone. */

#ifndef DIELOG_SUMMARY_PARTS_H
#define DIELOG_SUMMARY_PARTS_H

#include "summary.h"
#include "words/number.h"

#define NAMED 3  /* parties that a limit names before it says "and n more" */
#define LISTED 3 /* names that a sentence lists before it says "and n more" */

/* Two of each weekday, before a week can be seen to come back. */
#define RHYTHM_DAYS 14

/* A new finding, whose evidence stands in the section TARGET; NULL when there are FINDINGS_MOST. */
struct finding *summary_add(struct summary *s, const char *id, const char *target);
bool summary_has(const struct summary *s, const char *id);

/* How strongly a p or a ratio speaks, where it speaks more strongly than what the finding has so far: of a p the most that it can be
   worth, 1 / (-e p ln p) (Sellke, Bayarri, Berger 2001, eq. 3); at most STRENGTH_MOST, beyond which nothing is
   stated. */
#define STRENGTH_MOST 3.
void summary_strength_p(struct finding *f, double p);
void summary_strength_log10(struct finding *f, double log10_ratio);

/* One more sentence of what cannot be told, empty: to be filled at once. */
struct sentence *summary_cannot(struct summary *s);

const char *summary_plural(double n); /* "" or "s" */
/* BEFORE, the number of those that a list did not name, AFTER; nothing where it named all.  Releases MORE. */
void summary_and_more(struct sentence *said, struct tally *more, const char *before, const char *after);
bool summary_verdict(const struct result *r, size_t row, const char *start); /* the verdict begins so */

/* What was looked at; and what cannot be told, when all else was found. */
void summary_data(struct summary *s, const struct facts *f, struct results *r);
void summary_unknown(struct summary *s, const struct facts *f, struct results *r);

/* The finders, each of one question: at most one finding each. */
typedef void summary_find(struct summary *s, const struct facts *f, struct results *r);
summary_find summary_shares, summary_answers;                  /* summary_who.c */
summary_find summary_rhythm;                                   /* summary_rhythm.c */
summary_find summary_machine;                                  /* summary_machine.c */
summary_find summary_cache;                                    /* summary_cache.c */
summary_find summary_weigh;                                    /* summary_weigh.c */
summary_find summary_zones, summary_cannot_zones;              /* summary_zone.c */
summary_find summary_mixture;                                  /* summary_mixture.c */
summary_find summary_windows, summary_cannot_windows;          /* summary_events.c */
summary_find summary_spikes, summary_changes;                  /* summary_spikes.c */
summary_find summary_silences;                                 /* summary_coverage.c */
summary_find summary_names, summary_service, summary_together;  /* summary_asked.c */

#endif
