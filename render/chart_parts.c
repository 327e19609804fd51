/* chart_parts.c -- what a machine made and the rest, both cumulated against the date: a panel a
   group in whose visits a cadence was found. */

#include "chart.h"
#include "charts.h"
#include "number.h"
#include "timing.h"
#include <math.h>

#define PANELS_MOST 4
#define ROW_MM 40
#define LABEL_MM 27 /* right of a panel */

struct sheet {
    const struct facts *f;
    struct plot *p;
    struct result *parts, *cadence;
};

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
    label_part(s, panel, at[above ? 0 : 1], periodic, "a machine’s", colour);
    label_part(s, panel, at[above ? 1 : 0], aperiodic, "the rest", INK_2);
}

static void draw_panel(struct sheet *s, size_t row, size_t place)
{
    const char *group = result_text(s->cadence, row, "group");
    unsigned colour = facts_group_colour(s->f, group);
    double top = 12.5 + ROW_MM * (double) place, number = (double) place + 1;
    struct panel panel = { .left = 9, .right = PLOT_MAIN_MM - LABEL_MM, .top = top, .bottom = top + ROW_MM - 12,
                           .x1 = (double) facts_days(s->f), .y1 = ticks_ceiling(highest(s, group)) };
    struct buf b = BUF_INIT;
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 4);
    chart_dates(s->p, &panel, panel.bottom + 3, s->f->first_day);
    double aperiodic = draw_part(s, group, "aperiodic", INK_2, number), periodic = draw_part(s, group, "periodic", colour, number);
    label_parts(s, &panel, periodic, aperiodic, colour);
    buf_add_text(&b, "visits so far; period ");
    number_period(&b, result_number(s->cadence, row, "period_s"));
    chart_head(s->p, s->f, &panel, group, b.at);
    buf_release(&b);
}

/* "A machine's part: 91 % of Timer; 1 more". */
static void make_title(struct sheet *s, size_t row, size_t n, struct buf *title)
{
    buf_add_text(title, "A machine’s part: ");
    number_percent(title, result_number(s->cadence, row, "share"));
    buf_add_text(title, " of the visits of ");
    chart_title_name(title, s->f, result_text(s->cadence, row, "group"));
    if (n > 1)
        buf_add_format(title, "; %zu more", n - 1);
}

static void draw(struct sheet *s)
{
    struct buf title = BUF_INIT;
    size_t rows[PANELS_MOST], n = timing_rows(s->f, s->cadence, timing_is_machine, rows, PANELS_MOST);
    if (n == 0) {
        s->p = chart_nothing(s->f, "parts", "A machine’s part and the rest", "No series has a part that a machine explains better, so none is divided.");
        return;
    }
    make_title(s, rows[0], n, &title);
    n = n < PANELS_MOST ? n : PANELS_MOST;
    s->p = chart_new(s->f, "parts", PLOT_MAIN_MM, 12.5 + ROW_MM * (double) n - 8, title.at);
    plot_block(s->p, "lines");
    for (size_t i = 0; i < n; i++)
        draw_panel(s, rows[i], i);
    plot_say(s->p, PLOT_CAPTION, "Visits up to each date, divided by how well each fits the machine’s schedule: every visit counts in part for "
                                 "the machine and in part for the rest. A straight line is a steady pace, a bend a change, a level a silence. "
                                 "Each panel has a scale of its own.");
    buf_release(&title);
}

struct plot *chart_parts(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.parts = result_read(dir, "cadence_parts", NULL, NULL, err);
    s.cadence = s.parts == NULL ? NULL : result_read(dir, "cadence", NULL, NULL, err);
    bool good = s.cadence != NULL;
    if (good) {
        draw(&s);
        good = result_sound(s.parts, err) && result_sound(s.cadence, err);
    }
    result_free(s.parts);
    result_free(s.cadence);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
