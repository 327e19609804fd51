/* chart_front.c -- the picture of page 1: when each party's records came, hour of the day by date, a
   strip a party on one scale of shades.  Over a week or less a strip is bars of time instead.

   Columns are whole days, as many together as keep the strip below COLUMNS_MOST. */

#include "base/csv.h"
#include "base/num.h"
#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define STRIPS 3
#define COLUMNS_MOST 330
#define HOURS 24
#define WEEK_DAYS 7
#define EVENTS_DRAWN 40 /* through the strips; more would hide them */

struct front {
    const struct facts *f;
    struct plot *p;
    struct result *measures;
    size_t strips;
    bool bars;       /* rather than hour by date */
    double cell_day; /* width of a cell in days */
    size_t columns, rows;
    double *count; /* strip x column x row */
    double top;
};

static void plan(struct front *c)
{
    double days = (double) facts_days(c->f);
    c->strips = chart_panels(c->f, STRIPS);
    if (c->strips > 1 && strcmp(c->f->parties[c->strips - 1].id, "other") == 0)
        c->strips--;
    c->bars = days <= WEEK_DAYS;
    c->cell_day = c->bars ? (days <= 1 ? 1 / 144. : 1 / 24.) : ceil(days / COLUMNS_MOST);
    c->columns = (size_t) ceil(days / c->cell_day - 1e-9);
    c->rows = c->bars ? 1 : HOURS;
    c->count = mem_zero((c->strips * c->columns * c->rows + 1) * sizeof *c->count);
}

static void add(struct front *c, when_t t, struct text party, double count)
{
    size_t k = 0;
    while (k < c->strips && !text_is(party, c->f->parties[k].id))
        k++;
    double day = (double) (t - c->f->first_day * WHEN_DAY) / (double) WHEN_DAY;
    if (k == c->strips || day < 0 || day >= (double) facts_days(c->f))
        return;
    size_t column = (size_t) (day / c->cell_day), hour = c->bars ? 0 : (size_t) ((day - floor(day)) * HOURS);
    double *cell = &c->count[(k * c->columns + column) * c->rows + (hour < c->rows ? hour : c->rows - 1)];
    *cell += count;
    c->top = fmax(c->top, *cell);
}

static bool add_records(struct front *c, const char *dir, struct err *err)
{
    struct buf path = BUF_INIT;
    size_t time, party, count;
    enum csv_status status = CSV_FAIL;
    buf_add_format(&path, "%s/records.csv", dir);
    struct csv_reader *from = csv_open(path.at, ',', err);
    buf_release(&path);
    if (from == NULL)
        return false;
    if (csv_need(from, "time", &time, err) && csv_need(from, "party", &party, err) && csv_need(from, "count", &count, err))
        while ((status = csv_next(from, err)) == CSV_ROW) {
            when_t t;
            double n;
            if (!when_parse(csv_field(from, time), &t, err) || !num_double(csv_field(from, count), 0, 1e18, &n, err)) {
                status = CSV_FAIL;
                break;
            }
            add(c, t, csv_field(from, party), n);
        }
    return csv_close(from, err) && status == CSV_END;
}

/* Shades of the party's colour by the logarithm of the count, or bars up to the highest. */
static void draw_cells(struct front *c, size_t strip)
{
    unsigned colour = c->f->parties[strip].colour;
    for (size_t i = 0; i < c->columns; i++)
        for (size_t hour = 0; hour < c->rows; hour++) {
            double n = c->count[(strip * c->columns + i) * c->rows + hour], x = (double) i * c->cell_day;
            if (n <= 0)
                continue;
            double strength = c->bars ? 1 : .3 + .7 * log1p(n) / log1p(c->top), y = c->bars ? 0 : (double) hour;
            PLOT_ROW(c->p, "bars", x, fmin(x + c->cell_day, (double) facts_days(c->f)), y, c->bars ? n : y + 1,
                     palette_tint(colour, strength), (double) (strip + 1));
        }
}

/* Silences of all parties, and what nobody watched. */
static bool shade_silences(struct front *c, const struct panel *panel, const char *dir, struct err *err)
{
    struct result *r = result_read(dir, "coverage", NULL, NULL, err);
    if (r == NULL)
        return false;
    for (size_t i = 0; i < result_rows(r); i++) {
        double from = (double) result_when(r, i, "start") / (double) WHEN_DAY - (double) c->f->first_day;
        double to = (double) result_when(r, i, "end") / (double) WHEN_DAY - (double) c->f->first_day;
        if (result_is(r, i, "verdict", "silence") && result_is(r, i, "series", "all"))
            chart_rect(c->p, panel_x(panel, fmax(from, 0)), panel_x(panel, fmin(to, panel->x1)), panel->top, panel->bottom, SILENCE);
    }
    bool good = result_sound(r, err);
    result_free(r);
    return good;
}

/* 06, 12 and 18 hours UTC at the left; at the right, in the party's colour, those of its stated zone. */
static void mark_hours(struct front *c, const struct panel *panel, const struct party *party)
{
    struct buf zone = BUF_INIT;
    char text[16];
    plot_text(c->p, panel->left - 1.2, panel->top + .75, PLOT_SMALL, PLOT_RIGHT, INK_2, "UTC");
    for (int hour = 6; hour < HOURS; hour += 6) {
        double y = panel_y(panel, hour);
        snprintf(text, sizeof text, "%02d", hour);
        chart_line(c->p, panel->left, y, panel->right, y, HAIRLINE);
        plot_text(c->p, panel->left - 1.2, y + .75, PLOT_SMALL, PLOT_RIGHT, INK_2, text);
        if (party->zone == NULL)
            continue;
        double local = fmod(hour + party->zone_h + HOURS, HOURS);
        snprintf(text, sizeof text, "%02d:%02d", (int) local, (int) lround((local - floor(local)) * 60));
        text[local == floor(local) ? 2 : 5] = '\0';
        plot_text(c->p, panel->right + 1.2, y + .75, PLOT_SMALL, PLOT_LEFT, party->colour, text);
    }
    if (party->zone != NULL) {
        chart_zone_name(&zone, party->zone, party->zone_h);
        plot_text(c->p, panel->right, panel->top - 1.1, PLOT_SMALL, PLOT_RIGHT, party->colour, zone.at);
    }
    buf_release(&zone);
}

static void name_strip(struct front *c, const struct panel *panel, size_t strip)
{
    struct buf name = BUF_INIT;
    chart_fit(&name, c->f->parties[strip].name, 60, 7);
    plot_text(c->p, panel->left, panel->top - 1.1, PLOT_TEXT_BOLD, PLOT_LEFT, c->f->parties[strip].colour, name.at);
    buf_release(&name);
}

static void date_axis(struct front *c, const struct panel *panel)
{
    struct panel day = *panel;
    if (facts_days(c->f) > 1) {
        chart_dates(c->p, panel, panel->bottom + 3.2, c->f->first_day);
        return;
    }
    day.x1 = HOURS;
    chart_hours(c->p, &day, panel->bottom + 3.2, 0, 3, INK_2, "UTC");
}

#define ABOVE 11.6 /* mm: the title, and the numbers of the events */
#define BETWEEN 5.0
#define AXIS (4.2 - BETWEEN) /* below the last strip */

static double strip_height(const struct front *c)
{
    if (c->f->slide)
        return (SLIDE_MM - ABOVE - AXIS) / (double) c->strips - BETWEEN;
    return c->strips == 1 ? 22 : c->strips == 2 ? 14.5 : 10.5;
}

static bool draw_strip(struct front *c, size_t strip, const char *dir, struct err *err)
{
    double height = strip_height(c);
    struct panel panel = { .left = 7, .right = PLOT_WIDE_MM - 6, .x1 = (double) facts_days(c->f), .y0 = HOURS, .y1 = 0 };
    panel.top = ABOVE + (height + BETWEEN) * (double) strip;
    panel.bottom = panel.top + height;
    if (c->bars) {
        panel.y0 = 0;
        panel.y1 = fmax(c->top, 1);
    }
    chart_panel(c->p, &panel);
    chart_weekends(c->p, c->f, &panel);
    if (c->f->n_events <= EVENTS_DRAWN) {
        chart_windows(c->p, c->f, &panel);
        chart_events_through(c->p, c->f, &panel);
    }
    bool good = shade_silences(c, &panel, dir, err);
    if (c->bars)
        chart_axis_left(c->p, &panel, 2);
    else
        mark_hours(c, &panel, &c->f->parties[strip]);
    name_strip(c, &panel, strip);
    if (strip == 0) {
        struct panel above = panel;
        above.top -= EVENTS_HEAD_MM;
        chart_events_above(c->p, c->f, &above);
    }
    draw_cells(c, strip);
    if (strip + 1 == c->strips)
        date_axis(c, &panel);
    return good;
}

static void say(struct front *c)
{
    struct buf b = BUF_INIT;
    if (c->bars)
        buf_add_format(&b, "Records in each %s, UTC, on one scale.", c->cell_day < .01 ? "10 minutes" : "hour");
    else {
        buf_add_text(&b, "Date across, hour of the day down (UTC at the left, the stated zone at the right); darker cells hold more records, on one scale, the darkest ");
        number_count(&b, (int64_t) c->top);
        buf_add_char(&b, '.');
    }
    buf_add_text(&b, " Grey: weekends; red: all silent; yellow and numbered: declared events.");
    if (c->strips < c->f->n_parties && strcmp(c->f->parties[c->strips].id, "other") != 0)
        buf_add_format(&b, " The %zu parties with the most records of %zu.", c->strips, c->f->n_parties);
    plot_say(c->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

#define BUSY_HOURS 10 /* as most_10h of measures.csv */
#define ALPHA .05

/* "Bank 06 to 16": the ten busiest hours, where the hour of the day matters after paying for each party; false where not. */
static bool add_busy(struct front *c, size_t strip, struct heading *h)
{
    const char *group = c->f->parties[strip].id;
    double p = result_number(c->measures, chart_measure(c->measures, group, "explained_24h_12h"), "p_holm");
    double onset = result_number(c->measures, chart_measure(c->measures, group, "most_10h_onset"), "value");
    struct buf b = BUF_INIT;
    bool busy = p <= ALPHA && isfinite(onset);
    if (busy) {
        chart_title_name(&b, c->f, group);
        buf_add_format(&b, " %02d" EN_DASH "%02d", (int) onset % HOURS, ((int) onset + BUSY_HOURS) % HOURS);
        heading_item(h, b.at);
    }
    buf_release(&b);
    return busy;
}

/* Over a week or less: the highest bar. */
static void say_highest(struct front *c, struct buf *b)
{
    size_t at = 0;
    while (c->count[at] < c->top)
        at++;
    when_t start = c->f->first_day * WHEN_DAY + llround((double) (at % c->columns) * c->cell_day * (double) WHEN_DAY);
    buf_add_format(b, "Most in %s: ", c->cell_day < .01 ? "10 minutes" : "an hour");
    number_count(b, (int64_t) c->top);
    buf_add_text(b, " records of ");
    chart_title_name(b, c->f, c->f->parties[at / c->columns].id);
    buf_add_text(b, ", ");
    number_moment(b, start);
    buf_add_text(b, " UTC");
}

static void make_title(struct front *c, struct heading *h)
{
    size_t busy = 0, asked = 0;
    heading_init(h, c->f, PLOT_WIDE_MM, "", ", ");
    if (c->top <= 0) {
        heading_item(h, "No records came");
    } else if (c->bars) {
        say_highest(c, &h->text);
    } else {
        buf_add_text(&h->text, "Busiest ten hours, UTC: ");
        for (size_t i = 0; i < c->strips; i++) {
            asked += isfinite(result_number(c->measures, chart_measure(c->measures, c->f->parties[i].id, "explained_24h_12h"), "p_holm"));
            busy += add_busy(c, i, h);
        }
        if (busy == 0) {
            buf_clear(&h->text);
            buf_add_text(&h->text, asked > 0 ? "No hours of the day stand out" : "Cannot tell busy hours: too few records or days");
        }
    }
}

struct plot *chart_front(const struct facts *f, const char *dir, struct err *err)
{
    struct front c = { .f = f };
    struct heading title = { .left = 0 };
    plan(&c);
    c.measures = result_read(dir, "measures", NULL, NULL, err);
    bool good = c.measures != NULL && (f->n_parties == 0 || add_records(&c, dir, err));
    if (good)
        make_title(&c, &title);
    if (good && c.top <= 0) {
        c.p = chart_nothing(f, "daily", heading_text(&title), "There are no records to draw.");
    } else if (good) {
        c.p = chart_new(f, "daily", PLOT_WIDE_MM, ABOVE + (strip_height(&c) + BETWEEN) * (double) c.strips + AXIS, heading_text(&title));
        plot_block(c.p, "bars");
        for (size_t i = 0; i < c.strips && good; i++)
            good = draw_strip(&c, i, dir, err);
        say(&c);
    }
    good = good && result_sound(c.measures, err);
    free(c.count);
    heading_release(&title);
    result_free(c.measures);
    if (good)
        return c.p;
    plot_free(c.p);
    return NULL;
}
