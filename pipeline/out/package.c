#include "package.h"
#include "base/csv.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/num.h"
#include "base/outfile.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* --- what the columns mean ------------------------------------------------------------ */

#define SHARES "share share_client status"
#define ACF "autocorrelation autocorrelation_clock"
#define WINDOWS "window window_tests window_groups window_variants"
#define COUNTS "counts daily"
#define CACHES "cache cache_client"
#define CADENCES "cadence screen"
#define PERIODS "period " CADENCES

/* The first row that fits holds; the man pages of the programs say more. */
static const struct package_column columns[] = {
    { "couple couple_curve", "a", "string", NULL, "client" },
    { "couple couple_curve", "b", "string", NULL, "other client" },
    { "couple", "n_a", "integer", "1", "episodes of a: visits three minutes apart or more" },
    { "couple", "n_b", "integer", "1", "episodes of b" },
    { "couple couple_curve", "within_s", "number", "s", "how near; in couple: where the excess is largest" },
    { "couple couple_curve", "seen", "integer", "1", "episodes of a with one of b so near" },
    { "couple", "expected", "number", "1", "mean of the same when a's episodes fall anywhere within half an hour" },
    { "couple_curve", "mean", "number", "1", "mean of the same when a's episodes fall anywhere within half an hour" },
    { "couple_curve", "lo95", "number", "1", "2.5 % of the draws stay below" },
    { "couple_curve", "hi95", "number", "1", "2.5 % of the draws are above" },
    { "couple", "excess", "number", "1", "seen less expected, as a share of the smaller series' episodes" },
    { "couple", "p_value", "number", "1", "two-sided p over all distances" },
    { "couple", "p_holm", "number", "1", "p_value adjusted over the pairs (Holm)" },
    { "couple", "lead_s", "number", "s", "median of b less a over the coincidences" },
    { "couple", "f_a_b", "number", "1", "Granger's F that a foretells b, on counts an hour" },
    { "couple", "p_a_b", "number", "1", "its p by moving a by whole days" },
    { "couple", "p_a_b_holm", "number", "1", "p_a_b adjusted over all pairs, both ways (Holm)" },
    { "couple", "f_b_a", "number", "1", "Granger's F that b foretells a" },
    { "couple", "p_b_a", "number", "1", "its p by moving b by whole days" },
    { "couple", "p_b_a_holm", "number", "1", "p_b_a adjusted over all pairs, both ways (Holm)" },
    { "bursts", "bursts", "integer", "1", "bursts of one client, name and type" },
    { "bursts", "longer_2s", "integer", "1", "of them, those that spread over more than 2 s" },
    { "bursts", "longer_20s", "integer", "1", "of them, those that spread over more than 20 s" },
    { "bursts", "share_20s", "number", "1", "share of those over 20 s" },
    { "bursts", "lo95", "number", "1", "lower end of its 95 % interval, as if bursts were independent" },
    { "bursts", "hi95", "number", "1", "upper end of its 95 % interval, as if bursts were independent" },
    { "bursts", "longest_s", "number", "s", "the longest burst" },

    { "service", "served", "string", NULL, "yes: a party that is meant to be served" },
    { "service", "n", "integer", "record", "records in observed time, repeats resolved" },
    { "service service_days", "answered", "integer", "record", "records that were answered" },
    { "service service_days", "denied", "integer", "record", "records that were denied" },
    { "service service_days", "failed", "integer", "record", "records with any other status" },
    { "service service_days", "unsaid", "integer", "record", "records whose answer the log does not say" },
    { "service", "share", "number", "1", "answered, of those answered or denied" },
    { "service", "lo95", "number", "1", "lower end of the share's 95 % interval, as if requests were independent" },
    { "service", "hi95", "number", "1", "upper end of the share's 95 % interval, as if requests were independent" },
    { "service", "since", "date", NULL, "day from which the shares differ most, UTC" },
    { "service", "share_before", "number", "1", "share answered before that day" },
    { "service", "share_after", "number", "1", "share answered from that day on" },
    { "service", "p_change", "number", "1", "p of such a day anywhere, by orders of the days at random" },
    { "service", "p_holm", "number", "1", "p_change adjusted over the groups (Holm)" },
    { "service", "clients_answered", "integer", "1", "clients most of whose requests were answered; of all: those not served" },
    { "service", "clients_denied", "integer", "1", "clients most of whose requests were denied; of all: those not served" },
    { "service", "lr_closed", "number", "1", "likelihood ratio of: answers only those served, over: open; 1e-6 to 1e6" },
    { "service", "per_day", "number", "1/d", "records an observed day" },
    { "service", "load_lo95", "number", "1/d", "lower end of its 95 % interval, by weeks" },
    { "service", "load_hi95", "number", "1/d", "upper end of its 95 % interval, by weeks" },
    { "service", "p_low", "number", "1", "one-sided p that the load is at least the lower number expected" },
    { "service", "p_high", "number", "1", "one-sided p that the load is at most the higher number expected" },
    { "service", "ratio", "number", "1", "load over that of the reference" },
    { "service", "ratio_lo95", "number", "1", "lower end of the ratio's 95 % interval, by weeks" },
    { "service", "ratio_hi95", "number", "1", "upper end of the ratio's 95 % interval, by weeks" },
    { "service_days", "day", "date", NULL, "UTC day" },

    { "measures", "measure", "string", NULL, "which measure of the daily rhythm" },
    { "measures", "value", "number", "as unit", "the estimate, in the unit of the row" },
    { "measures", "lo95", "number", "as unit", "lower 95 % limit, by days" },
    { "measures", "hi95", "number", "as unit", "upper 95 % limit, by days" },
    { "measures", "p_value", "number", "1", "p under the null model that note names" },
    { "measures", "p_holm", "number", "1", "p_value adjusted over the groups of the measure (Holm); all: a question of its own" },
    { NULL, "n_days", "integer", "d", "days that the measure rests on" },
    { "measures", "unit", "string", NULL, "1/h: records an hour of observation; h: hours of the clock, UTC; empty: a pure number" },
    { "measures", "note", "string", NULL, "the null model, or why there is no answer" },
    { "measures", "zone", "string", NULL, "of working_hours the zone whose working days are meant; empty: of other measures" },
    { "actogram", "day", "date", NULL, "UTC day" },
    { NULL, "row", "integer", "d", "days since the first" },
    { NULL, "minute", "integer", "min", "minutes from midnight, UTC, to the start of the bin" },

    { PERIODS, "n", "integer", "visit", "visits in observed time" },
    { NULL, "family", "integer", "1", "number of the family: a period with its harmonics, sub-harmonics and beats" },
    { NULL, "method", "string", NULL, "how the period was sought" },
    { NULL, "period_s", "number", "s", "the period" },
    { PERIODS, "lo95_s", "number", "s", "lower end of the period's 95 % interval" },
    { PERIODS, "hi95_s", "number", "s", "upper end of the period's 95 % interval" },
    { NULL, "statistic", "number", "1", "H of the scan" },
    { NULL, "harmonics", "integer", "1", "harmonics that H sums" },
    { NULL, "amplitude", "number", "1", "length of the mean phase vector: 1 when every visit keeps to one phase, 0 for none" },
    { NULL, "coherent_s", "number", "s", "time over which phases were kept" },
    { NULL, "p_single", "number", "1", "p at this one period, had it been chosen beforehand" },
    { NULL, "p_diurnal", "number", "1", "p of the largest peak at any period, for visits that follow the hours of the week" },
    { "period", "p_cache", "number", "1", "the same for such visits behind a cache of the stated TTL" },
    { NULL, "q_value", "number", "1", "p adjusted over the groups (Benjamini and Hochberg)" },
    { NULL, "gather_s", "number", "s", "where in the period the visits gather, from 00:00 UTC of the first observed day on" },
    { NULL, "p_rayleigh", "number", "1", "Rayleigh's p of the fold at this one period, had it been chosen beforehand" },
    { "period", "ttl_s", "number", "s", "TTL of the cache that p_cache is about" },
    { "period", "caches", "integer", "1", "how many such caches behind the series' addresses" },
    { NULL, "frequency_hz", "number", "Hz", "frequency, one over the period" },
    { NULL, "score", "number", "1", "power of the fundamental over the background; chi-square with two degrees of freedom in noise" },
    { NULL, "h", "number", "1", "H, the largest in its cell of frequencies" },
    { NULL, "band95_diurnal", "number", "1", "what 95 in 100 streams that follow the hours of the week stay below everywhere" },
    { NULL, "band95_cache", "number", "1", "the same for such streams behind a cache of the stated TTL" },
    { NULL, "phase", "number", "1", "where this fortieth of the period begins, 0 to 1; phase 0 is at 00:00 UTC of the first observed day" },
    { "fold", "count", "integer", "visit", "visits at this phase" },
    { "fold", "expected", "number", "visit", "visits that the hours of the week lead to expect at this phase" },

    { NULL, "jitter", "number", "1", "standard deviation around the schedule, or of a sleep, as a share of the period" },
    { CADENCES, "p_value", "number", "1", "p that there is no cadence beyond the hours of the week, and the cache where a TTL is stated" },
    { "screen", "group", "string", NULL, "client and target" },
    { "screen", "rank", "integer", "1", "place among all pairs, the most like a machine first" },
    { NULL, "lr_machine", "number", "1", "likelihood of a machine over the better of people and cache, out of sample; 1e-6 to 1e6" },
    { CADENCES, "kind", "string", NULL, "clock: visits keep to a schedule; sleep: each comes a time after the one before" },
    { NULL, "voices", "integer", "1", "visits that the machine makes a period" },
    { CADENCES, "share", "number", "1", "share of the visits that are the machine's" },
    { NULL, "lr_cache", "number", "1", "likelihood of demand behind a cache over the better of the others, out of sample" },
    { NULL, "lr_people", "number", "1", "likelihood of the hours of the day over an even stream, out of sample" },
    { NULL, "p_lag", "number", "1", "p of the search for lags between visits that are too common" },
    { NULL, "p_clock", "number", "1", "p of the search for visits that keep to a clock" },
    { CADENCES, "p_cache", "number", "1", "p of both searches against visits behind a cache of the stated TTL" },
    { NULL, "events", "integer", "record", "records before they were collapsed to visits" },
    { NULL, "mean_gap_s", "number", "s", "mean gap between visits" },
    { NULL, "median_gap_s", "number", "s", "median gap between visits" },
    { NULL, "cv", "number", "1", "standard deviation of the gaps over their mean" },
    { NULL, "burstiness", "number", "1", "-1 for a clock, 0 for chance, up to 1" },
    { NULL, "memory", "number", "1", "correlation of consecutive gaps" },
    { NULL, "rita_score", "number", "1", "timestamp score of RITA, for comparison" },
    { NULL, "minute_parts", "integer", "1", "parts that the hour was divided into" },
    { NULL, "minute_chi2", "number", "1", "chi-square of the minute of the hour, on minute_parts - 1" },
    { NULL, "minute_p", "number", "1", "its p, two-sided, as if visits were independent" },
    { NULL, "second_parts", "integer", "1", "parts that the minute was divided into" },
    { NULL, "second_chi2", "number", "1", "chi-square of the second of the minute, on second_parts - 1" },
    { NULL, "second_p", "number", "1", "its p, two-sided, as if visits were independent" },
    { "parties", "date", "date", NULL, "day of the fact" },
    { NULL, "date", "date", NULL, "UTC day" },
    { NULL, "periodic", "number", "visit", "visits up to the end of that day that are the machine's, or passed the cache" },
    { NULL, "aperiodic", "number", "visit", "the others" },
    { "cadence_gaps", "time", "datetime", NULL, "when the visit was, UTC" },
    { NULL, "gap_before_s", "number", "s", "time since the visit before; empty when nobody watched in between" },
    { NULL, "gap_after_s", "number", "s", "time to the next visit; empty when nobody watched in between" },

    { CACHES, "n", "integer", "visit", "visits" },
    { NULL, "ttl_s", "number", "s", "how long the cache keeps an answer" },
    { NULL, "share_below", "number", "1", "share of the gaps that are shorter than the TTL" },
    { NULL, "demand_per_hour", "number", "1/h", "questions an hour behind the cache, as if there were one" },
    { CACHES, "lo95", "number", "1/h", "lower end of the demand's 95 % interval" },
    { CACHES, "hi95", "number", "1/h", "upper end of the demand's 95 % interval" },
    { CACHES, "p_value", "number", "1", "how surprising the stream is when it is steady demand behind a cache" },
    { CACHES " " CADENCES, "reason", "string", NULL, "why, in words" },
    { NULL, "ttl_lo95_s", "number", "s", "lower end of the TTL's interval" },
    { NULL, "ttl_hi95_s", "number", "s", "upper end of the TTL's interval" },
    { NULL, "ttl_from", "string", NULL, "where the TTL comes from: gaps, log or stated" },
    { NULL, "silence_s", "number", "s", "how long the cache is silent after a miss" },
    { NULL, "caches", "integer", "1", "how many caches of equal demand fit best" },
    { NULL, "gaps", "integer", "1", "gaps that were watched throughout" },
    { NULL, "below_lo95", "number", "1", "lower end of the 95 % interval of share_below" },
    { NULL, "below_hi95", "number", "1", "upper end of the 95 % interval of share_below" },
    { NULL, "hazard_below", "number", "1/h", "arrivals an hour of waiting, in gaps up to the TTL" },
    { NULL, "hazard_from", "number", "1/h", "arrivals an hour of waiting, from the TTL on" },
    { NULL, "prefetch_p", "number", "1", "p of as many gaps between nine tenths of the TTL and the TTL, were they no more frequent there" },
    { NULL, "hit_share", "number", "1", "share of the demand that the cache answers" },
    { NULL, "p_gaps", "number", "1", "p of the shape of the gaps beyond the silence" },
    { NULL, "p_memory", "number", "1", "p of the correlation of each gap with the next" },
    { NULL, "gain", "number", "1", "log likelihood of the best number of caches over none, natural logarithm" },
    { CACHES " " CADENCES, "resolution_s", "number", "s", "tick of the stamps" },
    { NULL, "passed_share", "number", "1", "share of the visits that passed a cache, where one is sought among others" },
    { NULL, "passed_demand", "number", "1/h", "questions an hour behind that cache" },
    { NULL, "passed_gain", "number", "1", "log likelihood of a cache among other visits over none, natural logarithm" },
    { NULL, "p_none", "number", "1", "p of that gain where there is no cache" },
    { NULL, "p_passed", "number", "1", "how surprising what passed is when it is steady demand behind the cache" },
    { NULL, "long_waits", "number", "1", "longest fifth of the waits at the open cache, for each that demand makes; above 1 where lines are missing" },
    { NULL, "sentence", "string", NULL, "the answer as a sentence" },
    { NULL, "misses", "integer", "visit", "visits in this hour of the day" },
    { "cache_hours", "rate", "number", "1/h", "visits an hour of observation" },
    { NULL, "demand", "number", "1/h", "questions an hour behind the cache" },
    { "cache_hours", "lo95", "number", "1/h", "lower 95 % limit of the demand" },
    { "cache_hours", "hi95", "number", "1/h", "upper 95 % limit of the demand" },
    { NULL, "live_s", "number", "s", "time in which a cache was known to be open" },
    { NULL, "from_s", "number", "s", "shortest gap of the bin" },
    { NULL, "to_s", "number", "s", "end of the bin; empty in the last one" },
    { "cache_gaps", "count", "integer", "1", "gaps that were watched throughout" },
    { "cache_gaps", "expected", "number", "1", "mean number of such gaps in streams drawn behind a cache" },

    { COUNTS, "start", "datetime", NULL, "start of the bin, UTC" },
    { COUNTS, "series", "string", NULL, "all, a party's id or a client" },
    { COUNTS, "kind", "string", NULL, "kind of the series: all, party or client" },
    { NULL, "exposure_s", "number", "s", "time for which somebody observed" },
    { "rhythm", "count", "integer", "record", "records in this hour of the week, repeats resolved" },
    { NULL, "count", "integer", "record", "records, repeats resolved" },
    { NULL, "raw", "integer", "record", "records before repeats were resolved" },

    { "records", "time", "datetime", NULL, "when it was logged, UTC" },
    { NULL, "party", "string", NULL, "id of the party; other: of clients that no prefix covers" },

    { SHARES, "by", "string", NULL, "the columns that the records were divided by" },
    { SHARES, "key", "string", NULL, "value of the last of these columns" },
    { SHARES, "within", "string", NULL, "values of the other columns" },
    { SHARES, "n", "integer", "record", "sum of count over all keys, or over the keys of the group" },
    { NULL, "n_raw", "integer", "record", "sum of raw over the same keys" },
    { NULL, "share", "number", "1", "count / n" },
    { NULL, "wilson_lo", "number", "1", "lower end of Wilson's 95 % score interval of the share" },
    { NULL, "wilson_hi", "number", "1", "upper end of Wilson's 95 % score interval of the share" },
    { NULL, "exact_lo", "number", "1", "lower end of Clopper and Pearson's 95 % interval of the share" },
    { NULL, "exact_hi", "number", "1", "upper end of Clopper and Pearson's 95 % interval of the share" },
    { NULL, "boot_lo", "number", "1", "lower end of the bootstrap's 95 % interval of the share" },
    { NULL, "boot_hi", "number", "1", "upper end of the bootstrap's 95 % interval of the share" },
    { NULL, "share_raw", "number", "1", "raw / n_raw" },
    { NULL, "days", "integer", "d", "UTC days on which the key was seen" },
    { NULL, "effective_number", "number", "1", "1 / sum of squared shares of the group" },
    { NULL, "gini", "number", "1", "Gini coefficient of the group's counts, 0 when all are equal" },

    { "events", "group", "string", NULL, "group of the event, as the case states it" },
    { NULL, "group", "string", NULL, "party, or all" },
    { NULL, "lag", "integer", "bin", "distance in bins" },
    { ACF, "n", "number", "bin", "pairs of observed bins at this lag; partly observed bins count in part" },
    { NULL, "acf", "number", "1", "autocorrelation" },
    { NULL, "lower", "number", "1", "lower end of the band around zero" },
    { NULL, "upper", "number", "1", "upper end of the band around zero" },
    { NULL, "box_pierce", "number", "1", "sum of Box and Pierce over lags 1 to this one" },
    { NULL, "ljung_box", "number", "1", "sum of Ljung and Box over lags 1 to this one" },
    { ACF, "p_value", "number", "1", "p of ljung_box, by chi-square" },

    { "change change_levels", "kind", "string", NULL, "level: visits a day; share: of all; returns: of visits, those that come back after the period" },
    { "change change_levels", "date", "date", NULL, "first UTC day of the new level, or the day" },
    { "change", "lo95", "date", NULL, "lower end of the date's 95 % interval" },
    { "change", "hi95", "date", NULL, "upper end of the date's 95 % interval" },
    { NULL, "before", "number", "as kind", "level before: visits a day, or a share" },
    { NULL, "after", "number", "as kind", "level after" },
    { "change", "p_value", "number", "1", "p of a change worth as much in a series without any" },
    { NULL, "p_series", "number", "1", "p that the series has any change" },
    { "change", "p_holm", "number", "1", "p_series adjusted over all questions (Holm)" },
    { NULL, "scale", "number", "1", "variance of long sums over that of independent visits" },
    { NULL, "carried_by", "string", NULL, "party that carries most of a change of all" },
    { NULL, "carried_share", "number", "1", "its part of the change" },
    { "change_levels", "value", "number", "as kind", "visits for a whole mean day, or share" },
    { "change_levels", "weight", "number", "1", "what the day is worth: mean days, visits" },
    { "change_levels", "level", "number", "as kind", "level fitted" },
    { NULL, "spike", "integer", "1", "number of the spike or quiet time" },
    { NULL, "direction", "string", NULL, "more: spikes; fewer: quiet times" },
    { "spikes", "start", "datetime", NULL, "from here, UTC" },
    { "spikes", "end", "datetime", NULL, "to here, UTC" },
    { NULL, "best_start", "datetime", NULL, "start of the bin with the least q_value, UTC" },
    { NULL, "best_s", "integer", "s", "length of that bin" },
    { NULL, "found_in", "string", NULL, "series in which it was found, blanks between" },
    { "spikes", "observed", "integer", "visit", "visits of all in that time" },
    { "spikes", "expected", "number", "visit", "visits that the rest of the record leads to expect in that time" },
    { "spikes", "p_value", "number", "1", "one-sided p of the best bin" },
    { "spikes", "q_value", "number", "1", "p adjusted over all bins looked at (Benjamini and Hochberg)" },
    { NULL, "maker", "string", NULL, "parties that carry it, blanks between; empty: nobody stands out" },
    { NULL, "maker_share", "number", "1", "their share of the whole excess or lack" },
    { NULL, "maker_p", "number", "1", "one-sided p of the first of them in that time" },
    { "spikes", "scope", "string", NULL, "of a quiet time: all when every party that could show it has less than half, or party" },
    { NULL, "event_lag_s", "number", "s", "from the nearest declared event to the spike; negative when the spike comes first" },
    { "spikes", "event", "string", NULL, "the nearest declared event" },
    { "spike_days", "series", "string", NULL, "party, or all" },
    { "spike_days", "start", "datetime", NULL, "start of the day, UTC" },
    { "spike_days", "observed", "integer", "visit", "visits of the day" },
    { "spike_days", "expected", "number", "visit", "visits that the other days lead to expect" },
    { "spike_days", "lower", "number", "visit", "at or below this count the lower tail is .025 or less" },
    { "spike_days", "upper", "number", "visit", "from this count on the upper tail is .025 or less" },
    { NULL, "p_more", "number", "1", "one-sided p of so many visits or more, not adjusted" },
    { NULL, "p_fewer", "number", "1", "one-sided p of so few visits or fewer, not adjusted" },
    { NULL, "farrington", "number", "visit", "Farrington's upper bound from the same weekday of the weeks before" },
    { NULL, "ears_c1", "number", "1", "EARS C1; an alarm above 3" },
    { NULL, "ears_c2", "number", "1", "EARS C2; an alarm above 3" },
    { NULL, "ears_c3", "number", "1", "EARS C3; an alarm above 2" },
    { NULL, "burst_level", "integer", "1", "the highest of Kleinberg's burst states on this day, from 0" },
    { "spike_parties", "observed", "integer", "visit", "visits of the party in the time of the spike" },
    { "spike_parties", "expected", "number", "visit", "visits that its own rhythm leads to expect" },
    { "spike_parties", "p_value", "number", "1", "one-sided p in the direction of the spike" },
    { NULL, "named", "string", NULL, "yes: it made the spike; no" },
    { NULL, "excess_share", "number", "1", "share of the whole excess or lack" },
    { "spike_makeup", "kind", "string", NULL, "client, action or target" },
    { "spike_makeup", "key", "string", NULL, "which client, action or target" },
    { "spike_makeup", "observed", "integer", "record", "records in the time of the spike" },
    { "spike_makeup", "expected", "number", "record", "records that the same hours of the four weeks before and after lead to expect" },
    { "spike_makeup", "share", "number", "1", "share of the records in the time of the spike" },
    { NULL, "share_expected", "number", "1", "share of the records around" },
    { "spike_makeup", "p_value", "number", "1", "two-sided p that the share is as usual" },
    { "spike_matches", "group", "string", NULL, "group of events; empty: all" },
    { NULL, "spikes", "integer", "1", "spikes or quiet times within whole weeks of the span" },
    { NULL, "events", "integer", "1", "declared events likewise" },
    { NULL, "near", "integer", "1", "spikes near an event" },
    { NULL, "lag_s", "number", "s", "how far away is near" },
    { "spike_matches", "expected", "number", "1", "spikes near an event by chance: mean of all moves" },
    { "spike_matches", "p_value", "number", "1", "p by moving the events by whole weeks" },
    { NULL, "moves", "integer", "1", "moves other than none" },

    { "coverage", "series", "string", NULL, "party, or all" },
    { "coverage", "start", "datetime", NULL, "last visit, or edge of the observation, before the gap, UTC" },
    { "coverage", "end", "datetime", NULL, "first visit, or edge of the observation, behind the gap, UTC" },
    { NULL, "duration_s", "number", "s", "observed time in the gap" },
    { "coverage", "expected", "number", "visit", "visits that the rest of the series leads to expect in the gap" },
    { "coverage", "p_value", "number", "1", "probability that the series' longest gap is this long or longer" },
    { NULL, "p_adjusted", "number", "1", "p_value adjusted for the number of series (Holm)" },
    { NULL, "scope", "string", NULL, "of a silence: all when every other series that could show it is silent, or party" },

    { NULL, "check", "string", NULL, "what was looked at" },
    { "integrity", "n", "integer", "1", "lines, records, visits or days that the row rests on" },
    { "integrity", "value", "number", "as unit", "what was found" },
    { "integrity", "unit", "string", NULL, "share: of n; steps, stamps, days: a number of them; s: seconds; X2: chi-square" },
    { "integrity", "p_value", "number", "1", "two-sided p of the chi-square, bursts allowed for" },
    { "integrity", "p_holm", "number", "1", "p_value adjusted over the whole table (Holm)" },
    { "integrity", "note", "string", NULL, "causes that are known, or why it cannot be told" },
    { "integrity", "sensor", "string", NULL, "which log" },

    { "names", "n", "integer", "record", "lookups of names, repeats resolved" },
    { "names_flows", "n", "integer", "record", "questions below the suffix, repeats within a second counted once" },
    { "names names_flows", "names", "integer", "1", "different names" },
    { "names", "fresh", "number", "1", "different names over lookups" },
    { "names", "entropy", "number", "bit", "entropy of the names: 0 when one is all" },
    { "names", "labels", "number", "1", "labels of a name, mean over different names" },
    { "names", "length", "number", "character", "characters of a name, mean over different names" },
    { "names_flows", "length", "number", "character", "characters below the suffix, mean over different names" },
    { "names", "first", "number", "character", "characters of the first label, mean over different names" },
    { "names", "address", "number", "1", "share of A and AAAA" },
    { "names", "mx", "number", "1", "share of MX" },
    { "names", "txt", "number", "1", "share of TXT and SPF" },
    { "names", "ptr", "number", "1", "share of PTR" },
    { "names", "other", "number", "1", "share of all other types" },
    { "names", "reverse", "number", "1", "share of names of addresses" },
    { "names", "searched", "number", "1", "share of names that a search list has lengthened" },
    { "names", "single", "number", "1", "share of names of one label" },
    { "names", "sessions", "integer", "session", "sessions of the clients" },
    { "names", "mail_sessions", "number", "session", "sessions expected to be those of mail receivers" },
    { "names", "lr_mail", "number", "1", "likelihood ratio that some sessions are those of mail receivers; 1e-6 to 1e6" },
    { "names", "lr_mail_most", "number", "1", "likelihood ratio that most sessions are those of mail receivers; 1e-6 to 1e6" },
    { "names", "scan_sessions", "number", "session", "sessions expected to be scans" },
    { "names", "lr_scan", "number", "1", "likelihood ratio that some sessions are scans; 1e-6 to 1e6" },
    { "names", "lr_scan_most", "number", "1", "likelihood ratio that most sessions are scans; 1e-6 to 1e6" },
    { "names", "tunnel_suffix", "string", NULL, "the suffix most like a tunnel, among those with enough names" },
    { "names", "tunnel_names", "integer", "1", "different names below it" },
    { "names", "lr_tunnel", "number", "1", "likelihood ratio that one suffix is a tunnel; 1e-6 to 1e6" },
    { "names", "echoes", "integer", "record", "ICMP echoes" },
    { "names", "echo_sizes", "integer", "1", "different sizes of echoes" },
    { "names", "echo_odd", "number", "1", "share of echoes of a size that no common ping sends" },
    { "names_flows", "suffix", "string", NULL, "end of the names" },
    { "names_flows", "names_client", "integer", "1", "different names of the client that has most" },
    { "names_flows", "bits", "number", "bit", "information of a character under the case's other names, mean" },
    { "names_flows", "log_letters", "number", "1", "natural logarithm of the letters' part of the ratio, mean over names" },
    { "names_flows", "log_length", "number", "1", "the same of the length" },
    { "names_flows", "log_fresh", "number", "1", "the same of not being asked again, mean over questions" },
    { "names_flows", "lr", "number", "1", "likelihood ratio of a tunnel; empty where there are too few names" },

    { NULL, "weekday", "integer", "d", "day of the week, 0 Monday to 6 Sunday, UTC" },
    { NULL, "hour", "integer", "h", "hour of the day, 0 to 23, UTC" },
    { NULL, "rate", "number", "1/h", "records an hour of observation" },

    { "weigh", "n", "integer", "visit", "visits weighed, over the streams of the party" },
    { "weigh_blocks", "n", "integer", "visit", "visits in the block" },
    { "weigh weigh_each weigh_pairs weigh_features weigh_blocks", "group", "string", NULL, "party, or all that were weighed together" },
    { "weigh", "streams", "integer", "1", "clients weighed by themselves, the small ones as one" },
    { "weigh weigh_pairs", "blocks", "integer", "1", "blocks of time with visits, each scored by fits to others" },
    { "weigh", "block_days", "integer", "d", "length of a block" },
    { "weigh", "ttl_s", "number", "s", "time that a cache keeps the answers, as stated or as the gaps show it" },
    { "weigh", "clock", "string", NULL, "zone by whose hours people are most probable, of UTC and those stated or found" },
    { "weigh", "best", "string", NULL, "the proposition under which the visits are most probable; of zones none" },
    { "weigh", "next", "string", NULL, "the next after it" },
    { "weigh weigh_pairs weigh_features", "log10_lr", "number", "1", "log10 of how many times more probable the visits are under the first proposition than under the second" },
    { "weigh_each", "log10_lr", "number", "1", "log10 of how many times more probable the visits are under the proposition than under chance" },
    { "weigh weigh_pairs", "lo95", "number", "1", "lower end of the 95 % interval of log10_lr, by drawing blocks of time" },
    { "weigh weigh_pairs", "hi95", "number", "1", "upper end of it" },
    { "weigh weigh_pairs", "log10_stated", "number", "1", "what may be said: the end of the interval nearer to 0, capped; 0 where the interval holds 0" },
    { "weigh weigh_pairs", "support", "string", NULL, "log10_stated in words" },
    { "weigh weigh_pairs", "capped", "string", NULL, "what capped it: blocks, fit or calibration" },
    { "weigh", "not_told", "string", NULL, "the propositions that the best one does not lead by a stated ratio of 10" },
    { "weigh weigh_each", "bits_visit", "number", "bit", "gain over chance a visit" },
    { "weigh weigh_each", "misfit", "number", "1", "largest distance between the distribution of the rescaled waits and the exponential" },
    { "weigh weigh_each", "misfit_poor", "number", "1", "from where on misfit is poor" },
    { "weigh weigh_each", "dispersion_5", "number", "1", "variance over mean of the visits in windows of 5 expected ones; 1 where it fits" },
    { "weigh weigh_each", "dispersion_20", "number", "1", "the same in windows of 20" },
    { "weigh weigh_each", "unfit", "string", NULL, "why it does not fit by itself: waits, uneven, even or hours; empty: it does, or was not weighed" },
    { "weigh", "settles", "string", NULL, "what further data would settle what is open" },
    { "weigh_each weigh_pairs weigh_features weigh_blocks", "proposition", "string", NULL, "what may have made the visits" },
    { "weigh_pairs weigh_features", "against", "string", NULL, "the proposition that it is weighed against" },
    { "weigh_each", "weighed", "string", NULL, "yes or no" },
    { "weigh_each", "log10_names", "number", "1", "the part of log10_lr that comes from names or zones" },
    { "weigh_each", "reason", "string", NULL, "why it was not weighed" },
    { "weigh_pairs", "in_favour", "integer", "1", "blocks that lean to the proposition" },
    { "weigh_features", "feature", "string", NULL, "what is left out of both propositions" },
    { "weigh_features", "log10_without", "number", "1", "log10_lr without it" },
    { "weigh_features", "log10_weight", "number", "1", "what it carries: log10_lr less log10_without" },
    { "weigh_blocks", "start", "datetime", NULL, "start of the block, UTC" },
    { "weigh_blocks", "end", "datetime", NULL, "end of the block, UTC" },
    { "weigh_blocks", "log10_likelihood", "number", "1", "log10 of the density of the block's visits, an hour each, given those before, fitted to other blocks" },

    { "mixture", "n", "integer", "visit", "visits used" },
    { "mixture_time", "n", "integer", "visit", "visits of the block" },
    { "mixture", "log10_lr", "number", "1", "log10 of how many times more probable the visits are under two zones than under one" },
    { NULL, "posterior_two", "number", "1", "probability of two zones where one and two are equally probable beforehand" },
    { "mixture", "a_offset_h", "number", "h", "offset of the one zone, were there two, hours east of UTC: posterior median" },
    { "mixture", "b_offset_h", "number", "h", "offset of the other, to the east of the one, the shorter way round" },
    { "mixture_pairs", "a_offset_h", "number", "h", "offset of the one zone, hours east of UTC" },
    { "mixture_pairs", "b_offset_h", "number", "h", "offset of the other" },
    { NULL, "a_lo80_h", "number", "h", "lower end of the range of the one zone's most probable offsets that together have 80 %" },
    { NULL, "a_hi80_h", "number", "h", "upper end of it" },
    { NULL, "a_lo95_h", "number", "h", "lower end of the one zone's range with 95 %" },
    { NULL, "a_hi95_h", "number", "h", "upper end of it" },
    { NULL, "b_lo80_h", "number", "h", "lower end of the range of the other zone's most probable offsets that together have 80 %" },
    { NULL, "b_hi80_h", "number", "h", "upper end of it" },
    { NULL, "b_lo95_h", "number", "h", "lower end of the other zone's range with 95 %" },
    { NULL, "b_hi95_h", "number", "h", "upper end of it" },
    { NULL, "a_zone", "string", NULL, "most probable zone with the one offset, by its group's best-known member" },
    { NULL, "b_zone", "string", NULL, "the same of the other" },
    { "mixture", "weight_a", "number", "1", "share of the visits that come from the one zone: posterior median" },
    { "mixture_pairs", "weight_a", "number", "1", "share of the visits from the one zone, given the pair" },
    { "mixture_time", "weight_a", "number", "1", "share of the block's visits that come from zone_a: posterior median" },
    { NULL, "weight_lo95", "number", "1", "lower end of its 95 % interval" },
    { NULL, "weight_hi95", "number", "1", "upper end of it" },
    { NULL, "p_change", "number", "1", "p of one weight for the whole span against one for each block, by chi-square" },
    { "mixture_time", "lo95", "number", "1", "lower end of the weight's 95 % interval, the hours of both zones as in the whole span" },
    { "mixture_time", "hi95", "number", "1", "upper end of it" },
    { "mixture_time", "start", "datetime", NULL, "start of the block, UTC" },
    { "mixture_time", "end", "datetime", NULL, "end of the block, UTC" },
    { NULL, "zone_a", "string", NULL, "the one zone, as stated or as found" },
    { NULL, "zone_b", "string", NULL, "the other" },
    { NULL, "proposition", "string", NULL, "whose hours: A, B, union, overlap or flat" },
    { NULL, "against", "string", NULL, "the proposition that it is weighed against" },
    { "mixture_propositions", "log10_lr", "number", "1", "log10 of how many times more probable the visits are under the proposition than under the other" },
    { NULL, "log10_stated", "number", "1", "the same, capped where even the best proposition fits poorly" },
    { NULL, "support", "string", NULL, "log10_stated in words" },
    { NULL, "fit_p", "number", "1", "p of the best proposition's fit" },
    { NULL, "from_zone", "string", NULL, "in whose hours the sessions begin" },
    { NULL, "to_zone", "string", NULL, "at whose opening they may go on" },
    { "mixture_sessions", "days", "integer", "d", "days on which to_zone opened under observation" },
    { NULL, "waiting", "integer", "d", "of them, with a session of from_zone's hours before" },
    { NULL, "went_on", "integer", "d", "of them, on which it ran over the opening" },
    { "mixture_sessions", "expected", "number", "d", "mean of went_on when days like each other exchange what follows the opening" },
    { "mixture_sessions", "p_value", "number", "1", "one-sided mid-p of so many or more" },

    { "zone", "n", "integer", "visit", "visits used" },
    { "zone_posterior", "offset_h", "number", "h", "offset at most of the visits, hours east of UTC" },
    { "zone_profiles", "offset_h", "number", "h", "offset at which the profile fits best, hours east of UTC" },
    { NULL, "offset_h", "number", "h", "posterior median of the offset, hours east of UTC" },
    { NULL, "lo80_h", "number", "h", "start of the 80 % range of offsets, hours east of UTC" },
    { NULL, "hi80_h", "number", "h", "end of the 80 % range of offsets, hours east of UTC; above 12 round the date line" },
    { "zone_year", "lo95_h", "number", "h", "lower end of the shift's 95 % interval" },
    { "zone_year", "hi95_h", "number", "h", "upper end of the shift's 95 % interval" },
    { NULL, "lo95_h", "number", "h", "start of the 95 % range of offsets, hours east of UTC" },
    { NULL, "hi95_h", "number", "h", "end of the 95 % range of offsets, hours east of UTC; above 12 round the date line" },
    { "zone", "zone", "string", NULL, "most probable zone with this offset, by its group's best-known member" },
    { "zone_posterior", "zone", "string", NULL, "best-known member of the group of zones" },
    { "inputs", "zone", "string", NULL, "zone of the log's stamps, as the case states it" },
    { "parties", "zone", "string", NULL, "zone of the party, as the case states it" },
    { "zone_rules", "zone", "string", NULL, "the zone whose changes stand for the rule; southern: the best of four" },
    { NULL, "zones80", "string", NULL, "zones that together have 80 %, the most probable first, separated by semicolons" },
    { "zone_profiles", "profile", "string", NULL, "how people's events lie in their week; rhythm: any smooth rhythm of the day" },
    { "zone", "profile", "string", NULL, "of the profiles asked for, the one that explains the visits best" },
    { "zone", "log10_fit", "number", "1", "log10 of how many times more probable the visits are under the profiles than under any smooth rhythm; below -1: poor fit" },
    { "zone", "log10_night", "number", "1", "log10 of how many times more probable the visits are under the profiles than under a night shift" },
    { "zone_profiles zone_rules", "log10_bf", "number", "1", "log10 of how many times more probable the visits are than under a constant rate, or without changes" },
    { NULL, "rule", "string", NULL, "rule of clock changes: none, EU, US or southern; of a group: the one that excludes the others at 95 %" },
    { NULL, "rule_probability", "number", "1", "posterior probability of that rule" },
    { NULL, "claimed", "string", NULL, "yes: the rule excludes the others at 95 %; no" },
    { "zone_rules", "probability", "number", "1", "posterior probability of the rule by the shift at clock changes alone" },
    { NULL, "month", "integer", "month", "1 to 12, UTC" },
    { NULL, "day", "integer", "d", "first day of the half month: 1 or 16, UTC" },
    { NULL, "weekend", "string", NULL, "the weekend that the visits keep most probably, of those of the zones' countries: Sat-Sun, Fri-Sat or Thu-Fri" },
    { NULL, "weekend_probability", "number", "1", "posterior probability of that weekend" },
    { "zone_countries", "country", "string", NULL, "country with a calendar, ISO 3166" },
    { "zone_countries", "zone", "string", NULL, "the country's zone with most people: by its clock" },
    { "zone_countries", "days", "integer", "d", "public holidays on working days that could tell" },
    { "zone_countries", "log10_bf", "number", "1", "log10 of how many times more probable the days' visits are when these holidays are kept, in part or whole, than when none is" },
    { "zone_year", "n", "integer", "visit", "visits in this half month of all years, one an hour at most" },
    { "zone_year", "shift_h", "number", "h", "the day is so much later by UTC than on average over the year" },
    { NULL, "none_h", "number", "h", "what a clock without changes would make of the shift: 0" },
    { NULL, "eu_h", "number", "h", "what the EU's changes would make of the shift" },
    { NULL, "us_h", "number", "h", "what the changes of the United States would make of the shift" },
    { NULL, "southern_h", "number", "h", "what the changes of the best of four southern zones would make of the shift" },
    { NULL, "zones95", "string", NULL, "zones that together have 95 %, the most probable first, separated by semicolons" },
    { NULL, "probability", "number", "1", "posterior probability of the group of zones" },
    { NULL, "members", "string", NULL, "all zones of the group, separated by semicolons" },

    { NULL, "event", "string", NULL, "id of the event" },
    { "events window", "label", "string", NULL, "what the event was" },
    { "events window", "start", "datetime", NULL, "start of the event, UTC" },
    { "events window", "end", "datetime", NULL, "end of the event, UTC" },
    { NULL, "declared", "datetime", NULL, "when the event was written down, as the case states it, UTC; a date counts to its end" },
    { "window", "status", "string", NULL, "confirmatory: declared before the window began; else exploratory" },
    { "window_variants", "start", "datetime", NULL, "start of this window, UTC" },
    { "window_variants", "end", "datetime", NULL, "end of this window, UTC" },
    { NULL, "variant", "string", NULL,
      "declared; half, double or triple as wide about the same middle; lead, lag: of the same length, just before or behind" },
    { "epoch", "observed", "integer", "visit", "visits at this lag, all events together" },
    { "epoch", "expected", "number", "visit", "visits that the rest of the series leads to expect there" },
    { "epoch", "p_shift", "number", "1", "two-sided p of this lag by itself, events moved by whole weeks" },
    { NULL, "lag_from_s", "number", "s", "start of the lag, from the events' starts" },
    { NULL, "lag_to_s", "number", "s", "end of the lag, from the events' starts" },
    { NULL, "band95_lo", "number", "1", "ratio below which 2.5 % of the stacks of moved events lie" },
    { NULL, "band95_hi", "number", "1", "ratio above which 2.5 % of the stacks of moved events lie" },
    { NULL, "n_events", "integer", "1", "events" },
    { NULL, "undeclared", "integer", "1", "events of these that were not declared before they began" },
    { NULL, "places", "integer", "1", "places that the events have or can be moved to, all events together" },
    { NULL, "p_overall", "number", "1", "p of the lag that departs most, paid for all lags" },
    { "epoch_test", "p_holm", "number", "1", "p_overall adjusted over the series (Holm)" },
    { NULL, "events_group", "string", NULL, "group of events" },
    { WINDOWS, "observed", "integer", "visit", "visits in the window" },
    { WINDOWS, "expected", "number", "visit", "visits that the rest of the series leads to expect in the window" },
    { NULL, "ratio", "number", "1", "observed / expected" },
    { NULL, "lo95", "number", "1", "lower end of the ratio's 95 % interval" },
    { NULL, "hi95", "number", "1", "upper end of the ratio's 95 % interval" },
    { NULL, "p_exact", "number", "1", "two-sided p of the conditional exact test, as if visits were independent" },
    { NULL, "p_shift", "number", "1", "p by moving the window by whole weeks" },
    { NULL, "p_tail", "number", "1", "two-sided p from a negative binomial with the series' own scatter" },
    { NULL, "p_search", "number", "1", "of an exploratory window: p after paying for every place that it could have had in the span" },
    { NULL, "p_holm", "number", "1",
      "p_tail (exploratory: p_search) adjusted over all series and events of the same status, or all groups of events (Holm)" },
    { NULL, "p_bh", "number", "1", "the same, false discovery rate (Benjamini and Hochberg)" },
    { NULL, "p_by", "number", "1", "the same under any dependence (Benjamini and Yekutieli)" },
    { NULL, "p_max", "number", "1", "p of the variant that departs most, paid for all variants of the event" },
    { NULL, "days_out", "integer", "d", "days out of line, in no declared window, that the expectation leaves out" },
    { NULL, "baseline_n", "number", "visit", "independent visits that the expectation is worth" },
    { NULL, "exact_lo95", "number", "1", "lower end of the ratio's 95 % interval if visits were independent: exact, central" },
    { NULL, "exact_hi95", "number", "1", "upper end of the same" },
    { NULL, "mid_lo95", "number", "1", "lower end of the same by mid-p" },
    { NULL, "mid_hi95", "number", "1", "upper end of the same by mid-p" },
    { NULL, "p_mid", "number", "1", "two-sided mid-p of the conditional test, as if visits were independent" },
    { NULL, "p_e", "number", "1", "two-sided p of the E-test, as if visits were independent; missing where counts are too large for it" },
    { NULL, "li_ma", "number", "1", "significance after Li and Ma, in standard deviations, as if visits were independent" },
    { NULL, "p_li_ma", "number", "1", "two-sided p of li_ma" },
    { NULL, "p_e_wald", "number", "1", "as p_e, by the Wald statistic" },
    { NULL, "p_wald", "number", "1", "two-sided p of the Wald statistic by the normal distribution, as if visits were independent" },
    { NULL, "p_score", "number", "1", "the same of the score statistic" },
    { NULL, "p_wald_log", "number", "1", "the same of the logarithm of the ratio" },
    { NULL, "p_score_log", "number", "1", "the same of that logarithm with the variance of the null hypothesis" },
    { NULL, "p_root", "number", "1", "the same of the difference of roots (Anscombe)" },
    { NULL, "shifts", "integer", "1", "places that the window could be moved to" },
    { NULL, "dispersion", "number", "1", "variance / mean of the window's count when nothing happens" },
    { NULL, "mdr", "number", "1", "smallest rise that gives p_tail of at most .05 with a probability of 80 %" },
    { NULL, "verdict", "string", NULL, "what can be said, or cannot tell: and the reason" },

    { NULL, "batch", "string", NULL, "id of the log file" },
    { NULL, "sensor", "string", NULL, "which sensor wrote it" },
    { NULL, "path", "string", NULL, "the log file, as the case names it" },
    { NULL, "format", "string", NULL, "dialect of the log" },
    { NULL, "bytes", "integer", "byte", "size of the log file as it is, before unpacking" },
    { NULL, "sha256", "string", NULL, "SHA-256 of the same bytes" },
    { "rejects", "lines", "integer", "line", "lines rejected for this reason" },
    { NULL, "lines", "integer", "line", "lines read: kept + rejected + set_aside" },
    { NULL, "kept", "integer", "line", "lines that became records" },
    { NULL, "rejected", "integer", "line", "lines that did not parse" },
    { NULL, "set_aside", "integer", "line", "lines that are well formed but no lookup" },
    { NULL, "first", "datetime", NULL, "first time, UTC" },
    { NULL, "last", "datetime", NULL, "last time, UTC" },
    { NULL, "resolution_s", "number", "s", "resolution of the stamps" },
    { NULL, "ambiguous", "integer", "record", "local stamps in a repeated hour that the file's order did not decide" },
    { NULL, "steps_back", "integer", "1", "how often the clock ran backwards by more than a second" },
    { NULL, "reason", "string", NULL, "why lines were rejected" },

    { "observed sensors", "start", "datetime", NULL, "start of an observation, UTC" },
    { "observed sensors", "end", "datetime", NULL, "end of an observation, UTC; not part of it" },
    { NULL, "what", "string", NULL, "all days of the case; recent, those that this report is about; closed, those of them that statistics that cost much look at (period, cadence, cache, couple, names, mixture, weigh)" },
    { "looked", "days", "integer", "d", "how many days" },
    { "looked", "start", "datetime", NULL, "start of the first, UTC" },
    { "looked", "end", "datetime", NULL, "end of the last, UTC" },

    { NULL, "prefix", "string", NULL, "address, prefix, host name, or .suffix of names; empty in a row that only states a fact" },
    { "parties", "label", "string", NULL, "name of the party" },
    { NULL, "reference", "string", NULL, "yes: a party whose zone is known, to compare with; no or empty" },
    { NULL, "note", "string", NULL, "note on the row" },
    { "parties", "fact", "string", NULL, "what is known of the party from elsewhere" },
    { NULL, "source", "string", NULL, "where the event or the fact is told of" },
    { "stated", "file", "string", NULL, "file of the case, as it is" },
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (length == n && memcmp(at, word, n) == 0)
            return true;
        at += length + strspn(at + length, " ");
    }
    return false;
}

const struct package_column *package_column(const char *table, const char *column)
{
    for (size_t i = 0; i < N_COLUMNS; i++)
        if (strcmp(columns[i].name, column) == 0 && (!columns[i].tables || has_word(columns[i].tables, table)))
            return &columns[i];
    return NULL;
}

/* --- the tables ------------------------------------------------------------------------ */

struct resource {
    char *name; /* without .csv */
    char **fields;
    size_t n_fields, rows;
    int64_t bytes;
    char sha256[SHA256_TEXT];
};

struct package {
    char *title;
    struct resource *at;
    size_t n, capacity;
};

struct package *package_new(const char *title)
{
    struct package *p = mem_zero(sizeof *p);
    p->title = mem_text(title);
    return p;
}

static void resource_release(struct resource *r)
{
    for (size_t i = 0; i < r->n_fields; i++)
        free(r->fields[i]);
    free(r->fields);
    free(r->name);
}

void package_free(struct package *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        resource_release(&p->at[i]);
    free(p->at);
    free(p->title);
    free(p);
}

/* --- copying --------------------------------------------------------------------------- */

static void copy_header(const struct csv_reader *r, struct csv_writer *w, struct buf *b, struct resource *res)
{
    res->n_fields = csv_columns(r);
    res->fields = mem_zero(res->n_fields * sizeof *res->fields);
    for (size_t c = 0; c < res->n_fields; c++) {
        struct text name = csv_guard(b, csv_name(r, c));
        res->fields[c] = mem_text(name.at);
        csv_put(w, name);
    }
    csv_put_end(w);
}

static bool copy_table(struct csv_reader *r, FILE *to, struct resource *res, struct err *err)
{
    struct csv_writer w = { .to = to };
    struct buf b = BUF_INIT;
    enum csv_status status;
    copy_header(r, &w, &b, res);
    while ((status = csv_next(r, err)) == CSV_ROW) {
        for (size_t c = 0; c < res->n_fields; c++)
            csv_put(&w, csv_guard(&b, csv_field(r, c)));
        csv_put_end(&w);
        res->rows++;
    }
    buf_release(&b);
    return status == CSV_END;
}

static bool copy_file(const char *from, const char *to, struct resource *res, struct err *err)
{
    struct csv_reader *r = csv_open(from, ',', err);
    struct outfile *out = r ? outfile_open(to, err) : NULL;
    bool good = out && copy_table(r, outfile_stream(out), res, err);
    if (good)
        good = outfile_publish_if_changed(out, err);
    else
        outfile_abort(out);
    return csv_close(r, err) && good;
}

static bool measure(const char *path, struct resource *res, struct err *err)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return err_errno(err, "error: cannot read %s", path);
    res->bytes = s.st_size;
    return sha256_file(path, res->sha256, err);
}

/* The length of FILE without .csv; 0: not a name for a table. */
static size_t stem(const char *file)
{
    size_t n = strlen(file);
    bool plain = n > 4 && file[0] != '.' && strspn(file, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n;
    return plain && strcmp(file + n - 4, ".csv") == 0 ? n - 4 : 0;
}

static struct resource *new_resource(struct package *p, const char *file, size_t n)
{
    struct buf name = BUF_INIT;
    buf_add(&name, file, n);
    p->at = mem_grow(p->at, &p->capacity, p->n + 1, sizeof *p->at);
    struct resource *res = &p->at[p->n++];
    *res = (struct resource){ .name = buf_detach(&name) };
    return res;
}

bool package_add(struct package *p, const char *from, const char *to, const char *file, struct err *err)
{
    struct buf source = BUF_INIT, target = BUF_INIT;
    size_t n = stem(file);
    if (n == 0)
        return err_set(err, "error: found '%s', expected the name of a table: small letters, digits, . _ - and .csv", file);
    buf_add_format(&source, "%s/%s", from, file);
    buf_add_format(&target, "%s/%s", to, file);
    struct resource *res = new_resource(p, file, n);
    bool good = copy_file(source.at, target.at, res, err) && measure(target.at, res, err);
    buf_release(&source);
    buf_release(&target);
    return good;
}

/* --- datapackage.json -------------------------------------------------------------------- */

#define LONGEST_NAME 60

/* As the specification wants names: fit for a URL.  Runs of all else become one -. */
static void add_name(struct buf *into, const char *title)
{
    size_t start = into->len;
    bool gap = false;
    for (; *title != '\0' && into->len - start < LONGEST_NAME; title++) {
        bool big = *title >= 'A' && *title <= 'Z';
        bool kept = big || (*title >= 'a' && *title <= 'z') || (*title >= '0' && *title <= '9');
        if (kept && gap && into->len > start)
            buf_add_char(into, '-');
        if (kept)
            buf_add_char(into, (char) (big ? *title - 'A' + 'a' : *title));
        gap = !kept;
    }
    if (into->len == start)
        buf_add_text(into, "dielog");
}

static void add_member(struct buf *b, const char *before, const char *key, const char *value)
{
    buf_add_format(b, "%s\"%s\": ", before, key);
    json_text(b, text_of(value));
}

static void add_field(struct buf *b, const char *table, const char *name)
{
    const struct package_column *c = package_column(table, name);
    add_member(b, "          {", "name", name);
    add_member(b, ", ", "type", c ? c->type : "string");
    if (c && c->unit)
        add_member(b, ", ", "unit", c->unit);
    if (c)
        add_member(b, ", ", "description", c->description);
    buf_add_char(b, '}');
}

static void add_resource(struct buf *b, const struct resource *r)
{
    buf_add_text(b, "    {\n      \"profile\": \"tabular-data-resource\"");
    add_member(b, ",\n      ", "name", r->name);
    buf_add_format(b, ",\n      \"path\": \"%s.csv\",\n      \"format\": \"csv\",\n      \"mediatype\": \"text/csv\"", r->name);
    buf_add_text(b, ",\n      \"encoding\": \"utf-8\",\n      \"dialect\": {\"lineTerminator\": \"\\n\"},\n      \"bytes\": ");
    num_put_int(b, r->bytes);
    buf_add_format(b, ",\n      \"hash\": \"sha256:%s\",\n      \"rows\": %zu,\n", r->sha256, r->rows);
    buf_add_text(b, "      \"schema\": {\n        \"fields\": [\n");
    for (size_t i = 0; i < r->n_fields; i++) {
        add_field(b, r->name, r->fields[i]);
        buf_add_text(b, i + 1 < r->n_fields ? ",\n" : "\n");
    }
    buf_add_text(b, "        ]\n      }\n    }");
}

void package_json(const struct package *p, struct buf *into)
{
    buf_add_text(into, "{\n  \"profile\": \"tabular-data-package\",\n  \"name\": \"");
    add_name(into, p->title);
    add_member(into, "\",\n  ", "title", p->title);
    add_member(into, ",\n  ", "description",
               "A text that begins with = + - @, tab or carriage return and is no number has an apostrophe before it, "
               "so that a spreadsheet does not run it.");
    buf_add_text(into, ",\n  \"resources\": [\n");
    for (size_t i = 0; i < p->n; i++) {
        add_resource(into, &p->at[i]);
        buf_add_text(into, i + 1 < p->n ? ",\n" : "\n");
    }
    buf_add_text(into, "  ]\n}\n");
}
