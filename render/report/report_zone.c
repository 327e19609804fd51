/* report_zone.c -- the section Zone. */

#include "section.h"
#include "words/number.h"
#include <math.h>

#define ROWS_MOST 16

static void cell_verdict(struct table *t, struct result *r, size_t row)
{
    struct buf b = BUF_INIT;
    number_offsets(&b, result_text(r, row, "verdict"));
    cell_label(t, RICH_PLAIN, b.len > 0 ? b.at : "", 400);
    buf_release(&b);
}

static void add_zones(struct report *r)
{
    struct result *zone = r->results->zone;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Group");
    table_column(t, COLUMN_NUMBER, "Visits");
    table_column(t, COLUMN_TEXT, "Best");
    table_column(t, COLUMN_TEXT, "80" NARROW_SPACE "% set");
    table_column(t, COLUMN_TEXT, "95" NARROW_SPACE "% set");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (size_t i = 0; i < result_rows(zone) && i < ROWS_MOST; i++) {
        cell_group(t, r->facts, result_text(zone, i, "group"));
        cell_count(t, result_number(zone, i, "n"));
        cell_offset(t, result_number(zone, i, "offset_h"));
        cell_offsets(t, result_number(zone, i, "lo80_h"), result_number(zone, i, "hi80_h"));
        cell_offsets(t, result_number(zone, i, "lo95_h"), result_number(zone, i, "hi95_h"));
        cell_verdict(t, zone, i);
    }
    if (table_rows(t) == 0)
        table_free(t);
    else
        doc_wide_table(r->doc, t);
    if (result_rows(zone) > ROWS_MOST)
        report_rest(r, ROWS_MOST, result_rows(zone), "zone");
}

/* --- public holidays --- */

/* The row of the country whose holidays the group's days are most like, or the number of rows. */
static size_t best_country(struct result *countries, const char *group)
{
    size_t best = result_rows(countries);
    for (size_t i = 0; i < result_rows(countries); i++)
        if (result_is(countries, i, "group", group) &&
            (best == result_rows(countries) || result_number(countries, i, "log10_bf") > result_number(countries, best, "log10_bf")))
            best = i;
    return best;
}

static void add_holidays(struct report *r)
{
    struct result *zone = r->results->zone, *countries = r->results->countries;
    struct sentence s = { RICH_INIT, NULL, 0 };
    if (!r->facts->holidays)
        return;
    rich_add(&s.text, RICH_PLAIN, "Public holidays of the zones\xe2\x80\x99 countries are part of the evidence.");
    for (size_t i = 0; i < result_rows(zone); i++) {
        const char *group = result_text(zone, i, "group");
        size_t row = best_country(countries, group);
        if (row == result_rows(countries))
            continue;
        rich_add_format(&s.text, RICH_PLAIN, " %s: ", facts_group_name(r->facts, group));
        if (result_number(countries, row, "log10_bf") < log10(2)) {
            rich_add(&s.text, RICH_PLAIN, "no country\xe2\x80\x99s show.");
            continue;
        }
        rich_add(&s.text, RICH_PLAIN, "the days are most like those of ");
        sentence_cell(&s, RICH_PLAIN, countries, row, "country", AS_WORDS);
        rich_add(&s.text, RICH_PLAIN, " (");
        sentence_cell(&s, RICH_PLAIN, countries, row, "log10_bf", AS_POWER);
        rich_add(&s.text, RICH_PLAIN, " times more probable when they are kept than when none is; days that could tell: ");
        sentence_cell(&s, RICH_PLAIN, countries, row, "days", AS_COUNT);
        rich_add(&s.text, RICH_PLAIN, ").");
    }
    report_sentence(r, &s);
}

/* --- one zone or two --- */

static void add_mixtures(struct report *r)
{
    struct result *mixture = r->results->mixture;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Group");
    table_column(t, COLUMN_NUMBER, "Visits");
    table_column(t, COLUMN_TEXT, "The one");
    table_column(t, COLUMN_TEXT, "95" NARROW_SPACE "% set");
    table_column(t, COLUMN_TEXT, "The other");
    table_column(t, COLUMN_TEXT, "95" NARROW_SPACE "% set");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (size_t i = 0; i < result_rows(mixture) && i < ROWS_MOST; i++) {
        cell_group(t, r->facts, result_text(mixture, i, "group"));
        cell_count(t, result_number(mixture, i, "n"));
        cell_offset(t, result_number(mixture, i, "a_offset_h"));
        cell_offsets(t, result_number(mixture, i, "a_lo95_h"), result_number(mixture, i, "a_hi95_h"));
        cell_offset(t, result_number(mixture, i, "b_offset_h"));
        cell_offsets(t, result_number(mixture, i, "b_lo95_h"), result_number(mixture, i, "b_hi95_h"));
        cell_verdict(t, mixture, i);
    }
    if (table_rows(t) == 0)
        table_free(t);
    else
        doc_wide_table(r->doc, t);
    if (result_rows(mixture) > ROWS_MOST)
        report_rest(r, ROWS_MOST, result_rows(mixture), "mixture");
}

static void add_sessions(struct report *r)
{
    struct result *sessions = r->results->sessions;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Group");
    table_column(t, COLUMN_WRAP, "Begin in the hours of");
    table_column(t, COLUMN_WRAP, "go on in those of");
    table_column(t, COLUMN_NUMBER, "Days");
    table_column(t, COLUMN_NUMBER, "go on");
    table_column(t, COLUMN_NUMBER, "by chance");
    table_column(t, COLUMN_NUMBER, "p");
    for (size_t i = 0; i < result_rows(sessions); i++) {
        if (!isfinite(result_number(sessions, i, "p_value")))
            continue;
        cell_group(t, r->facts, result_text(sessions, i, "group"));
        cell_label(t, RICH_PLAIN, result_text(sessions, i, "from_zone"), 60);
        cell_label(t, RICH_PLAIN, result_text(sessions, i, "to_zone"), 60);
        cell_count(t, result_number(sessions, i, "waiting"));
        cell_count(t, result_number(sessions, i, "went_on"));
        cell_fixed(t, result_number(sessions, i, "expected"), 1);
        cell_p(t, result_number(sessions, i, "p_value"));
    }
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    doc_table(r->doc, t);
    report_note(r, "Days: with a session of the first zone\xe2\x80\x99s hours before the other opens. Go on: it runs over the opening. By chance: "
                   "when days that are alike exchange what follows the opening. It says that visits run on, not who runs them.");
}

static bool report_mixture(struct report *r, struct err *err)
{
    report_say(r, TYPE_HEAD, "One zone or two");
    report_say(r, TYPE_BODY, "How much more probable are the visits when people of two zones make them, each at their own hours? The habits "
                             "and the shares of both are unknown and integrated out. Above a ratio of 10, two zones are said.");
    report_closed(r);
    if (!report_figure(r, "mixture", err))
        return false;
    add_mixtures(r);
    add_sessions(r);
    return true;
}

bool report_zone(struct report *r, struct err *err)
{
    struct buf b = BUF_INIT;
    doc_section(r->doc, "Zone", "zone");
    buf_add_format(&b, "Each group of zones that kept the same clock over the whole span is asked how well its local hours of work "
                       "explain when the records came. The profile is \xe2\x80\x9c%s\xe2\x80\x9d.", r->facts->profile);
    report_say(r, TYPE_BODY, b.at);
    report_note(r, "Personal habit is the limit: of one person, hours of work tell the offset to an hour or two at best, "
                   "and to four hours for one person in ten. Weekends are those of the zones\xe2\x80\x99 countries. A night shift has nearly the same hours elsewhere; the verdict names it "
                   "where it is not ten times less probable.");
    buf_release(&b);
    if (!report_figure(r, "zone", err))
        return false;
    add_zones(r);
    add_holidays(r);
    if (!report_figure(r, "clock", err))
        return false;
    return report_mixture(r, err);
}
