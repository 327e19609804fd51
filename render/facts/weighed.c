/* weighed.c -- see weighed.h. */

#include "weighed.h"
#include "base/proposed.h"
#include <string.h>

const char *weighed_words(const char *proposition)
{
    enum proposed p;
    return proposed_find(proposition, strlen(proposition), &p) ? proposed_words(p) : proposition;
}

bool weighed_is_zone(const char *proposition)
{
    enum proposed p;
    return proposed_find(proposition, strlen(proposition), &p) && p >= PROPOSED_ZONE_A;
}

bool weighed_has_best(const struct result *weigh, size_t row)
{
    return *result_text(weigh, row, "best") != '\0';
}

bool weighed_is_told(const struct result *weigh, size_t row)
{
    return weighed_has_best(weigh, row) && strncmp(result_text(weigh, row, "verdict"), "cannot tell", 11) != 0;
}

size_t weighed_pair(const struct result *pairs, const char *group, const char *proposition, const char *against)
{
    size_t i = 0;
    while (i < result_rows(pairs) && !(result_is(pairs, i, "group", group) && result_is(pairs, i, "proposition", proposition) &&
                                       result_is(pairs, i, "against", against)))
        i++;
    return i;
}
