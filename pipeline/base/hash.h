/* hash.h -- fingerprints: xxHash for tables and seeds, SHA-256 for provenance. */

#ifndef DIELOG_HASH_H
#define DIELOG_HASH_H

#include "buf.h"
#include "err.h"
#include <stdint.h>

uint64_t hash_text(struct text t, uint64_t seed);

/* As sixteen hexadecimal digits. */
#define HASH_TEXT 17
void hash_write(uint64_t hash, char out[HASH_TEXT]);
bool hash_read(struct text hex, uint64_t *hash);

/* The same, fed piece by piece, without a seed: the end equals hash_text(all, 0). */
struct hash_stream;
struct hash_stream *hash_stream_new(void);
void hash_stream_feed(struct hash_stream *s, const void *bytes, size_t n);
uint64_t hash_stream_end(struct hash_stream *s); /* frees it; NULL is accepted (0) */

/* The seed of one stream of random numbers: depends on nothing but these three,
   so neither order nor parallelism changes a result. */
uint64_t hash_seed(uint64_t case_seed, const char *program, const char *series);

#define SHA256_TEXT 65 /* hex digits and NUL */

struct sha256; /* a digest being fed */
struct sha256 *sha256_new(void);
void sha256_feed(struct sha256 *s, const void *bytes, size_t n);
void sha256_end(struct sha256 *s, char hex[SHA256_TEXT]); /* frees it; NULL hex: only frees; NULL s: nothing */
bool sha256_file(const char *path, char hex[SHA256_TEXT], struct err *err) MUST_USE;

#endif
