/* Working hours: days counted by hand, and the share and interval of share.c on the same labels. */

#include "unit.h"

#include "asked/share.h"
#include "numbers/stream.h"
#include "zones/workinghours.h"

#define MONDAY (INT64_C(1462147200) * WHEN_SECOND) /* 2016-05-02 */
#define ROUNDS 499

static when_t at(int day, int hour, int minute)
{
    return MONDAY + day * WHEN_DAY + hour * WHEN_HOUR + minute * (WHEN_HOUR / 60);
}

static struct workinghours of(when_t *times, size_t n, const struct observed *o, const char *zone)
{
    struct err err = { 0 };
    struct series s = { "s", times, n };
    struct weighclock *clock = zone != NULL ? weighclock_open(zone, &err) : NULL;
    assert_true(zone == NULL || clock != NULL);
    struct workinghours w = workinghours_of(&s, o, clock, 1, ROUNDS);
    weighclock_free(clock);
    return w;
}

static void watched(struct observed *o, int days)
{
    observed_init(o);
    observed_add(o, MONDAY, MONDAY + days * WHEN_DAY);
}

/* By UTC within: 9:00 and 16:59 of Monday, 12:00 of Friday. */
static void hand_counted(void **state)
{
    when_t times[] = { at(0, 7, 0), at(0, 8, 59), at(0, 9, 0), at(0, 16, 59), at(0, 17, 0), at(4, 12, 0), at(5, 12, 0), at(6, 12, 0) };
    struct observed o;
    (void)state;
    watched(&o, 7);
    struct workinghours w = of(times, 8, &o, NULL);
    assert_close(w.share, 3 / 8., 0);
    assert_close(w.days, 4, 0);
    assert_true(isnan(w.limits.lo) && isnan(w.limits.hi)); /* too few days */
    assert_close(of(times, 8, &o, "UTC").share, 3 / 8., 0);
    assert_close(of(times, 8, &o, "Europe/Berlin").share, 4 / 8., 0); /* 9:00, 10:59, 11:00 of Monday, 14:00 of Friday */
    observed_release(&o);
    watched(&o, 5); /* nobody watched the weekend */
    w = of(times, 8, &o, NULL);
    assert_close(w.share, 3 / 6., 0);
    assert_close(w.days, 2, 0);
    observed_release(&o);
}

static void nothing_and_one_sided(void **state)
{
    when_t outside[10], within[10];
    struct observed o;
    (void)state;
    for (int d = 0; d < 10; d++) {
        outside[d] = at(d, 3, 0);
        within[d] = at(d / 5 * 7 + d % 5, 10, 0);
    }
    watched(&o, 14);
    struct workinghours w = of(outside, 10, &o, NULL);
    assert_true(w.share == 0 && w.days == 10 && isnan(w.limits.lo)); /* the days are alike */
    w = of(within, 10, &o, NULL);
    assert_true(w.share == 1 && w.days == 10 && isnan(w.limits.lo));
    w = of(within, 0, &o, NULL);
    assert_true(isnan(w.share) && w.days == 0);
    observed_release(&o);
}

/* A second way: label by the calendar alone, as dielog-share would be given the labels. */
static void as_share(void **state)
{
    enum { DAYS = 21, A_DAY = 6 };
    when_t times[DAYS * A_DAY];
    struct observed o;
    struct limits limits[2];
    struct share *share = share_new();
    (void)state;
    for (int i = 0; i < DAYS * A_DAY; i++) {
        int day = i / A_DAY, hour = i % A_DAY * 4 + day % 4;
        bool in = day % 7 < 5 && hour >= 9 && hour < 17;
        times[i] = at(day, hour, 30);
        share_add(share, TEXT("all"), in ? TEXT("in") : TEXT("out"), TEXT(""), 1, 1, when_day_of(times[i]));
    }
    share_end(share);
    gsl_rng *rng = stream_new(1, "workinghours", "s");
    share_bootstrap(share, 0, rng, ROUNDS, .95, limits);
    gsl_rng_free(rng);
    watched(&o, DAYS);
    struct workinghours w = of(times, DAYS * A_DAY, &o, NULL);
    size_t k = strcmp(share_row(share, 0, 0, .95).key, "in") == 0 ? 0 : 1;
    assert_close(w.share, share_row(share, 0, k, .95).share, 0);
    assert_close(w.limits.lo, limits[k].lo, 0);
    assert_close(w.limits.hi, limits[k].hi, 0);
    assert_true(w.limits.lo < w.share && w.share < w.limits.hi);
    share_free(share);
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_counted),
        cmocka_unit_test(nothing_and_one_sided),
        cmocka_unit_test(as_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
