/* chart_raster.c -- every record as a mark: hour of the day across, date down.

   The working days of the zones in question are shaded, each in its tint, where they meet in both; so are weekends, silences and times
   that no sensor watched.  Events are numbered at the left edge; silences of one party stand as bars at the right edge. */

#include "base/csv.h"
#include "chart.h"
#include "charts.h"
#include "facts/candidates.h"
#include "grid.h"
#include "heading.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define MARKS_MOST 40000 /* above: one mark a minute and party */
#define FEW 20 /* records: below, a share says little */
#define MINUTES 1440
#define TINT .13 /* of a working day */

struct stretch {
    when_t from, to;
};

struct raster {
    const struct facts *f;
    struct plot *p;
    struct panel panel;
    double row_mm;
    struct candidates zones;
    struct stretch *work; /* the working days of each zone, from the day before the first to that after the last */
    size_t marks;
    bool *busy; /* days with a record */
    unsigned char *seen; /* bits: day x minute x party, when records are many */
};

static double day_of(const struct raster *r, when_t t)
{
    return (double) t / (double) WHEN_DAY - (double) r->f->first_day;
}

/* A stretch of time as one rectangle a day, from hour XLO to XHI. */
static void shade(struct raster *r, when_t start, when_t end, unsigned colour)
{
    for (int64_t day = when_day_of(start); day <= when_day_of(end - 1); day++) {
        if (day < r->f->first_day || day > r->f->last_day)
            continue;
        double from = (double) (start - day * WHEN_DAY) / (double) WHEN_HOUR;
        double to = (double) (end - day * WHEN_DAY) / (double) WHEN_HOUR;
        double row = (double) (day - r->f->first_day);
        chart_rect(r->p, panel_x(&r->panel, fmax(from, 0)), panel_x(&r->panel, fmin(to, 24)),
                   panel_y(&r->panel, row), panel_y(&r->panel, row + 1), colour);
    }
}

static void shade_weekends(struct raster *r)
{
    for (int64_t day = r->f->first_day; day <= r->f->last_day; day++)
        if (when_weekday(day) >= 5)
            shade(r, day * WHEN_DAY, (day + 1) * WHEN_DAY, NIGHT);
}

/* Two tints laid over each other: as two sheets of coloured glass. */
static unsigned both(unsigned a, unsigned b)
{
    unsigned mixed = 0;
    for (int shift = 0; shift < 24; shift += 8)
        mixed |= (a >> shift & 255) * (b >> shift & 255) / 255 << shift;
    return mixed;
}

static unsigned tint_of(const struct candidate *c) { return palette_tint(c->colour, TINT); }

static int64_t work_days(const struct raster *r)
{
    return facts_days(r->f) + 2;
}

static struct stretch *work_of(const struct raster *r, size_t zone)
{
    return r->work + (int64_t) zone * work_days(r);
}

/* A day off is a stretch of no length. */
static void find_working_days(struct raster *r)
{
    r->work = mem_zero((r->zones.n * (size_t) work_days(r) + 1) * sizeof *r->work);
    for (size_t i = 0; i < r->zones.n; i++)
        for (int64_t k = 0; k < work_days(r); k++) {
            struct stretch *at = work_of(r, i) + k;
            if (!candidate_works(&r->zones.at[i], r->f->first_day - 1 + k, &at->from, &at->to))
                at->to = at->from;
        }
}

static void shade_overlap(struct raster *r, const struct stretch *a, const struct stretch *b)
{
    when_t from = a->from > b->from ? a->from : b->from, to = a->to < b->to ? a->to : b->to;
    if (from < to)
        shade(r, from, to, both(tint_of(&r->zones.at[0]), tint_of(&r->zones.at[1])));
}

static void shade_working_days(struct raster *r)
{
    int64_t n = work_days(r);
    for (size_t i = 0; i < r->zones.n; i++)
        for (int64_t k = 0; k < n; k++)
            if (work_of(r, i)[k].from < work_of(r, i)[k].to)
                shade(r, work_of(r, i)[k].from, work_of(r, i)[k].to, tint_of(&r->zones.at[i]));
    for (int64_t k = 0; k < n && r->zones.n == 2; k++)
        for (int64_t other = k > 0 ? k - 1 : 0; other <= k + 1 && other < n; other++)
            shade_overlap(r, work_of(r, 0) + k, work_of(r, 1) + other);
}

/* A swatch and "9 to 17 h in Moscow" for each zone, from X on. */
static void key_working_days(struct raster *r, double x, double baseline)
{
    for (size_t i = 0; i < r->zones.n; i++) {
        struct buf b = BUF_INIT;
        buf_add_format(&b, "%d" EN_DASH "%d h ", CANDIDATE_FROM_H, CANDIDATE_TO_H);
        chart_zone_name(&b, r->zones.at[i].zone, candidate_offset(&r->zones.at[i], r->f));
        double width = chart_text_width(b.at, 7);
        if (x + 5 + width <= r->panel.right) {
            chart_rect(r->p, x, x + 3.6, baseline - 2, baseline + .3, tint_of(&r->zones.at[i]));
            plot_text(r->p, x + 4.6, baseline, PLOT_SMALL, PLOT_LEFT, INK_2, b.at);
        }
        x += 5 + width + 3;
        buf_release(&b);
    }
}

/* What lies between the observed stretches. */
static bool shade_unobserved(struct raster *r, const char *dir, struct err *err)
{
    struct result *observed = result_read(dir, "observed", NULL, NULL, err);
    if (observed == NULL)
        return false;
    when_t at = r->f->first_day * WHEN_DAY, end = (r->f->last_day + 1) * WHEN_DAY;
    for (size_t i = 0; i < result_rows(observed); i++) {
        when_t start = result_when(observed, i, "start");
        if (start > at)
            shade(r, at, start, NULL_BAND);
        at = result_when(observed, i, "end");
    }
    if (at < end)
        shade(r, at, end, NULL_BAND);
    bool good = result_sound(observed, err);
    result_free(observed);
    return good;
}

/* A bar at the right edge, in the colour of the party that was silent. */
static void bar(struct raster *r, const struct party *party, when_t start, when_t end, size_t place)
{
    double x = r->panel.right + 1 + 1.2 * (double) place;
    chart_rect(r->p, x, x + .8, panel_y(&r->panel, day_of(r, start)),
               panel_y(&r->panel, day_of(r, end)), party->colour);
}

static bool shade_silences(struct raster *r, const char *dir, struct err *err)
{
    struct result *coverage = result_read(dir, "coverage", NULL, NULL, err);
    if (coverage == NULL)
        return false;
    for (size_t i = 0; i < result_rows(coverage); i++) {
        const char *series = result_text(coverage, i, "series");
        const struct party *party = facts_party(r->f, series);
        when_t start = result_when(coverage, i, "start"), end = result_when(coverage, i, "end");
        if (!result_is(coverage, i, "verdict", "silence"))
            continue;
        if (strcmp(series, "all") == 0)
            shade(r, start, end, SILENCE);
        else if (party != NULL && party - r->f->parties < 3 && !result_is(coverage, i, "scope", "all"))
            bar(r, party, start, end, (size_t) (party - r->f->parties));
    }
    bool good = result_sound(coverage, err);
    result_free(coverage);
    return good;
}

/* False when that minute of that party has its mark already. */
static bool first_of_minute(struct raster *r, int64_t row, double hour, size_t party)
{
    size_t bit = ((size_t) row * MINUTES + (size_t) (hour * 60)) * r->f->n_parties + party;
    if (r->seen[bit / 8] >> bit % 8 & 1)
        return false;
    r->seen[bit / 8] |= (unsigned char) (1u << bit % 8);
    return true;
}

/* In a tall row marks spread out, by a hash of their number (Murmur3's finalizer): no pattern,
   and the same on every run. */
static double height_in_row(const struct raster *r, size_t n)
{
    uint32_t h = (uint32_t) n;
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    h ^= h >> 16;
    return r->row_mm < 2.4 ? .5 : .04 + .92 * (double) h / 4294967296.0;
}

static void mark(struct raster *r, when_t t, struct text party_id)
{
    int64_t row = when_day_of(t) - r->f->first_day;
    double hour = (double) (t - when_day_of(t) * WHEN_DAY) / (double) WHEN_HOUR;
    size_t k = 0;
    while (k < r->f->n_parties && !text_is(party_id, r->f->parties[k].id))
        k++;
    if (k == r->f->n_parties || row < 0 || row >= facts_days(r->f))
        return;
    r->busy[row] = true;
    if (r->seen != NULL && !first_of_minute(r, row, hour, k))
        return;
    PLOT_ROW(r->p, "marks", hour, (double) row + height_in_row(r, r->marks), r->f->parties[k].shape,
             r->f->parties[k].colour);
    r->marks++;
}

static bool mark_records(struct raster *r, const char *dir, struct err *err)
{
    struct buf path = BUF_INIT;
    size_t time, party;
    enum csv_status status = CSV_FAIL;
    buf_add_format(&path, "%s/records.csv", dir);
    struct csv_reader *from = csv_open(path.at, ',', err);
    buf_release(&path);
    if (from == NULL)
        return false;
    if (csv_need(from, "time", &time, err) && csv_need(from, "party", &party, err))
        while ((status = csv_next(from, err)) == CSV_ROW) {
            when_t t;
            if (!when_parse(csv_field(from, time), &t, err)) {
                status = CSV_FAIL;
                break;
            }
            mark(r, t, csv_field(from, party));
        }
    return csv_close(from, err) && status == CSV_END;
}

/* Dates at the left, and the events between them and the panel. */
static void mark_dates(struct raster *r)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct ticks ticks;
    char text[48];
    int year, month, day;
    int most = (int) ((r->panel.bottom - r->panel.top) / 4);
    enum ticks_unit unit = ticks_days(r->f->first_day, r->f->last_day, most < 1 ? 1 : most, &ticks);
    for (size_t i = 0; i < ticks.n; i++) {
        double y = panel_y(&r->panel, ticks.at[i] - (double) r->f->first_day);
        when_civil((int64_t) ticks.at[i], &year, &month, &day);
        if (unit == TICKS_YEAR || (unit == TICKS_MONTH && month == 1))
            snprintf(text, sizeof text, "%s %d", months[month - 1], year);
        else if (unit == TICKS_MONTH)
            snprintf(text, sizeof text, "%s", months[month - 1]);
        else
            snprintf(text, sizeof text, "%d" NARROW_SPACE "%s", day, months[month - 1]);
        chart_line(r->p, r->panel.left - 8.5, y, r->panel.right, y, HAIRLINE);
        plot_text(r->p, r->panel.left - 9, y + fmin(r->row_mm, 1.6) / 2 + .85, PLOT_SMALL, PLOT_RIGHT,
                  INK_2, text);
    }
}

static void mark_events(struct raster *r)
{
    const struct facts *f = r->f;
    double *at = mem_zero((f->n_events + 1) * sizeof *at);
    char text[16];
    for (size_t i = 0; i < f->n_events; i++) {
        double from = panel_y(&r->panel, fmax(day_of(r, f->events[i].start), 0));
        double to = panel_y(&r->panel, fmin(day_of(r, f->events[i].end), r->panel.y0));
        at[i] = from;
        if (to >= from)
            chart_rect(r->p, r->panel.left - 2, r->panel.left - 1, from, fmax(to, from + .6), INK);
    }
    size_t step = chart_numbered(f->n_events, 2.7, r->panel.bottom - r->panel.top);
    for (size_t i = 0; i < f->n_events; i += step)
        at[i / step] = at[i];
    chart_spread(at, (f->n_events + step - 1) / step, 2.7, r->panel.top, r->panel.bottom);
    for (size_t i = 0; i < f->n_events; i += step) {
        snprintf(text, sizeof text, "%d", f->events[i].number);
        plot_text(r->p, r->panel.left - 3, at[i / step] + .9, PLOT_TEXT_BOLD, PLOT_RIGHT, INK, text);
    }
    free(at);
}

static bool zone_is_new(const struct facts *f, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (f->parties[k].zone != NULL && strcmp(f->parties[k].zone, f->parties[i].zone) == 0)
            return false;
    return true;
}

/* UTC below; above, a clock for each zone that parties.csv states.  Returns how many. */
static size_t mark_hours(struct raster *r, bool draw)
{
    size_t clocks = 0;
    struct buf name = BUF_INIT;
    for (size_t i = 0; i < r->f->n_parties && clocks < 3; i++) {
        const struct party *party = &r->f->parties[i];
        if (party->zone == NULL || !zone_is_new(r->f, i))
            continue;
        buf_clear(&name);
        chart_zone_name(&name, party->zone, party->zone_h);
        if (draw)
            chart_hours(r->p, &r->panel, r->panel.top - 1.4 - 3 * (double) clocks, party->zone_h, 3,
                        party->colour, name.at);
        clocks++;
    }
    for (int hour = 0; hour <= 24 && draw; hour += 3)
        chart_grid_x(r->p, &r->panel, hour, hour % 6 == 0 ? HAIRLINE : NULL_BAND);
    if (draw)
        chart_hours(r->p, &r->panel, r->panel.bottom + 3, 0, 3, INK_2, "UTC");
    buf_release(&name);
    return clocks;
}

static void say(struct raster *r, bool shares)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, r->seen == NULL ? "A mark a record, identical ones of one moment together" : "A mark for each minute in which a party has a record");
    buf_add_text(&b, " (");
    number_count(&b, (int64_t) r->marks);
    buf_add_format(&b, " mark%s), at its hour and date in UTC", r->marks == 1 ? "" : "s");
    if (r->row_mm >= 2.4)
        buf_add_text(&b, "; the height within a day only sets marks apart");
    if (r->zones.n > 0)
        buf_add_format(&b, ". Tinted: %d to %d h on the working days of %s", CANDIDATE_FROM_H, CANDIDATE_TO_H,
                       r->zones.n == 1 ? "the zone in question" : "the two zones in question, deeper where they meet");
    if (r->zones.n > 0)
        buf_add_format(&b, " (%.0f" NARROW_SPACE "%% of the week)", 100. * 5 * (CANDIDATE_TO_H - CANDIDATE_FROM_H) / (7 * 24));
    if (shares)
        buf_add_text(&b, ". The title gives each party’s share there, by the zone in question that holds most of it; measures.csv has the intervals");
    buf_add_text(&b, ". Grey rows are Saturdays and Sundays; darker grey was not observed; tinted stretches are "
                     "silences of all parties, bars at the right edge those of one party. Black bars at "
                     "the left edge are the declared windows.");
    chart_events_said(&b, r->f);
    for (size_t i = 0; i < r->f->n_parties; i++)
        if (r->f->parties[i].zone != NULL && r->f->parties[i].zone_h != r->f->parties[i].zone_h_other) {
            buf_add_text(&b, " Clocks changed within the span; local hours are those of its middle.");
            break;
        }
    plot_say(r->p, PLOT_CAPTION, b.at);
    buf_release(&b);
}

static int64_t records_of(const struct facts *f)
{
    int64_t sum = 0;
    for (size_t i = 0; i < f->n_parties; i++)
        sum += f->parties[i].count;
    return sum;
}

/* The row of the zone in question within whose working hours most of the party's records lie; past the last where there is none.  Rows of
   other clocks are passed over: measures.csv has UTC, too, and for a party without a stated zone the one that was found. */
static size_t most_within(const struct raster *r, struct result *measures, const char *party)
{
    size_t best = result_rows(measures);
    for (size_t i = 0; i < result_rows(measures); i++) {
        if (!result_is(measures, i, "group", party) || !result_is(measures, i, "measure", "working_hours") ||
            candidates_of(&r->zones, r->f, result_text(measures, i, "zone")) == NULL)
            continue;
        if (best == result_rows(measures) || result_number(measures, i, "value") > result_number(measures, best, "value"))
            best = i;
    }
    return best;
}

/* "Bank 61.2 % (Moscow)": the zone as the key has it. */
static void add_share(const struct raster *r, struct result *measures, const char *party, struct heading *h)
{
    size_t best = most_within(r, measures, party);
    double share = result_number(measures, best, "value");
    if (!isfinite(share))
        return;
    const char *zone = candidates_of(&r->zones, r->f, result_text(measures, best, "zone"))->zone, *city = strrchr(zone, '/');
    struct buf b = BUF_INIT;
    chart_title_name(&b, r->f, party);
    buf_add_char(&b, ' ');
    number_percent(&b, share);
    buf_add_text(&b, " (");
    for (city = city == NULL ? zone : city + 1; *city != '\0'; city++)
        buf_add_char(&b, *city == '_' ? ' ' : *city);
    buf_add_char(&b, ')');
    heading_item(h, b.at);
    buf_release(&b);
}

static void make_title(const struct raster *r, struct result *measures, struct heading *h)
{
    heading_init(h, r->f, PLOT_WIDE_MM, "", ", ");
    if (r->zones.n > 0)
        buf_add_format(&h->text, "Within %d" EN_DASH "%d h on working days: ", CANDIDATE_FROM_H, CANDIDATE_TO_H);
    for (size_t k = 0; k < r->f->n_parties && r->zones.n > 0; k++)
        if (r->f->parties[k].count >= FEW && !facts_is_rest(r->f, &r->f->parties[k]))
            add_share(r, measures, r->f->parties[k].id, h);
    if (h->items > 0)
        return;
    int64_t days = 0;
    for (int64_t day = 0; day < facts_days(r->f); day++)
        days += r->busy[day];
    buf_clear(&h->text);
    number_count(&h->text, records_of(r->f));
    buf_add_format(&h->text, " record%s on ", records_of(r->f) == 1 ? "" : "s");
    number_count(&h->text, days);
    buf_add_text(&h->text, " of ");
    number_count(&h->text, facts_days(r->f));
    buf_add_format(&h->text, " day%s", facts_days(r->f) == 1 ? "" : "s");
}

struct plot *chart_raster(const struct facts *f, const char *dir, struct err *err)
{
    struct heading title;
    if (records_of(f) == 0)
        return chart_nothing(f, "raster", "No records came", "There are no records to draw.");
    double days = (double) facts_days(f);
    struct raster r = { .f = f, .panel = { .x1 = 24, .y0 = days } };
    r.p = chart_new(f, "raster", PLOT_WIDE_MM, 100, NULL);
    r.panel.left = 19;
    r.panel.right = PLOT_WIDE_MM - 4;
    r.panel.top = 11.5 + 3 * (double) mark_hours(&r, false);
    r.row_mm = f->slide ? (SLIDE_MM - r.panel.top - 4) / days : fmin(fmax(60 / days, 1.35), 184 / days);
    r.panel.bottom = r.panel.top + r.row_mm * days;
    plot_resize(r.p, r.panel.bottom + 4);
    chart_panel(r.p, &r.panel);
    plot_set(r.p, "mark_size", r.row_mm < 1.2 ? .14 : .2);
    if (records_of(f) > MARKS_MOST)
        r.seen = mem_zero((size_t) facts_days(f) * MINUTES * f->n_parties / 8 + 1);
    r.busy = mem_zero((size_t) facts_days(f) * sizeof *r.busy);
    plot_block(r.p, "marks");
    struct result *zone = result_read(dir, "zone", NULL, NULL, err);
    struct result *measures = zone != NULL ? result_read(dir, "measures", NULL, NULL, err) : NULL;
    bool good = measures != NULL && candidates_find(&r.zones, f, zone, err);
    result_free(zone);
    find_working_days(&r);
    shade_weekends(&r);
    shade_working_days(&r);
    good = good && shade_unobserved(&r, dir, err) && shade_silences(&r, dir, err) && mark_records(&r, dir, err);
    key_working_days(&r, chart_key(r.p, f, r.panel.left, 8) + 2, 8);
    mark_dates(&r);
    mark_hours(&r, true);
    mark_events(&r);
    if (good) {
        make_title(&r, measures, &title);
        say(&r, title.items > 0);
        chart_title(r.p, f, heading_text(&title));
        heading_release(&title);
        good = result_sound(measures, err);
    }
    result_free(measures);
    free(r.seen);
    free(r.busy);
    free(r.work);
    candidates_release(&r.zones);
    if (good)
        return r.p;
    plot_free(r.p);
    return NULL;
}
