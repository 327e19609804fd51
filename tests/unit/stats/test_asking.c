/* What was asked: names by themselves, sessions, the integral over a rare pattern, tunnels and what only looks like one. */

#include "asked/askpatterns.h"
#include "asked/dnsname.h"
#include "asked/namestats.h"
#include "asked/tunnel.h"
#include "numbers/stream.h"
#include "scratch.h"
#include "unit.h"

static void test_suffix(void **state)
{
    (void)state;
    assert_true(text_is(dnsname_suffix(TEXT("a.b.example.com")), "example.com"));
    assert_true(text_is(dnsname_suffix(TEXT("www.example.co.uk")), "example.co.uk"));
    assert_true(text_is(dnsname_suffix(TEXT("com")), "com"));
    assert_int_equal(dnsname_suffix(TEXT("")).len, 0);
    assert_true(dnsname_is_reverse(TEXT("4.2.0.192.in-addr.arpa")));
    assert_false(dnsname_is_reverse(TEXT("xin-addr.arpa")));
    assert_true(dnsname_is_policy(TEXT("k1._domainkey.example.com")));
    assert_false(dnsname_is_policy(TEXT("dmarc.example.com")));
    assert_true(dnsname_is_version(TEXT("version.bind")));
    assert_int_equal(dnsname_labels(TEXT("a.b.c")), 3);
    assert_int_equal(dnsname_first(TEXT("abc.de")), 3);
}

static void test_searched(void **state)
{
    struct names *asked = names_new();

    (void)state;
    names_add(asked, TEXT("mail.example.com"));
    names_add(asked, TEXT("com"));
    assert_true(dnsname_is_searched(TEXT("mail.example.com.corp.local"), asked));
    assert_true(dnsname_is_searched(TEXT("mail.example.com.example.net"), asked)); /* the other was asked */
    assert_true(dnsname_is_searched(TEXT("www.other.org.lan"), asked));
    assert_false(dnsname_is_searched(TEXT("mail.example.com"), asked));
    assert_false(dnsname_is_searched(TEXT("www.example.com.au"), asked));
    assert_false(dnsname_is_searched(TEXT("printer.office.local"), asked));
    names_free(asked);
}

/* --- whole records --------------------------------------------------------------------------- */

static char path[SCRATCH_PATH];
static const char *const file = path;

static void open_text(struct records *r, const char *csv)
{
    const struct inputs in = { &file, 1, NULL, ',' };

    scratch_write(path, csv);
    records_init(r, &in, "time");
}

static void close_text(struct records *r)
{
    records_release(r);
    scratch_remove(path);
}

static struct sessions sessions_of(struct records *r)
{
    const struct sessions_rule rule = { RECORD_PARTY, 10 * WHEN_SECOND, 0, NULL, NULL };
    struct sessions s;
    struct err err = { 0 };

    assert_worked(sessions_find(&s, r, &rule, &err));
    return s;
}

static uint32_t number_of(const struct records *r, enum record_field f, const char *name)
{
    int64_t i = names_find(r->texts[f], text_of(name));

    assert_true(i >= 0);
    return (uint32_t)i;
}

/* Entropy of 2, 1, 1 in 4: 1.5 bits. */
static void test_counts(void **state)
{
    struct records r;
    struct askednames names;
    const struct namestats *s;
    struct err err = { 0 };
    uint32_t bank;

    (void)state;
    open_text(&r, "time,party,client,action,target,bytes,count\n"
                  "20,bank,c,A,a.example.com,,1\n10,bank,c,MX,b.example.com,,1\n30,bank,c,A,a.example.com,,1\n"
                  "40,bank,c,PTR,1.2.0.192.in-addr.arpa,,1\n50,bank,c,GET,/index,,1\n60,ping,d,echo-request,192.0.2.1,999,3\n"
                  "61,ping,d,echo-request,192.0.2.1,56,1\n");
    assert_worked(askednames_read(&names, &r, RECORD_PARTY, &err));
    s = names.stats;
    assert_int_equal(r.first, 10 * WHEN_SECOND);
    assert_int_equal(names.from, 10 * WHEN_SECOND);
    assert_int_equal(names.to, 40 * WHEN_SECOND);
    bank = number_of(&r, RECORD_PARTY, "bank");
    assert_int_equal(s[bank].n, 4);
    assert_int_equal(s[bank].names, 3);
    assert_close(s[bank].entropy, 1.5, 1e-12);
    assert_int_equal(s[bank].kinds[LOOKUP_ADDRESS], 2);
    assert_int_equal(s[bank].reverse, 1);
    assert_int_equal(s[number_of(&r, RECORD_PARTY, "ping")].echoes, 4);
    assert_int_equal(s[number_of(&r, RECORD_PARTY, "ping")].echoes_odd, 3);
    assert_int_equal(s[number_of(&r, RECORD_PARTY, "ping")].echo_sizes, 2);
    askednames_release(&names);
    close_text(&r);
}

static void test_sessions(void **state)
{
    struct records r;
    struct sessions s;

    (void)state;
    open_text(&r, "time,party,client,action,target,status\n"
                  "1,p,c,PTR,1.2.0.192.in-addr.arpa,NOERROR\n2,p,c,MX,example.com,NOERROR\n3,p,c,TXT,_dmarc.example.com,NXDOMAIN\n"
                  "4,p,c,TXT,example.com,NOERROR\n100,p,c,A,www.example.com,REFUSED\n2,p,d,A,www.example.com,\n");
    s = sessions_of(&r);
    assert_int_equal(s.n, 3);
    assert_int_equal(sessions_at(&s, 0)->marks & ~(1u << MARK_OFTEN), 1u << MARK_MX | 1u << MARK_TXT | 1u << MARK_POLICY | 1u << MARK_REVERSE
                                                              | 1u << MARK_MANY | 1u << MARK_ONCE);
    assert_true(sessions_at(&s, 1)->marks >> MARK_DENIED & 1);
    assert_false(sessions_at(&s, 2)->known >> MARK_DENIED & 1); /* no answer is told */
    sessions_release(&s);
    close_text(&r);
}

/* One session of ratio l: the mean of 1 + w (l - 1) over w, even in its logarithm from 1e-4 to 1, is 1 + (l - 1)(1 - 1e-4)/log(1e4). */
static void test_integral(void **state)
{
    struct records r;
    struct sessions s;
    struct askpatterns *a;
    struct pattern_verdict v;

    (void)state;
    open_text(&r, "time,party,client,action,target\n"
                  "1,p,c,PTR,1.2.0.192.in-addr.arpa\n2,p,c,MX,example.com\n3,p,c,TXT,_dmarc.example.com\n4,p,c,TXT,example.com\n"
                  "5,p,c,A,mail.example.com\n");
    s = sessions_of(&r);
    a = askpatterns_new(&s);
    v = askpatterns_judge(a, number_of(&r, RECORD_PARTY, "p"), PATTERN_MAIL);
    assert_int_equal(v.sessions, 1);
    assert_close(v.lr, 1 + (1e4 - 1) * (1 - 1e-4) / log(1e4), 1e-3); /* l is at its cap of 1e4 */
    v = askpatterns_judge(a, number_of(&r, RECORD_PARTY, "p"), PATTERN_SCAN);
    assert_true(v.lr < 1);
    askpatterns_free(a);
    sessions_release(&s);
    close_text(&r);
}

/* --- tunnels ------------------------------------------------------------------------------------ */

static void add_line(struct buf *b, int t, const char *label)
{
    buf_add_format(b, "%d,p,c,TXT,%s.t.example.net\n", t, label);
}

static double weigh(struct buf *b)
{
    struct records r;
    struct askednames names;
    struct flows f;
    struct err err = { 0 };
    double lr;

    open_text(&r, b->at);
    assert_worked(askednames_read(&names, &r, RECORD_PARTY, &err));
    flows_find(&f, &names);
    lr = flows_judge(&f, number_of(&r, RECORD_PARTY, "p"), NULL);
    flows_release(&f);
    askednames_release(&names);
    close_text(&r);
    buf_release(b);
    return lr;
}

static void random_label(gsl_rng *g, int length, char label[64])
{
    for (int k = 0; k < length; k++)
        label[k] = "abcdefghijklmnopqrstuvwxyz234567"[gsl_rng_uniform_int(g, 32)];
    label[length] = '\0';
}

static void test_tunnel(void **state)
{
    static const char head[] = "time,party,client,action,target\n";
    gsl_rng *g = stream_new(7, "test", "tunnel");
    struct buf data = BUF_INIT, hosts = BUF_INIT, again = BUF_INIT, few = BUF_INIT;
    char label[64];

    (void)state;
    buf_add_text(&data, head);
    buf_add_text(&hosts, head);
    buf_add_text(&again, head);
    buf_add_text(&few, head);
    for (int i = 0; i < 60; i++) {
        random_label(g, 40, label);
        add_line(&data, 10 * i, label);
        if (i < 19)
            add_line(&few, 10 * i, label);
        random_label(g, 14, label);
        for (int k = 0; k < 4; k++)
            add_line(&again, 10 * i + 1000 * k, label);
        snprintf(label, sizeof label, "edge%d-cache", 100 + i);
        add_line(&hosts, 10 * i, label);
    }
    assert_close(weigh(&data), 1e6, 1e-12);
    assert_true(weigh(&hosts) < 1e-3);  /* numbered hosts, each asked for once */
    assert_true(weigh(&again) < 1e-3);  /* random names, each asked for four times */
    assert_true(isnan(weigh(&few)));    /* 19 names carry nothing */
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suffix),   cmocka_unit_test(test_searched), cmocka_unit_test(test_counts),
        cmocka_unit_test(test_sessions), cmocka_unit_test(test_integral), cmocka_unit_test(test_tunnel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
