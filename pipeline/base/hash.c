#include "hash.h"
#include <errno.h>
#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

uint64_t hash_text(struct text t, uint64_t seed) { return XXH3_64bits_withSeed(t.at, t.len, seed); }

void hash_write(uint64_t hash, char out[HASH_TEXT]) { snprintf(out, HASH_TEXT, "%016" PRIx64, hash); }

bool hash_read(struct text hex, uint64_t *hash)
{
    static const char digits[16] = "0123456789abcdef";
    *hash = 0;
    for (size_t i = 0; i < hex.len; i++) {
        const char *digit = memchr(digits, hex.at[i], sizeof digits);
        if (!digit)
            return false;
        *hash = *hash << 4 | (uint64_t) (digit - digits);
    }
    return hex.len == HASH_TEXT - 1;
}

struct hash_stream {
    XXH3_state_t *state;
};

struct hash_stream *hash_stream_new(void)
{
    struct hash_stream *s = mem_alloc(sizeof *s);
    s->state = XXH3_createState();
    if (!s->state || XXH3_64bits_reset(s->state) != XXH_OK)
        mem_out();
    return s;
}

void hash_stream_feed(struct hash_stream *s, const void *bytes, size_t n) { XXH3_64bits_update(s->state, bytes, n); }

uint64_t hash_stream_end(struct hash_stream *s)
{
    if (!s)
        return 0;
    uint64_t hash = XXH3_64bits_digest(s->state);
    XXH3_freeState(s->state);
    free(s);
    return hash;
}

uint64_t hash_seed(uint64_t case_seed, const char *program, const char *series)
{
    return hash_text(text_of(series), hash_text(text_of(program), case_seed));
}

struct sha256 {
    EVP_MD_CTX *context;
};

/* libcrypto fails where it has no memory, which ends the program as in mem_alloc, or has no SHA-256. */
static void must(bool good)
{
    if (!good) {
        fprintf(stderr, "%s: error: libcrypto cannot compute SHA-256 (out of memory?)\n", program_invocation_short_name);
        exit(1);
    }
}

struct sha256 *sha256_new(void)
{
    struct sha256 *s = mem_alloc(sizeof *s);
    s->context = EVP_MD_CTX_new();
    must(s->context && EVP_DigestInit_ex(s->context, EVP_sha256(), NULL) == 1);
    return s;
}

void sha256_feed(struct sha256 *s, const void *bytes, size_t n) { must(EVP_DigestUpdate(s->context, bytes, n) == 1); }

void sha256_end(struct sha256 *s, char hex[SHA256_TEXT])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!s)
        return;
    if (hex)
        must(EVP_DigestFinal_ex(s->context, digest, &n) == 1);
    for (unsigned i = 0; i < n; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    EVP_MD_CTX_free(s->context);
    free(s);
}

bool sha256_file(const char *path, char hex[SHA256_TEXT], struct err *err)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return err_errno(err, "error: cannot read %s", path);
    struct sha256 *s = sha256_new();
    char *block = mem_alloc(1 << 16);
    size_t n;
    while ((n = fread(block, 1, 1 << 16, f)) > 0)
        sha256_feed(s, block, n);
    bool good = !ferror(f);
    free(block);
    fclose(f);
    sha256_end(s, hex);
    return good || err_errno(err, "error: cannot read %s", path);
}
