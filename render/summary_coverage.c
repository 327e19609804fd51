/* summary_coverage.c -- the silences. */

#include "palette.h"
#include "summary_parts.h"
#include <math.h>

static void sketch_silence(struct sketch *s, const struct facts *f, when_t start, when_t end, unsigned colour)
{
    double span = (double) facts_days(f) * (double) WHEN_DAY, first = (double) f->first_day * (double) WHEN_DAY;
    double from = ((double) start - first) / span * SKETCH_WIDTH, to = ((double) end - first) / span * SKETCH_WIDTH;
    sketch_rect(s, 0, 9, SKETCH_WIDTH, 9, palette_tint(colour, .55));
    sketch_rect(s, from, 7, fmax(to - from, 1.2), 13, 0xFFFFFF);
    sketch_rect(s, from, 9, fmax(to - from, 1.2), 9, SILENCE);
}

void summary_silences(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, longest = SIZE_MAX, all = 0;
    for (size_t i = 0; i < result_rows(r->coverage); i++) {
        if (!result_is(r->coverage, i, "verdict", "silence"))
            continue;
        bool of_all = result_is(r->coverage, i, "series", "all");
        if (longest == SIZE_MAX || of_all > (all > 0) ||
            (of_all == (all > 0) && result_number(r->coverage, i, "duration_s") > result_number(r->coverage, longest, "duration_s")))
            longest = i;
        all += of_all;
        found++;
    }
    struct finding *finding = found == 0 ? NULL : summary_add(s, "silence", "coverage");
    if (finding == NULL)
        return;
    const char *series = result_text(r->coverage, longest, "series");
    when_t start = result_when(r->coverage, longest, "start"), end = result_when(r->coverage, longest, "end");
    double duration = summary_cite(finding, r->coverage, longest, "duration_s");
    double expected = summary_cite(finding, r->coverage, longest, "expected"), p = summary_cite(finding, r->coverage, longest, "p_adjusted");
    rich_add(&finding->text, RICH_PLAIN, all > 0 ? "All parties" : facts_group_name(f, series));
    rich_add(&finding->text, RICH_PLAIN, " fell silent for ");
    SAY(&finding->text, RICH_BOLD, number_duration(b, duration));
    rich_add(&finding->text, RICH_PLAIN, ", from ");
    SAY(&finding->text, RICH_PLAIN, number_moment(b, start));
    rich_add(&finding->text, RICH_PLAIN, " UTC, where ");
    SAY(&finding->text, RICH_PLAIN, number_significant(b, expected, 3));
    rich_add(&finding->text, RICH_PLAIN, " visits were expected");
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_p(b, p));
    rich_add(&finding->text, RICH_LIGHT, ").");
    if (found > 1)
        rich_add_format(&finding->note, RICH_PLAIN, "%zu silences stand in the table, those of single parties included. ", found);
    rich_add(&finding->note, RICH_PLAIN, "Sensor, server, network and holiday are all possible causes.");
    buf_add_text(&finding->brief, all > 0 ? "Silence: all" : "Silence: ");
    buf_add_format(&finding->brief, "%s, ", all > 0 ? "" : facts_group_name(f, series));
    number_duration(&finding->brief, duration);
    buf_add_text(&finding->brief, " from ");
    number_day(&finding->brief, when_day_of(start));
    sketch_silence(&finding->sketch, f, start, end, facts_group_colour(f, series));
}
