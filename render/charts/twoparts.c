/* twoparts.c -- see twoparts.h. */

#include "twoparts.h"
#include "grid.h"
#include "words/number.h"
#include <math.h>

#define LABEL_MM 31 /* right of a panel */

/* Panels beside each other in both columns; one alone in the main one. */
static const struct grid_wish pairs = { PLOT_WIDE_MM, 12.5, 40, -8, 2, 2 }, alone = { PLOT_MAIN_MM, 12.5, 40, -8, 1, 2 };

struct sheet {
    const struct twoparts *words;
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *parts, *verdicts, *clients;
};

static unsigned colour_of(const struct sheet *s, const char *group)
{
    if (s->clients == NULL)
        return facts_group_colour(s->f, group);
    return facts_group_colour(s->f, result_text(s->clients, result_find(s->clients, "key", group), "party"));
}

/* Days from the first day of the span to the end of the row's date. */
static double day_of(struct sheet *s, size_t row)
{
    int64_t day;
    struct err ignored = { .set = false };
    if (!when_parse_day(text_of(result_text(s->parts, row, "date")), &day, &ignored))
        return NAN;
    return (double) (day - s->f->first_day + 1);
}

/* One part as a stair with slanted steps; returns its last value. */
static double draw_part(struct sheet *s, const char *group, const char *column, unsigned colour, double number)
{
    double x = 0, y = 0;
    for (size_t i = 0; i < result_rows(s->parts); i++) {
        double to = day_of(s, i), value = result_number(s->parts, i, column);
        if (!result_is(s->parts, i, "group", group) || !isfinite(to) || !isfinite(value))
            continue;
        PLOT_ROW(s->p, "lines", fmax(x, to - 1), y, to, value, colour, number);
        x = to;
        y = value;
    }
    return y;
}

static double highest(struct sheet *s, const char *group)
{
    double top = 0;
    for (size_t i = 0; i < result_rows(s->parts); i++)
        if (result_is(s->parts, i, "group", group))
            top = fmax(top, fmax(result_number(s->parts, i, "periodic"), result_number(s->parts, i, "aperiodic")));
    return top;
}

static void label_part(struct sheet *s, const struct panel *panel, double y, double value, const char *name, unsigned colour)
{
    struct buf b = BUF_INIT;
    number_count(&b, llround(value));
    buf_add_char(&b, ' ');
    buf_add_text(&b, name);
    plot_text(s->p, panel->right + 1.5, y + .9, PLOT_TEXT_BOLD, PLOT_LEFT, colour, b.at);
    buf_release(&b);
}

/* The labels stand where their lines end, moved apart where these meet. */
static void label_parts(struct sheet *s, const struct panel *panel, double periodic, double aperiodic, unsigned colour)
{
    bool above = periodic >= aperiodic;
    double at[] = { panel_y(panel, fmax(periodic, aperiodic)), panel_y(panel, fmin(periodic, aperiodic)) };
    chart_spread(at, 2, 3.4, panel->top, panel->bottom);
    label_part(s, panel, at[above ? 0 : 1], periodic, s->words->own, colour);
    label_part(s, panel, at[above ? 1 : 0], aperiodic, s->words->rest, INK_2);
}

static void draw_panel(struct sheet *s, size_t row, size_t place)
{
    const char *group = result_text(s->verdicts, row, "group");
    unsigned colour = colour_of(s, group);
    double top = grid_top(&s->grid, place), number = (double) place + 1;
    struct panel panel = { .left = grid_left(&s->grid, place) + 9, .right = grid_right(&s->grid, place) - LABEL_MM, .top = top, .bottom = top + s->grid.row_mm - 12,
                           .x1 = (double) facts_days(s->f), .y1 = ticks_ceiling(highest(s, group)) };
    struct buf b = BUF_INIT;
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 4);
    chart_dates(s->p, &panel, panel.bottom + 3, s->f->first_day);
    double aperiodic = draw_part(s, group, "aperiodic", INK_2, number), periodic = draw_part(s, group, "periodic", colour, number);
    label_parts(s, &panel, periodic, aperiodic, colour);
    buf_add_text(&b, s->words->head);
    number_period(&b, result_number(s->verdicts, row, s->words->period));
    chart_head(s->p, s->f, &panel, group, b.at);
    buf_release(&b);
}

/* "A machine’s part: 91 % of the visits of Timer; 1 more". */
static void make_title(struct sheet *s, size_t row, size_t n, struct buf *title)
{
    buf_add_format(title, "%s: ", s->words->title);
    number_percent(title, result_number(s->verdicts, row, s->words->share));
    buf_add_text(title, " of the visits of ");
    chart_title_name(title, s->f, result_text(s->verdicts, row, "group"));
    if (n > 1)
        buf_add_format(title, "; %zu more", n - 1);
}

static void draw(struct sheet *s, const size_t *rows, size_t n)
{
    struct buf title = BUF_INIT;
    if (n == 0) {
        s->p = chart_nothing(s->f, "parts", s->words->nothing_title, s->words->nothing);
        return;
    }
    make_title(s, rows[0], n, &title);
    n = n < TWOPARTS_MOST ? n : TWOPARTS_MOST;
    s->grid = grid_of(s->f, n > 1 ? &pairs : &alone, n);
    s->p = chart_new(s->f, "parts", s->grid.width_mm, s->grid.height_mm, title.at);
    plot_block(s->p, "lines");
    for (size_t i = 0; i < n; i++)
        draw_panel(s, rows[i], i);
    plot_say(s->p, PLOT_CAPTION, s->words->caption);
    buf_release(&title);
}

struct plot *twoparts_draw(const struct twoparts *words, const struct facts *f, struct result *parts, struct result *verdicts,
                           struct result *clients, const size_t *rows, size_t n)
{
    struct sheet s = { .words = words, .f = f, .parts = parts, .verdicts = verdicts, .clients = clients };
    draw(&s, rows, n);
    return s.p;
}
