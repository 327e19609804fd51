/* summary_cache.c -- whose visits are in part what a cache lets pass. */

#include "label.h"
#include "palette.h"
#include "summary_parts.h"
#include "timing.h"
#include <math.h>
#include <stdlib.h>

#define COLUMNS 17 /* of the sketch: as many stretches of the span */

/* What stands before item I of N in a list. */
static const char *between(size_t i, size_t n)
{
    return i == 0 ? "" : i + 1 == n ? " and " : ", ";
}

static void say_names(struct finding *finding, const struct result *c, const size_t *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *client = label_new(result_text(c, rows[i], "group"), 40);
        rich_add_format(&finding->text, RICH_PLAIN, "%s%s", between(i, n), client);
        free(client);
    }
}

static void say_shares(struct finding *finding, struct result *c, const size_t *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        rich_add(&finding->text, RICH_PLAIN, between(i, n));
        SAY(&finding->text, RICH_BOLD, number_percent(b, summary_cite(finding, c, rows[i], "passed_share")));
    }
}

/* " (1.26 and 1.27 an hour; without a cache p = .010)": the largest p of them. */
static void say_demand(struct finding *finding, struct result *c, const size_t *rows, size_t n)
{
    double p = 0;
    rich_add(&finding->text, RICH_LIGHT, " (");
    for (size_t i = 0; i < n; i++) {
        rich_add(&finding->text, RICH_LIGHT, between(i, n));
        SAY(&finding->text, RICH_LIGHT, number_significant(b, summary_cite(finding, c, rows[i], "passed_demand"), 3));
        p = fmax(p, summary_cite(finding, c, rows[i], "p_none"));
    }
    rich_add(&finding->text, RICH_LIGHT, " an hour; without a cache ");
    SAY(&finding->text, RICH_LIGHT, number_p(b, p));
    rich_add(&finding->text, RICH_LIGHT, ")");
}

static void say_clients(struct finding *finding, struct result *c, const size_t *rows, size_t n)
{
    rich_add(&finding->text, RICH_PLAIN, "Of the visits of ");
    say_names(finding, c, rows, n);
    rich_add(&finding->text, RICH_PLAIN, ", ");
    say_shares(finding, c, rows, n);
    rich_add(&finding->text, RICH_PLAIN, " are what ");
    rich_add(&finding->text, RICH_BOLD, "a cache of ");
    SAY(&finding->text, RICH_BOLD, number_period(b, summary_cite(finding, c, rows[0], "ttl_s")));
    rich_add(&finding->text, RICH_PLAIN, " lets pass of steady demand");
    say_demand(finding, c, rows, n);
    rich_add(&finding->text, RICH_PLAIN, "; the rest came straight.");
}

/* By stretches of the span: what passed the cache, as a share of the tallest stretch, and above it the rest. */
struct stretches {
    double passed[COLUMNS], straight[COLUMNS];
};

static struct stretches count_stretches(const struct facts *f, struct result *parts, const char *group)
{
    struct stretches s = { { 0 }, { 0 } };
    double passed = 0, straight = 0;
    for (size_t i = 0; i < result_rows(parts); i++) {
        int64_t day;
        struct err ignored = { .set = false };
        if (!result_is(parts, i, "group", group) || !when_parse_day(text_of(result_text(parts, i, "date")), &day, &ignored))
            continue;
        double at = (double) (day - f->first_day) / (double) facts_days(f) * COLUMNS;
        size_t k = at < 0 ? 0 : at < COLUMNS ? (size_t) at : COLUMNS - 1;
        s.passed[k] += result_number(parts, i, "periodic") - passed;
        s.straight[k] += result_number(parts, i, "aperiodic") - straight;
        passed = result_number(parts, i, "periodic");
        straight = result_number(parts, i, "aperiodic");
    }
    return s;
}

static void sketch_parts(struct sketch *sketch, const struct stretches *s, unsigned colour)
{
    double top = 0, step = SKETCH_WIDTH / COLUMNS;
    for (size_t k = 0; k < COLUMNS; k++)
        top = fmax(top, s->passed[k] + s->straight[k]);
    for (size_t k = 0; k < COLUMNS && top > 0; k++) {
        double passed = s->passed[k] / top * 24, straight = s->straight[k] / top * 24, x = (double) k * step;
        sketch_rect(sketch, x, 26 - passed, step - .6, passed, colour);
        sketch_rect(sketch, x, 26 - passed - straight, step - .6, straight, palette_tint(INK_2, .4));
    }
}

void summary_cache(struct summary *s, const struct facts *f, struct results *r)
{
    struct result *c = r->cache_client;
    size_t rows[LISTED], n = timing_table_rows(c, timing_is_in_part, rows, LISTED);
    struct finding *finding = n > 0 ? summary_add(s, "cache", "machine") : NULL;
    if (finding == NULL)
        return;
    say_clients(finding, c, rows, n < LISTED ? n : LISTED);
    if (n > LISTED)
        rich_add_format(&finding->text, RICH_PLAIN, " So of %zu more addresses.", n - LISTED);
    rich_add(&finding->note, RICH_PLAIN, "A cache answers by itself for its TTL. Bars: visits by date, those that passed it in colour.");
    buf_add_format(&finding->brief, "a cache in part at %zu address%s", n, n == 1 ? "" : "es");
    const char *group = result_text(c, rows[0], "group");
    struct stretches parts = count_stretches(f, r->cache_parts, group);
    sketch_parts(&finding->sketch, &parts, facts_group_colour(f, result_text(r->clients, result_find(r->clients, "key", group), "party")));
}
