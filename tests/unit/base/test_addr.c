/* Addresses: RFC 5952 text, prefixes, and the law that a prefix holds its own addresses. */
#include "unit.h"
#include "base/addr.h"
#include <arpa/inet.h>
#include <stdio.h>

static void canonical_text(void **state)
{
    (void) state;
    struct { const char *in, *out; } good[] = {
        { "192.0.2.7", "192.0.2.7" },
        { "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1" }, /* RFC 5952 section 4.2.3 */
        { "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" }, /* 4.2.2: one group is not shortened */
        { "::1", "::1" },
        { "::ffff:192.0.2.1", "192.0.2.1" }, /* one client, one name */
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct addr a;
        char text[ADDR_TEXT];
        assert_true(addr_parse(text_of(good[i].in), &a));
        addr_write(&a, text);
        assert_string_equal(text, good[i].out);
    }
    struct addr a;
    const char *bad[] = { "", "192.0.2", "192.0.2.256", "1.2.3.4.5", "::1%eth0", "fe80:::1", "host.example", "192.0.2.01x" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(addr_parse(text_of(bad[i]), &a));
}

static void prefixes(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct addr_prefix p;
    struct addr a;
    assert_worked(addr_parse_prefix(TEXT("192.0.2.0/25"), &p, &err));
    assert_true(addr_parse(TEXT("192.0.2.127"), &a) && addr_in(&a, &p));
    assert_true(addr_parse(TEXT("192.0.2.128"), &a) && !addr_in(&a, &p));
    assert_worked(addr_parse_prefix(TEXT("0.0.0.0/0"), &p, &err));
    assert_true(addr_in(&a, &p));
    assert_true(addr_parse(TEXT("2001:db8::1"), &a) && !addr_in(&a, &p));
    assert_worked(addr_parse_prefix(TEXT("::/0"), &p, &err));
    assert_true(addr_in(&a, &p));
    assert_says(addr_parse_prefix(TEXT("192.0.2.1/24"), &p, &err), "bits set behind");
    assert_says(addr_parse_prefix(TEXT("192.0.2.0/33"), &p, &err), "out of range");
    assert_says(addr_parse_prefix(TEXT("192.0.2.0/"), &p, &err), "expected");
    assert_says(addr_parse_prefix(TEXT("example.com"), &p, &err), "expected an address");
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* What is read and written here is what inet_pton and inet_ntop read and write. */
static void as_libc_does(void **state)
{
    (void) state;
    uint64_t seed = 20161028;
    for (int i = 0; i < 20000; i++) {
        struct addr a;
        char got[ADDR_TEXT], want[ADDR_TEXT];
        for (int group = 0; group < 8; group++) { /* many zeros, and groups of each length */
            unsigned x = (unsigned) (next(&seed) % 3 ? next(&seed) >> next(&seed) % 16 : 0);
            a.bytes[2 * group] = (uint8_t) (x >> 8);
            a.bytes[2 * group + 1] = (uint8_t) x;
        }
        addr_write(&a, got);
        if (!addr_is_v4(&a)) {
            assert_non_null(inet_ntop(AF_INET6, a.bytes, want, sizeof want));
            assert_string_equal(got, want);
        }
    }
    for (int i = 0; i < 20000; i++) {
        char text[20], *p = text;
        uint8_t want[4];
        for (int part = 0, n = 4 + (next(&seed) % 16 == 0); part < n; part++)
            p += snprintf(p, 5, "%s%.*s", part ? "." : "", (int) (1 + next(&seed) % 3), next(&seed) % 2 ? "255" : "01919");
        struct addr a;
        bool good = inet_pton(AF_INET, text, want) == 1;
        assert_int_equal(addr_v4_text(text_of(text)), good);
        assert_int_equal(addr_parse(text_of(text), &a), good);
        if (good)
            assert_memory_equal(a.bytes + 12, want, 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(canonical_text), cmocka_unit_test(prefixes),
                                        cmocka_unit_test(as_libc_does) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
