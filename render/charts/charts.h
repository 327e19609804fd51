/* charts.h -- the charts, one a file.  Each reads DIR and describes its picture; the caller
   frees it; NULL on error.  A case with nothing to draw gives a plot that is empty
   (plot_is_empty) and says why. */

#ifndef DIELOG_CHARTS_H
#define DIELOG_CHARTS_H

#include "base/err.h"
#include "facts/facts.h"
#include "plot.h"

typedef struct plot *chart_make(const struct facts *f, const char *dir, struct err *err);

chart_make chart_front;           /* hour by date, a party a strip: the picture of page 1 */
chart_make chart_raster;          /* every record, hour by date */
chart_make chart_week;            /* hour of week, a party a panel */
chart_make chart_daily;           /* counts a day, a party a panel */
chart_make chart_share;           /* shares with intervals */
chart_make chart_autocorrelation; /* with bands, a group a row */
chart_make chart_period;          /* H by period, with both nulls */
chart_make chart_fold;            /* visits by phase of the periods found */
chart_make chart_gaps;            /* gaps between visits, and the time map */
chart_make chart_parts;           /* a machine's visits and the rest, cumulated */
chart_make chart_passed;          /* what passed a cache and the rest, cumulated */
chart_make chart_clock;           /* the day in each half month, and rules of clock changes */
chart_make chart_zone;            /* profile, working hours, posterior */
chart_make chart_mixture;         /* one zone or two, stated zones, shares by month */
chart_make chart_weigh;           /* what may have made the visits, each proposition against the best */
chart_make chart_window;          /* rate ratios of the event windows */
chart_make chart_epoch;           /* the events laid over one another */
chart_make chart_spike;           /* spikes and quiet times, by who made them */
chart_make chart_change;          /* levels and when they changed */
chart_make chart_answers;         /* who is answered and denied, by day */
chart_make chart_together;        /* coincidences of pairs by distance */
chart_make chart_coverage;        /* sensors and parties: observed, silent */

const char *chart_name(size_t i);   /* of the Ith chart; NULL past the last */
const char *chart_tables(size_t i); /* the result tables that it shows, with blanks between */
chart_make *chart_find(const char *name); /* NULL when there is none of that name */

#endif
