/* Who is behind a client: the longest row wins, as a search through all rows finds it. */
#include "base/addr.h"
#include "case/parties.h"
#include "scratch.h"
#include "unit.h"

static bool add(struct parties *p, const char *prefix, const char *party, struct err *err)
{
    struct party_row row = { .prefix = text_of(prefix), .party = text_of(party) };
    return parties_add(p, &row, parties_count(p) + 2, err);
}

static void assert_party(const struct parties *p, const char *client, const char *want)
{
    struct text got = parties_find(p, text_of(client));
    if (!text_is(got, want))
        fail_msg("%s belongs to %.*s, expected %s", client, (int) got.len, got.at, want);
}

static void longest_wins(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct parties *p = parties_new();
    assert_worked(add(p, "192.0.2.0/24", "net", &err));
    assert_worked(add(p, "192.0.2.128/25", "half", &err));
    assert_worked(add(p, "192.0.2.130", "host", &err));
    assert_worked(add(p, "2001:db8::/32", "six", &err));
    assert_worked(add(p, "2001:DB8:0:1::/64", "lan", &err));
    assert_party(p, "192.0.2.1", "net");
    assert_party(p, "192.0.2.129", "half");
    assert_party(p, "192.0.2.130", "host");
    assert_party(p, "::ffff:192.0.2.130", "host");
    assert_party(p, "2001:db8:1::1", "six");
    assert_party(p, "2001:db8:0:1::1", "lan");
    assert_party(p, "198.51.100.1", "other");
    assert_worked(add(p, "0.0.0.0/0", "four", &err));
    assert_party(p, "198.51.100.1", "four");
    assert_party(p, "2001:db9::1", "other");
    parties_free(p);
}

static void names(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct parties *p = parties_new();
    assert_worked(add(p, ".example.net", "suffix", &err));
    assert_worked(add(p, ".Lab.Example.net", "lab", &err));
    assert_worked(add(p, "www.example.net.", "web", &err));
    assert_party(p, "a.example.net", "suffix");
    assert_party(p, "A.B.EXAMPLE.NET.", "suffix");
    assert_party(p, "x.lab.example.net", "lab");
    assert_party(p, "www.example.net", "web");
    assert_party(p, "www.www.example.net", "suffix");
    assert_party(p, "example.net", "other");
    assert_party(p, "notexample.net", "other");
    assert_party(p, "", "other");
    assert_party(p, ".", "other");
    assert_true(text_is(parties_at(p, 1).prefix, ".lab.example.net"));
    assert_true(text_is(parties_at(p, 2).prefix, "www.example.net"));
    parties_free(p);
}

static void mistakes(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct parties *p = parties_new();
    assert_worked(add(p, "192.0.2.0/24", "a", &err));
    assert_worked(add(p, "host.example.net", "a", &err));
    struct { const char *prefix, *party, *says; } bad[] = {
        { "192.0.2.0/24", "b", "'192.0.2.0/24' stands on line 2 already" },
        { "::ffff:192.0.2.0/120", "b", "stands on line 2 already" }, /* the same prefix in other clothes */
        { "HOST.example.net", "b", "stands on line 3 already" },
        { "192.0.2.1/24", "b", "bits set behind" },
        { "192.0.2.0/33", "b", "out of range" },
        { "192.0.2", "b", "expected an address" },
        { "192.0.2.300", "b", "expected an address" },
        { "192.0.2.*", "b", "expected an address" },
        { "", "b", "expected an address" },
        { "a..example.net", "b", "expected an address" },
        { "two words", "b", "expected an address" },
        { "198.51.100.0/24", "", "short id" },
        { "198.51.100.0/24", "a b", "short id" },
        { "198.51.100.0/24", "$(x)", "short id" },
        { "198.51.100.0/24", "all", "everybody" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(add(p, bad[i].prefix, bad[i].party, &err), bad[i].says);
    assert_int_equal(parties_count(p), 2);
    parties_free(p);
}

static void reading(void **state)
{
    (void) state;
    struct err err = { 0 };
    char path[SCRATCH_PATH];
    struct { const char *content, *says; } bad[] = {
        { "", "empty file" },
        { "party,label\na,b\n", ":1: error: no column 'prefix'" },
        { "prefix,party,zome\n192.0.2.1,a,b\n", ":1: error: unknown column 'zome'" },
        { "prefix,party,party\n192.0.2.1,a,b\n", ":1: error: column 'party' appears twice" },
        { "prefix,party\n192.0.2.1\n", ":2: error: found 1 fields" },
        { "prefix,party,date\n192.0.2.1,a,2016-05-04\n", ":2: error: found a date or a source, expected the fact" },
        { "prefix,party,fact,date\n192.0.2.1,a,run by b,May\n", ":2: error: found 'May' as date" },
        { "prefix,party,fact\n,a,\n", ":2: error: found" },
        { "prefix,party\n192.0.2.1,a\n192.0.2.1,b\n", ":3: error: '192.0.2.1' stands on line 2" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        scratch_write(path, bad[i].content);
        assert_says(parties_read(path, &err) != NULL, bad[i].says);
        assert_true(strncmp(err.text, path, strlen(path)) == 0);
        scratch_remove(path);
    }
    scratch_write(path, "party,prefix,label\nbank,192.0.2.0/24,\"A, B\"\n");
    err = (struct err){ 0 };
    struct parties *p = parties_read(path, &err);
    assert_worked(p != NULL);
    assert_true(text_is(parties_at(p, 0).label, "A, B") && text_is(parties_at(p, 0).note, ""));
    assert_party(p, "192.0.2.7", "bank");
    parties_free(p);
    scratch_remove(path);
}

/* Rows that only state a fact cover nobody, and do not disturb the rows around them. */
static void facts(void **state)
{
    (void) state;
    struct err err = { 0 };
    char path[SCRATCH_PATH];
    scratch_write(path, "prefix,party,fact,date,source\n,bank,run by a,2010-02-03,a register\n192.0.2.0/24,bank,registered,2009-01-31,\n"
                        ",clinic,moved,,\n198.51.100.0/24,clinic,,,\n");
    struct parties *p = parties_read(path, &err);
    assert_worked(p != NULL);
    assert_int_equal(parties_count(p), 4);
    assert_party(p, "192.0.2.7", "bank");
    assert_party(p, "198.51.100.7", "clinic");
    assert_party(p, "203.0.113.7", "other");
    assert_true(text_is(parties_at(p, 0).source, "a register") && text_is(parties_at(p, 1).date, "2009-01-31"));
    parties_free(p);
    scratch_remove(path);
}

/* --- the law: the table finds what a search through all rows finds -------------------- */

static uint64_t seed_state;

static uint64_t draw(uint64_t below)
{
    seed_state = seed_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (seed_state >> 33) % below;
}

/* Few different bytes, so that prefixes nest and clients hit them. */
static void random_address(struct addr *a)
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
    static const uint8_t bytes[] = { 0, 1, 0x80, 0xff };
    bool v4 = draw(2);
    if (v4)
        memcpy(a->bytes, mapped, sizeof mapped);
    for (size_t i = v4 ? 12 : 0; i < 16; i++)
        a->bytes[i] = bytes[draw(i < 13 ? 2 : 4)];
}

static void random_prefix(struct addr_prefix *p)
{
    random_address(&p->addr);
    p->bits = addr_is_v4(&p->addr) ? (int) (96 + draw(33)) : (int) draw(129);
    for (int bit = p->bits; bit < 128; bit++)
        p->addr.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

static void prefix_text(const struct addr_prefix *p, char text[64])
{
    char address[ADDR_TEXT];
    bool v4 = addr_is_v4(&p->addr) && p->bits >= 96;
    addr_write(&p->addr, address);
    snprintf(text, 64, "%s/%d", address, v4 ? p->bits - 96 : p->bits);
}

static void one_table(void)
{
    enum { ROWS = 60, CLIENTS = 200 };
    struct addr_prefix rows[ROWS];
    struct parties *p = parties_new();
    size_t n = 0;
    for (size_t i = 0; i < ROWS; i++) {
        struct err err = { 0 };
        char text[64], party[24];
        random_prefix(&rows[n]);
        prefix_text(&rows[n], text);
        snprintf(party, sizeof party, "p%zu", n);
        if (add(p, text, party, &err))
            n++;
        else if (!strstr(err.text, "already"))
            fail_msg("%s: %s", text, err.text);
    }
    for (size_t i = 0; i < CLIENTS; i++) {
        struct addr client;
        char text[ADDR_TEXT], want[24] = "other";
        int best = -1;
        random_address(&client);
        addr_write(&client, text);
        for (size_t k = 0; k < n; k++)
            if (rows[k].bits > best && addr_in(&client, &rows[k])) {
                best = rows[k].bits;
                snprintf(want, sizeof want, "p%zu", k);
            }
        assert_party(p, text, want);
    }
    parties_free(p);
}

static void as_brute_force(void **state)
{
    (void) state;
    const char *given = getenv("SEED");
    seed_state = given ? strtoull(given, NULL, 10) : 20160504;
    print_message("# SEED=%llu\n", (unsigned long long) seed_state);
    for (int i = 0; i < 100; i++)
        one_table();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longest_wins), cmocka_unit_test(names),          cmocka_unit_test(mistakes),
        cmocka_unit_test(reading), cmocka_unit_test(facts),      cmocka_unit_test(as_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
