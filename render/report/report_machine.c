/* report_machine.c -- the section People or a machine. */

#include "facts/timing.h"
#include "section.h"
#include "words/number.h"
#include <math.h>

#define GROUPS_MOST 20

/* A period with its interval, both to the second. */
static void cell_period(struct table *t, struct result *r, size_t row)
{
    struct buf b = BUF_INIT;
    if (isfinite(result_number(r, row, "period_s")))
        number_period(&b, result_number(r, row, "period_s"));
    table_cell(t, RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

static void cell_ratio(struct table *t, double ratio)
{
    struct buf b = BUF_INIT;
    if (isfinite(ratio))
        number_ratio(&b, ratio);
    table_cell(t, RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

/* One series: the verdict on its timing, the beat that was looked for, and what a cache would make. */
static void add_verdict(struct report *r, struct table *t, size_t row)
{
    struct result *cadence = r->results->cadence, *cache = r->results->cache;
    const char *group = result_text(cadence, row, "group");
    size_t behind = result_find(cache, "group", group);
    struct buf verdict = BUF_INIT;
    buf_add_format(&verdict, "%s: %s", result_text(cadence, row, "verdict"), result_text(cadence, row, "reason"));
    cell_group(t, r->facts, group);
    cell_count(t, result_number(cadence, row, "n"));
    cell_label(t, RICH_PLAIN, verdict.at, 120);
    if (timing_is_machine(cadence, row))
        cell_period(t, cadence, row);
    else
        table_cell(t, RICH_PLAIN, "none");
    cell_p(t, result_number(cadence, row, "q_value"));
    cell_ratio(t, result_number(cadence, row, "lr_machine"));
    cell_label(t, RICH_PLAIN, result_text(cache, behind, "verdict"), 20);
    cell_p(t, result_number(cache, behind, "p_value"));
    buf_release(&verdict);
}

static void add_verdicts(struct report *r)
{
    struct result *cadence = r->results->cadence;
    struct table *t = table_new();
    size_t rows[GROUPS_MOST], n = timing_rows(r->facts, cadence, timing_is_any, rows, GROUPS_MOST);
    table_column(t, COLUMN_TEXT, "Series");
    table_column(t, COLUMN_NUMBER, "Visits");
    table_column(t, COLUMN_WRAP, "Timing");
    table_column(t, COLUMN_TEXT, "Beat");
    table_column(t, COLUMN_NUMBER, "p, adj.");
    table_column(t, COLUMN_NUMBER, "Ratio");
    table_column(t, COLUMN_TEXT, "A cache’s?");
    table_column(t, COLUMN_NUMBER, "p");
    for (size_t i = 0; i < n && i < GROUPS_MOST; i++)
        add_verdict(r, t, rows[i]);
    doc_wide_table(r->doc, t);
    if (n > GROUPS_MOST)
        report_rest(r, GROUPS_MOST, n, "cadence");
    struct rich note = rich_of(
        RICH_PLAIN,
        "Beat: gaps that come back, or visits that keep to a clock, more than the hours of the week, slow drift and bursts make; p by "
        "streams drawn from those, adjusted over the series (Benjamini and Hochberg). Ratio: how many times more probable the "
        "visits are under a timer than under people or a cache, each fitted to one half and measured on the other; at most 10\xe2\x81\xb6. "
        "A cache’s?: whether the gaps are those that caches leave of steady demand; p under that model. All columns are in data/cadence.csv "
        "and data/cache.csv.");
    doc_caption(r->doc, &note);
}

/* A row for each client of whom a cache can be told, or part of whose visits passed one. */
static void add_clients(struct report *r)
{
    struct result *c = r->results->cache_client;
    size_t rows[GROUPS_MOST], n = timing_table_rows(c, timing_is_told, rows, GROUPS_MOST);
    if (n == 0)
        return;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Client");
    table_column(t, COLUMN_TEXT, "Party");
    table_column(t, COLUMN_NUMBER, "Visits");
    table_column(t, COLUMN_WRAP, "A cache’s?");
    table_column(t, COLUMN_NUMBER, "passed it");
    table_column(t, COLUMN_NUMBER, "demand/h");
    table_column(t, COLUMN_NUMBER, "p, none");
    table_column(t, COLUMN_NUMBER, "p, fit");
    for (size_t i = 0; i < n; i++) {
        bool part = timing_is_in_part(c, rows[i]);
        size_t client = result_find(r->results->clients, "key", result_text(c, rows[i], "group"));
        cell_label(t, RICH_PLAIN, result_text(c, rows[i], "group"), 40);
        cell_group(t, r->facts, result_text(r->results->clients, client, "party"));
        cell_count(t, result_number(c, rows[i], "n"));
        cell_label(t, RICH_PLAIN, result_text(c, rows[i], "verdict"), 40);
        cell_percent(t, part ? result_number(c, rows[i], "passed_share") : NAN);
        cell_significant(t, result_number(c, rows[i], part ? "passed_demand" : "demand_per_hour"), 3);
        cell_p(t, result_number(c, rows[i], "p_none"));
        cell_p(t, result_number(c, rows[i], part ? "p_passed" : "p_value"));
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(
        RICH_PLAIN,
        "Each address by itself, since a cache stands behind one. In part: beside what one cache lets through, other visits come straight. "
        "p, none: how surprising so good a fit is where there is no cache (at least 1 in 100 draws). p, fit: how surprising what passed is when it is "
        "steady demand behind the cache; small for a timer. Columns of data/cache_client.csv.");
    doc_caption(r->doc, &note);
}

/* "Bank, not what a cache of 1 h makes of steady demand of 2.71 an hour (p = .010)": empty where no cache was judged. */
static void say_cache(struct sentence *s, struct report *r, size_t row)
{
    struct result *cache = r->results->cache;
    if (!isfinite(result_number(cache, row, "p_value")))
        return;
    rich_add_format(&s->text, RICH_PLAIN, "%s%s, %swhat a cache of ", s->n_evidence > 0 ? "; " : "The gaps between all visits of a party are: of ",
                    facts_group_name(r->facts, result_text(cache, row, "group")), timing_is_cache(cache, row) ? "" : "not ");
    sentence_cell(s, RICH_PLAIN, cache, row, "ttl_s", AS_PERIOD);
    rich_add(&s->text, RICH_PLAIN, " makes of steady demand of ");
    sentence_cell(s, RICH_PLAIN, cache, row, "demand_per_hour", AS_DIGITS_3);
    rich_add(&s->text, RICH_PLAIN, " an hour (");
    sentence_cell(s, RICH_PLAIN, cache, row, "p_value", AS_P);
    rich_add(&s->text, RICH_PLAIN, ")");
}

static void say_caches(struct report *r)
{
    size_t rows[GROUPS_MOST], n = timing_rows(r->facts, r->results->cache, timing_is_told, rows, GROUPS_MOST);
    struct sentence s = { RICH_INIT, NULL, 0 };
    for (size_t i = 0; i < n && i < GROUPS_MOST; i++)
        say_cache(&s, r, rows[i]);
    if (s.n_evidence == 0)
        return;
    rich_add(&s.text, RICH_PLAIN, ". A beat among them may still be a cache\xe2\x80\x99s (the peaks below), and so may a part of the visits (by address, below).");
    report_sentence(r, &s);
}

bool report_machine(struct report *r, struct err *err)
{
    doc_section(r->doc, "People or a machine", "machine");
    if (result_rows(r->results->cadence) == 0) {
        report_say(r, TYPE_BODY, "The timing of the visits was not looked at.");
        return true;
    }
    report_say(r, TYPE_BODY,
               "A timer keeps a beat; people keep hours. A resolver’s cache makes a beat of anybody’s questions: it answers by itself until "
               "its time is up, and only the next question passes. So a beat alone is no machine.");
    report_note(r, "A visit: records closer together than the stated gap. TTL: how long a cache may keep an answer.");
    report_closed(r);
    if (!report_figure(r, "gaps", err))
        return false;
    say_caches(r);
    if (timing_table_rows(r->results->cache_client, timing_is_in_part, NULL, 0) > 0 && !report_figure(r, "passed", err))
        return false;
    add_clients(r);
    if (!report_figure(r, "period", err))
        return false;
    if (timing_rows(r->facts, r->results->period, timing_stands_out, NULL, 0) > 0 && !report_figure(r, "fold", err))
        return false;
    if (timing_rows(r->facts, r->results->cadence, timing_is_machine, NULL, 0) > 0 && !report_figure(r, "parts", err))
        return false;
    add_verdicts(r);
    report_screen(r);
    return true;
}
