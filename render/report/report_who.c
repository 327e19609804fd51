/* report_who.c -- the section Who. */

#include "section.h"
#include "words/number.h"

#define CLIENTS_MOST 10
#define STATUS_MOST 16

/* The party's label as it is stated: everywhere else a long one is cut. */
static void cell_whole(struct report *r, struct table *t, const struct party *party)
{
    struct result *stated = r->results->parties;
    const char *label = result_text(stated, result_find(stated, "party", party->id), "label");
    cell_label(t, RICH_PLAIN, *label != '\0' ? label : party->name, 0);
}

static void add_parties(struct report *r)
{
    struct table *t = table_new();
    struct result *share = r->results->share;
    table_column(t, COLUMN_WRAP, "Party");
    table_column(t, COLUMN_NUMBER, "Records");
    table_column(t, COLUMN_NUMBER, "raw");
    table_column(t, COLUMN_NUMBER, "Share");
    table_column(t, COLUMN_NUMBER, "95" NARROW_SPACE "%, days");
    table_column(t, COLUMN_NUMBER, "95" NARROW_SPACE "%, exact");
    table_column(t, COLUMN_NUMBER, "Days");
    for (size_t i = 0; i < r->facts->n_parties; i++)
        for (size_t row = 0; row < result_rows(share); row++) {
            if (!result_is(share, row, "key", r->facts->parties[i].id))
                continue;
            double p = result_number(share, row, "share");
            cell_whole(r, t, &r->facts->parties[i]);
            cell_count(t, result_number(share, row, "count"));
            cell_count(t, result_number(share, row, "raw"));
            cell_percent(t, p);
            cell_interval(t, result_number(share, row, "boot_lo"), result_number(share, row, "boot_hi"), 100, p < .0995 ? 2 : 1);
            cell_interval(t, result_number(share, row, "exact_lo"), result_number(share, row, "exact_hi"), 100, p < .0995 ? 2 : 1);
            cell_count(t, result_number(share, row, "days"));
        }
    doc_table(r->doc, t);
    report_note(r, "Records: repeats resolved; raw: as logged. Days: the interval that resamples whole days, which holds although "
                   "records come in bursts. Exact: Clopper and Pearson’s, which takes every record as independent and is too narrow here.");
}

static bool has_status(const struct result *status)
{
    for (size_t i = 0; i < result_rows(status); i++)
        if (*result_text(status, i, "key") != '\0')
            return true;
    return false;
}

static void add_clients(struct report *r)
{
    struct result *clients = r->results->clients;
    struct table *t = table_new();
    struct buf b = BUF_INIT;
    table_column(t, COLUMN_WRAP, "Client");
    table_column(t, COLUMN_TEXT, "Party");
    table_column(t, COLUMN_NUMBER, "Records");
    table_column(t, COLUMN_NUMBER, "Share");
    table_column(t, COLUMN_NUMBER, "95" NARROW_SPACE "%, days");
    table_column(t, COLUMN_NUMBER, "Days");
    for (size_t i = 0; i < result_rows(clients) && i < CLIENTS_MOST; i++) {
        double p = result_number(clients, i, "share");
        cell_label(t, RICH_PLAIN, result_text(clients, i, "key"), 80);
        cell_group(t, r->facts, result_text(clients, i, "party"));
        cell_count(t, result_number(clients, i, "count"));
        cell_percent(t, p);
        cell_interval(t, result_number(clients, i, "boot_lo"), result_number(clients, i, "boot_hi"), 100, p < .0995 ? 2 : 1);
        cell_count(t, result_number(clients, i, "days"));
    }
    report_say(r, TYPE_HEAD, result_rows(clients) > CLIENTS_MOST ? "The busiest clients" : "The clients");
    doc_table(r->doc, t);
    if (result_rows(clients) > 0) {
        buf_add_text(&b, "As evenly spread as ");
        number_significant(&b, result_number(clients, 0, "effective_number"), 3);
        buf_add_text(&b, " clients of equal size would be (1 over the sum of squared shares)");
        if (result_rows(clients) > CLIENTS_MOST) {
            buf_add_text(&b, "; ");
            number_count(&b, (int64_t) result_rows(clients));
            buf_add_text(&b, " clients in all, in data/share_client.csv");
        }
        buf_add_text(&b, has_status(r->results->status) ? "." : ". The logs do not say how the requests were answered.");
        report_note(r, b.at);
    }
    buf_release(&b);
}

static void add_status(struct report *r)
{
    struct result *status = r->results->status;
    struct table *t;
    if (!has_status(status))
        return;
    t = table_new();
    table_column(t, COLUMN_WRAP, "Party");
    table_column(t, COLUMN_WRAP, "Answer");
    table_column(t, COLUMN_NUMBER, "Records");
    table_column(t, COLUMN_NUMBER, "of the party");
    table_column(t, COLUMN_NUMBER, "95" NARROW_SPACE "%, exact");
    for (size_t i = 0; i < result_rows(status) && i < STATUS_MOST; i++) {
        const char *key = result_text(status, i, "key");
        cell_group(t, r->facts, result_text(status, i, "within"));
        cell_label(t, RICH_PLAIN, *key == '\0' ? "(not said)" : key, 40);
        cell_count(t, result_number(status, i, "count"));
        cell_percent(t, result_number(status, i, "share"));
        cell_interval(t, result_number(status, i, "exact_lo"), result_number(status, i, "exact_hi"), 100, 1);
    }
    report_say(r, TYPE_HEAD, "How they were answered");
    doc_table(r->doc, t);
}

bool report_who(struct report *r, struct err *err)
{
    doc_section(r->doc, "Who", "who");
    report_first(r);
    report_say(r, TYPE_BODY, "Who made how much of it, and what is known of them?");
    if (!report_figure(r, "share", err))
        return false;
    if (r->facts->n_parties == 0)
        return true;
    if (r->facts->n_parties == 1)
        report_say(r, TYPE_BODY, "All records belong to one party.");
    add_parties(r);
    report_parties(r);
    add_clients(r);
    add_status(r);
    return true;
}
