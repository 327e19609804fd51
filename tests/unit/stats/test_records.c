/* Records in order of time: shown as they are read, kept and sorted where they do not ascend, the same ones every time. */

#include "rows/records.h"
#include "scratch.h"
#include "unit.h"
#include <fcntl.h>
#include <sys/stat.h>

/* What was shown: "time client" of each, with a bar where it began again. */
struct shown {
    struct records *r;
    struct buf text;
};

static void begin(void *context)
{
    buf_add_char(&((struct shown *)context)->text, '|');
}

static void add(const struct record *one, void *context)
{
    struct shown *s = context;

    buf_add_format(&s->text, " %d%s", (int)(one->time / WHEN_SECOND), records_text(s->r, one, RECORD_CLIENT));
}

static bool show(struct records *r, struct buf *text, struct err *err)
{
    struct shown s = { r, BUF_INIT };
    const struct records_visitor v = { begin, add, &s, RECORD_ALL };
    bool good = records_each(r, &v, err);

    *text = s.text;
    return good;
}

static void shows(struct records *r, const char *want)
{
    struct err err = { 0 };
    struct buf text;

    assert_worked(show(r, &text, &err));
    assert_string_equal(text.at, want);
    buf_release(&text);
}

static void fails(struct records *r, const char *why)
{
    struct err err = { 0 };
    struct buf text;

    assert_false(show(r, &text, &err));
    assert_non_null(strstr(err.text, why));
    buf_release(&text);
}

static void test_order(void **state)
{
    char path[2][SCRATCH_PATH];
    const char *files[2] = { path[0], path[1] };
    const struct inputs both = { files, 2, NULL, ',' };
    struct records r;

    (void)state;
    scratch_write(path[0], "time,client\n1,b\n2,b\n2,a\n");
    scratch_write(path[1], "client,time\na,2\nc,5\n");
    records_init(&r, &both, "time");
    shows(&r, "| 1b 2b 2a 2a 5c"); /* those of one instant as they stand */
    shows(&r, "| 1b 2b 2a 2a 5c");
    assert_false(r.kept);
    assert_int_equal(r.n, 5);
    assert_int_equal(r.first, WHEN_SECOND);
    assert_int_equal(r.last, 5 * WHEN_SECOND);
    assert_int_equal(names_count(r.texts[RECORD_CLIENT]), 3);
    assert_string_equal(names_at(r.texts[RECORD_STATUS], 0).at, "");
    records_release(&r);
    scratch_remove(path[0]);
    scratch_remove(path[1]);
}

/* Begins again, and those of one instant come by the numbers of their texts. */
static void test_sorts(void **state)
{
    char path[SCRATCH_PATH];
    const char *file = path;
    const struct inputs in = { &file, 1, NULL, ',' };
    struct records r;

    (void)state;
    scratch_write(path, "time,client\n2,b\n3,b\n3,a\n1,b\n2,b\n3,b\n");
    records_init(&r, &in, "time");
    shows(&r, "| 2b 3b 3a| 1b 2b 2b 3b 3b 3a");
    assert_true(r.kept);
    assert_int_equal(r.first, WHEN_SECOND);
    shows(&r, "| 1b 2b 2b 3b 3b 3a");
    records_release(&r);
    scratch_remove(path);
}

/* What is not looked at is not numbered before it is. */
static void test_fields(void **state)
{
    char path[SCRATCH_PATH];
    const char *file = path;
    const struct inputs in = { &file, 1, NULL, ',' };
    struct records r;
    struct shown s = { &r, BUF_INIT };
    const struct records_visitor v = { begin, add, &s, RECORD_BIT(RECORD_CLIENT) };
    struct err err = { 0 };

    (void)state;
    scratch_write(path, "time,client,party\n1,a,p\n2,b,q\n");
    records_init(&r, &in, "time");
    assert_worked(records_each(&r, &v, &err));
    assert_string_equal(s.text.at, "| 1a 2b");
    assert_int_equal(names_count(r.texts[RECORD_PARTY]), 0);
    shows(&r, "| 1a 2b");
    assert_int_equal(names_count(r.texts[RECORD_PARTY]), 2);
    shows(&r, "| 1a 2b");
    buf_release(&s.text);
    records_release(&r);
    scratch_remove(path);
}

static void test_empty(void **state)
{
    char path[SCRATCH_PATH];
    const char *file = path;
    const struct inputs in = { &file, 1, NULL, ',' };
    struct records r;

    (void)state;
    scratch_write(path, "time,client\n");
    records_init(&r, &in, "time");
    shows(&r, "|");
    shows(&r, "|");
    assert_int_equal(r.n, 0);
    records_release(&r);
    scratch_remove(path);
}

static void test_errors(void **state)
{
    char path[SCRATCH_PATH];
    const char *file = path;
    const struct inputs in = { &file, 1, NULL, ',' };
    struct records r;

    (void)state;
    scratch_write(path, "time,client,count\n1,b,1\n2,b,-1\n");
    records_init(&r, &in, "time");
    fails(&r, ":3: error: column count");
    records_release(&r);
    records_init(&r, &in, "when");
    fails(&r, "when");
    records_release(&r);
    scratch_remove(path);
    records_init(&r, &in, "time"); /* that is not there is kept from the start: looking fails there */
    fails(&r, path);
    records_release(&r);
}

static void rewrite(const char *path, const char *content)
{
    FILE *f = fopen(path, "w");

    assert_true(f != NULL && fputs(content, f) >= 0 && fclose(f) == 0);
}

/* As if it had been written long ago: a change is then seen whatever the file system's clock ticks in. */
static void write_long_ago(char path[SCRATCH_PATH], const char *content)
{
    const struct timespec long_ago[2] = { { 1000, 1 }, { 1000, 1 } };

    scratch_write(path, content);
    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
}

/* Other texts, other rows, another order, other times alone: what was learned of them the first time would be wrong. */
static void test_changed(void **state)
{
    static const char *const others[] = { "time,client\n1,a\n2,c\n", "time,client\n1,a\n", "time,client\n2,a\n1,b\n",
                                          "time,client\n1,a\n3,b\n" };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char path[SCRATCH_PATH];
        const char *file = path;
        const struct inputs in = { &file, 1, NULL, ',' };
        struct records r;

        write_long_ago(path, "time,client\n1,a\n2,b\n");
        records_init(&r, &in, "time");
        shows(&r, "| 1a 2b");
        rewrite(path, others[i]);
        fails(&r, "changed while it was read");
        fails(&r, path);
        records_release(&r);
        scratch_remove(path);
    }
}

/* Someone who writes on while the first row is looked at. */
struct writer {
    const char *path, *mode, *content;
    bool wrote;
};

static void forget_nothing(void *context)
{
    (void)context;
}

static void write_once(const struct record *one, void *context)
{
    struct writer *w = context;
    FILE *f;

    (void)one;
    if (w->wrote)
        return;
    w->wrote = true;
    f = fopen(w->path, w->mode);
    assert_true(f != NULL && fputs(w->content, f) >= 0 && fclose(f) == 0);
}

static void changes_under(const char *content, const char *mode, const char *change)
{
    char path[SCRATCH_PATH];
    const char *file = path;
    const struct inputs in = { &file, 1, NULL, ',' };
    struct writer writer = { path, mode, change, false };
    const struct records_visitor v = { forget_nothing, write_once, &writer, RECORD_ALL };
    struct records r;
    struct err err = { 0 };

    write_long_ago(path, content);
    records_init(&r, &in, "time");
    assert_false(records_each(&r, &v, &err));
    assert_non_null(strstr(err.text, path));
    assert_non_null(strstr(err.text, "changed while it was read"));
    records_release(&r);
    scratch_remove(path);
}

/* Within the first reading: grown behind the last row, and another before those that do not ascend are read again. */
static void test_changed_first(void **state)
{
    (void)state;
    changes_under("time,client\n1,a\n2,b\n", "a", "3,c\n");
    changes_under("time,client\n2,a\n1,b\n", "w", "time,client\n2,a\n0,b\n");
}

/* The list of files counts as one of them. */
static void test_changed_list(void **state)
{
    char path[SCRATCH_PATH], list[SCRATCH_PATH], content[2 * SCRATCH_PATH];
    const struct inputs in = { NULL, 0, list, ',' };
    struct records r;

    (void)state;
    write_long_ago(path, "time,client\n1,a\n");
    snprintf(content, sizeof content, "%s\n", path);
    write_long_ago(list, content);
    records_init(&r, &in, "time");
    shows(&r, "| 1a");
    shows(&r, "| 1a");
    rewrite(list, "");
    fails(&r, list);
    records_release(&r);
    scratch_remove(path);
    scratch_remove(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),  cmocka_unit_test(test_sorts),   cmocka_unit_test(test_fields),
        cmocka_unit_test(test_empty),  cmocka_unit_test(test_errors),  cmocka_unit_test(test_changed),
        cmocka_unit_test(test_changed_first), cmocka_unit_test(test_changed_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
