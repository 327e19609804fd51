/* chart_mixture.c -- one zone or two: a row a group.  Left: where the two zones would lie, each zone's
   posterior by offset.  Right, where two zones are stated: how much less probable the visits are under
   each proposition than under the best, over ENFSI's words.  Below: the one zone's share by month. */

#include "chart.h"
#include "charts.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 3
#define OFFSETS_MOST 64
#define PROPOSITIONS_MOST 6
#define TOP_MM 11.0
#define ROW_MM 42.0
#define TIME_MM 25.0
#define SLIDE_WIDE_MM 252.0 /* with the shares by month at the right */
#define RATIO_MOST 7.0 /* log10 */
#define GREY 0x9CA3AF

struct sheet {
    const struct facts *f;
    struct plot *p;
    struct result *mixture, *pairs, *propositions, *time;
};

struct offset {
    double h, a, b; /* probability of either zone */
};

/* The sums over pairs, for drawing alone; in no order. */
static size_t offsets_of(struct sheet *s, const char *group, struct offset o[OFFSETS_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s->pairs); i++) {
        if (!result_is(s->pairs, i, "group", group))
            continue;
        for (int side = 0; side < 2; side++) {
            double h = result_number(s->pairs, i, side ? "b_offset_h" : "a_offset_h");
            size_t k = 0;
            while (k < n && o[k].h != h)
                k++;
            if (k == OFFSETS_MOST)
                continue;
            if (k == n)
                o[n++] = (struct offset) { .h = h };
            *(side ? &o[k].b : &o[k].a) += result_number(s->pairs, i, "probability");
        }
    }
    return n;
}

static void draw_bar(struct sheet *s, const struct panel *panel, double from, double to, double height, unsigned colour)
{
    chart_rect(s->p, panel_x(panel, from), panel_x(panel, to), panel_y(panel, height), panel->bottom, colour);
}

static void draw_posterior(struct sheet *s, const char *group, struct panel *panel)
{
    struct offset o[OFFSETS_MOST];
    struct buf b = BUF_INIT;
    size_t n = offsets_of(s, group, o);
    double top = 0;
    for (size_t i = 0; i < n; i++)
        top = fmax(top, fmax(o[i].a, o[i].b));
    panel->x0 = -12.5;
    panel->x1 = 14.5;
    panel->y1 = top > 0 ? 1.05 * top : 1;
    for (size_t i = 0; i < n; i++) {
        draw_bar(s, panel, o[i].h - .36, o[i].h - .02, o[i].a, 0x0072B2);
        draw_bar(s, panel, o[i].h + .02, o[i].h + .36, o[i].b, 0xE69F00);
    }
    chart_line(s->p, panel->left, panel->bottom, panel->right, panel->bottom, GREY);
    for (int offset = -12; offset <= 12; offset += 6) {
        buf_clear(&b);
        number_offset(&b, offset);
        plot_text(s->p, panel_x(panel, offset), panel->bottom + 3.2, PLOT_SMALL, PLOT_CENTRE, INK_2,
                  offset == 0 ? "UTC" : b.at + 3);
    }
    buf_release(&b);
}

/* "a −4 (58 %), b +5:30", in the colours of the bars. */
static void name_sides(struct sheet *s, size_t row, const struct panel *panel)
{
    struct buf b = BUF_INIT;
    double weight = result_number(s->mixture, row, "weight_a");
    for (int side = 0; side < 2; side++) {
        buf_clear(&b);
        buf_add_text(&b, side ? "the other " : "the one ");
        number_offset(&b, result_number(s->mixture, row, side ? "b_offset_h" : "a_offset_h"));
        buf_add_text(&b, ", ");
        number_fixed(&b, 100 * (side ? 1 - weight : weight), 0);
        buf_add_text(&b, NARROW_SPACE "%");
        plot_text(s->p, side ? panel->right : panel->left, panel->bottom + 7.4, PLOT_SMALL, side ? PLOT_RIGHT : PLOT_LEFT,
                  side ? 0xB97F00 : 0x0072B2, b.at);
    }
    buf_release(&b);
}

static const struct {
    double from;
    const char *words, *second;
} scale[] = { { 0, "no", "" }, { .30103, "weak", "" }, { 1, "moderate", "" }, { 2, "moderately", "strong" },
              { 3, "strong", "" }, { 4, "very strong", "" }, { 6, "extremely", "strong" }, { RATIO_MOST, "", "" } };

static void draw_words(struct sheet *s, const struct panel *panel)
{
    static const unsigned grey[] = { 0xFFFFFF, 0xF6F7F9, 0xEEF0F3, 0xE6E9ED, 0xDDE1E6, 0xD3D8DF, 0xC9CFD7 };
    for (size_t i = 0; scale[i].from < RATIO_MOST; i++) {
        double x0 = panel_x(panel, scale[i].from), x1 = panel_x(panel, scale[i + 1].from);
        chart_rect(s->p, x0, x1, panel->top, panel->bottom, grey[i]);
        plot_text(s->p, (x0 + x1) / 2, panel->top - (scale[i].second[0] ? 3.4 : 1), PLOT_SMALL, PLOT_CENTRE, INK_2,
                  scale[i].words);
        plot_text(s->p, (x0 + x1) / 2, panel->top - 1, PLOT_SMALL, PLOT_CENTRE, INK_2, scale[i].second);
    }
    chart_line(s->p, panel->left, panel->bottom, panel->right, panel->bottom, GREY);
    for (int k = 0; k <= (int) RATIO_MOST; k += 2) {
        static const char *const names[] = { "1", "", "100", "", "10" NARROW_SPACE "000", "", "1" NARROW_SPACE "000" NARROW_SPACE "000" };
        plot_text(s->p, panel_x(panel, k), panel->bottom + 3.2, PLOT_SMALL, PLOT_CENTRE, INK_2, names[k]);
    }
    plot_text(s->p, (panel->left + panel->right) / 2, panel->bottom + 7.4, PLOT_SMALL, PLOT_CENTRE, INK_2,
              "times less probable than under the best");
}

/* The best is the one whose least ratio against any other is the largest. */
static const char *best_of(struct sheet *s, const char *group)
{
    const char *best = NULL;
    for (size_t i = 0; i < result_rows(s->propositions); i++) {
        const char *name = result_text(s->propositions, i, "proposition");
        bool beaten = false;
        if (!result_is(s->propositions, i, "group", group))
            continue;
        for (size_t k = 0; k < result_rows(s->propositions); k++)
            beaten |= result_is(s->propositions, k, "group", group) && result_is(s->propositions, k, "proposition", name) &&
                      result_number(s->propositions, k, "log10_lr") < 0;
        if (!beaten)
            best = name;
    }
    return best;
}

static void draw_ratio(struct sheet *s, const struct panel *panel, const char *name, double log10_ratio, double y, bool best)
{
    double x = panel_x(panel, fmin(fmax(log10_ratio, 0), RATIO_MOST));
    plot_text(s->p, panel->left - 2, y + .8, best ? PLOT_TEXT_BOLD : PLOT_TEXT, PLOT_RIGHT, INK, name);
    chart_line(s->p, panel->left, y, x, y, GREY);
    chart_mark(s->p, x, y, best ? 6 : 7, INK);
}

/* "A Moscow, B New York", above the words. */
static void name_stated(struct sheet *s, const char *group, const struct panel *panel)
{
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < result_rows(s->propositions) && b.len == 0; i++)
        if (result_is(s->propositions, i, "group", group))
            buf_add_format(&b, "A %s, B %s", result_text(s->propositions, i, "zone_a"),
                           result_text(s->propositions, i, "zone_b"));
    for (size_t i = 0; i < b.len; i++)
        b.at[i] = b.at[i] == '_' ? ' ' : b.at[i];
    plot_text(s->p, panel->right, panel->top - 8, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
    buf_release(&b);
}

static void draw_propositions(struct sheet *s, const char *group, const struct panel *panel)
{
    const char *best = best_of(s, group);
    const double pitch = (panel->bottom - panel->top) / PROPOSITIONS_MOST, first = panel->top + pitch / 2;
    double y = first;
    if (best == NULL)
        return;
    name_stated(s, group, panel);
    draw_words(s, panel);
    draw_ratio(s, panel, best, 0, first, true);
    for (size_t i = 0; i < result_rows(s->propositions); i++)
        if (result_is(s->propositions, i, "group", group) && result_is(s->propositions, i, "proposition", best))
            draw_ratio(s, panel, result_text(s->propositions, i, "against"),
                       result_number(s->propositions, i, "log10_stated"), y += pitch, false);
}

static bool has_time(struct sheet *s, const char *group)
{
    for (size_t i = 0; i < result_rows(s->time); i++)
        if (result_is(s->time, i, "group", group))
            return true;
    return false;
}

static void draw_time(struct sheet *s, const char *group, struct panel *panel)
{
    struct buf b = BUF_INIT;
    int64_t first = 0, last = 0;
    for (size_t i = 0; i < result_rows(s->time); i++)
        if (result_is(s->time, i, "group", group)) {
            last = when_day_of(result_when(s->time, i, "end"));
            if (first == 0) {
                first = when_day_of(result_when(s->time, i, "start"));
                buf_add_text(&b, "share of ");
                buf_add_text(&b, result_text(s->time, i, "zone_a"));
            }
        }
    panel->x1 = (double) (last - first);
    panel->y1 = 1;
    chart_axis_left(s->p, panel, 3);
    chart_dates(s->p, panel, panel->bottom + 3.6, first);
    plot_text(s->p, panel->right, panel->top - 1.2, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
    buf_release(&b);
    for (size_t i = 0; i < result_rows(s->time); i++) {
        if (!result_is(s->time, i, "group", group))
            continue;
        double from = (double) (when_day_of(result_when(s->time, i, "start")) - first);
        double to = (double) (when_day_of(result_when(s->time, i, "end")) - first), x = panel_x(panel, (from + to) / 2);
        chart_line(s->p, x, panel_y(panel, result_number(s->time, i, "lo95")), x,
                   panel_y(panel, result_number(s->time, i, "hi95")), facts_group_colour(s->f, group));
        chart_mark(s->p, x, panel_y(panel, result_number(s->time, i, "weight_a")), 7, facts_group_colour(s->f, group));
    }
}

/* "Bank: 31 times more probable under two zones than under one" */
static void draw_heading(struct sheet *s, size_t row, double left, double y)
{
    const char *group = result_text(s->mixture, row, "group");
    double ratio = result_number(s->mixture, row, "log10_lr");
    struct buf b = BUF_INIT;
    chart_fit(&b, facts_group_name(s->f, group), 60, 7);
    plot_text(s->p, left, y, PLOT_TEXT_BOLD, PLOT_LEFT, facts_group_colour(s->f, group), b.at);
    double after = left + chart_text_width(b.at, 7) + 3;
    buf_clear(&b);
    chart_n(&b, result_number(s->mixture, row, "n"), "visit");
    buf_add_text(&b, "; ");
    if (fabs(ratio) > 6)
        buf_add_text(&b, "over a million");
    else
        number_significant(&b, pow(10, fabs(ratio)), 2);
    buf_add_text(&b, ratio >= 0 ? " times more probable under two zones than under one"
                                : " times more probable under one zone than under two");
    plot_text(s->p, after, y, PLOT_SMALL, PLOT_LEFT, INK_2, b.at);
    buf_release(&b);
}

/* Returns where the row ends. */
static double draw_row(struct sheet *s, size_t row, double top)
{
    const char *group = result_text(s->mixture, row, "group");
    struct panel left = { .left = 8, .right = 72, .top = top + 8, .bottom = top + 28 };
    struct panel right = { .left = 90, .right = PLOT_WIDE_MM - 1, .top = top + 8, .bottom = top + 28,
                           .x1 = RATIO_MOST };
    struct panel below = { .left = 8, .right = PLOT_WIDE_MM - 1, .top = top + ROW_MM, .bottom = top + ROW_MM + 14 };
    struct panel beside = { .left = PLOT_WIDE_MM + 10, .right = SLIDE_WIDE_MM - 1, .top = top + 8, .bottom = top + 28 };
    draw_heading(s, row, left.left, top);
    draw_posterior(s, group, &left);
    name_sides(s, row, &left);
    draw_propositions(s, group, &right);
    if (!has_time(s, group))
        return top + ROW_MM;
    draw_time(s, group, s->f->slide ? &beside : &below);
    return top + ROW_MM + (s->f->slide ? 0 : TIME_MM);
}

/* The parties of whom the verdict begins so, listed; returns how many. */
static size_t list_verdicts(struct sheet *s, const char *verdict, const char *lead, struct heading *h)
{
    heading_init(h, s->f, PLOT_WIDE_MM, lead, ", ");
    for (size_t k = 0; k < s->f->n_parties; k++) {
        struct buf name = BUF_INIT;
        size_t row = result_find(s->mixture, "group", s->f->parties[k].id);
        chart_title_name(&name, s->f, s->f->parties[k].id);
        if (row < result_rows(s->mixture) && result_begins(s->mixture, row, "verdict", verdict))
            heading_item(h, name.at);
        buf_release(&name);
    }
    return h->items;
}

/* Two zones are news; without them those for whom one is enough. */
static void make_title(struct sheet *s, struct heading *h)
{
    if (list_verdicts(s, "two zones", "Two zones: ", h) > 0)
        return;
    heading_release(h);
    if (list_verdicts(s, "one zone", "One zone is enough: ", h) > 0)
        return;
    buf_clear(&h->text);
    buf_add_text(&h->text, "Cannot tell one zone from two");
}

static void draw(struct sheet *s, const char *title)
{
    size_t drawn = 0;
    double end = TOP_MM;
    s->p = chart_new(s->f, "mixture", s->f->slide ? SLIDE_WIDE_MM : PLOT_WIDE_MM, 100, title);
    for (size_t k = 0; k <= s->f->n_parties; k++) {
        const char *group = k < s->f->n_parties ? s->f->parties[k].id : "all";
        for (size_t i = 0; i < result_rows(s->mixture) && drawn < ROWS_MOST; i++)
            if (result_is(s->mixture, i, "group", group) && isfinite(result_number(s->mixture, i, "log10_lr"))) {
                end = draw_row(s, i, end);
                drawn++;
            }
    }
    if (drawn == 0) {
        plot_free(s->p);
        s->p = chart_nothing(s->f, "mixture", title, "No group shows working hours in which one zone could be told from two.");
        return;
    }
    plot_resize(s->p, end - 5);
    plot_say(s->p, PLOT_CAPTION,
             "Were there two zones: the probability of each by offset (blue: the one to the west, orange: the one to the east), with its "
             "share of the visits. Right, for the zones that the case states: how many times less probable the visits are under each "
             "proposition than under the best one (open circle): the working days of zone A or B alone, of both (union), only the hours that both work (overlap), no working day (flat), "
             "a working day three hours or more from both (elsewhere); the words are those of the ENFSI guideline. Below: the first zone\xe2\x80\x99s share "
             "by month, with 95" NARROW_SPACE "% intervals, given the hours that both keep over the whole span.");
}

struct plot *chart_mixture(const struct facts *f, const char *dir, struct err *err)
{
    struct heading title;
    struct sheet s = { .f = f };
    struct result **const tables[] = { &s.mixture, &s.pairs, &s.propositions, &s.time };
    static const char *const names[] = { "mixture", "mixture_pairs", "mixture_propositions", "mixture_time" };
    bool good = true;
    for (size_t i = 0; i < sizeof names / sizeof *names && good; i++) {
        *tables[i] = result_read(dir, names[i], NULL, NULL, err);
        good = *tables[i] != NULL;
    }
    if (good) {
        make_title(&s, &title);
        draw(&s, heading_text(&title));
        heading_release(&title);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        good = good && result_sound(*tables[i], err);
        result_free(*tables[i]);
    }
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
