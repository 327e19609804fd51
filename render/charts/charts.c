/* charts.c -- the table of charts: a new one is a file and a row here. */

#include "charts.h"

static const struct {
    const char *name, *tables; /* as pipeline/case.mk has them */
    chart_make *make;
} charts[] = {
    { "front", "records coverage measures", chart_front },
    { "raster", "records coverage zone measures", chart_raster },
    { "week", "rhythm measures", chart_week },
    { "daily", "daily", chart_daily },
    { "share", "share share_client", chart_share },
    { "autocorrelation", "autocorrelation autocorrelation_clock", chart_autocorrelation },
    { "period", "periodogram period", chart_period },
    { "fold", "fold period", chart_fold },
    { "gaps", "cadence_gaps cache cache_gaps", chart_gaps },
    { "parts", "cadence_parts cadence", chart_parts },
    { "passed", "cache_parts cache_client share_client", chart_passed },
    { "zone", "zone zone_posterior rhythm", chart_zone },
    { "clock", "zone_year zone", chart_clock },
    { "mixture", "mixture mixture_pairs mixture_propositions mixture_time", chart_mixture },
    { "weigh", "weigh weigh_pairs", chart_weigh },
    { "window", "window", chart_window },
    { "epoch", "epoch epoch_test", chart_epoch },
    { "spike", "spike_days spikes", chart_spike },
    { "change", "change change_levels", chart_change },
    { "answers", "service service_days", chart_answers },
    { "together", "couple couple_curve", chart_together },
    { "coverage", "coverage sensors", chart_coverage },
};

#define CHARTS (sizeof charts / sizeof charts[0])

const char *chart_name(size_t i)
{
    return i < CHARTS ? charts[i].name : NULL;
}

const char *chart_tables(size_t i)
{
    return charts[i].tables;
}

chart_make *chart_find(const char *name)
{
    for (size_t i = 0; i < CHARTS; i++)
        if (strcmp(charts[i].name, name) == 0)
            return charts[i].make;
    return NULL;
}
