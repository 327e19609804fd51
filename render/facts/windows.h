/* windows.h -- how the figure and the pages speak of the declared windows: which of them differ.  Rows are those of window.csv. */

#ifndef DIELOG_RENDER_WINDOWS_H
#define DIELOG_RENDER_WINDOWS_H

#include "facts.h"
#include "result.h"

/* The row is spoken of: of a party, or of `all` where no party is named; of an event that the case has. */
bool window_counts(const struct facts *f, const struct result *r, size_t row);

/* It differs after adjustment. */
bool window_differs(const struct facts *f, const struct result *r, size_t row);

/* And no earlier row tells of the same event: several parties may differ in one window. */
bool window_differs_first(const struct facts *f, const struct result *r, size_t row);

#endif
