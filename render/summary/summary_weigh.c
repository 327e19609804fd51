/* summary_weigh.c -- under which proposition each party's visits are most probable, and by how much at least. */

#include "facts/weighed.h"
#include "summary_parts.h"
#include "words/palette.h"
#include <math.h>

#define MOST 3. /* log10, of the sketch */

/* " (at least 1 000 times the next, a timer among people)" */
static void say_lead(struct finding *finding, struct result *weigh, size_t row)
{
    rich_add(&finding->said.text, RICH_LIGHT, " (at least ");
    summary_strength_log10(finding, sentence_cell(&finding->said, RICH_LIGHT, weigh, row, "log10_stated", AS_POWER));
    rich_add_format(&finding->said.text, RICH_LIGHT, " times the next, %s)", weighed_words(result_text(weigh, row, "next")));
}

/* A bar as long as log10 of the ratio that is stated. */
static void sketch_ratio(struct sketch *s, double stated, size_t place, unsigned colour)
{
    double y = 4 + 9 * (double) place;
    sketch_rect(s, 0, y, SKETCH_WIDTH, .5, HAIRLINE);
    sketch_rect(s, 0, y - 1.5, fmin(fmax(stated, 0) / MOST, 1) * SKETCH_WIDTH, 3.5, colour);
}

static void say_party(struct finding *finding, const struct party *party, struct result *weigh, size_t row, size_t place)
{
    rich_add_format(&finding->said.text, RICH_PLAIN, "%s%s%s under ", place == 0 ? "The visits of " : "; those of ", party->name,
                    place == 0 ? " are most probable" : "");
    rich_add(&finding->said.text, RICH_BOLD, weighed_words(result_text(weigh, row, "best")));
    say_lead(finding, weigh, row);
    sketch_ratio(&finding->sketch, result_number(weigh, row, "log10_stated"), place, party->colour);
    buf_add_format(&finding->brief, "%s%s, %s (ratio ", place == 0 ? "" : "; ", party->name, weighed_words(result_text(weigh, row, "best")));
    number_significant(&finding->brief, pow(10, result_number(weigh, row, "log10_stated")), 2);
    buf_add_text(&finding->brief, " or more)");
}

void summary_weigh(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = NULL;
    size_t told = 0;
    for (size_t i = 0; i < f->n_parties && told < LISTED; i++) {
        size_t row = result_find(r->weigh, "group", f->parties[i].id);
        if (!weighed_is_told(r->weigh, row))
            continue;
        finding = told == 0 ? summary_add(s, "weigh", "weigh") : finding;
        if (finding == NULL)
            return;
        say_party(finding, &f->parties[i], r->weigh, row, told++);
    }
    if (finding == NULL)
        return;
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN,
             "Fitted to some weeks, measured on others; at most 1" NARROW_SPACE "000 is stated.");
}
