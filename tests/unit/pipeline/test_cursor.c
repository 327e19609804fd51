/* Finding the end of a word: what memchr finds. */

#include "unit.h"

#include "cursor.h"
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
    struct text t = TEXT("one  two");
    assert_true(text_is(take_word(&t), "one"));
    assert_true(text_is(take_word(&t), ""));
    assert_true(text_is(take_word(&t), "two"));
    assert_true(text_is(take_word(&t), ""));
    assert_int_equal(t.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(finds), cmocka_unit_test(words) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
