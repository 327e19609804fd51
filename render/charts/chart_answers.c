/* chart_answers.c -- who is answered and who is denied, day by day: a panel a party, and since when that changed. */

#include "chart.h"
#include "charts.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>

#define PANELS 6
#define CHANGED .01 /* p_holm, as dielog-service calls it */

static const struct grid_wish wish = { PLOT_MAIN_MM, 12, 24, -3, 1, 2 };

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *service, *days;
};

static double told(struct result *r, size_t row)
{
    return result_number(r, row, "answered") + result_number(r, row, "denied");
}

/* The rows of service.csv that have a panel: parties of which any answer is told, in the order of all figures; without
   parties the row of all.  Their number may be larger than MOST. */
static size_t choose(struct sheet *s, size_t *rows, size_t most)
{
    size_t n = 0, all = result_find(s->service, "group", "all");
    for (size_t k = 0; k < s->f->n_parties; k++) {
        size_t row = result_find(s->service, "group", s->f->parties[k].id);
        if (row == result_rows(s->service) || !(told(s->service, row) > 0))
            continue;
        if (n < most)
            rows[n] = row;
        n++;
    }
    if (n == 0 && all < result_rows(s->service) && told(s->service, all) > 0)
        rows[n++] = all;
    return n;
}

/* One day's requests as shares from the bottom: answered, met with another error, not told, denied. */
static void draw_day(struct sheet *s, size_t row, double x, unsigned colour, double number)
{
    static const char *const parts[] = { "answered", "failed", "unsaid", "denied" };
    const unsigned colours[] = { colour, 0x9CA3AF, NULL_BAND, INK };
    double all = 0, from = 0;
    for (size_t k = 0; k < 4; k++)
        all += result_number(s->days, row, parts[k]);
    for (size_t k = 0; k < 4; k++) {
        double to = from + result_number(s->days, row, parts[k]) / all;
        if (to > from)
            PLOT_ROW(s->p, "bars", x + .05, x + .95, from, to, colours[k], number);
        from = to;
    }
}

static void draw_days(struct sheet *s, const char *group, double number)
{
    unsigned colour = facts_group_colour(s->f, group);
    struct err ignored = { .set = false };
    int64_t day;
    for (size_t i = 0; i < result_rows(s->days); i++)
        if (result_is(s->days, i, "group", group) && when_parse_day(text_of(result_text(s->days, i, "day")), &day, &ignored) &&
            day >= s->f->first_day && day <= s->f->last_day)
            draw_day(s, i, (double) (day - s->f->first_day), colour, number);
}

/* The day from which the shares differ, where chance does not make one. */
static void draw_change(struct sheet *s, size_t row, const struct panel *panel)
{
    struct err ignored = { .set = false };
    struct buf b = BUF_INIT;
    int64_t day;
    if (!(result_number(s->service, row, "p_holm") <= CHANGED) || !when_parse_day(text_of(result_text(s->service, row, "since")), &day, &ignored))
        return;
    double x = panel_x(panel, (double) (day - s->f->first_day));
    PLOT_ROW(s->p, "over_rects", x - .12, x + .12, panel->top - 1, panel->bottom, INK);
    buf_add_text(&b, "since ");
    number_day_month(&b, day);
    plot_text(s->p, x, panel->top - 1.4, PLOT_SMALL, PLOT_CENTRE, INK, b.at);
    buf_release(&b);
}

static void add_counts(struct sheet *s, size_t row, struct buf *b)
{
    number_count(b, result_int(s->service, row, "answered"));
    buf_add_text(b, " answered, ");
    number_count(b, result_int(s->service, row, "denied"));
    buf_add_text(b, " denied");
}

static void draw_panel(struct sheet *s, size_t row, size_t place)
{
    const char *group = result_text(s->service, row, "group");
    double top = grid_top(&s->grid, place);
    struct panel panel = { .left = grid_left(&s->grid, place) + 10, .right = grid_right(&s->grid, place), .top = top, .bottom = top + s->grid.row_mm - 9, .x1 = (double) facts_days(s->f), .y1 = 1 };
    struct buf counts = BUF_INIT;
    chart_panel(s->p, &panel);
    chart_axis_left(s->p, &panel, 2);
    if (grid_is_lowest(&s->grid, place))
        chart_dates(s->p, &panel, panel.bottom + 3, s->f->first_day);
    draw_days(s, group, (double) place + 1);
    draw_change(s, row, &panel);
    add_counts(s, row, &counts);
    chart_head(s->p, s->f, &panel, group, counts.at);
    buf_release(&counts);
}

static void say(struct sheet *s, size_t n)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Requests of a day (UTC) by what they met with, as shares from below: coloured, answered; grey, another error; pale, not told; black, at "
                     "the top, denied. A line: the day from which the shares of answered and denied differ most, where days in any order would not make "
                     "such a day (adjusted p up to .01).");
    if (n > PANELS)
        buf_add_format(&b, " %zu more parties are in data/service_days.csv.", n - PANELS);
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

/* "Answered: Bank 100 %, Clinic 12.5 %": of the requests whose answer is told. */
static void make_title(struct sheet *s, const size_t *rows, size_t n, struct heading *h)
{
    heading_init(h, s->f, grid_width(s->f, PLOT_MAIN_MM), n > 0 ? "Answered: " : "Cannot tell who is answered", ", ");
    for (size_t i = 0; i < n; i++) {
        struct buf b = BUF_INIT;
        chart_title_name(&b, s->f, result_text(s->service, rows[i], "group"));
        buf_add_char(&b, ' ');
        number_percent(&b, result_number(s->service, rows[i], "answered") / told(s->service, rows[i]));
        heading_item(h, b.at);
        buf_release(&b);
    }
}

static void draw(struct sheet *s, const char *title, const size_t *rows, size_t n)
{
    size_t shown = n < PANELS ? n : PANELS;
    if (n == 0) {
        s->p = chart_nothing(s->f, "answers", title, "The logs do not say how requests were answered.");
        return;
    }
    s->grid = grid_of(s->f, &wish, shown);
    s->p = chart_new(s->f, "answers", s->grid.width_mm, s->grid.height_mm, title);
    plot_block(s->p, "bars");
    for (size_t i = 0; i < shown; i++)
        draw_panel(s, rows[i], i);
    say(s, n);
}

struct plot *chart_answers(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.service = result_read(dir, "service", NULL, NULL, err);
    s.days = s.service == NULL ? NULL : result_read(dir, "service_days", NULL, NULL, err);
    bool good = s.days != NULL;
    if (good) {
        size_t rows[PANELS], n = choose(&s, rows, PANELS);
        struct heading title;
        make_title(&s, rows, n < PANELS ? n : PANELS, &title);
        draw(&s, heading_text(&title), rows, n);
        heading_release(&title);
        good = result_sound(s.service, err) && result_sound(s.days, err);
    }
    result_free(s.service);
    result_free(s.days);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
