/* charts.c -- the table of charts: a new one is a file and a row here. */

#include "charts.h"

static const struct {
    const char *name;
    chart_make *make;
} charts[] = {
    { "front", chart_front },
    { "raster", chart_raster },
    { "week", chart_week },
    { "daily", chart_daily },
    { "share", chart_share },
    { "autocorrelation", chart_autocorrelation },
    { "period", chart_period },
    { "fold", chart_fold },
    { "gaps", chart_gaps },
    { "parts", chart_parts },
    { "passed", chart_passed },
    { "zone", chart_zone },
    { "clock", chart_clock },
    { "mixture", chart_mixture },
    { "window", chart_window },
    { "epoch", chart_epoch },
    { "spike", chart_spike },
    { "change", chart_change },
    { "together", chart_together },
    { "coverage", chart_coverage },
};

chart_make *chart_find(const char *name)
{
    for (size_t i = 0; i < sizeof charts / sizeof charts[0]; i++)
        if (strcmp(charts[i].name, name) == 0)
            return charts[i].make;
    return NULL;
}
