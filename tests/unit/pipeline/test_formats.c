/* Laws that hold for every dialect and any bytes: a line is one of four things, a
   record is clean, a reason is given.  The lines are the dialects' own examples,
   cut at every place and with bytes changed by a printed seed. */

#include "unit.h"

#include "base/utf8.h"
#include "lines/formats.h"

struct reader {
    const struct dialect *dialect;
    struct format_input input;
    void *state;
    int64_t kept;
};

static void open_reader(struct reader *r, const struct dialect *dialect)
{
    struct err err = { 0 };
    *r = (struct reader){ .dialect = dialect };
    r->input.clock = stamper_new("UTC", 0, &err);
    if (strcmp(dialect->name, "csv") == 0) {
        r->input.column[OBSERVATION_TIME] = "time";
        r->input.column[OBSERVATION_CLIENT] = "host";
        r->input.column[OBSERVATION_TARGET] = "url";
        r->input.column[OBSERVATION_BYTES] = "bytes";
    }
    if (strcmp(dialect->name, "pattern") == 0)
        r->input.pattern = "^(?<time>\\S+ \\S+) \\[(?<client>[^]]+)\\] (?<action>\\w+) (?<target>\\S+)";
    assert_non_null(r->state = dialect->begin(&r->input, &err));
    if (dialect->header) {
        struct observation o;
        const char *reason = NULL;
        assert_int_equal(dialect->line(r->state, text_of(dialect->header), &o, &reason), FORMAT_SET_ASIDE);
    }
}

static void close_reader(struct reader *r)
{
    r->dialect->end(r->state);
    stamper_free(r->input.clock);
}

static void assert_clean(struct text t)
{
    assert_true(utf8_valid(t.at, t.len));
    for (size_t i = 0; i < t.len; i++)
        assert_true((unsigned char)t.at[i] >= ' ' && t.at[i] != 0x7f);
}

static void assert_record(const struct observation *o)
{
    assert_true(o->time >= WHEN_MIN && o->time <= WHEN_MAX && o->count >= 1 && o->bytes >= OBSERVATION_NO_BYTES);
    assert_true(o->client.len > 0);
    struct text texts[] = { o->client, o->action, o->target, o->status, o->transport };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_clean(texts[i]);
}

/* The bytes are put on the heap, so that a sanitizer sees a read behind them. */
static enum format_verdict one_line(struct reader *r, const char *bytes, size_t n)
{
    char *copy = malloc(n > 0 ? n : 1);
    memcpy(copy, bytes, n);
    enum format_verdict v;
    int records = 0;
    do {
        struct observation o = { .count = 0 };
        const char *reason = NULL;
        v = r->dialect->line(r->state, (struct text){ copy, n }, &o, &reason);
        if (v == FORMAT_KEPT || v == FORMAT_MORE) {
            r->kept += v == FORMAT_KEPT;
            assert_record(&o);
        } else {
            assert_non_null(reason);
            assert_true(strlen(reason) > 0);
            assert_int_equal(records, 0);
        }
        assert_true(++records < 1000);
    } while (v == FORMAT_MORE);
    free(copy);
    return v;
}

/* Lines of other shapes than the examples'. */
static const struct sample {
    const struct dialect *dialect;
    const char *line;
} others[] = {
    { &format_zeek, "{\"_path\":\"dns\",\"ts\":1462339426.25,\"id.orig_h\":\"192.0.2.100\",\"id.resp_p\":53,\"proto\":\"udp\","
                    "\"query\":\"b\\u00fccher.\\\\xff.example.com\",\"qtype_name\":\"A\",\"TTLs\":[300.0]}" },
    { &format_zeek, "{\"ts\":\"2016-05-04T05:23:46Z\",\"id\":{\"orig_h\":\"2001:db8::1\",\"resp_h\":\"2001:db8::2\","
                    "\"resp_p\":443},\"proto\":\"tcp\",\"orig_bytes\":1596,\"conn_state\":\"SF\"}" },
    { &format_zeek, "{\"ts\":1462339426,\"id_orig_h\":\"192.0.2.100\",\"trans_depth\":1,\"method\":\"GET\","
                    "\"host\":\"www.example.com\",\"uri\":\"/\",\"status_code\":200,\"response_body_len\":17}" },
    { &format_suricata, "{\"timestamp\":\"2016-05-04T05:23:48.500000+0000\",\"event_type\":\"dns\",\"src_ip\":\"192.0.2.101\","
                        "\"proto\":\"UDP\",\"dns\":{\"version\":3,\"type\":\"request\",\"queries\":[{\"rrname\":\"a.example\","
                        "\"rrtype\":\"A\"},{\"rrname\":\"\",\"rrtype\":\"65280\"}]}}" },
    { &format_cof, "{\"cond\":\"ongoing\",\"obj\":{\"count\":5,\"time_first\":1462339426,\"time_last\":1462339427,"
                   "\"rrname\":\"example.com.\",\"rrtype\":\"MX\",\"rdata\":\"10 mx.example.com.\"}}" },
};

static size_t sample_count(void) { return format_count() + sizeof others / sizeof *others; }

static struct sample sample_at(size_t i)
{
    if (i >= format_count())
        return others[i - format_count()];
    return (struct sample){ format_at(i), format_at(i)->example };
}

static void examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sample_count(); i++) {
        struct reader r;
        struct sample sample = sample_at(i);
        if (!sample.dialect->line)
            continue;
        open_reader(&r, sample.dialect);
        const char *example = sample.line;
        if (one_line(&r, example, strlen(example)) != FORMAT_KEPT)
            fail_msg("the example of %s is not kept", sample.dialect->name);
        close_reader(&r);
    }
}

static void cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sample_count(); i++) {
        struct reader r;
        struct sample sample = sample_at(i);
        if (!sample.dialect->line)
            continue;
        open_reader(&r, sample.dialect);
        const char *example = sample.line;
        for (size_t from = 0; from < strlen(example); from++) {
            for (size_t to = from; to <= strlen(example); to++)
                one_line(&r, example + from, to - from);
        }
        assert_true(r.kept > 0);
        close_reader(&r);
    }
}

static void changed(void **state)
{
    (void)state;
    static const char likely[] = "\\\"' \t,.:;()<[]@#$-+0123456789TZ\x1b\x7f\x80\xc3\xff\r";
    unsigned seed = 4180;
    print_message("# seed %u\n", seed);
    for (size_t i = 0; i < sample_count(); i++) {
        struct reader r;
        struct sample sample = sample_at(i);
        if (!sample.dialect->line)
            continue;
        open_reader(&r, sample.dialect);
        const char *example = sample.line;
        for (int k = 0; k < 30000; k++) {
            char line[512];
            size_t n = strlen(example);
            assert_true(n < sizeof line);
            memcpy(line, example, n);
            for (int changes = 1 + k % 4; changes > 0; changes--) {
                seed = seed * 1103515245 + 12345;
                line[(seed >> 16) % n] = likely[(seed >> 8) % (sizeof likely - 1)];
            }
            if (line[0] != '#') /* a header would change what follows */
                one_line(&r, line, n);
        }
        print_message("# %s: kept %lld of 30000\n", sample.dialect->name, (long long)r.kept);
        assert_true(r.kept > 1000);
        close_reader(&r);
    }
}

static void found_by_name(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_ptr_equal(format_find("bind9", &err), &format_bind9);
    assert_says(format_find("bind10", &err), "unknown format 'bind10', expected auto or one of ");
}

static void keys_and_lookups(void **state)
{
    (void)state;
    struct err err = { 0 };
    const char *key;
    struct format_input in = { 0 };
    assert_worked(format_check(&format_bind9, &in, &key, &err));
    *format_value(&in, "target") = "url";
    assert_says(format_check(&format_bind9, &in, &key, &err), "format bind9 does not read 'target'");
    assert_string_equal(key, "target");
    in = (struct format_input){ .lookup = "replies" };
    assert_says(format_check(&format_csv, &in, &key, &err), "does not read 'lookup'");
    in = (struct format_input){ .separator = ";" };
    assert_says(format_check(&format_csv, &in, &key, &err), "found separator ';', expected a comma or tab");
    for (size_t i = 0; format_keys[i]; i++)
        assert_non_null(format_value(&in, format_keys[i]));
    assert_null(format_value(&in, "sensor"));
    assert_null(format_value(&in, "zone"));
}

static void split(void **state)
{
    (void)state;
    struct text f[3];
    assert_int_equal(format_split(TEXT(""), '\t', f, 3), 1);
    assert_int_equal(format_split(TEXT("a\t\tb"), '\t', f, 3), 3);
    assert_true(text_is(f[0], "a") && text_is(f[1], "") && text_is(f[2], "b"));
    assert_int_equal(format_split(TEXT("a\tb\tc\td\t"), '\t', f, 3), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),      cmocka_unit_test(cut),   cmocka_unit_test(changed),
        cmocka_unit_test(found_by_name), cmocka_unit_test(split), cmocka_unit_test(keys_and_lookups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
