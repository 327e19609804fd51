/* heading.h -- a title that lists what was found, as far as the figure is wide: "Two zones: Bank, Clinic; 3 more".

   The lead comes first, then items with a separator between; from the first item on that has no room items are
   only counted.  The first item always stands.  The caller releases the heading, and with it the text. */

#ifndef DIELOG_HEADING_H
#define DIELOG_HEADING_H

#include "facts/facts.h"

struct heading {
    struct buf text;
    const char *between;
    double room_mm;
    size_t items, left; /* listed; only counted */
};

void heading_init(struct heading *h, const struct facts *f, double width_mm, const char *lead, const char *between);
void heading_item(struct heading *h, const char *item);
/* The whole title; to be asked once, after the last item. */
const char *heading_text(struct heading *h);
void heading_release(struct heading *h);

#endif
