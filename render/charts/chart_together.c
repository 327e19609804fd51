/* chart_together.c -- coincidences of two clients by distance: what is beyond chance, as a share of the smaller one's episodes, over
   the band of the draws.  A panel a pair, those that differ most first, all on one scale. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>

#define PANELS_MOST 4
static const struct grid_wish wish = { PLOT_MAIN_MM, 13.5, 40, -7, 2, 3 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *pairs, *curve;
    size_t rows[PANELS_MOST], n; /* of pairs */
    double lo, hi;               /* of the scale */
};

static bool is_of(const struct sheet *s, size_t row, size_t pair)
{
    return result_is(s->curve, row, "a", result_text(s->pairs, pair, "a")) && result_is(s->curve, row, "b", result_text(s->pairs, pair, "b"));
}

/* COLUMN less the mean, as a share of the smaller series. */
static double beyond(struct sheet *s, size_t row, size_t pair, const char *column)
{
    double n = fmin(result_number(s->pairs, pair, "n_a"), result_number(s->pairs, pair, "n_b"));
    return (result_number(s->curve, row, column) - result_number(s->curve, row, "mean")) / n;
}

/* The pairs that were judged, smallest p first. */
static void choose(struct sheet *s)
{
    for (size_t i = 0; i < result_rows(s->pairs); i++) {
        double p = result_number(s->pairs, i, "p_value");
        size_t k = s->n < PANELS_MOST ? s->n : PANELS_MOST;
        if (!isfinite(p))
            continue;
        for (; k > 0 && result_number(s->pairs, s->rows[k - 1], "p_value") > p; k--)
            if (k < PANELS_MOST)
                s->rows[k] = s->rows[k - 1];
        if (k < PANELS_MOST)
            s->rows[k] = i;
        s->n += s->n < PANELS_MOST;
    }
}

static void find_scale(struct sheet *s)
{
    for (size_t k = 0; k < s->n; k++)
        for (size_t i = 0; i < result_rows(s->curve); i++)
            if (is_of(s, i, s->rows[k])) {
                s->lo = fmin(s->lo, fmin(beyond(s, i, s->rows[k], "seen"), beyond(s, i, s->rows[k], "lo95")));
                s->hi = fmax(s->hi, fmax(beyond(s, i, s->rows[k], "seen"), beyond(s, i, s->rows[k], "hi95")));
            }
    s->hi = ticks_ceiling(fmax(s->hi, .02));
    s->lo = s->lo < 0 ? -ticks_ceiling(fmax(-s->lo, .005)) : 0;
}

static void draw_curve(struct sheet *s, const struct panel *panel, size_t pair)
{
    double before_x = NAN, before_y = NAN;
    for (size_t i = 0; i < result_rows(s->curve); i++) {
        if (!is_of(s, i, pair))
            continue;
        double x = panel_x(panel, log10(result_number(s->curve, i, "within_s")));
        double y = panel_y(panel, beyond(s, i, pair, "seen"));
        chart_rect(s->p, x - 1.6, x + 1.6, panel_y(panel, beyond(s, i, pair, "hi95")), panel_y(panel, beyond(s, i, pair, "lo95")), NULL_BAND);
        if (isfinite(before_x))
            chart_line(s->p, before_x, before_y, x, y, INK);
        chart_mark(s->p, x, y, 7, INK);
        before_x = x;
        before_y = y;
    }
}

static void draw_panel(struct sheet *s, size_t place)
{
    size_t pair = s->rows[place];
    struct panel panel = { .x0 = -.15, .x1 = log10(600), .y0 = s->lo, .y1 = s->hi, .top = grid_top(&s->grid, place) };
    struct buf b = BUF_INIT;
    panel.left = grid_left(&s->grid, place) + 10;
    panel.right = grid_right(&s->grid, place) - 2;
    panel.bottom = panel.top + s->grid.row_mm - 14;
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 4);
    chart_durations(s->p, &panel, panel.bottom + 3.2);
    draw_curve(s, &panel, pair);
    label_add(&b, text_of(result_text(s->pairs, pair, "a")), 18);
    buf_add_text(&b, " and ");
    label_add(&b, text_of(result_text(s->pairs, pair, "b")), 18);
    plot_text(s->p, panel.left, panel.top - 2, PLOT_TEXT_BOLD, PLOT_LEFT, INK, b.at);
    buf_release(&b);
}

/* How many pairs coincide or avoid each other, or look like one machine, of those that could be told. */
static void make_title(struct sheet *s, struct buf *title)
{
    size_t found = 0, machines = 0, told = 0;
    for (size_t i = 0; i < result_rows(s->pairs); i++) {
        bool machine = result_begins(s->pairs, i, "verdict", "consistent with one machine");
        told += !result_begins(s->pairs, i, "verdict", "cannot tell");
        machines += machine;
        found += machine || result_begins(s->pairs, i, "verdict", "coincide") || result_begins(s->pairs, i, "verdict", "avoid");
    }
    if (told == 0)
        buf_add_text(title, "Cannot tell whether two clients come together");
    else if (found == 0)
        buf_add_text(title, told == 1 ? "Two clients meet no more than their hours make them" : "No two clients meet more than common hours make them");
    else
        buf_add_format(title, "%zu of %zu pairs of clients keep step or avoid each other", found, told);
    if (machines > 0)
        buf_add_format(title, "; %zu as one machine", machines);
}

static void draw(struct sheet *s, const char *title)
{
    choose(s);
    find_scale(s);
    if (s->n == 0) {
        s->p = chart_nothing(s->f, "together", title, "There are no two clients with twenty visits each.");
        return;
    }
    s->grid = grid_of(s->f, &wish, s->n);
    s->p = chart_new(s->f, "together", s->grid.width_mm, s->grid.height_mm, title);
    for (size_t k = 0; k < s->n; k++)
        draw_panel(s, k);
    plot_say(s->p, PLOT_CAPTION, "Across: how near, at most. Up: episodes of the one client with one of the other so near, less those that chance makes, as a share of the quieter "
                                 "client\xe2\x80\x99s episodes; 0 is chance. Grey: 95 in 100 draws in which the first client\xe2\x80\x99s episodes fall anywhere within half an hour of where they are. "
                                 "A machine behind both addresses climbs at the left, within seconds. The pairs with the smallest p, on one scale.");
}

struct plot *chart_together(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.pairs = result_read(dir, "couple", NULL, NULL, err);
    s.curve = s.pairs == NULL ? NULL : result_read(dir, "couple_curve", NULL, NULL, err);
    bool good = s.curve != NULL;
    if (good) {
        struct buf title = BUF_INIT;
        make_title(&s, &title);
        draw(&s, title.at);
        buf_release(&title);
        good = result_sound(s.pairs, err) && result_sound(s.curve, err);
    }
    result_free(s.pairs);
    result_free(s.curve);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
