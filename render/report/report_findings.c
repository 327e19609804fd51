/* report_findings.c -- page 1: the question, the data in one line, a picture, the findings that answer it, and what cannot be told;
   behind it the section of the further findings. */

#include "paper/layout.h"
#include "section.h"
#include "words/label.h"
#include "words/number.h"
#include <ctype.h>
#include <stdlib.h>

/* --- words that a reader may not know ------------------------------------------------------ */

/* What shows in a sentence that the word is used, and what it means. */
static const struct {
    const char *sign, *other, *means;
} terms[] = {
    { "p" NARROW_SPACE, NULL, "p: how often chance alone shows as much." },
    { "q" NARROW_SPACE, "q .", "q: a p that has paid for every day and hour searched." },
    { "visit", NULL, NULL }, /* with the gap that the case states */
    { " timer", NULL, "Timer: a program that acts at set times." },
    { "cache", "TTL", "Cache: answers by itself for the TTL of an answer." },
    { "UTC+", "UTC" REAL_MINUS, "UTC+3: clocks three hours ahead of Greenwich." },
    { "times more probable", "times as probable", "So many times more probable are the visits, not the claim." },
    { "session", NULL, "Session: lookups of one client, close in time." },
    { "r" NARROW_SPACE "=", NULL, "r: how alike counts are, 0 not at all, 1 wholly." },
};
#define TERMS (sizeof terms / sizeof terms[0])

static bool uses(const struct sentence *s, size_t term)
{
    const char *text = rich_text(&s->text);
    return strstr(text, terms[term].sign) != NULL || (terms[term].other != NULL && strstr(text, terms[term].other) != NULL);
}

static void say_term(struct rich *note, const struct facts *f, size_t term)
{
    struct buf gap = BUF_INIT;
    number_duration(&gap, f->visit_gap_s);
    rich_add(note, RICH_PLAIN, note->text.len > 0 ? " " : "");
    if (terms[term].means != NULL)
        rich_add(note, RICH_PLAIN, terms[term].means);
    else
        rich_add_format(note, RICH_PLAIN, "Visit: records of a party less than %s apart, taken as one.", gap.at);
    buf_release(&gap);
}

/* --- what has room ---------------------------------------------------------------------------- */

/* Lines that TEXT takes where findings, or their notes, stand. */
static size_t lines(struct report *r, enum type type, const struct rich *text)
{
    return r->measure->class->lines(r->measure, type, text, type == TYPE_NOTE ? LAYOUT_MARGIN : LAYOUT_FINDING);
}

/* Lines of a note beside the finding, the link below not counted: as high as its text, and two at least, for its sketch is as high. */
static size_t note_room(struct report *r, const struct rich *text)
{
    double high = (double) lines(r, TYPE_FINDING, text) * type_style(TYPE_FINDING)->leading;
    size_t room = (size_t) (high / type_style(TYPE_NOTE)->leading);
    return room > 3 ? room - 1 : 2;
}

/* The words that a finding uses first, as far as its margin has room for what they mean. */
static void explain_beside(struct report *r, const struct finding *f, const struct rich *text, struct rich *note, bool *told)
{
    for (size_t i = 0; i < TERMS; i++) {
        struct rich longer = RICH_INIT;
        if (told[i] || !uses(&f->said, i))
            continue;
        rich_copy(&longer, note);
        say_term(&longer, r->facts, i);
        told[i] = lines(r, TYPE_NOTE, &longer) <= note_room(r, text);
        if (told[i])
            say_term(note, r->facts, i);
        rich_release(&longer);
    }
}

/* The others that page 1 uses. */
static void explain_rest(struct report *r, const bool *told)
{
    struct rich note = RICH_INIT;
    for (size_t i = 0; i < TERMS; i++) {
        bool used = false;
        for (size_t k = 0; k < r->summary->n; k++)
            used = used || (r->summary->findings[k].front && uses(&r->summary->findings[k].said, i));
        if (used && !told[i])
            say_term(&note, r->facts, i);
    }
    doc_note(r->doc, &note);
}

/* --- long names ------------------------------------------------------------------------------- */

#define NAME_MOST 30 /* columns of a name on page 1 */

/* The name cut in its middle, the caller's to free; NULL where it is short, or where another party's would become the same. */
static char *short_name(const struct facts *f, size_t party)
{
    char *name = label_middle(f->parties[party].name, NAME_MOST);
    bool good = strcmp(name, f->parties[party].name) != 0;
    for (size_t i = 0; i < f->n_parties && good; i++) {
        char *other = label_middle(f->parties[i].name, NAME_MOST);
        good = i == party || strcmp(name, other) != 0;
        free(other);
    }
    if (good)
        return name;
    free(name);
    return NULL;
}

static size_t length_of(const struct party *p) { return strlen(p->name); }

/* Page 1 has room for more findings so; the table of parties has the names whole.  Longer names first, for one may hold another. */
static void shorten_names(const struct facts *f, struct rich *text)
{
    size_t longest = 0;
    for (size_t i = 0; i < f->n_parties; i++)
        longest = length_of(&f->parties[i]) > longest ? length_of(&f->parties[i]) : longest;
    for (size_t length = longest; length > NAME_MOST; length--)
        for (size_t i = 0; i < f->n_parties; i++) {
            char *name = length_of(&f->parties[i]) == length ? short_name(f, i) : NULL;
            if (name != NULL)
                rich_replace(text, f->parties[i].name, name);
            free(name);
        }
}

/* --- findings --------------------------------------------------------------------------------- */

/* Where room is short a finding is its brief. */
static void add_brief(struct report *r, const struct finding *f)
{
    struct buf b = BUF_INIT;
    if (f->brief.len == 0)
        return;
    buf_add_format(&b, "%s%s.", summary_lead(f), f->brief.at);
    struct rich text = rich_of(RICH_PLAIN, b.at);
    shorten_names(r->facts, &text);
    text.text.at[0] = (char) toupper((unsigned char) text.text.at[0]);
    doc_brief(r->doc, &text);
    buf_release(&b);
}

/* TOLD: the words that were explained so far. */
static void add_finding(struct report *r, const struct finding *f, bool *told)
{
    struct rich text = RICH_INIT, note = RICH_INIT;
    struct sketch sketch = { NULL, 0 };
    rich_copy(&text, &f->said.text);
    shorten_names(r->facts, &text);
    rich_copy(&note, &f->note);
    explain_beside(r, f, &text, &note, told);
    sketch_copy(&sketch, &f->sketch);
    doc_finding(r->doc, &sketch, &text, f->target);
    doc_note(r->doc, &note);
    doc_evidence(r->doc, f->said.evidence, f->said.n_evidence);
}

/* "Also found: lasting changes, hours of work": what stands behind page 1. */
static void name_further(struct report *r)
{
    struct rich text = RICH_INIT;
    struct sketch none = { NULL, 0 };
    for (size_t i = 0; i < r->summary->n; i++)
        if (!r->summary->findings[i].front)
            rich_add_format(&text, RICH_PLAIN, "%s%s", text.text.len > 0 ? ", " : "Also found: ", summary_about(&r->summary->findings[i]));
    if (text.text.len > 0) {
        rich_add(&text, RICH_PLAIN, ".");
        doc_finding(r->doc, &none, &text, "further");
    }
    rich_release(&text);
}

static void add_unknown(struct report *r, const bool *told)
{
    report_say(r, TYPE_HEAD, "What these data cannot tell");
    for (size_t i = 0; i < r->summary->n_unknown; i++) {
        struct rich text = RICH_INIT;
        rich_copy(&text, &r->summary->unknown[i].text);
        shorten_names(r->facts, &text);
        doc_text(r->doc, TYPE_BODY, &text);
        doc_evidence(r->doc, r->summary->unknown[i].evidence, r->summary->unknown[i].n_evidence);
        if (i == 0)
            explain_rest(r, told);
    }
}

static void add_data(struct report *r)
{
    struct rich text = RICH_INIT;
    rich_copy(&text, &r->summary->data.text);
    doc_text(r->doc, TYPE_BODY, &text);
    doc_evidence(r->doc, r->summary->data.evidence, r->summary->data.n_evidence);
    report_note(r, r->facts->synthetic ? "Synthetic: made by a simulator whose truth is known. No real party is meant."
                                       : "Record: one request in a log. Sensor: the place where a log was kept.");
    doc_keep(r->doc);
}

bool report_findings(struct report *r, struct err *err)
{
    const struct summary *s = r->summary;
    bool told[TERMS] = { false };
    report_say(r, TYPE_TITLE, r->facts->title);
    if (*r->facts->question != '\0')
        report_say(r, TYPE_QUESTION, r->facts->question);
    add_data(r);
    if (!report_figure(r, "front", err))
        return false;
    for (size_t i = 0; i < s->n; i++)
        if (s->findings[i].front) {
            add_finding(r, &s->findings[i], told);
            add_brief(r, &s->findings[i]);
        }
    name_further(r);
    add_unknown(r, told);
    return true;
}

void report_further(struct report *r)
{
    bool begun = false, told[TERMS] = { false };
    for (size_t i = 0; i < r->summary->n; i++) {
        if (r->summary->findings[i].front)
            continue;
        if (!begun) {
            doc_section(r->doc, "Further findings", "further");
            report_first(r);
        }
        begun = true;
        add_finding(r, &r->summary->findings[i], told);
    }
}
