/* summary_asked.c -- what the names asked for read like, who is answered, and which clients move together. */

#include "label.h"
#include "palette.h"
#include "summary_parts.h"
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

/* " (5.4 of 13 sessions, likelihood ratio 1.4e4)" */
static void say_pattern(struct finding *finding, struct result *n, size_t row, const struct pattern *p)
{
    rich_add(&finding->text, RICH_BOLD, p->said);
    rich_add(&finding->text, RICH_LIGHT, " (");
    if (p->sessions != NULL) {
        SAY(&finding->text, RICH_LIGHT, number_significant(b, summary_cite(finding, n, row, p->sessions), 2));
        rich_add_format(&finding->text, RICH_LIGHT, " of %.0f sessions, ", summary_cite(finding, n, row, "sessions"));
    } else {
        rich_add_format(&finding->text, RICH_LIGHT, "%.0f names below one suffix, ", summary_cite(finding, n, row, "tunnel_names"));
    }
    rich_add(&finding->text, RICH_LIGHT, "LR ");
    SAY(&finding->text, RICH_LIGHT, number_ratio(b, summary_cite(finding, n, row, p->lr)));
    rich_add(&finding->text, RICH_LIGHT, ")");
}

static void say_party(struct finding *finding, const struct facts *f, struct result *n, size_t row, size_t place)
{
    const char *group = facts_group_name(f, result_text(n, row, "group"));
    size_t said = 0;
    rich_add_format(&finding->text, RICH_PLAIN, place == 0 ? "Some of what %s asked reads like " : "; of %s like ", group);
    buf_add_text(&finding->brief, place == 0 ? "Asked: like" : "; like");
    for (size_t k = 0; k < PATTERNS; k++) {
        if (!reads_like(n, row, &patterns[k]))
            continue;
        rich_add(&finding->text, RICH_PLAIN, said > 0 ? " and " : "");
        buf_add_format(&finding->brief, "%s %s", said++ > 0 ? " and" : "", patterns[k].said);
        say_pattern(finding, n, row, &patterns[k]);
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
    size_t told = 0, more = 0;
    for (size_t i = 0; i < result_rows(r->names); i++) {
        if (!reads_like_any(r->names, i))
            continue;
        if (finding == NULL && (finding = summary_add(s, "names", "asked")) == NULL)
            return;
        if (told == 0)
            sketch_sessions(&finding->sketch, f, r->names, i);
        if (told < LISTED)
            say_party(finding, f, r->names, i, told++);
        else
            more++;
    }
    if (finding == NULL)
        return;
    if (more > 0)
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu more", more);
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "LR: how many times more probable these lookups are with such among them than without. Named from 100 on.");
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
    struct err ignored = { .set = false };
    const char *group = facts_group_name(f, result_text(v, row, "group"));
    int64_t day;
    buf_add_format(&finding->brief, "%s%s ", place == 0 ? "Answers: " : ", ", group);
    number_percent(&finding->brief, result_number(v, row, "share"));
    rich_add_format(&finding->text, RICH_PLAIN, "%s%s, ", place == 0 ? "Of the requests that were answered or denied, answered were: " : "; ", group);
    if (has_change(v, row) && when_parse_day(text_of(result_text(v, row, "since")), &day, &ignored)) {
        SAY(&finding->text, RICH_BOLD, number_percent(b, summary_cite(finding, v, row, "share_before")));
        rich_add(&finding->text, RICH_PLAIN, " before ");
        SAY(&finding->text, RICH_BOLD, number_day(b, day));
        rich_add(&finding->text, RICH_PLAIN, " and ");
        SAY(&finding->text, RICH_BOLD, number_percent(b, summary_cite(finding, v, row, "share_after")));
        rich_add(&finding->text, RICH_PLAIN, " since");
        rich_add(&finding->text, RICH_LIGHT, " (");
        SAY(&finding->text, RICH_LIGHT, number_p(b, summary_cite(finding, v, row, "p_holm")));
        rich_add(&finding->text, RICH_LIGHT, ")");
        return;
    }
    SAY(&finding->text, RICH_BOLD, number_percent(b, summary_cite(finding, v, row, "share")));
    double lo = summary_cite(finding, v, row, "lo95"), hi = summary_cite(finding, v, row, "hi95");
    SAY(&finding->text, RICH_LIGHT, summary_interval(b, lo, hi));
}

/* Whether only a stated few are answered: of the row of all. */
static void say_closed(struct finding *finding, struct result *v, size_t row)
{
    bool closed = says(v, row, "answers only those served"), open = says(v, row, "open to whoever asks");
    double lr = closed || open ? summary_cite(finding, v, row, "lr_closed") : NAN;
    if (!closed && !open)
        return;
    rich_add(&finding->text, RICH_PLAIN, rich_text(&finding->text)[0] != '\0' ? ". Of the clients" : "Of the clients");
    rich_add_format(&finding->text, RICH_PLAIN, " that are not meant to be served %.0f were answered", summary_cite(finding, v, row, "clients_answered"));
    rich_add_format(&finding->text, RICH_PLAIN, " and %.0f denied: consistent with ", summary_cite(finding, v, row, "clients_denied"));
    rich_add(&finding->text, RICH_BOLD, closed ? "a service for a stated few" : "a service for whoever asks");
    rich_add(&finding->text, RICH_LIGHT, " (LR ");
    SAY(&finding->text, RICH_LIGHT, number_ratio(b, closed ? lr : 1 / lr));
    rich_add(&finding->text, RICH_LIGHT, ")");
    buf_add_text(&finding->brief, finding->brief.len > 0 ? "; " : "Answers: ");
    buf_add_text(&finding->brief, closed ? "a stated few" : "whoever asks");
}

/* The daily load, where it is not what the case expects. */
static void say_load(struct finding *finding, struct result *v, size_t row)
{
    bool fewer = says(v, row, "fewer a day than expected"), more = says(v, row, "more a day than expected");
    if (!fewer && !more)
        return;
    buf_add_format(&finding->brief, "%s a day than expected", finding->brief.len > 0 ? fewer ? "; fewer" : "; more" : fewer ? "Load: fewer" : "Load: more");
    rich_add(&finding->text, RICH_PLAIN, rich_text(&finding->text)[0] != '\0' ? ". In all " : "In all ");
    SAY(&finding->text, RICH_BOLD, number_significant(b, summary_cite(finding, v, row, "per_day"), 3));
    rich_add(&finding->text, RICH_PLAIN, " requests a day");
    rich_add(&finding->text, RICH_LIGHT, " (");
    double lo = summary_cite(finding, v, row, "load_lo95"), hi = summary_cite(finding, v, row, "load_hi95");
    SAY(&finding->text, RICH_LIGHT, number_range(b, lo, hi, 3));
    rich_add(&finding->text, RICH_LIGHT, ")");
    rich_add_format(&finding->text, RICH_PLAIN, ", %s than the case expects", fewer ? "fewer" : "more");
    rich_add(&finding->text, RICH_LIGHT, " (");
    SAY(&finding->text, RICH_LIGHT, number_p(b, summary_cite(finding, v, row, fewer ? "p_low" : "p_high")));
    rich_add(&finding->text, RICH_LIGHT, ")");
}

static void sketch_answers(struct sketch *s, const struct facts *f, struct result *v, size_t row)
{
    double answered = result_number(v, row, "answered"), told = answered + result_number(v, row, "denied");
    double part = told > 0 ? answered / told * SKETCH_WIDTH : 0;
    sketch_rect(s, 0, 5, part, 9, facts_group_colour(f, result_text(v, row, "group")));
    sketch_rect(s, part, 5, SKETCH_WIDTH - part, 9, NULL_BAND);
}

/* The row of all comes first, and its change is told by those who carry it. */
void summary_service(struct summary *s, const struct facts *f, struct results *r)
{
    struct result *v = r->service;
    struct finding *finding;
    size_t told = 0, rows = 0, first = 0;
    for (size_t i = result_rows(v); i-- > 1;) {
        rows += has_denials(v, i);
        first = has_denials(v, i) ? i : first;
    }
    bool load = result_rows(v) > 0 && says(v, 0, "a day than expected");
    if ((rows == 0 && !load) || (finding = summary_add(s, "service", "asked")) == NULL)
        return;
    sketch_answers(&finding->sketch, f, v, first);
    for (int changed = 1; changed >= 0; changed--)
        for (size_t i = 1; i < result_rows(v) && told < LISTED; i++)
            if (has_denials(v, i) && has_change(v, i) == changed)
                say_answered(finding, f, v, i, told++);
    if (rows > told)
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu more were denied", rows - told);
    say_closed(finding, v, 0);
    say_load(finding, v, 0);
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "Denied: refused, or not let in; that a name does not exist is an answer. In brackets 95" NARROW_SPACE
                                         "% intervals, of a load by weeks. Days: where the shares differ most, p paid for the search.");
}

/* --- clients together --------------------------------------------------------------------------- */

static bool together(const struct result *c, size_t row)
{
    return summary_verdict(c, row, "consistent with one machine") || summary_verdict(c, row, "coincide") || summary_verdict(c, row, "avoid");
}

static void add_client(struct rich *to, const char *client)
{
    char *name = label_new(client, 40);
    rich_add(to, RICH_BOLD, name);
    free(name);
}

/* What chance gives in 95 of 100, from the curve of the pair. */
static void say_band(struct finding *finding, struct results *r, size_t row)
{
    for (size_t i = 0; i < result_rows(r->couple_curve); i++) {
        if (!result_is(r->couple_curve, i, "a", result_text(r->couple, row, "a")) || !result_is(r->couple_curve, i, "b", result_text(r->couple, row, "b")) ||
            result_number(r->couple_curve, i, "within_s") != result_number(r->couple, row, "within_s"))
            continue;
        double lo = summary_cite(finding, r->couple_curve, i, "lo95"), hi = summary_cite(finding, r->couple_curve, i, "hi95");
        SAY(&finding->text, RICH_LIGHT, number_count(b, (int64_t) lo));
        rich_add(&finding->text, RICH_LIGHT, EN_DASH);
        SAY(&finding->text, RICH_LIGHT, number_count(b, (int64_t) hi));
        rich_add(&finding->text, RICH_LIGHT, ", ");
        return;
    }
}

static void say_pair(struct finding *finding, struct results *r, size_t row, size_t place)
{
    struct result *c = r->couple;
    rich_add(&finding->text, RICH_PLAIN, place == 0 ? "" : "; ");
    add_client(&finding->text, result_text(c, row, "a"));
    rich_add(&finding->text, RICH_PLAIN, " and ");
    add_client(&finding->text, result_text(c, row, "b"));
    rich_add(&finding->text, RICH_PLAIN, " come within ");
    SAY(&finding->text, RICH_PLAIN, number_duration(b, summary_cite(finding, c, row, "within_s")));
    rich_add(&finding->text, RICH_PLAIN, " of each other ");
    SAY(&finding->text, RICH_BOLD, number_count(b, (int64_t) summary_cite(finding, c, row, "seen")));
    rich_add(&finding->text, RICH_PLAIN, " times where common hours give ");
    SAY(&finding->text, RICH_PLAIN, number_significant(b, summary_cite(finding, c, row, "expected"), 3));
    rich_add(&finding->text, RICH_LIGHT, " (");
    say_band(finding, r, row);
    SAY(&finding->text, RICH_LIGHT, number_p(b, summary_cite(finding, c, row, "p_holm")));
    rich_add(&finding->text, RICH_LIGHT, ")");
    rich_add_format(&finding->text, RICH_PLAIN, ": %s", result_text(c, row, "verdict"));
}

/* Machines behind two addresses first. */
void summary_together(struct summary *s, const struct facts *f, struct results *r)
{
    size_t found = 0, one = 0, told = 0;
    struct finding *finding;
    (void) f;
    for (size_t i = 0; i < result_rows(r->couple); i++) {
        found += together(r->couple, i);
        one += summary_verdict(r->couple, i, "consistent with one machine");
    }
    if (found == 0 || (finding = summary_add(s, "together", "together")) == NULL)
        return;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(r->couple) && told < 2; i++)
            if (together(r->couple, i) && summary_verdict(r->couple, i, "consistent with one machine") == (pass == 0))
                say_pair(finding, r, i, told++);
    if (found > told)
        rich_add_format(&finding->text, RICH_PLAIN, "; and %zu pair%s more", found - told, summary_plural((double) (found - told)));
    rich_add(&finding->text, RICH_PLAIN, ".");
    rich_add(&finding->note, RICH_PLAIN, "In brackets what chance gives in 95 of 100, and p adjusted by Holm over all pairs. One cause that reaches both looks alike.");
    buf_add_format(&finding->brief, "%s: %zu pair%s", one > 0 ? "One machine behind two addresses" : "Beyond common hours", one > 0 ? one : found,
                   summary_plural((double) (one > 0 ? one : found)));
    sketch_rect(&finding->sketch, 0, 14, SKETCH_WIDTH, .5, 0x9CA3AF);
    for (int k = 0; k < 4; k++) {
        sketch_dot(&finding->sketch, 5 + 13.5 * k, 10, 2.2, INK);
        sketch_dot(&finding->sketch, 6.2 + 13.5 * k, 18, 2.2, INK_2);
    }
}
