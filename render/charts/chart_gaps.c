/* chart_gaps.c -- the time from visit to visit: a group a row.  Left how often each gap occurs,
   with the TTL and what a cache would leave; right the time map, the gap before each visit against
   the gap after it, as density.  Both axes are log10 of seconds; the bins are for drawing alone. */

#include "chart.h"
#include "charts.h"
#include "facts/timing.h"
#include "grid.h"
#include "words/number.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 4
#define AXIS_MM 10.0 /* below the panels of a row */
#define HEADROOM 1.15 /* above the bars, for the TTL's name */
#define BINS 60 /* of the histogram */
#define CELLS 32 /* of the time map, a side */
#define GAPS_LEAST 20

static const struct grid_wish wish = { PLOT_WIDE_MM, 12, 42, -2, 1, 1 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *gaps, *cache, *expected;
    const char *groups[ROWS_MOST];
    size_t rows;
    double x0, x1; /* log10 of seconds, of all rows */
};

static bool is_shown(const struct sheet *s, size_t gap)
{
    for (size_t i = 0; i < s->rows; i++)
        if (result_is(s->gaps, gap, "group", s->groups[i]))
            return true;
    return false;
}

static void find_range(struct sheet *s)
{
    double lo = HUGE_VAL, hi = DBL_MIN;
    for (size_t i = 0; i < result_rows(s->gaps); i++) {
        double gap = result_number(s->gaps, i, "gap_after_s");
        if (gap > 0 && is_shown(s, i)) {
            lo = fmin(lo, gap);
            hi = fmax(hi, gap);
        }
    }
    s->x0 = floor(log10(lo) * 5) / 5;
    s->x1 = fmax(ceil(log10(hi) * 5) / 5, s->x0 + 1);
}

/* Where X lies among N parts of the axis; SIZE_MAX outside. */
static size_t part_of(const struct sheet *s, double seconds, size_t n)
{
    double at = (log10(seconds) - s->x0) / (s->x1 - s->x0) * (double) n;
    return at >= 0 && at <= (double) n ? (size_t) fmin(at, (double) n - 1) : SIZE_MAX;
}

/* Counts of the group's gaps a bin; returns how many. */
static double count_gaps(struct sheet *s, const char *group, double count[BINS])
{
    double n = 0;
    for (size_t i = 0; i < result_rows(s->gaps); i++) {
        double gap = result_number(s->gaps, i, "gap_after_s");
        size_t bin = gap > 0 && result_is(s->gaps, i, "group", group) ? part_of(s, gap, BINS) : SIZE_MAX;
        if (bin < BINS) {
            count[bin]++;
            n++;
        }
    }
    return n;
}

/* A bin's share of each bin of the drawn axis, as if spread evenly over its seconds. */
static void spread(const struct sheet *s, double from, double to, double expected, double out[BINS])
{
    double step = (s->x1 - s->x0) / BINS;
    for (size_t k = 0; k < BINS && to > from; k++) {
        double lo = pow(10, s->x0 + step * (double) k), hi = pow(10, s->x0 + step * (double) (k + 1));
        out[k] += expected * fmax(fmin(hi, to) - fmax(lo, from), 0) / (to - from);
    }
}

/* The gaps behind a cache, of as many as the histogram has (N); false where no cache was judged. */
static bool spread_expected(struct sheet *s, const char *group, double n, double out[BINS])
{
    double total = 0;
    if (!timing_is_told(s->cache, result_find(s->cache, "group", group)))
        return false;
    for (size_t i = 0; i < result_rows(s->expected); i++) {
        double expected = result_number(s->expected, i, "expected");
        if (!result_is(s->expected, i, "group", group) || !isfinite(expected))
            continue;
        total += expected;
        spread(s, result_number(s->expected, i, "from_s"), result_number(s->expected, i, "to_s"), expected, out);
    }
    for (size_t k = 0; k < BINS && total > 0; k++)
        out[k] *= n / total;
    return total > 0;
}

static void draw_bars(struct sheet *s, const double count[BINS], unsigned colour, double number)
{
    double width = (s->x1 - s->x0) / BINS;
    for (size_t k = 0; k < BINS; k++) {
        double x = s->x0 + width * (double) k;
        if (count[k] > 0)
            PLOT_ROW(s->p, "bars", x + width * .06, x + width * .94, 0, count[k], palette_tint(colour, .75), number);
    }
}

/* What a cache would leave, as one line of steps where it is above nothing. */
static void draw_steps(struct sheet *s, const struct panel *panel, const double expected[BINS])
{
    double width = (s->x1 - s->x0) / BINS, before = panel->bottom;
    for (size_t k = 0; k < BINS; k++) {
        double x = s->x0 + width * (double) k, left = panel_x(panel, x), y = panel_y(panel, expected[k]);
        if (fabs(y - before) > .05)
            PLOT_ROW(s->p, "over_rects", left - .1, left + .1, fmin(y, before) - .1, fmax(y, before) + .1, INK);
        if (panel->bottom - y > .05)
            PLOT_ROW(s->p, "over_rects", left, panel_x(panel, x + width), y - .1, y + .1, INK);
        before = y;
    }
}

/* The TTL as a line through PANEL, named beside it. */
static void draw_ttl(struct sheet *s, const struct panel *panel, size_t row)
{
    struct buf b = BUF_INIT;
    double ttl = result_number(s->cache, row, "ttl_s");
    if (!(ttl > 0) || log10(ttl) <= s->x0 || log10(ttl) >= s->x1)
        return;
    double x = panel_x(panel, log10(ttl));
    for (double y = panel->top; y < panel->bottom; y += 1.6)
        PLOT_ROW(s->p, "over_rects", x - .12, x + .12, y, fmin(y + .9, panel->bottom), INK);
    buf_add_text(&b, "TTL ");
    number_period(&b, ttl);
    buf_add_text(&b, result_is(s->cache, row, "ttl_from", "gaps") ? ", sought in the gaps" : ", as stated");
    bool right = x + 1 + chart_text_width(b.at, 6) < panel->right;
    plot_text(s->p, x + (right ? 1 : -1), panel->top + 2, PLOT_SMALL, right ? PLOT_LEFT : PLOT_RIGHT, INK, b.at);
    buf_release(&b);
}

static double side(const struct sheet *s) { return s->grid.row_mm - AXIS_MM; }

static void draw_axis_name(struct sheet *s, const struct panel *panel, const char *name)
{
    plot_text(s->p, (panel->left + panel->right) / 2, panel->bottom + 6.2, PLOT_SMALL, PLOT_CENTRE, INK_2, name);
}

static void draw_left(struct sheet *s, size_t row)
{
    double top = grid_top(&s->grid, row), count[BINS] = { 0 }, expected[BINS] = { 0 }, most = 0;
    const char *group = s->groups[row];
    struct panel panel = { .left = 9, .right = 112, .top = top, .bottom = top + side(s), .x0 = s->x0, .x1 = s->x1 };
    double n = count_gaps(s, group, count);
    bool told = spread_expected(s, group, n, expected);
    for (size_t k = 0; k < BINS; k++)
        most = fmax(most, fmax(count[k], expected[k]));
    panel.y1 = most * HEADROOM;
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 4);
    chart_durations(s->p, &panel, panel.bottom + 3);
    draw_bars(s, count, facts_group_colour(s->f, group), 2 * (double) row + 1);
    if (told)
        draw_steps(s, &panel, expected);
    draw_ttl(s, &panel, result_find(s->cache, "group", group));
    struct buf b = BUF_INIT;
    buf_add_text(&b, "gaps, ");
    number_count(&b, (int64_t) n);
    buf_add_text(&b, " in all");
    chart_head(s->p, s->f, &panel, group, b.at);
    if (row + 1 == s->rows)
        draw_axis_name(s, &panel, "time to the next visit, log scale");
    buf_release(&b);
}

static void count_pairs(struct sheet *s, const char *group, double cell[CELLS * CELLS])
{
    for (size_t i = 0; i < result_rows(s->gaps); i++) {
        double before = result_number(s->gaps, i, "gap_before_s"), after = result_number(s->gaps, i, "gap_after_s");
        if (!result_is(s->gaps, i, "group", group) || !(before > 0) || !(after > 0))
            continue;
        size_t x = part_of(s, before, CELLS), y = part_of(s, after, CELLS);
        if (x < CELLS && y < CELLS)
            cell[y * CELLS + x]++;
    }
}

static void draw_map(struct sheet *s, size_t row)
{
    double top = grid_top(&s->grid, row), most = 0, width = (s->x1 - s->x0) / CELLS;
    struct panel panel = { .left = PLOT_WIDE_MM - 36, .right = PLOT_WIDE_MM - 4, .top = top, .bottom = top + side(s),
                           .x0 = s->x0, .x1 = s->x1, .y0 = s->x0, .y1 = s->x1 };
    double *cell = mem_zero(CELLS * CELLS * sizeof *cell);
    count_pairs(s, s->groups[row], cell);
    for (size_t i = 0; i < CELLS * CELLS; i++)
        most = fmax(most, cell[i]);
    chart_panel(s->p, &panel);
    chart_durations(s->p, &panel, panel.bottom + 3);
    chart_durations_left(s->p, &panel);
    for (size_t i = 0; i < CELLS * CELLS; i++) {
        size_t row_of = i / CELLS, column = i % CELLS;
        double x = s->x0 + width * (double) column, y = s->x0 + width * (double) row_of;
        if (cell[i] > 0)
            PLOT_ROW(s->p, "tiles", x, x + width, y, y + width, chart_ramp(.25 + .75 * log1p(cell[i]) / log1p(most)), 2 * (double) row + 2);
    }
    plot_text(s->p, panel.right, top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, "gap after each visit, by gap before");
    if (row + 1 == s->rows)
        draw_axis_name(s, &panel, "gap before, log scale");
    free(cell);
}

static bool has_gaps(struct sheet *s, const char *group)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s->gaps); i++)
        n += result_is(s->gaps, i, "group", group) && result_number(s->gaps, i, "gap_after_s") > 0;
    return n >= GAPS_LEAST;
}

static void say(struct sheet *s)
{
    plot_say(s->p, PLOT_CAPTION,
             "Time from each visit to the next, over gaps that were watched throughout (at most 5" NARROW_SPACE "000 a row). Left: gaps of each "
             "length; black line, where the cache was judged: the mean of made-up streams of steady demand, at the hours of this row, "
             "behind a cache of the marked TTL, scaled to the same number. Right: the gap before each visit across, the gap after it "
             "upward; darker cells hold more visits. A timer makes one dark spot, a cache an empty side below its TTL, people a cloud "
             "without edges.");
}

/* What was said of the series as demand behind a cache. */
static void make_title(struct sheet *s, struct buf *title)
{
    size_t first, caches = timing_rows(s->f, s->cache, timing_is_cache, &first, 1);
    if (caches > 0) {
        buf_add_text(title, "Gaps as a cache of TTL ");
        number_period(title, result_number(s->cache, first, "ttl_s"));
        buf_add_text(title, " leaves them: ");
        chart_title_name(title, s->f, result_text(s->cache, first, "group"));
        if (caches > 1)
            buf_add_format(title, "; %zu more", caches - 1);
    } else if (timing_rows(s->f, s->cache, timing_is_told, NULL, 0) > 0)
        buf_add_text(title, "No series has the gaps that a cache makes of steady demand");
    else
        buf_add_text(title, "Gaps between visits: too little to tell whether a cache made them");
}

static void draw(struct sheet *s)
{
    struct buf title = BUF_INIT;
    const char *groups[ROWS_MOST];
    size_t found = chart_groups(s->f, s->gaps, groups, ROWS_MOST);
    for (size_t i = 0; i < found; i++)
        if (has_gaps(s, groups[i]))
            s->groups[s->rows++] = groups[i];
    if (s->rows == 0) {
        s->p = chart_nothing(s->f, "gaps", "Cannot tell whether a cache made the gaps", "There are too few gaps between visits to draw.");
        return;
    }
    find_range(s);
    make_title(s, &title);
    s->grid = grid_of(s->f, &wish, s->rows);
    s->p = chart_new(s->f, "gaps", s->grid.width_mm, s->grid.height_mm, title.at);
    plot_block(s->p, "bars");
    plot_block(s->p, "tiles");
    for (size_t i = 0; i < s->rows; i++) {
        draw_left(s, i);
        draw_map(s, i);
    }
    say(s);
    buf_release(&title);
}

struct plot *chart_gaps(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.gaps = result_read(dir, "cadence_gaps", NULL, NULL, err);
    s.cache = s.gaps == NULL ? NULL : result_read(dir, "cache", NULL, NULL, err);
    s.expected = s.cache == NULL ? NULL : result_read(dir, "cache_gaps", NULL, NULL, err);
    bool good = s.expected != NULL;
    if (good) {
        draw(&s);
        good = result_sound(s.gaps, err) && result_sound(s.cache, err) && result_sound(s.expected, err);
    }
    result_free(s.gaps);
    result_free(s.cache);
    result_free(s.expected);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
