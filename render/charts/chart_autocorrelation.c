/* chart_autocorrelation.c -- how a count resembles the count some hours before: a group a row;
   left the first six hours lag by lag, right the whole range, with guides at an
   hour, a day and a week.  The thin line is what the clock and calendar do not explain. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "words/number.h"
#include <math.h>
#include <stdio.h>

#define DAY_S 86400.0
#define ROWS_MOST 4
#define LAGS_LEAST 6
#define NEAR_H 6.0
#define COLUMNS 500 /* of the right panel: denser lags become a stem from least to most */

#define NEAR_PART (40 / 121.) /* of the width, for the first hours */

static const struct grid_wish wish = { PLOT_MAIN_MM, 13.5, 29, .5, 1, 1 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *acf, *clock;
    double y0, y1, far_h, lag_h;
};

static double lag_hours(const struct sheet *s, struct result *r, size_t row)
{
    return result_number(r, row, "lag") * s->lag_h;
}

/* The ranges that all panels share. */
static void find_ranges(struct sheet *s)
{
    double lo = 0, hi = 0;
    s->far_h = 0;
    for (size_t i = 0; i < result_rows(s->acf); i++) {
        double value = result_number(s->acf, i, "acf");
        if (result_number(s->acf, i, "lag") < 1 || !isfinite(value))
            continue;
        lo = fmin(lo, value);
        hi = fmax(hi, value);
        s->far_h = fmax(s->far_h, lag_hours(s, s->acf, i));
    }
    double step = ticks_step(hi - lo, 5);
    s->y0 = floor(lo / step - .2) * step;
    s->y1 = ceil(hi / step + .05) * step;
}

static void put_stem(struct sheet *s, double x, double lo, double hi, unsigned colour, size_t panel)
{
    PLOT_ROW(s->p, "stems", x, fmin(lo, 0), x, fmax(hi, 0), colour, (double) panel);
}

/* One panel's stems; where lags are denser than COLUMNS, one stem a column. */
static void draw_stems(struct sheet *s, const char *group, unsigned colour, double reach, size_t panel)
{
    double lo = 0, hi = 0, column = -1, x = 0;
    for (size_t i = 0; i < result_rows(s->acf); i++) {
        if (!result_is(s->acf, i, "group", group))
            continue;
        double at = lag_hours(s, s->acf, i), value = result_number(s->acf, i, "acf");
        if (at <= 0 || at > reach + 1e-9 || !isfinite(value))
            continue;
        double here = floor(at / reach * COLUMNS);
        if (column >= 0 && here != column) {
            put_stem(s, x, lo, hi, colour, panel);
            lo = hi = 0;
        }
        column = here;
        x = at;
        lo = fmin(lo, value);
        hi = fmax(hi, value);
        if (reach <= NEAR_H)
            PLOT_ROW(s->p, "dots", at, value, 7, colour, (double) panel);
    }
    if (column >= 0)
        put_stem(s, x, lo, hi, colour, panel);
}

/* What is left once the hour of the week is taken out, thinned to COLUMNS points. */
static void draw_clock(struct sheet *s, const char *group, double reach, size_t panel)
{
    double column = -1;
    for (size_t i = 0; i < result_rows(s->clock); i++) {
        if (!result_is(s->clock, i, "group", group))
            continue;
        double at = lag_hours(s, s->clock, i), value = result_number(s->clock, i, "acf");
        if (at <= 0 || at > reach + 1e-9 || !isfinite(value))
            continue;
        if (floor(at / reach * COLUMNS) == column)
            continue;
        column = floor(at / reach * COLUMNS);
        PLOT_ROW(s->p, "clock", at, value, INK, (double) panel);
    }
}

static void draw_band(struct sheet *s, const char *group, double reach, size_t panel)
{
    for (size_t i = 0; i < result_rows(s->acf); i++)
        if (result_is(s->acf, i, "group", group) && result_number(s->acf, i, "lag") == 1) {
            PLOT_ROW(s->p, "band", 0, reach, result_number(s->acf, i, "lower"),
                     result_number(s->acf, i, "upper"), NULL_BAND, (double) panel);
            return;
        }
}

static void draw_guides(struct sheet *s, const struct panel *panel, size_t number, bool names)
{
    static const double hours[] = { 1, 24, 168 };
    static const char *const text[] = { "1" NARROW_SPACE "h", "24" NARROW_SPACE "h", "1 week" };
    for (size_t i = 0; i < 3; i++) {
        bool near = panel->x1 <= NEAR_H;
        if (hours[i] > panel->x1 || (i == 0) != near)
            continue;
        PLOT_ROW(s->p, "guides", hours[i], s->y0, hours[i], s->y1, 0x9CA3AF, (double) number);
        if (names)
            plot_text(s->p, panel_x(panel, hours[i]), panel->top - 1, PLOT_SMALL, PLOT_CENTRE, INK, text[i]);
    }
}

static void draw_lags(struct sheet *s, const struct panel *panel, bool days)
{
    char text[32];
    double unit = days ? 24 : 1, step = days ? 24 * ceil(panel->x1 / 24 / 10) : panel->x1 / NEAR_H < 1 ? .5 : 1;
    for (double x = 0; x <= panel->x1 + 1e-9; x += step) {
        snprintf(text, sizeof text, x == 0 || x / unit != floor(x / unit) ? "%.3g" : "%.0f", x / unit);
        plot_text(s->p, panel_x(panel, x), panel->bottom + 3, PLOT_SMALL, PLOT_CENTRE, INK_2, text);
    }
    plot_text(s->p, (panel->left + panel->right) / 2, panel->bottom + 6.2, PLOT_SMALL, PLOT_CENTRE, INK_2,
              days ? "lag, days" : "lag, hours");
}

static void draw_panel(struct sheet *s, const char *group, struct panel *panel, double reach, bool names,
                       bool lags)
{
    size_t number = (size_t) plot_get(s->p, "panels") + 1;
    unsigned colour = facts_group_colour(s->f, group);
    plot_set(s->p, "panels", (double) number);
    plot_push(s->p, "stem_width", reach <= NEAR_H ? .9 : .6);
    panel->x1 = reach;
    panel->y0 = s->y0;
    panel->y1 = s->y1;
    chart_panel(s->p, panel);
    draw_band(s, group, reach, number);
    draw_guides(s, panel, number, names);
    draw_stems(s, group, palette_tint(colour, .75), reach, number);
    draw_clock(s, group, reach, number);
    if (lags)
        draw_lags(s, panel, reach > 48);
}

/* "r; n = 20 592 bins of 10 min", at the end of the row's right panel. */
static void say_n(struct sheet *s, const char *group, const struct panel *panel, bool first)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, first ? "r; " : "");
    chart_n(&b, result_number(s->acf, result_find(s->acf, "group", group), "n"), "bin");
    buf_add_text(&b, " of ");
    number_duration(&b, s->f->bin_s);
    plot_text(s->p, panel->right, panel->top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
    buf_release(&b);
}

static void draw_row(struct sheet *s, const char *group, size_t row)
{
    double near = fmin(NEAR_H, s->far_h), top = grid_top(&s->grid, row), end = s->grid.width_mm - 1;
    struct panel left = { .left = 9, .right = s->far_h > NEAR_H ? end * NEAR_PART : end, .top = top, .bottom = top + s->grid.row_mm - 7 };
    bool last = grid_is_lowest(&s->grid, row);
    draw_panel(s, group, &left, near, row == 0, last);
    chart_axis_left(s->p, &left, 4);
    plot_text(s->p, left.left, left.top - (row == 0 ? 4.2 : 1.4), PLOT_TEXT_BOLD, PLOT_LEFT,
              facts_group_colour(s->f, group), facts_group_name(s->f, group));
    if (s->far_h <= NEAR_H)
        return;
    struct panel right = { .left = left.right + 5, .right = end, .top = left.top, .bottom = left.bottom };
    struct ticks ticks;
    ticks_linear(s->y0, s->y1, 4, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        double y = right.bottom - (ticks.at[i] - s->y0) / (s->y1 - s->y0) * (right.bottom - right.top);
        chart_line(s->p, right.left, y, right.right, y, HAIRLINE);
    }
    draw_panel(s, group, &right, s->far_h, row == 0, last);
    say_n(s, group, &right, row == 0);
}

static bool has_group(struct result *r, const char *group)
{
    for (size_t i = 0; i < result_rows(r); i++)
        if (result_is(r, i, "group", group) && isfinite(result_number(r, i, "acf")))
            return true;
    return false;
}

static void say(struct sheet *s)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Autocorrelation of the counts in bins of ");
    number_duration(&b, s->f->bin_s);
    buf_add_text(&b, ", lag 0 left away. Stems: as counted; black line: after the mean of each hour of the week is "
                     "taken out. Grey band: where 95" NARROW_SPACE "% of the lags of a series without memory would lie. "
                     "Left the first hours, right the whole range on the same scale.");
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

static void draw(struct sheet *s, const char *title)
{
    static const char *const blocks[] = { "band", "guides", "stems", "clock", "dots" };
    const char *groups[ROWS_MOST];
    size_t rows = 0;
    if (has_group(s->acf, "all"))
        groups[rows++] = "all";
    for (size_t i = 0; i < s->f->n_parties && rows < ROWS_MOST; i++)
        if (strcmp(s->f->parties[i].id, "other") != 0 && has_group(s->acf, s->f->parties[i].id))
            groups[rows++] = s->f->parties[i].id;
    s->grid = grid_of(s->f, &wish, rows);
    s->p = chart_new(s->f, "autocorrelation", s->grid.width_mm, s->grid.height_mm, title);
    for (size_t i = 0; i < 5; i++)
        plot_block(s->p, blocks[i]);
    plot_set(s->p, "panels", 0);
    for (size_t i = 0; i < rows; i++)
        draw_row(s, groups[i], i);
    say(s);
}

/* Whether the counts of all that lie SECONDS apart are alike beyond the band. */
static bool comes_again(struct result *acf, const struct facts *f, double seconds)
{
    for (size_t i = 0; i < result_rows(acf); i++)
        if (result_is(acf, i, "group", "all") && result_number(acf, i, "lag") == seconds / f->bin_s)
            return result_number(acf, i, "acf") > result_number(acf, i, "upper");
    return false;
}

static const char *title_of(struct result *acf, const struct facts *f)
{
    bool day = comes_again(acf, f, DAY_S), week = comes_again(acf, f, 7 * DAY_S);
    return day && week ? "Counts come again after a day and after a week"
           : day       ? "Counts come again after a day"
           : week      ? "Counts come again after a week"
           : result_rows(acf) > 0 ? "No daily or weekly return of counts shows"
                                  : "Cannot tell whether counts come again";
}

struct plot *chart_autocorrelation(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f, .lag_h = f->bin_s / 3600 };
    s.acf = result_read(dir, "autocorrelation", NULL, NULL, err);
    s.clock = s.acf == NULL ? NULL : result_read(dir, "autocorrelation_clock", NULL, NULL, err);
    bool good = s.clock != NULL;
    if (good) {
        find_ranges(&s);
        if (s.far_h >= LAGS_LEAST * s.lag_h)
            draw(&s, title_of(s.acf, f));
        else
            s.p = chart_nothing(f, "autocorrelation", title_of(s.acf, f), "There are too few counts for an autocorrelation.");
        good = result_sound(s.acf, err) && result_sound(s.clock, err);
    }
    result_free(s.acf);
    result_free(s.clock);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
