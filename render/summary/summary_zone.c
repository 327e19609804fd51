/* summary_zone.c -- whose working hours. */

#include "summary_parts.h"
#include "words/label.h"
#include "words/palette.h"
#include <math.h>

#define CANNOT "cannot tell: "

static bool is_told(struct result *zone, size_t row)
{
    return strncmp(result_text(zone, row, "verdict"), "told", 4) == 0 &&
           isfinite(result_number(zone, row, "offset_h"));
}

static double sketch_offset(double hours)
{
    return (fmin(fmax(hours, -12), 14) + 12) / 26 * SKETCH_WIDTH;
}

/* A line from 12 hours west to 14 east of UTC, its sets and the best offset. */
static void sketch_zone(struct sketch *s, const double h[5], double y, unsigned colour)
{
    sketch_rect(s, 0, y + 2.8, SKETCH_WIDTH, .5, HAIRLINE);
    sketch_rect(s, sketch_offset(0) - .25, y - .5, .5, 7, 0x9CA3AF);
    sketch_rect(s, sketch_offset(h[3]), y + 2.5, fmax(sketch_offset(h[4]) - sketch_offset(h[3]), .5), 1.1, colour);
    sketch_rect(s, sketch_offset(h[1]), y + 1.2, fmax(sketch_offset(h[2]) - sketch_offset(h[1]), .5), 3.7, palette_tint(colour, .55));
    sketch_dot(s, sketch_offset(h[0]), y + 3, 2.6, colour);
}

/* Whether the zone that parties.csv states lies in the sets. */
static void compare_stated(struct finding *finding, const struct party *party, const double h[5])
{
    if (party->zone == NULL)
        return;
    bool in80 = party->zone_h >= h[1] && party->zone_h <= h[2], in95 = party->zone_h >= h[3] && party->zone_h <= h[4];
    rich_add_format(&finding->note, RICH_PLAIN, " %s: %s its stated zone%s.", party->name, in95 ? "consistent with" : "not consistent with",
                    in95 && !in80 ? ", at 95" NARROW_SPACE "% only" : "");
}

static void say_key(struct finding *finding)
{
    rich_add(&finding->note, RICH_PLAIN, "Bars: 80 and 95" NARROW_SPACE "% of the probability.");
}

static void say_zone(struct finding *finding, const struct party *party, struct results *r, size_t row, size_t place)
{
    static const char *const columns[] = { "offset_h", "lo80_h", "hi80_h", "lo95_h", "hi95_h" };
    struct sentence *said = &finding->said;
    double h[5];
    for (size_t i = 0; i < 5; i++)
        h[i] = result_number(r->zone, row, columns[i]);
    if (place == 0)
        say_key(finding);
    rich_add_format(&said->text, RICH_PLAIN, "%s%s%s", place == 0 ? "The working hours of " : "; those of ", party->name, place == 0 ? " fit " : " ");
    sentence_cell(said, RICH_BOLD, r->zone, row, "offset_h", AS_OFFSET);
    rich_add(&said->text, RICH_PLAIN, place == 0 ? " best" : "");
    rich_add(&said->text, RICH_LIGHT, " (");
    sentence_cell(said, RICH_LIGHT, r->zone, row, "lo80_h", AS_OFFSET);
    rich_add(&said->text, RICH_LIGHT, " to ");
    sentence_cell(said, RICH_LIGHT, r->zone, row, "hi80_h", AS_OFFSET);
    rich_add(&said->text, RICH_LIGHT, place == 0 ? " with 80" NARROW_SPACE "% probability)" : ")");
    summary_strength_log10(finding, result_number(r->zone, row, "log10_fit"));
    compare_stated(finding, party, h);
    buf_add_format(&finding->brief, "%s%s ", place == 0 ? "" : ", ", party->name);
    number_offset(&finding->brief, h[0]);
    buf_add_text(&finding->brief, " (80" NARROW_SPACE "%: ");
    number_offset(&finding->brief, h[1]);
    buf_add_text(&finding->brief, " to ");
    number_offset(&finding->brief, h[2]);
    buf_add_text(&finding->brief, ")");
    sketch_zone(&finding->sketch, h, 3 + 10 * (double) place, party->colour);
}

void summary_zones(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = NULL;
    size_t told = 0;
    for (size_t i = 0; i < f->n_parties && told < LISTED; i++) {
        size_t row = result_find(r->zone, "group", f->parties[i].id);
        if (row == result_rows(r->zone) || !is_told(r->zone, row))
            continue;
        finding = told == 0 ? summary_add(s, "zone", "zone") : finding;
        if (finding != NULL)
            say_zone(finding, &f->parties[i], r, row, told++);
    }
    if (finding != NULL)
        rich_add(&finding->said.text, RICH_PLAIN, ".");
}

/* "Clinic, too few visits (12; 30 are needed)" */
static void say_untold(struct sentence *said, const struct facts *f, struct result *zone, size_t row, size_t place)
{
    rich_add_format(&said->text, RICH_PLAIN, "%s%s, ", place == 0 ? "Where these work: " : "; ", facts_group_name(f, result_text(zone, row, "group")));
    sentence_rest(said, RICH_PLAIN, zone, row, "verdict", CANNOT);
}

void summary_cannot_zones(struct summary *s, const struct facts *f, struct results *r)
{
    struct sentence *said = NULL;
    struct tally more = { 0 };
    for (size_t i = 0, n = 0; i < result_rows(r->zone); i++) {
        const struct party *party = facts_party(f, result_text(r->zone, i, "group"));
        if (!summary_verdict(r->zone, i, CANNOT) || (party != NULL && facts_is_rest(f, party)))
            continue;
        if (n == NAMED) {
            tally_add(&more, r->zone, i);
            continue;
        }
        said = n == 0 ? summary_cannot(s) : said;
        say_untold(said, f, r->zone, i, n++);
    }
    if (said == NULL)
        return;
    summary_and_more(said, &more, "; and ", " more");
    rich_add(&said->text, RICH_PLAIN, ".");
}
