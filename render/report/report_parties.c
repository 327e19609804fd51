/* report_parties.c -- what the case states of its parties, beside what the log says of each
   statement: addresses beside their records, the zone beside the hours of work, a dated fact beside
   how many records are older. */

#include "section.h"
#include "words/number.h"
#include <math.h>

#define PREFIXES_MOST 6
#define PARTIES_MOST 12 /* those with the most records; of the others, whoever has a fact */

struct stating {
    struct report *r;
    struct table *t;
    const char *party; /* its id */
    bool named;        /* its name stands in a row already */
};

/* The row's first cells: the party where it begins, what is stated, its day and its source. */
static void state_fact(struct stating *s, const char *stated, const char *day, const char *source)
{
    if (s->named)
        table_cell(s->t, RICH_PLAIN, "");
    else if (facts_party(s->r->facts, s->party) != NULL)
        cell_group(s->t, s->r->facts, s->party);
    else
        cell_label(s->t, RICH_PLAIN, s->party, 22);
    s->named = true;
    cell_label(s->t, RICH_PLAIN, stated, 300);
    cell_label(s->t, RICH_PLAIN, day, 0);
    cell_label(s->t, rich_is_address(source) ? RICH_LINK : RICH_LIGHT, source, rich_is_address(source) ? 0 : 300);
}

/* The days with records of a party, and how many records are older than a day. */
struct seen {
    size_t days;
    int64_t first, last;
    double before, from;
};

static struct seen look(struct result *daily, const char *party, int64_t day)
{
    struct seen s = { .first = INT64_MAX, .last = INT64_MIN };
    for (size_t i = 0; i < result_rows(daily); i++) {
        double count = result_number(daily, i, "count");
        if (!(count > 0) || !result_is(daily, i, "kind", "party") || !result_is(daily, i, "series", party))
            continue;
        int64_t at = when_day_of(result_when(daily, i, "start"));
        s.first = at < s.first ? at : s.first;
        s.last = at > s.last ? at : s.last;
        *(at < day ? &s.before : &s.from) += count;
        s.days++;
    }
    return s;
}

static size_t clients_of(const struct result *clients, const char *party)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(clients); i++)
        n += result_is(clients, i, "party", party);
    return n;
}

static void put(struct stating *s, struct buf *words)
{
    table_cell(s->t, RICH_PLAIN, words->at == NULL ? "" : words->at);
    buf_release(words);
}

/* "2 820 records of 2 clients on 135 days, 4 May – 23 September 2016" */
static void see_records(struct stating *s)
{
    struct seen seen = look(s->r->results->daily, s->party, INT64_MIN);
    size_t clients = clients_of(s->r->results->clients, s->party);
    struct buf b = BUF_INIT;
    if (seen.days == 0)
        buf_add_text(&b, "no record");
    else {
        number_count(&b, (int64_t) seen.from);
        buf_add_format(&b, " record%s of %zu client%s on %zu day%s, ", seen.from == 1 ? "" : "s", clients, clients == 1 ? "" : "s",
                       seen.days, seen.days == 1 ? "" : "s");
        number_days(&b, seen.first, seen.last);
    }
    put(s, &b);
}

/* How the records lie to the day of a fact: a matter of counting, not of cause. */
static void see_day(struct stating *s, int64_t day)
{
    struct seen seen = look(s->r->results->daily, s->party, day);
    struct buf b = BUF_INIT;
    if (seen.days == 0)
        buf_add_text(&b, "no record");
    else if (seen.before == 0)
        buf_add_text(&b, "all of its records are from that day on");
    else if (seen.from == 0)
        buf_add_text(&b, "all of its records are older");
    else {
        number_count(&b, (int64_t) seen.before);
        buf_add_format(&b, " of its records %s older, ", seen.before == 1 ? "is" : "are");
        number_count(&b, (int64_t) seen.from);
        buf_add_format(&b, " %s from that day on", seen.from == 1 ? "is" : "are");
    }
    put(s, &b);
}

/* The addresses of a party in a few words, and the notes on them, each once. */
static void state_prefixes(struct stating *s)
{
    struct result *p = s->r->results->parties;
    struct buf words = BUF_INIT, notes = BUF_INIT;
    size_t n = 0;
    const char *last = "";
    for (size_t i = 0; i < result_rows(p); i++) {
        const char *prefix = result_text(p, i, "prefix"), *note = result_text(p, i, "note");
        if (!result_is(p, i, "party", s->party) || *prefix == '\0')
            continue;
        if (n++ < PREFIXES_MOST)
            buf_add_format(&words, "%s%s", n > 1 ? ", " : "", prefix);
        if (*note != '\0' && strcmp(note, last) != 0 && n <= PREFIXES_MOST)
            buf_add_format(&notes, "; %s", note);
        last = note;
    }
    if (n > PREFIXES_MOST)
        buf_add_format(&words, " and %zu more", n - PREFIXES_MOST);
    buf_add_text(&words, notes.at == NULL ? "" : notes.at);
    if (n > 0) {
        state_fact(s, words.at, "", "");
        see_records(s);
    }
    buf_release(&words);
    buf_release(&notes);
}

static void state_zone(struct stating *s)
{
    const struct party *party = facts_party(s->r->facts, s->party);
    struct result *zone = s->r->results->zone;
    struct buf words = BUF_INIT, seen = BUF_INIT;
    if (party == NULL || party->zone == NULL)
        return;
    size_t row = result_find(zone, "group", party->id);
    double lo = result_number(zone, row, "lo95_h"), hi = result_number(zone, row, "hi95_h");
    buf_add_format(&words, "its people work in %s, ", party->zone);
    number_offset(&words, party->zone_h);
    state_fact(s, words.at, "", "");
    if (!isfinite(lo) || !isfinite(hi))
        buf_add_text(&seen, "the hours do not tell a zone");
    else {
        bool within = party->zone_h >= lo && party->zone_h <= hi;
        buf_add_format(&seen, "%s: at 95" NARROW_SPACE "%% the hours fit ", within ? "consistent" : "not consistent");
        number_offset(&seen, lo);
        buf_add_text(&seen, " to ");
        number_offset(&seen, hi);
    }
    put(s, &seen);
    buf_release(&words);
}

static void state_facts(struct stating *s)
{
    struct result *p = s->r->results->parties;
    for (size_t i = 0; i < result_rows(p); i++) {
        const char *fact = result_text(p, i, "fact"), *date = result_text(p, i, "date"), *source = result_text(p, i, "source");
        struct err ignored = { .set = false };
        struct buf day_text = BUF_INIT;
        int64_t day;
        if (!result_is(p, i, "party", s->party) || *fact == '\0')
            continue;
        bool dated = when_parse_day(text_of(date), &day, &ignored);
        if (dated)
            number_day(&day_text, day);
        state_fact(s, fact, dated ? day_text.at : "", *source == '\0' ? "no source stated" : source);
        if (dated)
            see_day(s, day);
        else
            table_cell(s->t, RICH_PLAIN, "");
        buf_release(&day_text);
    }
}

static void state_party(struct report *r, struct table *t, const char *party)
{
    struct stating s = { r, t, party, false };
    state_prefixes(&s);
    state_zone(&s);
    state_facts(&s);
}

static bool stated_before(const struct result *p, size_t row)
{
    return result_find(p, "party", result_text(p, row, "party")) < row;
}

static bool has_fact(const struct result *p, const char *party)
{
    for (size_t i = 0; i < result_rows(p); i++)
        if (result_is(p, i, "party", party) && *result_text(p, i, "fact") != '\0')
            return true;
    return false;
}

void report_parties(struct report *r)
{
    struct result *p = r->results->parties;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Party");
    table_column(t, COLUMN_WRAP, "Stated by the case");
    table_column(t, COLUMN_TEXT, "Day");
    table_column(t, COLUMN_WRAP, "Source");
    table_column(t, COLUMN_WRAP, "In the log");
    for (size_t i = 0; i < r->facts->n_parties; i++)
        if (i < PARTIES_MOST || has_fact(p, r->facts->parties[i].id))
            state_party(r, t, r->facts->parties[i].id);
    for (size_t i = 0; i < result_rows(p); i++) /* stated, and never seen */
        if (!stated_before(p, i) && facts_party(r->facts, result_text(p, i, "party")) == NULL)
            state_party(r, t, result_text(p, i, "party"));
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    report_say(r, TYPE_HEAD, "What is stated of them, and what the log says");
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN, "Stated: rows of parties.csv, whose SHA-256 stands under Provenance. A source is where the case says that a fact is told; "
                                           "this program does not look there. Days are UTC; records with repeats resolved.");
    if (r->facts->n_parties > PARTIES_MOST)
        rich_add_format(&note, RICH_PLAIN, " The %d parties with the most records stand here, and those of whom a fact is stated; data/parties.csv has all.", PARTIES_MOST);
    doc_caption(r->doc, &note);
}
