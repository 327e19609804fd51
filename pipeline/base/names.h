/* names.h -- a set of byte strings, each with a number in order of arrival:
   0, 1, 2 ...  For grouping rows by a name that the log gives. */

#ifndef DIELOG_NAMES_H
#define DIELOG_NAMES_H

#include "buf.h"
#include <stdint.h>

struct names;

struct names *names_new(void);
void names_free(struct names *s);
void names_clear(struct names *s); /* forgets all; takes no longer than they took to add */
size_t names_count(const struct names *s);
size_t names_add(struct names *s, struct text name);        /* its number, new or old */
int64_t names_find(const struct names *s, struct text name); /* its number or -1 */
struct text names_at(const struct names *s, size_t number);  /* NUL terminated; valid until free */

#endif
