#include "report.h"
#include "charts/charts.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

void report_first(struct report *r)
{
    size_t sections = 0;
    for (size_t i = 0; i < doc_blocks(r->doc); i++)
        sections += doc_block(r->doc, i)->kind == BLOCK_SECTION;
    if (sections == 1)
        doc_fresh(r->doc);
}

void report_say(struct report *r, enum type type, const char *text)
{
    struct rich rich = rich_of(RICH_PLAIN, text);
    doc_text(r->doc, type, &rich);
}

void report_sentence(struct report *r, struct sentence *s)
{
    struct rich text = rich_move(&s->text);
    doc_text(r->doc, TYPE_BODY, &text);
    doc_evidence(r->doc, s->evidence, s->n_evidence);
    sentence_release(s);
}

void report_note(struct report *r, const char *text)
{
    struct rich note = rich_of(RICH_PLAIN, text);
    doc_note(r->doc, &note);
}

void report_closed(struct report *r)
{
    struct result *looked = r->results->looked;
    when_t end = result_when(looked, result_find(looked, "what", "closed"), "end");
    struct buf b = BUF_INIT;
    if (end == result_when(looked, result_find(looked, "what", "recent"), "end"))
        return;
    buf_add_text(&b, "In a night’s report this looks through ");
    number_day(&b, when_day_of(end) - 1);
    buf_add_text(&b, ": what costs much is made anew every few days.");
    report_note(r, b.at);
    buf_release(&b);
}

void report_rest(struct report *r, size_t shown, size_t of, const char *name)
{
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%zu of %zu rows are shown; data/%s.csv has all.", shown, of, name);
    report_say(r, TYPE_BODY, b.at);
    buf_release(&b);
}

static void place_figure(struct report *r, const char *name, const struct plot *p)
{
    bool wide = plot_width(p) > PLOT_MAIN_MM + 1;
    struct buf stem = BUF_INIT;
    buf_add_format(&stem, "%s/%s", r->figures, name);
    doc_figure(r->doc, stem.at, plot_said(p, PLOT_TITLE), wide);
    buf_release(&stem);
    if (!wide) {
        report_note(r, plot_said(p, PLOT_CAPTION));
        return;
    }
    doc_keep(r->doc);
    struct rich caption = rich_of(RICH_PLAIN, plot_said(p, PLOT_CAPTION));
    doc_caption(r->doc, &caption);
}

bool report_figure(struct report *r, const char *name, struct err *err)
{
    struct plot *p = chart_find(name)(r->facts, r->data, err);
    if (p == NULL)
        return false;
    if (plot_is_empty(p))
        report_say(r, TYPE_BODY, plot_said(p, PLOT_EMPTY));
    else
        place_figure(r, name, p);
    plot_free(p);
    return true;
}

/* What the records say; without any there is nothing to ask. */
static bool add_questions(struct report *r, struct err *err)
{
    return !facts_has_records(r->facts) ||
           (report_who(r, err) && report_when(r, err) && report_rhythm(r, err) && report_machine(r, err) && report_zone(r, err) &&
            report_weigh(r, err) && report_events(r, err) && report_spikes(r, err) && report_asked(r, err) && report_together(r, err));
}

bool report_build(struct report *r, struct err *err)
{
    if (!report_findings(r, err))
        return false;
    report_further(r);
    if (!add_questions(r, err) || !report_coverage(r, err))
        return false;
    if (facts_has_records(r->facts))
        report_methods(r);
    report_limits(r);
    return report_provenance(r, err);
}

/* --- cells ---------------------------------------------------------------------------- */

static void put(struct table *t, unsigned look, struct buf *b)
{
    table_cell(t, look, b->at == NULL ? "" : b->at);
    buf_release(b);
}

void cell_count(struct table *t, double n)
{
    struct buf b = BUF_INIT;
    if (isfinite(n))
        number_count(&b, (int64_t) n);
    put(t, RICH_PLAIN, &b);
}

void cell_fixed(struct table *t, double x, int decimals)
{
    struct buf b = BUF_INIT;
    if (isfinite(x))
        number_fixed(&b, x, decimals);
    put(t, RICH_PLAIN, &b);
}

void cell_significant(struct table *t, double x, int digits)
{
    struct buf b = BUF_INIT;
    if (isfinite(x))
        number_significant(&b, x, digits);
    put(t, RICH_PLAIN, &b);
}

void cell_percent(struct table *t, double fraction)
{
    struct buf b = BUF_INIT;
    if (isfinite(fraction)) {
        number_fixed(&b, fraction * 100, fraction < .0995 ? 2 : 1);
        buf_add_text(&b, NARROW_SPACE "%");
    }
    put(t, RICH_PLAIN, &b);
}

void cell_interval(struct table *t, double lo, double hi, double scale, int decimals)
{
    struct buf b = BUF_INIT;
    if (isfinite(lo) && isfinite(hi)) {
        number_fixed(&b, lo * scale, decimals);
        buf_add_text(&b, lo < 0 ? " to " : EN_DASH);
        number_fixed(&b, hi * scale, decimals);
    }
    put(t, RICH_LIGHT, &b);
}

void cell_p(struct table *t, double p)
{
    struct buf b = BUF_INIT;
    if (isfinite(p))
        number_p_bare(&b, p);
    put(t, p <= .05 ? RICH_BOLD : RICH_PLAIN, &b);
}

void cell_label(struct table *t, unsigned look, const char *text, size_t limit)
{
    struct buf b = BUF_INIT;
    label_add(&b, text_of(text), limit);
    put(t, look, &b);
}

void cell_group(struct table *t, const struct facts *f, const char *group)
{
    cell_label(t, RICH_PLAIN, facts_group_name(f, group), 22);
}

void cell_moment(struct table *t, when_t when)
{
    struct buf b = BUF_INIT;
    if (when != WHEN_MIN)
        number_moment(&b, when);
    put(t, RICH_PLAIN, &b);
}

void cell_offset(struct table *t, double hours)
{
    struct buf b = BUF_INIT;
    if (isfinite(hours))
        number_offset(&b, hours);
    put(t, RICH_PLAIN, &b);
}

void cell_offsets(struct table *t, double lo, double hi)
{
    struct buf b = BUF_INIT;
    if (isfinite(lo) && isfinite(hi)) {
        number_offset(&b, lo);
        buf_add_text(&b, " to ");
        number_offset(&b, hi);
    }
    put(t, RICH_LIGHT, &b);
}
