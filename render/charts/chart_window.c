/* chart_window.c -- the event windows as a forest: observed over expected, log axis, a row a
   window and group, the window's name above its rows. */

#include "chart.h"
#include "charts.h"
#include "facts/windows.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>
#include <stdio.h>

#define GROUPS_MOST 4
#define ROWS_MOST 44
#define ROW_MM 4.2
#define TOP_MM 10.5

/* Where the columns of the table stand, in mm: the names, the axis, then numbers that end or begin there.  A slide has two such tables
   beside each other, without what is expected and the interval, which is drawn. */
struct table {
    double name, left, right, observed, expected, ratio, interval, p;
};

static const struct table report_table = { 0, 48, 112, 122.5, 124, 146.5, 148, PLOT_WIDE_MM };
static const struct table slide_table = { 0, 28, 55, 64, NAN, 72, NAN, 82 };
#define SLIDE_TABLES 2
#define SLIDE_SHIFT 86.0

struct sheet {
    const struct facts *f;
    struct plot *p;
    struct result *r;
    struct table at;    /* of the table that is being drawn */
    size_t table;       /* its number, from 1 */
    size_t first, last; /* its events; the last excluded */
    struct panel panel;
    const char *groups[GROUPS_MOST];
    size_t n_groups, n_events;
};

static void choose(struct sheet *s)
{
    s->n_groups = chart_groups(s->f, s->r, s->groups, GROUPS_MOST);
    s->n_events = s->f->n_events;
    if (s->n_groups > 0 && s->n_events > ROWS_MOST / (s->n_groups + 1))
        s->n_events = ROWS_MOST / (s->n_groups + 1);
}

static size_t find_row(const struct sheet *s, const char *event, const char *group)
{
    size_t i = 0;
    while (i < result_rows(s->r) && !(result_is(s->r, i, "event", event) && result_is(s->r, i, "group", group)))
        i++;
    return i;
}

/* The axis: wide enough for the ratios and most of the intervals, within 1/20 to 20. */
static void find_range(struct sheet *s)
{
    double lo = .5, hi = 2;
    for (size_t i = 0; i < result_rows(s->r); i++) {
        double ratio = result_number(s->r, i, "ratio");
        double from = result_number(s->r, i, "lo95"), to = result_number(s->r, i, "hi95");
        if (!isfinite(ratio))
            continue;
        lo = fmin(lo, fmax(from, ratio / 3));
        hi = fmax(hi, fmin(to, ratio > 0 ? ratio * 3 : hi));
        if (ratio == 0)
            lo = fmin(lo, .1);
    }
    s->panel.log_x = true;
    s->panel.x0 = fmax(lo / 1.1, .05);
    s->panel.x1 = fmin(hi * 1.1, 20);
}

static void draw_axis(struct sheet *s)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    double free = 0; /* from here on no number stands */
    ticks_log(s->panel.x0, s->panel.x1, 8, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        buf_clear(&b);
        number_significant(&b, ticks.at[i], 1);
        chart_grid_x(s->p, &s->panel, ticks.at[i], ticks.at[i] == 1 ? 0x4B5563 : HAIRLINE);
        double x = panel_x(&s->panel, ticks.at[i]), half = chart_text_width(b.at, 6) / 2;
        if (x - half > free)
            plot_text(s->p, x, s->panel.bottom + 3, PLOT_SMALL, PLOT_CENTRE, INK_2, b.at);
        free = fmax(free, x + half);
    }
    plot_text(s->p, (s->panel.left + s->panel.right) / 2, s->panel.bottom + 6.2, PLOT_SMALL, PLOT_CENTRE, INK_2,
              "observed / expected");
    buf_release(&b);
}

static void draw_head(struct sheet *s, double baseline)
{
    plot_text(s->p, s->at.observed, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, "observed");
    if (isfinite(s->at.expected))
        plot_text(s->p, s->at.expected, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, "expected");
    plot_text(s->p, s->at.ratio, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, "ratio");
    if (isfinite(s->at.interval))
        plot_text(s->p, s->at.interval, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, "95" NARROW_SPACE "%");
    plot_text(s->p, s->at.p, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, "p, Holm");
}

static void draw_marks(struct sheet *s, size_t row, double y, unsigned colour, int shape)
{
    const struct panel *panel = &s->panel;
    double ratio = result_number(s->r, row, "ratio"), mdr = result_number(s->r, row, "mdr");
    double lo = fmax(result_number(s->r, row, "lo95"), panel->x0), hi = fmin(result_number(s->r, row, "hi95"), panel->x1);
    if (isfinite(mdr) && mdr <= panel->x1)
        PLOT_ROW(s->p, "mdr", mdr, y - .35, mdr, y + .35, 0x9CA3AF, (double) s->table);
    if (hi > lo)
        PLOT_ROW(s->p, "intervals", lo, y, hi, y, colour, (double) s->table);
    if (isfinite(ratio))
        PLOT_ROW(s->p, "dots", fmin(fmax(ratio, panel->x0), panel->x1), y, ratio < panel->x0 ? 6 : shape, colour, (double) s->table);
}

static void draw_numbers(struct sheet *s, size_t row, double baseline)
{
    struct buf b = BUF_INIT;
    double expected = result_number(s->r, row, "expected"), ratio = result_number(s->r, row, "ratio");
    double p = result_number(s->r, row, "p_holm");
    if (!isfinite(expected)) {
        plot_text(s->p, s->at.right + 4, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, "cannot tell");
        return;
    }
    number_count(&b, (int64_t) result_number(s->r, row, "observed"));
    plot_text(s->p, s->at.observed, baseline, PLOT_TEXT, PLOT_RIGHT, INK, b.at);
    buf_clear(&b);
    number_significant(&b, expected, 3);
    if (isfinite(s->at.expected))
        plot_text(s->p, s->at.expected, baseline, PLOT_TEXT, PLOT_LEFT, INK_2, b.at);
    buf_clear(&b);
    number_fixed(&b, ratio, ratio >= 9.995 ? 1 : 2);
    plot_text(s->p, s->at.ratio, baseline, PLOT_TEXT, PLOT_RIGHT, INK, isfinite(ratio) ? b.at : "");
    buf_clear(&b);
    number_fixed(&b, result_number(s->r, row, "lo95"), 2);
    buf_add_text(&b, EN_DASH);
    number_fixed(&b, result_number(s->r, row, "hi95"), 2);
    if (isfinite(s->at.interval))
        plot_text(s->p, s->at.interval, baseline, PLOT_TEXT, PLOT_LEFT, INK_2, isfinite(ratio) ? b.at : "");
    buf_clear(&b);
    number_p_bare(&b, p);
    plot_text(s->p, s->at.p, baseline, p <= .05 ? PLOT_TEXT_BOLD : PLOT_TEXT, PLOT_RIGHT, INK,
              isfinite(p) ? b.at : "");
    buf_release(&b);
}

static bool is_exploratory(const struct sheet *s, const char *event)
{
    size_t row = 0;
    while (row < result_rows(s->r) && !result_is(s->r, row, "event", event))
        row++;
    return row < result_rows(s->r) && result_is(s->r, row, "status", "exploratory");
}

static void draw_event(struct sheet *s, size_t number)
{
    struct buf b = BUF_INIT;
    const struct event *event = &s->f->events[number];
    double start = s->at.name, row = (double) ((number - s->first) * (s->n_groups + 1));
    double top = s->panel.top + ROW_MM * row;
    buf_add_format(&b, "%d  ", event->number);
    chart_fit(&b, event->name, s->panel.left - start - 4, 7);
    plot_text(s->p, start, top + 3, PLOT_TEXT_BOLD, PLOT_LEFT, INK, b.at);
    if (is_exploratory(s, event->id))
        plot_text(s->p, s->at.p, top + 3, PLOT_SMALL, PLOT_RIGHT, INK_2, "exploratory");
    for (size_t i = 0; i < s->n_groups; i++) {
        size_t found = find_row(s, event->id, s->groups[i]);
        const struct party *party = facts_party(s->f, s->groups[i]);
        unsigned colour = facts_group_colour(s->f, s->groups[i]);
        double y = row + 1.5 + (double) i, baseline = s->panel.top + ROW_MM * y + .85;
        if (found == result_rows(s->r))
            continue;
        buf_clear(&b);
        chart_fit(&b, facts_group_name(s->f, s->groups[i]), s->panel.left - start - 5, 7);
        plot_text(s->p, start + 4, baseline, PLOT_TEXT, PLOT_LEFT, colour, b.at);
        draw_marks(s, found, y, colour, party == NULL ? 7 : party->shape);
        draw_numbers(s, found, baseline);
    }
    buf_release(&b);
}

static void say(struct sheet *s)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Visits (records of one party closer together than the gap between visits are one) in each declared window over "
                     "those that the hour of the week and the level outside all windows lead "
                     "one to expect, with the 95" NARROW_SPACE "% interval; p adjusted by Holm over all windows and series of the same kind; "
                     "an exploratory window, not declared before it began, has paid for every other place that it could have had. "
                     "Grey tick: the smallest rise that would be found four times in five. A ring at the edge: none or fewer than the axis shows.");
    if (s->n_events < s->f->n_events)
        buf_add_format(&b, " The first %zu of %zu windows are drawn; data/window.csv has all.", s->n_events, s->f->n_events);
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

/* Events of which no row that counts could be told. */
static size_t count_untold(const struct sheet *s)
{
    size_t n = 0;
    for (size_t k = 0; k < s->f->n_events; k++) {
        size_t rows = 0, untold = 0;
        for (size_t i = 0; i < result_rows(s->r); i++)
            if (result_is(s->r, i, "event", s->f->events[k].id) && window_counts(s->f, s->r, i)) {
                rows++;
                untold += result_begins(s->r, i, "verdict", "cannot tell");
            }
        n += untold == rows;
    }
    return n;
}

/* "A vote, Bank 3.63 times the expected": every row that differs is an item, its event named once. */
static void add_window(struct sheet *s, size_t row, struct heading *h)
{
    struct buf b = BUF_INIT;
    if (window_differs_first(s->f, s->r, row))
        buf_add_format(&b, "%s, ", facts_event(s->f, result_text(s->r, row, "event"))->name);
    chart_title_name(&b, s->f, result_text(s->r, row, "group"));
    buf_add_char(&b, ' ');
    number_significant(&b, result_number(s->r, row, "ratio"), 3);
    buf_add_text(&b, " times the expected");
    heading_item(h, b.at);
    buf_release(&b);
}

static void make_title(struct sheet *s, struct heading *h)
{
    size_t found = 0, untold = count_untold(s), n = s->f->n_events;
    for (size_t i = 0; i < result_rows(s->r); i++)
        found += window_differs_first(s->f, s->r, i);
    heading_init(h, s->f, PLOT_WIDE_MM, "", "; ");
    if (n == 0) {
        buf_add_text(&h->text, "No window was declared");
    } else if (found > 0) {
        buf_add_format(&h->text, "%zu of %zu windows differ%s: ", found, n, found == 1 ? "s" : "");
        for (size_t i = 0; i < result_rows(s->r); i++)
            if (window_differs(s->f, s->r, i))
                add_window(s, i, h);
    } else if (untold == n) {
        buf_add_text(&h->text, "Cannot tell whether visits differ in the declared windows");
    } else {
        buf_add_format(&h->text, "None of %zu windows differs from the usual level", n);
        if (untold > 0)
            buf_add_format(&h->text, "; %zu cannot be told", untold);
    }
}

static void place_table(struct sheet *s, size_t k, size_t tables)
{
    double shift = SLIDE_SHIFT * (double) k;
    s->table = k + 1;
    s->at = tables > 1 ? slide_table : report_table;
    s->at = (struct table){ s->at.name + shift, s->at.left + shift, s->at.right + shift, s->at.observed + shift, s->at.expected + shift,
                            s->at.ratio + shift, s->at.interval + shift, s->at.p + shift };
}

static void draw_table(struct sheet *s, double rows)
{
    s->panel.left = s->at.left;
    s->panel.right = s->at.right;
    s->panel.top = TOP_MM;
    s->panel.bottom = TOP_MM + ROW_MM * rows;
    s->panel.y0 = rows;
    chart_panel(s->p, &s->panel);
    draw_axis(s);
    draw_head(s, 9);
    for (size_t i = s->first; i < s->last; i++)
        draw_event(s, i);
}

static void draw(struct sheet *s, const char *title)
{
    static const char *const blocks[] = { "mdr", "intervals", "dots" };
    size_t tables = s->f->slide && s->n_events > 1 ? SLIDE_TABLES : 1, each = (s->n_events + tables - 1) / tables;
    double rows = (double) (each * (s->n_groups + 1));
    s->p = chart_new(s->f, "window", PLOT_WIDE_MM, TOP_MM + ROW_MM * rows + 7, title);
    for (size_t i = 0; i < 3; i++)
        plot_block(s->p, blocks[i]);
    find_range(s);
    for (size_t k = 0; k < tables; k++) {
        place_table(s, k, tables);
        s->first = k * each;
        s->last = s->first + each < s->n_events ? s->first + each : s->n_events;
        draw_table(s, rows);
    }
    say(s);
}

struct plot *chart_window(const struct facts *f, const char *dir, struct err *err)
{
    struct heading title;
    struct sheet s = { .f = f };
    s.r = result_read(dir, "window", NULL, NULL, err);
    if (s.r == NULL)
        return NULL;
    choose(&s);
    make_title(&s, &title);
    if (f->n_events == 0 || s.n_groups == 0)
        s.p = chart_nothing(f, "window", heading_text(&title), "No events were declared, so no window was tested.");
    else
        draw(&s, heading_text(&title));
    heading_release(&title);
    bool good = result_sound(s.r, err);
    result_free(s.r);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
