/* chart_week.c -- how many records an hour, by hour of the week: a panel a party, one scale. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>

#define PANELS 6
#define DAY_MM 2.9
#define AROUND_MM 13 /* clocks above and below */

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static bool has_row(const struct result *r, const char *group)
{
    for (size_t i = 0; i < result_rows(r); i++)
        if (result_is(r, i, "group", group))
            return true;
    return false;
}

static double highest_rate(struct result *r, const struct facts *f, size_t panels)
{
    double top = 0;
    for (size_t i = 0; i < result_rows(r); i++) {
        const struct party *party = facts_party(f, result_text(r, i, "group"));
        double rate = result_number(r, i, "rate");
        if (party != NULL && (size_t) (party - f->parties) < panels && rate > top)
            top = rate;
    }
    return top;
}

static void draw_tiles(struct plot *p, struct result *r, const char *group, double top, size_t number)
{
    for (size_t i = 0; i < result_rows(r); i++) {
        if (!result_is(r, i, "group", group))
            continue;
        double hour = result_number(r, i, "hour"), weekday = result_number(r, i, "weekday");
        double rate = result_number(r, i, "rate");
        unsigned colour = isfinite(rate) ? chart_ramp(rate / top) : NULL_BAND;
        PLOT_ROW(p, "tiles", hour + .03, hour + .97, weekday + .04, weekday + .96, colour, (double) number);
    }
}

static void draw_panel(struct plot *p, const struct party *party, const struct panel *panel, bool first,
                       bool clocks)
{
    struct buf name = BUF_INIT;
    chart_fit(&name, party->name, 20, 7);
    plot_text(p, panel->left, panel->top - (clocks ? 4.4 : 1.6), PLOT_TEXT_BOLD, PLOT_LEFT, party->colour, name.at);
    double after = panel->left + chart_text_width(name.at, 7) + 2;
    buf_clear(&name);
    chart_n(&name, (double) party->count, "record");
    plot_text(p, after, panel->top - (clocks ? 4.4 : 1.6), PLOT_SMALL, PLOT_LEFT, INK_2, name.at);
    buf_clear(&name);
    if (party->zone != NULL) {
        struct panel named = *panel;
        chart_zone_name(&name, party->zone, party->zone_h);
        plot_text(p, panel->right, panel->top - 4.4, PLOT_SMALL, PLOT_RIGHT, party->colour, name.at);
        chart_hours(p, &named, panel->top - 1.4, party->zone_h, 6, party->colour, "");
    }
    for (int day = 0; day < 7; day++)
        if (first)
            plot_text(p, panel->left - 1.4, panel_y(panel, day + .5) + .8, PLOT_SMALL, PLOT_RIGHT, INK_2,
                      weekdays[day]);
    chart_hours(p, panel, panel->bottom + 3, 0, 6, INK_2, "");
    buf_release(&name);
}

/* The scale: a strip from zero to TOP records an hour. */
static void draw_scale(struct plot *p, double top, double right, double baseline)
{
    struct buf b = BUF_INIT;
    double left = right - 62, from = left + 30, to = right - 9;
    plot_text(p, from - 4.5, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, "records an hour, UTC");
    plot_text(p, from - 1.2, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, "0");
    for (int i = 0; i < 20; i++)
        PLOT_ROW(p, "over_rects", from + (to - from) * i / 20, from + (to - from) * (i + 1) / 20 + .05,
                 baseline - 1.9, baseline + .1, chart_ramp((i + .5) / 20));
    number_significant(&b, top, 2);
    plot_text(p, to + 1.2, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, b.at);
    buf_release(&b);
}

static void draw_panels(struct plot *p, struct result *r, const struct facts *f, size_t panels, double top, const struct grid *grid)
{
    bool clocks = false;
    for (size_t i = 0; i < panels; i++)
        clocks = clocks || f->parties[i].zone != NULL;
    for (size_t i = 0; i < panels; i++) {
        struct panel panel = { .x1 = 24, .y0 = 7 };
        panel.left = grid_left(grid, i) + 7;
        panel.right = grid_right(grid, i) - 1;
        panel.top = grid_top(grid, i);
        panel.bottom = panel.top + grid->row_mm - AROUND_MM;
        chart_panel(p, &panel);
        draw_tiles(p, r, f->parties[i].id, top, i + 1);
        draw_panel(p, &f->parties[i], &panel, grid_is_first(grid, i), clocks);
    }
}

static void say(struct plot *p, const struct facts *f, size_t panels)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Records an hour of observed time in each hour of the week, in UTC below and in the party’s "
                     "stated zone above. One scale for all panels.");
    if (panels < f->n_parties)
        buf_add_format(&b, " The %zu parties with the most records are shown; %zu more are not.", panels,
                       f->n_parties - panels);
    plot_say(p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

#define ALPHA .05

/* "Bank 0.21": how a weekend hour compares with a weekday's, where they differ after paying for each party. */
static bool add_weekend(const struct facts *f, size_t party, struct result *measures, struct heading *h)
{
    size_t row = chart_measure(measures, f->parties[party].id, "weekend_ratio");
    double ratio = result_number(measures, row, "value");
    struct buf b = BUF_INIT;
    bool differ = isfinite(ratio) && result_number(measures, row, "p_holm") <= ALPHA;
    if (differ) {
        chart_title_name(&b, f, f->parties[party].id);
        buf_add_char(&b, ' ');
        number_significant(&b, ratio, 2);
        heading_item(h, b.at);
    }
    buf_release(&b);
    return differ;
}

static void make_title(const struct facts *f, size_t panels, struct result *measures, struct heading *h)
{
    size_t differ = 0, asked = 0;
    heading_init(h, f, grid_width(f, PLOT_MAIN_MM), "Weekend over weekday rate: ", ", ");
    for (size_t i = 0; i < panels; i++) {
        asked += isfinite(result_number(measures, chart_measure(measures, f->parties[i].id, "weekend_ratio"), "p_holm"));
        differ += add_weekend(f, i, measures, h);
    }
    if (differ > 0)
        return;
    buf_clear(&h->text);
    buf_add_text(&h->text, asked > 0 ? "No difference between weekends and weekdays shows" : "Cannot tell weekends from weekdays: too few weeks");
}

struct plot *chart_week(const struct facts *f, const char *dir, struct err *err)
{
    struct heading title;
    struct result *r = result_read(dir, "rhythm", NULL, NULL, err);
    struct result *measures = r == NULL ? NULL : result_read(dir, "measures", NULL, NULL, err);
    if (measures == NULL) {
        result_free(r);
        return NULL;
    }
    size_t panels = chart_panels(f, PANELS);
    while (panels > 0 && !has_row(r, f->parties[panels - 1].id))
        panels--;
    double top = highest_rate(r, f, panels);
    struct plot *p = NULL;
    make_title(f, panels, measures, &title);
    if (panels == 0 || top <= 0) {
        p = chart_nothing(f, "week", heading_text(&title), "There are no records to draw.");
    } else {
        const struct grid_wish wish = { PLOT_MAIN_MM, 19, 7 * DAY_MM + AROUND_MM, -9.5, panels == 1 ? 1 : 2, 3 };
        struct grid grid = grid_of(f, &wish, panels);
        p = chart_new(f, "week", grid.width_mm, grid.height_mm, heading_text(&title));
        plot_block(p, "tiles");
        draw_panels(p, r, f, panels, top, &grid);
        draw_scale(p, top, grid.width_mm, 8.2);
        say(p, f, panels);
    }
    bool good = result_sound(r, err) && result_sound(measures, err);
    heading_release(&title);
    result_free(measures);
    result_free(r);
    if (good)
        return p;
    plot_free(p);
    return NULL;
}
