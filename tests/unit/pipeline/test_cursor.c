/* Finding the end of a word: what memchr finds, and word by word the same at once. */

#include "unit.h"

#include "base/err.h"
#include "lines/words.h"
#include <stdlib.h>

static void finds(void **state)
{
    (void) state;
    for (size_t n = 0; n <= 80; n++) {
        char *at = malloc(n > 0 ? n : 1); /* of that size alone: a sanitizer sees who reads on */
        assert_non_null(at);
        memset(at, '\xa0', n); /* a blank but for the eighth bit */
        assert_int_equal(find_byte(at, n, ' '), n);
        for (size_t where = n; where-- > 0;) {
            at[where] = ' ';
            assert_int_equal(find_byte(at, n, ' '), where);
            if (where + 1 < n)
                at[where + 1] = '!'; /* a blank plus one, behind it */
        }
        free(at);
    }
}

static void words(void **state)
{
    (void) state;
    char *line = mem_text("one  two");
    struct text t = text_of(line);
    assert_true(text_is(take_word(&t), "one"));
    assert_true(text_is(take_word(&t), ""));
    assert_true(text_is(take_word(&t), "two"));
    assert_true(text_is(take_word(&t), ""));
    assert_int_equal(t.len, 0);
    free(line);
}

/* Of random lines, one in RARE of whose bytes is a blank, from the N-th byte on. */
static void same_words(size_t n, unsigned rare, size_t from)
{
    char *at = malloc(n > 0 ? n : 1);
    assert_non_null(at);
    for (size_t i = 0; i < n; i++)
        at[i] = rand() % rare == 0 ? ' ' : 'a';
    struct text t = { at + from, n - from };
    struct words w;
    words_begin(&w, t);
    for (size_t i = 0; i <= n; i++) {
        struct text one = take_word(&t), other = words_take(&w);
        assert_ptr_equal(other.at, one.at);
        assert_int_equal(other.len, one.len);
        assert_ptr_equal(w.rest.at, t.at);
        assert_int_equal(w.rest.len, t.len);
    }
    free(at);
}

static void words_at_once(void **state)
{
    (void) state;
    srand(20160504);
    for (size_t n = 0; n <= 300; n++) {
        same_words(n, 2, 0);
        same_words(n, 12, n / 7);
        same_words(n, 100, n / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(finds), cmocka_unit_test(words), cmocka_unit_test(words_at_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
