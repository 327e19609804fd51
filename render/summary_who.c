/* summary_who.c -- who made how much of it, and how they were answered. */

#include "label.h"
#include "palette.h"
#include "summary_parts.h"
#include <math.h>
#include <stdlib.h>

static void sketch_shares(struct sketch *s, const struct facts *f, double n)
{
    double x = 0;
    for (size_t i = 0; i < f->n_parties && n > 0; i++) {
        double width = (double) f->parties[i].count / n * SKETCH_WIDTH;
        sketch_rect(s, x, 5, fmax(width - .4, .3), 9, f->parties[i].colour);
        x += width;
    }
}

/* Where parties.csv names nobody: the busiest client of how many. */
static void find_busiest(struct finding *finding, struct results *r)
{
    char *name = label_new(result_text(r->clients, 0, "key"), 60);
    double clients = (double) result_rows(r->clients), count = summary_cite(finding, r->clients, 0, "count");
    double n = summary_cite(finding, r->clients, 0, "n"), share = summary_cite(finding, r->clients, 0, "share");
    rich_add(&finding->text, RICH_PLAIN, "No party was named. ");
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) clients));
    rich_add_format(&finding->text, RICH_PLAIN, " client%s made ", summary_plural(clients));
    SAY(&finding->text, RICH_PLAIN, number_count(b, (int64_t) n));
    rich_add_format(&finding->text, RICH_PLAIN, " record%s; the busiest, %s, ", summary_plural(n), name);
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) count));
    rich_add(&finding->text, RICH_PLAIN, " or ");
    SAY(&finding->text, RICH_BOLD, number_percent(b, share));
    SAY(&finding->text, RICH_LIGHT, summary_interval(b, summary_cite(finding, r->clients, 0, "wilson_lo"), summary_cite(finding, r->clients, 0, "wilson_hi")));
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "In brackets Wilson’s 95" NARROW_SPACE "% interval: the least that the uncertainty can be.");
    buf_add_text(&finding->brief, "Who: ");
    number_count(&finding->brief, (int64_t) clients);
    buf_add_format(&finding->brief, " client%s, the busiest %s with ", summary_plural(clients), name);
    number_percent(&finding->brief, share);
    free(name);
}

/* One part a client, the busiest first; what is too small to see is one grey part. */
static void sketch_clients(struct sketch *s, struct result *clients)
{
    double x = 0;
    for (size_t i = 0; i < result_rows(clients) && i < 200; i++) {
        double width = result_number(clients, i, "share") * SKETCH_WIDTH;
        if (!(width > 1.2))
            break;
        sketch_rect(s, x, 5, width - .4, 9, palette_tint(INK_2, i % 2 == 0 ? 1 : .6));
        x += width;
    }
    sketch_rect(s, x, 5, SKETCH_WIDTH - x, 9, NULL_BAND);
}

void summary_shares(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = summary_add(s, "share", "who");
    double n = result_rows(r->share) > 0 ? result_number(r->share, 0, "n") : 0;
    bool intervals = false;
    if (!(n > 0)) {
        rich_add(&finding->text, RICH_PLAIN, "There are no records.");
        buf_add_text(&finding->brief, "Who: no records");
        return;
    }
    if (f->n_parties == 1 && strcmp(f->parties[0].id, "other") == 0 && result_rows(r->clients) > 0) {
        find_busiest(finding, r);
        sketch_clients(&finding->sketch, r->clients);
        return;
    }
    summary_cite(finding, r->share, 0, "n");
    buf_add_text(&finding->brief, "Who: ");
    for (size_t i = 0; i < f->n_parties && i < LISTED; i++) {
        const struct party *party = &f->parties[i];
        size_t row = result_find(r->share, "key", party->id);
        double share = summary_cite(finding, r->share, row, "share");
        double lo = summary_cite(finding, r->share, row, "boot_lo"), hi = summary_cite(finding, r->share, row, "boot_hi");
        intervals = intervals || isfinite(lo);
        if (i > 0) {
            rich_add(&finding->text, RICH_PLAIN, i + 1 == f->n_parties || i + 1 == LISTED ? " and " : ", ");
            buf_add_text(&finding->brief, ", ");
        }
        rich_add(&finding->text, RICH_PLAIN, party->name);
        rich_add(&finding->text, RICH_PLAIN, i == 0 ? " made " : " ");
        SAY(&finding->text, RICH_BOLD, number_percent(b, share));
        if (i == 0) {
            rich_add(&finding->text, RICH_PLAIN, " of the ");
            SAY(&finding->text, RICH_PLAIN, number_count(b, (int64_t) n));
            rich_add_format(&finding->text, RICH_PLAIN, " record%s", summary_plural(n));
        }
        SAY(&finding->text, RICH_LIGHT, summary_interval(b, lo, hi));
        buf_add_format(&finding->brief, "%s ", party->name);
        number_percent(&finding->brief, share);
        summary_interval(&finding->brief, lo, hi);
    }
    rich_add(&finding->text, RICH_PLAIN, ".");
    if (intervals)
        rich_add(&finding->note, RICH_PLAIN, "Brackets: 95" NARROW_SPACE "% intervals, from drawing whole days again.");
    sketch_shares(&finding->sketch, f, n);
}

/* The most frequent answer of the party with the most records, and how many others there are. */
void summary_answers(struct summary *s, const struct facts *f, struct results *r)
{
    size_t best = SIZE_MAX, others = 0;
    for (size_t i = 0; f->n_parties > 0 && i < result_rows(r->status); i++) {
        if (!result_is(r->status, i, "within", f->parties[0].id) || *result_text(r->status, i, "key") == '\0')
            continue;
        others += best != SIZE_MAX;
        if (best == SIZE_MAX || result_number(r->status, i, "count") > result_number(r->status, best, "count"))
            best = i;
    }
    struct finding *finding = best == SIZE_MAX ? NULL : summary_add(s, "status", "who");
    if (finding == NULL)
        return;
    char *answer = label_new(result_text(r->status, best, "key"), 24);
    double share = summary_cite(finding, r->status, best, "share");
    SAY(&finding->text, RICH_BOLD, number_percent(b, share));
    rich_add_format(&finding->text, RICH_PLAIN, " of the records of %s were answered %s", f->parties[0].name, answer);
    SAY(&finding->text, RICH_LIGHT, summary_interval(b, summary_cite(finding, r->status, best, "wilson_lo"), summary_cite(finding, r->status, best, "wilson_hi")));
    if (others > 0)
        rich_add_format(&finding->text, RICH_PLAIN, "; %zu other answer%s occur%s", others, summary_plural((double) others), others == 1 ? "s" : "");
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "As the log says it.");
    buf_add_text(&finding->brief, "Answers: ");
    number_percent(&finding->brief, share);
    buf_add_format(&finding->brief, " of those to %s were %s", f->parties[0].name, answer);
    sketch_rect(&finding->sketch, 0, 5, share * SKETCH_WIDTH, 9, f->parties[0].colour);
    sketch_rect(&finding->sketch, share * SKETCH_WIDTH, 5, (1 - share) * SKETCH_WIDTH, 9, NULL_BAND);
    free(answer);
}
