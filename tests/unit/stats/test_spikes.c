/* Spikes in simulated series: false ones under the null, one found, its maker named, and how bins are joined. */

#include "close.h"
#include "rates/spike_makers.h"
#include "simulated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROOM 20000
#define DRAWS_NULL 20
#define DRAWS_SPIKE 15
#define DAYS 140

struct party {
    when_t *times;
    size_t n;
};

static when_t day(int d)
{
    return SIMULATED_START + d * WHEN_DAY;
}

static void watch(struct observed *o, int days)
{
    observed_init(o);
    observed_add(o, day(0), day(days));
}

static void draw(struct party *p, const struct simulated *s, gsl_rng *g)
{
    p->n = simulated_times(s, g, p->times, ROOM);
    while (p->n > 0 && p->times[p->n - 1] >= day(s->days))
        p->n--;
}

static void add(struct finds *f, size_t series, const struct party *p, const struct observed *o, int widths)
{
    struct err err = { 0 };

    for (int k = 0; k < widths; k++) {
        struct unusual u;

        assert_true(unusual_find(p->times, p->n, o, spikes_hours[k], &u, &err));
        finds_add(f, series, &u);
        unusual_release(&u);
    }
}

/* Share of series with a spike or a quiet time, where there is none; all widths. */
static double false_ones(struct simulated s, int draws)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct party p = { mem_alloc(ROOM * sizeof(when_t)), 0 };
    struct observed o;
    double share = 0;

    watch(&o, s.days);
    for (int i = 0; i < draws; i++) {
        struct finds f = { 0 };
        struct spikes found;

        draw(&p, &s, g);
        add(&f, 0, &p, &o, SPIKES_WIDTHS);
        spikes_join(&found, &f, .05);
        share += (found.n > 0) / (double)draws;
        spikes_release(&found);
        finds_release(&f);
    }
    observed_release(&o);
    free(p.times);
    gsl_rng_free(g);
    return share;
}

static void test_null(void **state)
{
    struct simulated s = { .days = DAYS, .per_day = 25, .weekend = .3, .night = .1, .tau2 = .2 };
    double share = false_ones(s, DRAWS_NULL);

    (void)state;
    print_message("# busy and quiet days: %.3f\n", share);
    assert_true(share <= .05 + 3.3 * sqrt(.05 * .95 / DRAWS_NULL));
    s = (struct simulated){ .days = 28, .per_day = 25, .weekend = .3, .night = .1, .tau2 = .2, .burst = .5 };
    share = false_ones(s, DRAWS_NULL);
    print_message("# four weeks, bursts: %.3f\n", share);
    assert_true(share <= .05 + 3.3 * sqrt(.05 * .95 / DRAWS_NULL));
}

/* Series 1 makes a spike; 2 and 3 do not.  Series 0 is all. */
struct case_of_three {
    struct party at[4];
    struct observed observed;
};

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;

    return (x > y) - (x < y);
}

static void draw_three(struct case_of_three *c, gsl_rng *g, when_t from, when_t to, double raise)
{
    struct simulated s = { .days = DAYS, .per_day = 12, .weekend = .3, .night = .1, .tau2 = .1,
                           .raised = from, .raised_end = to, .raise = raise };

    c->at[0].n = 0;
    for (int k = 1; k < 4; k++) {
        draw(&c->at[k], &s, g);
        s.raise = 1;
        memcpy(c->at[0].times + c->at[0].n, c->at[k].times, c->at[k].n * sizeof(when_t));
        c->at[0].n += c->at[k].n;
    }
    mem_sort(c->at[0].times, c->at[0].n, sizeof(when_t), by_time);
}

static void name_of(const struct case_of_three *c, const struct spike *s, const struct finds *f, struct makers *m)
{
    const struct interval mask = { s->start, s->end };
    struct err err = { 0 };

    *m = (struct makers){ .n = 0 };
    for (size_t k = 1; k < 4; k++) {
        struct weekrate *r = weekrate_fit(c->at[k].times, c->at[k].n, &c->observed, &mask, 1, &err);

        assert_non_null(r);
        makers_add(m, s, k, r, c->at[k].times, c->at[k].n);
        weekrate_free(r);
    }
    makers_name(m, s, f);
}

static void test_maker(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct case_of_three c;
    double found = 0, right = 0;

    (void)state;
    for (int k = 0; k < 4; k++)
        c.at[k].times = mem_alloc(4 * ROOM * sizeof(when_t));
    watch(&c.observed, DAYS);
    for (int i = 0; i < DRAWS_SPIKE; i++) {
        when_t from = day(20 + 4 * i) + 8 * WHEN_HOUR;
        struct finds f = { 0 };
        struct spikes s;
        struct makers m;

        draw_three(&c, g, from, from + 10 * WHEN_HOUR, 12);
        for (size_t k = 0; k < 4; k++)
            add(&f, k, &c.at[k], &c.observed, 2);
        spikes_join(&s, &f, .05);
        for (size_t k = 0; k < s.n; k++) {
            if (!s.at[k].more || s.at[k].start >= from + 10 * WHEN_HOUR || s.at[k].end <= from)
                continue;
            name_of(&c, &s.at[k], &f, &m);
            found += 1. / DRAWS_SPIKE;
            right += (m.named == 1 && m.at[0].series == 1) / (double)DRAWS_SPIKE;
        }
        spikes_release(&s);
        finds_release(&f);
    }
    print_message("# found %.2f, its maker named alone %.2f\n", found, right);
    assert_true(found >= .7 && found <= 1.001 && right >= .9 * found);
    for (int k = 0; k < 4; k++)
        free(c.at[k].times);
    observed_release(&c.observed);
    gsl_rng_free(g);
}

static struct find bin(size_t series, int from, int to, bool more)
{
    return (struct find){ series, (to - from), more, day(0) + from * WHEN_HOUR, day(0) + to * WHEN_HOUR, 9, 1, 1e-9, NAN };
}

/* Touching bins of one series are one spike; of two series only overlapping ones are; more and fewer never are. */
static void test_join(void **state)
{
    const struct find all[] = { bin(1, 0, 24, true),   bin(1, 24, 48, true), bin(2, 48, 72, true),
                                bin(3, 60, 66, true),  bin(0, 48, 72, true), bin(1, 24, 48, false),
                                bin(1, 90, 96, false) };
    struct finds f = { .asked = { 100, 100, 100, 100, 100, 100 } };
    struct spikes s;

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        f.at = mem_grow(f.at, &f.capacity, f.n + 1, sizeof *f.at);
        f.at[f.n++] = all[i];
    }
    f.at[6].p = .04; /* too dear */
    spikes_join(&s, &f, .05);
    assert_int_equal(s.n, 3);
    assert_true(s.at[0].more && s.at[0].start == day(0) && s.at[0].end == day(2) && s.at[0].n == 2);
    assert_true(!s.at[1].more && s.at[1].start == day(1) && s.at[1].n == 1);
    assert_true(s.at[2].more && s.at[2].start == day(2) && s.at[2].end == day(3) && s.at[2].n == 3);
    spikes_release(&s);
    finds_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_maker),
    };

    return cmocka_run_group_tests_name("spikes", tests, NULL, NULL);
}
