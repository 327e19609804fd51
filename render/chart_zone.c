/* chart_zone.c -- whose working hours: a row a group.  Left: its records by hour of the day in
   UTC (summed over the week, divided by the observed time; for drawing alone), below it 9 to
   17 h in the leading zones.  Right: the posterior by offset, with its 80 and 95 % sets. */

#include "chart.h"
#include "charts.h"
#include "number.h"
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 4
#define LEADING 3
#define ROW_MM 48

struct sheet {
    const struct facts *f;
    struct plot *p;
    struct result *zone, *posterior, *rhythm;
    double panels;
};

struct chance {
    double offset_h, probability;
    const char *zone, *members; /* the most probable at this offset, and all that kept its clock */
    double best;
};

static bool is_told(struct sheet *s, size_t row)
{
    return strncmp(result_text(s->zone, row, "verdict"), "told", 4) == 0 &&
           isfinite(result_number(s->zone, row, "offset_h"));
}

static int by_offset(const void *a, const void *b)
{
    const struct chance *x = a, *y = b;
    return (x->offset_h > y->offset_h) - (x->offset_h < y->offset_h);
}

static int by_probability(const void *a, const void *b)
{
    const struct chance *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability < y->probability ? 1 : -1;
    return by_offset(a, b);
}

/* The group's posterior summed over zones with the same offset, in order of offset. */
static struct chance *chances_of(struct sheet *s, const char *group, size_t *n)
{
    struct chance *at = mem_zero((result_rows(s->posterior) + 1) * sizeof *at);
    *n = 0;
    for (size_t i = 0; i < result_rows(s->posterior); i++) {
        double offset = result_number(s->posterior, i, "offset_h");
        double probability = result_number(s->posterior, i, "probability");
        size_t k = 0;
        if (!result_is(s->posterior, i, "group", group) || !isfinite(offset) || !isfinite(probability))
            continue;
        while (k < *n && at[k].offset_h != offset)
            k++;
        if (k == *n)
            at[(*n)++] = (struct chance){ .offset_h = offset };
        at[k].probability += probability;
        if (at[k].zone == NULL || probability > at[k].best) {
            at[k].zone = result_text(s->posterior, i, "zone");
            at[k].members = result_text(s->posterior, i, "members");
            at[k].best = probability;
        }
    }
    if (*n > 1)
        qsort(at, *n, sizeof *at, by_offset);
    return at;
}

static void next_panel(struct sheet *s, const struct panel *panel)
{
    chart_panel(s->p, panel);
    s->panels++;
}

static void profile_of(struct sheet *s, const char *group, double rate[24])
{
    double count[24] = { 0 }, exposure[24] = { 0 };
    for (size_t i = 0; i < result_rows(s->rhythm); i++) {
        int64_t hour = result_int(s->rhythm, i, "hour");
        if (!result_is(s->rhythm, i, "group", group) || hour < 0 || hour > 23)
            continue;
        count[hour] += result_number(s->rhythm, i, "count");
        exposure[hour] += result_number(s->rhythm, i, "exposure_s");
    }
    for (int hour = 0; hour < 24; hour++)
        rate[hour] = exposure[hour] > 0 ? count[hour] / exposure[hour] * 3600 : 0;
}

static void draw_profile(struct sheet *s, const char *group, struct panel *panel)
{
    double rate[24], top = 0;
    unsigned colour = facts_group_colour(s->f, group);
    profile_of(s, group, rate);
    for (int hour = 0; hour < 24; hour++)
        top = fmax(top, rate[hour]);
    panel->x1 = 24;
    panel->y1 = ticks_ceiling(top);
    next_panel(s, panel);
    chart_axis_left(s->p, panel, 3);
    for (int hour = 0; hour < 24; hour++)
        PLOT_ROW(s->p, "bars", hour + .06, hour + .94, 0, rate[hour], colour, s->panels);
    chart_hours(s->p, panel, panel->bottom + 3.3, 0, 3, INK_2, "");
    plot_text(s->p, panel->left - 3, panel->bottom + 3.3, PLOT_SMALL, PLOT_RIGHT, INK_2, "UTC");
}

/* The first two zones of a group by their cities, and the offset: "Nairobi, Moscow +3". */
static void name_zones(struct buf *b, const struct chance *c)
{
    struct buf last = BUF_INIT;
    const char *second = strchr(c->members, ';');
    if (second != NULL) {
        struct buf first = BUF_INIT, member = BUF_INIT;
        buf_add(&first, c->members, (size_t) (second - c->members));
        const char *slash = strrchr(first.at, '/');
        chart_fit(b, slash == NULL ? first.at : slash + 1, 12, 6);
        buf_add_text(b, ", ");
        buf_add(&member, second + 1, strcspn(second + 1, ";"));
        slash = strrchr(member.at, '/');
        chart_fit(b, slash == NULL ? member.at : slash + 1, 12, 6);
        chart_zone_name(&last, "", c->offset_h);
        buf_release(&first);
        buf_release(&member);
    } else {
        chart_zone_name(&last, c->zone, c->offset_h);
    }
    buf_add_text(b, last.at);
    buf_release(&last);
    for (size_t i = 0; i < b->len; i++)
        b->at[i] = b->at[i] == '_' ? ' ' : b->at[i];
}

/* 9 to 17 h local of one zone as a band, in two pieces when it passes midnight UTC. */
static void draw_band(struct sheet *s, const struct panel *panel, const struct chance *c, double y,
                      unsigned colour)
{
    struct buf b = BUF_INIT, percent = BUF_INIT;
    double from = fmod(9 - c->offset_h + 48, 24), to = from + 8;
    chart_rect(s->p, panel_x(panel, 0), panel_x(panel, 24), y - 1.15, y - 1, HAIRLINE);
    chart_rect(s->p, panel_x(panel, from), panel_x(panel, fmin(to, 24)), y - 2.2, y, colour);
    if (to > 24)
        chart_rect(s->p, panel_x(panel, 0), panel_x(panel, to - 24), y - 2.2, y, colour);
    name_zones(&b, c);
    number_fixed(&percent, c->probability * 100, 0);
    buf_add_text(&percent, NARROW_SPACE "%");
    plot_text(s->p, panel->left - 3, y - .3, PLOT_SMALL, PLOT_RIGHT, INK, b.at);
    plot_text(s->p, panel->right + 1.2, y - .3, PLOT_SMALL, PLOT_LEFT, INK_2, percent.at);
    buf_release(&b);
    buf_release(&percent);
}

static void draw_bands(struct sheet *s, const struct panel *panel, const struct chance *chances, size_t n,
                       unsigned colour)
{
    struct chance *sorted = mem_zero((n + 1) * sizeof *sorted);
    memcpy(sorted, chances, n * sizeof *sorted);
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_probability);
    for (size_t i = 0; i < n && i < LEADING; i++)
        if (i == 0 || sorted[i].probability >= .005)
            draw_band(s, panel, &sorted[i], panel->bottom + 7.6 + 3.4 * (double) i,
                      palette_tint(colour, .75 - .2 * (double) i));
    free(sorted);
}

/* A set as a line below the posterior, its name at the left. */
static void draw_set(struct sheet *s, const struct panel *panel, size_t row, const char *lo, const char *hi,
                     double y, double thick, const char *name)
{
    double from = result_number(s->zone, row, lo), to = result_number(s->zone, row, hi);
    if (!isfinite(from) || !isfinite(to))
        return;
    chart_rect(s->p, panel_x(panel, fmax(from - .25, panel->x0)), panel_x(panel, fmin(to + .25, panel->x1)),
               y - thick / 2, y + thick / 2, INK);
    plot_text(s->p, panel->left - 1, y + .75, PLOT_SMALL, PLOT_RIGHT, INK_2, name);
}

static void draw_posterior(struct sheet *s, size_t row, const char *group, const struct chance *chances,
                           size_t n, struct panel *panel)
{
    double top = 0;
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < n; i++)
        top = fmax(top, chances[i].probability);
    panel->x0 = -12.5;
    panel->x1 = 14.5;
    panel->y1 = top > 0 ? top * 1.05 : 1;
    next_panel(s, panel);
    for (size_t i = 0; i < n; i++)
        PLOT_ROW(s->p, "bars", chances[i].offset_h - .22, chances[i].offset_h + .22, 0, chances[i].probability,
                 facts_group_colour(s->f, group), s->panels);
    chart_line(s->p, panel->left, panel->bottom, panel->right, panel->bottom, 0x9CA3AF);
    for (int offset = -12; offset <= 12; offset += 6) {
        buf_clear(&b);
        number_offset(&b, offset);
        plot_text(s->p, panel_x(panel, offset), panel->bottom + 9.4, PLOT_SMALL, PLOT_CENTRE, INK_2,
                  offset == 0 ? "UTC" : b.at + 3);
    }
    draw_set(s, panel, row, "lo80_h", "hi80_h", panel->bottom + 2.4, 1.2, "80" NARROW_SPACE "%");
    draw_set(s, panel, row, "lo95_h", "hi95_h", panel->bottom + 5.2, .5, "95" NARROW_SPACE "%");
    plot_text(s->p, panel->right, panel->top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, "probability by offset");
    buf_release(&b);
}

static void draw_row(struct sheet *s, size_t row, size_t place)
{
    const char *group = result_text(s->zone, row, "group");
    double top = 12 + ROW_MM * (double) place;
    struct panel left = { .left = 30, .right = 114, .top = top, .bottom = top + 22 };
    struct panel right = { .left = 132, .right = PLOT_WIDE_MM - 1, .top = top, .bottom = top + 22 };
    size_t n;
    struct chance *chances = chances_of(s, group, &n);
    struct buf name = BUF_INIT;
    chart_fit(&name, facts_group_name(s->f, group), 60, 7);
    plot_text(s->p, left.left, top - 1.4, PLOT_TEXT_BOLD, PLOT_LEFT, facts_group_colour(s->f, group), name.at);
    buf_release(&name);
    plot_text(s->p, left.right, top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, "records an hour");
    draw_profile(s, group, &left);
    draw_bands(s, &left, chances, n, facts_group_colour(s->f, group));
    draw_posterior(s, row, group, chances, n, &right);
    free(chances);
}

/* Parties in their order, then `all`, as far as they are told; returns how many. */
static size_t told_rows(struct sheet *s, size_t rows[ROWS_MOST])
{
    size_t n = 0;
    for (size_t k = 0; k <= s->f->n_parties; k++) {
        const char *group = k < s->f->n_parties ? s->f->parties[k].id : "all";
        for (size_t i = 0; i < result_rows(s->zone) && n < ROWS_MOST; i++)
            if (result_is(s->zone, i, "group", group) && is_told(s, i))
                rows[n++] = i;
    }
    return n;
}

static void draw(struct sheet *s, const char *title)
{
    size_t rows[ROWS_MOST], n = told_rows(s, rows);
    if (n == 0) {
        s->p = chart_nothing(s->f, "zone", title, "No group shows working hours from which a zone could be told.");
        return;
    }
    s->p = chart_new(s->f, "zone", PLOT_WIDE_MM, 12 + ROW_MM * (double) n - 8, title);
    plot_block(s->p, "bars");
    for (size_t i = 0; i < n; i++)
        draw_row(s, rows[i], i);
    plot_say(s->p, PLOT_CAPTION,
             "Left: records an hour of observed time by hour of the day in UTC (summed over the week), on a scale "
             "of its own for each group; below, the hours 9 to 17 of the leading zones with their probability. Right: the posterior "
             "summed by offset in the middle of the span, with its 80" NARROW_SPACE "% and 95" NARROW_SPACE
             "% sets.");
}

struct plot *chart_zone(const struct facts *f, const char *dir, struct err *err)
{
    static const char title[] = "Whose working hours";
    struct sheet s = { .f = f };
    s.zone = result_read(dir, "zone", NULL, NULL, err);
    s.posterior = s.zone == NULL ? NULL : result_read(dir, "zone_posterior", NULL, NULL, err);
    s.rhythm = s.posterior == NULL ? NULL : result_read(dir, "rhythm", NULL, NULL, err);
    bool good = s.rhythm != NULL;
    if (good) {
        draw(&s, title);
        good = result_sound(s.zone, err) && result_sound(s.posterior, err) && result_sound(s.rhythm, err);
    }
    result_free(s.zone);
    result_free(s.posterior);
    result_free(s.rhythm);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
