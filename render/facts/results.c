#include "results.h"
#include <stddef.h>

static const struct {
    const char *name;
    size_t at;
    const char *skip_column, *skip_value; /* rows that no section speaks of */
} tables[] = {
    { "daily", offsetof(struct results, daily), "kind", "client" },
    { "parties", offsetof(struct results, parties), NULL, NULL },
    { "share", offsetof(struct results, share), NULL, NULL },
    { "share_client", offsetof(struct results, clients), NULL, NULL },
    { "status", offsetof(struct results, status), NULL, NULL },
    { "autocorrelation", offsetof(struct results, acf), NULL, NULL },
    { "autocorrelation_clock", offsetof(struct results, clock), NULL, NULL },
    { "period", offsetof(struct results, period), NULL, NULL },
    { "cadence", offsetof(struct results, cadence), NULL, NULL },
    { "cache", offsetof(struct results, cache), NULL, NULL },
    { "cache_client", offsetof(struct results, cache_client), NULL, NULL },
    { "cache_parts", offsetof(struct results, cache_parts), NULL, NULL },
    { "coverage", offsetof(struct results, coverage), NULL, NULL },
    { "zone", offsetof(struct results, zone), NULL, NULL },
    { "zone_posterior", offsetof(struct results, posterior), NULL, NULL },
    { "zone_countries", offsetof(struct results, countries), NULL, NULL },
    { "weigh", offsetof(struct results, weigh), NULL, NULL },
    { "weigh_each", offsetof(struct results, weigh_each), NULL, NULL },
    { "weigh_features", offsetof(struct results, weigh_features), NULL, NULL },
    { "mixture", offsetof(struct results, mixture), NULL, NULL },
    { "mixture_propositions", offsetof(struct results, propositions), NULL, NULL },
    { "mixture_sessions", offsetof(struct results, sessions), NULL, NULL },
    { "events", offsetof(struct results, events), NULL, NULL },
    { "window", offsetof(struct results, window), NULL, NULL },
    { "window_groups", offsetof(struct results, window_groups), NULL, NULL },
    { "spikes", offsetof(struct results, spikes), NULL, NULL },
    { "spike_days", offsetof(struct results, spike_days), NULL, NULL },
    { "spike_matches", offsetof(struct results, matches), NULL, NULL },
    { "change", offsetof(struct results, change), NULL, NULL },
    { "names", offsetof(struct results, names), NULL, NULL },
    { "service", offsetof(struct results, service), NULL, NULL },
    { "couple", offsetof(struct results, couple), NULL, NULL },
    { "couple_curve", offsetof(struct results, couple_curve), NULL, NULL },
    { "integrity", offsetof(struct results, integrity), NULL, NULL },
    { "inputs", offsetof(struct results, inputs), NULL, NULL },
    { "rejects", offsetof(struct results, rejects), NULL, NULL },
    { "sensors", offsetof(struct results, sensors), NULL, NULL },
    { "stated", offsetof(struct results, stated), NULL, NULL },
    { "looked", offsetof(struct results, looked), NULL, NULL },
};

#define TABLES (sizeof tables / sizeof tables[0])

static struct result **slot(struct results *r, size_t i)
{
    return (struct result **) (void *) ((char *) r + tables[i].at);
}

bool results_read(struct results *r, const char *dir, struct err *err)
{
    for (size_t i = 0; i < TABLES; i++) {
        *slot(r, i) = result_read(dir, tables[i].name, tables[i].skip_column, tables[i].skip_value, err);
        if (*slot(r, i) == NULL) {
            results_release(r);
            return false;
        }
    }
    return true;
}

void results_release(struct results *r)
{
    for (size_t i = 0; i < TABLES; i++) {
        result_free(*slot(r, i));
        *slot(r, i) = NULL;
    }
}

bool results_sound(const struct results *r, struct err *err)
{
    struct results copy = *r;
    for (size_t i = 0; i < TABLES; i++)
        if (!result_sound(*slot(&copy, i), err))
            return false;
    return true;
}
