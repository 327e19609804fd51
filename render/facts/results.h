/* results.h -- the result tables that the report speaks from, read once. */

#ifndef DIELOG_RESULTS_H
#define DIELOG_RESULTS_H

#include "result.h"

struct results {
    struct result *daily; /* without the clients */
    struct result *parties;
    struct result *share, *clients, *status, *acf, *clock, *period, *cadence, *cache, *cache_client, *cache_parts;
    struct result *weigh, *weigh_each, *weigh_features;
    struct result *coverage, *zone, *posterior, *countries, *mixture, *propositions, *sessions, *events, *window, *window_groups, *spikes, *spike_days;
    struct result *matches, *change, *names, *service, *couple, *couple_curve, *integrity, *inputs, *rejects, *sensors, *stated, *looked;
};

bool results_read(struct results *r, const char *dir, struct err *err) MUST_USE;
void results_release(struct results *r);
bool results_sound(const struct results *r, struct err *err) MUST_USE;

#endif
