/* summary_spikes.c -- spikes and quiet times found without the events, and who made them. */

#include "facts/spikes.h"
#include "summary_parts.h"
#include "words/palette.h"
#include <math.h>

static void sketch_spike(struct sketch *s, const struct facts *f, struct result *r, size_t row)
{
    char maker[200];
    double day = (double) (when_day_of(result_when(r, row, "start")) - f->first_day) / (double) facts_days(f);
    double height = spike_is_more(r, row) ? fmin(22, 5 * result_number(r, row, "ratio")) : 5;
    unsigned colour = spike_maker(r, row, 0, maker, sizeof maker) ? facts_group_colour(f, maker) : INK;
    sketch_rect(s, day * (SKETCH_WIDTH - 1.6), spike_is_more(r, row) ? 24 - height : 24, 1.6, height, colour);
}

/* "23 June", "23 June, 09–15 h", "23 June to 25 June": as spike_dates has it, its numbers cited. */
static void say_dates(struct sentence *said, struct result *r, size_t row)
{
    when_t start = result_when(r, row, "start"), end = result_when(r, row, "end");
    int64_t first = when_day_of(start), last = when_day_of(end - 1);
    sentence_cell(said, RICH_BOLD, r, row, "start", AS_DAY_MONTH);
    if (end - start < WHEN_DAY && first == last) {
        rich_add(&said->text, RICH_BOLD, ", ");
        sentence_cell(said, RICH_BOLD, r, row, "start", AS_HOUR);
        rich_add(&said->text, RICH_BOLD, EN_DASH);
        sentence_cell(said, RICH_BOLD, r, row, "end", AS_LAST_HOUR);
        rich_add(&said->text, RICH_BOLD, " h");
    } else if (last > first) {
        rich_add(&said->text, RICH_BOLD, " to ");
        sentence_cell(said, RICH_BOLD, r, row, "end", AS_LAST_DAY);
    }
}

/* " (71.4 % of the excess, q < .001)" */
static void say_excess(struct finding *finding, struct result *r, size_t row, size_t place)
{
    struct sentence *said = &finding->said;
    rich_add(&said->text, RICH_LIGHT, " (");
    if (isfinite(sentence_cell(said, RICH_LIGHT, r, row, "maker_share", AS_PERCENT)))
        rich_add(&said->text, RICH_LIGHT, !spike_is_more(r, row) ? " of the lack, " : place == 0 ? " of the excess, " : ", ");
    rich_add(&said->text, RICH_LIGHT, "q ");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, r, row, "q_value", AS_P_BARE));
    rich_add(&said->text, RICH_LIGHT, ")");
}

static void say_spike(struct finding *finding, const struct facts *f, struct result *r, size_t row, size_t place)
{
    struct sentence *said = &finding->said;
    struct buf dates = BUF_INIT, makers = BUF_INIT;
    spike_dates(&dates, r, row);
    spike_makers(&makers, f, r, row);
    rich_add(&said->text, RICH_PLAIN, place == 0 ? " " : "; ");
    say_dates(said, r, row);
    rich_add(&said->text, RICH_PLAIN, result_number(r, row, "ratio") > 0 ? spike_is_more(r, row) ? ", " : ", quiet, " : ", silent");
    if (result_number(r, row, "ratio") > 0) {
        sentence_cell(said, RICH_PLAIN, r, row, "ratio", AS_DIGITS_2);
        rich_add(&said->text, RICH_PLAIN, place == 0 ? " times the expected" : " times");
    }
    rich_add_format(&said->text, RICH_PLAIN, ", %s", makers.at);
    say_excess(finding, r, row, place);
    buf_add_format(&finding->brief, "%s%s (%s)", place == 0 ? ": " : ", ", dates.at, makers.at);
    buf_release(&dates);
    buf_release(&makers);
}

/* " Of 2 spikes 1 lies near a declared event, by chance 0.80 (p = .25)." */
static void say_near(struct sentence *said, struct result *m)
{
    if (result_rows(m) == 0 || !(result_number(m, 0, "spikes") > 0) || !(result_number(m, 0, "events") > 0))
        return;
    rich_add(&said->text, RICH_PLAIN, " Of ");
    double spikes = sentence_cell(said, RICH_PLAIN, m, 0, "spikes", AS_COUNT);
    rich_add_format(&said->text, RICH_PLAIN, " spike%s ", summary_plural(spikes));
    double near = sentence_cell(said, RICH_PLAIN, m, 0, "near", AS_COUNT);
    rich_add_format(&said->text, RICH_PLAIN, " lie%s near a declared event", near == 1 ? "s" : "");
    if (isfinite(result_number(m, 0, "p_value"))) {
        rich_add(&said->text, RICH_PLAIN, ", by chance ");
        sentence_cell(said, RICH_PLAIN, m, 0, "expected", AS_DIGITS_2);
        rich_add(&said->text, RICH_LIGHT, " (");
        sentence_cell(said, RICH_LIGHT, m, 0, "p_value", AS_P);
        rich_add(&said->text, RICH_LIGHT, ")");
    }
    rich_add(&said->text, RICH_PLAIN, ".");
}

/* A quiet time within a silence is told as that. */
static bool is_told_here(struct results *r, size_t row)
{
    return spike_found(r->spikes, row) && spike_silence(r->spikes, row, r->coverage) == result_rows(r->coverage);
}

void summary_spikes(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = NULL;
    struct tally more = { 0 };
    for (size_t i = 0, told = 0; i < result_rows(r->spikes); i++) {
        if (!is_told_here(r, i))
            continue;
        if (finding == NULL && (finding = summary_add(s, "spikes", "spikes")) == NULL)
            return;
        if (told == 0) {
            rich_add(&finding->said.text, RICH_PLAIN, "Found without the events:");
            buf_add_text(&finding->brief, "Spikes");
        }
        sketch_spike(&finding->sketch, f, r->spikes, i);
        if (told < LISTED)
            say_spike(finding, f, r->spikes, i, told++);
        else
            tally_add(&more, r->spikes, i);
    }
    if (finding == NULL)
        return;
    sketch_rect(&finding->sketch, 0, 24, SKETCH_WIDTH, .5, 0x9CA3AF);
    summary_and_more(&finding->said, &more, "; and ", " more");
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    say_near(&finding->said, r->matches);
    rich_add(&finding->note, RICH_PLAIN, "Who made a peak is no word on why.");
}

/* --- changes ----------------------------------------------------------------------------- */

/* "25 July (20 July to 2 August, p = .010)" */
static void say_date(struct finding *finding, struct result *c, size_t row)
{
    struct sentence *said = &finding->said;
    sentence_cell(said, RICH_BOLD, c, row, "date", AS_DAY_MONTH);
    rich_add(&said->text, RICH_LIGHT, " (");
    sentence_cell(said, RICH_LIGHT, c, row, "lo95", AS_DAY_MONTH);
    rich_add(&said->text, RICH_LIGHT, " to ");
    sentence_cell(said, RICH_LIGHT, c, row, "hi95", AS_DAY_MONTH);
    rich_add(&said->text, RICH_LIGHT, ", ");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, c, row, "p_holm", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
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
    struct sentence *said = &finding->said;
    const char *carrier = result_text(c, row, "carried_by");
    bool level = result_is(c, row, "kind", "level");
    brief_change(&finding->brief, c, row, place);
    rich_add(&said->text, RICH_PLAIN, place == 0 ? "From " : "; from ");
    say_date(finding, c, row);
    rich_add(&said->text, RICH_PLAIN, " on ");
    sentence_cell(said, RICH_BOLD, c, row, "after", level ? AS_DIGITS_3 : AS_LEVEL);
    rich_add(&said->text, RICH_PLAIN, level ? " visits a day, before " : " of the visits return after one TTL, before ");
    sentence_cell(said, RICH_BOLD, c, row, "before", level ? AS_DIGITS_3 : AS_LEVEL);
    if (*carrier != '\0')
        rich_add_format(&said->text, RICH_PLAIN, ", carried by %s", facts_group_name(f, carrier));
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
    struct tally more = { 0 };
    for (size_t i = 0, told = 0; i < result_rows(r->change); i++) {
        if (result_text(r->change, i, "date")[0] == '\0' || !result_is(r->change, i, "group", "all"))
            continue;
        if (finding == NULL && (finding = summary_add(s, "change", "spikes")) == NULL)
            return;
        if (told == 0)
            sketch_change(&finding->sketch, f, r->change, i);
        if (told < LISTED)
            say_change(finding, f, r->change, i, told++);
        else
            tally_add(&more, r->change, i);
    }
    if (finding == NULL)
        return;
    if (more.n > 0)
        buf_add_format(&finding->brief, "; and %zu more", more.n);
    summary_and_more(&finding->said, &more, "; and ", " more");
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "A change lasts five days at least.");
}
