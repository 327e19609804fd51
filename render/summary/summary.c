#include "summary_parts.h"
#include "words/label.h"
#include <math.h>
#include <stdlib.h>

/* Times before it count from 0 (base/when.h, WHEN_FIRST_DATED). */
#define FIRST_DATED "1980-01-01"

struct finding *summary_add(struct summary *s, const char *id, const char *target)
{
    if (s->n == FINDINGS_MOST)
        return NULL;
    struct finding *f = &s->findings[s->n++];
    *f = (struct finding){ .id = id, .target = target };
    return f;
}

bool summary_has(const struct summary *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->findings[i].id, id) == 0)
            return true;
    return false;
}

struct sentence *summary_cannot(struct summary *s)
{
    s->unknown = mem_resize(s->unknown, (s->n_unknown + 1) * sizeof *s->unknown);
    s->unknown[s->n_unknown] = (struct sentence){ RICH_INIT, NULL, 0 };
    return &s->unknown[s->n_unknown++];
}

void summary_strength_log10(struct finding *f, double log10_ratio)
{
    if (isfinite(log10_ratio))
        f->strength = fmax(f->strength, fmin(log10_ratio, STRENGTH_MOST));
}

/* The bound holds below 1 / e; a p above says nothing. */
void summary_strength_p(struct finding *f, double p)
{
    if (p < exp(-1))
        summary_strength_log10(f, p > 0 ? -log10(-exp(1) * p * log(p)) : STRENGTH_MOST);
}

/* --- words ---------------------------------------------------------------------- */

const char *summary_plural(double n)
{
    return n == 1 ? "" : "s";
}

void summary_and_more(struct sentence *said, struct tally *more, const char *before, const char *after)
{
    if (more->n > 0) {
        rich_add(&said->text, RICH_PLAIN, before);
        sentence_tally(said, RICH_PLAIN, more);
        rich_add(&said->text, RICH_PLAIN, after);
    }
    tally_release(more);
}

bool summary_verdict(const struct result *r, size_t row, const char *start)
{
    return result_begins(r, row, "verdict", start);
}

/* --- the data, and what they cannot tell ---------------------------------------------------- */

/* A night's report looks back so far and no farther. */
static void say_looked(struct sentence *data, struct results *r)
{
    size_t all = result_find(r->looked, "what", "all"), recent = result_find(r->looked, "what", "recent");
    if (!(result_int(r->looked, recent, "days") < result_int(r->looked, all, "days")))
        return;
    rich_add(&data->text, RICH_PLAIN, " A night’s report: of the ");
    sentence_cell(data, RICH_PLAIN, r->looked, all, "days", AS_COUNT);
    rich_add(&data->text, RICH_PLAIN, " days in these files it looks at the last ");
    sentence_cell(data, RICH_PLAIN, r->looked, recent, "days", AS_COUNT);
    rich_add(&data->text, RICH_PLAIN, ".");
}

static void say_span(struct sentence *data, const struct facts *f, struct results *r)
{
    struct buf days = BUF_INIT;
    number_days(&days, f->first_day, f->last_day);
    rich_add_format(&data->text, RICH_PLAIN, "%s (", days.at);
    if (isfinite(sentence_cell(data, RICH_PLAIN, r->looked, result_find(r->looked, "what", "recent"), "days", AS_COUNT)))
        rich_add_format(&data->text, RICH_PLAIN, " day%s, ", summary_plural((double) facts_days(f)));
    rich_add(&data->text, RICH_PLAIN, "UTC)");
    buf_release(&days);
}

/* "9 files of 3 sensors" */
static void say_files(struct sentence *data, struct results *r)
{
    double files = (double) sentence_rows(data, RICH_PLAIN, r->inputs);
    rich_add_format(&data->text, RICH_PLAIN, " file%s of ", summary_plural(files));
    double sensors = (double) sentence_kinds(data, RICH_PLAIN, r->inputs, "sensor");
    rich_add_format(&data->text, RICH_PLAIN, " sensor%s, ", summary_plural(sensors));
}

static double input_lines(struct results *r, const char *column)
{
    double sum = 0;
    for (size_t i = 0; i < result_rows(r->inputs); i++)
        sum += (double) result_int(r->inputs, i, column);
    return sum;
}

static void say_set_apart(struct sentence *data, struct results *r)
{
    double rejected = input_lines(r, "rejected");
    if (rejected > 0)
        sentence_sum(data, RICH_PLAIN, r->inputs, "rejected");
    rich_add_format(&data->text, RICH_PLAIN, rejected > 0 ? " line%s rejected" : "no line rejected", summary_plural(rejected));
    if (input_lines(r, "set_aside") > 0) {
        rich_add(&data->text, RICH_PLAIN, ", ");
        sentence_sum(data, RICH_PLAIN, r->inputs, "set_aside");
        rich_add(&data->text, RICH_PLAIN, " set aside");
    }
    rich_add(&data->text, RICH_PLAIN, ".");
}

static void say_data(struct summary *s, const struct facts *f, struct results *r)
{
    struct sentence *data = &s->data;
    if (result_rows(r->inputs) == 0) {
        rich_add(&data->text, RICH_PLAIN, "There was no line to read in any file.");
        return;
    }
    double lines = sentence_sum(data, RICH_PLAIN, r->inputs, "lines");
    rich_add_format(&data->text, RICH_PLAIN, " line%s in ", summary_plural(lines));
    say_files(data, r);
    say_span(data, f, r);
    rich_add(&data->text, RICH_PLAIN, "; ");
    double records = sentence_sum(data, RICH_PLAIN, r->share, "count");
    rich_add_format(&data->text, RICH_PLAIN, " record%s after repeats were resolved, ", summary_plural(records));
    say_set_apart(data, r);
    say_looked(data, r);
}

/* Captures that were made anonymous begin at 0. */
static void cannot_date(struct summary *s, struct results *r)
{
    struct sentence *said = NULL;
    struct tally more = { 0 };
    for (size_t i = 0; i < result_rows(r->inputs); i++) {
        const char *first = result_text(r->inputs, i, "first");
        if (first[0] == '\0' || strcmp(first, FIRST_DATED) >= 0)
            continue;
        if (said != NULL) {
            tally_add(&more, r->inputs, i);
            continue;
        }
        said = summary_cannot(s);
        rich_add(&said->text, RICH_PLAIN, "The times of ");
        sentence_cell(said, RICH_PLAIN, r->inputs, i, "path", AS_WORDS);
    }
    if (said == NULL)
        return;
    summary_and_more(said, &more, " and of ", more.n == 1 ? " more file" : " more files");
    rich_add(&said->text, RICH_PLAIN, " count from zero, not from a date: only distances between them mean something, and what this report says of "
                                      "hours, weekdays and dates there means nothing.");
}

/* What no log of its kind can tell, in one sentence. */
static void cannot_ever(struct summary *s, const struct facts *f, struct results *r)
{
    struct sentence *said = summary_cannot(s);
    rich_add(&said->text, RICH_PLAIN, "An address is not a person");
    rich_add(&said->text, RICH_PLAIN, result_rows(r->zone) > 0 ? ", an hour not a place" : "");
    rich_add(&said->text, RICH_PLAIN, f->n_events > 0 ? ", a rise at an event not its effect" : "");
    rich_add(&said->text, RICH_PLAIN,
             "; a silence may be the sensor’s, the network’s or the people’s. A record says that somebody asked, not who or why.");
}

static void say_unknown(struct summary *s, const struct facts *f, struct results *r)
{
    cannot_date(s, r);
    summary_cannot_zones(s, f, r);
    summary_cannot_windows(s, f, r);
    if (facts_days(f) < RHYTHM_DAYS && facts_has_records(f) && !summary_has(s, "rhythm"))
        rich_add(&summary_cannot(s)->text, RICH_PLAIN, "Whether a rhythm of days or weeks is there: under two weeks of log show too few of them.");
    cannot_ever(s, f, r);
}

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
    say_data(s, f, r);
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
    say_unknown(s, f, r);
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
