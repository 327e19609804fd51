/* summary_rhythm.c -- what comes back after an hour, a day, a week. */

#include "facts/timing.h"
#include "summary_parts.h"
#include "words/palette.h"
#include <math.h>

/* How many times the band the best of several parties must exceed: some party of twenty is beyond
   the band itself by chance. */
#define HOUR_CLEAR 2

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

/* "r = .170": a correlation from a table. */
static void say_r(struct sentence *said, struct result *r, size_t row)
{
    rich_add(&said->text, RICH_PLAIN, "r" NARROW_SPACE "=" NARROW_SPACE);
    sentence_cell(said, RICH_BOLD, r, row, "acf", AS_DECIMALS_3);
}

static void say_hourly(struct finding *finding, const struct party *party, struct results *r, double lag)
{
    size_t row = find_lag(r->clock, party->id, lag);
    struct sentence *said = &finding->said;
    rich_add_format(&said->text, RICH_PLAIN, "%s comes back ", party->name);
    rich_add(&said->text, RICH_BOLD, "after one hour");
    rich_add(&said->text, RICH_PLAIN, ", beyond what hour and weekday explain: counts an hour apart correlate with ");
    say_r(said, r->clock, row);
    rich_add(&said->text, RICH_LIGHT, " (without memory 95" NARROW_SPACE "% lie within \xc2\xb1");
    sentence_cell(said, RICH_LIGHT, r->clock, row, "upper", AS_DECIMALS_3);
    rich_add(&said->text, RICH_LIGHT, ").");
    rich_add(&finding->note, RICH_PLAIN, "A timer would do this, and so would a cache that keeps an answer for one hour.");
    buf_add_format(&finding->brief, "%s comes back after 1 h (r = ", party->name);
    number_fixed(&finding->brief, acf_at(r->clock, party->id, lag), 3);
    buf_add_text(&finding->brief, " beyond the clock)");
    sketch_lags(&finding->sketch, r->clock, party->id, (size_t) fmin(lag * 3, 24), 1, party->colour);
}

static void say_clock(struct finding *finding, struct results *r, size_t day, size_t week, bool daily, bool weekly)
{
    struct sentence *said = &finding->said;
    const char *what = daily && weekly ? "The day and the week show" : daily ? "The day shows" : "The week shows";
    rich_add_format(&said->text, RICH_PLAIN, "%s%s in all records: ", said->text.text.len > 0 ? " " : "", what);
    if (daily)
        say_r(said, r->acf, day);
    rich_add(&said->text, RICH_PLAIN, daily && weekly ? " a day apart, " : "");
    if (weekly)
        say_r(said, r->acf, week);
    rich_add(&said->text, RICH_PLAIN, weekly ? " a week apart." : " a day apart.");
    buf_add_format(&finding->brief, "%s%s", finding->brief.len > 0 ? "; " : "",
                   daily && weekly ? "the day and the week show" : daily ? "the day shows" : "the week shows");
}

/* An hour's return is told by its period where one was found. */
void summary_rhythm(struct summary *s, const struct facts *f, struct results *r)
{
    double lag = 3600 / f->bin_s;
    bool told = timing_rows(f, r->period, timing_stands_out, NULL, 0) > 0;
    const struct party *party = told ? NULL : find_hourly(f, r, lag);
    size_t day = find_lag(r->acf, "all", 86400 / f->bin_s), week = find_lag(r->acf, "all", 604800 / f->bin_s);
    bool daily = result_number(r->acf, day, "acf") > result_number(r->acf, day, "upper");
    bool weekly = result_number(r->acf, week, "acf") > result_number(r->acf, week, "upper");
    struct finding *finding = party != NULL || daily || weekly ? summary_add(s, "rhythm", "rhythm") : NULL;
    if (finding == NULL)
        return;
    if (party != NULL)
        say_hourly(finding, party, r, lag);
    else
        sketch_lags(&finding->sketch, r->acf, "all", 48, ceil(lag), INK_2);
    if (daily || weekly) {
        say_clock(finding, r, day, week, daily, weekly);
    }
}
