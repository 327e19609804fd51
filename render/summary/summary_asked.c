/* summary_asked.c -- what the names asked for read like, who is answered, and which clients move together. */

#include "summary_parts.h"
#include "words/label.h"
#include "words/palette.h"
#include <math.h>
#include <stdlib.h>

/* --- names ------------------------------------------------------------------------------- */

static const struct pattern {
    const char *word, *said, *lr, *sessions; /* in the verdict; on the page; columns of names.csv */
} patterns[] = {
    { "mail receivers", "mail receivers", "lr_mail", "mail_sessions" },
    { "scan", "a scan", "lr_scan", "scan_sessions" },
    { "tunnel", "a tunnel", "lr_tunnel", NULL },
};
#define PATTERNS (sizeof patterns / sizeof *patterns)

static bool reads_like(const struct result *n, size_t row, const struct pattern *p)
{
    return strstr(result_text(n, row, "verdict"), p->word) != NULL;
}

static bool reads_like_any(const struct result *n, size_t row)
{
    bool any = false;
    for (size_t k = 0; k < PATTERNS; k++)
        any = any || reads_like(n, row, &patterns[k]);
    return any;
}

/* " (5.4 of 13 sessions; 14 000 times more probable with such than without)", and later ones less of it. */
static void say_pattern(struct sentence *said, struct result *n, size_t row, const struct pattern *p, bool first)
{
    rich_add(&said->text, RICH_BOLD, p->said);
    rich_add(&said->text, RICH_LIGHT, " (");
    if (p->sessions != NULL) {
        sentence_cell(said, RICH_LIGHT, n, row, p->sessions, AS_DIGITS_2);
        rich_add(&said->text, RICH_LIGHT, " of ");
        sentence_cell(said, RICH_LIGHT, n, row, "sessions", AS_COUNT);
        rich_add(&said->text, RICH_LIGHT, " sessions; ");
    } else {
        sentence_cell(said, RICH_LIGHT, n, row, "tunnel_names", AS_COUNT);
        rich_add(&said->text, RICH_LIGHT, " names below one suffix; ");
    }
    sentence_cell(said, RICH_LIGHT, n, row, p->lr, AS_RATIO);
    rich_add(&said->text, RICH_LIGHT, first ? " times more probable with such than without)" : " times)");
}

static void say_party(struct finding *finding, const struct facts *f, struct result *n, size_t row, size_t place)
{
    const char *id = result_text(n, row, "group"), *group = facts_group_name(f, id);
    const struct party *party = facts_party(f, id);
    size_t said = 0;
    rich_add_format(&finding->said.text, RICH_PLAIN, place == 0 ? "Some of what %s asked reads like " : "; of %s like ", group);
    buf_add_text(&finding->brief, place == 0 ? "Asked: like" : "; like");
    for (size_t k = 0; k < PATTERNS; k++) {
        if (!reads_like(n, row, &patterns[k]))
            continue;
        rich_add(&finding->said.text, RICH_PLAIN, said > 0 ? " and " : "");
        say_pattern(&finding->said, n, row, &patterns[k], place == 0 && said == 0);
        buf_add_format(&finding->brief, "%s %s", said++ > 0 ? " and" : "", patterns[k].said);
        if (party != NULL && !facts_is_rest(f, party)) /* who else asks is no answer to a question about the parties */
            summary_strength_log10(finding, log10(result_number(n, row, patterns[k].lr)));
    }
    buf_add_format(&finding->brief, " (%s)", group);
}

/* A bar of all sessions, and in it those of the party's patterns. */
static void sketch_sessions(struct sketch *s, const struct facts *f, struct result *n, size_t row)
{
    double sessions = result_number(n, row, "sessions"), part = 0;
    for (size_t k = 0; k < PATTERNS; k++)
        part += reads_like(n, row, &patterns[k]) && patterns[k].sessions != NULL ? result_number(n, row, patterns[k].sessions) : 0;
    part = sessions > 0 ? fmin(1, part / sessions) : 0;
    sketch_rect(s, 0, 5, SKETCH_WIDTH, 9, NULL_BAND);
    sketch_rect(s, 0, 5, fmax(part * SKETCH_WIDTH, 1.2), 9, facts_group_colour(f, result_text(n, row, "group")));
}

void summary_names(struct summary *s, const struct facts *f, struct results *r)
{
    struct finding *finding = NULL;
    struct tally more = { 0 };
    for (size_t i = 0, told = 0; i < result_rows(r->names); i++) {
        if (!reads_like_any(r->names, i))
            continue;
        if (finding == NULL && (finding = summary_add(s, "names", "asked")) == NULL)
            return;
        if (told == 0)
            sketch_sessions(&finding->sketch, f, r->names, i);
        if (told < LISTED)
            say_party(finding, f, r->names, i, told++);
        else
            tally_add(&more, r->names, i);
    }
    if (finding == NULL)
        return;
    summary_and_more(&finding->said, &more, "; and ", " more");
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "Named from 100 times on.");
}

/* --- who is answered ------------------------------------------------------------------------ */

#define ALPHA .01 /* as dielog-service has it */

static bool has_change(struct result *v, size_t row)
{
    return result_number(v, row, "p_holm") <= ALPHA;
}

static bool has_denials(struct result *v, size_t row)
{
    return result_number(v, row, "denied") > 0 && !result_is(v, row, "group", "all");
}

static bool says(const struct result *v, size_t row, const char *words)
{
    return strstr(result_text(v, row, "verdict"), words) != NULL;
}

/* "Bank: answered 99.1 % before 3 June and 2.3 % since (p < .001)", or "Bank: answered 88 % (86.1-89.7 %)". */
static void say_answered(struct finding *finding, const struct facts *f, struct result *v, size_t row, size_t place)
{
    struct sentence *said = &finding->said;
    const char *group = facts_group_name(f, result_text(v, row, "group"));
    buf_add_format(&finding->brief, "%s%s ", place == 0 ? "Answers: " : ", ", group);
    number_percent(&finding->brief, result_number(v, row, "share"));
    rich_add_format(&said->text, RICH_PLAIN, "%s%s, ", place == 0 ? "Of the requests that were answered or denied, answered were: " : "; ", group);
    if (!has_change(v, row)) {
        sentence_cell(said, RICH_BOLD, v, row, "share", AS_PERCENT);
        sentence_interval(said, RICH_LIGHT, v, row, "lo95", "hi95");
        return;
    }
    sentence_cell(said, RICH_BOLD, v, row, "share_before", AS_PERCENT);
    rich_add(&said->text, RICH_PLAIN, " before ");
    sentence_cell(said, RICH_BOLD, v, row, "since", AS_DAY);
    rich_add(&said->text, RICH_PLAIN, " and ");
    sentence_cell(said, RICH_BOLD, v, row, "share_after", AS_PERCENT);
    rich_add(&said->text, RICH_PLAIN, " since");
    rich_add(&said->text, RICH_LIGHT, " (");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, v, row, "p_holm", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
}

static const char *next_sentence(const struct sentence *said)
{
    return rich_text(&said->text)[0] != '\0' ? ". " : "";
}

/* Whether only a stated few are answered: of the row of all. */
static void say_closed(struct finding *finding, struct result *v, size_t row)
{
    struct sentence *said = &finding->said;
    bool closed = says(v, row, "answers only those served"), open = says(v, row, "open to whoever asks");
    if (!closed && !open)
        return;
    rich_add_format(&said->text, RICH_PLAIN, "%sOf the clients that are not meant to be served ", next_sentence(said));
    sentence_cell(said, RICH_PLAIN, v, row, "clients_answered", AS_COUNT);
    rich_add(&said->text, RICH_PLAIN, " were answered and ");
    sentence_cell(said, RICH_PLAIN, v, row, "clients_denied", AS_COUNT);
    rich_add(&said->text, RICH_PLAIN, " denied: consistent with ");
    rich_add(&said->text, RICH_BOLD, closed ? "a service for a stated few" : "a service for whoever asks");
    rich_add(&said->text, RICH_LIGHT, " (");
    double lr = sentence_cell(said, RICH_LIGHT, v, row, "lr_closed", closed ? AS_RATIO : AS_INVERSE);
    rich_add_format(&said->text, RICH_LIGHT, " times more probable so than of a service for %s)", closed ? "whoever asks" : "a stated few");
    summary_strength_log10(finding, fabs(log10(lr)));
    buf_add_text(&finding->brief, finding->brief.len > 0 ? "; " : "Answers: ");
    buf_add_text(&finding->brief, closed ? "a stated few" : "whoever asks");
}

/* The daily load, where it is not what the case expects. */
static void say_load(struct finding *finding, struct result *v, size_t row)
{
    struct sentence *said = &finding->said;
    bool fewer = says(v, row, "fewer a day than expected"), more = says(v, row, "more a day than expected");
    if (!fewer && !more)
        return;
    buf_add_format(&finding->brief, "%s a day than expected", finding->brief.len > 0 ? fewer ? "; fewer" : "; more" : fewer ? "Load: fewer" : "Load: more");
    rich_add_format(&said->text, RICH_PLAIN, "%sIn all ", next_sentence(said));
    sentence_cell(said, RICH_BOLD, v, row, "per_day", AS_DIGITS_3);
    rich_add(&said->text, RICH_PLAIN, " requests a day");
    rich_add(&said->text, RICH_LIGHT, " (");
    sentence_range(said, RICH_LIGHT, v, row, "load_lo95", "load_hi95", AS_DIGITS_3);
    rich_add(&said->text, RICH_LIGHT, ")");
    rich_add_format(&said->text, RICH_PLAIN, ", %s than the case expects", fewer ? "fewer" : "more");
    rich_add(&said->text, RICH_LIGHT, " (");
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, v, row, fewer ? "p_low" : "p_high", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
}

static void sketch_answers(struct sketch *s, const struct facts *f, struct result *v, size_t row)
{
    double answered = result_number(v, row, "answered"), told = answered + result_number(v, row, "denied");
    double part = told > 0 ? answered / told * SKETCH_WIDTH : 0;
    sketch_rect(s, 0, 5, part, 9, facts_group_colour(f, result_text(v, row, "group")));
    sketch_rect(s, part, 5, SKETCH_WIDTH - part, 9, NULL_BAND);
}

/* Those whose answers changed, then the others. */
static void say_each_answered(struct finding *finding, const struct facts *f, struct result *v)
{
    struct tally more = { 0 };
    size_t told = 0;
    for (int changed = 1; changed >= 0; changed--)
        for (size_t i = 1; i < result_rows(v); i++) {
            if (!has_denials(v, i) || has_change(v, i) != changed)
                continue;
            if (told < LISTED)
                say_answered(finding, f, v, i, told++);
            else
                tally_add(&more, v, i);
        }
    summary_and_more(&finding->said, &more, "; and ", " more were denied");
}

/* The row of all comes first, and its change is told by those who carry it. */
void summary_service(struct summary *s, const struct facts *f, struct results *r)
{
    struct result *v = r->service;
    struct finding *finding;
    size_t rows = 0, first = 0;
    for (size_t i = result_rows(v); i-- > 1;) {
        rows += has_denials(v, i);
        first = has_denials(v, i) ? i : first;
    }
    bool load = result_rows(v) > 0 && says(v, 0, "a day than expected");
    if ((rows == 0 && !load) || (finding = summary_add(s, "service", "asked")) == NULL)
        return;
    sketch_answers(&finding->sketch, f, v, first);
    say_each_answered(finding, f, v);
    say_closed(finding, v, 0);
    say_load(finding, v, 0);
    rich_add(&finding->said.text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "Denied: refused, or not let in; that a name does not exist is an answer. Days: where the shares differ most, p paid for the search.");
}

/* --- clients together --------------------------------------------------------------------------- */

#define PAIRS_TOLD 2

static bool together(const struct result *c, size_t row)
{
    return summary_verdict(c, row, "consistent with one machine") || summary_verdict(c, row, "coincide") || summary_verdict(c, row, "avoid");
}

/* What chance gives in 95 of 100, from the curve of the pair. */
static void say_band(struct sentence *said, struct results *r, size_t row)
{
    for (size_t i = 0; i < result_rows(r->couple_curve); i++) {
        if (!result_is(r->couple_curve, i, "a", result_text(r->couple, row, "a")) || !result_is(r->couple_curve, i, "b", result_text(r->couple, row, "b")) ||
            result_number(r->couple_curve, i, "within_s") != result_number(r->couple, row, "within_s"))
            continue;
        sentence_range(said, RICH_LIGHT, r->couple_curve, i, "lo95", "hi95", AS_COUNT);
        rich_add(&said->text, RICH_LIGHT, ", ");
        return;
    }
}

static void say_pair(struct finding *finding, struct results *r, size_t row, size_t place)
{
    struct result *c = r->couple;
    struct sentence *said = &finding->said;
    rich_add(&said->text, RICH_PLAIN, place == 0 ? "" : "; ");
    sentence_cell(said, RICH_BOLD, c, row, "a", AS_WORDS);
    rich_add(&said->text, RICH_PLAIN, " and ");
    sentence_cell(said, RICH_BOLD, c, row, "b", AS_WORDS);
    rich_add(&said->text, RICH_PLAIN, " come within ");
    sentence_cell(said, RICH_PLAIN, c, row, "within_s", AS_DURATION);
    rich_add(&said->text, RICH_PLAIN, " of each other ");
    sentence_cell(said, RICH_BOLD, c, row, "seen", AS_COUNT);
    rich_add(&said->text, RICH_PLAIN, " times where common hours give ");
    sentence_cell(said, RICH_PLAIN, c, row, "expected", AS_DIGITS_3);
    rich_add(&said->text, RICH_LIGHT, " (");
    say_band(said, r, row);
    summary_strength_p(finding, sentence_cell(said, RICH_LIGHT, c, row, "p_holm", AS_P));
    rich_add(&said->text, RICH_LIGHT, ")");
    rich_add(&said->text, RICH_PLAIN, ": ");
    sentence_cell(said, RICH_PLAIN, c, row, "verdict", AS_WORDS);
}

/* Machines behind two addresses first; PAIRS_TOLD of them in words. */
static void say_pairs(struct finding *finding, struct results *r)
{
    struct tally more = { 0 };
    size_t told = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(r->couple); i++) {
            if (!together(r->couple, i) || summary_verdict(r->couple, i, "consistent with one machine") != (pass == 0))
                continue;
            if (told < PAIRS_TOLD)
                say_pair(finding, r, i, told++);
            else
                tally_add(&more, r->couple, i);
        }
    summary_and_more(&finding->said, &more, "; and ", more.n == 1 ? " pair more" : " pairs more");
    rich_add(&finding->said.text, RICH_PLAIN, ".");
}

void summary_together(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, one = 0;
    struct finding *finding;
    (void) f;
    for (size_t i = 0; i < result_rows(r->couple); i++) {
        found += together(r->couple, i);
        one += summary_verdict(r->couple, i, "consistent with one machine");
    }
    if (found == 0 || (finding = summary_add(s, "together", "together")) == NULL)
        return;
    say_pairs(finding, r);
    rich_add(&finding->note, RICH_PLAIN, "p pays for all pairs. One cause that reaches both looks alike.");
    buf_add_format(&finding->brief, "%s: %zu pair%s", one > 0 ? "One machine behind two addresses" : "Beyond common hours", one > 0 ? one : found,
                   summary_plural((double) (one > 0 ? one : found)));
    sketch_rect(&finding->sketch, 0, 14, SKETCH_WIDTH, .5, 0x9CA3AF);
    for (int k = 0; k < 4; k++) {
        sketch_dot(&finding->sketch, 5 + 13.5 * k, 10, 2.2, INK);
        sketch_dot(&finding->sketch, 6.2 + 13.5 * k, 18, 2.2, INK_2);
    }
}
