/* The tables that a program writes: all of them or none. */

#include "rows/outputs.h"
#include "unit.h"

static char folder[] = "/tmp/dielog-outputs-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[100];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") == 0 ? system(command) : -1;
}

/* The files "a", "b" and "c" that are there, as letters, and whether anything else is. */
static const char *here(void)
{
    static char text[8];
    size_t n = 0;

    for (const char *c = "abc"; *c != '\0'; c++) {
        if (access((char[]){ *c, '\0' }, F_OK) == 0)
            text[n++] = *c;
    }
    text[n] = '\0';
    return system("test -z \"$(ls | grep -v '^[abc]$')\"") == 0 ? text : "something else";
}

static void put_row(struct csv_writer *w, const char *field)
{
    assert_non_null(w);
    csv_put_text(w, field);
    csv_put_end(w);
}

static void test_together(void **state)
{
    const char *const paths[] = { "a", NULL, "c" };
    struct err err = { 0 };
    struct outputs *t = outputs_open(paths, 3, &err);

    (void)state;
    assert_non_null(t);
    put_row(outputs_rows(t, 0), "x");
    assert_null(outputs_rows(t, 1));
    put_row(outputs_rows(t, 2), "y,z");
    assert_int_not_equal(access("a", F_OK), 0);
    assert_int_not_equal(access("c", F_OK), 0);
    assert_worked(outputs_publish(t, &err));
    outputs_free(t);
    assert_string_equal(here(), "ac");
    assert_int_equal(system("test \"$(cat a c)\" = \"$(printf 'x\\n\"y,z\"')\""), 0);
    assert_int_equal(system("rm a c"), 0);
}

/* One that is not whole, wherever it stands, keeps the others from their names. */
static void test_none_of_them(void **state)
{
    const char *const full[][3] = { { "/dev/full", "b", "c" }, { "a", "/dev/full", "c" }, { "a", "b", "/dev/full" } };
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct outputs *t = outputs_open(full[i], 3, &err);

        assert_non_null(t);
        for (size_t k = 0; k < 3; k++)
            put_row(outputs_rows(t, k), "x");
        assert_says(outputs_publish(t, &err), "/dev/full: No space left");
        outputs_free(t);
        assert_string_equal(here(), "");
    }
}

static void test_given_up(void **state)
{
    const char *const paths[] = { "a", "b" };
    struct err err = { 0 };
    struct outputs *t = outputs_open(paths, 2, &err);

    (void)state;
    put_row(outputs_rows(t, 0), "x");
    outputs_free(t);
    outputs_free(NULL);
    assert_string_equal(here(), "");
}

static void test_refused(void **state)
{
    const char *const twice[] = { "a", NULL, "./a" }, *const output[] = { "-", "-" }, *const away[] = { "a", "no/where" };
    const char *const nothing[] = { "/dev/null", "/dev/null" };
    struct err err = { 0 };
    struct outputs *t;

    (void)state;
    assert_says(outputs_open(twice, 3, &err) != NULL, "two tables cannot both be written to ./a");
    assert_says(outputs_open(output, 2, &err) != NULL, "two tables cannot both be written to -");
    assert_says(outputs_open(away, 2, &err) != NULL, "cannot write no/where: No such file");
    assert_string_equal(here(), "");
    t = outputs_open(nothing, 2, &err);
    assert_non_null(t);
    assert_worked(outputs_publish(t, &err));
    outputs_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_none_of_them),
        cmocka_unit_test(test_given_up),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests_name("outputs", tests, make_folder, remove_folder);
}
