/* report_screen.c -- within the section People or a machine: every pair of a client and a target, where the case had them looked through. */

#include "facts/timing.h"
#include "section.h"
#include "words/number.h"
#include <math.h>
#include <string.h>

#define ROWS_MOST 8
#define DISCOVERY .05 /* the share of false ones among those that are said to show a cadence; the screen's verdicts rest on it, too */

static bool has_cadence(struct result *c, size_t row) { return result_number(c, row, "q_value") <= DISCOVERY; }

static struct tally rows_that(struct result *c, bool (*test)(struct result *c, size_t row))
{
    struct tally found = { .of = c };
    for (size_t i = 0; i < result_rows(c); i++)
        if (test(c, i))
            tally_add(&found, c, i);
    return found;
}

/* "2 are machine-like": of those that show a cadence. */
static void say_machines(struct sentence *s, struct result *c)
{
    struct tally machines = rows_that(c, timing_is_machine);
    size_t n = machines.n;
    if (n > 0)
        sentence_tally(s, RICH_PLAIN, &machines);
    rich_add(&s->text, RICH_PLAIN, n == 0 ? "none" : "");
    rich_add_format(&s->text, RICH_PLAIN, " of these %s machine-like, in whole or in part (mixed)", n > 1 ? "are" : "is");
    tally_release(&machines);
}

static void say_found(struct sentence *s, struct result *c)
{
    struct tally cadences = rows_that(c, has_cadence);
    size_t n = cadences.n;
    if (n > 0)
        sentence_tally(s, RICH_BOLD, &cadences);
    rich_add(&s->text, RICH_BOLD, n == 0 ? "none" : "");
    rich_add_format(&s->text, RICH_PLAIN, " show%s a cadence at a false discovery rate of one in twenty", n > 1 ? "" : "s");
    tally_release(&cadences);
    if (n > 0) {
        rich_add(&s->text, RICH_PLAIN, "; ");
        say_machines(s, c);
    }
}

static void say_pairs(struct report *r, struct result *c)
{
    struct sentence s = { RICH_INIT, NULL, 0 };
    rich_add(&s.text, RICH_PLAIN, "Of ");
    size_t n = sentence_rows(&s, RICH_PLAIN, c);
    rich_add_format(&s.text, RICH_PLAIN, " pair%s of a client and a target that %s looked through, ", n == 1 ? "" : "s", n == 1 ? "was" : "were");
    sentence_filled(&s, RICH_PLAIN, c, "q_value");
    rich_add(&s.text, RICH_PLAIN, " had enough visits to be judged, and ");
    say_found(&s, c);
    rich_add(&s.text, RICH_PLAIN, ".");
    report_sentence(r, &s);
}

/* "192.0.2.11,mail.example.com": what asked, which holds no comma, and for what. */
static void cell_pair(struct table *t, const char *group)
{
    struct buf client = BUF_INIT;
    size_t n = strcspn(group, ",");
    buf_add(&client, group, n);
    cell_label(t, RICH_PLAIN, n > 0 ? client.at : "", 40);
    cell_label(t, RICH_PLAIN, group[n] == ',' ? group + n + 1 : "", 80);
    buf_release(&client);
}

/* "±54 s": how far the end of the interval that is further away lies. */
static void cell_within(struct table *t, double period, double lo, double hi)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "±");
    number_period(&b, fmax(hi - period, period - lo));
    table_cell(t, RICH_LIGHT, isfinite(lo) && isfinite(hi) ? b.at : "");
    buf_release(&b);
}

static void add_row(struct table *t, struct result *c, size_t row)
{
    struct buf b = BUF_INIT;
    double period = result_number(c, row, "period_s");
    if (isfinite(period))
        number_period(&b, period);
    cell_pair(t, result_text(c, row, "group"));
    cell_count(t, result_number(c, row, "n"));
    table_cell(t, RICH_PLAIN, b.len > 0 ? b.at : "");
    cell_within(t, period, result_number(c, row, "lo95_s"), result_number(c, row, "hi95_s"));
    cell_p(t, result_number(c, row, "q_value"));
    cell_label(t, RICH_PLAIN, result_text(c, row, "verdict"), 40);
    buf_release(&b);
}

/* The first ranks, as far as they were judged. */
static void add_ranks(struct report *r, struct result *c)
{
    static const struct column columns[] = {
        { COLUMN_TEXT, "Client" }, { COLUMN_WRAP, "Target" }, { COLUMN_NUMBER, "Visits" }, { COLUMN_TEXT, "Period" },
        { COLUMN_TEXT, "95" NARROW_SPACE "%" }, { COLUMN_NUMBER, "q" }, { COLUMN_TEXT, "Timing" },
    };
    struct table *t = TABLE_OF(columns);
    for (size_t i = 0; i < result_rows(c) && table_rows(t) < ROWS_MOST; i++)
        if (isfinite(result_number(c, i, "q_value")))
            add_row(t, c, i);
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(
        RICH_PLAIN,
        "The first ranks of all pairs, the most like a machine first; data/screen.csv has them all. q: p adjusted over all pairs that were judged (Benjamini "
        "and Hochberg), where those that look like chance at first sight have p" NARROW_SPACE "=" NARROW_SPACE "1; a cadence is said up to .05. Period: where "
        "the pair’s own p, unadjusted, is .05 at most; ± leads to the further end of its interval. The reasons stand in the file.");
    doc_caption(r->doc, &note);
}

void report_screen(struct report *r)
{
    struct result *c = r->results->screen;
    if (!r->facts->screen)
        return;
    report_say(r, TYPE_HEAD, "Every pair of a client and a target");
    if (result_rows(c) == 0) {
        report_say(r, TYPE_BODY, "There is no pair to look through.");
        return;
    }
    say_pairs(r, c);
    add_ranks(r, c);
}
