/* report_people.c -- the sections Who, When, Rhythm and Zone. */

#include "number.h"
#include "report.h"
#include <math.h>

#define CLIENTS_MOST 12
#define STATUS_MOST 16

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
            cell_group(t, r->facts, r->facts->parties[i].id);
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
        buf_add_char(&b, '.');
        report_note(r, b.at);
    }
    buf_release(&b);
}

static bool has_status(const struct result *status)
{
    for (size_t i = 0; i < result_rows(status); i++)
        if (*result_text(status, i, "key") != '\0')
            return true;
    return false;
}

static void add_status(struct report *r)
{
    struct result *status = r->results->status;
    struct table *t;
    if (!has_status(status)) {
        report_say(r, TYPE_BODY, "The logs do not say how the requests were answered.");
        return;
    }
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
    if (!report_figure(r, "share", err))
        return false;
    if (r->facts->n_parties == 0)
        return true;
    if (r->facts->n_parties == 1)
        report_say(r, TYPE_BODY, "All records belong to one party.");
    add_parties(r);
    add_clients(r);
    add_status(r);
    return true;
}

bool report_when(struct report *r, struct err *err)
{
    doc_section(r->doc, "When", "when");
    if (result_rows(r->results->share) == 0) {
        report_say(r, TYPE_BODY, "There are no records to draw.");
        return true;
    }
    return report_figure(r, "raster", err) && report_figure(r, "daily", err) && report_figure(r, "week", err);
}

/* One row: a group's correlations at LAG, as counted and with the clock taken out. */
static void add_lag(struct report *r, struct table *t, const char *group, double hours, const char *name)
{
    double lag = hours * 3600 / r->facts->bin_s;
    struct result *acf = r->results->acf, *clock = r->results->clock;
    for (size_t i = 0; i < result_rows(acf); i++) {
        if (!result_is(acf, i, "group", group) || result_number(acf, i, "lag") != lag)
            continue;
        double after = NAN;
        for (size_t k = 0; k < result_rows(clock); k++)
            if (result_is(clock, k, "group", group) && result_number(clock, k, "lag") == lag)
                after = result_number(clock, k, "acf");
        cell_group(t, r->facts, group);
        table_cell(t, RICH_PLAIN, name);
        cell_count(t, lag);
        cell_fixed(t, result_number(acf, i, "acf"), 3);
        cell_fixed(t, after, 3);
        cell_interval(t, result_number(acf, i, "lower"), result_number(acf, i, "upper"), 1, 3);
        cell_p(t, result_number(acf, i, "p_value"));
        return;
    }
}

static void add_lags(struct report *r)
{
    struct table *t = table_new();
    const char *groups[8] = { "all" };
    size_t n = 1;
    table_column(t, COLUMN_WRAP, "Series");
    table_column(t, COLUMN_TEXT, "Apart");
    table_column(t, COLUMN_NUMBER, "bins");
    table_column(t, COLUMN_NUMBER, "r");
    table_column(t, COLUMN_NUMBER, "r, clock out");
    table_column(t, COLUMN_NUMBER, "95" NARROW_SPACE "% band");
    table_column(t, COLUMN_NUMBER, "p, Ljung" EN_DASH "Box");
    for (size_t i = 0; i < r->facts->n_parties && n < 5; i++)
        if (strcmp(r->facts->parties[i].id, "other") != 0)
            groups[n++] = r->facts->parties[i].id;
    for (size_t i = 0; i < n; i++) {
        add_lag(r, t, groups[i], 1, "1" NARROW_SPACE "h");
        add_lag(r, t, groups[i], 24, "24" NARROW_SPACE "h");
        add_lag(r, t, groups[i], 168, "1 week");
    }
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    doc_table(r->doc, t);
    report_note(r, "r, clock out: after the mean of each hour of the week is taken from the counts. Null model: independent counts; "
                   "p is Ljung and Box’s over all lags up to this one, so it says that there is memory somewhere, not at which lag.");
}

bool report_rhythm(struct report *r, struct err *err)
{
    doc_section(r->doc, "Rhythm", "rhythm");
    if (!report_figure(r, "autocorrelation", err))
        return false;
    add_lags(r);
    return true;
}

static void add_zones(struct report *r)
{
    struct result *zone = r->results->zone;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Group");
    table_column(t, COLUMN_NUMBER, "Visits");
    table_column(t, COLUMN_TEXT, "Best");
    table_column(t, COLUMN_TEXT, "80" NARROW_SPACE "% set");
    table_column(t, COLUMN_TEXT, "95" NARROW_SPACE "% set");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (size_t i = 0; i < result_rows(zone); i++) {
        cell_group(t, r->facts, result_text(zone, i, "group"));
        cell_count(t, result_number(zone, i, "n"));
        cell_offset(t, result_number(zone, i, "offset_h"));
        cell_offsets(t, result_number(zone, i, "lo80_h"), result_number(zone, i, "hi80_h"));
        cell_offsets(t, result_number(zone, i, "lo95_h"), result_number(zone, i, "hi95_h"));
        cell_label(t, RICH_PLAIN, result_text(zone, i, "verdict"), 400);
    }
    if (table_rows(t) == 0)
        table_free(t);
    else
        doc_wide_table(r->doc, t);
}

bool report_zone(struct report *r, struct err *err)
{
    struct buf b = BUF_INIT;
    doc_section(r->doc, "Zone", "zone");
    buf_add_format(&b, "Each group of zones that kept the same clock over the whole span is asked how well its local hours of work "
                       "explain when the records came. The profile is \xe2\x80\x9c%s\xe2\x80\x9d.", r->facts->profile);
    report_say(r, TYPE_BODY, b.at);
    report_note(r, "Personal habit is the limit: of one person, hours of work tell the offset to an hour or two at best, "
                   "and to four hours for one person in ten.");
    doc_keep(r->doc);
    buf_release(&b);
    if (!report_figure(r, "zone", err))
        return false;
    add_zones(r);
    return true;
}
