/* Labels from outside, and how a plot hands them to gnuplot. */

#include "charts/plot.h"
#include "words/label.h"
#include "words/rich.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void shows(const char *text, size_t limit, const char *wanted)
{
    char *label = label_new(text, limit);
    assert_string_equal(label, wanted);
    free(label);
}

static void controls_are_escaped(void **state)
{
    (void) state;
    shows("plain caf\xc3\xa9", 0, "plain caf\xc3\xa9");
    shows("a\x1b[1m\nb\x7f", 0, "a\\x1b[1m\\x0ab\\x7f");
    shows("\xe2\x80\xaegnp", 0, "\\u202egnp");          /* right-to-left override */
    shows("a\xc2\x85" "b", 0, "a\\u0085b");             /* C1 control */
    shows("\xef\xbf\xbe", 0, "\\ufffe");                /* no character in XML */
}

static void what_is_no_utf8_is_escaped(void **state)
{
    (void) state;
    shows("a\xff" "b", 0, "a\\xffb");
    shows("\xc3", 0, "\\xc3");
    shows("\xed\xa0\x80", 0, "\\xed\\xa0\\x80"); /* a surrogate */
    shows("\xc0\xaf", 0, "\\xc0\\xaf");          /* too long a form */
}

static void long_labels_end_in_an_ellipsis(void **state)
{
    (void) state;
    shows("abcdef", 6, "abcdef");
    shows("abcdefg", 6, "abcde\xe2\x80\xa6");
    shows("\xc3\xa9\xc3\xa9\xc3\xa9", 2, "\xc3\xa9\xe2\x80\xa6");
}

static void plots_quote_their_texts(void **state)
{
    struct plot *p = plot_new("raster", 10, 10);
    struct buf b = BUF_INIT;
    (void) state;
    plot_text(p, 1, 2, PLOT_TEXT, PLOT_LEFT, 0, "\"a\\n\t`x`\xe2\x80\xaf%");
    plot_write_block(p, 0, &b);
    assert_string_equal(b.at, "style,x_mm,y_mm,colour,text\n0.0,1.0,2.0,0.0,\"\"\"a\\\\n\t`x`\xc2\xa0%\"\n");
    buf_clear(&b);
    plot_set(p, "x", 3);
    plot_push(p, "y", .5);
    plot_push(p, "y", 2);
    plot_write_numbers(p, &b);
    assert_string_equal(b.at, "width_mm = 10\nheight_mm = 10\nx = 3.0\narray y[2] = [0.5, 2.0]\nn_texts = 1\n");
    buf_release(&b);
    plot_free(p);
}

/* "A name 9.5 %, B": the name's run ends before the number. */
static void names_from_right_to_left_keep_to_themselves(void **state)
{
    static const char name[] = "\xd7\x91\xd7\xa0\xd7\xa7 \xe2\x80\x94 \xd7\xa1", number[] = " 9.5 %, caf\xc3\xa9";
    static const char title[] = "\xd7\x91\xd7\xa0\xd7\xa7 \xe2\x80\x94 \xd7\xa1 9.5 %, caf\xc3\xa9";
    struct rich r = RICH_INIT;
    struct buf words = BUF_INIT, wanted = BUF_INIT;
    (void) state;
    rich_add_format(&r, RICH_BOLD, "%s%s", name, number);
    buf_add_format(&wanted, LABEL_ISOLATE "%s" LABEL_ISOLATE_END "%s", name, number);
    assert_string_equal(rich_text(&r), wanted.at);
    assert_int_equal(r.runs[0].to, wanted.len);
    struct plot *p = plot_new("daily", 10, 10);
    buf_clear(&wanted);
    buf_add_format(&wanted, LABEL_LEFT_TO_RIGHT LABEL_ISOLATE "%s" LABEL_ISOLATE_END "%s", name, number);
    plot_text(p, 1, 2, PLOT_TEXT, PLOT_LEFT, 0, title);
    assert_string_equal(plot_cell_text(p, "texts", 0, 4), wanted.at);
    plot_free(p);
    rich_words(&r, &words);
    buf_clear(&wanted);
    buf_add_format(&wanted, "%s%s", name, number);
    assert_string_equal(words.at, wanted.at);
    buf_release(&words);
    buf_release(&wanted);
    rich_release(&r);
}

/* Cut in the middle, by columns; what was cut at its end is cut there. */
static void long_names_are_cut_in_the_middle(void **state)
{
    static const struct { const char *name, *wanted; size_t most; } cases[] = {
        { "Bank of the North", "Bank of the North", 17 }, { "Bank of the North", "Bank\xe2\x80\xa6North", 11 },
        { "Bank of the Nor\xe2\x80\xa6", "Bank of th\xe2\x80\xa6", 11 }, { "Bank of the Nor\xe2\x80\xa6", "Bank of\xe2\x80\xa6", 9 }, { "\xd7\x91\xd7\xa0\xd7\xa7\xd7\x91\xd7\xa0\xd7\xa7", "\xd7\x91\xd7\xa0\xe2\x80\xa6\xd7\xa7", 4 },
        { "Дальний берег", "Дальний берег", 13 }, { "Дальний берег", "Дальн…берег", 11 },
        { "西部銀行本店営業部", "西部銀行本店営業部", 18 }, { "西部銀行本店営業部", "西部銀…業部", 12 },
        { "Angele\xcc\x81" "e", "An…e", 4 }, { "Angele\xcc\x81" "e", "An…e\xcc\x81" "e", 5 } };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *cut = label_middle(cases[i].name, cases[i].most);
        assert_string_equal(cut, cases[i].wanted);
        free(cut);
    }
}

/* The looks of what stands around the replaced words stay theirs. */
static void words_are_replaced_and_looks_stay(void **state)
{
    struct rich r = RICH_INIT;
    (void) state;
    rich_add(&r, RICH_BOLD, "Bank of the North");
    rich_add(&r, RICH_PLAIN, " made ");
    rich_add(&r, RICH_LIGHT, "5 of Bank of the North, 6");
    rich_replace(&r, "Bank of the North", "\xd7\x91");
    assert_string_equal(rich_text(&r), LABEL_ISOLATE "\xd7\x91" LABEL_ISOLATE_END " made 5 of " LABEL_ISOLATE "\xd7\x91" LABEL_ISOLATE_END ", 6");
    assert_int_equal(r.runs[0].from, 0);
    assert_int_equal(r.runs[0].to, 8);
    assert_int_equal(r.runs[1].from, 14);
    assert_int_equal(r.runs[1].to, r.text.len);
    rich_replace(&r, "nobody", "x");
    assert_int_equal(r.runs[1].to, r.text.len);
    rich_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_are_escaped),
        cmocka_unit_test(long_names_are_cut_in_the_middle),
        cmocka_unit_test(words_are_replaced_and_looks_stay),
        cmocka_unit_test(what_is_no_utf8_is_escaped),
        cmocka_unit_test(long_labels_end_in_an_ellipsis),
        cmocka_unit_test(names_from_right_to_left_keep_to_themselves),
        cmocka_unit_test(plots_quote_their_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
