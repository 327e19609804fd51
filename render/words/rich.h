/* rich.h -- a paragraph's text with looks: runs that are bold, light or slanted.
   Words in a script that is written from right to left are isolated (label_isolate).
   No markup anywhere: what is added is text, whatever it holds.  Added text must be fit to
   be seen already (label.h) or come from the program itself. */

#ifndef DIELOG_RICH_H
#define DIELOG_RICH_H

#include "base/buf.h"
#include <stdbool.h>

enum rich_look { RICH_PLAIN = 0, RICH_BOLD = 1, RICH_LIGHT = 2, RICH_ITALIC = 4, RICH_LINK = 8, RICH_FINE = 16 /* small */ };

struct rich_run {
    size_t from, to; /* bytes of the text */
    unsigned look;
};

struct rich {
    struct buf text;
    struct rich_run *runs; /* in order, without overlap; plain text has none */
    size_t n_runs;
};

#define RICH_INIT { BUF_INIT, NULL, 0 }

void rich_release(struct rich *r);
void rich_add(struct rich *r, unsigned look, const char *text);
void rich_add_format(struct rich *r, unsigned look, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const char *rich_text(const struct rich *r); /* "" when nothing was added */
/* The address that R is, where it is nothing but one RICH_LINK run (rich_of) and that a web address; else NULL. */
const char *rich_address(const struct rich *r);
bool rich_is_address(const char *text); /* http or https, of the characters of RFC 3986 but the quotation mark */
void rich_words(const struct rich *r, struct buf *b); /* appends the text without isolates: for data */
struct rich rich_move(struct rich *r);       /* takes the content; *r is empty */
void rich_copy(struct rich *to, const struct rich *from); /* *to is empty before */
struct rich rich_of(unsigned look, const char *text);
/* Puts TO for each FROM, neither empty; FROM stands within one run or outside all. */
void rich_replace(struct rich *r, const char *from, const char *to);

#endif
