/* driver.h -- who answers the layout: cairo for the report, text for the tests.

   The page engine asks how many lines a text takes in a width and how wide it is,
   and then says what stands where.  All lengths are points (1/72 inch), y downward from the
   page's top.  A text's lines are LEADING apart whatever fonts they need, so a
   paragraph's height is its number of lines. */

#ifndef DIELOG_DRIVER_H
#define DIELOG_DRIVER_H

#include "base/err.h"
#include "words/rich.h"
#include "words/type.h"

enum align { ALIGN_LEFT, ALIGN_RIGHT };

struct driver;

struct driver_class {
    size_t (*lines)(struct driver *d, enum type t, const struct rich *text, double width);
    double (*width)(struct driver *d, enum type t, const struct rich *text);
    /* A picture's size; false when it cannot be read. */
    bool (*figure_size)(struct driver *d, const char *path, double *width, double *height, struct err *err);

    void (*page)(struct driver *d, double width, double height); /* begins the next page */
    /* Lines FROM to TO (not included) of TEXT as set in WIDTH; Y is the top of the first. */
    void (*text)(struct driver *d, enum type t, const struct rich *text, double x, double y, double width,
                 enum align align, size_t from, size_t to);
    void (*rect)(struct driver *d, double x, double y, double width, double height, unsigned colour);
    void (*dot)(struct driver *d, double x, double y, double radius, unsigned colour);
    bool (*figure)(struct driver *d, const char *path, double x, double y, struct err *err);

    /* Structure: TAG is "Document", "Sect", "H1" to "H3", "P", "Note", "Caption", "Table", "TR", "TH", "TD", "Figure" or "Link"; a link has a
       target, a named place or a web address, and stands within another tag.  begin and end nest; "Document" and "Sect" go on over
       pages.  What is drawn within no other tag is no part of what is read (a running head). */
    void (*begin)(struct driver *d, const char *tag, const char *target);
    void (*end)(struct driver *d, const char *tag);
    void (*target)(struct driver *d, const char *name, double x, double y); /* named place on this page */
    void (*bookmark)(struct driver *d, const char *title, const char *target);
};

struct driver {
    const struct driver_class *class;
};

#endif
