/* Pairs of numbers, and what was asked lately: against plain lists. */

#include "asked/lately.h"
#include "numbers/pairs.h"
#include "numbers/stream.h"
#include "unit.h"

#define PAIRS 5000

static void test_pairs(void **state)
{
    struct pairs *s = pairs_new();

    (void)state;
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < PAIRS; i++)
            assert_int_equal(pairs_add(s, i % 7, i / 7), i);
        for (uint32_t i = 0; i < PAIRS; i++) {
            assert_int_equal(pairs_add(s, i % 7, i / 7), i);
            assert_int_equal(pairs_find(s, i % 7, i / 7), i);
            assert_int_equal(pairs_at(s, i).a, i % 7);
            assert_int_equal(pairs_at(s, i).b, i / 7);
        }
        assert_int_equal(pairs_find(s, 7, 0), -1);
        assert_int_equal(pairs_count(s), PAIRS);
        pairs_clear(s);
        assert_int_equal(pairs_count(s), 0);
        assert_int_equal(pairs_find(s, 0, 0), -1);
    }
    pairs_add(s, UINT32_MAX, 0);
    pairs_clear(s); /* few in many slots: these go */
    assert_int_equal(pairs_add(s, 0, UINT32_MAX), 0);
    pairs_free(s);
}

/* The law: what was touched within the while is there with its value, each that is forgotten is told once, and all are in the end. */
struct gone {
    int n;
    when_t *told; /* by value */
};

static void note(void *value, void *context)
{
    struct gone *g = context;

    assert_int_equal(g->told[*(int *)value], 0);
    g->told[*(int *)value] = 1;
    g->n++;
}

static void test_lately(void **state)
{
    enum { TOUCHES = 3000, KEYS = 40, WITHIN = 50 };
    when_t last[KEYS], told[TOUCHES] = { 0 }, now = -1000;
    int value[KEYS], made = 0;
    struct gone gone = { 0, told };
    struct lately *l = lately_new(sizeof(int), WITHIN, note, &gone);
    gsl_rng *g = stream_new(11, "test", "lately");

    (void)state;
    for (int k = 0; k < KEYS; k++)
        last[k] = WHEN_MIN;
    for (int i = 0; i < TOUCHES; i++) {
        uint32_t k = (uint32_t)gsl_rng_uniform_int(g, KEYS);
        bool fresh;
        int *at;

        now += (when_t)gsl_rng_uniform_int(g, i % 100 == 0 ? 200 : 5);
        at = lately_at(l, k / 3, k % 3, now, &fresh);
        assert_true(!fresh || last[k] == WHEN_MIN || now - last[k] > WITHIN);
        if (fresh)
            value[k] = *at = made++;
        assert_int_equal(*at, value[k]);
        assert_int_equal(told[*at], 0);
        last[k] = now;
    }
    assert_in_range(gone.n, made - KEYS, made - 1);
    lately_end(l);
    assert_int_equal(gone.n, made);
    lately_free(l);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pairs), cmocka_unit_test(test_lately) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
