/* Compressed files: what was written is read again, by lines and byte by byte; what is cut short or damaged is never taken
   for the end. */
#include "unit.h"
#include "scratch.h"
#include "base/buf.h"
#include "base/lines.h"
#include "base/outfile.h"
#include "base/zstdio.h"
#include <sys/wait.h>

/* Lines that repeat, but not quite. */
static void fill(struct buf *b, int lines)
{
    uint64_t x = 5;
    for (int i = 0; i < lines; i++) {
        x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        buf_add_format(b, "2016-05-04T%02d:00:00Z,host%d.example.com,%d\n", i % 24, (int) (x >> 60), (int) (x >> 40) % 1000);
    }
}

static void pack(const char *path, struct text content)
{
    struct err err = { 0 };
    assert_worked(outfile_write(path, content, false, &err));
}

/* The lines of the file in B; false when it cannot be read to its end. */
static bool read_lines(const char *path, struct buf *b)
{
    struct lines *l = lines_open(path);
    struct line line;
    enum lines_status status;
    assert_non_null(l);
    while ((status = lines_next(l, &line)) == LINES_LINE) {
        buf_add(b, line.at, line.len);
        buf_add_char(b, '\n');
    }
    lines_close(l);
    return status == LINES_END;
}

static void scratch_packed(char path[SCRATCH_PATH + 4])
{
    scratch_write(path, "");
    scratch_remove(path);
    strcat(path, ".zst");
}

static void there_and_back(void **state)
{
    (void) state;
    static const int sizes[] = { 0, 1, 100, 40000 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char path[SCRATCH_PATH + 4];
        struct buf content = BUF_INIT, got = BUF_INIT, packed = BUF_INIT;
        struct err err = { 0 };
        buf_need(&content, 1);
        buf_need(&got, 1);
        fill(&content, sizes[i]);
        scratch_packed(path);
        pack(path, (struct text){ content.at, content.len });
        assert_worked(file_read(path, 1 << 24, &packed, &err));
        assert_true(zstdio_is_packed(packed.at, packed.len));
        assert_true(packed.len < content.len / 3 || content.len < 200);
        assert_true(read_lines(path, &got));
        assert_int_equal(got.len, content.len);
        assert_memory_equal(got.at, content.at, content.len);
        unlink(path);
        buf_release(&content);
        buf_release(&got);
        buf_release(&packed);
    }
}

/* What lies in a file of these bytes, through a pipe that gives one at a time. */
static bool read_slowly(struct text bytes, struct buf *b)
{
    int ends[2];
    char path[40];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        for (size_t i = 0; i < bytes.len; i++)
            if (write(ends[1], bytes.at + i, 1) != 1)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    bool good = read_lines(path, b);
    close(ends[0]);
    waitpid(child, NULL, 0);
    return good;
}

static void slow_and_joined(void **state)
{
    (void) state;
    char path[SCRATCH_PATH + 4];
    struct buf content = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;
    struct err err = { 0 };
    fill(&content, 60);
    scratch_packed(path);
    pack(path, (struct text){ content.at, content.len });
    assert_worked(file_read(path, 1 << 20, &packed, &err));
    assert_worked(file_read(path, 1 << 20, &packed, &err)); /* one file behind the other */
    assert_true(read_slowly((struct text){ packed.at, packed.len }, &got));
    assert_int_equal(got.len, 2 * content.len);
    assert_memory_equal(got.at, content.at, content.len);
    assert_memory_equal(got.at + content.len, content.at, content.len);
    buf_clear(&got);
    assert_true(read_slowly(TEXT("a\nb"), &got)); /* too short to tell */
    assert_string_equal(got.at, "a\nb\n");
    unlink(path);
    buf_release(&content);
    buf_release(&packed);
    buf_release(&got);
}

static void not_whole(void **state)
{
    (void) state;
    char path[SCRATCH_PATH + 4], broken[SCRATCH_PATH];
    struct buf content = BUF_INIT, packed = BUF_INIT, got = BUF_INIT;
    struct err err = { 0 };
    fill(&content, 30);
    scratch_packed(path);
    pack(path, (struct text){ content.at, content.len });
    assert_worked(file_read(path, 1 << 20, &packed, &err));
    scratch_write(broken, "");
    for (size_t n = ZSTDIO_TELLING; n < packed.len; n++) { /* cut at each length; then one bit of each byte is another */
        pack(broken, (struct text){ packed.at, n });
        if (read_lines(broken, &got))
            fail_msg("the first %zu of %zu bytes are taken for whole", n, packed.len);
        packed.at[n] ^= 16;
        pack(broken, (struct text){ packed.at, packed.len });
        buf_clear(&got);
        if (read_lines(broken, &got) && (got.len != content.len || memcmp(got.at, content.at, got.len) != 0)) /* a bit may mean nothing */
            fail_msg("byte %zu of %zu is another, and nobody sees it", n, packed.len);
        packed.at[n] ^= 16;
    }
    scratch_remove(broken);
    unlink(path);
    buf_release(&content);
    buf_release(&packed);
    buf_release(&got);
}

static void full_disk(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct buf content = BUF_INIT;
    if (access("/dev/full", W_OK) != 0)
        return;
    FILE *full = fopen("/dev/full", "w"), *f;
    fill(&content, 20000);
    f = zstdio_writer(fileno(full));
    assert_non_null(f);
    fwrite(content.at, 1, content.len, f);
    assert_int_equal(fclose(f), EOF);
    f = zstdio_writer(fileno(full)); /* so little that only the end is written */
    fputs("x\n", f);
    assert_int_equal(fclose(f), EOF);
    fclose(full);
    assert_says(outfile_write("/nowhere/x.zst", TEXT("x"), false, &err), "cannot write /nowhere/x.zst");
    buf_release(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(there_and_back), cmocka_unit_test(slow_and_joined), cmocka_unit_test(not_whole),
                                        cmocka_unit_test(full_disk) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
