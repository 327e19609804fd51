/* A ring that a thread fills: every slot once and in order, at every size of the ring;
   stopping early; never further ahead than the ring is long. */

#include "unit.h"

#include "base/ahead.h"

#define MANY 5000

struct counter {
    int next, last;
};

struct slot {
    int number, square;
};

static bool count(void *context, void *at)
{
    struct counter *c = context;
    struct slot *slot = at;
    *slot = (struct slot){ c->next, c->next * c->next };
    return c->next++ < c->last;
}

static void in_order(void **state)
{
    (void)state;
    for (size_t n = 2; n <= 5; n++) {
        struct counter c = { 0, MANY };
        struct slot slots[5];
        struct ahead *a = ahead_new(count, &c, slots, sizeof *slots, n);
        for (int i = 0; i <= MANY; i++) {
            const struct slot *slot = ahead_next(a);
            assert_non_null(slot);
            assert_int_equal(slot->number, i);
            assert_int_equal(slot->square, i * i);
        }
        assert_null(ahead_next(a));
        assert_null(ahead_next(a));
        ahead_free(a);
        assert_int_equal(c.next, MANY + 1);
    }
}

static void stopped_early(void **state)
{
    (void)state;
    for (int taken = 0; taken < 20; taken++) {
        struct counter c = { 0, INT32_MAX };
        struct slot slots[4];
        struct ahead *a = ahead_new(count, &c, slots, sizeof *slots, 4);
        for (int i = 0; i < taken; i++)
            assert_int_equal(((const struct slot *)ahead_next(a))->number, i);
        ahead_free(a);
        assert_in_range(c.next, taken, taken + 3);
    }
    ahead_free(NULL);
}

/* The first slot is the last. */
static void a_single_one(void **state)
{
    (void)state;
    struct counter c = { 7, 7 };
    struct slot slots[2];
    struct ahead *a = ahead_new(count, &c, slots, sizeof *slots, 2);
    assert_int_equal(((const struct slot *)ahead_next(a))->number, 7);
    assert_null(ahead_next(a));
    ahead_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(in_order), cmocka_unit_test(stopped_early),
                                        cmocka_unit_test(a_single_one) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
