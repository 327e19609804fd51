/* summary_coverage.c -- the silences. */

#include "summary_parts.h"
#include "words/palette.h"
#include <math.h>

static void sketch_silence(struct sketch *s, const struct facts *f, when_t start, when_t end, unsigned colour)
{
    double span = (double) facts_days(f) * (double) WHEN_DAY, first = (double) f->first_day * (double) WHEN_DAY;
    double from = ((double) start - first) / span * SKETCH_WIDTH, to = ((double) end - first) / span * SKETCH_WIDTH;
    sketch_rect(s, 0, 9, SKETCH_WIDTH, 9, palette_tint(colour, .55));
    sketch_rect(s, from, 7, fmax(to - from, 1.2), 13, 0xFFFFFF);
    sketch_rect(s, from, 9, fmax(to - from, 1.2), 9, SILENCE);
}

/* Those of all parties before those of one, and of either the longest; the number of rows when there is none. */
static size_t find_longest(struct result *c)
{
    size_t best = result_rows(c);
    for (size_t i = 0; i < result_rows(c); i++) {
        if (!result_is(c, i, "verdict", "silence"))
            continue;
        bool all = result_is(c, i, "series", "all"), all_best = result_is(c, best, "series", "all");
        if (best == result_rows(c) || all > all_best || (all == all_best && result_number(c, i, "duration_s") > result_number(c, best, "duration_s")))
            best = i;
    }
    return best;
}

void summary_silences(struct summary *s, const struct facts *f, struct results *r)
{
    struct result *c = r->coverage;
    size_t longest = find_longest(c);
    struct finding *finding = longest == result_rows(c) ? NULL : summary_add(s, "silence", "coverage");
    if (finding == NULL)
        return;
    struct sentence *said = &finding->said;
    const char *series = result_text(c, longest, "series");
    bool all = strcmp(series, "all") == 0;
    when_t start = result_when(c, longest, "start"), end = result_when(c, longest, "end");
    rich_add(&said->text, RICH_PLAIN, all ? "All parties" : facts_group_name(f, series));
    rich_add(&said->text, RICH_PLAIN, " fell silent for ");
    double duration = sentence_cell(said, RICH_BOLD, c, longest, "duration_s", AS_DURATION);
    rich_add(&said->text, RICH_PLAIN, ", from ");
    sentence_cell(said, RICH_PLAIN, c, longest, "start", AS_MOMENT);
    rich_add(&said->text, RICH_PLAIN, " UTC, where ");
    sentence_cell(said, RICH_PLAIN, c, longest, "expected", AS_DIGITS_3);
    rich_add(&said->text, RICH_PLAIN, " visits were expected");
    rich_add(&said->text, RICH_LIGHT, " (");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, c, longest, "p_adjusted", AS_P));
    rich_add(&said->text, RICH_LIGHT, ").");
    rich_add(&finding->note, RICH_PLAIN, "Sensor, server, network and holiday are all possible causes.");
    buf_add_format(&finding->brief, "Silence: %s, ", all ? "all" : facts_group_name(f, series));
    number_duration(&finding->brief, duration);
    buf_add_text(&finding->brief, " from ");
    number_day(&finding->brief, when_day_of(start));
    sketch_silence(&finding->sketch, f, start, end, facts_group_colour(f, series));
}
