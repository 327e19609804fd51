/* Bins on an even grid from CSV; the hour-of-week mean taken away. */

#include "unit.h"

#include "rows/bins.h"
#include "scratch.h"

static struct bins *read_text(const char *content, struct bins_source source, struct err *err)
{
    char path[SCRATCH_PATH];
    scratch_write(path, content);
    const char *files[] = { path };
    source.in.files = files;
    source.in.n_files = 1;
    struct bins *b = bins_read(&source, err);
    scratch_remove(path);
    return b;
}

static void check(const struct bins *b, size_t group, const char *name, const double *x,
                  const double *exposure, size_t n)
{
    struct err err = { 0 };
    double got_x[16], got_e[16];
    assert_string_equal(bins_name(b, group), name);
    assert_int_equal(bins_length(b, group), n);
    assert_worked(bins_fill(b, group, got_x, got_e, &err));
    for (size_t i = 0; i < n; i++) {
        assert_close(got_e[i], exposure[i], 0);
        if (exposure[i] > 0) {
            assert_close(got_x[i], x[i], 0);
        }
    }
}

static void test_rows_are_bins(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct bins *b = read_text("x,e,g\n5,600,b\n,600,a\n7,0,b\n-1.5,300,a\n",
                               (struct bins_source){ .column = "x", .exposure = "e", .group = "g" }, &err);
    assert_non_null(b);
    assert_int_equal(bins_groups(b), 2);
    check(b, 0, "a", (double[]){ 0, -1.5 }, (double[]){ 0, 300 }, 2);
    check(b, 1, "b", (double[]){ 5, 0 }, (double[]){ 600, 0 }, 2);
    bins_free(b);
    b = read_text("x\n", (struct bins_source){ .column = "x" }, &err);
    assert_int_equal(bins_groups(b), 0);
    bins_free(b);
}

/* Rows in any order; what has no row is missing. */
static void test_grid(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct bins *b = read_text("t,x\n1800,3\n0,1\n4200,9\n",
                               (struct bins_source){ .column = "x", .time = "t" }, &err);
    assert_int_equal(bins_start(b), 0);
    assert_int_equal(bins_step(b), 600 * WHEN_SECOND);
    check(b, 0, "all", (double[]){ 1, 0, 0, 3, 0, 0, 0, 9 }, (double[]){ 1, 0, 0, 1, 0, 0, 0, 1 }, 8);
    bins_free(b);
}

/* The pipeline's counts: what "all" observed is zero where a party has no row. */
static void test_sparse_beside_all(void **state)
{
    (void)state;
    struct err err = { 0 };
    static const char counts[] = "start,series,kind,count,exposure_s\n"
                                 "0,all,all,4,600\n0,p,party,3,600\n0,c,client,1,600\n"
                                 "600,all,all,0,200\n1800,all,all,2,600\n1800,q,party,2,600\n";
    struct bins_source source = { .column = "count", .time = "start", .group = "series",
                                  .exposure = "exposure_s", .only = "kind=all,party" };
    struct bins *b = read_text(counts, source, &err);
    assert_int_equal(bins_groups(b), 3);
    const double exposure[] = { 600, 200, 0, 600 };
    check(b, 0, "all", (double[]){ 4, 0, 0, 2 }, exposure, 4);
    check(b, 1, "p", (double[]){ 3, 0, 0, 0 }, exposure, 4);
    check(b, 2, "q", (double[]){ 0, 0, 0, 2 }, exposure, 4);
    bins_free(b);
    b = read_text("start,series,count\n0,all,1\n600,all,1\n1200,p,1\n",
                  (struct bins_source){ .column = "count", .time = "start", .group = "series" }, &err);
    double x[4], e[4];
    assert_says(bins_fill(b, 1, x, e, &err), "'p' has a row where 'all' has none: 1970-01-01T00:20");
    bins_free(b);
}

static void test_refuses(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct bins_source timed = { .column = "x", .time = "t" };
    assert_says(read_text("t,x\n0,1\n0.000001,1\n86400,1\n", timed, &err), "no grid of bins");
    assert_says(read_text("t,x\n0,nan\n", timed, &err), ":2: ");
    assert_says(read_text("t,y\n0,1\n", timed, &err), "x");
    timed.exposure = "e";
    assert_says(read_text("t,x,e\n0,1,-3\n", timed, &err), ":2: error: an exposure below zero");
    timed.exposure = NULL;
    timed.only = "k=1";
    assert_says(read_text("t,x\n0,1\n", timed, &err), "k");
    timed.only = NULL;
    struct err none = { 0 };
    struct bins *b = read_text("t,x\n0,1\n600,1\n0,1\n", timed, &none);
    double x[2], e[2];
    assert_says(bins_fill(b, 0, x, e, &err), "two rows for one bin: 1970-01-01T00:00:00");
    bins_free(b);
}

/* Three weeks of hours: a function of the hour of the week leaves nothing, and what an
   exposure halves is no less a rate. */
static void test_remove_clock(void **state)
{
    (void)state;
    enum { N = 3 * 168 };
    double x[N], e[N];
    for (int i = 0; i < N; i++) {
        e[i] = i == 200 ? 1800 : 3600;
        x[i] = e[i] / 3600 * (0.1 + i % 168 % 7);
    }
    e[300] = 0;                  /* a gap leaves two weeks of that hour */
    e[20] = e[20 + 168] = 0;     /* two gaps leave one: no answer */
    x[30] += 3;
    bins_remove_hour_of_week(0, WHEN_HOUR, N, x, e, NULL);
    for (int i = 0; i < N; i++) {
        assert_close(e[i], i == 300 || i % 168 == 20 ? 0 : i == 200 ? 1800 : 3600, 0);
        if (i % 168 == 30) {
            assert_close(x[i], i == 30 ? 2 : -1, 1e-14);
        } else if (e[i] > 0) {
            assert_close(x[i], 0, 0);
        }
    }
    double short_x[] = { 1, 2 }, short_e[] = { 1, 1 };
    bins_remove_hour_of_week(0, WHEN_DAY, 2, short_x, short_e, NULL);
    assert_close(short_e[0] + short_e[1], 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_bins),     cmocka_unit_test(test_grid),
        cmocka_unit_test(test_sparse_beside_all), cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_remove_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
