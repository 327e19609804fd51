/* chart_spike.c -- visits a day against what clock and level lead to expect: spikes and quiet times found blind, coloured by who
   made them, the declared events above; a panel a group. */

#include "chart.h"
#include "charts.h"
#include "facts/spikes.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>

#define PANELS 4
#define BELOW_MM 6.0 /* of a panel, to the next */
#define ONE_SCALE 6 /* times the lowest panel, and all have one scale */

struct sheet {
    const struct facts *f;
    struct grid grid;
    double top; /* of every panel; 0: each has its own */
    struct plot *p;
    struct result *days, *spikes;
    const char *groups[PANELS];
    size_t n;
};

static double day_of(const struct sheet *s, when_t t)
{
    return (double) (when_day_of(t) - s->f->first_day);
}

/* Groups that have days, `all` first. */
static void choose(struct sheet *s)
{
    const char *candidates[PANELS + 1];
    struct result *d = s->days;
    size_t n = 0;
    candidates[n++] = "all";
    for (size_t i = 0; i < s->f->n_parties && n < PANELS; i++)
        candidates[n++] = s->f->parties[i].id;
    for (size_t i = 0; i < n; i++)
        if (result_find(d, "series", candidates[i]) < result_rows(d))
            s->groups[s->n++] = candidates[i];
}

/* The row of spikes.csv that holds this time, or none. */
static size_t spike_at(struct sheet *s, when_t start, bool more)
{
    size_t i = 0;
    for (; i < result_rows(s->spikes); i++)
        if (spike_found(s->spikes, i) && spike_is_more(s->spikes, i) == more && result_when(s->spikes, i, "start") < start + WHEN_DAY &&
            result_when(s->spikes, i, "end") > start)
            break;
    return i;
}

/* In the panel of a party only what it made itself; in that of all, the first maker's colour. */
static bool colour_of(const struct sheet *s, size_t row, const char *group, unsigned *colour)
{
    char maker[200];
    bool all = strcmp(group, "all") == 0;
    if (!all && !spike_made_by(s->spikes, row, group))
        return false;
    if (all)
        *colour = spike_maker(s->spikes, row, 0, maker, sizeof maker) ? facts_group_colour(s->f, maker) : INK;
    else
        *colour = facts_group_colour(s->f, group);
    return true;
}

static void draw_day(struct sheet *s, size_t row, const char *group, double number)
{
    when_t start = result_when(s->days, row, "start");
    double x = day_of(s, start), observed = result_number(s->days, row, "observed"), expected = result_number(s->days, row, "expected");
    size_t spike = spike_at(s, start, true);
    unsigned colour = palette_tint(INK_2, .55);
    if (spike < result_rows(s->spikes))
        colour_of(s, spike, group, &colour);
    PLOT_ROW(s->p, "bands", x, x + 1, fmax(0, result_number(s->days, row, "lower")), result_number(s->days, row, "upper"), NULL_BAND, number);
    PLOT_ROW(s->p, "bars", x + .2, x + .8, 0, observed, colour, number);
    PLOT_ROW(s->p, "lines", x, expected, x + 1, expected, INK, number);
}

/* The number of each spike above its bar, of each quiet time below the axis. */
static void number_spikes(struct sheet *s, const struct panel *panel, const char *group)
{
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < result_rows(s->spikes); i++) {
        unsigned colour;
        if (!spike_found(s->spikes, i) || !colour_of(s, i, group, &colour))
            continue;
        when_t start = result_when(s->spikes, i, "start"), end = result_when(s->spikes, i, "end");
        double middle = (day_of(s, start) + day_of(s, end - 1) + 1) / 2, top = 0;
        for (size_t k = 0; k < result_rows(s->days); k++)
            if (result_is(s->days, k, "series", group) && spike_is_more(s->spikes, i) &&
                fabs(day_of(s, result_when(s->days, k, "start")) + .5 - middle) < 1)
                top = fmax(top, result_number(s->days, k, "observed"));
        buf_clear(&b);
        buf_add_format(&b, "%s%s", spike_is_more(s->spikes, i) ? "" : "\xe2\x96\xbe", result_text(s->spikes, i, "spike"));
        plot_text(s->p, panel_x(panel, middle), spike_is_more(s->spikes, i) ? fmax(panel_y(panel, top) - .8, panel->top + 1.6) : panel->bottom + 2.5,
                  PLOT_TEXT_BOLD, PLOT_CENTRE, colour, b.at);
    }
    buf_release(&b);
}

static double highest(struct sheet *s, const char *group)
{
    double top = 1;
    for (size_t i = 0; i < result_rows(s->days); i++)
        if (result_is(s->days, i, "series", group))
            top = fmax(top, fmax(result_number(s->days, i, "observed"), result_number(s->days, i, "expected")));
    return top;
}

static double visits_of(struct sheet *s, const char *group)
{
    double sum = 0;
    for (size_t i = 0; i < result_rows(s->days); i++)
        if (result_is(s->days, i, "series", group) && isfinite(result_number(s->days, i, "observed")))
            sum += result_number(s->days, i, "observed");
    return sum;
}

/* One scale, unless it would leave the lowest panel flat. */
static void find_top(struct sheet *s)
{
    double lowest = HUGE_VAL, top = 0;
    for (size_t i = 0; i < s->n; i++) {
        lowest = fmin(lowest, highest(s, s->groups[i]));
        top = fmax(top, highest(s, s->groups[i]));
    }
    s->top = top <= ONE_SCALE * lowest ? top : 0;
}

static void draw_panel(struct sheet *s, size_t place)
{
    const char *group = s->groups[place];
    struct panel panel = { .left = 10, .right = PLOT_WIDE_MM, .x1 = (double) facts_days(s->f), .y1 = ticks_ceiling(1.12 * (s->top > 0 ? s->top : highest(s, group))) };
    struct buf n = BUF_INIT;
    panel.top = grid_top(&s->grid, place);
    panel.bottom = panel.top + s->grid.row_mm - BELOW_MM;
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 3);
    buf_add_text(&n, place == 0 ? "visits a day, UTC; " : "");
    chart_n(&n, visits_of(s, group), "visit");
    chart_head(s->p, s->f, &panel, group, n.at);
    buf_release(&n);
    for (size_t i = 0; i < result_rows(s->days); i++)
        if (result_is(s->days, i, "series", group))
            draw_day(s, i, group, (double) place + 1);
    number_spikes(s, &panel, group);
    chart_events_through(s->p, s->f, &panel);
    if (place == 0) {
        struct panel above = panel;
        above.top = panel.top - EVENTS_HEAD_MM;
        chart_events_above(s->p, s->f, &above);
    }
    if (place + 1 == s->n)
        chart_dates(s->p, &panel, panel.bottom + 3.4, s->f->first_day);
}

static void say(struct sheet *s)
{
    struct buf b = BUF_INIT;
    size_t n = 0;
    buf_add_text(&b, "Visits a day (UTC). Line: what the hour of the week, the level and the other days lead to expect; grey band: where 95" NARROW_SPACE
                     "% of such days lie, cut at the panel. Coloured bars are spikes, numbered, in the colour of who made them; ▾ a quiet time.");
    buf_add_text(&b, s->top > 0 ? " One scale for all panels." : " Each panel has a scale of its own.");
    for (size_t i = 0; i < result_rows(s->spikes) && n < 12; i++) {
        if (!spike_found(s->spikes, i))
            continue;
        buf_add_format(&b, "%s%s ", n++ == 0 ? " Found: " : "; ", result_text(s->spikes, i, "spike"));
        spike_dates(&b, s->spikes, i);
        buf_add_text(&b, ", ");
        spike_makers(&b, s->f, s->spikes, i);
    }
    buf_add_text(&b, n > 0 ? "." : " No spike was found.");
    chart_events_said(&b, s->f);
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

static void draw(struct sheet *s, const char *title)
{
    const struct grid_wish wish = { PLOT_WIDE_MM, 14, BELOW_MM + (s->n <= 3 ? 24 : 18), -1, 1, 1 };
    s->grid = grid_of(s->f, &wish, s->n);
    find_top(s);
    s->p = chart_new(s->f, "spike", s->grid.width_mm, s->grid.height_mm, title);
    plot_block(s->p, "bands");
    plot_block(s->p, "bars");
    plot_block(s->p, "lines");
    for (size_t i = 0; i < s->n; i++)
        draw_panel(s, i);
    say(s);
}

/* "2 spikes, 1 quiet time: 9 May (Bank), 23 June (Bank), 6 July (Clinic)". */
static void make_title(struct sheet *s, struct heading *h)
{
    size_t more = 0, fewer = 0, rows = result_rows(s->spikes);
    for (size_t i = 0; i < rows; i++) {
        more += spike_found(s->spikes, i) && spike_is_more(s->spikes, i);
        fewer += spike_found(s->spikes, i) && !spike_is_more(s->spikes, i);
    }
    heading_init(h, s->f, PLOT_WIDE_MM, "", ", ");
    if (more + fewer == 0) {
        buf_add_text(&h->text, s->n == 0 ? "Cannot tell spikes from chance" : "No spike and no quiet time stands out");
        return;
    }
    if (more > 0)
        buf_add_format(&h->text, "%zu spike%s", more, more == 1 ? "" : "s");
    if (fewer > 0)
        buf_add_format(&h->text, "%s%zu quiet time%s", more > 0 ? ", " : "", fewer, fewer == 1 ? "" : "s");
    buf_add_text(&h->text, ": ");
    for (size_t i = 0; i < rows; i++) {
        struct buf item = BUF_INIT;
        if (spike_found(s->spikes, i)) {
            spike_dates(&item, s->spikes, i);
            buf_add_text(&item, " (");
            spike_makers(&item, s->f, s->spikes, i);
            buf_add_char(&item, ')');
            heading_item(h, item.at);
        }
        buf_release(&item);
    }
}

struct plot *chart_spike(const struct facts *f, const char *dir, struct err *err)
{
    struct heading title = { .left = 0 };
    struct sheet s = { .f = f };
    s.days = result_read(dir, "spike_days", NULL, NULL, err);
    s.spikes = s.days == NULL ? NULL : result_read(dir, "spikes", NULL, NULL, err);
    bool good = s.spikes != NULL;
    if (good) {
        choose(&s);
        make_title(&s, &title);
        if (s.n == 0)
            s.p = chart_nothing(f, "spike", heading_text(&title), "Cannot tell: too few visits, or less than two weeks observed.");
        else
            draw(&s, heading_text(&title));
        good = result_sound(s.days, err) && result_sound(s.spikes, err);
    }
    result_free(s.days);
    result_free(s.spikes);
    heading_release(&title);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
