/* report_spikes.c -- the section Spikes, changes: what is found without the events, and whether it lies near them. */

#include "facts/spikes.h"
#include "section.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>

#define EMPTY_DAYS_MOST 8
#define SPIKES_MOST 40
#define CHANGES_MOST 30

static size_t count_found(struct report *r, bool more)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r->results->spikes); i++)
        n += spike_found(r->results->spikes, i) && spike_is_more(r->results->spikes, i) == more;
    return n;
}

/* A quiet time that a silence of the section Coverage overlaps is said to be part of it. */
static void cell_verdict(struct report *r, struct table *t, size_t row)
{
    struct result *s = r->results->spikes;
    struct buf b = BUF_INIT;
    size_t silence = spike_silence(s, row, r->results->coverage);
    buf_add_text(&b, result_text(s, row, "verdict"));
    if (result_is(s, row, "scope", "all"))
        buf_add_text(&b, ", all");
    if (silence < result_rows(r->results->coverage)) {
        buf_add_text(&b, ", part of a silence of ");
        number_duration(&b, result_number(r->results->coverage, silence, "duration_s"));
    }
    cell_label(t, RICH_PLAIN, b.at, 100);
    buf_release(&b);
}

static void cell_event(struct report *r, struct table *t, size_t row)
{
    struct result *s = r->results->spikes;
    const struct event *event = facts_event(r->facts, result_text(s, row, "event"));
    struct buf b = BUF_INIT;
    double lag = result_number(s, row, "event_lag_s");
    if (event != NULL && isfinite(lag)) {
        buf_add_format(&b, "%d, ", event->number);
        if (lag == 0)
            buf_add_text(&b, "within");
        else
            number_duration(&b, fabs(lag));
        buf_add_text(&b, lag > 0 ? " after" : lag < 0 ? " before" : "");
    }
    table_cell(t, RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

static void add_spike(struct report *r, struct table *t, size_t row)
{
    struct result *s = r->results->spikes;
    struct buf b = BUF_INIT;
    table_cell(t, RICH_PLAIN, result_text(s, row, "spike"));
    spike_dates(&b, s, row);
    table_cell(t, RICH_PLAIN, b.at);
    cell_count(t, result_number(s, row, "observed"));
    cell_fixed(t, result_number(s, row, "expected"), 1);
    cell_fixed(t, result_number(s, row, "ratio"), 2);
    cell_p(t, result_number(s, row, "q_value"));
    buf_clear(&b);
    spike_makers(&b, r->facts, s, row);
    cell_label(t, RICH_PLAIN, b.at, 60);
    cell_percent(t, result_number(s, row, "maker_share"));
    cell_verdict(r, t, row);
    cell_event(r, t, row);
    buf_release(&b);
}

static void add_spikes(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_NUMBER, "" }, { COLUMN_TEXT, "When (UTC)" }, { COLUMN_NUMBER, "obs." }, { COLUMN_NUMBER, "exp." },
        { COLUMN_NUMBER, "ratio" }, { COLUMN_NUMBER, "q" }, { COLUMN_WRAP, "Made by" }, { COLUMN_NUMBER, "of excess" },
        { COLUMN_WRAP, "Verdict" }, { COLUMN_TEXT, "Nearest event" },
    };
    struct result *s = r->results->spikes;
    struct table *t = TABLE_OF(columns);
    size_t n = 0;
    for (size_t i = 0; i < result_rows(s); i++)
        if (spike_found(s, i) && n++ < SPIKES_MOST)
            add_spike(r, t, i);
    if (n == 0) {
        table_free(t);
        return;
    }
    doc_wide_table(r->doc, t);
    if (n > SPIKES_MOST)
        report_rest(r, SPIKES_MOST, n, "spikes");
    struct rich note = rich_of(
        RICH_PLAIN,
        "obs., exp.: visits of all in that time. q: p adjusted over every day, quarter of a day and hour of every series, in both directions; of what is listed 5" NARROW_SPACE
        "% is false on average. Made by: who stands out in that time, and the share of the excess (or lack) that they carry; others may have a part that cannot be told "
        "from chance. What each party, client, type and name shows is in data/spike_parties.csv and data/spike_makeup.csv; every day, with EARS, Farrington’s bound and "
        "Kleinberg’s bursts, in data/spike_days.csv.");
    doc_caption(r->doc, &note);
}

static bool is_told_quiet(struct result *s, when_t start)
{
    for (size_t k = 0; k < result_rows(s); k++)
        if (spike_found(s, k) && !spike_is_more(s, k) && result_when(s, k, "start") <= start && result_when(s, k, "end") > start)
            return true;
    return false;
}

/* Days without any visit that are no quiet time: how little they mean is said with their p. */
static void say_empty_days(struct report *r)
{
    struct result *d = r->results->spike_days;
    struct sentence s = { RICH_INIT, NULL, 0 };
    size_t n = 0, least = 0;
    for (size_t i = 0; i < result_rows(d); i++) {
        if (!result_is(d, i, "series", "all") || result_number(d, i, "observed") != 0 || is_told_quiet(r->results->spikes, result_when(d, i, "start")))
            continue;
        if (n < EMPTY_DAYS_MOST) {
            rich_add(&s.text, RICH_PLAIN, n == 0 ? "No visit at all came on " : ", ");
            sentence_cell(&s, RICH_PLAIN, d, i, "start", AS_DAY_MONTH);
        }
        least = n++ == 0 || result_number(d, i, "p_fewer") < result_number(d, least, "p_fewer") ? i : least;
    }
    if (n == 0)
        return;
    rich_add_format(&s.text, RICH_PLAIN, "%s; so few are expected then that %s consistent with chance (least ", n > EMPTY_DAYS_MOST ? " and other days" : "",
                    n == 1 ? "this is" : "each of these is");
    sentence_cell(&s, RICH_PLAIN, d, least, "p_fewer", AS_P);
    rich_add(&s.text, RICH_PLAIN, ", before any price for looking at every day).");
    report_sentence(r, &s);
}

/* "; with the events moved by whole weeks 0.80 would on average (p = .25, 19 moves)" */
static void say_moved(struct sentence *s, struct result *m)
{
    if (!isfinite(result_number(m, 0, "p_value")))
        return;
    rich_add(&s->text, RICH_PLAIN, "; with the events moved by whole weeks ");
    sentence_cell(s, RICH_PLAIN, m, 0, "expected", AS_DIGITS_2);
    rich_add(&s->text, RICH_PLAIN, " would on average (");
    sentence_cell(s, RICH_PLAIN, m, 0, "p_value", AS_P);
    rich_add(&s->text, RICH_PLAIN, ", ");
    double moves = sentence_cell(s, RICH_PLAIN, m, 0, "moves", AS_COUNT);
    rich_add(&s->text, RICH_PLAIN, moves < 19 ? " moves: too few for a small p)" : " moves)");
}

static void say_groups_near(struct sentence *s, struct result *m)
{
    for (size_t i = 1; i < result_rows(m); i++) {
        if (!result_is(m, i, "direction", "more") || !(result_number(m, i, "near") > 0))
            continue;
        rich_add(&s->text, RICH_PLAIN, " Events of the group ");
        sentence_cell(s, RICH_PLAIN, m, i, "group", AS_WORDS);
        rich_add(&s->text, RICH_PLAIN, ": ");
        sentence_cell(s, RICH_PLAIN, m, i, "near", AS_COUNT);
        rich_add(&s->text, RICH_PLAIN, " near, ");
        sentence_cell(s, RICH_PLAIN, m, i, "p_value", AS_P);
        rich_add(&s->text, RICH_PLAIN, ".");
    }
}

/* "Of 2 spikes 1 lies within 24 h of a declared event ...". */
static void say_matches(struct report *r)
{
    struct result *m = r->results->matches;
    struct sentence s = { RICH_INIT, NULL, 0 };
    if (result_rows(m) == 0 || r->facts->n_events == 0 || !(result_number(m, 0, "spikes") > 0))
        return;
    rich_add(&s.text, RICH_PLAIN, "Of ");
    double spikes = sentence_cell(&s, RICH_PLAIN, m, 0, "spikes", AS_COUNT);
    rich_add(&s.text, RICH_PLAIN, spikes == 1 ? " spike " : " spikes ");
    double near = sentence_cell(&s, RICH_PLAIN, m, 0, "near", AS_COUNT);
    rich_add(&s.text, RICH_PLAIN, near == 1 ? " lies within " : " lie within ");
    sentence_cell(&s, RICH_PLAIN, m, 0, "lag_s", AS_DURATION);
    rich_add(&s.text, RICH_PLAIN, " of a declared event");
    say_moved(&s, m);
    rich_add_format(&s.text, RICH_PLAIN, ": %s.", result_text(m, 0, "verdict"));
    say_groups_near(&s, m);
    report_sentence(r, &s);
}

/* --- changes ------------------------------------------------------------------------------- */

static void cell_date(struct table *t, const char *date)
{
    struct err ignored = { .set = false };
    struct buf b = BUF_INIT;
    int64_t day;
    if (when_parse_day(text_of(date), &day, &ignored))
        number_day_month(&b, day);
    table_cell(t, RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

static void cell_level(struct table *t, const struct result *c, size_t row, double x)
{
    if (result_is(c, row, "kind", "level"))
        cell_significant(t, x, 3);
    else
        cell_percent(t, fmax(x, 0));
}

static void add_change(struct report *r, struct table *t, size_t row)
{
    struct result *c = r->results->change;
    const char *kind = result_text(c, row, "kind"), *carrier = result_text(c, row, "carried_by");
    table_cell(t, RICH_PLAIN, strcmp(kind, "level") == 0 ? "visits a day" : strcmp(kind, "share") == 0 ? "share of all" : "returns");
    cell_group(t, r->facts, result_text(c, row, "group"));
    cell_date(t, result_text(c, row, "date"));
    cell_date(t, result_text(c, row, "lo95"));
    cell_date(t, result_text(c, row, "hi95"));
    cell_level(t, c, row, result_number(c, row, "before"));
    cell_level(t, c, row, result_number(c, row, "after"));
    cell_p(t, result_number(c, row, "p_holm"));
    table_cell(t, RICH_PLAIN, *carrier != '\0' ? facts_group_name(r->facts, carrier) : "");
}

static void add_changes(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_TEXT, "What" }, { COLUMN_TEXT, "Series" }, { COLUMN_TEXT, "From" }, { COLUMN_TEXT, "earliest" }, { COLUMN_TEXT, "latest" },
        { COLUMN_NUMBER, "before" }, { COLUMN_NUMBER, "after" }, { COLUMN_NUMBER, "p, Holm" }, { COLUMN_TEXT, "Carried by" },
    };
    struct result *c = r->results->change;
    struct table *t = TABLE_OF(columns);
    size_t n = 0;
    for (size_t i = 0; i < result_rows(c); i++)
        if (result_text(c, i, "date")[0] != '\0' && n++ < CHANGES_MOST)
            add_change(r, t, i);
    if (n == 0) {
        table_free(t);
        return;
    }
    doc_wide_table(r->doc, t);
    if (n > CHANGES_MOST)
        report_rest(r, CHANGES_MOST, n, "change");
    struct rich note = rich_of(
        RICH_PLAIN, "From: first day of the new level; earliest and latest: its 95" NARROW_SPACE
                    "% interval. returns: share of visits that the same client makes one TTL after an earlier one, less what chance makes: a cache’s or a timer’s. p: "
                    "that a series without changes, with days as uneven and with as much memory, shows one worth as much; adjusted over all questions.");
    doc_caption(r->doc, &note);
}

bool report_spikes(struct report *r, struct err *err)
{
    doc_section(r->doc, "Spikes, changes", "spikes");
    report_say(r, TYPE_BODY, "The other way round: which days and hours hold more visits than clock, weekday and level explain, or fewer, found without any "
                             "knowledge of the events; and then, how many of them lie near one.");
    if (!report_figure(r, "spike", err))
        return false;
    if (count_found(r, true) + count_found(r, false) > 0)
        add_spikes(r);
    say_matches(r);
    say_empty_days(r);
    if (!report_figure(r, "change", err))
        return false;
    add_changes(r);
    return true;
}
