/* chart_daily.c -- records a day: small multiples on one scale, events numbered on top. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define BELOW_MM 6.0 /* of a panel, to the next */
#define PANELS 6
#define DAY_S 86400.0

static size_t panel_of(const struct facts *f, const char *id, size_t panels)
{
    const struct party *party = facts_party(f, id);
    size_t k = party == NULL ? panels : (size_t) (party - f->parties);
    return k < panels ? k : panels;
}

static double highest(struct result *r, const struct facts *f, size_t panels)
{
    double top = 0;
    for (size_t i = 0; i < result_rows(r); i++)
        if (result_is(r, i, "kind", "party") && panel_of(f, result_text(r, i, "series"), panels) < panels)
            top = fmax(top, result_number(r, i, "count"));
    return top;
}

/* Days with less than 23 observed hours; their bars are pale. */
static void mark_partial(struct result *r, const struct facts *f, bool *partial)
{
    for (size_t i = 0; i < result_rows(r); i++) {
        int64_t day = when_day_of(result_when(r, i, "start")) - f->first_day;
        if (result_is(r, i, "kind", "all") && day >= 0 && day < facts_days(f))
            partial[day] = result_number(r, i, "exposure_s") < DAY_S * 23 / 24;
    }
}

static void draw_bars(struct plot *p, struct result *r, const struct facts *f, size_t panels,
                      const bool *partial)
{
    for (size_t i = 0; i < result_rows(r); i++) {
        size_t k = panel_of(f, result_text(r, i, "series"), panels);
        int64_t day = when_day_of(result_when(r, i, "start")) - f->first_day;
        if (k == panels || !result_is(r, i, "kind", "party") || day < 0 || day >= facts_days(f))
            continue;
        unsigned colour = palette_tint(f->parties[k].colour, partial[day] ? .45 : 1);
        PLOT_ROW(p, "bars", (double) day + .1, (double) day + .9, 0, result_number(r, i, "count"), colour,
                 (double) (k + 1));
    }
}

static void draw_panels(struct plot *p, const struct facts *f, size_t panels, double top, const struct grid *grid)
{
    for (size_t i = 0; i < panels; i++) {
        struct panel panel = { .left = 10, .right = PLOT_WIDE_MM, .x1 = (double) facts_days(f), .y1 = top };
        panel.top = grid_top(grid, i);
        panel.bottom = panel.top + grid->row_mm - BELOW_MM;
        chart_panel(p, &panel);
        chart_weekends(p, f, &panel);
        chart_windows(p, f, &panel);
        chart_events_through(p, f, &panel);
        chart_axis_left(p, &panel, 3);
        struct buf n = BUF_INIT;
        buf_add_text(&n, i == 0 ? "records a day, UTC; " : "");
        chart_n(&n, (double) f->parties[i].count, "record");
        chart_head(p, f, &panel, f->parties[i].id, n.at);
        buf_release(&n);
        if (i == 0) {
            struct panel above = panel;
            above.top = panel.top - EVENTS_HEAD_MM;
            chart_events_above(p, f, &above);
        }
        if (i + 1 == panels)
            chart_dates(p, &panel, panel.bottom + 3.4, f->first_day);
    }
}

static void say(struct plot *p, const struct facts *f, size_t panels)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Records a day (UTC), repeats resolved, on one scale. Saturdays and Sundays are shaded grey, declared windows yellow; "
                     "a pale bar is a day that was observed in part.");
    if (panels < f->n_parties)
        buf_add_format(&b, " The %zu parties with the most records are shown; %zu more are not.", panels,
                       f->n_parties - panels);
    chart_events_said(&b, f);
    plot_say(p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

/* "Records a day: most on 4 August, 65": of the whole case. */
static void title_of(struct buf *b, struct result *r)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < result_rows(r); i++)
        if (result_is(r, i, "kind", "all") && (best == SIZE_MAX || result_number(r, i, "count") > result_number(r, best, "count")))
            best = i;
    buf_add_text(b, "Records a day");
    if (best == SIZE_MAX)
        return;
    buf_add_text(b, ": most on ");
    number_day_month(b, when_day_of(result_when(r, best, "start")));
    buf_add_text(b, ", ");
    number_count(b, (int64_t) result_number(r, best, "count"));
}

struct plot *chart_daily(const struct facts *f, const char *dir, struct err *err)
{
    struct buf title = BUF_INIT;
    struct result *r = result_read(dir, "daily", "kind", "client", err);
    if (r == NULL)
        return NULL;
    title_of(&title, r);
    size_t panels = chart_panels(f, PANELS);
    double top = highest(r, f, panels);
    struct plot *p = NULL;
    if (top <= 0) {
        p = chart_nothing(f, "daily", title.at, "There are no records to draw.");
    } else if (facts_days(f) < 2) {
        p = chart_nothing(f, "daily", title.at, "All records lie within one day: there are no days to compare.");
    } else {
        const struct grid_wish wish = { PLOT_WIDE_MM, 14, BELOW_MM + (panels <= 3 ? 24 : 18), -1, 1, 1 };
        struct grid grid = grid_of(f, &wish, panels);
        bool *partial = mem_zero((size_t) facts_days(f) + 1);
        p = chart_new(f, "daily", grid.width_mm, grid.height_mm, title.at);
        plot_block(p, "bars");
        mark_partial(r, f, partial);
        draw_panels(p, f, panels, ticks_ceiling(top), &grid);
        draw_bars(p, r, f, panels, partial);
        say(p, f, panels);
        free(partial);
    }
    bool good = result_sound(r, err);
    buf_release(&title);
    result_free(r);
    if (good)
        return p;
    plot_free(p);
    return NULL;
}
