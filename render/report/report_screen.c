/* report_screen.c -- within the section People or a machine: every pair of a client and a target, where the case had them looked through. */

#include "section.h"
#include "words/number.h"
#include <math.h>

static void say_count(struct sentence *s, unsigned look, const char *column, const char *as, size_t n)
{
    if (n > 0)
        sentence_counted(s, look, "screen", column, as, n);
    else
        rich_add(&s->text, look, "none");
}

/* "2 show a cadence ...; 1 of these is machine-like". */
static void say_found(struct sentence *s, const struct screened *c)
{
    say_count(s, RICH_BOLD, "q_value", "at most .05", c->cadences);
    rich_add_format(&s->text, RICH_PLAIN, " show%s a cadence at a false discovery rate of one in twenty", c->cadences > 1 ? "" : "s");
    if (c->cadences == 0)
        return;
    rich_add(&s->text, RICH_PLAIN, "; ");
    say_count(s, RICH_PLAIN, "verdict", "machine-like or mixed, where q_value is at most .05", c->machines);
    rich_add_format(&s->text, RICH_PLAIN, " of these %s machine-like, in whole or in part (mixed)", c->machines > 1 ? "are" : "is");
}

static void say_pairs(struct report *r, const struct screened *c)
{
    struct sentence s = { RICH_INIT, NULL, 0 };
    bool one = c->rows == 1;
    rich_add(&s.text, RICH_PLAIN, "Of ");
    sentence_counted(&s, RICH_PLAIN, "screen", "", "rows", c->rows);
    rich_add_format(&s.text, RICH_PLAIN, " pair%s of a client and a target that %s looked through, ", one ? "" : "s", one ? "was" : "were");
    sentence_counted(&s, RICH_PLAIN, "screen", "q_value", "filled", c->judged);
    rich_add(&s.text, RICH_PLAIN, " had enough visits to be judged, and ");
    say_found(&s, c);
    rich_add(&s.text, RICH_PLAIN, ".");
    report_sentence(r, &s);
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

static void add_row(struct table *t, const struct screened_pair *p)
{
    struct buf b = BUF_INIT;
    if (isfinite(p->period_s))
        number_period(&b, p->period_s);
    cell_label(t, RICH_PLAIN, p->client, 40);
    cell_label(t, RICH_PLAIN, p->target, 80);
    cell_count(t, p->n);
    table_cell(t, RICH_PLAIN, b.len > 0 ? b.at : "");
    cell_within(t, p->period_s, p->lo95_s, p->hi95_s);
    cell_p(t, p->q);
    cell_label(t, RICH_PLAIN, p->verdict, 40);
    buf_release(&b);
}

/* The first ranks, as far as they were judged. */
static void add_ranks(struct report *r, const struct screened *c)
{
    static const struct column columns[] = {
        { COLUMN_TEXT, "Client" }, { COLUMN_WRAP, "Target" }, { COLUMN_NUMBER, "Visits" }, { COLUMN_TEXT, "Period" },
        { COLUMN_TEXT, "95" NARROW_SPACE "%" }, { COLUMN_NUMBER, "q" }, { COLUMN_TEXT, "Timing" },
    };
    if (c->n_first == 0)
        return;
    struct table *t = TABLE_OF(columns);
    for (size_t i = 0; i < c->n_first; i++)
        add_row(t, &c->first[i]);
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
    const struct screened *c = r->screened;
    if (c == NULL)
        return;
    report_say(r, TYPE_HEAD, "Every pair of a client and a target");
    if (c->rows == 0) {
        report_say(r, TYPE_BODY, "There is no pair to look through.");
        return;
    }
    say_pairs(r, c);
    add_ranks(r, c);
}
