/* facts.h -- what every figure and page of one case agrees on: the case's own words, its
   parties in one order with one colour and one shape each, its events by number, the
   span, and the run's id.

   Texts are made fit to be seen (label.h) and owned by the facts. */

#ifndef DIELOG_FACTS_H
#define DIELOG_FACTS_H

#include "base/err.h"
#include "base/when.h"
#include <stdint.h>

struct party {
    char *id;     /* as in the result files */
    char *name;   /* its label, or the id */
    char *zone;   /* IANA name that parties.csv states; NULL when it states none */
    double zone_h; /* hours east of UTC in the middle of the span; NaN without zone */
    double zone_h_other; /* the other offset in force within the span, or the same */
    unsigned colour; /* 0xRRGGBB */
    int shape;       /* gnuplot's point type */
    int64_t count, raw;
};

struct event {
    int number; /* 1, 2 ... in order of time */
    char *id, *name;
    when_t start, end;
};

/* A key of case.ini, for Provenance: what stands there, or what holds where nothing does; without a fallback it is named only where it
   is stated. */
struct setting {
    const char *section, *key, *means, *fallback;
    char *value;
    bool stated;
};
#define SETTINGS 17

struct facts {
    struct setting settings[SETTINGS]; /* up to the first without a key */
    char *title, *author, *question;
    bool synthetic, letter;
    bool slide; /* charts are laid out for a slide rather than for a column; off unless the caller sets it */
    char *zone_a, *zone_b; /* that the case asks about; NULL: none */
    bool holidays; /* public holidays were evidence of zones */
    bool screen;   /* every pair of client and target was looked through */
    int64_t seed;
    double bin_s, visit_gap_s;
    char *profile; /* as stated */
    struct party *parties; /* most records first; `other` last */
    size_t n_parties;
    struct event *events;
    size_t n_events;
    int64_t first_day, last_day; /* of the observed span, both included */
    when_t newest;               /* time of the newest record; without any, the end of the span */
    char run_id[13];             /* first 12 digits of the SHA-256 over inputs.csv */
};

/* Reads CASE_PATH and, in DIR, share, parties, events, observed and inputs; NULL on error. */
struct facts *facts_read(const char *case_path, const char *dir, struct err *err) MUST_USE;
void facts_free(struct facts *f);

const struct party *facts_party(const struct facts *f, const char *id);  /* or NULL */
/* The clients that nobody named, beside parties that are named. */
bool facts_is_rest(const struct facts *f, const struct party *p);
const struct event *facts_event(const struct facts *f, const char *id);  /* or NULL */
const char *facts_group_name(const struct facts *f, const char *group);  /* "All" for all */
unsigned facts_group_colour(const struct facts *f, const char *group);   /* ink for all */
int64_t facts_days(const struct facts *f);
bool facts_has_records(const struct facts *f);

#endif
