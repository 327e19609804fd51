/* report_rhythm.c -- the sections When and Rhythm. */

#include "section.h"
#include "words/number.h"
#include <math.h>

bool report_when(struct report *r, struct err *err)
{
    doc_section(r->doc, "When", "when");
    report_say(r, TYPE_BODY, "When did the records come? Work shows as days and weeks, a machine as what stops for neither.");
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
    report_say(r, TYPE_BODY, "Does what comes now come again an hour, a day, a week later? People keep days and weeks; timers and caches keep "
                             "shorter beats.");
    if (!report_figure(r, "autocorrelation", err))
        return false;
    add_lags(r);
    return true;
}
