/* report_asked.c -- the sections Asked (names, answers, load) and Together (pairs of clients), and the table of what the record
   itself is like. */

#include "section.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 16
#define PAIRS_MOST 12
#define CHECKS_MOST 24

/* --- what was asked ---------------------------------------------------------------------- */

/* A likelihood ratio, bold from where it is named; empty where there is none. */
static void cell_ratio(struct table *t, double lr)
{
    struct buf b = BUF_INIT;
    if (isfinite(lr))
        number_ratio(&b, lr);
    table_cell(t, lr >= 100 ? RICH_BOLD : RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

static void add_names(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_WRAP, "Party" }, { COLUMN_NUMBER, "Lookups" }, { COLUMN_NUMBER, "names" }, { COLUMN_NUMBER, "bits" },
        { COLUMN_NUMBER, "A, AAAA" }, { COLUMN_NUMBER, "search" }, { COLUMN_NUMBER, "LR, mail" }, { COLUMN_NUMBER, "scan" },
        { COLUMN_NUMBER, "tunnel" }, { COLUMN_WRAP, "Reads like" },
    };
    struct result *n = r->results->names;
    struct table *t = TABLE_OF(columns);
    for (size_t i = 0; i < result_rows(n) && table_rows(t) < ROWS_MOST; i++) {
        cell_group(t, r->facts, result_text(n, i, "group"));
        cell_count(t, result_number(n, i, "n"));
        cell_count(t, result_number(n, i, "names"));
        cell_fixed(t, result_number(n, i, "entropy"), 1);
        cell_percent(t, result_number(n, i, "address"));
        cell_percent(t, result_number(n, i, "searched"));
        cell_ratio(t, result_number(n, i, "lr_mail"));
        cell_ratio(t, result_number(n, i, "lr_scan"));
        cell_ratio(t, result_number(n, i, "lr_tunnel"));
        cell_label(t, RICH_PLAIN, result_text(n, i, "verdict"), 80);
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN,
        "bits: entropy of the names, 0 when one is all. search: names that a search list has lengthened. LR: how many times more probable what was asked is "
        "if part of it comes from mail receivers, from a scan, or through a tunnel, than if none of it does; a pattern is named from 100 on. An empty tunnel: "
        "fewer than 20 names below any suffix. Names that come closest to a tunnel are in data/names_flows.csv.");
    doc_caption(r->doc, &note);
    if (result_rows(n) > ROWS_MOST)
        report_rest(r, ROWS_MOST, result_rows(n), "names");
}

/* --- how it was answered, and how much ---------------------------------------------------- */

static void cell_since(struct table *t, struct result *s, size_t row)
{
    bool told = result_number(s, row, "p_holm") <= .01;
    table_cell(t, RICH_PLAIN, told ? result_text(s, row, "since") : "");
}

/* Does any log say how requests were answered? */
static bool is_told(struct result *s)
{
    for (size_t i = 0; i < result_rows(s); i++)
        if (result_number(s, i, "answered") + result_number(s, i, "denied") > 0)
            return true;
    return false;
}

static void add_answers(struct table *t, struct result *s, size_t row)
{
    cell_count(t, result_number(s, row, "answered"));
    cell_count(t, result_number(s, row, "denied"));
    cell_count(t, result_number(s, row, "unsaid"));
    cell_since(t, s, row);
    cell_p(t, result_number(s, row, "p_holm"));
}

/* Without answers only the load is left. */
static void add_service(struct report *r)
{
    static const struct column answered[] = {
        { COLUMN_WRAP, "Party" }, { COLUMN_NUMBER, "answered" }, { COLUMN_NUMBER, "denied" }, { COLUMN_NUMBER, "not said" },
        { COLUMN_TEXT, "Since" }, { COLUMN_NUMBER, "p, adj." }, { COLUMN_NUMBER, "a day" }, { COLUMN_NUMBER, "95" NARROW_SPACE "%, weeks" },
        { COLUMN_WRAP, "Verdict" },
    };
    static const struct column load[] = {
        { COLUMN_WRAP, "Party" }, { COLUMN_NUMBER, "a day" }, { COLUMN_NUMBER, "95" NARROW_SPACE "%, weeks" }, { COLUMN_WRAP, "Verdict" },
    };
    struct result *s = r->results->service;
    bool told = is_told(s);
    struct table *t = told ? TABLE_OF(answered) : TABLE_OF(load);
    for (size_t i = 0; i < result_rows(s) && table_rows(t) < ROWS_MOST; i++) {
        cell_group(t, r->facts, result_text(s, i, "group"));
        if (told)
            add_answers(t, s, i);
        cell_significant(t, result_number(s, i, "per_day"), 3);
        cell_interval(t, result_number(s, i, "load_lo95"), result_number(s, i, "load_hi95"), 1, 1);
        cell_label(t, RICH_PLAIN, result_text(s, i, "verdict"), 200);
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN, told ?
        "Since: the day from which the shares of answered and denied differ most, where chance does not make such a day (null model: days in any order). "
        "a day: records an observed day; its interval comes from weeks. Only a stated few, or open: told from clients that are not meant to be served. All columns are in data/service.csv." :
        "a day: records an observed day; its interval comes from weeks. Where the logs do not say how requests were answered, a service that answers only a stated few and one that is open "
        "but little used cannot be told apart.");
    doc_caption(r->doc, &note);
}

bool report_asked(struct report *r, struct err *err)
{
    doc_section(r->doc, "Asked", "asked");
    report_say(r, TYPE_BODY, "What was asked for? Receivers of mail, scans and tunnels ask for names as nobody else does.");
    if (result_rows(r->results->names) == 0) {
        report_say(r, TYPE_BODY, "No names were looked up, or none were told.");
        return true;
    }
    report_closed(r);
    add_names(r);
    report_say(r, TYPE_HEAD, "Answers, and the daily load");
    add_service(r);
    return !is_told(r->results->service) || report_figure(r, "answers", err);
}

/* --- pairs of clients ---------------------------------------------------------------------- */

static void add_pair(struct table *t, struct result *c, size_t row)
{
    cell_label(t, RICH_PLAIN, result_text(c, row, "a"), 40);
    cell_label(t, RICH_PLAIN, result_text(c, row, "b"), 40);
    cell_fixed(t, result_number(c, row, "within_s"), 0);
    cell_count(t, result_number(c, row, "seen"));
    cell_fixed(t, result_number(c, row, "expected"), 1);
    cell_p(t, result_number(c, row, "p_value"));
    cell_p(t, result_number(c, row, "p_holm"));
    cell_label(t, RICH_PLAIN, result_text(c, row, "verdict"), 80);
}

/* Pairs that differ first. */
static void add_pairs(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_WRAP, "Client" }, { COLUMN_WRAP, "and client" }, { COLUMN_NUMBER, "s" }, { COLUMN_NUMBER, "seen" },
        { COLUMN_NUMBER, "exp." }, { COLUMN_NUMBER, "p" }, { COLUMN_NUMBER, "Holm" }, { COLUMN_WRAP, "Verdict" },
    };
    struct result *c = r->results->couple;
    struct table *t = TABLE_OF(columns);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(c) && table_rows(t) < PAIRS_MOST; i++)
            if ((result_number(c, i, "p_holm") <= .01) == (pass == 0))
                add_pair(t, c, i);
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN,
        "seen: episodes of the one with one of the other at most so many seconds away, at the distance where they exceed chance most; exp.: the same when the first's episodes fall anywhere "
        "within half an hour of where they are, which keeps common hours and busy days. p is for all distances together, Holm for all pairs. Many that coincide within seconds are "
        "consistent with one machine behind both addresses, and with one cause that reaches both.");
    doc_caption(r->doc, &note);
    if (result_rows(c) > PAIRS_MOST)
        report_rest(r, PAIRS_MOST, result_rows(c), "couple");
}

bool report_together(struct report *r, struct err *err)
{
    doc_section(r->doc, "Together", "together");
    report_say(r, TYPE_BODY, "Do two clients act within seconds of each other more often than their common hours make them?");
    report_closed(r);
    if (!report_figure(r, "together", err))
        return false;
    if (result_rows(r->results->couple) > 0)
        add_pairs(r);
    return true;
}

/* --- the record itself ----------------------------------------------------------------------- */

static void add_check(struct table *t, struct result *c, size_t row)
{
    cell_label(t, RICH_PLAIN, result_text(c, row, "sensor"), 20);
    cell_label(t, RICH_PLAIN, result_text(c, row, "check"), 40);
    cell_significant(t, result_number(c, row, "value"), 3);
    cell_label(t, RICH_LIGHT, result_text(c, row, "unit"), 12);
    cell_p(t, result_number(c, row, "p_holm"));
    cell_label(t, RICH_PLAIN, result_text(c, row, "note"), 240);
}

void report_integrity(struct report *r)
{
    static const struct column columns[] = {
        { COLUMN_TEXT, "Sensor" }, { COLUMN_WRAP, "Check" }, { COLUMN_NUMBER, "value" }, { COLUMN_TEXT, "" }, { COLUMN_NUMBER, "p, Holm" },
        { COLUMN_WRAP, "Of note" },
    };
    struct result *c = r->results->integrity;
    struct table *t = TABLE_OF(columns);
    struct sentence s = { RICH_INIT, NULL, 0 };
    struct tally of_note = { .of = c }, unknown = { .of = c };
    size_t noted = 0;
    for (size_t i = 0; i < result_rows(c); i++) {
        if (result_is(c, i, "verdict", "cannot tell"))
            tally_add(&unknown, c, i);
        if (!result_is(c, i, "verdict", "of note"))
            continue;
        tally_add(&of_note, c, i);
        if (noted++ < CHECKS_MOST)
            add_check(t, c, i);
    }
    if (result_rows(c) > 0) {
        report_say(r, TYPE_HEAD, "The record itself");
        sentence_rows(&s, RICH_PLAIN, c);
        rich_add(&s.text, RICH_PLAIN, " checks of stamps, order, digits and repeats: ");
        sentence_tally(&s, RICH_PLAIN, &of_note);
        rich_add(&s.text, RICH_PLAIN, " of note, ");
        sentence_tally(&s, RICH_PLAIN, &unknown);
        rich_add(&s.text, RICH_PLAIN, " cannot be told, the others as expected (data/integrity.csv).");
        report_sentence(r, &s);
    }
    if (noted > 0)
        doc_wide_table(r->doc, t);
    else
        table_free(t);
}
