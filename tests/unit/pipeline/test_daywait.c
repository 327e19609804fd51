/* Rows that wait come out sorted, whatever the order in which they came, and those that
   stay are not lost. */
#include "base/err.h"
#include "store/daywait.h"
#include "unit.h"
#include <stdlib.h>

static uint64_t seed_state = 40426;

static uint64_t draw(uint64_t below)
{
    seed_state = seed_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (seed_state >> 33) % below;
}

static void add(struct daywait *w, when_t time, const char *client, uint32_t batch)
{
    const struct text texts[DAYROW_TEXTS] = { TEXT("ns1"), text_of(client), TEXT("A"), TEXT("x"), TEXT(""), TEXT("udp") };
    size_t size = dayrow_size(texts);
    struct dayrow *row = daywait_room(w, size);
    memset(row, 0, size);
    row->time = time;
    row->batch = batch;
    dayrow_pack(row, size, texts);
    daywait_add(w);
}

/* The first N are in order, and all others are not earlier than BEFORE. */
static void check(const struct daywait *w, size_t n, when_t before)
{
    for (size_t i = 0; i < daywait_count(w); i++)
        assert_int_equal(daywait_at(w, i)->time < before, i < n);
    for (size_t i = 1; i < n; i++)
        assert_true(dayrow_compare_batch(daywait_at(w, i - 1), daywait_at(w, i)) <= 0);
}

enum shape { ASCENDING, A_LITTLE_LATE, STRETCHES, DESCENDING, ANY, SAME, SHAPES };

static when_t time_of(enum shape shape, int i)
{
    switch (shape) {
    case ASCENDING: return i;
    case A_LITTLE_LATE: return i - (when_t) draw(7);
    case STRETCHES: return i % 250 + i / 1000;
    case DESCENDING: return -i;
    case ANY: return (when_t) draw(500);
    default: return 7;
    }
}

/* Some go and some stay, three times, as when a day is written. */
static void every_shape(void **state)
{
    (void) state;
    for (enum shape shape = 0; shape < SHAPES; shape++) {
        struct daywait *w = daywait_new();
        size_t in = 0, out = 0;
        when_t before = INT64_MIN;
        for (int turn = 0; turn < 4; turn++) {
            for (int i = 0; i < 1000; i++) {
                char client[30];
                when_t time = time_of(shape, 1000 * turn + i);
                snprintf(client, sizeof client, "192.0.2.%d", (int) draw(200));
                add(w, time > before ? time : before, client, (uint32_t) draw(3));
                in++;
            }
            before = turn < 3 ? time_of(shape, 1000 * turn + 700) : INT64_MAX;
            size_t n = daywait_sort(w, before);
            check(w, n, before);
            daywait_drop(w, before);
            out += n;
            assert_int_equal(daywait_count(w), in - out);
            check(w, 0, before);
        }
        assert_int_equal(in, out);
        assert_int_equal(daywait_bytes(w), 0);
        daywait_free(w);
    }
}

static void nothing(void **state)
{
    (void) state;
    struct daywait *w = daywait_new();
    assert_int_equal(daywait_sort(w, INT64_MAX), 0);
    daywait_drop(w, INT64_MAX);
    assert_int_equal(daywait_count(w), 0);
    daywait_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_shape), cmocka_unit_test(nothing) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
