#include "label.h"
#include "summary_parts.h"
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

/* The cell's value, kept as evidence when it is a number. */
double summary_cite(struct finding *f, struct result *r, size_t row, const char *column)
{
    double value = result_number(r, row, column);
    if (!isfinite(value))
        return value;
    f->evidence = mem_resize(f->evidence, (f->n_evidence + 1) * sizeof *f->evidence);
    f->evidence[f->n_evidence++] =
        (struct evidence){ .file = result_name(r), .column = column, .line = result_line(r, row), .value = value };
    return value;
}

bool summary_has(const struct summary *s, const char *id)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->findings[i].id, id) == 0)
            return true;
    return false;
}

void summary_cannot(struct summary *s, struct buf *sentence)
{
    s->unknown = mem_resize(s->unknown, (s->n_unknown + 1) * sizeof *s->unknown);
    s->unknown[s->n_unknown++] = buf_detach(sentence);
}

void summary_cannot_text(struct summary *s, const char *text)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, text);
    summary_cannot(s, &b);
}

/* --- words ---------------------------------------------------------------------- */

const char *summary_plural(double n)
{
    return n == 1 ? "" : "s";
}

void summary_interval(struct buf *b, double lo, double hi)
{
    if (!isfinite(lo) || !isfinite(hi))
        return;
    buf_add_text(b, " (");
    number_fixed(b, lo * 100, hi < .1 ? 2 : 1);
    buf_add_text(b, EN_DASH);
    number_fixed(b, hi * 100, hi < .1 ? 2 : 1);
    buf_add_text(b, NARROW_SPACE "%)");
}

bool summary_verdict(const struct result *r, size_t row, const char *start)
{
    return result_begins(r, row, "verdict", start);
}

/* --- the data, and what they cannot tell ---------------------------------------------------- */

static double sum_of(struct result *r, const char *column)
{
    double sum = 0;
    for (size_t i = 0; i < result_rows(r); i++)
        sum += (double) result_int(r, i, column);
    return sum;
}

static size_t count_sensors(const struct result *inputs)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(inputs); i++)
        n += result_find(inputs, "sensor", result_text(inputs, i, "sensor")) == i;
    return n;
}

/* A night's report looks back so far and no farther. */
static void say_looked(struct summary *s, struct results *r)
{
    size_t all = result_find(r->looked, "what", "all"), recent = result_find(r->looked, "what", "recent");
    int64_t of = result_int(r->looked, all, "days"), days = result_int(r->looked, recent, "days");
    if (days < of)
        rich_add_format(&s->data, RICH_PLAIN, " A night’s report: of the %lld days in these files it looks at the last %lld.", (long long) of,
                        (long long) days);
}

static void say_data(struct summary *s, const struct facts *f, struct results *r)
{
    double lines = sum_of(r->inputs, "lines"), rejected = sum_of(r->inputs, "rejected");
    double aside = sum_of(r->inputs, "set_aside");
    double records = sum_of(r->share, "count"), files = (double) result_rows(r->inputs);
    size_t sensors = count_sensors(r->inputs);
    SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) lines));
    rich_add_format(&s->data, RICH_PLAIN, " line%s in %.0f file%s of %zu sensor%s, ", summary_plural(lines), files, summary_plural(files),
                    sensors, summary_plural((double) sensors));
    if (files == 0) {
        rich_add(&s->data, RICH_PLAIN, "nothing was watched.");
        return;
    }
    SAY(&s->data, RICH_PLAIN, number_days(b, f->first_day, f->last_day));
    rich_add_format(&s->data, RICH_PLAIN, " (%lld day%s, UTC); ", (long long) facts_days(f), summary_plural((double) facts_days(f)));
    SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) records));
    rich_add_format(&s->data, RICH_PLAIN, " record%s after repeats were resolved, ", summary_plural(records));
    if (rejected == 0)
        rich_add(&s->data, RICH_PLAIN, "no line rejected");
    else {
        SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) rejected));
        rich_add_format(&s->data, RICH_PLAIN, " line%s rejected", summary_plural(rejected));
    }
    if (aside > 0) {
        rich_add(&s->data, RICH_PLAIN, ", ");
        SAY(&s->data, RICH_PLAIN, number_count(b, (int64_t) aside));
        rich_add(&s->data, RICH_PLAIN, " set aside");
    }
    rich_add(&s->data, RICH_PLAIN, ".");
    say_looked(s, r);
}

/* Captures that were made anonymous begin at 0. */
static void cannot_date(struct summary *s, struct results *r)
{
    struct buf b = BUF_INIT;
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r->inputs); i++) {
        const char *first = result_text(r->inputs, i, "first");
        if (first[0] == '\0' || strcmp(first, FIRST_DATED) >= 0 || n++ > 0)
            continue;
        buf_add_text(&b, "The times of ");
        label_add(&b, text_of(result_text(r->inputs, i, "path")), 60);
    }
    if (n > 1)
        buf_add_format(&b, " and of %zu more file%s", n - 1, summary_plural((double) n - 1));
    if (n > 0) {
        buf_add_text(&b, " count from 0, not from a date: only distances between them mean something, and what this report says of "
                         "hours, weekdays and dates there means nothing.");
        summary_cannot(s, &b);
    }
    buf_release(&b);
}

/* What no log of its kind can tell, in one sentence. */
static void cannot_ever(struct summary *s, const struct facts *f, struct results *r)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, "An address is not a person");
    if (result_rows(r->zone) > 0)
        buf_add_text(&b, ", an hour not a place");
    if (f->n_events > 0)
        buf_add_text(&b, ", a rise at an event not its effect");
    buf_add_text(&b, "; a silence may be the sensor’s, the network’s or the people’s. A record says that somebody asked, not who or why.");
    summary_cannot(s, &b);
}

static void say_unknown(struct summary *s, const struct facts *f, struct results *r)
{
    cannot_date(s, r);
    summary_cannot_zones(s, f, r);
    summary_cannot_windows(s, f, r);
    if (facts_days(f) < RHYTHM_DAYS && !summary_has(s, "rhythm"))
        summary_cannot_text(s, "Whether a rhythm of days or weeks is there: under two weeks of log show too few of them.");
    cannot_ever(s, f, r);
}

/* What a reader asks first comes first; ids that are not listed come last. */
static size_t rank(const struct finding *f)
{
    static const char *const order[] = {
        "share", "machine", "cache", "weigh", "zone", "mixture", "window", "spikes", "together", "names", "service", "silence", "change",
        "rhythm", "status",
    };
    size_t i = 0;
    while (i < sizeof order / sizeof order[0] && strcmp(order[i], f->id) != 0)
        i++;
    return i;
}

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
    say_unknown(s, f, r);
}

void summary_release(struct summary *s)
{
    rich_release(&s->data);
    for (size_t i = 0; i < s->n; i++) {
        rich_release(&s->findings[i].text);
        rich_release(&s->findings[i].note);
        buf_release(&s->findings[i].brief);
        sketch_release(&s->findings[i].sketch);
        free(s->findings[i].evidence);
    }
    for (size_t i = 0; i < s->n_unknown; i++)
        free(s->unknown[i]);
    free(s->unknown);
    *s = (struct summary){ .n = 0 };
}
