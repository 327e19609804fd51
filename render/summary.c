#include "summary.h"
#include "base/json.h"
#include "label.h"
#include "number.h"
#include "palette.h"
#include <math.h>
#include <stdlib.h>

#define NAMED 6 /* parties that a limit names before it says "and n more" */
#define LISTED 3 /* names that a sentence lists before it says "and n more" */

/* Times before it count from 0 (base/when.h, WHEN_FIRST_DATED). */
#define FIRST_DATED "1980-01-01"

/* Two of each weekday, before a week can be seen to come back. */
#define RHYTHM_DAYS 14

/* How many times the band the best of several parties must exceed: some party of twenty is beyond
   the band itself by chance. */
#define HOUR_CLEAR 2

/* "" or "s". */
static const char *plural(double n)
{
    return n == 1 ? "" : "s";
}

static struct finding *add_finding(struct summary *s, const char *id, const char *target)
{
    if (s->n == FINDINGS_MOST)
        return NULL;
    struct finding *f = &s->findings[s->n++];
    *f = (struct finding){ .id = id, .target = target };
    return f;
}

/* The cell's value, kept as evidence when it is a number. */
static double cite(struct finding *f, struct result *r, size_t row, const char *column)
{
    double value = result_number(r, row, column);
    if (!isfinite(value))
        return value;
    f->evidence = mem_resize(f->evidence, (f->n_evidence + 1) * sizeof *f->evidence);
    f->evidence[f->n_evidence++] =
        (struct evidence){ .file = result_name(r), .column = column, .line = result_line(r, row), .value = value };
    return value;
}

/* A number in bold, made by one of number.h's functions into a scratch buffer. */
#define SAY(rich, look, call)                          \
    do {                                               \
        struct buf b_ = BUF_INIT;                      \
        struct buf *b = &b_;                           \
        call;                                          \
        rich_add((rich), (look), b_.at ? b_.at : "");  \
        buf_release(&b_);                              \
    } while (0)

/* " (76.2–82.4 %)": a share's interval, when there is one. */
static void add_share_interval(struct buf *b, double lo, double hi)
{
    if (!isfinite(lo) || !isfinite(hi))
        return;
    buf_add_text(b, " (");
    number_fixed(b, lo * 100, hi < .1 ? 2 : 1);
    buf_add_text(b, EN_DASH);
    number_fixed(b, hi * 100, hi < .1 ? 2 : 1);
    buf_add_text(b, NARROW_SPACE "%)");
}

/* --- who ------------------------------------------------------------------------- */

static void sketch_shares(struct sketch *s, const struct facts *f, double n)
{
    double x = 0;
    for (size_t i = 0; i < f->n_parties && n > 0; i++) {
        double width = (double) f->parties[i].count / n * SKETCH_WIDTH;
        sketch_rect(s, x, 5, fmax(width - .4, .3), 9, f->parties[i].colour);
        x += width;
    }
}

/* Where parties.csv names nobody: the busiest client of how many. */
static void find_busiest(struct finding *finding, struct results *r)
{
    char *name = label_new(result_text(r->clients, 0, "key"), 60);
    double clients = (double) result_rows(r->clients), count = cite(finding, r->clients, 0, "count");
    double n = cite(finding, r->clients, 0, "n"), share = cite(finding, r->clients, 0, "share");
    rich_add(&finding->text, RICH_PLAIN, "No party was named. ");
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) clients));
    rich_add_format(&finding->text, RICH_PLAIN, " client%s made ", plural(clients));
    SAY(&finding->text, RICH_PLAIN, number_count(b, (int64_t) n));
    rich_add_format(&finding->text, RICH_PLAIN, " record%s; the busiest, %s, ", plural(n), name);
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) count));
    rich_add(&finding->text, RICH_PLAIN, " or ");
    SAY(&finding->text, RICH_BOLD, number_percent(b, share));
    SAY(&finding->text, RICH_LIGHT, add_share_interval(b, cite(finding, r->clients, 0, "wilson_lo"), cite(finding, r->clients, 0, "wilson_hi")));
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "In brackets Wilson’s 95" NARROW_SPACE "% interval: the least that the uncertainty can be.");
    buf_add_text(&finding->brief, "Who: ");
    number_count(&finding->brief, (int64_t) clients);
    buf_add_format(&finding->brief, " client%s, the busiest %s with ", plural(clients), name);
    number_percent(&finding->brief, share);
    free(name);
}

/* One part a client, the busiest first; what is too small to see is one grey part. */
static void sketch_clients(struct sketch *s, struct result *clients)
{
    double x = 0;
    for (size_t i = 0; i < result_rows(clients) && i < 200; i++) {
        double width = result_number(clients, i, "share") * SKETCH_WIDTH;
        if (!(width > 1.2))
            break;
        sketch_rect(s, x, 5, width - .4, 9, palette_tint(INK_2, i % 2 == 0 ? 1 : .6));
        x += width;
    }
    sketch_rect(s, x, 5, SKETCH_WIDTH - x, 9, NULL_BAND);
}

static void find_shares(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = add_finding(s, "share", "who");
    double n = result_rows(r->share) > 0 ? result_number(r->share, 0, "n") : 0;
    bool intervals = false;
    if (!(n > 0)) {
        rich_add(&finding->text, RICH_PLAIN, "There are no records.");
        buf_add_text(&finding->brief, "Who: no records");
        return;
    }
    if (f->n_parties == 1 && strcmp(f->parties[0].id, "other") == 0 && result_rows(r->clients) > 0) {
        find_busiest(finding, r);
        sketch_clients(&finding->sketch, r->clients);
        return;
    }
    cite(finding, r->share, 0, "n");
    buf_add_text(&finding->brief, "Who: ");
    for (size_t i = 0; i < f->n_parties && i < LISTED; i++) {
        const struct party *party = &f->parties[i];
        size_t row = result_find(r->share, "key", party->id);
        double share = cite(finding, r->share, row, "share");
        double lo = cite(finding, r->share, row, "boot_lo"), hi = cite(finding, r->share, row, "boot_hi");
        intervals = intervals || isfinite(lo);
        if (i > 0) {
            rich_add(&finding->text, RICH_PLAIN, i + 1 == f->n_parties || i + 1 == LISTED ? " and " : ", ");
            buf_add_text(&finding->brief, ", ");
        }
        rich_add(&finding->text, RICH_PLAIN, party->name);
        rich_add(&finding->text, RICH_PLAIN, i == 0 ? " made " : " ");
        SAY(&finding->text, RICH_BOLD, number_percent(b, share));
        if (i == 0) {
            rich_add(&finding->text, RICH_PLAIN, " of the ");
            SAY(&finding->text, RICH_PLAIN, number_count(b, (int64_t) n));
            rich_add_format(&finding->text, RICH_PLAIN, " record%s", plural(n));
        }
        SAY(&finding->text, RICH_LIGHT, add_share_interval(b, lo, hi));
        buf_add_format(&finding->brief, "%s ", party->name);
        number_percent(&finding->brief, share);
        add_share_interval(&finding->brief, lo, hi);
    }
    rich_add(&finding->text, RICH_PLAIN, ".");
    if (intervals)
        rich_add(&finding->note, RICH_PLAIN, "In brackets 95" NARROW_SPACE "% intervals that resample whole days.");
    sketch_shares(&finding->sketch, f, n);
}

/* --- rhythm ------------------------------------------------------------------------ */

static size_t find_lag(struct result *r, const char *group, double lag)
{
    size_t i = 0;
    while (i < result_rows(r) && !(result_is(r, i, "group", group) && result_number(r, i, "lag") == lag))
        i++;
    return i;
}

static double acf_at(struct result *r, const char *group, double lag)
{
    return result_number(r, find_lag(r, group, lag), "acf");
}

/* How far the correlation an hour apart stands above both its neighbours, once the clock is
   taken out; negative when it is not clear of the band. */
static double hour_peak(struct results *r, const char *group, double lag)
{
    size_t row = find_lag(r->clock, group, lag);
    double here = result_number(r->clock, row, "acf"), upper = result_number(r->clock, row, "upper");
    double around = fmax(acf_at(r->clock, group, lag - 1), acf_at(r->clock, group, lag + 1));
    return isfinite(here) && isfinite(around) && here > HOUR_CLEAR * upper ? here - around : -1;
}

/* N stems, one each STRIDE lags. */
static void sketch_lags(struct sketch *s, struct result *r, const char *group, size_t n, double stride, unsigned colour)
{
    double top = 0, step = SKETCH_WIDTH / (double) n;
    for (size_t i = 1; i <= n; i++)
        top = fmax(top, acf_at(r, group, (double) i * stride));
    for (size_t i = 1; i <= n && top > 0; i++) {
        double height = fmax(acf_at(r, group, (double) i * stride), 0) / top * 22;
        sketch_rect(s, ((double) i - .8) * step, 24 - height, step * .6, fmax(height, .3), colour);
    }
    sketch_rect(s, 0, 24, SKETCH_WIDTH, .5, 0x9CA3AF);
}

/* The party that most clearly comes back after one hour, or NULL. */
static const struct party *find_hourly(const struct facts *f, struct results *r, double lag)
{
    const struct party *party = NULL;
    double best = 0;
    for (size_t i = 0; i < f->n_parties && lag == floor(lag) && lag >= 2; i++)
        if (hour_peak(r, f->parties[i].id, lag) > best) {
            best = hour_peak(r, f->parties[i].id, lag);
            party = &f->parties[i];
        }
    return party;
}

/* ", r = .170": a correlation from a table, cited. */
static void say_r(struct finding *finding, struct result *r, size_t row)
{
    rich_add(&finding->text, RICH_PLAIN, "r" NARROW_SPACE "=" NARROW_SPACE);
    SAY(&finding->text, RICH_BOLD, number_fixed(b, cite(finding, r, row, "acf"), 3));
}

static void say_hourly(struct finding *finding, const struct party *party, struct results *r, double lag)
{
    size_t row = find_lag(r->clock, party->id, lag);
    rich_add(&finding->text, RICH_PLAIN, party->name);
    rich_add(&finding->text, RICH_PLAIN, " comes back ");
    rich_add(&finding->text, RICH_BOLD, "after one hour");
    rich_add(&finding->text, RICH_PLAIN, ", beyond what hour and weekday explain: counts an hour apart correlate with ");
    say_r(finding, r->clock, row);
    rich_add(&finding->text, RICH_LIGHT, " (without memory 95" NARROW_SPACE "% lie within \xc2\xb1");
    SAY(&finding->text, RICH_LIGHT, number_fixed(b, cite(finding, r->clock, row, "upper"), 3));
    rich_add(&finding->text, RICH_LIGHT, ").");
    rich_add(&finding->note, RICH_PLAIN,
             "A timer would do this, and so would a cache that keeps an answer for one hour; "
             "the correlation does not tell them apart.");
    buf_add_format(&finding->brief, "%s comes back after 1 h (r = ", party->name);
    number_fixed(&finding->brief, acf_at(r->clock, party->id, lag), 3);
    buf_add_text(&finding->brief, " beyond the clock)");
    sketch_lags(&finding->sketch, r->clock, party->id, (size_t) fmin(lag * 3, 24), 1, party->colour);
}

static void say_clock(struct finding *finding, struct results *r, size_t day, size_t week, bool daily, bool weekly)
{
    const char *what = daily && weekly ? "The day and the week show" : daily ? "The day shows" : "The week shows";
    rich_add_format(&finding->text, RICH_PLAIN, "%s%s in all records: ", finding->text.text.len > 0 ? " " : "", what);
    if (daily)
        say_r(finding, r->acf, day);
    rich_add(&finding->text, RICH_PLAIN, daily && weekly ? " a day apart, " : "");
    if (weekly)
        say_r(finding, r->acf, week);
    rich_add(&finding->text, RICH_PLAIN, weekly ? " a week apart" : " a day apart");
    rich_add(&finding->text, RICH_PLAIN, ".");
    buf_add_format(&finding->brief, "%s%s", finding->brief.len > 0 ? "; " : "",
                   daily && weekly ? "the day and the week show" : daily ? "the day shows" : "the week shows");
}

static void find_rhythm(struct summary *s, const struct facts *f, struct results *r)
{
    double lag = 3600 / f->bin_s;
    const struct party *party = find_hourly(f, r, lag);
    size_t day = find_lag(r->acf, "all", 86400 / f->bin_s), week = find_lag(r->acf, "all", 604800 / f->bin_s);
    bool daily = result_number(r->acf, day, "acf") > result_number(r->acf, day, "upper");
    bool weekly = result_number(r->acf, week, "acf") > result_number(r->acf, week, "upper");
    struct finding *finding = party != NULL || daily || weekly ? add_finding(s, "rhythm", "rhythm") : NULL;
    if (finding == NULL)
        return;
    if (party != NULL)
        say_hourly(finding, party, r, lag);
    else
        sketch_lags(&finding->sketch, r->acf, "all", 48, ceil(lag), INK_2);
    if (daily || weekly)
        say_clock(finding, r, day, week, daily, weekly);
}

/* --- zones -------------------------------------------------------------------------- */

static bool is_told(struct result *zone, size_t row)
{
    return strncmp(result_text(zone, row, "verdict"), "told", 4) == 0 &&
           isfinite(result_number(zone, row, "offset_h"));
}

static double sketch_offset(double hours)
{
    return (fmin(fmax(hours, -12), 14) + 12) / 26 * SKETCH_WIDTH;
}

/* A line from 12 hours west to 14 east of UTC, its sets and the best offset. */
static void sketch_zone(struct sketch *s, const double h[5], double y, unsigned colour)
{
    sketch_rect(s, 0, y + 2.8, SKETCH_WIDTH, .5, HAIRLINE);
    sketch_rect(s, sketch_offset(0) - .25, y - .5, .5, 7, 0x9CA3AF);
    sketch_rect(s, sketch_offset(h[3]), y + 2.5, fmax(sketch_offset(h[4]) - sketch_offset(h[3]), .5), 1.1, colour);
    sketch_rect(s, sketch_offset(h[1]), y + 1.2, fmax(sketch_offset(h[2]) - sketch_offset(h[1]), .5), 3.7, palette_tint(colour, .55));
    sketch_dot(s, sketch_offset(h[0]), y + 3, 2.6, colour);
}

/* Whether the zone that parties.csv states lies in the sets. */
static void compare_stated(struct finding *finding, const struct party *party, const double h[5])
{
    struct buf zone = BUF_INIT;
    if (party->zone == NULL)
        return;
    buf_add_format(&zone, "%s, ", party->zone);
    number_offset(&zone, party->zone_h);
    bool in80 = party->zone_h >= h[1] && party->zone_h <= h[2], in95 = party->zone_h >= h[3] && party->zone_h <= h[4];
    rich_add_format(&finding->note, RICH_PLAIN, "%s%s: %s the stated zone (%s)%s.", finding->note.text.len > 0 ? " " : "",
                    party->name, in95 ? "consistent with" : "not consistent with", zone.at,
                    in95 && !in80 ? ", at 95" NARROW_SPACE "% only" : "");
    buf_release(&zone);
}

static void say_zone(struct finding *finding, const struct party *party, struct results *r, size_t row, size_t place)
{
    static const char *const columns[] = { "offset_h", "lo80_h", "hi80_h", "lo95_h", "hi95_h" };
    double h[5];
    for (size_t i = 0; i < 5; i++)
        h[i] = cite(finding, r->zone, row, columns[i]);
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? "The working hours of " : "; those of ");
    rich_add(&finding->text, RICH_PLAIN, party->name);
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? " fit " : " ");
    SAY(&finding->text, RICH_BOLD, number_offset(b, h[0]));
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? " best" : "");
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_offset(b, h[1]));
    rich_add(&finding->text, RICH_LIGHT, " to ");
    SAY(&finding->text, RICH_LIGHT, number_offset(b, h[2]));
    rich_add(&finding->text, RICH_LIGHT, place == 0 ? " with 80" NARROW_SPACE "% probability)" : ")");
    compare_stated(finding, party, h);
    buf_add_format(&finding->brief, "%s%s ", place == 0 ? "" : ", ", party->name);
    number_offset(&finding->brief, h[0]);
    buf_add_text(&finding->brief, " (80" NARROW_SPACE "%: ");
    number_offset(&finding->brief, h[1]);
    buf_add_text(&finding->brief, " to ");
    number_offset(&finding->brief, h[2]);
    buf_add_text(&finding->brief, ")");
    sketch_zone(&finding->sketch, h, 3 + 10 * (double) place, party->colour);
}

static void find_zones(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = NULL;
    size_t told = 0;
    for (size_t i = 0; i < f->n_parties && told < LISTED; i++) {
        size_t row = result_find(r->zone, "group", f->parties[i].id);
        if (row == result_rows(r->zone) || !is_told(r->zone, row))
            continue;
        finding = told == 0 ? add_finding(s, "zone", "zone") : finding;
        if (finding != NULL)
            say_zone(finding, &f->parties[i], r, row, told++);
    }
    if (finding != NULL)
        rich_add(&finding->text, RICH_PLAIN, ".");
}

/* --- events -------------------------------------------------------------------------- */

static bool is_verdict(struct result *r, size_t row, const char *start)
{
    return strncmp(result_text(r, row, "verdict"), start, strlen(start)) == 0;
}

/* A window that differs after adjustment; those of `all` only where no party was named. */
static bool differs(const struct facts *f, struct result *r, size_t row)
{
    bool all = result_is(r, row, "group", "all");
    bool named = f->n_parties > 1 || (f->n_parties == 1 && strcmp(f->parties[0].id, "other") != 0);
    return (is_verdict(r, row, "more") || is_verdict(r, row, "fewer")) && all != named &&
           facts_event(f, result_text(r, row, "event")) != NULL;
}

/* Whether no earlier row tells of the same event: several parties may differ in one window. */
static bool differs_first(const struct facts *f, struct result *r, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (differs(f, r, i) && result_is(r, i, "event", result_text(r, row, "event")))
            return false;
    return differs(f, r, row);
}

/* What whole-week shifts of the first window that differs say, when they do not confirm it. */
static void say_shifts(struct finding *finding, struct result *r, size_t row)
{
    const char *verdict = result_text(r, row, "verdict");
    if (strstr(verdict, "too few shifts") != NULL)
        rich_add(&finding->note, RICH_PLAIN, " Too few whole-week shifts to check it.");
    else if (strstr(verdict, "not confirmed") != NULL)
        rich_add(&finding->note, RICH_PLAIN, " Whole-week shifts do not confirm it.");
}

static double sketch_ratio(double ratio)
{
    return (log2(fmin(fmax(ratio, .125), 8)) + 3) / 6 * SKETCH_WIDTH;
}

static void sketch_window(struct sketch *s, double ratio, double lo, double hi, double y, unsigned colour)
{
    sketch_rect(s, sketch_ratio(1) - .25, y - 5.5, .5, 11, 0x9CA3AF);
    sketch_rect(s, sketch_ratio(lo), y - .6, sketch_ratio(hi) - sketch_ratio(lo), 1.2, colour);
    sketch_dot(s, sketch_ratio(ratio), y, 2.8, colour);
}

static void say_window(struct finding *finding, const struct facts *f, struct result *r, size_t row, size_t place)
{
    const struct event *event = facts_event(f, result_text(r, row, "event"));
    const char *group = result_text(r, row, "group");
    double observed = cite(finding, r, row, "observed"), expected = cite(finding, r, row, "expected");
    double ratio = cite(finding, r, row, "ratio"), lo = cite(finding, r, row, "lo95"), hi = cite(finding, r, row, "hi95");
    double p = cite(finding, r, row, "p_holm");
    rich_add_format(&finding->text, RICH_PLAIN, "%s%s (", place == 0 ? " " : "; ", event->name);
    SAY(&finding->text, RICH_PLAIN, number_day_month(b, when_day_of(event->start)));
    rich_add_format(&finding->text, RICH_PLAIN, "), %s, ", facts_group_name(f, group));
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) observed));
    rich_add_format(&finding->text, RICH_PLAIN, " visit%s against ", plural(observed));
    SAY(&finding->text, RICH_PLAIN, number_significant(b, expected, 3));
    rich_add(&finding->text, RICH_PLAIN, " expected");
    rich_add(&finding->text, RICH_LIGHT, " (ratio ");
    SAY(&finding->text, RICH_LIGHT, number_significant(b, ratio, 3));
    rich_add(&finding->text, RICH_LIGHT, ", ");
    SAY(&finding->text, RICH_LIGHT, number_range(b, lo, hi, 3));
    rich_add(&finding->text, RICH_LIGHT, ", ");
    SAY(&finding->text, RICH_LIGHT, number_p(b, p));
    rich_add(&finding->text, RICH_LIGHT, ")");
    buf_add_format(&finding->brief, "%s%s (%s, ", place == 0 ? ": " : "; ", event->name, facts_group_name(f, group));
    number_significant(&finding->brief, ratio, 3);
    buf_add_text(&finding->brief, " " TIMES_SIGN ")");
    if (place < 2)
        sketch_window(&finding->sketch, ratio, lo, hi, 6 + 11 * (double) place, facts_group_colour(f, group));
}

static void find_windows(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, rows = 0, told = 0;
    struct finding *finding = f->n_events == 0 || result_rows(r->window) == 0 ? NULL : add_finding(s, "window", "events");
    if (finding == NULL)
        return;
    for (size_t i = 0; i < result_rows(r->window); i++) {
        found += differs_first(f, r->window, i);
        rows += differs(f, r->window, i);
    }
    rich_add_format(&finding->text, RICH_PLAIN, "Of the %zu declared window%s, ", f->n_events, plural((double) f->n_events));
    buf_add_format(&finding->brief, "Events: %zu of %zu windows differ%s", found, f->n_events, found == 1 ? "s" : "");
    rich_add(&finding->note, RICH_PLAIN, "p adjusted by Holm over the declared windows of each party. A window that stands out is not thereby explained.");
    if (found == 0) {
        rich_add(&finding->text, RICH_BOLD, "none");
        rich_add(&finding->text, RICH_PLAIN, " shows more or fewer visits than chance would: each is consistent with no change, or cannot tell.");
        return;
    }
    rich_add_format(&finding->text, RICH_BOLD, "%zu differ%s", found, found == 1 ? "s" : "");
    rich_add(&finding->text, RICH_PLAIN, " from the usual level:");
    for (size_t i = 0; i < result_rows(r->window) && told < 2; i++)
        if (differs(f, r->window, i)) {
            if (told == 0)
                say_shifts(finding, r->window, i);
            say_window(finding, f, r->window, i, told++);
        }
    if (rows > told)
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu more", rows - told);
    rich_add(&finding->text, RICH_PLAIN, ".");
}

/* --- silences -------------------------------------------------------------------------- */

static void sketch_silence(struct sketch *s, const struct facts *f, when_t start, when_t end, unsigned colour)
{
    double span = (double) facts_days(f) * (double) WHEN_DAY, first = (double) f->first_day * (double) WHEN_DAY;
    double from = ((double) start - first) / span * SKETCH_WIDTH, to = ((double) end - first) / span * SKETCH_WIDTH;
    sketch_rect(s, 0, 9, SKETCH_WIDTH, 9, palette_tint(colour, .55));
    sketch_rect(s, from, 7, fmax(to - from, 1.2), 13, 0xFFFFFF);
    sketch_rect(s, from, 9, fmax(to - from, 1.2), 9, SILENCE);
}

static void find_silences(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, longest = SIZE_MAX, all = 0;
    for (size_t i = 0; i < result_rows(r->coverage); i++) {
        if (!result_is(r->coverage, i, "verdict", "silence"))
            continue;
        bool of_all = result_is(r->coverage, i, "series", "all");
        if (longest == SIZE_MAX || of_all > (all > 0) ||
            (of_all == (all > 0) && result_number(r->coverage, i, "duration_s") > result_number(r->coverage, longest, "duration_s")))
            longest = i;
        all += of_all;
        found++;
    }
    struct finding *finding = found == 0 ? NULL : add_finding(s, "silence", "coverage");
    if (finding == NULL)
        return;
    const char *series = result_text(r->coverage, longest, "series");
    when_t start = result_when(r->coverage, longest, "start"), end = result_when(r->coverage, longest, "end");
    double duration = cite(finding, r->coverage, longest, "duration_s");
    double expected = cite(finding, r->coverage, longest, "expected"), p = cite(finding, r->coverage, longest, "p_adjusted");
    rich_add(&finding->text, RICH_PLAIN, all > 0 ? "All parties" : facts_group_name(f, series));
    rich_add(&finding->text, RICH_PLAIN, " fell silent for ");
    SAY(&finding->text, RICH_BOLD, number_duration(b, duration));
    rich_add(&finding->text, RICH_PLAIN, ", from ");
    SAY(&finding->text, RICH_PLAIN, number_moment(b, start));
    rich_add(&finding->text, RICH_PLAIN, " UTC, where ");
    SAY(&finding->text, RICH_PLAIN, number_significant(b, expected, 3));
    rich_add(&finding->text, RICH_PLAIN, " visits were expected");
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_p(b, p));
    rich_add(&finding->text, RICH_LIGHT, ").");
    if (found > 1)
        rich_add_format(&finding->note, RICH_PLAIN, "%zu silences stand in the table, those of single parties included. ", found);
    rich_add(&finding->note, RICH_PLAIN, "Sensor, server, network and holiday are all possible causes.");
    buf_add_text(&finding->brief, all > 0 ? "Silence: all" : "Silence: ");
    buf_add_format(&finding->brief, "%s, ", all > 0 ? "" : facts_group_name(f, series));
    number_duration(&finding->brief, duration);
    buf_add_text(&finding->brief, " from ");
    number_day(&finding->brief, when_day_of(start));
    sketch_silence(&finding->sketch, f, start, end, facts_group_colour(f, series));
}

/* --- answers ------------------------------------------------------------------------------ */

/* The most frequent answer of the party with the most records, and how many others there are. */
static void find_answers(struct summary *s, const struct facts *f, struct results *r)
{
    size_t best = SIZE_MAX, others = 0;
    for (size_t i = 0; f->n_parties > 0 && i < result_rows(r->status); i++) {
        if (!result_is(r->status, i, "within", f->parties[0].id) || *result_text(r->status, i, "key") == '\0')
            continue;
        others += best != SIZE_MAX;
        if (best == SIZE_MAX || result_number(r->status, i, "count") > result_number(r->status, best, "count"))
            best = i;
    }
    struct finding *finding = best == SIZE_MAX ? NULL : add_finding(s, "status", "who");
    if (finding == NULL)
        return;
    char *answer = label_new(result_text(r->status, best, "key"), 24);
    double share = cite(finding, r->status, best, "share");
    SAY(&finding->text, RICH_BOLD, number_percent(b, share));
    rich_add_format(&finding->text, RICH_PLAIN, " of the records of %s were answered %s", f->parties[0].name, answer);
    SAY(&finding->text, RICH_LIGHT, add_share_interval(b, cite(finding, r->status, best, "wilson_lo"), cite(finding, r->status, best, "wilson_hi")));
    if (others > 0)
        rich_add_format(&finding->text, RICH_PLAIN, "; %zu other answer%s occur%s", others, plural((double) others), others == 1 ? "s" : "");
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "As the log says it.");
    sketch_rect(&finding->sketch, 0, 5, share * SKETCH_WIDTH, 9, f->parties[0].colour);
    sketch_rect(&finding->sketch, share * SKETCH_WIDTH, 5, (1 - share) * SKETCH_WIDTH, 9, NULL_BAND);
    free(answer);
}

/* --- the data, and what they cannot tell ---------------------------------------------------- */

static double sum_of(struct result *r, const char *column)
{
    double sum = 0;
    for (size_t i = 0; i < result_rows(r); i++)
        sum += (double) result_int(r, i, column);
    return sum;
}

static size_t count_sensors(const struct result *inputs)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(inputs); i++)
        n += result_find(inputs, "sensor", result_text(inputs, i, "sensor")) == i;
    return n;
}

static void say_data(struct summary *s, const struct facts *f, struct results *r)
{
    double lines = sum_of(r->inputs, "lines"), rejected = sum_of(r->inputs, "rejected");
    double aside = sum_of(r->inputs, "set_aside");
    double records = sum_of(r->share, "count"), files = (double) result_rows(r->inputs);
    size_t sensors = count_sensors(r->inputs);
    SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) lines));
    rich_add_format(&s->data, RICH_PLAIN, " line%s in %.0f file%s of %zu sensor%s, ", plural(lines), files, plural(files),
                    sensors, plural((double) sensors));
    SAY(&s->data, RICH_PLAIN, number_days(b, f->first_day, f->last_day));
    rich_add_format(&s->data, RICH_PLAIN, " (%lld day%s, UTC); ", (long long) facts_days(f), plural((double) facts_days(f)));
    SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) records));
    rich_add_format(&s->data, RICH_PLAIN, " record%s after repeats were resolved, ", plural(records));
    if (rejected == 0)
        rich_add(&s->data, RICH_PLAIN, "no line rejected");
    else {
        SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) rejected));
        rich_add_format(&s->data, RICH_PLAIN, " line%s rejected", plural(rejected));
    }
    if (aside > 0) {
        rich_add(&s->data, RICH_PLAIN, ", ");
        SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) aside));
        rich_add(&s->data, RICH_PLAIN, " set aside");
    }
    rich_add(&s->data, RICH_PLAIN, ".");
}

static void cannot(struct summary *s, struct buf *sentence)
{
    s->unknown = mem_resize(s->unknown, (s->n_unknown + 1) * sizeof *s->unknown);
    s->unknown[s->n_unknown++] = buf_detach(sentence);
}

static void cannot_text(struct summary *s, const char *text)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, text);
    cannot(s, &b);
}

static void cannot_zones(struct summary *s, const struct facts *f, struct results *r)
{
    struct buf b = BUF_INIT;
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r->zone); i++) {
        const char *group = result_text(r->zone, i, "group");
        if (!is_verdict(r->zone, i, "cannot tell: ") || n++ >= NAMED)
            continue;
        buf_add_format(&b, "%s%s, ", b.len == 0 ? "Where these work cannot be told: " : "; ", facts_group_name(f, group));
        label_add(&b, text_of(result_text(r->zone, i, "verdict") + strlen("cannot tell: ")), 100);
    }
    if (n > NAMED)
        buf_add_format(&b, "; and %zu more", n - NAMED);
    if (b.len > 0) {
        buf_add_char(&b, '.');
        cannot(s, &b);
    }
    buf_release(&b);
}

static void cannot_windows(struct summary *s, const struct facts *f, struct results *r)
{
    struct buf b = BUF_INIT;
    size_t named = 0;
    for (size_t k = 0; k < f->n_parties; k++) {
        size_t n = 0;
        for (size_t i = 0; i < result_rows(r->window); i++)
            n += result_is(r->window, i, "group", f->parties[k].id) && is_verdict(r->window, i, "cannot tell");
        named += n > 0;
        if (n > 0 && named <= NAMED)
            buf_add_format(&b, "%s%s (%zu of %zu windows)", b.len == 0 ? "Whether the declared windows changed the rate of these is beyond the data: " : ", ",
                           f->parties[k].name, n, f->n_events);
    }
    if (named > NAMED)
        buf_add_format(&b, " and %zu more", named - NAMED);
    if (b.len > 0) {
        buf_add_text(&b, "; the smallest rise that would have been found is in data/window.csv.");
        cannot(s, &b);
    }
    buf_release(&b);
}

/* Captures that were made anonymous begin at 0. */
static void cannot_date(struct summary *s, struct results *r)
{
    struct buf b = BUF_INIT;
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r->inputs); i++) {
        const char *first = result_text(r->inputs, i, "first");
        if (first[0] == '\0' || strcmp(first, FIRST_DATED) >= 0 || n++ > 0)
            continue;
        buf_add_text(&b, "The times of ");
        label_add(&b, text_of(result_text(r->inputs, i, "path")), 60);
    }
    if (n > 1)
        buf_add_format(&b, " and of %zu more file%s", n - 1, plural((double) n - 1));
    if (n > 0) {
        buf_add_text(&b, " count from 0, not from a date: only distances between them mean something, and what this report says of "
                         "hours, weekdays and dates there means nothing.");
        cannot(s, &b);
    }
    buf_release(&b);
}

static bool has_finding(const struct summary *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->findings[i].id, id) == 0)
            return true;
    return false;
}

static void say_unknown(struct summary *s, const struct facts *f, struct results *r)
{
    cannot_text(s, "An address is not a person: one address can stand for one program or for a building full of people, and a "
                   "record says that somebody asked, not why, nor what was said afterwards.");
    if (result_rows(r->zone) > 0)
        cannot_text(s, "An offset is not a place: zones with the same hours over the whole span cannot be told apart, and persons "
                       "keep hours of their own.");
    cannot_date(s, r);
    cannot_zones(s, f, r);
    cannot_windows(s, f, r);
    if (facts_days(f) < RHYTHM_DAYS && !has_finding(s, "rhythm"))
        cannot_text(s, "Whether a rhythm of days or weeks is there: under two weeks of log show too few of them.");
    if (f->n_events > 0)
        cannot_text(s, "A rise within a window is consistent with the event as its cause and with every other cause of the same day.");
    cannot_text(s, "A silence may be the sensor’s, the network’s or the people’s.");
}

void summary_init(struct summary *s, const struct facts *f, struct results *r)
{
    *s = (struct summary){ .n = 0 };
    say_data(s, f, r);
    find_shares(s, f, r);
    find_rhythm(s, f, r);
    find_zones(s, f, r);
    find_windows(s, f, r);
    find_silences(s, f, r);
    find_answers(s, f, r);
    say_unknown(s, f, r);
}

void summary_release(struct summary *s)
{
    rich_release(&s->data);
    for (size_t i = 0; i < s->n; i++) {
        rich_release(&s->findings[i].text);
        rich_release(&s->findings[i].note);
        buf_release(&s->findings[i].brief);
        sketch_release(&s->findings[i].sketch);
        free(s->findings[i].evidence);
    }
    for (size_t i = 0; i < s->n_unknown; i++)
        free(s->unknown[i]);
    free(s->unknown);
    *s = (struct summary){ .n = 0 };
}

/* --- findings.json and summary.txt --------------------------------------------------------- */

static void json_finding(struct buf *b, const struct finding *f)
{
    buf_add_text(b, "    {\n      \"id\": ");
    json_text(b, text_of(f->id));
    buf_add_text(b, ",\n      \"text\": ");
    json_text(b, text_of(rich_text(&f->text)));
    buf_add_text(b, ",\n      \"numbers\": [");
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct evidence *e = &f->evidence[i];
        buf_add_format(b, "%s\n        {\"file\": \"data/%s.csv\", \"line\": %zu, \"column\": \"%s\", \"value\": ",
                       i > 0 ? "," : "", e->file, e->line, e->column);
        json_number(b, e->value);
        buf_add_char(b, '}');
    }
    buf_add_text(b, f->n_evidence > 0 ? "\n      ]\n    }" : "]\n    }");
}

void summary_json(const struct summary *s, const struct facts *f, struct buf *b)
{
    buf_add_text(b, "{\n  \"title\": ");
    json_text(b, text_of(f->title));
    buf_add_text(b, ",\n  \"question\": ");
    json_text(b, text_of(f->question));
    buf_add_format(b, ",\n  \"synthetic\": %s,\n  \"run\": ", f->synthetic ? "true" : "false");
    json_text(b, text_of(f->run_id));
    buf_add_text(b, ",\n  \"data\": ");
    json_text(b, text_of(rich_text(&s->data)));
    buf_add_text(b, ",\n  \"findings\": [\n");
    for (size_t i = 0; i < s->n; i++) {
        json_finding(b, &s->findings[i]);
        buf_add_text(b, i + 1 < s->n ? ",\n" : "\n");
    }
    buf_add_text(b, "  ],\n  \"cannot_tell\": [\n");
    for (size_t i = 0; i < s->n_unknown; i++) {
        buf_add_text(b, "    ");
        json_text(b, text_of(s->unknown[i]));
        buf_add_text(b, i + 1 < s->n_unknown ? ",\n" : "\n");
    }
    buf_add_text(b, "  ]\n}\n");
}

/* Typography undone: what a terminal and grep are at ease with. */
static void add_plain(struct buf *b, const char *text)
{
    static const struct {
        const char *from, *to;
    } plain[] = {
        { NARROW_SPACE, " " }, { EN_DASH, "-" }, { REAL_MINUS, "-" }, { TIMES_SIGN, "times" }, { "\xc2\xb1", "+-" },
    };
    while (*text != '\0') {
        size_t i = 0;
        while (i < 5 && strncmp(text, plain[i].from, strlen(plain[i].from)) != 0)
            i++;
        if (i < 5)
            buf_add_text(b, plain[i].to);
        else
            buf_add_char(b, *text);
        text += i < 5 ? strlen(plain[i].from) : 1;
    }
}

/* The briefs of the findings ID, joined; OTHERWISE when there is none. */
static void add_briefs(struct buf *b, const struct summary *s, const char *id, const char *between, const char *otherwise)
{
    bool any = false;
    for (size_t i = 0; i < s->n; i++) {
        if (strcmp(s->findings[i].id, id) != 0 || s->findings[i].brief.len == 0)
            continue;
        buf_add_text(b, any ? between : "");
        add_plain(b, s->findings[i].brief.at);
        any = true;
    }
    buf_add_text(b, any ? "" : otherwise);
}

void summary_lines(const struct summary *s, const struct facts *f, struct buf *b)
{
    add_plain(b, f->title);
    buf_add_text(b, f->synthetic ? " (synthetic): " : ": ");
    add_plain(b, rich_text(&s->data));
    buf_add_char(b, '\n');
    add_briefs(b, s, "share", "", "Who: no records");
    buf_add_text(b, "\nRhythm: ");
    add_briefs(b, s, "rhythm", "; ", facts_days(f) < RHYTHM_DAYS ? "cannot tell in under two weeks" : "none shows");
    buf_add_text(b, "\nZone: ");
    add_briefs(b, s, "zone", ", ", "cannot tell");
    buf_add_char(b, '\n');
    add_briefs(b, s, "window", "; ", "Events: none declared");
    buf_add_text(b, ". ");
    add_briefs(b, s, "silence", "; ", "Silence: none that the rhythm does not explain");
    buf_add_char(b, '\n');
}
