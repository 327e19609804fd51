/* utf8.h -- is it UTF-8?  (RFC 3629: no overlong forms, no surrogates, at most
   U+10FFFF.)  ASCII runs at memory speed. */

#ifndef DIELOG_UTF8_H
#define DIELOG_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the valid sequence at AT (1 to 4), or 0 when there is none. */
size_t utf8_length(const char *at, size_t n);
bool utf8_valid(const char *at, size_t n);

#endif
