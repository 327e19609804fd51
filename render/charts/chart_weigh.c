/* chart_weigh.c -- what may have made the visits: for each party the best proposition against each other one, as far as may be
   stated, over ENFSI's words; beside it the ratio as computed. */

#include "chart.h"
#include "charts.h"
#include "facts/weighed.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>

#define GROUPS_MOST 6
#define ROW_MM 4.2
#define TOP_MM 15.0
#define GAP_MM 7.5
#define RATIO_MOST 3.5 /* log10, of the axis */
#define LEFT_MM 56.0
#define RIGHT_MM 122.0
#define NUMBER_MM 135.0
#define GREY 0x9CA3AF

struct sheet {
    const struct facts *f;
    struct plot *p;
    struct result *weigh, *pairs;
};

static const struct {
    double from;
    unsigned grey;
    const char *words;
} scale[] = { { 0, 0xFFFFFF, "no" }, { .30103, 0xF6F7F9, "weak" }, { 1, 0xEEF0F3, "moderate" }, { 2, 0xE6E9ED, "mod. strong" }, { 3, 0xDDE1E6, "strong" } };

static void draw_words(struct sheet *s, const struct panel *panel, bool named)
{
    size_t n = sizeof scale / sizeof scale[0];
    for (size_t i = 0; i < n; i++) {
        double x0 = panel_x(panel, scale[i].from), x1 = panel_x(panel, i + 1 < n ? scale[i + 1].from : RATIO_MOST);
        chart_rect(s->p, x0, x1, panel->top, panel->bottom, scale[i].grey);
        if (named)
            plot_text(s->p, (x0 + x1) / 2, panel->top - 6, PLOT_SMALL, PLOT_CENTRE, INK_2, scale[i].words);
    }
    chart_line(s->p, panel->left, panel->top, panel->left, panel->bottom, GREY);
}

static void draw_axis(struct sheet *s, const struct panel *panel)
{
    static const char *const names[] = { "1", "10", "100", "1" NARROW_SPACE "000" };
    for (int k = 0; k < 4; k++)
        plot_text(s->p, panel_x(panel, k), panel->bottom + 3.2, PLOT_SMALL, PLOT_CENTRE, INK_2, names[k]);
    plot_text(s->p, (panel->left + panel->right) / 2, panel->bottom + 6.6, PLOT_SMALL, PLOT_CENTRE, INK_2,
              "times less probable than under the best, at least");
}

static void draw_heads(struct sheet *s, const struct panel *panel)
{
    plot_text(s->p, NUMBER_MM, panel->top - 6, PLOT_SMALL, PLOT_RIGHT, INK_2, "log10");
    plot_text(s->p, NUMBER_MM + 1.5, panel->top - 6, PLOT_SMALL, PLOT_LEFT, INK_2, "95" NARROW_SPACE "%");
    plot_text(s->p, PLOT_WIDE_MM, panel->top - 6, PLOT_SMALL, PLOT_RIGHT, INK_2, "capped by");
}

/* A logarithm, with a decimal where it is below ten. */
static void put_log(struct buf *b, double x)
{
    number_fixed(b, x, fabs(x) < 9.95 ? 1 : 0);
}

/* The ratio as it was computed, before what may be stated. */
static void draw_numbers(struct sheet *s, size_t pair, double baseline)
{
    struct buf b = BUF_INIT;
    put_log(&b, result_number(s->pairs, pair, "log10_lr"));
    plot_text(s->p, NUMBER_MM, baseline, PLOT_TEXT, PLOT_RIGHT, INK, b.at);
    buf_clear(&b);
    put_log(&b, result_number(s->pairs, pair, "lo95"));
    buf_add_text(&b, " to ");
    put_log(&b, result_number(s->pairs, pair, "hi95"));
    plot_text(s->p, NUMBER_MM + 1.5, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, b.at);
    plot_text(s->p, PLOT_WIDE_MM, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, result_text(s->pairs, pair, "capped"));
    buf_release(&b);
}

static void draw_rival(struct sheet *s, size_t pair, const struct panel *panel, double y, unsigned colour)
{
    double stated = fmin(fmax(result_number(s->pairs, pair, "log10_stated"), 0), RATIO_MOST), x = panel_x(panel, stated);
    plot_text(s->p, panel->left - 2, y + .85, PLOT_TEXT, PLOT_RIGHT, INK, weighed_words(result_text(s->pairs, pair, "against")));
    chart_line(s->p, panel->left, y, x, y, GREY);
    chart_mark(s->p, x, y, 7, colour);
    draw_numbers(s, pair, y + .85);
}

/* "Bank: people, in part behind a cache" */
static void draw_heading(struct sheet *s, size_t row, double baseline)
{
    const char *group = result_text(s->weigh, row, "group");
    struct buf b = BUF_INIT;
    chart_fit(&b, facts_group_name(s->f, group), 46, 7);
    plot_text(s->p, 0, baseline, PLOT_TEXT_BOLD, PLOT_LEFT, facts_group_colour(s->f, group), b.at);
    double after = chart_text_width(b.at, 7) + 3;
    buf_clear(&b);
    buf_add_format(&b, "best: %s%s", weighed_words(result_text(s->weigh, row, "best")),
                   weighed_is_told(s->weigh, row) ? "" : " (cannot tell)");
    plot_text(s->p, after, baseline, PLOT_TEXT, PLOT_LEFT, INK, b.at);
    after += chart_text_width(b.at, 7) + 2;
    buf_clear(&b);
    chart_n(&b, result_number(s->weigh, row, "n"), "visit");
    plot_text(s->p, after, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, b.at);
    buf_release(&b);
}

static size_t count_rivals(struct sheet *s, const char *group, const char *best)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s->pairs); i++)
        n += result_is(s->pairs, i, "group", group) && result_is(s->pairs, i, "proposition", best) &&
             !weighed_is_zone(result_text(s->pairs, i, "against"));
    return n;
}

/* Returns where the group's panel ends. */
static double draw_group(struct sheet *s, size_t row, double top, bool first)
{
    const char *group = result_text(s->weigh, row, "group"), *best = result_text(s->weigh, row, "best");
    struct panel panel = { .left = LEFT_MM, .right = RIGHT_MM, .top = top, .x1 = RATIO_MOST,
                           .bottom = top + ROW_MM * (double) count_rivals(s, group, best) };
    double y = top + ROW_MM / 2;
    draw_heading(s, row, top - 2);
    draw_words(s, &panel, first);
    if (first)
        draw_heads(s, &panel);
    for (size_t i = 0; i < result_rows(s->pairs); i++) {
        if (!result_is(s->pairs, i, "group", group) || !result_is(s->pairs, i, "proposition", best) ||
            weighed_is_zone(result_text(s->pairs, i, "against")))
            continue;
        draw_rival(s, i, &panel, y, facts_group_colour(s->f, group));
        y += ROW_MM;
    }
    return panel.bottom;
}

static void say(struct sheet *s, size_t drawn, size_t of)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b,
                 "Each party’s visits under the proposition that makes them most probable, against every other one that could be weighed. Dot: how many times "
                 "less probable they are under the other, the near end of the 95" NARROW_SPACE "% interval, and never more than the blocks of time, the fit and the "
                 "calibration allow; the words are those of the ENFSI guideline. Right: log10 of the ratio as computed, out of sample, with its interval by "
                 "drawing blocks of time, and what capped it.");
    if (drawn < of)
        buf_add_format(&b, " %zu of %zu parties are drawn; data/weigh_pairs.csv has all.", drawn, of);
    plot_say(s->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

/* "Best: Bank, people; Clinic, a scan": where the best is told from the others. */
static void make_title(struct sheet *s, struct heading *h)
{
    heading_init(h, s->f, PLOT_WIDE_MM, "Best: ", "; ");
    for (size_t k = 0; k < s->f->n_parties; k++) {
        size_t row = result_find(s->weigh, "group", s->f->parties[k].id);
        struct buf b = BUF_INIT;
        chart_title_name(&b, s->f, s->f->parties[k].id);
        if (weighed_is_told(s->weigh, row)) {
            buf_add_format(&b, ", %s", weighed_words(result_text(s->weigh, row, "best")));
            heading_item(h, b.at);
        }
        buf_release(&b);
    }
    if (h->items > 0)
        return;
    buf_clear(&h->text);
    buf_add_text(&h->text, "Cannot tell what made the visits");
}

static void draw(struct sheet *s, const char *title)
{
    size_t drawn = 0, of = 0;
    double end = TOP_MM - GAP_MM + 2;
    s->p = chart_new(s->f, "weigh", PLOT_WIDE_MM, 60, title);
    for (size_t k = 0; k < s->f->n_parties; k++) {
        size_t row = result_find(s->weigh, "group", s->f->parties[k].id);
        if (!weighed_has_best(s->weigh, row) || of++ >= GROUPS_MOST)
            continue;
        end = draw_group(s, row, end + GAP_MM, drawn == 0);
        drawn++;
    }
    if (drawn == 0) {
        plot_free(s->p);
        s->p = chart_nothing(s->f, "weigh", title, "No party has visits enough, on days enough, to weigh what made them.");
        return;
    }
    struct panel last = { .left = LEFT_MM, .right = RIGHT_MM, .bottom = end, .x1 = RATIO_MOST };
    draw_axis(s, &last);
    plot_resize(s->p, end + 8);
    say(s, drawn, of);
}

struct plot *chart_weigh(const struct facts *f, const char *dir, struct err *err)
{
    struct heading title;
    struct sheet s = { .f = f };
    s.weigh = result_read(dir, "weigh", NULL, NULL, err);
    s.pairs = s.weigh != NULL ? result_read(dir, "weigh_pairs", NULL, NULL, err) : NULL;
    bool good = s.pairs != NULL;
    if (good) {
        make_title(&s, &title);
        draw(&s, heading_text(&title));
        heading_release(&title);
    }
    good = good && result_sound(s.weigh, err) && result_sound(s.pairs, err);
    result_free(s.weigh);
    result_free(s.pairs);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
