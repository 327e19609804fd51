#include "summary_parts.h"
#include <math.h>
#include <stdlib.h>

/* What a reader asks first comes first.  Of the findings of one question the first that speaks is its answer; those that are asked of
   every log are answered even where the answer is that nothing shows. */
enum question { WHO, WHAT, WHERE, EVENTS, PEAKS, RECORD, ASKED, WHEN, QUESTIONS };
static const struct {
    const char *id;
    enum question question;
    const char *about, *lead; /* summary_about, summary_lead */
} order[] = {
    { "share", WHO, "who asked", "" },
    { "weigh", WHAT, "people or a machine", "weighed: " },
    { "machine", WHAT, "timing", "" },
    { "cache", WHAT, "a cache", "" },
    { "mixture", WHERE, "one zone or two", "one zone or two: " },
    { "zone", WHERE, "hours of work", "hours of work: " },
    { "window", EVENTS, "declared windows", "" },
    { "spikes", PEAKS, "spikes", "" },
    { "change", PEAKS, "changes", "" },
    { "silence", RECORD, "silences", "" },
    { "together", ASKED, "clients together", "" },
    { "service", ASKED, "who was answered", "" },
    { "names", ASKED, "names", "" },
    { "rhythm", WHEN, "rhythm", "" },
    { "status", WHO, "answers", "" },
};
#define IDS (sizeof order / sizeof order[0])

/* ENFSI's scale of support begins here. */
#define SPEAKS log10(2)

/* Ids that are not listed come last. */
static size_t rank(const struct finding *f)
{
    size_t i = 0;
    while (i < IDS && strcmp(order[i].id, f->id) != 0)
        i++;
    return i;
}

static enum question question_of(const struct finding *f)
{
    return rank(f) < IDS ? order[rank(f)].question : QUESTIONS;
}

const char *summary_about(const struct finding *f) { return rank(f) < IDS ? order[rank(f)].about : f->id; }
const char *summary_lead(const struct finding *f) { return rank(f) < IDS ? order[rank(f)].lead : ""; }

/* Insertion: what has one rank keeps its order. */
static void put_in_order(struct summary *s)
{
    for (size_t i = 1; i < s->n; i++) {
        struct finding moved = s->findings[i];
        size_t k = i;
        for (; k > 0 && rank(&s->findings[k - 1]) > rank(&moved); k--)
            s->findings[k] = s->findings[k - 1];
        s->findings[k] = moved;
    }
}

/* The answer to Q: the first that speaks, else, of what is always asked, the first; s->n when there is none. */
static size_t find_answer(const struct summary *s, enum question q)
{
    size_t first = s->n;
    for (size_t i = 0; i < s->n; i++) {
        if (question_of(&s->findings[i]) != q)
            continue;
        if (s->findings[i].strength >= SPEAKS)
            return i;
        first = first == s->n && q <= EVENTS ? i : first;
    }
    return first;
}

/* The strongest that does not yet stand on page 1; of equals the first. */
static size_t find_strongest(const struct summary *s)
{
    size_t best = s->n;
    for (size_t i = 0; i < s->n; i++)
        if (!s->findings[i].front && (best == s->n || s->findings[i].strength > s->findings[best].strength))
            best = i;
    return best;
}

static void choose_front(struct summary *s)
{
    size_t n = 0;
    for (enum question q = WHO; q < QUESTIONS && n < SUMMARY_FRONT; q++) {
        size_t i = find_answer(s, q);
        if (i < s->n) {
            s->findings[i].front = true;
            n++;
        }
    }
    for (size_t i = find_strongest(s); n < SUMMARY_FRONT && i < s->n; n++, i = find_strongest(s))
        s->findings[i].front = true;
}

void summary_init(struct summary *s, const struct facts *f, struct results *r)
{
    *s = (struct summary){ .n = 0 };
    summary_data(s, f, r);
    summary_shares(s, f, r);
    summary_rhythm(s, f, r);
    summary_machine(s, f, r);
    summary_cache(s, f, r);
    summary_weigh(s, f, r);
    summary_zones(s, f, r);
    summary_mixture(s, f, r);
    summary_windows(s, f, r);
    summary_spikes(s, f, r);
    summary_changes(s, f, r);
    summary_silences(s, f, r);
    summary_names(s, f, r);
    summary_service(s, f, r);
    summary_together(s, f, r);
    if (!summary_has(s, "service"))
        summary_answers(s, f, r);
    put_in_order(s);
    choose_front(s);
    summary_unknown(s, f, r);
}

void summary_release(struct summary *s)
{
    sentence_release(&s->data);
    for (size_t i = 0; i < s->n; i++) {
        sentence_release(&s->findings[i].said);
        rich_release(&s->findings[i].note);
        buf_release(&s->findings[i].brief);
        sketch_release(&s->findings[i].sketch);
    }
    for (size_t i = 0; i < s->n_unknown; i++)
        sentence_release(&s->unknown[i]);
    free(s->unknown);
    *s = (struct summary){ .n = 0 };
}
