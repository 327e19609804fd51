/* Sorted runs and their merge: as many runs as one likes, rows longer than a block. */
#include "store/runs.h"
#include "unit.h"

static uint64_t state_of_draw = 496;

static uint64_t draw(uint64_t below)
{
    state_of_draw = state_of_draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (state_of_draw >> 33) % below;
}

/* The caller frees it. */
static struct dayrow *new_row(when_t time, uint32_t batch, size_t target)
{
    char *name = malloc(target + 1);
    assert_non_null(name);
    memset(name, 'x', target);
    const struct text texts[DAYROW_TEXTS] = { TEXT("ns1"), TEXT("192.0.2.1"), TEXT("A"), { name, target }, TEXT(""),
                                              TEXT("udp") };
    size_t size = dayrow_size(texts);
    assert_true(size > 0 && size % 8 == 0);
    struct dayrow *row = mem_zero(size);
    row->time = time;
    row->bytes = DAYROW_NO_BYTES;
    row->count = 1;
    row->batch = batch;
    dayrow_pack(row, size, texts);
    free(name);
    return row;
}

static size_t put_run(struct runs *r, uint32_t batch, size_t rows, size_t long_of)
{
    struct err err = { 0 };
    when_t time = 0;
    for (size_t i = 0; i < rows; i++) {
        time += 1 + (when_t) draw(3);
        struct dayrow *row = new_row(time, batch, i % long_of == long_of - 1 ? 300000 : 5);
        assert_worked(runs_put(r, row, &err));
        free(row);
    }
    assert_worked(runs_end(r, &err));
    return rows;
}

static void merge_of(size_t runs, size_t longest, size_t long_of)
{
    struct err err = { 0 };
    struct runs *r = runs_new("/tmp", &err);
    size_t rows = 0, seen = 0;
    assert_worked(r != NULL);
    for (size_t i = 0; i < runs; i++)
        rows += put_run(r, (uint32_t) i, draw(longest + 1), long_of);
    assert_int_equal(runs_count(r), runs);
    assert_worked(runs_merge(r, 4096, &err));
    const struct dayrow *row, *before = NULL;
    for (;; before = row, seen++) {
        assert_worked(runs_next(r, &row, &err));
        if (!row)
            break;
        assert_true(!before || dayrow_compare_batch(before, row) < 0); /* and BEFORE is still there */
        assert_true(text_is(dayrow_text(row, DAYROW_TRANSPORT), "udp"));
    }
    assert_int_equal(seen, rows);
    runs_free(r);
}

static void merges(void **state)
{
    (void) state;
    merge_of(0, 0, 9);
    merge_of(1, 2000, 5000);
    merge_of(2, 2000, 5000);
    merge_of(3, 0, 9); /* empty runs */
    merge_of(7, 40, 10);
    merge_of(400, 60, 5000);
}

static void order_and_texts(void **state)
{
    (void) state;
    const struct text texts[][DAYROW_TEXTS] = {
        { TEXT("a"), TEXT(""), TEXT("b"), TEXT("c"), TEXT(""), TEXT("") },
        { TEXT("a"), TEXT(""), TEXT("b"), TEXT("c"), TEXT(""), TEXT("t") },
        { TEXT("a"), TEXT("1"), TEXT(""), TEXT(""), TEXT(""), TEXT("") },
        { TEXT("a\x01"), TEXT(""), TEXT(""), TEXT(""), TEXT(""), TEXT("") },
        { TEXT("ab"), TEXT(""), TEXT(""), TEXT(""), TEXT(""), TEXT("") },
        { TEXT("\xC3\xA9"), TEXT(""), TEXT(""), TEXT(""), TEXT(""), TEXT("") },
    };
    enum { N = sizeof texts / sizeof *texts };
    struct dayrow *rows[N];
    for (size_t i = 0; i < N; i++) {
        size_t size = dayrow_size(texts[i]);
        rows[i] = mem_zero(size);
        dayrow_pack(rows[i], size, texts[i]);
        for (int k = 0; k < DAYROW_TEXTS; k++)
            assert_true(text_is(dayrow_text(rows[i], k), texts[i][k].at));
        for (size_t k = 0; k <= i; k++)
            assert_int_equal(dayrow_compare(rows[i], rows[k]) > 0, i > k);
    }
    rows[0]->bytes = DAYROW_NO_BYTES;
    struct dayrow *again = new_row(0, 0, 1);
    again->bytes = 5;
    struct dayrow *more = new_row(0, 1, 1);
    assert_true(dayrow_compare(more, again) < 0); /* a missing size comes first */
    more->bytes = 5;
    assert_int_equal(dayrow_compare(more, again), 0);
    assert_true(dayrow_compare_batch(again, more) < 0);
    free(again);
    free(more);
    for (size_t i = 0; i < N; i++)
        free(rows[i]);
    const struct text huge[DAYROW_TEXTS] = { TEXT("a"), { "", DAYROW_LONGEST }, TEXT(""), TEXT(""), TEXT(""), TEXT("") };
    assert_int_equal(dayrow_size(huge), 0);
}

static void no_folder(void **state)
{
    (void) state;
    struct err err;
    assert_says(runs_new("/nonexistent", &err) != NULL, "error: cannot make a temporary file in /nonexistent");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(merges), cmocka_unit_test(order_and_texts),
                                        cmocka_unit_test(no_folder) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
