/* twoparts.h -- the picture of visits in two parts, both cumulated against the date: a panel a group.  chart_parts.c and
   chart_passed.c say of which tables, in which words. */

#ifndef DIELOG_TWOPARTS_H
#define DIELOG_TWOPARTS_H

#include "chart.h"

#define TWOPARTS_MOST 4 /* panels */

struct twoparts {
    const char *share, *period; /* columns of the verdicts: the periodic part's, and the time that makes it so */
    const char *title, *nothing_title, *nothing, *own, *rest, *head, *caption;
};

/* ROWS of VERDICTS, the first TWOPARTS_MOST of N; PARTS has group,date,periodic,aperiodic.  CLIENTS (share_client.csv)
   where the groups are clients, which wear the colour of their party; else NULL. */
struct plot *twoparts_draw(const struct twoparts *words, const struct facts *f, struct result *parts, struct result *verdicts,
                           struct result *clients, const size_t *rows, size_t n);

#endif
