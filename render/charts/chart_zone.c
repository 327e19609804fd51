/* chart_zone.c -- whose working hours: a row a group.  Left: its records by hour of the day in
   UTC (summed over the week, divided by the observed time; for drawing alone), below it 9 to
   17 h in the leading zones and, in grey, in those in question.  Right: the posterior by whole hours of offset (that is what is
   equally probable beforehand), with its 80 and 95 % sets. */

#include "chart.h"
#include "charts.h"
#include "facts/candidates.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 4
#define LEADING 3
#define BELOW_MM 26
#define PROFILE_MM 22
#define BAND_MM 3.4
#define GREY 0x9CA3AF
#define HOURS 28 /* bands of offsets from -13 on: +5 holds +5:30 and +5:45 */
#define HOUR_FIRST (-13)

struct sheet {
    const struct facts *f;
    struct grid grid;
    struct plot *p;
    struct result *zone, *posterior, *rhythm;
    struct candidates zones;
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

/* Is ZONE among MEMBERS, names separated by semicolons? */
static bool has_member(const char *members, const char *zone)
{
    size_t n = strlen(zone);
    for (const char *at = members; (at = strstr(at, zone)) != NULL; at += n)
        if ((at == members || at[-1] == ';') && (at[n] == ';' || at[n] == '\0'))
            return true;
    return false;
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
    double from = fmod(CANDIDATE_FROM_H - c->offset_h + 48, 24), to = from + CANDIDATE_TO_H - CANDIDATE_FROM_H;
    chart_rect(s->p, panel_x(panel, 0), panel_x(panel, 24), y - 1.15, y - 1, HAIRLINE);
    chart_rect(s->p, panel_x(panel, from), panel_x(panel, fmin(to, 24)), y - 2.2, y, colour);
    if (to > 24)
        chart_rect(s->p, panel_x(panel, 0), panel_x(panel, to - 24), y - 2.2, y, colour);
    name_zones(&b, c);
    if (c->probability < .005)
        buf_add_text(&percent, "< 1");
    else
        number_fixed(&percent, c->probability * 100, 0);
    buf_add_text(&percent, NARROW_SPACE "%");
    plot_text(s->p, panel->left - 3, y - .3, PLOT_SMALL, PLOT_RIGHT, INK, b.at);
    plot_text(s->p, panel->right + 1.2, y - .3, PLOT_SMALL, PLOT_LEFT, INK_2, percent.at);
    buf_release(&b);
    buf_release(&percent);
}

/* The posterior's row of a zone in question: that which it is a member of, or, as zones that keep another's clock are
   members of none, whose clock it keeps; past the last where there is none. */
static size_t row_in_question(struct sheet *s, const char *group, const struct candidate *zone)
{
    size_t n = result_rows(s->posterior), by_clock = n;
    for (size_t i = 0; i < n; i++) {
        if (!result_is(s->posterior, i, "group", group))
            continue;
        if (has_member(result_text(s->posterior, i, "members"), zone->zone))
            return i;
        if (by_clock == n && candidate_has_clock(zone, s->f, result_text(s->posterior, i, "zone")))
            by_clock = i;
    }
    return by_clock;
}

/* The chance of a zone in question: its own group's alone, whatever else has its offset. */
static struct chance chance_in_question(struct sheet *s, const char *group, const struct candidate *zone)
{
    struct chance c = { .offset_h = candidate_offset(zone, s->f), .zone = zone->zone, .members = zone->zone };
    size_t row = row_in_question(s, group, zone);
    if (row < result_rows(s->posterior)) {
        c.probability = result_number(s->posterior, row, "probability");
        c.offset_h = result_number(s->posterior, row, "offset_h");
    }
    return c;
}

static void draw_in_question(struct sheet *s, const struct panel *panel, const char *group, double y)
{
    for (size_t i = 0; i < s->zones.n; i++) {
        struct chance c = chance_in_question(s, group, &s->zones.at[i]);
        draw_band(s, panel, &c, y + BAND_MM * (double) i, GREY);
    }
}

/* Returns where the next band would lie. */
static double draw_bands(struct sheet *s, const struct panel *panel, const struct chance *chances, size_t n,
                         unsigned colour)
{
    double y = panel->bottom + 7.6;
    struct chance *sorted = mem_zero((n + 1) * sizeof *sorted);
    memcpy(sorted, chances, n * sizeof *sorted);
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_probability);
    for (size_t i = 0; i < n && i < LEADING; i++)
        if (i == 0 || sorted[i].probability >= .005) {
            draw_band(s, panel, &sorted[i], y, palette_tint(colour, .75 - .2 * (double) i));
            y += BAND_MM;
        }
    free(sorted);
    return y;
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

static size_t hour_of(double offset)
{
    double h = floor(offset) - HOUR_FIRST;
    return h < 0 ? 0 : h < HOURS ? (size_t) h : HOURS - 1;
}

static void draw_posterior(struct sheet *s, size_t row, const char *group, const struct chance *chances,
                           size_t n, struct panel *panel)
{
    double top = 0, hours[HOURS] = { 0 };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < n; i++)
        top = fmax(top, hours[hour_of(chances[i].offset_h)] += chances[i].probability);
    panel->x0 = -12.5;
    panel->x1 = 14.5;
    panel->y1 = top > 0 ? top * 1.05 : 1;
    next_panel(s, panel);
    for (int h = 0; h < HOURS; h++)
        if (hours[h] > 0)
            PLOT_ROW(s->p, "bars", h + HOUR_FIRST - .4, h + HOUR_FIRST + .4, 0, hours[h], facts_group_colour(s->f, group), s->panels);
    chart_line(s->p, panel->left, panel->bottom, panel->right, panel->bottom, GREY);
    for (int offset = -12; offset <= 12; offset += 6) {
        buf_clear(&b);
        number_offset(&b, offset);
        plot_text(s->p, panel_x(panel, offset), panel->bottom + 3.3, PLOT_SMALL, PLOT_CENTRE, INK_2,
                  offset == 0 ? "UTC" : b.at + 3);
    }
    draw_set(s, panel, row, "lo80_h", "hi80_h", panel->bottom + 6.5, 1.2, "80" NARROW_SPACE "%");
    draw_set(s, panel, row, "lo95_h", "hi95_h", panel->bottom + 9.9, .5, "95" NARROW_SPACE "%");
    plot_text(s->p, panel->right, panel->top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, "probability by whole hour of offset");
    buf_release(&b);
}

/* The hours, the bands of the zones, and room to the next row. */
static double below(const struct sheet *s) { return BELOW_MM + BAND_MM * (double) s->zones.n; }

static void draw_row(struct sheet *s, size_t row, size_t place)
{
    const char *group = result_text(s->zone, row, "group");
    double top = grid_top(&s->grid, place);
    struct panel left = { .left = 30, .right = 114, .top = top, .bottom = top + s->grid.row_mm - below(s) };
    struct panel right = { .left = 132, .right = PLOT_WIDE_MM - 1, .top = top, .bottom = left.bottom };
    size_t n;
    struct chance *chances = chances_of(s, group, &n);
    struct buf name = BUF_INIT;
    chart_fit(&name, facts_group_name(s->f, group), 60, 7);
    plot_text(s->p, left.left, top - 1.4, PLOT_TEXT_BOLD, PLOT_LEFT, facts_group_colour(s->f, group), name.at);
    buf_clear(&name);
    buf_add_text(&name, "records an hour; ");
    chart_n(&name, result_number(s->zone, row, "n"), "visit");
    plot_text(s->p, left.right, top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, name.at);
    buf_release(&name);
    draw_profile(s, group, &left);
    draw_in_question(s, &left, group, draw_bands(s, &left, chances, n, facts_group_colour(s->f, group)));
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

/* "Bank UTC to UTC+5:30": the set that holds 80 %, or without one the most probable offset. */
static void add_offset(struct sheet *s, size_t row, struct heading *h)
{
    struct buf b = BUF_INIT;
    double lo = result_number(s->zone, row, "lo80_h"), hi = result_number(s->zone, row, "hi80_h");
    chart_title_name(&b, s->f, result_text(s->zone, row, "group"));
    buf_add_char(&b, ' ');
    number_offset(&b, isfinite(lo) ? lo : result_number(s->zone, row, "offset_h"));
    if (hi > lo) {
        buf_add_text(&b, " to ");
        number_offset(&b, hi);
    }
    heading_item(h, b.at);
    buf_release(&b);
}

static void make_title(struct sheet *s, const size_t *rows, size_t n, struct heading *h)
{
    heading_init(h, s->f, PLOT_WIDE_MM, n > 0 ? "Working hours (80" NARROW_SPACE "%): " : "Cannot tell whose working hours", ", ");
    for (size_t i = 0; i < n; i++)
        add_offset(s, rows[i], h);
}

static void draw(struct sheet *s, const char *title, const size_t *rows, size_t n)
{
    if (n == 0) {
        s->p = chart_nothing(s->f, "zone", title, "No group shows working hours from which a zone could be told.");
        return;
    }
    const struct grid_wish wish = { PLOT_WIDE_MM, 12, PROFILE_MM + below(s), -8, 1, 1 };
    s->grid = grid_of(s->f, &wish, n);
    s->p = chart_new(s->f, "zone", s->grid.width_mm, s->grid.height_mm, title);
    plot_block(s->p, "bars");
    for (size_t i = 0; i < n; i++)
        draw_row(s, rows[i], i);
    plot_say(s->p, PLOT_CAPTION,
             "Left: records an hour of observed time by hour of the day in UTC (summed over the week), on a scale "
             "of its own for each group; below, the hours 9 to 17 of the leading zones with the probability of their offset, and in grey of the "
             "zones in question with their own. Right: the posterior summed by whole hours of offset, with its 80" NARROW_SPACE "% and 95" NARROW_SPACE
             "% sets.");
}

struct plot *chart_zone(const struct facts *f, const char *dir, struct err *err)
{
    struct sheet s = { .f = f };
    s.zone = result_read(dir, "zone", NULL, NULL, err);
    s.posterior = s.zone == NULL ? NULL : result_read(dir, "zone_posterior", NULL, NULL, err);
    s.rhythm = s.posterior == NULL ? NULL : result_read(dir, "rhythm", NULL, NULL, err);
    bool good = s.rhythm != NULL && candidates_find(&s.zones, f, NULL, err);
    if (good) {
        size_t rows[ROWS_MOST], n = told_rows(&s, rows);
        struct heading title;
        make_title(&s, rows, n, &title);
        draw(&s, heading_text(&title), rows, n);
        heading_release(&title);
        good = result_sound(s.zone, err) && result_sound(s.posterior, err) && result_sound(s.rhythm, err);
    }
    candidates_release(&s.zones);
    result_free(s.zone);
    result_free(s.posterior);
    result_free(s.rhythm);
    if (good)
        return s.p;
    plot_free(s.p);
    return NULL;
}
