/* chart_change.c -- days and their levels, with the changes and their intervals: a panel a series that has one. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "words/number.h"
#include <math.h>

#define PANELS 6

/* Panels beside each other in both columns; one alone in the main one. */
static const struct grid_wish pairs = { PLOT_WIDE_MM, 12, 30, -3, 2, 2 }, alone = { PLOT_MAIN_MM, 12, 30, -3, 1, 2 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *changes, *levels;
};

static double day_of(const struct sheet *s, const char *date)
{
    int64_t day;
    struct err ignored = { .set = false };
    return when_parse_day(text_of(date), &day, &ignored) ? (double) (day - s->f->first_day) : NAN;
}

static bool same_question(const struct result *a, size_t i, const struct result *b, size_t k)
{
    return result_is(a, i, "kind", result_text(b, k, "kind")) && result_is(a, i, "group", result_text(b, k, "group"));
}

/* Rows of change.csv that have a date, one a question; their number may be larger than MOST. */
static size_t questions(struct sheet *s, size_t *rows, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s->changes); i++) {
        size_t k = 0;
        while (k < i && !(same_question(s->changes, k, s->changes, i) && result_text(s->changes, k, "date")[0] != '\0'))
            k++;
        if (k < i || result_text(s->changes, i, "date")[0] == '\0')
            continue;
        if (n < most)
            rows[n] = i;
        n++;
    }
    return n;
}

static const char *kind_text(const char *kind)
{
    return strcmp(kind, "level") == 0 ? "visits a day" : strcmp(kind, "share") == 0 ? "share of all visits" : "share of visits that return";
}

static void find_range(struct sheet *s, size_t question, struct panel *panel)
{
    double top = 0, bottom = 0;
    for (size_t i = 0; i < result_rows(s->levels); i++) {
        double value = result_number(s->levels, i, "value");
        if (same_question(s->levels, i, s->changes, question) && isfinite(value)) {
            top = fmax(top, value);
            bottom = fmin(bottom, value);
        }
    }
    bool share = !result_is(s->changes, question, "kind", "level");
    panel->y1 = share ? 1 : ticks_ceiling(fmax(top, 1e-6));
    panel->y0 = share && bottom < 0 ? -.25 : 0;
}

static void draw_days(struct sheet *s, size_t question, const struct panel *panel, unsigned colour, double number)
{
    for (size_t i = 0; i < result_rows(s->levels); i++) {
        double x = day_of(s, result_text(s->levels, i, "date")), value = result_number(s->levels, i, "value");
        double level = result_number(s->levels, i, "level");
        if (!same_question(s->levels, i, s->changes, question) || !isfinite(x))
            continue;
        if (isfinite(value) && value >= panel->y0 && value <= panel->y1)
            PLOT_ROW(s->p, "dots", x + .5, value, 0x9CA3AF, number);
        if (isfinite(level))
            PLOT_ROW(s->p, "lines", x, level, x + 1, level, colour, number);
    }
}

static void draw_changes(struct sheet *s, size_t question, const struct panel *panel, double number)
{
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < result_rows(s->changes); i++) {
        double x = day_of(s, result_text(s->changes, i, "date"));
        if (!same_question(s->changes, i, s->changes, question) || !isfinite(x))
            continue;
        PLOT_ROW(s->p, "bands", day_of(s, result_text(s->changes, i, "lo95")), day_of(s, result_text(s->changes, i, "hi95")) + 1, panel->y0, panel->y1,
                 NULL_BAND, number);
        buf_clear(&b);
        number_day_month(&b, s->f->first_day + (int64_t) x);
        plot_text(s->p, panel_x(panel, x), panel->top - 1.2, PLOT_SMALL, PLOT_CENTRE, INK, b.at);
    }
    buf_release(&b);
}

static void draw_panel(struct sheet *s, size_t question, size_t place)
{
    const char *group = result_text(s->changes, question, "group");
    double top = grid_top(&s->grid, place);
    struct panel panel = { .left = grid_left(&s->grid, place) + 10, .right = grid_right(&s->grid, place), .top = top, .bottom = top + s->grid.row_mm - 9, .x1 = (double) facts_days(s->f) };
    find_range(s, question, &panel);
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 3);
    if (grid_is_lowest(&s->grid, place))
        chart_dates(s->p, &panel, panel.bottom + 3, s->f->first_day);
    draw_changes(s, question, &panel, (double) place + 1);
    draw_days(s, question, &panel, facts_group_colour(s->f, group), (double) place + 1);
    chart_head(s->p, s->f, &panel, group, kind_text(result_text(s->changes, question, "kind")));
}

/* "From 25 July: 34.6 visits a day (All), before 15.1; 5 more": the first change of the table. */
static void make_title(struct sheet *s, const size_t *rows, struct buf *title)
{
    size_t changes = 0, told = 0;
    for (size_t i = 0; i < result_rows(s->changes); i++) {
        changes += result_text(s->changes, i, "date")[0] != '\0';
        told += !result_begins(s->changes, i, "verdict", "cannot tell");
    }
    if (changes == 0) {
        buf_add_text(title, told > 0 ? "No level changed for good" : "Cannot tell whether a level changed");
        return;
    }
    bool level = result_is(s->changes, rows[0], "kind", "level");
    double before = result_number(s->changes, rows[0], "before"), after = result_number(s->changes, rows[0], "after");
    buf_add_text(title, "From ");
    number_day_month(title, s->f->first_day + (int64_t) day_of(s, result_text(s->changes, rows[0], "date")));
    buf_add_text(title, ": ");
    if (level)
        number_significant(title, after, 3);
    else
        number_percent(title, fmax(0, after));
    buf_add_format(title, " %s (", level ? "visits a day" : result_is(s->changes, rows[0], "kind", "share") ? "of all" : "return");
    chart_title_name(title, s->f, result_text(s->changes, rows[0], "group"));
    buf_add_text(title, "), before ");
    if (level)
        number_significant(title, before, 3);
    else
        number_percent(title, fmax(0, before));
    if (changes > 1)
        buf_add_format(title, "; %zu more", changes - 1);
}

static void draw(struct sheet *s, const char *title, const size_t *rows, size_t n)
{
    struct buf b = BUF_INIT;
    if (n == 0) {
        s->p = chart_nothing(s->f, "change", title, "No level changed more than days like these explain.");
        return;
    }
    size_t shown = n < PANELS ? n : PANELS;
    s->grid = grid_of(s->f, shown > 1 ? &pairs : &alone, shown);
    s->p = chart_new(s->f, "change", s->grid.width_mm, s->grid.height_mm, title);
    plot_block(s->p, "bands");
    plot_block(s->p, "dots");
    plot_block(s->p, "lines");
    for (size_t i = 0; i < shown; i++)
        draw_panel(s, rows[i], i);
    buf_add_text(&b, "Dots: days, the weekday allowed for. Lines: the levels. Grey: where the day of the change lies with 95" NARROW_SPACE "%. ");
    if (n > shown)
        buf_add_format(&b, "%zu more series changed; data/change.csv has them. ", n - shown);
    buf_add_text(&b, "Null model: days of one level, busy or quiet as a whole, that remember the days before.");
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

struct plot *chart_change(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.changes = result_read(dir, "change", NULL, NULL, err);
    s.levels = s.changes == NULL ? NULL : result_read(dir, "change_levels", NULL, NULL, err);
    bool good = s.levels != NULL;
    if (good) {
        size_t rows[PANELS] = { 0 }, n = questions(&s, rows, PANELS);
        struct buf title = BUF_INIT;
        make_title(&s, rows, &title);
        draw(&s, title.at, rows, n);
        buf_release(&title);
        good = result_sound(s.changes, err) && result_sound(s.levels, err);
    }
    result_free(s.changes);
    result_free(s.levels);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
