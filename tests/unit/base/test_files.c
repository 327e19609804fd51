/* Publish or leave no trace; ini files; names; hashes; UTF-8. */
#include "unit.h"
#include "base/hash.h"
#include "base/ini.h"
#include "base/names.h"
#include "base/outfile.h"
#include "base/utf8.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
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

/* Of every length that a name can have, and two whose ends alone differ at the same time. */
static void long_names(void **state)
{
    (void) state;
    struct err err = { 0 };
    char a[300], b[300], letters[300] = "x";
    int before = files_here();
    for (int n = 200; n <= 255; n++) {
        snprintf(a, sizeof a, "%0*d", n, 1);
        snprintf(b, sizeof b, "%0*d", n, 2);
        struct outfile *one = outfile_open(a, &err), *two = outfile_open(b, &err);
        assert_true(one && two);
        assert_int_equal(files_here(), before + 2);
        fputs("1", outfile_stream(one));
        fputs("2", outfile_stream(two));
        assert_worked(outfile_publish(one, &err));
        outfile_abort(two);
        assert_int_equal(files_here(), before + 1);
        assert_int_equal(unlink(a), 0);
    }
    snprintf(a, sizeof a, "%0256d", 1);
    assert_says(outfile_open(a, &err) != NULL, "File name too long");
    for (int n = 1; n < 253; n += 2)
        memcpy(letters + n, "\303\244", 3);
    struct buf name = BUF_INIT;
    buf_add_format(&name, "folder/%s", letters);
    outfile_mark(&name);
    assert_true(name.len <= strlen("folder/") + 255);
    assert_true(utf8_valid(name.at, name.len));
    assert_int_equal(strncmp(name.at, "folder/x\303\244", 10), 0);
    name.len = (size_t) (strrchr(name.at, '-') + 1 - name.at);
    buf_add_format(&name, "%d", INT32_MAX); /* no process has it */
    assert_true(outfile_is_left(name.at));
    buf_release(&name);
}

/* Is there still the same file, or link, at PATH after X was written to it, and nothing beside it? */
static bool is_in_place(const char *path, struct err *err)
{
    struct stat before, after;
    int n = files_here();
    bool good = lstat(path, &before) == 0 && outfile_write(path, TEXT("x\n"), false, err);
    return good && lstat(path, &after) == 0 && before.st_ino == after.st_ino && files_here() == n;
}

static void pipes_and_devices_stay(void **state)
{
    (void) state;
    struct err err = { 0 };
    char got[8] = "";
    assert_int_equal(mkfifo("pipe", 0600) | symlink("pipe", "to-pipe") | symlink("to-pipe", "to-link") | symlink("/dev/null", "to-null"), 0);
    int end = open("pipe", O_RDONLY | O_NONBLOCK);
    for (const char *const *p = (const char *const[]){ "pipe", "to-pipe", "to-link", NULL }; *p; p++) {
        assert_true(is_in_place(*p, &err));
        assert_int_equal(read(end, got, sizeof got), 2);
    }
    close(end);
    assert_true(is_in_place("to-null", &err));
    struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(s, (struct sockaddr *) &name, sizeof name), 0);
    assert_says(is_in_place("socket", &err), "cannot write socket: No such device or address");
    assert_int_equal(access("socket", F_OK), 0);
    close(s);
}

/* As /dev/stderr is, whatever stands behind it. */
static void open_numbers_stay(void **state)
{
    (void) state;
    struct err err = { 0 };
    char target[40], got[8] = "";
    int fd = open("said", O_RDWR | O_CREAT, 0600), pair[2];
    assert_int_equal(write(fd, "a\n", 2), 2);
    snprintf(target, sizeof target, "/proc/self/fd/%d", fd);
    assert_int_equal(symlink(target, "to-number") | symlink("/proc/self/fd", "fd"), 0);
    assert_true(is_in_place("to-number", &err));
    snprintf(target, sizeof target, "fd/%d", fd);
    assert_true(is_in_place(target, &err));
    assert_int_equal(pread(fd, got, sizeof got, 0), 6);
    assert_string_equal(got, "a\nx\nx\n");
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    assert_says(is_in_place("to-number", &err), "cannot write to-number: Bad file descriptor");
    close(fd);
    err = (struct err){ 0 };
    assert_says(outfile_open(target, &err) != NULL, "Bad file descriptor");
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    snprintf(target, sizeof target, "fd/%d", pair[0]);
    err = (struct err){ 0 };
    assert_true(outfile_write(target, TEXT("x"), false, &err));
    assert_int_equal(read(pair[1], got, sizeof got), 1);
    close(pair[0]);
    close(pair[1]);
}

/* A link to a file becomes a file, and so does what somebody else's link leads to. */
static void other_links_are_replaced(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct stat s;
    assert_worked(outfile_write("kept", TEXT("k"), false, &err));
    assert_int_equal(symlink("kept", "to-kept") | symlink("/dev/full", "his") | symlink("his", "to-his"), 0);
    assert_false(is_in_place("to-kept", &err));
    assert_int_equal(stat("kept", &s), 0);
    assert_int_equal(s.st_size, 1);
    if (geteuid() == 0) {
        assert_int_equal(lchown("his", 65534, 65534), 0);
        assert_worked(outfile_write("to-his", TEXT("x"), false, &err));
        assert_int_equal(lstat("to-his", &s), 0);
        assert_true(S_ISREG(s.st_mode));
        assert_int_equal(mkfifo("his-pipe", 0666) | chown("his-pipe", 65534, 65534) | symlink("his-pipe", "to-his-pipe"), 0);
        assert_says(is_in_place("to-his-pipe", &err), "cannot write to-his-pipe: Operation not permitted");
    }
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
        cmocka_unit_test(whose_process_is_gone), cmocka_unit_test(long_names), cmocka_unit_test(pipes_and_devices_stay),
        cmocka_unit_test(open_numbers_stay), cmocka_unit_test(other_links_are_replaced), cmocka_unit_test(unchanged_keeps_its_stamp), cmocka_unit_test(nothing_can_be_written), cmocka_unit_test(full_disk_is_told),
        cmocka_unit_test(ini_errors_name_their_line), cmocka_unit_test(ini_values),
        cmocka_unit_test(ini_lines_continue), cmocka_unit_test(names_are_numbered_in_order),
        cmocka_unit_test(names_are_forgotten),
        cmocka_unit_test(fingerprints), cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
