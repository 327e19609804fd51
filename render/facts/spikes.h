/* spikes.h -- how the figure and the pages speak of a spike: by whom, when, which number.  Rows are those of spikes.csv. */

#ifndef DIELOG_RENDER_SPIKES_H
#define DIELOG_RENDER_SPIKES_H

#include "facts.h"
#include "result.h"

/* The row holds a spike or quiet time, and not a refusal. */
bool spike_found(const struct result *spikes, size_t row);
bool spike_is_more(const struct result *spikes, size_t row);

/* The Nth of the groups that made it (from 0); false when there are fewer.  The text stays the caller's. */
bool spike_maker(const struct result *spikes, size_t row, size_t n, char *group, size_t room);
bool spike_made_by(const struct result *spikes, size_t row, const char *group);

/* "Bank, Clinic", or "nobody stands out". */
void spike_makers(struct buf *b, const struct facts *f, const struct result *spikes, size_t row);

/* "23 June", "9 to 11 May", with hours where it is shorter than a day. */
void spike_dates(struct buf *b, struct result *spikes, size_t row);

/* The row of coverage.csv whose silence overlaps this quiet time; past the last when there is none. */
size_t spike_silence(struct result *spikes, size_t row, struct result *coverage);

#endif
