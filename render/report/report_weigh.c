/* report_weigh.c -- the section Weighing: what may have made the visits. */

#include "base/proposed.h"
#include "facts/weighed.h"
#include "section.h"
#include "words/number.h"
#include <math.h>

#define FEATURES_MOST 30
#define SETTLED_MOST 6

/* --- what was weighed ------------------------------------------------------------------------------ */

/* Why no party was weighed under P; "" where one was, or where none was told anything (weigh.csv says why). */
static const char *why_nowhere(struct result *each, enum proposed p)
{
    const char *reason = "";
    for (size_t i = 0; i < result_rows(each); i++) {
        if (!result_is(each, i, "proposition", proposed_key(p)))
            continue;
        if (result_is(each, i, "weighed", "yes"))
            return "";
        reason = result_text(each, i, "reason");
    }
    return reason;
}

static void add_propositions(struct report *r)
{
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Proposition");
    table_column(t, COLUMN_WRAP, "What it says");
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        const char *reason = why_nowhere(r->results->weigh_each, (enum proposed) p);
        struct rich says = rich_of(RICH_PLAIN, proposed_sentence((enum proposed) p));
        if (*reason != '\0')
            rich_add_format(&says, RICH_LIGHT, " Not weighed: %s.", reason);
        cell_label(t, RICH_PLAIN, proposed_words((enum proposed) p), 40);
        table_cell_rich(t, &says);
    }
    doc_wide_table(r->doc, t);
}

/* --- what carries the weight, what would settle it -------------------------------------------------- */

/* What is left of the ratio without one thing; the best against its first rival alone. */
static bool is_of_rival(const struct report *r, size_t row)
{
    const struct result *features = r->results->weigh_features;
    size_t first = result_find(features, "group", result_text(features, row, "group"));
    return result_is(features, row, "against", result_text(features, first, "against"));
}

static void add_feature(struct report *r, struct table *t, size_t row)
{
    struct result *features = r->results->weigh_features;
    cell_group(t, r->facts, result_text(features, row, "group"));
    cell_label(t, RICH_PLAIN, result_text(features, row, "feature"), 30);
    cell_label(t, RICH_PLAIN, weighed_words(result_text(features, row, "proposition")), 40);
    cell_label(t, RICH_PLAIN, weighed_words(result_text(features, row, "against")), 40);
    cell_fixed(t, result_number(features, row, "log10_lr"), 1);
    cell_fixed(t, result_number(features, row, "log10_without"), 1);
    cell_fixed(t, result_number(features, row, "log10_weight"), 1);
}

static void add_features(struct report *r)
{
    struct result *features = r->results->weigh_features;
    struct table *t = table_new();
    size_t n = 0;
    table_column(t, COLUMN_TEXT, "Party");
    table_column(t, COLUMN_TEXT, "Left out");
    table_column(t, COLUMN_WRAP, "For");
    table_column(t, COLUMN_WRAP, "Against");
    table_column(t, COLUMN_NUMBER, "log10 ratio");
    table_column(t, COLUMN_NUMBER, "without it");
    table_column(t, COLUMN_NUMBER, "it carries");
    for (size_t i = 0; i < result_rows(features); i++)
        if (is_of_rival(r, i) && n++ < FEATURES_MOST)
            add_feature(r, t, i);
    doc_wide_table(r->doc, t);
    if (n > FEATURES_MOST)
        report_rest(r, FEATURES_MOST, n, "weigh_features");
    struct rich note = rich_of(RICH_PLAIN,
                               "What carries the weight: log10 of the best proposition’s ratio to the next that comes at other times, and the same when one thing is left out of both. "
                               "Left out of both, a thing may be made up for by what is left in, so what each carries does not add up to the ratio. Gaps: what a cache holds "
                               "back, or a timer’s beat.");
    doc_caption(r->doc, &note);
}

/* "Bank: about 9 more weeks ..." for the parties of which it cannot be told. */
static void say_settles(struct report *r)
{
    struct result *weigh = r->results->weigh;
    struct sentence s = { RICH_INIT, NULL, 0 };
    struct tally more = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < r->facts->n_parties; i++) {
        size_t row = result_find(weigh, "group", r->facts->parties[i].id);
        if (row == result_rows(weigh) || weighed_is_told(weigh, row))
            continue;
        if (n++ >= SETTLED_MOST) {
            tally_add(&more, weigh, row);
            continue;
        }
        rich_add_format(&s.text, RICH_PLAIN, "%s%s: ", n > 1 ? " " : "What would settle it. ", r->facts->parties[i].name);
        sentence_cell(&s, RICH_PLAIN, weigh, row, "settles", AS_TEXT);
        rich_add(&s.text, RICH_PLAIN, ".");
    }
    if (more.n > 0) {
        rich_add(&s.text, RICH_PLAIN, " data/weigh.csv has ");
        sentence_tally(&s, RICH_PLAIN, &more);
        rich_add(&s.text, RICH_PLAIN, " more.");
    }
    if (n > 0)
        report_sentence(r, &s);
}

/* "Hours are those of Europe/Moscow for Bank, UTC for Clinic ..." */
static void say_clocks(struct report *r)
{
    struct result *weigh = r->results->weigh;
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < r->facts->n_parties; i++) {
        size_t row = result_find(weigh, "group", r->facts->parties[i].id);
        if (weighed_has_best(weigh, row) && *result_text(weigh, row, "clock") != '\0')
            buf_add_format(&b, "%s%s for %s", b.len > 0 ? ", " : "", result_text(weigh, row, "clock"), r->facts->parties[i].name);
    }
    if (b.len > 0) {
        struct buf all = BUF_INIT;
        buf_add_format(&all, "Hours are those of %s: of UTC and the zones that are stated, or else found, the one that suits people best.", b.at);
        report_say(r, TYPE_BODY, all.at);
        buf_release(&all);
    }
    buf_release(&b);
}

bool report_weigh(struct report *r, struct err *err)
{
    doc_section(r->doc, "Weighing", "weigh");
    if (result_rows(r->results->weigh) == 0) {
        report_say(r, TYPE_BODY, "What may have made the visits was not weighed.");
        return true;
    }
    report_say(r, TYPE_BODY,
               "Each proposition says when the next visit comes, given all that came before. It is fitted to some weeks (or days) and measured on the others, so being "
               "supple gains it nothing; the ratio of two says how many times more probable the visits are under the one. It is about the visits: what "
               "was probable beforehand is for the reader to say, and what was not weighed may do better than all of these.");
    report_note(r, "Likelihood ratio: how many times more probable the same visits are under one proposition than under another.");
    report_closed(r);
    say_clocks(r);
    add_propositions(r);
    if (!report_figure(r, "weigh", err))
        return false;
    if (result_rows(r->results->weigh_features) > 0)
        add_features(r);
    say_settles(r);
    return true;
}
