/* sentence.h -- a sentence of the summary, in which every number says where it stands.

   Words are added to the text as to any rich text; a number is said by one of the functions below, which write it as a
   reader sees it and keep, as evidence, the cell that it came from and the characters that it became.  So a sentence
   without the shown texts of its evidence holds no digit but those of names and of parameters that the
   program states (tests/findings.pl holds it to that). */

#ifndef DIELOG_SENTENCE_H
#define DIELOG_SENTENCE_H

#include "facts/result.h"
#include "words/evidence.h"
#include "words/rich.h"

struct sentence {
    struct rich text;
    struct evidence *evidence;
    size_t n_evidence;
};

/* How a cell is said. */
enum said_as {
    AS_COUNT,       /* 1 463 */
    AS_DIGITS_2, AS_DIGITS_3, /* so many significant digits */
    AS_DECIMALS_3,
    AS_PERCENT,     /* a fraction: 79.3 % */
    AS_PERCENT_1, AS_PERCENT_2, /* so many decimals, and no sign: an end of an interval */
    AS_LEVEL,       /* a fraction that may be estimated below 0, as a per cent that is not */
    AS_P, AS_P_BARE,
    AS_RATIO, AS_INVERSE, AS_POWER, /* a likelihood ratio; that of the other side; one that stands as its log10 */
    AS_PERIOD, AS_DURATION, AS_OFFSET,
    AS_MOMENT, AS_DAY, AS_DAY_MONTH, AS_LAST_DAY, AS_HOUR, AS_LAST_HOUR, /* of a time; LAST: the day or hour that ends with it */
    AS_WORDS,       /* a text from outside, cut where it is long */
    AS_TEXT,        /* a text that a program of ours wrote, whole */
};

void sentence_release(struct sentence *s);

/* The cell, said, or nothing where it is empty or absent; its value (NaN of times and words). */
double sentence_cell(struct sentence *s, unsigned look, struct result *r, size_t row, const char *column, enum said_as as);

/* The words of a cell behind START, which it begins with. */
void sentence_rest(struct sentence *s, unsigned look, struct result *r, size_t row, const char *column, const char *start);

/* " (76.2–82.4 %)": a share's interval, where there is one.  What was said, until more is: for a brief that says it, too. */
const char *sentence_interval(struct sentence *s, unsigned look, struct result *r, size_t row, const char *lo, const char *hi);

/* "2.17–6.57", "−3 to 5". */
void sentence_range(struct sentence *s, unsigned look, struct result *r, size_t row, const char *lo, const char *hi, enum said_as as);

/* How many rows the table has; how many different values its column, how many cells of it hold one; what the column adds up to. */
size_t sentence_rows(struct sentence *s, unsigned look, struct result *r);
size_t sentence_kinds(struct sentence *s, unsigned look, const struct result *r, const char *column);
size_t sentence_filled(struct sentence *s, unsigned look, const struct result *r, const char *column);
double sentence_sum(struct sentence *s, unsigned look, struct result *r, const char *column);

/* A count that was made as DIR/FILE.csv was read, of COLUMN ("": of rows); AS says of what, so that whoever has the file can count again.
   The three live as long as the sentence. */
void sentence_counted(struct sentence *s, unsigned look, const char *file, const char *column, const char *as, size_t n);

/* Rows of one table that are counted: the number said is that of the lines that are kept as evidence. */
struct tally {
    const struct result *of;
    struct buf lines;
    size_t n;
};

void tally_add(struct tally *t, const struct result *r, size_t row);
void tally_release(struct tally *t);
void sentence_tally(struct sentence *s, unsigned look, struct tally *t); /* and releases it; says nothing of no table */

#endif
