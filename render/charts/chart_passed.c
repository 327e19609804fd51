/* chart_passed.c -- what passed a cache and the rest, both cumulated against the date: a panel a client. */

#include "charts.h"
#include "facts/timing.h"
#include "twoparts.h"

static const struct twoparts cache = {
    "passed_share", "ttl_s",
    "Passed a cache", "No cache beside other visits is told", "No client sends what a cache lets through beside other visits, so none is divided.",
    "passed the cache", "came straight", "visits so far; TTL ",
    "Visits of an address up to each date, divided by how well each fits a cache that answers by itself for its TTL and lets the next "
    "question of a steady demand pass: every visit counts in part for either. A line that begins to rise is a cache that came into use, "
    "a level a silence. Each panel has a scale of its own.",
};

struct plot *chart_passed(const struct facts *f, const char *dir, struct err *err)
{
    size_t rows[TWOPARTS_MOST];
    struct plot *p = NULL;
    struct result *parts = result_read(dir, "cache_parts", NULL, NULL, err);
    struct result *verdicts = parts == NULL ? NULL : result_read(dir, "cache_client", NULL, NULL, err);
    struct result *clients = verdicts == NULL ? NULL : result_read(dir, "share_client", NULL, NULL, err);
    if (clients != NULL)
        p = twoparts_draw(&cache, f, parts, verdicts, clients, rows, timing_table_rows(verdicts, timing_is_in_part, rows, TWOPARTS_MOST));
    if (p != NULL && !(result_sound(parts, err) && result_sound(verdicts, err))) {
        plot_free(p);
        p = NULL;
    }
    result_free(parts);
    result_free(verdicts);
    result_free(clients);
    return p;
}
