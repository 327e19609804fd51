/* weighed.c -- see weighed.h. */

#include "weighed.h"
#include <string.h>

const char *weighed_words(const char *proposition)
{
    static const struct {
        const char *name, *words;
    } known[] = {
        { "chance", "chance, at a constant rate" },
        { "people", "people at their hours" },
        { "timer", "a machine on a timer" },
        { "people+timer", "a timer among people" },
        { "cache", "steady demand behind a cache" },
        { "people+cache", "people, in part behind a cache" },
        { "mailing", "receivers of a mailing" },
        { "scan", "a scan" },
        { "tunnel", "a tunnel" },
        { "zone-a", "people at the hours of the first zone" },
        { "zone-b", "people at the hours of the second zone" },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, proposition) == 0)
            return known[i].words;
    return proposition;
}

bool weighed_is_zone(const char *proposition)
{
    return strncmp(proposition, "zone-", 5) == 0;
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
