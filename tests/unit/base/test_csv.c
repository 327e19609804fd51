/* CSV: what is written comes back; what is broken says where. */
#include "unit.h"
#include "base/csv.h"
#include "base/outfile.h"

static char path[] = "/tmp/dielog-csv-XXXXXX";

static void put(const char *bytes, size_t n)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static int make_path(void **state)
{
    (void) state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void) state;
    return unlink(path);
}

/* Fields of awkward bytes, seeded; a row of one empty field is not written, since
   it would be a blank line, which readers skip. */
static void what_is_written_comes_back(void **state)
{
    (void) state;
    static const char bytes[] = "ab,\"\n\r \tx\xC3\xA9=@-";
    enum { rows = 500, columns = 4, longest = 6 };
    static char fields[rows][columns][longest + 2];
    uint64_t seed = 20160724;
    FILE *f = fopen(path, "w");
    struct csv_writer w = { f, false };
    csv_put_header(&w, (const char *const[]){ "one", "two", "three", "four" }, 4);
    for (int i = 0; i < rows; i++) {
        for (int k = 0; k < columns; k++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            int n = (int) (seed >> 60) % (longest + 1), len = 0;
            for (int b = 0; b < n; b++) {
                char c = bytes[(seed >> (8 + 6 * b)) % (sizeof bytes - 1)];
                if ((unsigned char) c >= 0x80) /* keep the two-byte letter whole */
                    c = 'z';
                fields[i][k][len++] = c;
            }
            csv_put(&w, (struct text){ fields[i][k], (size_t) len });
        }
        csv_put_end(&w);
    }
    assert_int_equal(fclose(f), 0);
    struct err err = { 0 };
    struct csv_reader *r = csv_open(path, ',', &err);
    assert_non_null(r);
    for (int i = 0; i < rows; i++) {
        if (csv_next(r, &err) != CSV_ROW)
            fail_msg("row %d: %s", i, err.text);
        for (int k = 0; k < columns; k++)
            assert_string_equal(csv_field(r, (size_t) k).at, fields[i][k]);
    }
    assert_int_equal(csv_next(r, &err), CSV_END);
    assert_worked(csv_close(r, &err));
}

static void each_error_names_its_line(void **state)
{
    (void) state;
    struct { const char *bytes; size_t n; const char *says; } bad[] = {
#define BAD(s, says) { s, sizeof(s) - 1, says }
        BAD("a,b\n1,2\n3\n", ":3: error: found 1 fields, expected 2"),
        BAD("a,b\n1,2\n\"x\ny\",2\n1,2,3\n", ":5: error: found 3 fields"),
        BAD("a,b\n1,2\n3,\"x\n", ":3: error: a quoted field that never ends"),
        BAD("a,b\n1,x\"y\n", ":2: error: a quote in a field"),
        BAD("a,b\n1,\0\n", ":2: error: a NUL byte"),
        BAD("a,b\n1,\xff\n", ":2: error: bytes that are not UTF-8"),
        BAD("a,b\n1,2\r3,4\n", ":2: error: a carriage return"),
#undef BAD
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put(bad[i].bytes, bad[i].n);
        struct err err = { 0 };
        struct csv_reader *r = csv_open(path, ',', &err);
        assert_non_null(r);
        enum csv_status s;
        while ((s = csv_next(r, &err)) == CSV_ROW)
            ;
        assert_int_equal(s, CSV_FAIL);
        if (!strstr(err.text, bad[i].says))
            fail_msg("case %zu says '%s', expected '%s'", i, err.text, bad[i].says);
        assert_int_equal(csv_next(r, &err), CSV_FAIL); /* it sticks */
        assert_false(csv_close(r, &err));
    }
}

static void columns_and_forms(void **state)
{
    (void) state;
    put("\xEF\xBB\xBFtime,x\r\n1,2.5\r\n", strlen("\xEF\xBB\xBFtime,x\r\n1,2.5\r\n"));
    struct err err = { 0 };
    struct csv_reader *r = csv_open(path, ',', &err);
    assert_non_null(r);
    assert_int_equal(csv_find(r, "time"), 0);
    size_t column;
    assert_says(csv_need(r, "y", &column, &err), "no column 'y', found: time, x");
    err = (struct err){ 0 };
    assert_int_equal(csv_next(r, &err), CSV_ROW);
    double x;
    assert_worked(csv_double(r, 1, &x, &err));
    assert_true(x == 2.5);
    int64_t n;
    assert_says(csv_int(r, 1, &n, &err), ":2: error: found '2.5', expected a whole number in column 'x'");
    err = (struct err){ 0 };
    assert_says(csv_int_between(r, 0, 2, 9, &n, &err), ":2: error: 1 is out of range, expected 2 to 9 in column 'time'");
    err = (struct err){ 0 };
    assert_worked(csv_close(r, &err));
}

static void two_columns_of_one_name(void **state)
{
    (void) state;
    put("time,x,x\n1,2,3\n", strlen("time,x,x\n1,2,3\n"));
    struct err err = { 0 };
    struct csv_reader *r = csv_open(path, ',', &err);
    assert_non_null(r);
    size_t column;
    assert_worked(csv_need(r, "time", &column, &err));
    assert_says(csv_need(r, "x", &column, &err), ":1: error: two columns are named 'x'");
    err = (struct err){ 0 };
    assert_worked(csv_close(r, &err));
}

static void nothing_to_read(void **state)
{
    (void) state;
    struct err err;
    put("", 0);
    assert_says(csv_open(path, ',', &err) != NULL, "empty file");
    assert_says(csv_open("/nonexistent/x.csv", ',', &err) != NULL, "No such file");
    assert_says(csv_open("/", ',', &err) != NULL, "cannot be read");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back), cmocka_unit_test(each_error_names_its_line),
        cmocka_unit_test(columns_and_forms), cmocka_unit_test(two_columns_of_one_name),
        cmocka_unit_test(nothing_to_read),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
