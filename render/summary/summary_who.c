/* summary_who.c -- who made how much of it, and how they were answered. */

#include "summary_parts.h"
#include "words/label.h"
#include "words/palette.h"
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
    struct sentence *said = &finding->said;
    double share = result_number(r->clients, 0, "share");
    rich_add(&said->text, RICH_PLAIN, "No party was named. ");
    double clients = (double) sentence_rows(said, RICH_BOLD, r->clients);
    rich_add_format(&said->text, RICH_PLAIN, " client%s made ", summary_plural(clients));
    double n = sentence_cell(said, RICH_PLAIN, r->clients, 0, "n", AS_COUNT);
    rich_add_format(&said->text, RICH_PLAIN, " record%s; the busiest, ", summary_plural(n));
    sentence_cell(said, RICH_PLAIN, r->clients, 0, "key", AS_WORDS);
    rich_add(&said->text, RICH_PLAIN, ", ");
    sentence_cell(said, RICH_BOLD, r->clients, 0, "count", AS_COUNT);
    rich_add(&said->text, RICH_PLAIN, " or ");
    sentence_cell(said, RICH_BOLD, r->clients, 0, "share", AS_PERCENT);
    sentence_interval(said, RICH_LIGHT, r->clients, 0, "wilson_lo", "wilson_hi");
    rich_add(&said->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "Brackets: the 95" NARROW_SPACE "% interval of Wilson, the least that the uncertainty can be.");
    buf_add_text(&finding->brief, "Who: ");
    number_count(&finding->brief, (int64_t) clients);
    buf_add_format(&finding->brief, " client%s, the busiest ", summary_plural(clients));
    label_add(&finding->brief, text_of(result_text(r->clients, 0, "key")), 60);
    buf_add_text(&finding->brief, " with ");
    number_percent(&finding->brief, share);
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

/* "North made 66.7 % of the 276 records (62.1–70.9 %)", and after the first party less of it. */
static void say_share(struct finding *finding, const struct party *party, struct result *share, size_t place)
{
    struct sentence *said = &finding->said;
    size_t row = result_find(share, "key", party->id);
    rich_add(&said->text, RICH_PLAIN, party->name);
    rich_add(&said->text, RICH_PLAIN, place == 0 ? " made " : " ");
    sentence_cell(said, RICH_BOLD, share, row, "share", AS_PERCENT);
    if (place == 0) {
        rich_add(&said->text, RICH_PLAIN, " of the ");
        double n = sentence_cell(said, RICH_PLAIN, share, 0, "n", AS_COUNT);
        rich_add_format(&said->text, RICH_PLAIN, " record%s", summary_plural(n));
    }
    buf_add_format(&finding->brief, "%s ", party->name);
    number_percent(&finding->brief, result_number(share, row, "share"));
    buf_add_text(&finding->brief, sentence_interval(said, RICH_LIGHT, share, row, "boot_lo", "boot_hi"));
}

static bool has_intervals(const struct facts *f, struct result *share)
{
    for (size_t i = 0; i < f->n_parties && i < LISTED; i++)
        if (isfinite(result_number(share, result_find(share, "key", f->parties[i].id), "boot_lo")))
            return true;
    return false;
}

static void say_shares(struct finding *finding, const struct facts *f, struct result *share)
{
    buf_add_text(&finding->brief, "Who: ");
    for (size_t i = 0; i < f->n_parties && i < LISTED; i++) {
        if (i > 0) {
            rich_add(&finding->said.text, RICH_PLAIN, i + 1 == f->n_parties || i + 1 == LISTED ? " and " : ", ");
            buf_add_text(&finding->brief, ", ");
        }
        say_share(finding, &f->parties[i], share, i);
    }
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    if (has_intervals(f, share))
        rich_add(&finding->note, RICH_PLAIN, "Brackets: 95" NARROW_SPACE "% intervals.");
}

void summary_shares(struct summary *s, const struct facts *f, struct results *r)
{
    double n = result_rows(r->share) > 0 ? result_number(r->share, 0, "n") : 0;
    struct finding *finding = summary_add(s, "share", n > 0 ? "who" : "coverage");
    if (!(n > 0)) {
        rich_add(&finding->said.text, RICH_BOLD, "Nothing to tell:");
        rich_add(&finding->said.text, RICH_PLAIN, " no record stands in the span.");
        buf_add_text(&finding->brief, "Who: nothing to tell, no record in the span");
    } else if (f->n_parties == 1 && strcmp(f->parties[0].id, "other") == 0 && result_rows(r->clients) > 0) {
        find_busiest(finding, r);
        sketch_clients(&finding->sketch, r->clients);
    } else {
        say_shares(finding, f, r->share);
        sketch_shares(&finding->sketch, f, n);
    }
}

static bool is_answer_to(const struct facts *f, const struct result *status, size_t row)
{
    return result_is(status, row, "within", f->parties[0].id) && *result_text(status, row, "key") != '\0';
}

static void say_others(struct sentence *said, struct tally *others)
{
    double n = (double) others->n;
    if (n > 0) {
        rich_add(&said->text, RICH_PLAIN, "; ");
        sentence_tally(said, RICH_PLAIN, others);
        rich_add_format(&said->text, RICH_PLAIN, " other answer%s occur%s", summary_plural(n), n == 1 ? "s" : "");
    }
    rich_add(&said->text, RICH_PLAIN, ".");
}

/* The most frequent answer of the party with the most records, and how many others there are. */
void summary_answers(struct summary *s, const struct facts *f, struct results *r)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; f->n_parties > 0 && i < result_rows(r->status); i++)
        if (is_answer_to(f, r->status, i) && (best == SIZE_MAX || result_number(r->status, i, "count") > result_number(r->status, best, "count")))
            best = i;
    struct finding *finding = best == SIZE_MAX ? NULL : summary_add(s, "status", "who");
    if (finding == NULL)
        return;
    struct sentence *said = &finding->said;
    struct tally others = { 0 };
    for (size_t i = 0; i < result_rows(r->status); i++)
        if (is_answer_to(f, r->status, i) && i != best)
            tally_add(&others, r->status, i);
    double share = sentence_cell(said, RICH_BOLD, r->status, best, "share", AS_PERCENT);
    rich_add_format(&said->text, RICH_PLAIN, " of the records of %s were answered ", f->parties[0].name);
    sentence_cell(said, RICH_PLAIN, r->status, best, "key", AS_WORDS);
    sentence_interval(said, RICH_LIGHT, r->status, best, "wilson_lo", "wilson_hi");
    say_others(said, &others);
    rich_add(&finding->note, RICH_PLAIN, "As the log says it.");
    buf_add_text(&finding->brief, "Answers: ");
    number_percent(&finding->brief, share);
    buf_add_format(&finding->brief, " of those to %s were ", f->parties[0].name);
    label_add(&finding->brief, text_of(result_text(r->status, best, "key")), 24);
    sketch_rect(&finding->sketch, 0, 5, share * SKETCH_WIDTH, 9, f->parties[0].colour);
    sketch_rect(&finding->sketch, share * SKETCH_WIDTH, 5, (1 - share) * SKETCH_WIDTH, 9, NULL_BAND);
}
