/* summary_machine.c -- people or a machine, and what a cache would make. */

#include "facts/timing.h"
#include "summary_parts.h"
#include "words/palette.h"
#include <math.h>

/* The verdicts of cadence.csv in the order in which they are told, and what each means. */
static const struct {
    const char *verdict, *means;
} words[] = {
    { "machine-like", "machine-like" },
    { "mixed", "a machine’s in part" },
    { "cache", "what a cache leaves of somebody’s demand" },
    { "people-like", "people-like: hours, and no timer’s beat" },
};

struct told {
    struct finding *finding;
    const struct facts *f;
    struct result *cadence;
    size_t parts; /* of the sentence so far */
};

/* " (a beat of 36 min, p < .001; 2 000 times more probable under a timer than without)": of the first machine of its kind. */
static void say_beat(struct told *t, size_t row)
{
    struct sentence *said = &t->finding->said;
    rich_add(&said->text, RICH_PLAIN, " (a beat of ");
    sentence_cell(said, RICH_BOLD, t->cadence, row, "period_s", AS_PERIOD);
    rich_add(&said->text, RICH_LIGHT, ", ");
    sentence_cell(said, RICH_LIGHT, t->cadence, row, "q_value", AS_P);
    rich_add(&said->text, RICH_LIGHT, "; the visits are ");
    double ratio = sentence_cell(said, RICH_LIGHT, t->cadence, row, "lr_machine", AS_RATIO);
    rich_add(&said->text, RICH_LIGHT, " times more probable under a timer than without)");
    summary_strength_log10(t->finding, log10(ratio));
}

/* The ratio of the other side: people over a machine. */
static void say_against(struct told *t, size_t row)
{
    struct sentence *said = &t->finding->said;
    if (!(result_number(t->cadence, row, "lr_machine") < 1))
        return;
    rich_add(&said->text, RICH_LIGHT, " (");
    double ratio = sentence_cell(said, RICH_LIGHT, t->cadence, row, "lr_machine", AS_INVERSE);
    rich_add(&said->text, RICH_LIGHT, " times more probable so than under a timer)");
    summary_strength_log10(t->finding, -log10(ratio));
}

static bool is_kind(const struct told *t, size_t row, size_t kind)
{
    return row < result_rows(t->cadence) && result_is(t->cadence, row, "verdict", words[kind].verdict);
}

/* The rows of the parties of that kind, at most LISTED of them; MORE gets the others. */
static size_t find_kind(const struct told *t, size_t kind, size_t *rows, struct tally *more)
{
    size_t n = 0;
    for (size_t i = 0; i < t->f->n_parties; i++) {
        size_t row = result_find(t->cadence, "group", t->f->parties[i].id);
        if (!is_kind(t, row, kind))
            continue;
        if (n < LISTED)
            rows[n++] = row;
        else
            tally_add(more, t->cadence, row);
    }
    return n;
}

/* "North, South and 2 more", in both texts. */
static void say_names(struct told *t, const size_t *rows, size_t n, struct tally *more)
{
    struct rich *text = &t->finding->said.text;
    for (size_t i = 0; i < n; i++) {
        const char *before = i == 0 ? "" : i + 1 == n && more->n == 0 ? " and " : ", ";
        const char *name = facts_group_name(t->f, result_text(t->cadence, rows[i], "group"));
        rich_add_format(text, RICH_PLAIN, "%s%s", before, name);
        buf_add_format(&t->finding->brief, "%s%s", before, name);
    }
    if (more->n > 0)
        buf_add_format(&t->finding->brief, " and %zu more", more->n);
    summary_and_more(&t->finding->said, more, " and ", " more");
}

static void say_kind(struct told *t, size_t kind)
{
    size_t rows[LISTED];
    struct tally more = { 0 };
    size_t n = find_kind(t, kind, rows, &more);
    if (n == 0)
        return;
    bool several = n > 1;
    rich_add(&t->finding->said.text, RICH_PLAIN, t->parts == 0 ? "The timing of " : "; that of ");
    buf_add_text(&t->finding->brief, t->parts++ > 0 ? ", " : "");
    say_names(t, rows, n, &more);
    rich_add(&t->finding->said.text, RICH_PLAIN, " is ");
    rich_add(&t->finding->said.text, RICH_BOLD, words[kind].means);
    buf_add_format(&t->finding->brief, " %s", words[kind].verdict);
    if (kind < 2)
        say_beat(t, rows[0]);
    else if (several)
        summary_strength_log10(t->finding, -log10(result_number(t->cadence, rows[0], "lr_machine")));
    else
        say_against(t, rows[0]);
}

/* "; steady demand behind 2 caches of 1 h makes such a cycle by itself (p = .33)" */
static void say_cache(struct told *t, struct result *period, size_t row)
{
    struct sentence *said = &t->finding->said;
    double p = result_number(period, row, "p_cache");
    if (!isfinite(p))
        return;
    rich_add(&said->text, RICH_PLAIN, "; steady demand behind ");
    if (result_number(period, row, "caches") > 1) {
        sentence_cell(said, RICH_PLAIN, period, row, "caches", AS_COUNT);
        rich_add(&said->text, RICH_PLAIN, " caches");
    } else
        rich_add(&said->text, RICH_PLAIN, "a cache");
    rich_add(&said->text, RICH_PLAIN, " of ");
    sentence_cell(said, RICH_PLAIN, period, row, "ttl_s", AS_PERIOD);
    rich_add(&said->text, RICH_PLAIN, p > .05 ? " makes such a cycle by itself" : " does not make it either");
    rich_add(&said->text, RICH_LIGHT, " (");
    sentence_cell(said, RICH_LIGHT, period, row, "p_cache", AS_P);
    rich_add(&said->text, RICH_LIGHT, ")");
}

/* A cycle that the hours of the week do not make. */
static void say_cycle(struct told *t, struct result *period, size_t row)
{
    struct sentence *said = &t->finding->said;
    rich_add_format(&said->text, RICH_PLAIN, "The visits of %s have a cycle of ", facts_group_name(t->f, result_text(period, row, "group")));
    sentence_cell(said, RICH_BOLD, period, row, "period_s", AS_PERIOD);
    rich_add(&said->text, RICH_PLAIN, " that the hours of the week do not make");
    rich_add(&said->text, RICH_LIGHT, " (");
    summary_strength_p(t->finding, sentence_cell(said, RICH_LIGHT, period, row, "p_diurnal", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
    say_cache(t, period, row);
    rich_add(&said->text, RICH_PLAIN, ".");
    buf_add_text(&t->finding->brief, t->finding->brief.len > 0 ? "; a cycle of " : "a cycle of ");
    number_period(&t->finding->brief, result_number(period, row, "period_s"));
}

/* Burstiness by party on a line from -1, a clock, through 0, chance, to 1. */
static void sketch_burstiness(struct sketch *s, const struct facts *f, struct result *cadence)
{
    double y = 6;
    for (size_t i = 0; i < f->n_parties && y < SKETCH_HEIGHT; i++) {
        double b = result_number(cadence, result_find(cadence, "group", f->parties[i].id), "burstiness");
        if (!isfinite(b))
            continue;
        sketch_rect(s, 0, y - .25, SKETCH_WIDTH, .5, HAIRLINE);
        sketch_rect(s, SKETCH_WIDTH / 2 - .25, y - 3, .5, 6, 0x9CA3AF);
        sketch_dot(s, (b + 1) / 2 * SKETCH_WIDTH, y, 2.6, f->parties[i].colour);
        y += 9;
    }
}

void summary_machine(struct summary *s, const struct facts *f, struct results *r)
{
    size_t cycle, cycles = timing_rows(f, r->period, timing_stands_out, &cycle, 1);
    bool told = timing_rows(f, r->cadence, timing_is_told, NULL, 0) > 0;
    struct finding *finding = told || cycles > 0 ? summary_add(s, "machine", "machine") : NULL;
    if (finding == NULL)
        return;
    struct told t = { finding, f, r->cadence, 0 };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        say_kind(&t, i);
    rich_add(&finding->said.text, RICH_PLAIN, t.parts > 0 && cycles > 0 ? ". " : t.parts > 0 ? "." : "");
    if (cycles > 0)
        say_cycle(&t, r->period, cycle);
    rich_add(&finding->note, RICH_PLAIN, "Dots: gaps from a clock’s (left) to bursts (right).");
    sketch_burstiness(&finding->sketch, f, r->cadence);
}
