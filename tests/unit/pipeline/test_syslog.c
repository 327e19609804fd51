/* What is cut off the head of a line, and what is left. */

#include "unit.h"

#include "lines/syslog.h"

static const struct {
    const char *line, *message, *program; /* program NULL: not wrapped */
    const char *time;                     /* NULL: none */
} cases[] = {
    { "<30>Nov 23 17:56:22 vm named[7]: hello", "hello", "named", "2026-11-23T17:56:22.000000Z" },
    { "<30>2026-11-23T17:56:22.5+01:00 vm named[7]: hello", "hello", "named", "2026-11-23T16:56:22.500000Z" },
    { "<30>1 2026-11-23T17:56:22Z vm app 7 - [x y=\"]\"] hello", "hello", "app", "2026-11-23T17:56:22.000000Z" },
    { "1 2026-11-23T17:56:22Z vm app - - - \xef\xbb\xbfhello", "hello", "app", "2026-11-23T17:56:22.000000Z" },
    { "1795453782.123456 vm sshd[7]: hello", "hello", "sshd", "2026-11-23T17:09:42.123456Z" },
    { "1795453782.123456\tvm sshd[7]: hello", "1795453782.123456\tvm sshd[7]: hello", NULL, NULL },
    { "Mon Nov 23 17:56:22 2026 daemon.info dnsmasq[7]: hello", "hello", "dnsmasq", "2026-11-23T17:56:22.000000Z" },
    { "Mon Nov 23 17:56:22 2026 dnsmasq[7]: hello", "Mon Nov 23 17:56:22 2026 dnsmasq[7]: hello", NULL, NULL },
    { "Nov 23 17:56:22 Remote 192.0.2.7 wants", "Remote 192.0.2.7 wants", NULL, "2026-11-23T17:56:22.000000Z" },
    { "Nov 23 17:56:22  vm 192.0.2.1 named[7]: hello", "hello", "named", "2026-11-23T17:56:22.000000Z" },
    { "Nov 23 17:56:22 client 192.0.2.8#5: query: hello", "client 192.0.2.8#5: query: hello", NULL,
      "2026-11-23T17:56:22.000000Z" },
    { "hello", "hello", NULL, NULL },
    { "", "", NULL, NULL },
};

static void check(struct stamper *s, size_t i, struct text rest, const struct syslog_head *head)
{
    char got[WHEN_TEXT + 1] = "";
    when_t t = 0;
    if (!text_is(rest, cases[i].message))
        fail_msg("%s: left is '%.*s'", cases[i].line, (int) rest.len, rest.at);
    assert_int_equal(head->wrapped, cases[i].program != NULL);
    if (cases[i].program)
        assert_true(text_is(head->program, cases[i].program));
    assert_int_equal(head->timed, cases[i].time != NULL);
    if (!head->timed)
        return;
    assert_int_equal(stamp_resolve(s, &head->time, &t), STAMP_GOOD);
    when_write(t, got);
    assert_string_equal(got, cases[i].time);
}

static struct stamper *new_stamper(void)
{
    struct err err = { 0 };
    int64_t day;
    assert_worked(when_parse_day(TEXT("2026-11-23"), &day, &err));
    struct stamper *s = stamper_new("UTC", day, &err);
    assert_non_null(s);
    return s;
}

static void peeled(void **state)
{
    (void) state;
    struct stamper *s = new_stamper();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct syslog_head head;
        struct text rest = syslog_peel(s, text_of(cases[i].line), &head);
        check(s, i, rest, &head);
        rest = syslog_peel_all(s, text_of(cases[i].line), &head);
        check(s, i, rest, &head);
        rest = syslog_unwrap(s, text_of(cases[i].line));
        assert_true(text_is(rest, cases[i].program ? cases[i].message : cases[i].line));
    }
    stamper_free(s);
}

/* Wrapped once more: the inner stamp and tag count, where there are any. */
static void wrapped_twice(void **state)
{
    (void) state;
    struct stamper *s = new_stamper();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct syslog_head head;
        struct buf b = BUF_INIT;
        buf_add_format(&b, "Nov 24 00:00:00 relay sent: %s", cases[i].line);
        struct text rest = syslog_peel_all(s, (struct text){ b.at, b.len }, &head);
        assert_true(text_is(rest, cases[i].message));
        assert_true(head.wrapped && head.timed);
        assert_true(text_is(head.program, cases[i].program ? cases[i].program : "sent"));
        bool outer = head.time.yearless && head.time.day == 24;
        assert_int_equal(outer, cases[i].time == NULL);
        buf_release(&b);
    }
    stamper_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(peeled), cmocka_unit_test(wrapped_twice) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
