/* Plain lines, which are split where they stand, against libcsv, which reads them byte by
   byte: the same rows from random files, whatever their lines and wherever blocks end. */
#include "unit.h"
#include "scratch.h"
#include "base/csv.h"
#include "base/plain.h"
#include <csv.h>

enum { COLUMNS = 4 };

static uint64_t state_of_draw;

static uint64_t draw(uint64_t below)
{
    state_of_draw = state_of_draw * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (state_of_draw >> 33) % below;
}

/* --- what libcsv says: every field of every row, one a line --- */

static void reference_field(void *field, size_t n, void *context)
{
    buf_add(context, field, n);
    buf_add_char(context, '|');
}

static void reference_row(int end, void *context)
{
    (void) end;
    buf_add_char(context, '\n');
}

static void reference(const struct buf *file, char separator, struct buf *out)
{
    struct csv_parser parser;
    assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
    csv_set_delim(&parser, (unsigned char) separator);
    assert_int_equal(csv_parse(&parser, file->at, file->len, reference_field, reference_row, out), file->len);
    assert_int_equal(csv_fini(&parser, reference_field, reference_row, out), 0);
    csv_free(&parser);
}

static void ours(const char *path, char separator, struct buf *out)
{
    struct err err = { 0 };
    struct csv_reader *r = csv_open(path, separator, &err);
    enum csv_status status;
    assert_worked(r != NULL);
    for (size_t i = 0; i < csv_columns(r); i++)
        reference_field((void *) csv_name(r, i).at, csv_name(r, i).len, out);
    reference_row(0, out);
    while ((status = csv_next(r, &err)) == CSV_ROW) {
        for (size_t i = 0; i < csv_columns(r); i++) {
            struct text f = csv_field(r, i);
            assert_int_equal(f.at[f.len], '\0');
            reference_field((void *) f.at, f.len, out);
        }
        reference_row(0, out);
    }
    assert_worked(status == CSV_END);
    assert_worked(csv_close(r, &err));
}

/* --- random files --- */

static void add_plain_field(struct buf *b)
{
    static const char *const pieces[] = { "a", "bc", " ", "\t", "=", "\xC3\xA9", "example.com", "'", "-", ";" };
    for (uint64_t n = draw(5); n > 0; n--)
        buf_add_text(b, pieces[draw(sizeof pieces / sizeof *pieces)]);
}

static void add_quoted_field(struct buf *b)
{
    static const char *const pieces[] = { "a", "\"\"", ",", "\n", "\r\n", " ", "\xE2\x82\xAC", "\t" };
    buf_add_char(b, '"');
    for (uint64_t n = draw(5); n > 0; n--)
        buf_add_text(b, pieces[draw(sizeof pieces / sizeof *pieces)]);
    buf_add_char(b, '"');
}

/* A tab inside a field would be a separator there: SEPARATOR is taken out again. */
static void add_row(struct buf *b, char separator, uint64_t quoted_of_ten)
{
    for (int i = 0; i < COLUMNS; i++) {
        size_t from = b->len;
        if (i > 0)
            buf_add_char(b, separator);
        if (draw(10) < quoted_of_ten)
            add_quoted_field(b);
        else
            add_plain_field(b);
        for (size_t k = from + (i > 0); k < b->len; k++)
            if (separator == '\t' && b->at[k] == '\t')
                b->at[k] = '_';
    }
}

static void random_file(struct buf *b, char separator, size_t rows)
{
    buf_clear(b);
    buf_add_format(b, "%sone%ctwo%cthree%c\"fo,ur\"\n", draw(2) ? "\xEF\xBB\xBF" : "", separator, separator, separator);
    for (size_t i = 0; i < rows; i++) {
        uint64_t kind = draw(20);
        if (kind == 0)
            buf_add_text(b, draw(2) ? "" : "  ");
        else
            add_row(b, separator, kind < 4 ? 5 : 0);
        buf_add_text(b, kind == 5 ? "\r\n" : "\n");
    }
    if (draw(2)) {
        add_row(b, separator, 1);
        buf_add_char(b, 'z'); /* no row of blanks alone */
        b->at[b->len - 1] = b->at[b->len - 2] == '"' ? '\n' : 'z';
    }
}

static void same_rows(size_t rows)
{
    char path[SCRATCH_PATH];
    char separator = draw(3) ? ',' : '\t';
    struct buf file = BUF_INIT, want = BUF_INIT, got = BUF_INIT;
    random_file(&file, separator, rows);
    scratch_write(path, file.at);
    bool bom = memcmp(file.at, "\xEF\xBB\xBF", 3) == 0;
    reference(&(struct buf){ file.at + 3 * bom, file.len - 3 * bom, 0 }, separator, &want);
    ours(path, separator, &got);
    size_t i = 0;
    while (i < want.len && i < got.len && want.at[i] == got.at[i])
        i++;
    if (want.len != got.len || i < want.len)
        fail_msg("at byte %zu of the rows: found '%.40s', expected '%.40s'", i, got.at + i, want.at + i);
    scratch_remove(path);
    buf_release(&file);
    buf_release(&want);
    buf_release(&got);
}

static void against_libcsv(void **state)
{
    (void) state;
    const char *given = getenv("SEED");
    state_of_draw = given ? strtoull(given, NULL, 10) : 8128;
    print_message("# SEED=%llu\n", (unsigned long long) state_of_draw);
    for (int i = 0; i < 300; i++)
        same_rows(draw(20));
    for (int i = 0; i < 4; i++) /* several blocks */
        same_rows(30000);
}

/* A line longer than a block, and one whose end a block ends at. */
static void long_lines(void **state)
{
    (void) state;
    for (size_t n = (128 << 10) - 20; n < (128 << 10) + 20; n += 3) {
        char path[SCRATCH_PATH];
        struct err err = { 0 };
        struct buf file = BUF_INIT;
        buf_add_text(&file, "a,b\n");
        for (size_t i = 0; i < n; i++)
            buf_add_char(&file, 'x');
        buf_add_text(&file, ",1\ny,2\n");
        scratch_write(path, file.at);
        struct csv_reader *r = csv_open(path, ',', &err);
        assert_worked(r && csv_next(r, &err) == CSV_ROW);
        assert_int_equal(csv_field(r, 0).len, n);
        assert_string_equal(csv_field(r, 1).at, "1");
        assert_true(csv_is_plain(r));
        assert_worked(csv_next(r, &err) == CSV_ROW);
        assert_string_equal(csv_field(r, 0).at, "y");
        assert_int_equal(csv_line(r), 3);
        assert_worked(csv_next(r, &err) == CSV_END);
        assert_worked(csv_close(r, &err));
        scratch_remove(path);
        buf_release(&file);
    }
}

static void more_fields_than_room(void **state)
{
    (void) state;
    char line[100] = "1,22,,4444, five ,6\n,,,";
    struct text f[3];
    assert_int_equal(plain_split(line, strcspn(line, "\n"), ',', f, 3), 6);
    assert_true(text_is(f[0], "1") && text_is(f[1], "22") && text_is(f[2], ""));
    char bytes[100] = { ',', (char) 0xAC, ',' - 1, ',' + 1, (char) 0x80, 0x01, ',', 'x', ',', '\n' };
    struct text g[5];
    assert_int_equal(plain_split(bytes, 9, ',', g, 5), 4); /* neighbours of a comma are none */
    assert_int_equal(g[1].len, 5);
    assert_true(text_is(g[2], "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(against_libcsv), cmocka_unit_test(long_lines),
                                        cmocka_unit_test(more_fields_than_room) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
