/* The reader of JSON lines: what RFC 8259 allows and what not, by hand, and beside
   libjansson on documents that are made, and damaged, by a printed seed. */

#include "unit.h"

#include "lines/jsonline.h"
#include <jansson.h>

static struct jsonline *j;

/* On the heap and without an end, so that a sanitizer sees a read behind it. */
static const struct jsonline_value *read_bytes(const char *bytes, size_t n, const char **why)
{
    static char *copy;
    free(copy);
    copy = malloc(n > 0 ? n : 1);
    memcpy(copy, bytes, n);
    return jsonline_read(j, (struct text){ copy, n }, why);
}

static void assert_refused(const char *line, const char *reason)
{
    const char *why = "taken";
    if (read_bytes(line, strlen(line), &why) || strcmp(why, reason) != 0)
        fail_msg("%s: %s, expected: %s", line, why, reason);
}

static const struct jsonline_value *taken(const char *line)
{
    const char *why = "";
    const struct jsonline_value *v = read_bytes(line, strlen(line), &why);
    if (!v)
        fail_msg("%s is refused: %s", line, why);
    return v;
}

static void assert_text(const char *line, const char *text, size_t n)
{
    struct text t = jsonline_text(taken(line));
    if (t.len != n || memcmp(t.at, text, n) != 0)
        fail_msg("%s is '%.*s', expected '%s'", line, (int)t.len, t.at, text);
}

static void allowed(void **state)
{
    (void)state;
    static const char *const lines[] = { "0", "-0", "-0.0e-0", "1E+2", "10.25", "true", "false", "null", "\"\"", "[]",
                                         "{}", " [ ] ", "\t{ \"\" : [ 1 , { } ] }\r", "[[],[[]],{\"a\":{}}]",
                                         "\"\x7f\"", "\"\xf4\x8f\xbf\xbf\"" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        taken(lines[i]);
}

static void refused(void **state)
{
    (void)state;
    static const char *const lines[] = { "", " ", "01", "+1", ".5", "1.", "1e", "1e+", "-", "--1", "0x1", "NaN", "Infinity",
        "tru", "True", "nul", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "}", "[}", "{]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}", "1 2", "{} {}", "{}x", "\"", "\"a", "\"\\\"", "\"\\x41\"", "\"\\u12\"",
        "\"\\u12g4\"", "\"\\uD800\"", "\"\\uD800x\"", "\"\\uD800\\u0041\"", "\"\\uD800\\uD800\"", "\"\\uDC00\"", "\"\\u-123\"",
        "\"a\tb\"", "\"a\nb\"", "[1]//", "\xef\xbb\xbf{}" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_refused(lines[i], "no JSON");
    static const char *const bytes[] = { "\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
                                         "\"\x80\"" };
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
        assert_refused(bytes[i], "JSON that is not UTF-8");
    const char *why;
    assert_null(read_bytes("\"\0\"", 3, &why));
    assert_null(read_bytes("1\0", 2, &why));
}

static void texts(void **state)
{
    (void)state;
    assert_text("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8);
    assert_text("\"\\u0041\\u00e9\\u20aC\\uD834\\uDD1E\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9d\x84\x9e", 10);
    assert_text("\"a\\u0000b\"", "a\0b", 3);
    assert_text("\"\\uFFFF\\uDBFF\\uDFFF\"", "\xef\xbf\xbf\xf4\x8f\xbf\xbf", 7);
    assert_text("123456789012345678901234567890.5e999999", "123456789012345678901234567890.5e999999", 39);
    assert_null(jsonline_text(taken("true")).at);
    assert_null(jsonline_text(NULL).at);
    assert_non_null(jsonline_text(taken("\"\"")).at);
}

static void depth(void **state)
{
    (void)state;
    char line[2 * JSONLINE_DEPTH + 3] = "";
    memset(line, '[', JSONLINE_DEPTH);
    memset(line + JSONLINE_DEPTH, ']', JSONLINE_DEPTH);
    taken(line);
    memset(line, '[', JSONLINE_DEPTH + 1);
    memset(line + JSONLINE_DEPTH + 1, ']', JSONLINE_DEPTH + 1);
    assert_refused(line, "JSON nested too deeply");
}

static void members(void **state)
{
    (void)state;
    static const char *const list[] = { "id.orig_h", "a", "", "n", "o", "absent" };
    struct jsonline_names names;
    const struct jsonline_value *v[6], *in[6];
    jsonline_names_init(&names, list, 6);
    jsonline_members(j, taken("{\"id\\u002eorig_h\":\"x\",\"a\":1,\"b\":[{\"a\":3}],\"a\":\"\\u0032\",\"\":false,\"n\":null,"
                              "\"o\":{\"a\":[\"p\\nq\",{}]}}"),
                     &names, v);
    assert_true(text_is(jsonline_text(v[0]), "x"));
    assert_true(text_is(jsonline_text(v[1]), "2")); /* the last of the two */
    assert_int_equal(v[2]->kind, JSONLINE_FALSE);
    assert_null(v[3]);
    assert_null(v[5]);
    jsonline_members(j, v[4], &names, in);
    const struct jsonline_value *first = jsonline_element(j, in[1], NULL);
    assert_true(text_is(jsonline_text(first), "p\nq"));
    assert_null(jsonline_element(j, in[1], jsonline_element(j, in[1], first)));
    assert_null(jsonline_element(j, v[0], NULL));
    jsonline_members(j, v[0], &names, in);
    assert_null(in[1]);
    jsonline_members(j, NULL, &names, in);
    assert_null(in[0]);
}

/* --- beside libjansson ------------------------------------------------------------------ */

static unsigned seed = 8259;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % n;
}

static void put_string(struct buf *b)
{
    static const char *const parts[] = { "a", "bc", " ", "\\n", "\\u00e9", "\\ud83d\\ude00", "\xc3\xa9", "\xf0\x9f\x98\x80",
                                         "\\\"", "\\\\", "\\/", "example.com", "{", "]", ",", ":", "plain text of some length" };
    buf_add_char(b, '"');
    for (unsigned n = draw(4); n > 0; n--)
        buf_add_text(b, parts[draw(sizeof parts / sizeof *parts)]);
    buf_add_char(b, '"');
}

static void put_value(struct buf *b, int depth_left)
{
    static const char *const scalars[] = { "0", "-1", "1.5", "2e3", "true", "false", "null", "[]", "{}", " 7 " };
    unsigned kind = draw(depth_left > 0 ? 8 : 5);
    if (kind < 3)
        put_string(b);
    else if (kind < 5)
        buf_add_text(b, scalars[draw(sizeof scalars / sizeof *scalars)]);
    else {
        buf_add_char(b, kind == 5 ? '[' : '{');
        for (unsigned n = draw(5), i = 0; i < n; i++) {
            buf_add_text(b, i > 0 ? "," : "");
            if (kind > 5) {
                put_string(b);
                buf_add_char(b, ':');
            }
            put_value(b, depth_left - 1);
        }
        buf_add_char(b, kind == 5 ? ']' : '}');
    }
}

static void damage(struct buf *b)
{
    static const char likely[] = "\"\"\"\\\\{}[],,::u0dD8eE+-. \t\n\x80\xc3\xff\x01" "truefalsn";
    for (unsigned n = draw(3); n > 0 && b->len > 0; n--)
        b->at[draw((unsigned)b->len)] = likely[draw(sizeof likely - 1)];
    if (draw(10) == 0)
        b->len = draw((unsigned)b->len + 1);
}

static void assert_same(const struct jsonline_value *v, json_t *reference);

static void assert_same_members(const struct jsonline_value *v, json_t *reference)
{
    const char *key;
    json_t *value;
    json_object_foreach(reference, key, value)
    {
        struct jsonline_names names;
        const struct jsonline_value *got;
        jsonline_names_init(&names, &key, 1);
        jsonline_members(j, v, &names, &got);
        if (json_is_null(value))
            assert_null(got);
        else
            assert_same(got, value);
    }
}

static void assert_same(const struct jsonline_value *v, json_t *reference)
{
    static const int kinds[] = { [JSON_OBJECT] = JSONLINE_OBJECT, [JSON_ARRAY] = JSONLINE_ARRAY,
                                 [JSON_STRING] = JSONLINE_STRING, [JSON_INTEGER] = JSONLINE_NUMBER,
                                 [JSON_REAL] = JSONLINE_NUMBER, [JSON_TRUE] = JSONLINE_TRUE,
                                 [JSON_FALSE] = JSONLINE_FALSE, [JSON_NULL] = JSONLINE_NULL };
    assert_non_null(v);
    assert_int_equal(v->kind, kinds[json_typeof(reference)]);
    struct text t = jsonline_text(v);
    if (json_is_string(reference)) {
        assert_int_equal(t.len, json_string_length(reference));
        assert_memory_equal(t.at, json_string_value(reference), t.len);
    } else if (json_is_number(reference)) {
        char number[64] = "";
        memcpy(number, t.at, t.len < 63 ? t.len : 63);
        assert_true(strtod(number, NULL) == json_number_value(reference));
    } else if (json_is_array(reference)) {
        const struct jsonline_value *element = NULL;
        for (size_t i = 0; i < json_array_size(reference); i++)
            assert_same(element = jsonline_element(j, v, element), json_array_get(reference, i));
        assert_null(jsonline_element(j, v, element));
    } else if (json_is_object(reference)) {
        assert_same_members(v, reference);
    }
}

static void beside_jansson(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    int good = 0, bad = 0;
    print_message("# seed %u\n", seed);
    for (int k = 0; k < 40000; k++) {
        json_error_t error;
        const char *why = "";
        buf_clear(&b);
        put_value(&b, 6);
        damage(&b);
        json_t *reference = json_loadb(b.at, b.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
        const struct jsonline_value *v = read_bytes(b.at, b.len, &why);
        enum json_error_code code = reference ? json_error_unknown : json_error_code(&error);
        /* It refuses numbers that its types do not hold, and names with U+0000. */
        bool own_limit = code == json_error_numeric_overflow || code == json_error_null_byte_in_key;
        if (!own_limit && !v != !reference)
            fail_msg("%.*s: %s, jansson: %s", (int)b.len, b.at, v ? "taken" : why, reference ? "taken" : error.text);
        if (reference)
            assert_same(v, reference);
        good += reference != NULL;
        bad += !reference;
        json_decref(reference);
    }
    print_message("# %d taken, %d refused\n", good, bad);
    assert_true(good > 5000 && bad > 5000);
    buf_release(&b);
}

static int set_up(void **state)
{
    (void)state;
    j = jsonline_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    const char *why;
    read_bytes("", 0, &why);
    jsonline_free(j);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allowed), cmocka_unit_test(refused), cmocka_unit_test(texts),
        cmocka_unit_test(depth),   cmocka_unit_test(members), cmocka_unit_test(beside_jansson),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
