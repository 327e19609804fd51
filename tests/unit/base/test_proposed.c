/* The words of the propositions: found by their keys, and plain enough to stand in a sentence. */

#include "unit.h"

#include "base/proposed.h"
#include <string.h>

static void a_key_finds_its_own(void **state)
{
    (void) state;
    enum proposed found;
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        const char *key = proposed_key((enum proposed) p);
        assert_true(proposed_find(key, strlen(key), &found));
        assert_int_equal(found, p);
    }
    assert_false(proposed_find("people+", 7, &found));
    assert_false(proposed_find("", 0, &found));
}

/* Words go on in a sentence that lists several, so no sign and no comma of their own. */
static void words_are_plain(void **state)
{
    (void) state;
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        const char *words = proposed_words((enum proposed) p), *sentence = proposed_sentence((enum proposed) p);
        assert_true(strlen(words) > 0 && strpbrk(words, "+,.;_") == NULL);
        assert_true(strlen(sentence) > 0 && sentence[strlen(sentence) - 1] == '.' && strpbrk(sentence, "+_") == NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_finds_its_own),
        cmocka_unit_test(words_are_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
