/* chart_clock.c -- which rule of clock changes: a row a group whose visits hold a change.  Its day in each half month of
   the year against its mean, with 95 % intervals, over what each rule would make of it as steps. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>

#define ROWS_MOST 4
#define HALVES 24
#define REACH_H 1.5
#define RULES 3

static const struct {
    const char *column, *name;
    unsigned colour;
} rules[RULES] = {
    { "none_h", "no changes", 0x9CA3AF },
    { "eu_h", "as the EU", 0x0072B2 },
    { "us_h", "as the US", 0xD55E00 },
};

static const struct grid_wish wish = { PLOT_WIDE_MM, 12, 40, -6, 1, 1 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *year, *zone;
};

/* Would a rule's changes move the day of this half month? */
static bool is_moved(const struct sheet *s, size_t row)
{
    for (int k = 0; k < RULES; k++)
        if (fabs(result_number(s->year, row, rules[k].column)) > 1e-6)
            return true;
    return false;
}

/* The rows of GROUP with a shift: a group with fewer than three, or with no change of a clock among them, has nothing to show. */
static size_t rows_of(const struct sheet *s, const char *group, size_t rows[HALVES])
{
    size_t n = 0, shifts = 0;
    bool moved = false;
    for (size_t i = 0; i < result_rows(s->year) && n < HALVES; i++)
        if (result_is(s->year, i, "group", group)) {
            shifts += isfinite(result_number(s->year, i, "shift_h"));
            moved = moved || is_moved(s, i);
            rows[n++] = i;
        }
    return shifts >= 3 && moved ? n : 0;
}

/* Months from the beginning of the year. */
static double place(const struct sheet *s, size_t row)
{
    return (double) result_int(s->year, row, "month") - 1 + (result_int(s->year, row, "day") > 1 ? .5 : 0);
}

static double within(double x) { return fmax(-REACH_H, fmin(REACH_H, x)); }

static void draw_steps(struct sheet *s, const struct panel *panel, const size_t *rows, size_t n)
{
    for (int k = 0; k < RULES; k++)
        for (size_t i = 0; i < n; i++) {
            double x = place(s, rows[i]), y = result_number(s->year, rows[i], rules[k].column);
            double next = i + 1 < n ? result_number(s->year, rows[i + 1], rules[k].column) : NAN;
            double shift = .35 * (k - 1); /* side by side where rules agree */
            if (!isfinite(y))
                continue;
            chart_line(s->p, panel_x(panel, x), panel_y(panel, y) + shift, panel_x(panel, x + .5), panel_y(panel, y) + shift,
                       rules[k].colour);
            if (isfinite(next) && fabs(place(s, rows[i + 1]) - x - .5) < 1e-9)
                chart_line(s->p, panel_x(panel, x + .5), panel_y(panel, y) + shift, panel_x(panel, x + .5),
                           panel_y(panel, next) + shift, rules[k].colour);
        }
}

static void draw_shifts(struct sheet *s, const struct panel *panel, const size_t *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double x = panel_x(panel, place(s, rows[i]) + .25), y = result_number(s->year, rows[i], "shift_h");
        if (!isfinite(y))
            continue;
        chart_line(s->p, x, panel_y(panel, within(result_number(s->year, rows[i], "lo95_h"))), x,
                   panel_y(panel, within(result_number(s->year, rows[i], "hi95_h"))), INK);
        chart_mark(s->p, x, panel_y(panel, within(y)), 7, INK);
    }
}

static void draw_axes(struct sheet *s, const struct panel *panel)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    for (int m = 0; m < 12; m++)
        plot_text(s->p, panel_x(panel, m + .5), panel->bottom + 3.3, PLOT_SMALL, PLOT_CENTRE, INK_2, months[m]);
    for (int m = 0; m <= 12; m++)
        chart_line(s->p, panel_x(panel, m), panel->bottom, panel_x(panel, m), panel->bottom + .9, 0x9CA3AF);
    chart_line(s->p, panel->left, panel->bottom, panel->right, panel->bottom, 0x9CA3AF);
    for (int h = -1; h <= 1; h++) {
        struct buf b = BUF_INIT;
        buf_add_text(&b, h < 0 ? REAL_MINUS "1 h" : h > 0 ? "+1 h" : "0");
        plot_text(s->p, panel->left - 1.5, panel_y(panel, h) + .8, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
        buf_release(&b);
    }
}

static void draw_key(struct sheet *s, const struct panel *panel)
{
    double y = panel->top + 2;
    for (int k = 0; k < RULES; k++, y += 4) {
        chart_rect(s->p, panel->right + 3, panel->right + 8, y - 1.1, y - .7, rules[k].colour);
        plot_text(s->p, panel->right + 9.5, y, PLOT_SMALL, PLOT_LEFT, INK_2, rules[k].name);
    }
}

/* "EU changes", or that none is claimed. */
static void name_claim(struct sheet *s, const char *group, struct buf *b)
{
    size_t row = result_find(s->zone, "group", group);
    const char *rule = row < result_rows(s->zone) ? result_text(s->zone, row, "rule") : "";
    if (rule[0] == '\0')
        buf_add_text(b, "no rule is told from the others");
    else if (strcmp(rule, "none") == 0)
        buf_add_text(b, "told: no changes");
    else
        buf_add_format(b, "told: changes as the %s", strcmp(rule, "southern") == 0 ? "south" : rule);
}

static void draw_row(struct sheet *s, const char *group, const size_t *rows, size_t n, size_t at)
{
    double top = grid_top(&s->grid, at);
    struct panel panel = { .left = 14, .right = 134, .top = top, .bottom = top + s->grid.row_mm - 15, .x0 = 0, .x1 = 12, .y0 = -REACH_H,
                           .y1 = REACH_H };
    struct buf claim = BUF_INIT;
    name_claim(s, group, &claim);
    chart_panel(s->p, &panel);
    chart_head(s->p, s->f, &panel, group, claim.at);
    draw_axes(s, &panel);
    draw_steps(s, &panel, rows, n);
    draw_shifts(s, &panel, rows, n);
    draw_key(s, &panel);
    buf_release(&claim);
}

/* "Clocks: Bank, changes as the EU": the rules that are told; `claimed` of the groups drawn. */
static void make_title(struct sheet *s, const char *const *groups, size_t n, struct heading *h)
{
    heading_init(h, s->f, PLOT_WIDE_MM, "Clock rules told: ", "; ");
    for (size_t i = 0; i < n; i++) {
        struct buf b = BUF_INIT;
        size_t row = result_find(s->zone, "group", groups[i]);
        const char *rule = row < result_rows(s->zone) ? result_text(s->zone, row, "rule") : "";
        chart_title_name(&b, s->f, groups[i]);
        buf_add_format(&b, strcmp(rule, "none") == 0 ? ", no changes" : ", changes as the %s", strcmp(rule, "southern") == 0 ? "south" : rule);
        if (*rule != '\0')
            heading_item(h, b.at);
        buf_release(&b);
    }
    if (h->items > 0)
        return;
    buf_clear(&h->text);
    buf_add_text(&h->text, "Cannot tell by which rule the clocks change");
}

static size_t count_drawn(struct sheet *s, const char *const *groups, size_t n)
{
    size_t rows[HALVES], drawn = 0;
    for (size_t i = 0; i < n; i++)
        drawn += rows_of(s, groups[i], rows) > 0;
    return drawn;
}

static void draw(struct sheet *s, const char *title, const char *const *groups, size_t n)
{
    size_t rows[HALVES] = { 0 }, drawn = 0;
    s->grid = grid_of(s->f, &wish, count_drawn(s, groups, n));
    s->p = chart_new(s->f, "clock", s->grid.width_mm, s->grid.height_mm, title);
    for (size_t i = 0; i < n; i++) {
        size_t halves = rows_of(s, groups[i], rows);
        if (halves > 0)
            draw_row(s, groups[i], rows, halves, drawn++);
    }
    if (drawn == 0) {
        plot_free(s->p);
        s->p = chart_nothing(s->f, "clock", title, "No clock change of the EU or the United States falls among visits enough: their rules cannot be told apart.");
        return;
    }
    plot_say(s->p, PLOT_CAPTION,
             "How much later by UTC the day of each half month lies than on average over the year (dots, 95" NARROW_SPACE
             "% intervals), and what a clock without changes, with the EU's and with the changes of the United States would make of "
             "it (steps, side by side where they agree). All years together.");
}

struct plot *chart_clock(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.year = result_read(dir, "zone_year", NULL, NULL, err);
    s.zone = s.year == NULL ? NULL : result_read(dir, "zone", NULL, NULL, err);
    bool good = s.zone != NULL;
    if (good) {
        const char *groups[ROWS_MOST + 1];
        size_t n = chart_groups(f, s.year, groups, ROWS_MOST);
        struct heading title;
        make_title(&s, groups, n, &title);
        draw(&s, heading_text(&title), groups, n);
        heading_release(&title);
        good = result_sound(s.year, err) && result_sound(s.zone, err);
    }
    result_free(s.year);
    result_free(s.zone);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
