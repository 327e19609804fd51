/* casefile.h -- case.ini, read and checked whole before anything runs.

   Every section, key and value is looked at: what nobody knows, a number out of
   range, a dialect, zone or profile that there is not, are errors with FILE:LINE.
   dielog-case(5) says what may stand there. */

#ifndef DIELOG_CASEFILE_H
#define DIELOG_CASEFILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/ini.h"
#include "base/when.h"

struct case_interval {
    when_t start, end; /* half open */
};

/* One [input NAME].  Texts belong to the casefile. */
struct case_input {
    const char *section; /* "input ns1" */
    const char *sensor;
    const char *files; /* glob patterns, separated by blanks */
    struct case_interval *observed;
    size_t n_observed, observed_capacity;
};

struct casefile {
    char *folder;
    struct ini *ini;
    int64_t seed, bin_s, bridge_s, look_back_s;
    double visit_gap_s, max_rejects;
    double ttl_s; /* 0: none is stated */
    double expected_lo, expected_hi;    /* requests a day; NAN: none is stated */
    const char *served, *reference;     /* ids of parties, with blanks between; empty: none is stated */
    const char *propositions;           /* to be weighed, with blanks between; empty: all */
    const char *profile;
    bool holidays; /* public holidays are evidence of zones */
    bool screen;   /* every pair of client and target is looked through */
    const char *zone_a, *zone_b; /* NULL: none are stated */
    char *parties, *events; /* paths, NULL: there is none */
    struct case_input *inputs;
    size_t n;
};

/* The keys of every input that dielog-normalize reads, as they stand, beside
   format_keys; NULL ends the list. */
extern const char *const case_reading_keys[];

/* Reads FOLDER/case.ini; case_free.  Does not look at logs. */
struct casefile *case_read(const char *folder, struct err *err) MUST_USE;
void case_free(struct casefile *c);

#endif
