#include "results.h"
#include <stddef.h>

static const struct {
    const char *name;
    size_t at;
} tables[] = {
    { "share", offsetof(struct results, share) },
    { "share_client", offsetof(struct results, clients) },
    { "status", offsetof(struct results, status) },
    { "autocorrelation", offsetof(struct results, acf) },
    { "autocorrelation_clock", offsetof(struct results, clock) },
    { "period", offsetof(struct results, period) },
    { "cadence", offsetof(struct results, cadence) },
    { "cache", offsetof(struct results, cache) },
    { "cache_client", offsetof(struct results, cache_client) },
    { "cache_parts", offsetof(struct results, cache_parts) },
    { "coverage", offsetof(struct results, coverage) },
    { "zone", offsetof(struct results, zone) },
    { "zone_posterior", offsetof(struct results, posterior) },
    { "mixture", offsetof(struct results, mixture) },
    { "mixture_propositions", offsetof(struct results, propositions) },
    { "mixture_sessions", offsetof(struct results, sessions) },
    { "window", offsetof(struct results, window) },
    { "window_groups", offsetof(struct results, window_groups) },
    { "spikes", offsetof(struct results, spikes) },
    { "spike_days", offsetof(struct results, spike_days) },
    { "spike_matches", offsetof(struct results, matches) },
    { "change", offsetof(struct results, change) },
    { "names", offsetof(struct results, names) },
    { "service", offsetof(struct results, service) },
    { "couple", offsetof(struct results, couple) },
    { "integrity", offsetof(struct results, integrity) },
    { "inputs", offsetof(struct results, inputs) },
    { "rejects", offsetof(struct results, rejects) },
    { "sensors", offsetof(struct results, sensors) },
    { "stated", offsetof(struct results, stated) },
};

#define TABLES (sizeof tables / sizeof tables[0])

static struct result **slot(struct results *r, size_t i)
{
    return (struct result **) (void *) ((char *) r + tables[i].at);
}

bool results_read(struct results *r, const char *dir, struct err *err)
{
    for (size_t i = 0; i < TABLES; i++) {
        *slot(r, i) = result_read(dir, tables[i].name, NULL, NULL, err);
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
