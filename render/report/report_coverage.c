/* report_coverage.c -- the section Coverage. */

#include "section.h"
#include "words/number.h"
#include <math.h>

#define SILENCES_MOST 30
#define REJECTS_MOST 30

/* Bold where the verdict is a silence: its level is stricter than that of the other tables. */
static void cell_silence_p(struct table *t, double p, bool silence)
{
    struct buf b = BUF_INIT;
    if (isfinite(p))
        number_p_bare(&b, p);
    table_cell(t, silence ? RICH_BOLD : RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

static void add_silences(struct report *r)
{
    struct result *c = r->results->coverage;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Series");
    table_column(t, COLUMN_TEXT, "From (UTC)");
    table_column(t, COLUMN_NUMBER, "hours");
    table_column(t, COLUMN_NUMBER, "exp.");
    table_column(t, COLUMN_NUMBER, "p, adj.");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(c) && table_rows(t) < SILENCES_MOST; i++) {
            if (result_is(c, i, "verdict", "silence") != (pass == 0))
                continue;
            cell_group(t, r->facts, result_text(c, i, "series"));
            cell_moment(t, result_when(c, i, "start"));
            cell_fixed(t, result_number(c, i, "duration_s") / 3600, 1);
            cell_fixed(t, result_number(c, i, "expected"), 1);
            cell_silence_p(t, result_number(c, i, "p_adjusted"), pass == 0);
            cell_label(t, RICH_PLAIN, result_text(c, i, "verdict"), 100);
        }
    if (table_rows(t) == 0) {
        table_free(t);
        report_say(r, TYPE_BODY, "No silence was looked for, or none could be told.");
        return;
    }
    doc_table(r->doc, t);
    report_note(r, "The longest gaps. exp.: visits that the rhythm of the series leads one to expect within the gap. Null model: visits that "
                   "come by the hour of the week, bursts included; p of the longest gap, adjusted for the number of series.");
    if (result_rows(c) > SILENCES_MOST)
        report_rest(r, SILENCES_MOST, result_rows(c), "coverage");
}

static void say_none_rejected(struct report *r)
{
    struct result *inputs = r->results->inputs;
    struct sentence s = { RICH_INIT, NULL, 0 };
    bool aside = false;
    for (size_t i = 0; i < result_rows(inputs); i++)
        aside = aside || result_number(inputs, i, "set_aside") > 0;
    rich_add(&s.text, RICH_PLAIN, "Every line of every input was read and none was rejected");
    if (aside) {
        rich_add(&s.text, RICH_PLAIN, "; ");
        double n = sentence_sum(&s, RICH_PLAIN, inputs, "set_aside");
        rich_add_format(&s.text, RICH_PLAIN, " %s set aside: well formed, but no contact (a header, an answer, a debug line)", n == 1 ? "was" : "were");
    }
    rich_add(&s.text, RICH_PLAIN, ".");
    report_sentence(r, &s);
}

static void add_rejects(struct report *r)
{
    struct result *rejects = r->results->rejects;
    struct table *t;
    if (result_rows(rejects) == 0) {
        say_none_rejected(r);
        return;
    }
    t = table_new();
    table_column(t, COLUMN_WRAP, "Input");
    table_column(t, COLUMN_WRAP, "Reason");
    table_column(t, COLUMN_NUMBER, "Lines");
    for (size_t i = 0; i < result_rows(rejects) && i < REJECTS_MOST; i++) {
        cell_label(t, RICH_PLAIN, result_text(rejects, i, "batch"), 120);
        cell_label(t, RICH_PLAIN, result_text(rejects, i, "reason"), 120);
        cell_count(t, result_number(rejects, i, "lines"));
    }
    report_say(r, TYPE_HEAD, "Lines that were not counted");
    doc_table(r->doc, t);
    report_note(r, "Rejected lines did not parse; lines set aside are well formed but no contact (an answer, a debug line). Both are "
                   "kept whole beside the batch.");
}

bool report_coverage(struct report *r, struct err *err)
{
    doc_section(r->doc, "Coverage", "coverage");
    report_first(r);
    report_say(r, TYPE_BODY, "What was watched, what fell silent that ought not to have, and does the record agree with itself?");
    if (!report_figure(r, "coverage", err))
        return false;
    add_rejects(r);
    add_silences(r);
    report_integrity(r);
    return true;
}
