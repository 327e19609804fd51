/* Publish or leave no trace; ini files; names; hashes; UTF-8. */
#include "unit.h"
#include "base/hash.h"
#include "base/ini.h"
#include "base/names.h"
#include "base/outfile.h"
#include "base/utf8.h"
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char folder[] = "/tmp/dielog-files-XXXXXX";

static int make_folder(void **state)
{
    (void) state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void) state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") == 0 ? system(command) : -1;
}

static int files_here(void)
{
    int n = 0;
    DIR *d = opendir(".");
    while (readdir(d))
        n++;
    closedir(d);
    return n - 2;
}

static void publish_and_abort(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct outfile *o = outfile_open("a.csv", &err);
    assert_non_null(o);
    fputs("x\n", outfile_stream(o));
    assert_int_equal(access("a.csv", F_OK), -1);
    assert_worked(outfile_publish(o, &err));
    assert_int_equal(access("a.csv", F_OK), 0);
    o = outfile_open("b.csv", &err);
    fputs("y\n", outfile_stream(o));
    outfile_abort(o);
    assert_int_equal(files_here(), 1);
}

/* A number says which process only where it was given. */
static void whose_process_is_gone(void **state)
{
    (void) state;
    struct buf name = BUF_INIT;
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    buf_add_text(&name, "a.csv");
    outfile_mark(&name);
    assert_false(outfile_is_left(name.at));
    char *number = strrchr(name.at, '-') + 1;
    name.len = (size_t) (number - name.at);
    buf_add_format(&name, "%ld", (long) gone);
    assert_true(outfile_is_left(name.at));
    *strstr(name.at, "csv") = 'C';
    assert_true(outfile_is_left(name.at));
    char *where = strstr(name.at, ".tmp-") + 5;
    *where = *where == '0' ? '1' : '0';
    assert_false(outfile_is_left(name.at));
    assert_false(outfile_is_left("a.csv.tmp-999999"));
    assert_false(outfile_is_left("a.csv"));
    buf_clear(&name);
    buf_add_text(&name, "log.tmp-3-0123abcd");
    outfile_mark(&name);
    name.len = (size_t) (strrchr(name.at, '-') + 1 - name.at);
    buf_add_format(&name, "%ld", (long) gone);
    assert_true(outfile_is_left(name.at));
    buf_release(&name);
}

static void unchanged_keeps_its_stamp(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct stat before, same, changed;
    assert_worked(outfile_write("c", TEXT("one"), false, &err));
    assert_int_equal(stat("c", &before), 0);
    assert_worked(outfile_write("c", TEXT("one"), true, &err));
    assert_int_equal(stat("c", &same), 0);
    assert_true(before.st_ino == same.st_ino);
    assert_worked(outfile_write("c", TEXT("two"), true, &err));
    assert_int_equal(stat("c", &changed), 0);
    assert_true(before.st_ino != changed.st_ino);
}

static void nothing_can_be_written(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct stat s;
    assert_worked(outfile_write("empty", (struct text){ NULL, 0 }, false, &err));
    assert_int_equal(stat("empty", &s), 0);
    assert_int_equal(s.st_size, 0);
}

static void full_disk_is_told(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct outfile *o = outfile_open("/dev/full", &err);
    assert_non_null(o);
    fputs("x\n", outfile_stream(o));
    assert_says(outfile_publish(o, &err), "No space left");
    assert_says(outfile_open("/nonexistent/x", &err) != NULL, "No such file");
}

static void ini_errors_name_their_line(void **state)
{
    (void) state;
    struct { const char *text, *says; } bad[] = {
        { "[case]\ntitle = x\ntitle = y\n", "x.ini:3: error: [case] title appears twice" },
        { "[case]\na = 1\n[b]\nc = 1\n[case]\nd = 1\n", "x.ini:6: error: section [case] appears twice" },
        { "[case]\nno equals sign\n", "x.ini:2: error: expected [section] or key = value" },
        { "[case]\nx = \xff\n", "x.ini:2: error: bytes that are not UTF-8" },
        { "[case]\ntitle = x\n  seed = 5\n", "x.ini:3: error: an indented line continues [case] title, but this looks" },
    };
    struct err err;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (struct err){ 0 };
        assert_worked(outfile_write("x.ini", text_of(bad[i].text), false, &err));
        assert_says(ini_read("x.ini", &err) != NULL, bad[i].says);
    }
}

static void ini_values(void **state)
{
    (void) state;
    struct err err = { 0 };
    assert_worked(outfile_write("y.ini", TEXT("[case]\nseed = 7 ; lucky\nbin = 10m\nodd = 3x\nsure = yes\n"), false, &err));
    struct ini *ini = ini_read("y.ini", &err);
    assert_non_null(ini);
    int64_t seed = 0;
    double bin = 0;
    bool sure = false;
    assert_worked(ini_int(ini, "case", "seed", 0, 100, &seed, &err));
    assert_int_equal(seed, 7);
    assert_worked(ini_duration(ini, "case", "bin", 1, 86400, &bin, &err));
    assert_true(bin == 600);
    assert_worked(ini_bool(ini, "case", "sure", &sure, &err));
    assert_true(sure);
    assert_worked(ini_int(ini, "case", "absent", 0, 100, &seed, &err));
    assert_int_equal(seed, 7);
    assert_says(ini_int(ini, "case", "odd", 0, 100, &seed, &err), "y.ini:4: error: [case] odd: found '3x', expected a whole number");
    assert_says(ini_only(ini, "case", (const char *const[]){ "seed", "bin", NULL }, &err), "y.ini:4: error: [case] odd: unknown key");
    ini_free(ini);
}

static void ini_lines_continue(void **state)
{
    (void) state;
    struct err err = { 0 };
    assert_worked(outfile_write("z.ini", TEXT("[input x]\nfiles = a b\n  c ; two more\n\td\nzone = UTC\n"), false, &err));
    struct ini *ini = ini_read("z.ini", &err);
    assert_worked(ini != NULL);
    assert_string_equal(ini_text(ini, "input x", "files", ""), "a b c d");
    assert_string_equal(ini_text(ini, "input x", "zone", ""), "UTC");
    assert_says(ini_wrong(ini, "input x", NULL, &err, "no"), "z.ini:2: error: [input x]: no");
    ini_free(ini);
}

static void names_are_numbered_in_order(void **state)
{
    (void) state;
    struct names *s = names_new();
    char text[32];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++) {
            snprintf(text, sizeof text, "name-%d", i * 7);
            assert_int_equal(names_add(s, text_of(text)), i);
        }
    assert_int_equal(names_count(s), 5000);
    assert_string_equal(names_at(s, 4999).at, "name-34993");
    assert_int_equal(names_find(s, TEXT("absent")), -1);
    names_free(s);
}

/* Many small sets behind a large one: each begins anew. */
static void names_are_forgotten(void **state)
{
    (void) state;
    static const int sizes[] = { 20000, 3, 0, 5000, 1, 1 };
    struct names *s = names_new();
    char text[32];
    names_clear(s);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        for (int i = 0; i < sizes[k]; i++) {
            snprintf(text, sizeof text, "name-%zu-%d", k, i);
            assert_int_equal(names_find(s, text_of(text)), -1);
            assert_int_equal(names_add(s, text_of(text)), i);
            assert_string_equal(names_at(s, (size_t) i).at, text);
        }
        assert_int_equal(names_count(s), sizes[k]);
        names_clear(s);
        assert_int_equal(names_count(s), 0);
        assert_int_equal(names_find(s, TEXT("name-0-0")), -1);
    }
    names_free(s);
}

/* SHA-256 of "abc": FIPS 180-2, appendix B.1 */
static void fingerprints(void **state)
{
    (void) state;
    char hex[SHA256_TEXT];
    struct sha256 *s = sha256_new();
    sha256_feed(s, "a", 1);
    sha256_feed(s, "bc", 2);
    sha256_end(s, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(hash_seed(1, "share", "bank") != hash_seed(1, "share", "clinic"));
    assert_true(hash_seed(1, "share", "bank") != hash_seed(2, "share", "bank"));
}

static void utf8(void **state)
{
    (void) state;
    const char *good[] = { "", "plain text", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "long enough ascii \xC3\xA9 then" };
    const char *bad[] = { "\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "ascii text then \xE2\x82" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(publish_and_abort),
        cmocka_unit_test(whose_process_is_gone), cmocka_unit_test(unchanged_keeps_its_stamp), cmocka_unit_test(nothing_can_be_written), cmocka_unit_test(full_disk_is_told),
        cmocka_unit_test(ini_errors_name_their_line), cmocka_unit_test(ini_values),
        cmocka_unit_test(ini_lines_continue), cmocka_unit_test(names_are_numbered_in_order),
        cmocka_unit_test(names_are_forgotten),
        cmocka_unit_test(fingerprints), cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
