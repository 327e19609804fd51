/* summary_machine.c -- people or a machine, and what a cache would make. */

#include "palette.h"
#include "summary_parts.h"
#include "timing.h"
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

/* ", 36 min (35–37), 2 000 times more probable under a timer": of the first machine of its kind. */
static void say_beat(struct told *t, size_t row)
{
    struct rich *text = &t->finding->text;
    double period = summary_cite(t->finding, t->cadence, row, "period_s");
    double ratio = summary_cite(t->finding, t->cadence, row, "lr_machine"), q = summary_cite(t->finding, t->cadence, row, "q_value");
    rich_add(text, RICH_PLAIN, " (a beat of ");
    SAY(text, RICH_BOLD, number_period(b, period));
    rich_add(text, RICH_LIGHT, ", ");
    SAY(text, RICH_LIGHT, number_p(b, q));
    rich_add(text, RICH_LIGHT, "; the visits are ");
    SAY(text, RICH_LIGHT, number_ratio(b, ratio));
    rich_add(text, RICH_LIGHT, " times more probable under a timer than without)");
}

/* The ratio of the other side: people over a machine. */
static void say_against(struct told *t, size_t row)
{
    double ratio = summary_cite(t->finding, t->cadence, row, "lr_machine");
    if (!(ratio < 1))
        return;
    rich_add(&t->finding->text, RICH_LIGHT, " (");
    SAY(&t->finding->text, RICH_LIGHT, number_ratio(b, 1 / ratio));
    rich_add(&t->finding->text, RICH_LIGHT, " times more probable so than under a timer)");
}

static void say_kind(struct told *t, size_t kind)
{
    size_t rows[LISTED], n = 0;
    struct buf names = BUF_INIT;
    for (size_t i = 0; i < t->f->n_parties; i++) {
        size_t row = result_find(t->cadence, "group", t->f->parties[i].id);
        if (row < result_rows(t->cadence) && result_is(t->cadence, row, "verdict", words[kind].verdict) && n++ < LISTED)
            rows[n - 1] = row;
    }
    if (n == 0)
        return;
    timing_names(&names, t->f, t->cadence, rows, n < LISTED ? n : LISTED, n);
    rich_add(&t->finding->text, RICH_PLAIN, t->parts++ == 0 ? "The timing of " : "; that of ");
    rich_add(&t->finding->text, RICH_PLAIN, names.at);
    rich_add(&t->finding->text, RICH_PLAIN, " is ");
    rich_add(&t->finding->text, RICH_BOLD, words[kind].means);
    if (kind < 2)
        say_beat(t, rows[0]);
    else if (n == 1)
        say_against(t, rows[0]);
    buf_add_format(&t->finding->brief, "%s%s %s", t->parts > 1 ? ", " : "", names.at, words[kind].verdict);
    buf_release(&names);
}

/* "; behind 2 caches of 1 h steady demand makes such a cycle by itself (p = .33)" */
static void say_cache(struct told *t, struct result *period, size_t row)
{
    struct rich *text = &t->finding->text;
    double p = result_number(period, row, "p_cache"), caches = result_number(period, row, "caches");
    if (!isfinite(p))
        return;
    rich_add(text, RICH_PLAIN, "; steady demand behind ");
    if (caches > 1)
        rich_add_format(text, RICH_PLAIN, "%.0f caches", summary_cite(t->finding, period, row, "caches"));
    else
        rich_add(text, RICH_PLAIN, "a cache");
    rich_add(text, RICH_PLAIN, " of ");
    SAY(text, RICH_PLAIN, number_period(b, summary_cite(t->finding, period, row, "ttl_s")));
    rich_add(text, RICH_PLAIN, p > .05 ? " makes such a cycle by itself" : " does not make it either");
    rich_add(text, RICH_LIGHT, " (");
    SAY(text, RICH_LIGHT, number_p(b, summary_cite(t->finding, period, row, "p_cache")));
    rich_add(text, RICH_LIGHT, ")");
}

/* A cycle that the hours of the week do not make. */
static void say_cycle(struct told *t, struct result *period, size_t row)
{
    struct rich *text = &t->finding->text;
    rich_add_format(text, RICH_PLAIN, "%s ", facts_group_name(t->f, result_text(period, row, "group")));
    rich_add(text, RICH_PLAIN, "has a cycle of ");
    SAY(text, RICH_BOLD, number_period(b, summary_cite(t->finding, period, row, "period_s")));
    rich_add(text, RICH_PLAIN, " that its hours of the week do not make");
    rich_add(text, RICH_LIGHT, " (");
    SAY(text, RICH_LIGHT, number_p(b, summary_cite(t->finding, period, row, "p_diurnal")));
    rich_add(text, RICH_LIGHT, ")");
    say_cache(t, period, row);
    rich_add(text, RICH_PLAIN, ".");
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
    rich_add(&finding->text, RICH_PLAIN, t.parts > 0 ? ". " : "");
    if (cycles > 0)
        say_cycle(&t, r->period, cycle);
    rich_add(&finding->note, RICH_PLAIN, "p: how often chance, as the model named has it, shows as much. Dots: gaps from a clock’s (left) to bursts (right).");
    sketch_burstiness(&finding->sketch, f, r->cadence);
}
