/* pairs.h -- a set of pairs of numbers, each with a number in order of arrival: 0, 1, 2 ...  What names.h is to texts, for what is
   counted by two of their numbers (a client and a question); 13 to 19 bytes a pair. */

#ifndef DIELOG_PAIRS_H
#define DIELOG_PAIRS_H

#include <stddef.h>
#include <stdint.h>

struct pair_of {
    uint32_t a, b;
};

struct pairs;

struct pairs *pairs_new(void);
void pairs_free(struct pairs *s);
void pairs_clear(struct pairs *s); /* forgets all */
size_t pairs_count(const struct pairs *s);
size_t pairs_add(struct pairs *s, uint32_t a, uint32_t b);         /* its number, new or old */
int64_t pairs_find(const struct pairs *s, uint32_t a, uint32_t b); /* its number or -1 */
struct pair_of pairs_at(const struct pairs *s, size_t number);

#endif
