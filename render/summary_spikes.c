/* summary_spikes.c -- spikes and quiet times found without the events, and who made them. */

#include "palette.h"
#include "spikes.h"
#include "summary_parts.h"
#include <math.h>

static void sketch_spike(struct sketch *s, const struct facts *f, struct result *r, size_t row)
{
    char maker[200];
    double day = (double) (when_day_of(result_when(r, row, "start")) - f->first_day) / (double) facts_days(f);
    double height = spike_is_more(r, row) ? fmin(22, 5 * result_number(r, row, "ratio")) : 5;
    unsigned colour = spike_maker(r, row, 0, maker, sizeof maker) ? facts_group_colour(f, maker) : INK;
    sketch_rect(s, day * (SKETCH_WIDTH - 1.6), spike_is_more(r, row) ? 24 - height : 24, 1.6, height, colour);
}

static void say_spike(struct finding *finding, const struct facts *f, struct result *r, size_t row, size_t place)
{
    double share = summary_cite(finding, r, row, "maker_share"), ratio = summary_cite(finding, r, row, "ratio");
    double q = summary_cite(finding, r, row, "q_value");
    struct buf words = BUF_INIT;
    spike_dates(&words, r, row);
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? " " : "; ");
    rich_add(&finding->text, RICH_BOLD, words.at);
    buf_add_format(&finding->brief, "%s%s", place == 0 ? ": " : ", ", words.at);
    buf_clear(&words);
    spike_makers(&words, f, r, row);
    if (ratio > 0) {
        rich_add(&finding->text, RICH_PLAIN, spike_is_more(r, row) ? ", " : ", quiet, ");
        SAY(&finding->text, RICH_PLAIN, number_significant(b, ratio, 2));
        rich_add_format(&finding->text, RICH_PLAIN, " times what is expected, %s", words.at);
    } else {
        rich_add_format(&finding->text, RICH_PLAIN, ", silent, %s", words.at);
    }
    buf_add_format(&finding->brief, " (%s)", words.at);
    rich_add(&finding->text, RICH_LIGHT, " (");
    if (isfinite(share)) {
        SAY(&finding->text, RICH_LIGHT, number_percent(b, share));
        rich_add(&finding->text, RICH_LIGHT, spike_is_more(r, row) ? " of the excess, " : " of the lack, ");
    }
    rich_add(&finding->text, RICH_LIGHT, "q ");
    SAY(&finding->text, RICH_LIGHT, number_p_bare(b, q));
    rich_add(&finding->text, RICH_LIGHT, ")");
    buf_release(&words);
}

static void say_near(struct finding *finding, struct result *m)
{
    if (result_rows(m) == 0 || !(result_number(m, 0, "spikes") > 0) || !(result_number(m, 0, "events") > 0))
        return;
    double spikes = summary_cite(finding, m, 0, "spikes"), near = summary_cite(finding, m, 0, "near");
    rich_add_format(&finding->text, RICH_PLAIN, " Of %.0f spike%s %.0f lie%s near a declared event", spikes, summary_plural(spikes), near,
                    near == 1 ? "s" : "");
    if (isfinite(result_number(m, 0, "p_value"))) {
        rich_add(&finding->text, RICH_PLAIN, ", by chance ");
        SAY(&finding->text, RICH_PLAIN, number_significant(b, summary_cite(finding, m, 0, "expected"), 2));
        rich_add(&finding->text, RICH_LIGHT, " (");
        SAY(&finding->text, RICH_LIGHT, number_p(b, summary_cite(finding, m, 0, "p_value")));
        rich_add(&finding->text, RICH_LIGHT, ")");
    }
    rich_add(&finding->text, RICH_PLAIN, ".");
}

/* A quiet time within a silence is told as that. */
static bool is_told_here(struct results *r, size_t row)
{
    return spike_found(r->spikes, row) && spike_silence(r->spikes, row, r->coverage) == result_rows(r->coverage);
}

void summary_spikes(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, told = 0;
    for (size_t i = 0; i < result_rows(r->spikes); i++)
        found += is_told_here(r, i);
    struct finding *finding = found == 0 ? NULL : summary_add(s, "spikes", "spikes");
    if (finding == NULL)
        return;
    rich_add(&finding->text, RICH_PLAIN, "Found without the events:");
    buf_add_text(&finding->brief, "Spikes");
    sketch_rect(&finding->sketch, 0, 24, SKETCH_WIDTH, .5, 0x9CA3AF);
    for (size_t i = 0; i < result_rows(r->spikes); i++) {
        if (!is_told_here(r, i))
            continue;
        sketch_spike(&finding->sketch, f, r->spikes, i);
        if (told < LISTED)
            say_spike(finding, f, r->spikes, i, told++);
    }
    if (found > told)
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu more", found - told);
    rich_add(&finding->text, RICH_PLAIN, ".");
    say_near(finding, r->matches);
    rich_add(&finding->note, RICH_PLAIN, "q: p that pays for every day and hour searched. Who made a peak is no word on why.");
}

/* --- changes ----------------------------------------------------------------------------- */

static void say_date(struct finding *finding, struct result *c, size_t row)
{
    struct err ignored = { .set = false };
    int64_t day, lo, hi;
    if (!when_parse_day(text_of(result_text(c, row, "date")), &day, &ignored) || !when_parse_day(text_of(result_text(c, row, "lo95")), &lo, &ignored) ||
        !when_parse_day(text_of(result_text(c, row, "hi95")), &hi, &ignored))
        return;
    SAY(&finding->text, RICH_BOLD, number_day_month(b, day));
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_day_month(b, lo));
    rich_add(&finding->text, RICH_LIGHT, " to ");
    SAY(&finding->text, RICH_LIGHT, number_day_month(b, hi));
    rich_add(&finding->text, RICH_LIGHT, ", ");
    SAY(&finding->text, RICH_LIGHT, number_p(b, summary_cite(finding, c, row, "p_holm")));
    rich_add(&finding->text, RICH_LIGHT, ")");
}

/* "lasting changes: 25 July, 34.6 visits a day (before 15.1); 23 July, 45.8 % return after one TTL (before 0 %)" */
static void brief_change(struct buf *b, struct result *c, size_t row, size_t place)
{
    struct err ignored = { .set = false };
    double before = result_number(c, row, "before"), after = result_number(c, row, "after");
    bool level = result_is(c, row, "kind", "level");
    int64_t day;
    buf_add_text(b, place == 0 ? "lasting changes: " : "; ");
    if (when_parse_day(text_of(result_text(c, row, "date")), &day, &ignored))
        number_day_month(b, day);
    buf_add_text(b, ", ");
    if (level)
        number_significant(b, after, 3);
    else
        number_percent(b, fmax(0, after));
    buf_add_text(b, level ? " visits a day (before " : " return after one TTL (before ");
    if (level)
        number_significant(b, before, 3);
    else
        number_percent(b, fmax(0, before));
    buf_add_char(b, ')');
}

/* "from 25 July (20 July to 2 August, p = .010) on 34.6 visits a day, before 15.1, carried by Bank" */
static void say_change(struct finding *finding, const struct facts *f, struct result *c, size_t row, size_t place)
{
    brief_change(&finding->brief, c, row, place);
    double before = summary_cite(finding, c, row, "before"), after = summary_cite(finding, c, row, "after");
    const char *carrier = result_text(c, row, "carried_by");
    bool level = result_is(c, row, "kind", "level");
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? "From " : "; from ");
    say_date(finding, c, row);
    rich_add(&finding->text, RICH_PLAIN, " on ");
    SAY(&finding->text, RICH_BOLD, level ? number_significant(b, after, 3) : number_percent(b, fmax(0, after)));
    rich_add(&finding->text, RICH_PLAIN, level ? " visits a day, before " : " of the visits return after one TTL, before ");
    SAY(&finding->text, RICH_BOLD, level ? number_significant(b, before, 3) : number_percent(b, fmax(0, before)));
    if (*carrier != '\0')
        rich_add_format(&finding->text, RICH_PLAIN, ", carried by %s", facts_group_name(f, carrier));
}

/* The first change told: two levels, and where one becomes the other. */
static void sketch_change(struct sketch *s, const struct facts *f, struct result *c, size_t row)
{
    struct err ignored = { .set = false };
    int64_t day;
    double before = fmax(0, result_number(c, row, "before")), after = fmax(0, result_number(c, row, "after"));
    if (!when_parse_day(text_of(result_text(c, row, "date")), &day, &ignored))
        return;
    double x = (double) (day - f->first_day) / (double) facts_days(f) * SKETCH_WIDTH, top = fmax(fmax(before, after), 1e-9);
    sketch_rect(s, 0, 25 - 20 * before / top, x, 1.6, INK_2);
    sketch_rect(s, x, 25 - 20 * after / top, SKETCH_WIDTH - x, 1.6, INK);
}

/* The levels and returns of all; shares say the same again. */
void summary_changes(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = NULL;
    size_t told = 0, more = 0;
    for (size_t i = 0; i < result_rows(r->change); i++) {
        if (result_text(r->change, i, "date")[0] == '\0' || !result_is(r->change, i, "group", "all"))
            continue;
        if (finding == NULL && (finding = summary_add(s, "change", "spikes")) == NULL)
            return;
        if (told == 0)
            sketch_change(&finding->sketch, f, r->change, i);
        if (told < LISTED)
            say_change(finding, f, r->change, i, told++);
        else
            more++;
    }
    if (finding == NULL)
        return;
    if (more > 0) {
        buf_add_format(&finding->brief, "; and %zu more", more);
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu more", more);
    }
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "In brackets the 95" NARROW_SPACE "% interval of the day. A change lasts five days at least.");
}
