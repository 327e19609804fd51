#include "section.h"
#include "charts/charts.h"
#include "words/number.h"

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
