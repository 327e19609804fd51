#include "chart.h"
#include "words/number.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SYNTHETIC "synthetic data"
#define DURATION_MM 7.0 /* room of a duration below an axis */
#define LINE_MM 3.0     /* and beside one */
#define TITLE_NAME_MM 34.0
#define EVENTS_SAID 16 /* in a caption */

double panel_x(const struct panel *panel, double x)
{
    double part = panel->log_x ? log(x / panel->x0) / log(panel->x1 / panel->x0)
                               : (x - panel->x0) / (panel->x1 - panel->x0);
    return panel->left + part * (panel->right - panel->left);
}

double panel_y(const struct panel *panel, double y)
{
    double part = (y - panel->y0) / (panel->y1 - panel->y0);
    return panel->bottom + part * (panel->top - panel->bottom);
}

void chart_panel(struct plot *p, const struct panel *panel)
{
    plot_push(p, "panel_left", panel->left);
    plot_push(p, "panel_top", panel->top);
    plot_push(p, "panel_right", panel->right);
    plot_push(p, "panel_bottom", panel->bottom);
    plot_push(p, "panel_x0", panel->x0);
    plot_push(p, "panel_x1", panel->x1);
    plot_push(p, "panel_y0", panel->y0);
    plot_push(p, "panel_y1", panel->y1);
    plot_push(p, "panel_log", panel->log_x);
}

double chart_title_room(const struct facts *f, double width_mm)
{
    return width_mm - (f->synthetic ? 2 + chart_text_width(SYNTHETIC, 6) : 0);
}

void chart_title(struct plot *p, const struct facts *f, const char *title)
{
    struct buf shown = BUF_INIT;
    plot_say(p, PLOT_TITLE, title);
    chart_fit(&shown, title, chart_title_room(f, plot_width(p)), TITLE_POINTS);
    plot_text(p, 0, 3.4, PLOT_HEADING, PLOT_LEFT, INK, shown.at);
    buf_release(&shown);
}

struct plot *chart_new(const struct facts *f, const char *script, double width_mm, double height_mm,
                       const char *title)
{
    static const char *const standing[] = {
        "under_rects", "under_lines", "over_rects", "over_marks", "texts",
    };
    struct plot *p = plot_new(script, width_mm, height_mm);
    for (size_t i = 0; i < sizeof standing / sizeof standing[0]; i++)
        plot_block(p, standing[i]);
    if (title != NULL)
        chart_title(p, f, title);
    if (f->synthetic)
        plot_text(p, width_mm, 3.4, PLOT_SMALL, PLOT_RIGHT, INK_2, SYNTHETIC);
    return p;
}

/* Bytes of the whole words that TEXT begins with and that fit into WIDTH_MM; one word at least. */
static size_t line_length(const char *text, double width_mm, double points)
{
    struct buf line = BUF_INIT;
    size_t n = strcspn(text, " ");
    while (text[n] != '\0') {
        size_t next = n + 1 + strcspn(text + n + 1, " ");
        buf_clear(&line);
        buf_add(&line, text, next);
        if (chart_text_width(line.at, points) > width_mm)
            break;
        n = next;
    }
    buf_release(&line);
    return n;
}

#define LEADING_MM 3.2

/* TEXT in as many lines as it needs, the first on BASELINE; returns the last base line. */
static double write_lines(struct plot *p, double baseline, const char *text)
{
    struct buf line = BUF_INIT;
    for (; *text != '\0'; baseline += LEADING_MM) {
        size_t n = line_length(text, plot_width(p), 7);
        buf_clear(&line);
        buf_add(&line, text, n);
        plot_text(p, 0, baseline, PLOT_TEXT, PLOT_LEFT, INK_2, line.at);
        text += n + (text[n] == ' ');
    }
    buf_release(&line);
    return baseline - LEADING_MM;
}

struct plot *chart_nothing(const struct facts *f, const char *script, const char *title,
                           const char *sentence)
{
    (void) script;
    struct plot *p = chart_new(f, "nothing", PLOT_MAIN_MM, 12, title);
    plot_say(p, PLOT_EMPTY, sentence);
    plot_resize(p, write_lines(p, 9, sentence) + 3);
    return p;
}

void chart_rect(struct plot *p, double x0, double x1, double y0, double y1, unsigned colour)
{
    PLOT_ROW(p, "under_rects", x0, x1, y0, y1, colour);
}

void chart_line(struct plot *p, double x0, double y0, double x1, double y1, unsigned colour)
{
    PLOT_ROW(p, "under_lines", x0, y0, x1, y1, colour);
}

void chart_mark(struct plot *p, double x, double y, int shape, unsigned colour)
{
    PLOT_ROW(p, "over_marks", x, y, shape, colour);
}

/* Hour labels 0, 3 ... 24 of a clock OFFSET hours ahead of the panel's. */
void chart_hours(struct plot *p, const struct panel *panel, double baseline, double offset_h,
                 int step, unsigned colour, const char *name)
{
    char text[16];
    double shift = offset_h - floor(offset_h);
    for (int hour = 0; hour <= 24; hour++) {
        double local = hour + offset_h - shift;
        int shown = (int) (fmod(fmod(local, 24) + 24, 24));
        double at = hour - shift;
        if (shown % step != 0 || at < 0)
            continue;
        snprintf(text, sizeof text, "%02d", shown == 0 && hour == 24 && offset_h == 0 ? 24 : shown);
        plot_text(p, panel_x(panel, at), baseline, PLOT_SMALL, PLOT_CENTRE, colour, text);
    }
    plot_text(p, panel->left - 3, baseline, PLOT_SMALL, PLOT_RIGHT, colour, name);
}

static void date_text(struct buf *b, enum ticks_unit unit, int64_t day, bool first)
{
    static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int year, month, date;
    when_civil(day, &year, &month, &date);
    buf_clear(b);
    if (unit == TICKS_YEAR)
        buf_add_format(b, "%d", year);
    else if (unit == TICKS_MONTH)
        buf_add_text(b, names[month - 1]);
    else
        buf_add_format(b, "%d" NARROW_SPACE "%s", date, names[month - 1]);
    if (unit != TICKS_YEAR && (first || (month == 1 && unit == TICKS_MONTH)))
        buf_add_format(b, " %d", year);
}

void chart_dates(struct plot *p, const struct panel *panel, double baseline, int64_t first_day)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    int most = (int) ((panel->right - panel->left) / 14);
    enum ticks_unit unit = ticks_days(first_day, first_day + (int64_t) (panel->x1 - panel->x0) - 1,
                                      most, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        double x = panel_x(panel, ticks.at[i] - (double) first_day);
        date_text(&b, unit, (int64_t) ticks.at[i], false);
        chart_line(p, x, panel->bottom, x, panel->bottom + 1, HAIRLINE);
        if (x < panel->right - 6)
            plot_text(p, x, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, b.at);
    }
    buf_release(&b);
}

void chart_axis_left(struct plot *p, const struct panel *panel, int most)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    ticks_linear(panel->y0, panel->y1, most, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        double y = panel_y(panel, ticks.at[i]);
        buf_clear(&b);
        number_fixed(&b, ticks.at[i], ticks.decimals);
        chart_line(p, panel->left, y, panel->right, y, HAIRLINE);
        plot_text(p, panel->left - 1.5, y + .8, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
    }
    buf_release(&b);
}

void chart_durations(struct plot *p, const struct panel *panel, double baseline)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    double decade = (panel->right - panel->left) / (panel->x1 - panel->x0);
    ticks_durations(pow(10, panel->x0), pow(10, panel->x1), DURATION_MM / decade, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        double x = panel_x(panel, log10(ticks.at[i]));
        buf_clear(&b);
        number_period(&b, ticks.at[i]);
        chart_grid_x(p, panel, log10(ticks.at[i]), HAIRLINE);
        double outside = x + chart_text_width(b.at, 6) / 2 - plot_width(p);
        plot_text(p, x - fmax(outside, 0), baseline, PLOT_SMALL, PLOT_CENTRE, INK_2, b.at);
    }
    buf_release(&b);
}

void chart_durations_left(struct plot *p, const struct panel *panel)
{
    struct ticks ticks;
    struct buf b = BUF_INIT;
    double decade = (panel->bottom - panel->top) / (panel->y1 - panel->y0);
    ticks_durations(pow(10, panel->y0), pow(10, panel->y1), LINE_MM / decade, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        double y = panel_y(panel, log10(ticks.at[i]));
        buf_clear(&b);
        number_period(&b, ticks.at[i]);
        chart_line(p, panel->left, y, panel->right, y, HAIRLINE);
        plot_text(p, panel->left - 1.2, y + .8, PLOT_SMALL, PLOT_RIGHT, INK_2, b.at);
    }
    buf_release(&b);
}

void chart_grid_x(struct plot *p, const struct panel *panel, double x, unsigned colour)
{
    double at = panel_x(panel, x);
    chart_line(p, at, panel->top, at, panel->bottom, colour);
}

/* Of a letter of Inter's bold face, in ems, by what kind it is. */
static double letter_width(gunichar c)
{
    static const struct {
        const char *letters;
        double width;
    } kinds[] = { { "il.,'|:;! I", .3 }, { "fjrt()[]-/", .43 }, { "mwMW@%", .93 } };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && c < 128; i++)
        if (strchr(kinds[i].letters, (int) c) != NULL)
            return kinds[i].width;
    return g_unichar_iswide(c) ? 1 : g_unichar_isspace(c) ? .3 : g_unichar_isupper(c) ? .71 : .61;
}

double chart_text_width(const char *text, double points)
{
    double width = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        width += letter_width(g_utf8_get_char(at));
    return width * points * 25.4 / 72;
}

void chart_fit(struct buf *b, const char *text, double width_mm, double points)
{
    size_t start = b->len;
    glong n = g_utf8_strlen(text, -1);
    buf_add_text(b, text);
    while (n > 1 && chart_text_width(b->at + start, points) > width_mm) {
        n--;
        b->len = start;
        buf_add(b, text, (size_t) (g_utf8_offset_to_pointer(text, n) - text));
        buf_add_text(b, "\xe2\x80\xa6");
    }
}

/* The width of the parties' names with their marks, uncut. */
static double key_width(const struct facts *f)
{
    double width = 0;
    for (size_t i = 0; i < f->n_parties && i <= PALETTE_COLOURS; i++)
        width += 6.4 + chart_text_width(f->parties[i].name, 7);
    return width;
}

double chart_key(struct plot *p, const struct facts *f, double x, double baseline)
{
    bool greys = false;
    double most = (plot_width(p) - x) / (double) (f->n_parties < PALETTE_COLOURS + 1 ? f->n_parties : PALETTE_COLOURS + 1) - 7;
    struct buf name = BUF_INIT;
    if (key_width(f) <= plot_width(p) - x)
        most = HUGE_VAL;
    for (size_t i = 0; i < f->n_parties; i++) {
        const struct party *party = &f->parties[i];
        bool grey = party->colour == INK_2;
        if (grey && greys)
            continue;
        greys = greys || grey;
        buf_clear(&name);
        chart_fit(&name, grey && f->n_parties > PALETTE_COLOURS ? "others" : party->name, most, 7);
        chart_mark(p, x + .8, baseline - .85, party->shape, party->colour);
        plot_text(p, x + 2.4, baseline, PLOT_TEXT_BOLD, PLOT_LEFT, party->colour, name.at);
        x += 2.4 + chart_text_width(name.at, 7) + 4;
    }
    buf_release(&name);
    return x;
}

void chart_zone_name(struct buf *b, const char *zone, double hours)
{
    const char *city = strrchr(zone, '/');
    city = city == NULL ? zone : city + 1;
    for (; *city != '\0'; city++)
        buf_add_char(b, *city == '_' ? ' ' : *city);
    struct buf offset = BUF_INIT;
    number_offset(&offset, hours);
    buf_add_char(b, ' ');
    buf_add_text(b, offset.len > 3 ? offset.at + 3 : "+0");
    buf_release(&offset);
}

size_t chart_panels(const struct facts *f, size_t most)
{
    return f->n_parties < most ? f->n_parties : most;
}

size_t chart_groups(const struct facts *f, const struct result *r, const char **groups, size_t most)
{
    size_t n = 0;
    if (most > 0 && result_find(r, "group", "all") < result_rows(r))
        groups[n++] = "all";
    for (size_t i = 0; i < f->n_parties && n < most; i++)
        if (strcmp(f->parties[i].id, "other") != 0 && result_find(r, "group", f->parties[i].id) < result_rows(r))
            groups[n++] = f->parties[i].id;
    return n;
}

size_t chart_measure(const struct result *measures, const char *group, const char *measure)
{
    size_t i = 0;
    while (i < result_rows(measures) && !(result_is(measures, i, "group", group) && result_is(measures, i, "measure", measure)))
        i++;
    return i;
}

void chart_head(struct plot *p, const struct facts *f, const struct panel *panel, const char *group, const char *text)
{
    struct buf name = BUF_INIT;
    double room = panel->right - panel->left - chart_text_width(text, 6) - 2;
    chart_fit(&name, facts_group_name(f, group), room, 7);
    plot_text(p, panel->left, panel->top - 1.4, PLOT_TEXT_BOLD, PLOT_LEFT, facts_group_colour(f, group), name.at);
    plot_text(p, panel->right, panel->top - 1.4, PLOT_SMALL, PLOT_RIGHT, INK_2, text);
    buf_release(&name);
}

void chart_n(struct buf *b, double n, const char *what)
{
    buf_add_text(b, "n" NARROW_SPACE "=" NARROW_SPACE);
    number_count(b, (int64_t) n);
    buf_add_format(b, " %s%s", what, n == 1 ? "" : "s");
}

void chart_title_name(struct buf *b, const struct facts *f, const char *group)
{
    chart_fit(b, facts_group_name(f, group), TITLE_NAME_MM, 9);
}

size_t chart_numbered(size_t n, double apart, double room)
{
    double most = fmax(floor(room / apart), 0) + 1;
    return (double) n <= most ? 1 : (size_t) ceil((double) n / most);
}

void chart_spread(double *at, size_t n, double apart, double lo, double hi)
{
    double floor_at = lo, ceiling = hi;
    for (size_t i = 0; i < n; i++) {
        at[i] = at[i] < floor_at ? floor_at : at[i];
        floor_at = at[i] + apart;
    }
    for (size_t i = n; i-- > 0;) {
        at[i] = at[i] > ceiling ? ceiling : at[i];
        ceiling = at[i] - apart;
    }
}

static double event_x(const struct facts *f, const struct panel *panel, size_t i)
{
    return panel_x(panel, (double) f->events[i].start / (double) WHEN_DAY - (double) f->first_day);
}

static void event_lines(struct plot *p, const struct facts *f, const struct panel *panel, double top, double bottom)
{
    for (size_t i = 0; i < f->n_events; i++) {
        double x = event_x(f, panel, i);
        if (x >= panel->left && x <= panel->right)
            chart_line(p, x, top, x, bottom, 0x9CA3AF);
    }
}

void chart_events_through(struct plot *p, const struct facts *f, const struct panel *panel)
{
    event_lines(p, f, panel, panel->top, panel->bottom);
}

void chart_events_above(struct plot *p, const struct facts *f, const struct panel *panel)
{
    double *at = mem_zero((f->n_events + 1) * sizeof *at);
    char text[16];
    double apart = f->n_events < 100 ? 4 : 6;
    for (size_t i = 0; i < f->n_events; i++)
        at[i] = event_x(f, panel, i);
    event_lines(p, f, panel, panel->top - 1.1, panel->top - .2);
    size_t step = chart_numbered(f->n_events, apart, panel->right - 2 - panel->left);
    for (size_t i = 0; i < f->n_events; i += step)
        at[i / step] = at[i];
    chart_spread(at, (f->n_events + step - 1) / step, apart, panel->left, panel->right - 2);
    for (size_t i = 0; i < f->n_events; i += step) {
        snprintf(text, sizeof text, "%d", f->events[i].number);
        plot_text(p, at[i / step], panel->top - 1.6, PLOT_TEXT_BOLD, PLOT_CENTRE, INK, text);
    }
    free(at);
}

void chart_windows(struct plot *p, const struct facts *f, const struct panel *panel)
{
    for (size_t i = 0; i < f->n_events; i++) {
        double from = panel_x(panel, (double) f->events[i].start / (double) WHEN_DAY - (double) f->first_day);
        double to = panel_x(panel, (double) f->events[i].end / (double) WHEN_DAY - (double) f->first_day);
        if (to > panel->left && from < panel->right)
            chart_rect(p, fmax(from, panel->left), fmin(to, panel->right), panel->top, panel->bottom, WINDOW_SHADE);
    }
}

void chart_events_said(struct buf *b, const struct facts *f)
{
    for (size_t i = 0; i < f->n_events && i < EVENTS_SAID; i++)
        buf_add_format(b, "%s%d" NARROW_SPACE "%s", i == 0 ? " Events: " : ", ", f->events[i].number,
                       f->events[i].name);
    if (f->n_events > EVENTS_SAID)
        buf_add_format(b, " and %zu more, numbered in order of time (data/events.csv)", f->n_events - EVENTS_SAID);
    if (f->n_events > 0)
        buf_add_text(b, ".");
}

void chart_weekends(struct plot *p, const struct facts *f, const struct panel *panel)
{
    for (int64_t day = f->first_day; day <= f->last_day; day++)
        if (when_weekday(day) >= 5) {
            double x = (double) (day - f->first_day);
            chart_rect(p, panel_x(panel, x), panel_x(panel, x + 1), panel->top, panel->bottom, NIGHT);
        }
}

unsigned chart_ramp(double x)
{
    static const unsigned stops[] = { 0xF4F7FB, 0xC6DBEF, 0x6BAED6, 0x2171B5, 0x08306B };
    double scaled = (x < 0 ? 0 : x > 1 ? 1 : x) * 4;
    int at = scaled >= 4 ? 3 : (int) scaled;
    double part = scaled - at;
    unsigned mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double from = stops[at] >> shift & 0xff, to = stops[at + 1] >> shift & 0xff;
        mixed = mixed << 8 | (unsigned) lround(from + (to - from) * part);
    }
    return mixed;
}
