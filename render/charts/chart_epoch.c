/* chart_epoch.c -- the events laid over one another: observed over expected, step by step around their starts, a panel a
   group; the band is what the same events give when they are moved by whole weeks. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "words/number.h"
#include <math.h>
#include <stdio.h>

#define GROUPS_MOST 4
#define ALPHA .05 /* p_holm */
#define DAY_S 86400.0
#define TOP_MOST 8.0

static const struct grid_wish wish = { PLOT_MAIN_MM, 12.5, 27, 1.5, 1, 2 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *r, *test;
    double x0, x1, top; /* days; ratio */
};

static bool is_drawn(const struct sheet *s, size_t row, const char *const *groups, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (result_is(s->r, row, "group", groups[k]))
            return true;
    return false;
}

/* A step that is far above everything else is cut, and its mark stands at the edge. */
static void find_ranges(struct sheet *s, const char *const *groups, size_t n)
{
    s->x0 = s->x1 = 0;
    s->top = 2;
    for (size_t i = 0; i < result_rows(s->r); i++) {
        double ratio = result_number(s->r, i, "ratio"), band = result_number(s->r, i, "band95_hi");
        if (!is_drawn(s, i, groups, n))
            continue;
        s->x0 = fmin(s->x0, result_number(s->r, i, "lag_from_s") / DAY_S);
        s->x1 = fmax(s->x1, result_number(s->r, i, "lag_to_s") / DAY_S);
        s->top = fmax(s->top, fmax(isfinite(ratio) ? ratio : 0, isfinite(band) ? band : 0));
    }
    s->top = fmin(ticks_ceiling(s->top), TOP_MOST);
}

static void draw_steps(struct sheet *s, const char *group, size_t panel)
{
    unsigned colour = facts_group_colour(s->f, group);
    for (size_t i = 0; i < result_rows(s->r); i++) {
        double from = result_number(s->r, i, "lag_from_s") / DAY_S, to = result_number(s->r, i, "lag_to_s") / DAY_S;
        double ratio = result_number(s->r, i, "ratio"), lo = result_number(s->r, i, "band95_lo");
        double hi = result_number(s->r, i, "band95_hi");
        if (!result_is(s->r, i, "group", group))
            continue;
        if (isfinite(lo) && isfinite(hi))
            PLOT_ROW(s->p, "band", from, to, fmin(lo, s->top), fmin(hi, s->top), NULL_BAND, (double) panel);
        if (isfinite(ratio))
            PLOT_ROW(s->p, "steps", from, fmin(ratio, s->top), to, fmin(ratio, s->top), colour, (double) panel);
        if (isfinite(ratio) && (ratio < lo || ratio > hi))
            PLOT_ROW(s->p, "dots", (from + to) / 2, fmin(ratio, s->top), 7, colour, (double) panel);
    }
    PLOT_ROW(s->p, "guides", s->x0, 1, s->x1, 1, 0x9CA3AF, (double) panel);
    PLOT_ROW(s->p, "guides", 0, 0, 0, s->top, 0x4B5563, (double) panel);
}

static void draw_days(struct sheet *s, const struct panel *panel)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    ticks_linear(s->x0, s->x1, 8, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        buf_clear(&b);
        number_fixed(&b, ticks.at[i], ticks.decimals);
        plot_text(s->p, panel_x(panel, ticks.at[i]), panel->bottom + 3, PLOT_SMALL, PLOT_CENTRE, INK_2, b.at);
    }
    plot_text(s->p, (panel->left + panel->right) / 2, panel->bottom + 6.2, PLOT_SMALL, PLOT_CENTRE, INK_2,
              "days from the start of the event");
    buf_release(&b);
}

/* "p = .40, 8 events", p over all steps and series. */
static void say_p(struct sheet *s, const char *group, struct buf *b)
{
    for (size_t i = 0; i < result_rows(s->test); i++) {
        double p = result_number(s->test, i, "p_holm");
        if (!result_is(s->test, i, "group", group))
            continue;
        if (isfinite(p))
            number_p(b, p);
        else
            buf_add_text(b, "cannot tell");
    }
}

static void draw_panel(struct sheet *s, const char *group, size_t k)
{
    double top = grid_top(&s->grid, k);
    struct panel panel = { .left = grid_left(&s->grid, k) + 9, .right = grid_right(&s->grid, k) - 1, .top = top, .bottom = top + s->grid.row_mm - 7, .x0 = s->x0, .x1 = s->x1, .y1 = s->top };
    struct buf b = BUF_INIT;
    chart_panel(s->p, &panel);
    draw_steps(s, group, k + 1);
    chart_axis_left(s->p, &panel, 3);
    buf_add_text(&b, k == 0 ? "observed over expected; " : "");
    say_p(s, group, &b);
    chart_head(s->p, s->f, &panel, group, b.at);
    if (grid_is_lowest(&s->grid, k))
        draw_days(s, &panel);
    buf_release(&b);
}

static void say(struct sheet *s)
{
    struct buf b = BUF_INIT;
    double events = result_number(s->test, 0, "n_events"), step = result_number(s->r, 0, "lag_to_s") - result_number(s->r, 0, "lag_from_s");
    buf_add_text(&b, "Visits around the starts of ");
    number_count(&b, (int64_t) events);
    buf_add_format(&b, " event%s together, in steps of ", events == 1 ? "" : "s");
    number_duration(&b, step);
    buf_add_text(&b, ", over those that hour of the week and level lead one to expect. Grey band: 95" NARROW_SPACE "% of the stacks of the same events, each "
                     "moved by a whole number of weeks; a dot: a step outside it, of which one in twenty is by chance. p: of the step that departs most, paid for all "
                     "steps and series.");
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

static void draw(struct sheet *s, const char *title, const char *const *groups, size_t n)
{
    static const char *const blocks[] = { "band", "guides", "steps", "dots" };
    s->grid = grid_of(s->f, &wish, n);
    s->p = chart_new(s->f, "epoch", s->grid.width_mm, s->grid.height_mm, title);
    for (size_t i = 0; i < 4; i++)
        plot_block(s->p, blocks[i]);
    find_ranges(s, groups, n);
    for (size_t k = 0; k < n; k++)
        draw_panel(s, groups[k], k);
    say(s);
}

/* "Around 8 events the visits of Bank depart from other weeks (p = .003)": the group with the smallest p. */
static void make_title(struct sheet *s, struct buf *title)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < result_rows(s->test); i++)
        if (isfinite(result_number(s->test, i, "p_holm")) &&
            (best == SIZE_MAX || result_number(s->test, i, "p_holm") < result_number(s->test, best, "p_holm")))
            best = i;
    if (best == SIZE_MAX) {
        buf_add_text(title, "Cannot tell whether visits follow the events");
        return;
    }
    double events = result_number(s->test, best, "n_events"), p = result_number(s->test, best, "p_holm");
    buf_add_format(title, "Around %.0f event%s ", events, events == 1 ? "" : "s");
    if (p > ALPHA) {
        buf_add_text(title, "visits are as in other weeks (p ≥ ");
        number_p_bare(title, p);
    } else {
        chart_title_name(title, s->f, result_text(s->test, best, "group"));
        buf_add_text(title, " departs from other weeks (");
        number_p(title, p);
    }
    buf_add_char(title, ')');
}

struct plot *chart_epoch(const struct facts *f, const char *dir, struct err *err)
{
    struct buf title = BUF_INIT;
    const char *groups[GROUPS_MOST];
    struct sheet s = { .f = f };
    s.r = result_read(dir, "epoch", NULL, NULL, err);
    s.test = s.r == NULL ? NULL : result_read(dir, "epoch_test", NULL, NULL, err);
    bool good = s.test != NULL;
    if (good) {
        size_t n = chart_groups(f, s.r, groups, GROUPS_MOST);
        make_title(&s, &title);
        if (n == 0)
            s.p = chart_nothing(f, "epoch", title.at, "No event lies in the observed span, so none was laid over another.");
        else
            draw(&s, title.at, groups, n);
        good = result_sound(s.r, err) && result_sound(s.test, err);
    }
    result_free(s.r);
    result_free(s.test);
    buf_release(&title);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
