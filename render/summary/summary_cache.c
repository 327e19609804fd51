/* summary_cache.c -- whose visits are in part what a cache lets pass. */

#include "facts/timing.h"
#include "summary_parts.h"
#include "words/palette.h"
#include <math.h>

#define COLUMNS 17 /* of the sketch: as many stretches of the span */

/* What stands before item I of N in a list. */
static const char *between(size_t i, size_t n)
{
    return i == 0 ? "" : i + 1 == n ? " and " : ", ";
}

static void say_each(struct sentence *said, unsigned look, struct result *c, const size_t *rows, size_t n, const char *column, enum said_as as)
{
    for (size_t i = 0; i < n; i++) {
        rich_add(&said->text, look & RICH_LIGHT, between(i, n));
        sentence_cell(said, look, c, rows[i], column, as);
    }
}

/* " (1.26 and 1.27 an hour; without a cache p = .010)": the largest p of them. */
static void say_demand(struct finding *finding, struct result *c, const size_t *rows, size_t n)
{
    struct sentence *said = &finding->said;
    size_t most = 0;
    for (size_t i = 1; i < n; i++)
        most = result_number(c, rows[i], "p_none") > result_number(c, rows[most], "p_none") ? i : most;
    rich_add(&said->text, RICH_LIGHT, " (");
    say_each(said, RICH_LIGHT, c, rows, n, "passed_demand", AS_DIGITS_3);
    rich_add(&said->text, RICH_LIGHT, " an hour; without a cache ");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, c, rows[most], "p_none", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
}

static void say_clients(struct finding *finding, struct result *c, const size_t *rows, size_t n)
{
    struct sentence *said = &finding->said;
    rich_add(&said->text, RICH_PLAIN, "Of the visits of ");
    say_each(said, RICH_PLAIN, c, rows, n, "group", AS_WORDS);
    rich_add(&said->text, RICH_PLAIN, ", ");
    say_each(said, RICH_BOLD, c, rows, n, "passed_share", AS_PERCENT);
    rich_add(&said->text, RICH_PLAIN, " are what ");
    rich_add(&said->text, RICH_BOLD, "a cache of ");
    sentence_cell(said, RICH_BOLD, c, rows[0], "ttl_s", AS_PERIOD);
    rich_add(&said->text, RICH_PLAIN, " lets pass of steady demand");
    say_demand(finding, c, rows, n);
    rich_add(&said->text, RICH_PLAIN, "; the rest came straight.");
}

/* Those that were not named. */
static void say_more(struct sentence *said, struct result *c)
{
    struct tally more = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < result_rows(c); i++)
        if (timing_is_in_part(c, i) && n++ >= LISTED)
            tally_add(&more, c, i);
    summary_and_more(said, &more, " So of ", more.n == 1 ? " more address." : " more addresses.");
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
    say_more(&finding->said, c);
    rich_add(&finding->note, RICH_PLAIN, "Bars: visits by date, those that passed the cache in colour.");
    buf_add_format(&finding->brief, "a cache in part at %zu address%s", n, n == 1 ? "" : "es");
    const char *group = result_text(c, rows[0], "group");
    struct stretches parts = count_stretches(f, r->cache_parts, group);
    sketch_parts(&finding->sketch, &parts, facts_group_colour(f, result_text(r->clients, result_find(r->clients, "key", group), "party")));
}
