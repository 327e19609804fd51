/* kleinberg.h -- bursts as the states of an automaton (Kleinberg 2003, "Bursty and hierarchical structure in
   streams"): in state i = 1 .. k events come at the rate s^(i-1) n / T; to go up a state costs gamma log n, to
   go down costs nothing; the path of least cost through the n gaps says when the stream was how busy.

       k = ceil(1 + log_s T + log_s(1 / least gap))

   Ties are allowed: events at one time lie apart by TICK, the unit in which times were
   written (where TICK is 0, by the least gap above 0).  No p-value belongs to a level: a clock's busy hours are bursts, too. */

#ifndef DIELOG_KLEINBERG_H
#define DIELOG_KLEINBERG_H

#include <stdbool.h>
#include <stddef.h>

#define KLEINBERG_EVENTS 5000000 /* more are not looked at: a byte a state and gap */
#define KLEINBERG_STATES 40

/* LEVEL[i], i < n - 1, gets the state of the gap between events i and i + 1, from 0.  False, and nothing written,
   with fewer than 3 events, more than KLEINBERG_EVENTS, or all at one time. */
bool kleinberg_levels(const double *times, size_t n, double s, double gamma, double tick, unsigned char *level);

#endif
