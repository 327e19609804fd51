/* chart_fold.c -- the visits laid over one another at a period that stands out: a panel a
   group and period; the line is what the hours of the week lead to expect. */

#include "chart.h"
#include "charts.h"
#include "facts/timing.h"
#include "grid.h"
#include "words/number.h"
#include <math.h>

#define PANELS_MOST 6
#define SAME 1e-9 /* of a period, between two tables */

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *fold, *found;
};

static bool is_of(struct sheet *s, size_t row, size_t family)
{
    double period = result_number(s->found, family, "period_s");
    return result_is(s->fold, row, "group", result_text(s->found, family, "group")) &&
           fabs(result_number(s->fold, row, "period_s") - period) <= SAME * period;
}

static double highest(struct sheet *s, size_t family)
{
    double top = 0;
    for (size_t i = 0; i < result_rows(s->fold); i++)
        if (is_of(s, i, family))
            top = fmax(top, fmax(result_number(s->fold, i, "count"), result_number(s->fold, i, "expected")));
    return top;
}

/* How wide one phase bin is: one over the rows of this fold. */
static double bin_of(struct sheet *s, size_t family)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s->fold); i++)
        n += is_of(s, i, family);
    return n > 0 ? 1 / (double) n : 1;
}

static void draw_bars(struct sheet *s, const struct panel *panel, size_t family, double number)
{
    double width = bin_of(s, family);
    unsigned colour = facts_group_colour(s->f, result_text(s->found, family, "group"));
    for (size_t i = 0; i < result_rows(s->fold); i++) {
        if (!is_of(s, i, family))
            continue;
        double phase = result_number(s->fold, i, "phase"), expected = panel_y(panel, result_number(s->fold, i, "expected"));
        PLOT_ROW(s->p, "bars", phase + width * .08, phase + width * .92, 0, result_number(s->fold, i, "count"),
                 palette_tint(colour, .75), number);
        if (isfinite(expected))
            PLOT_ROW(s->p, "over_rects", panel_x(panel, phase), panel_x(panel, phase + width), expected - .15, expected + .15, INK);
    }
}

/* Phases as times from the start of the period, every STEP-th quarter. */
static void draw_phases(struct sheet *s, const struct panel *panel, double period, int step)
{
    struct buf b = BUF_INIT;
    for (int quarter = 0; quarter <= 4; quarter += step) {
        buf_clear(&b);
        if (quarter == 0)
            buf_add_text(&b, "0");
        else
            number_period(&b, period * quarter / 4);
        plot_text(s->p, panel_x(panel, quarter / 4.), panel->bottom + 3, PLOT_SMALL,
                  quarter == 0 ? PLOT_LEFT : quarter == 4 ? PLOT_RIGHT : PLOT_CENTRE, INK_2, b.at);
    }
    buf_release(&b);
}

/* The fullest bar of the fold, as a row; past the last when the fold has none. */
static size_t find_fullest(struct sheet *s, size_t family)
{
    size_t best = result_rows(s->fold);
    for (size_t i = 0; i < result_rows(s->fold); i++)
        if (is_of(s, i, family) && !(result_number(s->fold, i, "count") <= result_number(s->fold, best, "count")))
            best = i;
    return best;
}

/* Its visits over those expected there. */
static double fullest(struct sheet *s, size_t family)
{
    size_t row = find_fullest(s, family);
    return result_number(s->fold, row, "count") / result_number(s->fold, row, "expected");
}

static void draw_panel(struct sheet *s, size_t family, size_t place, size_t panels)
{
    double period = result_number(s->found, family, "period_s");
    struct panel panel = { .x1 = 1, .left = grid_left(&s->grid, place) + 9, .right = grid_right(&s->grid, place) - 1, .top = grid_top(&s->grid, place) };
    struct buf b = BUF_INIT;
    panel.bottom = panel.top + s->grid.row_mm - 13;
    panel.y1 = ticks_ceiling(highest(s, family));
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 4);
    draw_bars(s, &panel, family, (double) place + 1);
    draw_phases(s, &panel, period, panels == 1 ? 1 : 2);
    number_count(&b, result_int(s->found, family, "n"));
    buf_add_text(&b, " visits, ");
    number_period(&b, period);
    buf_add_text(&b, ", ");
    number_p(&b, result_number(s->found, family, "p_rayleigh"));
    chart_head(s->p, s->f, &panel, result_text(s->found, family, "group"), b.at);
    buf_release(&b);
}

/* "Folded at its period, the fullest fortieth has 1.4 times the visits expected". */
static void make_title(struct sheet *s, const size_t *rows, size_t n, struct buf *title)
{
    double lo = HUGE_VAL, hi = 0;
    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, fullest(s, rows[i]));
        hi = fmax(hi, fullest(s, rows[i]));
    }
    buf_add_text(title, "Folded: the fullest bar has ");
    number_significant(title, lo, 2);
    if (hi > lo) {
        buf_add_text(title, " to ");
        number_significant(title, hi, 2);
    }
    buf_add_text(title, " times the visits expected");
}

static void draw(struct sheet *s)
{
    struct buf title = BUF_INIT;
    size_t rows[PANELS_MOST], n = timing_rows(s->f, s->found, timing_stands_out, rows, PANELS_MOST);
    if (n == 0) {
        s->p = chart_nothing(s->f, "fold", "No period to fold the visits at", "No period stands out that the hours of the week do not make, so none is folded.");
        return;
    }
    n = n < PANELS_MOST ? n : PANELS_MOST;
    make_title(s, rows, n, &title);
    const struct grid_wish wish = { PLOT_MAIN_MM, 12.5, 40, -8, n == 1 ? 1 : 2, 3 };
    s->grid = grid_of(s->f, &wish, n);
    s->p = chart_new(s->f, "fold", s->grid.width_mm, s->grid.height_mm, title.at);
    plot_block(s->p, "bars");
    for (size_t i = 0; i < n; i++)
        draw_panel(s, rows[i], i, n);
    plot_say(s->p, PLOT_CAPTION, "Every visit at its place within the period: bars count visits in each fortieth, the black line is what the hours "
                                 "of the week alone lead to expect. A timer makes one narrow peak. One phase is kept over the whole span here: where a cycle "
                                 "drifts or starts anew after each visit, as behind a cache, its peak is washed out. p: that even visits make such a fold (Rayleigh), had the period been known beforehand. Each panel has a scale of its own.");
    buf_release(&title);
}

struct plot *chart_fold(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.fold = result_read(dir, "fold", NULL, NULL, err);
    s.found = s.fold == NULL ? NULL : result_read(dir, "period", NULL, NULL, err);
    bool good = s.found != NULL;
    if (good) {
        draw(&s);
        good = result_sound(s.fold, err) && result_sound(s.found, err);
    }
    result_free(s.fold);
    result_free(s.found);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
