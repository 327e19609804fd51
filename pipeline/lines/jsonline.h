/* jsonline.h -- a line that is one JSON value (RFC 8259), read strictly and in one
   pass: at memory that is kept from line to line, without recursion, in time
   linear in the line.

   Strict: what the grammar does not allow is refused, and so are bytes that are
   no UTF-8 (section 8.1), a lone surrogate, and more than JSONLINE_DEPTH arrays
   and objects inside one another.  A number stays text, whatever its size.
   Where an object has a name twice the last one counts, as in most readers
   (section 4 leaves it open).

   The values of a line are one run of structs in document order.  An object is
   followed by its names and values in turn, an array by its elements:

     {"a":[1,2]}   OBJECT STRING(a) ARRAY NUMBER NUMBER

   They and their texts belong to the reader and hold until the next line. */

#ifndef DIELOG_JSONLINE_H
#define DIELOG_JSONLINE_H

#include "base/buf.h"
#include <stdint.h>

#define JSONLINE_DEPTH 64
#define JSONLINE_NAMES 48 /* most names that are asked for at once */

enum jsonline_kind {
    JSONLINE_NULL,
    JSONLINE_FALSE,
    JSONLINE_TRUE,
    JSONLINE_NUMBER,
    JSONLINE_STRING,
    JSONLINE_ARRAY,
    JSONLINE_OBJECT,
};

struct jsonline_value {
    struct text text; /* number or string, the latter between its quotes */
    uint32_t span;    /* values from this one to the next beside it, itself included */
    uint8_t kind;
    bool escaped; /* the text still holds escapes */
};

struct jsonline;

struct jsonline *jsonline_new(void);
void jsonline_free(struct jsonline *j); /* NULL is accepted */

/* The value that LINE is, or NULL and *WHY, a few words that live for ever: "no
   JSON", "JSON that is not UTF-8", "JSON nested too deeply". */
const struct jsonline_value *jsonline_read(struct jsonline *j, struct text line, const char **why);

/* The names that are asked of an object; prepared once, borrowed. */
struct jsonline_names {
    size_t n;
    struct text name[JSONLINE_NAMES];
    uint8_t slot[256]; /* by a hash of the name, open: its place and 1, or 0 */
};
void jsonline_names_init(struct jsonline_names *names, const char *const *list, size_t n);

/* Of each name the value, in the order of NAMES; NULL when the object has none or
   it is null.  Escapes in their texts are resolved.  OBJECT may be NULL or no
   object: then all are NULL. */
void jsonline_members(struct jsonline *j, const struct jsonline_value *object, const struct jsonline_names *names,
                      const struct jsonline_value **values);

/* The text of a string or number that one of the others gave; of anything else, and
   of NULL, the text whose `at` is NULL. */
struct text jsonline_text(const struct jsonline_value *v);

/* Walks the elements of an array: NULL as PREVIOUS asks for the first; NULL comes
   back behind the last.  Of what is no array, and of NULL, there are none.
   Escapes in the element's text are resolved. */
const struct jsonline_value *jsonline_element(struct jsonline *j, const struct jsonline_value *array,
                                              const struct jsonline_value *previous);

#endif
