/* type.h -- the type scale: what a text is, and how it is set on paper (render/README.md).
   Lengths are points. */

#ifndef DIELOG_TYPE_H
#define DIELOG_TYPE_H

#include <stdbool.h>

#define MM (72 / 25.4)

enum type {
    TYPE_TITLE, TYPE_QUESTION, TYPE_SECTION, TYPE_HEAD, TYPE_FINDING, TYPE_BODY, TYPE_NOTE, TYPE_TABLE,
    TYPE_TABLE_HEAD, TYPE_RUNNING, TYPES,
};

struct type_style {
    double size, leading;
    bool bold;
    unsigned colour;
};

const struct type_style *type_style(enum type t);

#endif
