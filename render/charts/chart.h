/* chart.h -- what the charts have in common: names, panels, axes, bands, keys.

   A chart reads the result files of a case and describes a picture (plot.h).  It
   computes no statistic; what it sums or bins is for drawing alone and said in the
   caption. */

#ifndef DIELOG_CHART_H
#define DIELOG_CHART_H

#include "base/err.h"
#include "facts/facts.h"
#include "facts/result.h"
#include "plot.h"
#include "ticks.h"
#include "words/palette.h"

/* A rectangle of the figure with ranges; y grows downward in the figure, and in data from
   y0 (bottom) to y1 (top). */
struct panel {
    double left, top, right, bottom; /* mm */
    double x0, x1, y0, y1;           /* data */
    bool log_x;
};

double panel_x(const struct panel *panel, double x); /* data to mm */
double panel_y(const struct panel *panel, double y);
void chart_panel(struct plot *p, const struct panel *panel); /* the script's next panel */

/* A figure with its heading at the top left, "synthetic" at the top right when the case is.
   The standing blocks of the scripts exist from the start. */
#define TITLE_POINTS 9
double chart_title_room(const struct facts *f, double width_mm); /* mm */
struct plot *chart_new(const struct facts *f, const char *script, double width_mm, double height_mm,
                       const char *title);
/* Says the title and draws it, where it became known after chart_new, which then took NULL. */
void chart_title(struct plot *p, const struct facts *f, const char *title);
/* Instead of a chart: the sentence that says why there is none, broken into lines where it must be. */
struct plot *chart_nothing(const struct facts *f, const char *script, const char *title,
                           const char *sentence);

void chart_rect(struct plot *p, double x0, double x1, double y0, double y1, unsigned colour);
void chart_line(struct plot *p, double x0, double y0, double x1, double y1, unsigned colour);
void chart_mark(struct plot *p, double x, double y, int shape, unsigned colour);

/* Axes: texts and hairlines in the figure's millimetres. */
void chart_hours(struct plot *p, const struct panel *panel, double baseline, double offset_h,
                 int step, unsigned colour, const char *name);
void chart_dates(struct plot *p, const struct panel *panel, double baseline, int64_t first_day);
void chart_axis_left(struct plot *p, const struct panel *panel, int most);
/* A panel whose x, or y, is log10 of seconds: hairlines with "1 min", "1 h" below, or at the left. */
void chart_durations(struct plot *p, const struct panel *panel, double baseline);
void chart_durations_left(struct plot *p, const struct panel *panel);
void chart_grid_x(struct plot *p, const struct panel *panel, double x, unsigned colour);

/* One line of marks and names, from X on; returns where it ends. */
double chart_key(struct plot *p, const struct facts *f, double x, double baseline);
double chart_text_width(const char *text, double points); /* a guess on the wide side, in mm */

/* TEXT, cut short with an ellipsis where it would be wider than WIDTH_MM. */
void chart_fit(struct buf *b, const char *text, double width_mm, double points);

/* The city of an IANA name and its offset: "New York −4". */
void chart_zone_name(struct buf *b, const char *zone, double hours);

/* Parties that have a panel of their own: those with a colour, at most MOST. */
size_t chart_panels(const struct facts *f, size_t most);

/* The groups that RESULT has rows of, at most MOST: `all` first, then the parties in their order but `other`. */
size_t chart_groups(const struct facts *f, const struct result *r, const char **groups, size_t most);
/* The row of measures.csv that holds this measure of the group; past the last where there is none. */
size_t chart_measure(const struct result *measures, const char *group, const char *measure);
/* The group's name above PANEL, left, and TEXT right of it at the panel's end. */
void chart_head(struct plot *p, const struct facts *f, const struct panel *panel, const char *group, const char *text);
/* "n = 2 672 visits" */
void chart_n(struct buf *b, double n, const char *what);
/* The group's name, short enough to stand in a title. */
void chart_title_name(struct buf *b, const struct facts *f, const char *group);

/* The events as numbers above PANEL (dates on its x axis), kept apart, with a tick below where each begins; room for a head
   is left where PANEL begins EVENTS_HEAD_MM above the panel that is drawn. */
#define EVENTS_HEAD_MM 3.4
void chart_events_above(struct plot *p, const struct facts *f, const struct panel *panel);
/* A hairline in PANEL where each begins. */
void chart_events_through(struct plot *p, const struct facts *f, const struct panel *panel);
/* The windows of the events shaded in a panel whose x is days from the first day. */
void chart_windows(struct plot *p, const struct facts *f, const struct panel *panel);
/* "Events: 1 Debate night, 2 ..." for a caption; nothing without events. */
void chart_events_said(struct buf *b, const struct facts *f);

/* Where N numbers APART apart do not fit in ROOM: every how many-th of them does. */
size_t chart_numbered(size_t n, double apart, double room);

/* Keeps positions AT (sorted) at least APART apart within [lo, hi], moving each as little
   as a forward and a backward pass allow. */
void chart_spread(double *at, size_t n, double apart, double lo, double hi);

/* Weekends shaded in a panel whose x is days from the first day. */
void chart_weekends(struct plot *p, const struct facts *f, const struct panel *panel);

unsigned chart_ramp(double x); /* 0 to 1, light to dark blue; even in lightness */

#endif
