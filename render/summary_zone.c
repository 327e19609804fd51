/* summary_zone.c -- whose working hours. */

#include "label.h"
#include "palette.h"
#include "summary_parts.h"
#include <math.h>

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
    rich_add(&finding->note, RICH_PLAIN, "UTC+3: 3 hours ahead. Bars: 80, 95" NARROW_SPACE "%.");
}

static void say_zone(struct finding *finding, const struct party *party, struct results *r, size_t row, size_t place)
{
    static const char *const columns[] = { "offset_h", "lo80_h", "hi80_h", "lo95_h", "hi95_h" };
    double h[5];
    for (size_t i = 0; i < 5; i++)
        h[i] = summary_cite(finding, r->zone, row, columns[i]);
    if (place == 0)
        say_key(finding);
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? "The working hours of " : "; those of ");
    rich_add(&finding->text, RICH_PLAIN, party->name);
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? " fit " : " ");
    SAY(&finding->text, RICH_BOLD, number_offset(b, h[0]));
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? " best" : "");
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_offset(b, h[1]));
    rich_add(&finding->text, RICH_LIGHT, " to ");
    SAY(&finding->text, RICH_LIGHT, number_offset(b, h[2]));
    rich_add(&finding->text, RICH_LIGHT, place == 0 ? " with 80" NARROW_SPACE "% probability)" : ")");
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
        rich_add(&finding->text, RICH_PLAIN, ".");
}

void summary_cannot_zones(struct summary *s, const struct facts *f, struct results *r)
{
    struct buf b = BUF_INIT;
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r->zone); i++) {
        const char *group = result_text(r->zone, i, "group");
        const struct party *party = facts_party(f, group);
        if (!summary_verdict(r->zone, i, "cannot tell: ") || (party != NULL && facts_is_rest(f, party)) || n++ >= NAMED)
            continue;
        buf_add_format(&b, "%s%s, ", b.len == 0 ? "Where these work: " : "; ", facts_group_name(f, group));
        label_add(&b, text_of(result_text(r->zone, i, "verdict") + strlen("cannot tell: ")), 100);
    }
    if (n > NAMED)
        buf_add_format(&b, "; and %zu more", n - NAMED);
    if (b.len > 0) {
        buf_add_char(&b, '.');
        summary_cannot(s, &b);
    }
    buf_release(&b);
}
