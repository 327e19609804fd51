/* Names and texts: one spelling each, and nothing but clean UTF-8. */

#include "unit.h"

#include "base/utf8.h"
#include "lines/clean.h"

static struct buf storage = BUF_INIT;

static void name_is(const char *in, enum clean_escapes escapes, const char *want)
{
    struct text got = clean_name(&storage, text_of(in), escapes);
    if (!text_is(got, want))
        fail_msg("'%s' became '%.*s', expected '%s'", in, (int)got.len, got.at, want);
}

static void names(void **state)
{
    (void)state;
    name_is(".", CLEAN_RFC1035, ".");
    name_is("", CLEAN_RFC1035, "");
    name_is("WwW.ExAmPlE.CoM.", CLEAN_RFC1035, "www.example.com");
    name_is("a\\.b.c", CLEAN_RFC1035, "a\\.b.c");
    name_is("a\\046b.c", CLEAN_RFC1035, "a\\.b.c"); /* 046 is a dot */
    name_is("a\\.", CLEAN_RFC1035, "a\\.");
    name_is("a\\\\.", CLEAN_RFC1035, "a\\\\");
    name_is("\\065\\b\\-", CLEAN_RFC1035, "ab-");
    name_is("a b\tc", CLEAN_RFC1035, "a\\032b\\009c");
    name_is("(\"x\");@$", CLEAN_RFC1035, "\\(\\\"x\\\"\\)\\;\\@\\$");
    name_is("\\300\\25\\", CLEAN_RFC1035, "\\\\300\\\\25\\\\");
    name_is("b\xc3\xbc\xff", CLEAN_RFC1035, "b\\195\\188\\255");
    name_is("b\\xc3\\xBC\\\\\\q", CLEAN_ZEEK, "b\\195\\188\\\\\\\\q");
    name_is("a\\x2eb", CLEAN_ZEEK, "a\\.b");
    name_is("sp ace.Back\\032.x", CLEAN_PLAIN, "sp\\032ace.back\\\\032.x");
}

/* Sixteen bytes at a time, eight or one by one: a name is the same wherever its odd byte stands, and however it was written. */
static void everywhere(void **state)
{
    (void) state;
    struct buf escaped = BUF_INIT, other = BUF_INIT;
    for (int byte = 1; byte < 256; byte++) {
        for (size_t len = 1; len <= 40; len += len == 18 ? 21 : 1) {
            for (size_t where = 0; where < len; where++) {
                char name[41] = "ab-d_f7hijklmnopqrSTUVWXYZ-01234567/9abc";
                if (byte == '\\' || byte == '.')
                    continue; /* they mean something else when they are escaped */
                name[where] = (char) byte;
                buf_clear(&escaped);
                for (size_t i = 0; i < len; i++)
                    buf_add_format(&escaped, "\\%03d", (unsigned char) name[i]);
                struct text want = clean_name(&other, (struct text){ escaped.at, escaped.len }, CLEAN_RFC1035);
                struct text got = clean_name(&storage, (struct text){ name, len }, CLEAN_RFC1035);
                assert_int_equal(got.len, want.len);
                assert_memory_equal(got.at, want.at, want.len);
            }
        }
    }
    buf_release(&escaped);
    buf_release(&other);
}

static void text_cleaned(const char *in, const char *want)
{
    struct text got = clean_text(&storage, text_of(in));
    if (!text_is(got, want))
        fail_msg("became '%.*s', expected '%s'", (int)got.len, got.at, want);
}

static void texts(void **state)
{
    (void)state;
    const char *same = "/\xc3\xbc \"'`$(x)\\ \xf0\x9f\x98\x80";
    assert_ptr_equal(clean_text(&storage, text_of(same)).at, same);
    text_cleaned("a\x1b[31m\x7f", "a\\027[31m\\127");
    text_cleaned("\xc0\xaf\xed\xa0\x80", "\\192\\175\\237\\160\\128"); /* overlong, surrogate */
    text_cleaned("\xc2\x85", "\\194\\133");                            /* NEL, a control */
    text_cleaned("x\xc3", "x\\195");
}

static void client_is(const char *in, bool address, const char *want)
{
    bool is_address;
    struct text got = clean_client(&storage, text_of(in), &is_address);
    assert_int_equal(is_address, address);
    if (!text_is(got, want))
        fail_msg("'%s' became '%.*s', expected '%s'", in, (int)got.len, got.at, want);
}

static void clients(void **state)
{
    (void)state;
    client_is("192.0.2.1", true, "192.0.2.1");
    client_is("192.0.2.1", true, "192.0.2.1"); /* that was seen */
    client_is("192.0.2.11", true, "192.0.2.11");
    client_is("2001:DB8:0:0::1", true, "2001:db8::1");
    client_is("fe80::1%eth0", true, "fe80::1");
    client_is("::ffff:192.0.2.1", true, "192.0.2.1"); /* one client, whichever socket it came by */
    client_is("192.0.2.01", false, "192.0.2.01");
    client_is("192.0.2.256", false, "192.0.2.256");
    client_is("PC7.Example.org", false, "pc7.example.org");
    client_is("pc\xff", false, "pc\\255");
}

/* Laws for random bytes: the result is clean, and cleaning it again changes
   nothing. */
static void random_bytes(void **state)
{
    (void)state;
    unsigned seed = 1035;
    print_message("# seed %u\n", seed);
    struct buf again = BUF_INIT;
    for (int i = 0; i < 20000; i++) {
        char bytes[24];
        size_t n = 0;
        for (; n < sizeof bytes && (n == 0 || (seed >> 16) % 12 != 0); n++) {
            seed = seed * 1103515245 + 12345;
            unsigned pick = seed >> 16;
            bytes[n] = pick % 3 == 0 ? "\\0127.xAa"[pick / 3 % 9] : (char)(pick / 3);
        }
        struct text name = clean_name(&storage, (struct text){ bytes, n }, CLEAN_RFC1035);
        for (size_t k = 0; k < name.len; k++)
            assert_true(name.at[k] > ' ' && name.at[k] < 0x7f);
        struct text twice = clean_name(&again, name, CLEAN_RFC1035);
        if (name.len > 0 && name.at[name.len - 1] != '.')
            assert_true(twice.len == name.len && memcmp(twice.at, name.at, name.len) == 0);
        struct text text = clean_text(&storage, (struct text){ bytes, n });
        assert_true(utf8_valid(text.at, text.len));
        assert_ptr_equal(clean_text(&again, text).at, text.at);
    }
    buf_release(&again);
}

static int release(void **state)
{
    (void)state;
    buf_release(&storage);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(everywhere),
        cmocka_unit_test(texts),
        cmocka_unit_test(clients),
        cmocka_unit_test(random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
