/* numdate.h -- stamps whose date is all digits, in the order of somebody's locale.

     6/5/2013 10:00:32 AM    month or day first: only the locale knows
     17.05.2026 21:30:15     with dots the day comes first
     2024/12/2 15:51:54      with the year first the month comes next

   Parts are of one or two digits, the year of four, or of two at the end (2000
   to 2099), the mark between them / or - or a dot; behind a blank stands h:mm:ss
   or h.mm.ss, of 24 hours or with AM or PM.  No zone is ever written. */

#ifndef DIELOG_NUMDATE_H
#define DIELOG_NUMDATE_H

#include "stamp.h"

enum numdate_order {
    NUMDATE_NONE,   /* not said; of a text: it begins with no such date */
    NUMDATE_DMY,
    NUMDATE_MDY,
    NUMDATE_EITHER, /* of a text: could be both */
    NUMDATE_CLEAR,  /* of a text: the same in both (5/5/2013, dots, year first) */
};

/* What the date at the head of T shows by itself. */
enum numdate_order numdate_shows(struct text t);

/* The last date that was read, so that the next is not read again.  Zero it at
   first, and when ORDER changes. */
struct numdate_cache {
    char text[12];
    size_t len;
    int64_t day;
};

/* Bytes read from the head of T, or 0 when it is no such stamp or there is no
   such date.  ORDER is NUMDATE_DMY, NUMDATE_MDY, or NUMDATE_NONE: then a date that
   could be EITHER is none. */
size_t numdate_scan(struct numdate_cache *c, struct text t, enum numdate_order order, struct stamp *out);

#endif
