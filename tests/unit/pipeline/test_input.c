/* Lines of files: ends, flaws, blocks, and every way to cut a compressed file. */

#include "unit.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/wait.h>

#include "lines/input.h"
#include "scratch.h"

static void write_bytes(char path[SCRATCH_PATH], const char *bytes, size_t n)
{
    scratch_write(path, "");
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* All lines joined by LF, each LENGTH bytes; false when reading fails. */
static bool read_whole(const char *path, struct buf *all, int64_t *lines, struct err *err)
{
    struct input_line line;
    enum input_status status = INPUT_FAIL;
    struct input *in = input_open(path, path, err);
    *lines = 0;
    while (in && (status = input_next(in, &line, err)) == INPUT_LINE) {
        buf_add(all, line.text.at, line.text.len);
        buf_add_char(all, '\n');
        assert_int_equal(line.number, ++*lines);
    }
    input_close(in);
    return status == INPUT_END;
}

static void reads_as(const char *bytes, size_t n, const char *want, int64_t want_lines)
{
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf all = BUF_INIT;
    int64_t lines;
    write_bytes(path, bytes, n);
    assert_worked(read_whole(path, &all, &lines, &err));
    assert_int_equal(lines, want_lines);
    assert_string_equal(all.at ? all.at : "", want);
    buf_release(&all);
    scratch_remove(path);
}

static void line_ends(void **state)
{
    (void)state;
    reads_as("", 0, "", 0);
    reads_as("\n", 1, "\n", 1);
    reads_as("a", 1, "a\n", 1);
    reads_as("a\nb", 3, "a\nb\n", 2);
    reads_as("a\r\n\r\nb\r\n", 8, "a\n\nb\n", 3);
    reads_as("a\rb\r\r\n", 6, "a\rb\r\n", 1);
}

/* A line that crosses the blocks which are read comes out whole. */
static void across_blocks(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf bytes = BUF_INIT, all = BUF_INIT;
    int64_t lines;
    for (int i = 0; i < 9000; i++)
        buf_add_format(&bytes, "%d %0*d\n", i, i % 190, i);
    write_bytes(path, bytes.at, bytes.len);
    assert_worked(read_whole(path, &all, &lines, &err));
    assert_int_equal(lines, 9000);
    assert_int_equal(all.len, bytes.len);
    assert_memory_equal(all.at, bytes.at, bytes.len);
    buf_release(&bytes);
    buf_release(&all);
    scratch_remove(path);
}

static void flaws(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf bytes = BUF_INIT;
    size_t long_line = 3 * INPUT_LINE_MAX + 5;
    buf_add(&bytes, "a\0b\n", 4);
    for (size_t i = 0; i < long_line; i++)
        buf_add_char(&bytes, 'x');
    buf_add_text(&bytes, "\nshort\n");
    for (size_t i = 0; i < INPUT_LINE_MAX; i++)
        buf_add_char(&bytes, 'y');
    write_bytes(path, bytes.at, bytes.len);

    struct input_line line;
    struct input *in = input_open(path, path, &err);
    assert_non_null(in);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_int_equal(line.flaw, INPUT_HAS_NUL);
    assert_int_equal(line.text.len, 3);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_int_equal(line.flaw, INPUT_TOO_LONG);
    assert_int_equal(line.text.len, INPUT_LINE_MAX);
    assert_int_equal(line.length, long_line);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_int_equal(line.flaw, INPUT_SOUND);
    assert_true(text_is(line.text, "short"));
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_int_equal(line.flaw, INPUT_SOUND); /* as long as a line may be, without LF */
    assert_int_equal(line.text.len, INPUT_LINE_MAX);
    assert_int_equal(input_next(in, &line, &err), INPUT_END);
    assert_int_equal(input_bytes(in), bytes.len);
    input_close(in);
    buf_release(&bytes);
    scratch_remove(path);
}

static void fingerprint(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct input_line line;
    scratch_write(path, "abc");
    struct input *in = input_open(path, path, &err);
    assert_non_null(in);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_int_equal(input_next(in, &line, &err), INPUT_END);
    assert_int_equal(input_next(in, &line, &err), INPUT_END);
    /* FIPS 180-2, appendix B.1 */
    assert_string_equal(input_sha256(in), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(input_bytes(in), 3);
    input_close(in);
    scratch_remove(path);
}

/* --- compressed ------------------------------------------------------------------ */

static const char content[] = "first line\nsecond line of some length, so that there is something\n"
                              "third line third line third line third line\n";

/* MEMBERS copies of the content, each compressed by itself. */
static void compress(const char *filter, int members, const char *plain, size_t n, struct buf *out)
{
    for (int i = 0; i < members; i++) {
        static char bytes[8 << 20];
        size_t used = 0;
        struct archive *a = archive_write_new();
        if (strcmp(filter, "none") != 0)
            assert_int_equal(archive_write_add_filter_by_name(a, filter), ARCHIVE_OK);
        assert_int_equal(archive_write_set_format_raw(a), ARCHIVE_OK);
        assert_int_equal(archive_write_set_bytes_per_block(a, 0), ARCHIVE_OK);
        assert_int_equal(archive_write_open_memory(a, bytes, sizeof bytes, &used), ARCHIVE_OK);
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_filetype(entry, AE_IFREG);
        assert_int_equal(archive_write_header(a, entry), ARCHIVE_OK);
        archive_entry_free(entry);
        assert_int_equal(archive_write_data(a, plain, n), n);
        assert_int_equal(archive_write_close(a), ARCHIVE_OK);
        archive_write_free(a);
        buf_add(out, bytes, used);
    }
}

/* What a log reader would take for the whole content: it read to the end, and no
   line is flawed or other than the content's. */
static bool passes(const char *bytes, size_t n, int members, const char *plain)
{
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf all = BUF_INIT, want = BUF_INIT;
    int64_t lines;
    for (int i = 0; i < members; i++)
        buf_add_text(&want, plain);
    write_bytes(path, bytes, n);
    bool whole = read_whole(path, &all, &lines, &err);
    scratch_remove(path);
    bool same = whole && all.len == want.len && (all.len == 0 || memcmp(all.at, want.at, all.len) == 0);
    bool looks_like_it = whole && all.len > 0 && want.len >= all.len && memcmp(all.at, want.at, all.len) == 0;
    if (!same && looks_like_it)
        fail_msg("%zu bytes pass for the whole, but hold %lld lines", n, (long long)lines);
    buf_release(&all);
    buf_release(&want);
    return same;
}

static void every_prefix(void **state)
{
    (void)state;
    static const char *const filters[] = { "gzip", "bzip2", "xz", "zstd", "lz4" };
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        for (int members = 1; members <= 2; members++) {
            struct buf bytes = BUF_INIT;
            compress(filters[f], members, content, sizeof content - 1, &bytes);
            size_t first_whole = bytes.len;
            for (size_t n = 1; n < bytes.len; n++) {
                bool one_member = members == 2 && n == bytes.len / 2;
                if (passes(bytes.at, n, one_member ? 1 : members, content) && !one_member && first_whole > n)
                    first_whole = n;
            }
            assert_true(passes(bytes.at, bytes.len, members, content));
            print_message("# %s, %d: %zu bytes, whole from %zu on\n", filters[f], members, bytes.len, first_whole);
            buf_release(&bytes);
        }
    }
}

/* A compressed file of nothing is an empty log; a piece of one is an error, or
   a line of bytes that no log has. */
static void every_prefix_of_nothing(void **state)
{
    (void)state;
    static const char *const filters[] = { "gzip", "bzip2", "xz", "zstd", "lz4" };
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        struct buf bytes = BUF_INIT;
        if (strcmp(filters[f], "lz4") == 0) /* libarchive 3.6's writer crashes: the bytes of lz4 1.9 */
            buf_add(&bytes, "\x04\x22\x4d\x18\x64\x40\xa7\x00\x00\x00\x00\x05\x5d\xcc\x02", 15);
        else
            compress(filters[f], 1, "", 0, &bytes);
        for (size_t n = 1; n < bytes.len; n++) {
            if (passes(bytes.at, n, 1, ""))
                fail_msg("%s: %zu of %zu bytes pass for an empty log", filters[f], n, bytes.len);
        }
        assert_true(passes(bytes.at, bytes.len, 1, ""));
        buf_release(&bytes);
    }
}

/* Reads BYTES with one bit turned: a failure, or the same text.  Returns whether it passed. */
static bool passes_flipped(char *bytes, size_t n, size_t bit, int members)
{
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf all = BUF_INIT;
    int64_t lines;
    bytes[bit / 8] ^= (char)(1 << bit % 8);
    write_bytes(path, bytes, n);
    bytes[bit / 8] ^= (char)(1 << bit % 8);
    bool whole = read_whole(path, &all, &lines, &err);
    bool same = whole && all.len == (size_t)members * (sizeof content - 1);
    for (int i = 0; same && i < members; i++)
        same = memcmp(all.at + i * (sizeof content - 1), content, sizeof content - 1) == 0;
    if (whole && !same)
        fail_msg("with bit %zu turned other text is read: %.40s", bit, all.at ? all.at : "");
    buf_release(&all);
    scratch_remove(path);
    return whole;
}

/* RFC 1952, 2.3: MTIME, XFL, OS and the flag FTEXT of a member say nothing of its
   data; nor do the bits that fill the last byte of the deflate stream, which
   lies before the 8 bytes of CRC-32 and length (RFC 1951, 3.1.1). */
static void every_flip(void **state)
{
    (void)state;
    for (int members = 1; members <= 2; members++) {
        struct buf bytes = BUF_INIT;
        compress("gzip", members, content, sizeof content - 1, &bytes);
        size_t length = bytes.len / (size_t)members;
        for (size_t bit = 16; bit < 8 * bytes.len; bit++) { /* the magic: below */
            size_t at = bit / 8 % length;
            bool idle = (at >= 4 && at <= 9) || (at == 3 && bit % 8 == 0);
            bool passed = passes_flipped(bytes.at, bytes.len, bit, members);
            if (passed != idle && at != length - 9)
                fail_msg("bit %zu of %d members: %s", bit, members, passed ? "passed" : "failed");
        }
        buf_release(&bytes);
    }
}

/* Not gzip any more: what is read then are its bytes as they are. */
static void flips_of_the_magic(void **state)
{
    (void)state;
    struct buf bytes = BUF_INIT;
    compress("gzip", 1, content, sizeof content - 1, &bytes);
    for (size_t bit = 0; bit < 16; bit++) {
        char path[SCRATCH_PATH];
        struct err err = { 0 };
        struct buf all = BUF_INIT;
        int64_t lines;
        bytes.at[bit / 8] ^= (char)(1 << bit % 8);
        write_bytes(path, bytes.at, bytes.len);
        assert_worked(read_whole(path, &all, &lines, &err));
        assert_memory_equal(all.at, bytes.at, 8);
        bytes.at[bit / 8] ^= (char)(1 << bit % 8);
        buf_release(&all);
        scratch_remove(path);
    }
    buf_release(&bytes);
}

static void padding_behind(void **state)
{
    (void)state;
    struct buf bytes = BUF_INIT;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf all = BUF_INIT;
    int64_t lines;
    compress("gzip", 1, content, sizeof content - 1, &bytes);
    for (int i = 0; i < 700000; i++) /* more than two blocks */
        buf_add_char(&bytes, '\0');
    reads_as(bytes.at, bytes.len, content, 3);
    bytes.at[bytes.len - 1] = '\x1f';
    write_bytes(path, bytes.at, bytes.len);
    assert_says(read_whole(path, &all, &lines, &err), "700000 bytes behind the end of the gzip data");
    scratch_remove(path);
    buf_release(&bytes);
    buf_release(&all);
}

/* Another compression inside gzip is read; gzip inside another would be unchecked. */
static void nested(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf inner = BUF_INIT, outer = BUF_INIT, all = BUF_INIT;
    int64_t lines;
    compress("xz", 1, content, sizeof content - 1, &inner);
    compress("gzip", 1, inner.at, inner.len, &outer);
    reads_as(outer.at, outer.len, content, 3);
    static const char *const outers[] = { "gzip", "xz" };
    for (size_t i = 0; i < 2; i++) {
        buf_clear(&inner);
        buf_clear(&outer);
        compress("gzip", 1, content, sizeof content - 1, &inner);
        compress(outers[i], 1, inner.at, inner.len, &outer);
        write_bytes(path, outer.at, outer.len);
        assert_says(read_whole(path, &all, &lines, &err), "gzip inside another compression");
        scratch_remove(path);
    }
    buf_release(&inner);
    buf_release(&outer);
    buf_release(&all);
}

/* More than a piece of plain bytes out of one block, and a member that ends
   where a piece does. */
static void large_pieces(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf plain = BUF_INIT, bytes = BUF_INIT, all = BUF_INIT;
    int64_t lines;
    for (int i = 0; i < 1 << 16; i++)
        buf_add_format(&plain, "%015d\n", i / 7000); /* 1 MiB: four pieces */
    compress("gzip", 2, plain.at, plain.len, &bytes);
    write_bytes(path, bytes.at, bytes.len);
    assert_worked(read_whole(path, &all, &lines, &err));
    assert_int_equal(lines, 2 << 16);
    assert_int_equal(all.len, 2 * plain.len);
    assert_memory_equal(all.at, plain.at, plain.len);
    assert_memory_equal(all.at + plain.len, plain.at, plain.len);
    scratch_remove(path);
    buf_release(&plain);
    buf_release(&bytes);
    buf_release(&all);
}

/* A pipe that gives its first byte alone is told as gzip all the same. */
static void first_byte_alone(void **state)
{
    (void)state;
    struct buf bytes = BUF_INIT;
    struct err err = { 0 };
    struct input_line line;
    int ends[2];
    compress("gzip", 1, content, sizeof content - 1, &bytes);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool good = write(ends[1], bytes.at, 1) == 1 && usleep(50000) == 0 &&
                    write(ends[1], bytes.at + 1, bytes.len - 1) == (ssize_t)bytes.len - 1;
        _exit(!good);
    }
    close(ends[1]);
    char path[32];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    struct input *in = input_open(path, "the pipe", &err);
    assert_non_null(in);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_true(text_is(line.text, "first line"));
    input_close(in);
    close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    buf_release(&bytes);
}

/* Bytes instead of lines: any portions give the same bytes, and the end is looked at. */
static void bytes_in_portions(void **state)
{
    (void)state;
    struct err err = { 0 };
    char path[SCRATCH_PATH], portion[977], *copy = malloc(1000000);
    for (size_t i = 0; i < 1000000; i++)
        copy[i] = (char)(i * i >> 7);
    write_bytes(path, copy, 1000000);
    struct input *in = input_open(path, path, &err);
    size_t got = 0;
    ssize_t n;
    while ((n = input_read(in, portion, sizeof portion, &err)) > 0) {
        assert_memory_equal(portion, copy + got, n);
        got += (size_t)n;
    }
    assert_int_equal(n, 0);
    assert_int_equal(got, 1000000);
    assert_int_equal(strlen(input_sha256(in)), 64);
    input_close(in);
    scratch_remove(path);
    free(copy);
}

/* The file is longer than what opening it reads. */
static void bytes_cut_short(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct buf bytes = BUF_INIT;
    char path[SCRATCH_PATH], portion[64], *copy = malloc(3000000);
    for (size_t i = 0; i < 3000000; i++)
        copy[i] = (char)('a' + i % 26);
    compress("gzip", 1, copy, 3000000, &bytes);
    write_bytes(path, bytes.at, bytes.len - 4);
    struct input *in = input_open(path, path, &err);
    assert_non_null(in);
    ssize_t n = 1;
    while (n > 0)
        n = input_read(in, portion, sizeof portion, &err);
    assert_int_equal(n, -1);
    assert_true(err.set);
    input_close(in);
    scratch_remove(path);
    buf_release(&bytes);
    free(copy);
}

static const char *const filters[] = { "none", "gzip", "bzip2", "xz", "zstd", "lz4" };

/* A log that is long enough to be read ahead: N lines, one of them with a NUL. */
static void make_long(struct buf *plain, int n)
{
    for (int i = 0; i < n; i++)
        buf_add_format(plain, "%d line %0*d\n", i, i % 150, i);
    plain->at[plain->len - 4] = '\0';
}

/* The same lines, flaw and fingerprints, however it is compressed. */
static void long_logs(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct buf plain = BUF_INIT, bytes = BUF_INIT;
    make_long(&plain, 60000);
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        char path[SCRATCH_PATH], hex[SHA256_TEXT];
        struct input_line line;
        size_t at = 0;
        buf_clear(&bytes);
        compress(filters[f], 1, plain.at, plain.len, &bytes);
        write_bytes(path, bytes.at, bytes.len);
        struct input *in = input_open(path, path, &err);
        assert_non_null(in);
        assert_int_equal(input_is_plain(in), f == 0);
        enum input_status status;
        while ((status = input_next(in, &line, &err)) == INPUT_LINE) {
            assert_memory_equal(line.text.at, plain.at + at, line.text.len);
            assert_int_equal(line.flaw, line.number == 60000 ? INPUT_HAS_NUL : INPUT_SOUND);
            at += line.text.len + 1;
        }
        assert_int_equal(status, INPUT_END);
        assert_int_equal(at, plain.len);
        assert_int_equal(input_bytes(in), bytes.len);
        assert_int_equal(input_end(in), plain.len);
        assert_worked(sha256_file(path, hex, &err));
        assert_string_equal(input_sha256(in), hex);
        assert_true(input_content(in) == hash_text((struct text){ plain.at, plain.len }, 0));
        input_close(in);
        scratch_remove(path);
    }
    buf_release(&plain);
    buf_release(&bytes);
}

/* Closing in the midst, while the next pieces are being read; without hashes. */
static void left_early(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct buf plain = BUF_INIT, bytes = BUF_INIT;
    make_long(&plain, 60000);
    for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
        char path[SCRATCH_PATH];
        struct input_line line = { .number = 0 };
        buf_clear(&bytes);
        compress(filters[f], 1, plain.at, plain.len, &bytes);
        write_bytes(path, bytes.at, bytes.len);
        struct input *in = input_open(path, path, &err);
        assert_non_null(in);
        input_unhashed(in);
        while (line.number < 30000)
            assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
        assert_string_equal(input_sha256(in), "");
        input_close(in);
        scratch_remove(path);
    }
    buf_release(&plain);
    buf_release(&bytes);
}

/* Three megabytes of one letter: the limits are set low, so that a small bomb is one. */
static void bomb(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct buf bytes = BUF_INIT;
    char *same = malloc(3000000);
    assert_non_null(same);
    memset(same, 'z', 3000000);
    for (size_t f = 1; f < sizeof filters / sizeof *filters; f++) {
        char path[SCRATCH_PATH];
        struct input_line line;
        buf_clear(&bytes);
        compress(filters[f], 1, same, 3000000, &bytes);
        write_bytes(path, bytes.at, bytes.len);
        for (int64_t ratio = 20; ratio <= 1000000; ratio += 999980) {
            struct input *in = input_open(path, "the bomb", &err);
            assert_non_null(in);
            input_limit(in, 1 << 20, ratio);
            enum input_status status = input_next(in, &line, &err);
            assert_int_equal(status, ratio == 20 ? INPUT_FAIL : INPUT_LINE);
            input_close(in);
        }
        assert_non_null(strstr(err.text, "the bomb: error: "));
        assert_non_null(strstr(err.text, "unpack to more than 20 times as many"));
        err_init(&err);
        scratch_remove(path);
    }
    buf_release(&bytes);
    free(same);
}

/* What a log begins with when it was truncated while its writer kept its place; NULs elsewhere are flaws. */
static void hole(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct input_line line;
    size_t n = 300000;
    char *bytes = calloc(1, n + 9);
    assert_non_null(bytes);
    memcpy(bytes + n, "one\n\0two\n", 9);
    write_bytes(path, bytes, n + 9);
    struct input *in = input_open(path, path, &err);
    assert_non_null(in);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_true(text_is(line.text, "one"));
    assert_int_equal(line.flaw, INPUT_SOUND);
    assert_int_equal(line.number, 1);
    assert_int_equal(input_next(in, &line, &err), INPUT_LINE);
    assert_int_equal(line.flaw, INPUT_HAS_NUL);
    assert_int_equal(input_next(in, &line, &err), INPUT_END);
    input_close(in);
    scratch_remove(path);
    free(bytes);
}

static void rubbish_behind(void **state)
{
    (void)state;
    struct buf bytes = BUF_INIT;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct buf all = BUF_INIT;
    int64_t lines;
    compress("gzip", 1, content, sizeof content - 1, &bytes);
    buf_add_text(&bytes, "rubbish");
    write_bytes(path, bytes.at, bytes.len);
    assert_says(read_whole(path, &all, &lines, &err), "7 bytes behind the end of the gzip data");
    scratch_remove(path);
    buf_release(&bytes);
    buf_release(&all);
}

static void no_file(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_says(input_open("/nonexistent/log", "the log", &err), "the log: error: cannot read it");
    assert_says(input_open("/", "the root", &err), "the root: error:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends),    cmocka_unit_test(across_blocks),
        cmocka_unit_test(flaws),        cmocka_unit_test(fingerprint),
        cmocka_unit_test(every_prefix), cmocka_unit_test(every_prefix_of_nothing),
        cmocka_unit_test(every_flip),   cmocka_unit_test(flips_of_the_magic),
        cmocka_unit_test(padding_behind), cmocka_unit_test(rubbish_behind),
        cmocka_unit_test(nested),       cmocka_unit_test(large_pieces),
        cmocka_unit_test(first_byte_alone), cmocka_unit_test(no_file),
        cmocka_unit_test(bytes_in_portions), cmocka_unit_test(bytes_cut_short),
        cmocka_unit_test(long_logs),    cmocka_unit_test(left_early),
        cmocka_unit_test(bomb), cmocka_unit_test(hole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
