/* chart_period.c -- which periods the visits keep: H by period, a group a row, with what
   streams without a period reach under each null; the families' peaks by name. */

#include "chart.h"
#include "charts.h"
#include "facts/timing.h"
#include "grid.h"
#include "words/number.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 4
#define COLUMNS 420 /* stems a row; denser cells show their largest */
#define PEAKS_MOST 4
#define HEADROOM 1.3 /* above the stems, for their names */

static const struct grid_wish wish = { PLOT_MAIN_MM, 11.5, 31, -1.5, 1, 2 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *scan, *found;
    double x0, x1; /* log10 of seconds, of all rows */
};

/* What a row must show: the largest H and bands of its group. */
static double highest(struct sheet *s, const char *group)
{
    static const char *const columns[] = { "h", "band95_diurnal", "band95_cache" };
    double top = 0;
    for (size_t i = 0; i < result_rows(s->scan); i++)
        for (size_t c = 0; c < 3 && result_is(s->scan, i, "group", group); c++)
            top = fmax(top, result_number(s->scan, i, columns[c])); /* fmax passes over a missing one */
    return top;
}

static void find_range(struct sheet *s)
{
    double lo = HUGE_VAL, hi = DBL_MIN;
    for (size_t i = 0; i < result_rows(s->scan); i++) {
        double period = result_number(s->scan, i, "period_s");
        if (period > 0) {
            lo = fmin(lo, period);
            hi = fmax(hi, period);
        }
    }
    s->x0 = log10(lo) - .01;
    s->x1 = log10(hi) + .01;
}

static void draw_stems(struct sheet *s, const struct panel *panel, const char *group, double number)
{
    double *top = mem_zero(COLUMNS * sizeof *top);
    double width = (s->x1 - s->x0) / COLUMNS;
    unsigned colour = palette_tint(facts_group_colour(s->f, group), .8);
    for (size_t i = 0; i < result_rows(s->scan); i++) {
        double at = (log10(result_number(s->scan, i, "period_s")) - s->x0) / width, h = result_number(s->scan, i, "h");
        if (result_is(s->scan, i, "group", group) && at >= 0 && at < COLUMNS && h > 0)
            top[(size_t) at] = fmax(top[(size_t) at], h);
    }
    for (size_t k = 0; k < COLUMNS; k++)
        if (top[k] > 0)
            PLOT_ROW(s->p, "bars", s->x0 + width * (double) k, s->x0 + width * (double) (k + 1), panel->y0, top[k], colour, number);
    free(top);
}

/* The nulls: grey up to what the hours of the week reach, a dark line at what a cache reaches. */
static void draw_bands(struct sheet *s, const struct panel *panel, const char *group)
{
    for (size_t i = 0; i < result_rows(s->scan); i++) {
        if (!result_is(s->scan, i, "group", group))
            continue;
        double diurnal = result_number(s->scan, i, "band95_diurnal"), cache = result_number(s->scan, i, "band95_cache");
        if (isfinite(diurnal))
            chart_rect(s->p, panel->left, panel->right, panel_y(panel, diurnal), panel->bottom, NULL_BAND);
        if (isfinite(cache)) {
            double y = panel_y(panel, cache);
            for (double x = panel->left; x < panel->right; x += 3)
                PLOT_ROW(s->p, "over_rects", x, fmin(x + 1.8, panel->right), y - .12, y + .12, INK);
        }
        return; /* a band is one number a group */
    }
}

/* Where the period's name stands in the strip above the stems: right of the peak or left of it; NaN where
   another name is in the way. */
static double place_name(const struct panel *panel, double x, double width, const double (*taken)[2], size_t n)
{
    const double starts[] = { x + 1.2, x - 1.2 - width };
    for (size_t side = 0; side < 2; side++) {
        bool good = starts[side] >= panel->left && starts[side] + width <= panel->right;
        for (size_t i = 0; i < n; i++)
            good = good && (starts[side] > taken[i][1] || starts[side] + width < taken[i][0]);
        if (good)
            return starts[side];
    }
    return NAN;
}

/* A line from the peak to its period; families that chance reaches are in light ink. */
static void draw_peak(struct sheet *s, const struct panel *panel, size_t row, double (*taken)[2], size_t *n)
{
    struct buf b = BUF_INIT;
    double period = result_number(s->found, row, "period_s"), h = result_number(s->found, row, "statistic");
    bool stands_out = timing_stands_out(s->found, row);
    double x = panel_x(panel, log10(period)), y = panel_y(panel, fmin(h, panel->y1 / HEADROOM));
    number_period(&b, period);
    double width = chart_text_width(b.at, 7), left = place_name(panel, x, width, (const double(*)[2]) taken, *n);
    if (isfinite(left)) {
        PLOT_ROW(s->p, "over_rects", x - .1, x + .1, panel->top + .8, y - .4, stands_out ? INK : INK_2);
        plot_text(s->p, left, panel->top + 2.9, stands_out ? PLOT_TEXT_BOLD : PLOT_TEXT, PLOT_LEFT, stands_out ? INK : INK_2, b.at);
        taken[*n][0] = fmin(left, x) - 2;
        taken[(*n)++][1] = fmax(left + width, x) + 2;
    }
    buf_release(&b);
}

static void draw_peaks(struct sheet *s, const struct panel *panel, const char *group)
{
    double taken[PEAKS_MOST][2];
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s->found) && n < PEAKS_MOST; i++)
        if (result_is(s->found, i, "group", group) && isfinite(result_number(s->found, i, "family")) &&
            isfinite(result_number(s->found, i, "period_s")))
            draw_peak(s, panel, i, taken, &n);
}

static void draw_row(struct sheet *s, const char *group, size_t row)
{
    double top = grid_top(&s->grid, row);
    struct panel panel = { .left = grid_left(&s->grid, row) + 11, .right = grid_right(&s->grid, row) - 1, .top = top, .bottom = top + s->grid.row_mm - 8.5, .x0 = s->x0, .x1 = s->x1 };
    struct buf n = BUF_INIT;
    panel.y1 = highest(s, group) * HEADROOM;
    chart_panel(s->p, &panel);
    draw_bands(s, &panel, group);
    chart_axis_left(s->p, &panel, 4);
    chart_durations(s->p, &panel, panel.bottom + 3);
    draw_stems(s, &panel, group, (double) row + 1);
    draw_peaks(s, &panel, group);
    buf_add_text(&n, "H by period, ");
    number_count(&n, result_int(s->found, result_find(s->found, "group", group), "n"));
    buf_add_text(&n, " visits");
    chart_head(s->p, s->f, &panel, group, n.at);
    if (grid_is_lowest(&s->grid, row))
        plot_text(s->p, (panel.left + panel.right) / 2, panel.bottom + 6.2, PLOT_SMALL, PLOT_CENTRE, INK_2, "period, log scale");
    buf_release(&n);
}

static bool has_cache(struct sheet *s)
{
    for (size_t i = 0; i < result_rows(s->scan); i++)
        if (isfinite(result_number(s->scan, i, "band95_cache")))
            return true;
    return false;
}

static void say(struct sheet *s)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "How strongly the visits keep to each period (H, the larger the more). Grey: what 19 of 20 made-up streams stay below "
                     "at all periods together, whose visits follow only the hours of the week and come in bursts as these do. ");
    if (has_cache(s))
        buf_add_text(&b, "Dashed: the same for such streams behind a cache of the stated TTL. ");
    buf_add_text(&b, "Named: the strongest period of each family (a period, its parts, multiples and beats); light where "
                     "chance reaches it. Day and week are taken out before. Each row has a scale of its own.");
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

/* "A period of 1 h 4 min 20 s stands out in Bank". */
static void make_title(struct sheet *s, struct buf *title)
{
    size_t first, n = timing_rows(s->f, s->found, timing_stands_out, &first, 1);
    if (n == 0) {
        buf_add_text(title, "No period stands out beyond the hours of the week");
        return;
    }
    buf_add_text(title, "A period of ");
    number_period(title, result_number(s->found, first, "period_s"));
    buf_add_text(title, " stands out: ");
    chart_title_name(title, s->f, result_text(s->found, first, "group"));
    if (n > 1)
        buf_add_format(title, "; %zu more", n - 1);
}

static void draw(struct sheet *s)
{
    const char *groups[ROWS_MOST];
    struct buf title = BUF_INIT;
    size_t rows = chart_groups(s->f, s->scan, groups, ROWS_MOST);
    make_title(s, &title);
    if (rows == 0)
        s->p = chart_nothing(s->f, "period", "Cannot tell a period", "There are too few visits to look for a period.");
    else {
        find_range(s);
        s->grid = grid_of(s->f, &wish, rows);
        s->p = chart_new(s->f, "period", s->grid.width_mm, s->grid.height_mm, title.at);
        plot_block(s->p, "bars");
        for (size_t i = 0; i < rows; i++)
            draw_row(s, groups[i], i);
        say(s);
    }
    buf_release(&title);
}

struct plot *chart_period(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.scan = result_read(dir, "periodogram", NULL, NULL, err);
    s.found = s.scan == NULL ? NULL : result_read(dir, "period", NULL, NULL, err);
    bool good = s.found != NULL;
    if (good) {
        draw(&s);
        good = result_sound(s.scan, err) && result_sound(s.found, err);
    }
    result_free(s.scan);
    result_free(s.found);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
