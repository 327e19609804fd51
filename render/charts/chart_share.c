/* chart_share.c -- the parties' shares: a filled dot with repeats resolved, a ring raw;
   thick line the day-block bootstrap interval, thin line Wilson's. */

#include "chart.h"
#include "charts.h"
#include "words/number.h"
#include <math.h>

#define ROWS_MOST 14
#define ROW_MM 5.6
#define NAME_MM 40

static size_t row_of(struct result *r, const char *party)
{
    size_t i = 0;
    while (i < result_rows(r) && !result_is(r, i, "key", party))
        i++;
    return i;
}

static void draw_row(struct plot *p, struct result *r, size_t row, const struct party *party,
                     const struct panel *panel, double y)
{
    struct buf b = BUF_INIT;
    double share = result_number(r, row, "share"), raw = result_number(r, row, "share_raw");
    double lo = result_number(r, row, "boot_lo"), hi = result_number(r, row, "boot_hi");
    double baseline = panel_y(panel, y) + .85;
    if (isfinite(lo) && isfinite(hi))
        PLOT_ROW(p, "intervals", lo, y, hi, y, palette_tint(party->colour, .45));
    PLOT_ROW(p, "wilson", result_number(r, row, "wilson_lo"), y, result_number(r, row, "wilson_hi"), y,
             party->colour);
    if (isfinite(raw))
        PLOT_ROW(p, "raw", raw, y - .28, 6, party->colour);
    PLOT_ROW(p, "dots", share, y, party->shape, party->colour);
    chart_fit(&b, party->name, NAME_MM, 7);
    plot_text(p, panel->left - 2, baseline, PLOT_TEXT_BOLD, PLOT_RIGHT, party->colour, b.at);
    buf_clear(&b);
    number_percent(&b, share);
    plot_text(p, PLOT_MAIN_MM - 23, baseline, PLOT_TEXT, PLOT_RIGHT, INK, b.at);
    buf_clear(&b);
    if (isfinite(lo) && isfinite(hi)) {
        number_fixed(&b, lo * 100, hi < .1 ? 2 : 1);
        buf_add_text(&b, EN_DASH);
        number_fixed(&b, hi * 100, hi < .1 ? 2 : 1);
        buf_add_text(&b, NARROW_SPACE "%");
        plot_text(p, PLOT_MAIN_MM, baseline, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
    }
    buf_release(&b);
}

static void draw_scale(struct plot *p, const struct panel *panel)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    ticks_linear(panel->x0, panel->x1, 5, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        buf_clear(&b);
        number_fixed(&b, ticks.at[i] * 100, ticks.decimals > 2 ? ticks.decimals - 2 : 0);
        buf_add_text(&b, NARROW_SPACE "%");
        chart_grid_x(p, panel, ticks.at[i], HAIRLINE);
        plot_text(p, panel_x(panel, ticks.at[i]), panel->bottom + 3, PLOT_SMALL, PLOT_CENTRE, INK_2, b.at);
    }
    buf_release(&b);
}

static double widest_name(const struct facts *f, size_t rows)
{
    double width = 0;
    for (size_t i = 0; i < rows; i++)
        width = fmax(width, chart_text_width(f->parties[i].name, 7));
    return fmin(width, NAME_MM);
}

static void say(struct plot *p, const struct facts *f, struct result *r, size_t rows)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Filled: share of the ");
    number_count(&b, result_int(r, 0, "n"));
    buf_add_text(&b, " records with repeats resolved; ring: of the ");
    number_count(&b, result_int(r, 0, "n_raw"));
    buf_add_text(&b, " raw ones. Thick line: 95" NARROW_SPACE "% interval that resamples whole days (records are not "
                     "independent; this is the one to use); thin line: Wilson" "’s.");
    if (rows < f->n_parties)
        buf_add_format(&b, " %zu smaller parties are not shown.", f->n_parties - rows);
    plot_say(p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

static struct plot *draw(const struct facts *f, struct result *r, const char *title)
{
    size_t rows = chart_panels(f, ROWS_MOST);
    double top = 0, y = (double) rows;
    for (size_t i = 0; i < result_rows(r); i++)
        top = fmax(top, fmax(result_number(r, i, "share_raw"), fmax(result_number(r, i, "share"), result_number(r, i, "boot_hi"))));
    struct panel panel = { .left = widest_name(f, rows) + 3, .top = 7, .right = PLOT_MAIN_MM - 38, .y1 = y };
    panel.x1 = fmin(1, ticks_ceiling(top));
    panel.bottom = panel.top + ROW_MM * y;
    struct plot *p = chart_new(f, "share", PLOT_MAIN_MM, panel.bottom + 4, title);
    static const char *const blocks[] = { "intervals", "wilson", "raw", "dots" };
    for (size_t i = 0; i < 4; i++)
        plot_block(p, blocks[i]);
    chart_panel(p, &panel);
    draw_scale(p, &panel);
    for (size_t i = 0; i < rows; i++) {
        size_t row = row_of(r, f->parties[i].id);
        if (row < result_rows(r))
            draw_row(p, r, row, &f->parties[i], &panel, y - (double) i - .5);
    }
    say(p, f, r, rows);
    return p;
}

/* "Bank made 79.3 % of the 3 554 records": the first party. */
static void title_of(struct buf *b, const struct facts *f, struct result *r)
{
    double share = f->n_parties < 2 ? NAN : result_number(r, result_find(r, "key", f->parties[0].id), "share");
    if (!isfinite(share)) {
        buf_add_text(b, f->n_parties == 0 ? "No records came" : "All records are of ");
        if (f->n_parties > 0)
            chart_title_name(b, f, f->parties[0].id);
        return;
    }
    chart_title_name(b, f, f->parties[0].id);
    buf_add_text(b, " made ");
    number_percent(b, share);
    buf_add_text(b, " of the ");
    number_count(b, result_int(r, 0, "n"));
    buf_add_text(b, " records");
}

struct plot *chart_share(const struct facts *f, const char *dir, struct err *err)
{
    struct buf title = BUF_INIT;
    struct result *r = result_read(dir, "share", NULL, NULL, err);
    if (r == NULL)
        return NULL;
    title_of(&title, f, r);
    struct plot *p = f->n_parties == 0 || result_rows(r) == 0
                         ? chart_nothing(f, "share", title.at, "There are no records to share out.")
                         : draw(f, r, title.at);
    buf_release(&title);
    bool good = result_sound(r, err);
    result_free(r);
    if (good)
        return p;
    plot_free(p);
    return NULL;
}
