/* replay.c -- fuzz.c's inputs without libFuzzer, and the time that crafted lines take.

     replay TARGET FILE...     holds the laws for each file; TARGET is a dialect or another reader
     replay --readers          lists these others
     replay --slow             for every dialect of text, finds the slowest among
                               its example with something repeated put into it, up to
                               10 kB, and lets these grow to 100 kB and 1 MB

   Time is CPU seconds of this thread, and the best of some tries.  Ten times the bytes
   may take up to MAX_RATIO times as long, and where the shorter line took less than
   FLOOR_S it counts as that: a quadratic dialect needs 100 times as long, and at 1 MB
   some seconds.  Prints TAP in --slow. */

#include "laws.h"
#include "readers.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SMALL ((size_t) 10000)
#define LARGE ((size_t) 1000000)
#define MAX_RATIO 30.
#define FLOOR_S .002
#define TRIES 10
#define PLACES 8 /* in an example, where something is put */
#define SLOWEST 2 /* lines a dialect that grow */

static int tests, failures;

/* --- files --------------------------------------------------------------------------- */

static bool read_file(const char *path, struct buf *b)
{
    char block[65536];
    ssize_t n = -1;
    int fd = open(path, O_RDONLY);
    while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0)
        buf_add(b, block, (size_t) n);
    if (fd < 0 || n < 0)
        perror(path);
    if (fd >= 0)
        close(fd);
    return n == 0;
}

/* READER, or the dialect D where it is NULL. */
static int replay(const struct reader *reader, const struct dialect *d, char **paths)
{
    struct buf b = BUF_INIT;
    bool good = true;
    if (!reader)
        laws_begin(d);
    for (; good && *paths; paths++) {
        buf_clear(&b);
        good = read_file(*paths, &b);
        if (!good || b.len == 0)
            continue;
        fprintf(stderr, "%s\n", *paths); /* the last one is to blame */
        if (reader)
            reader->hold((struct text){ b.at, b.len });
        else
            laws_hold(b.at, b.len);
    }
    laws_end();
    buf_release(&b);
    return good ? 0 : 1;
}

/* --- crafted lines ------------------------------------------------------------------- */

static const char *const nasty[] = { "\"", "\\\"", "[", "(", ")", "[]", "{\"a\":", "{\"a\":1,", "\\", "\\000", "\\x", " ",
                                     "\t", ",", "\",\"", "1", "a", "a ", ": ", "# ", "= ", ".", "a.", "-", "\xff", "%41",
                                     "\\u0041", " from ", " query: ", "/", "<", "Nov 23 17:56:22 x y: ", "::", "'", "\"a\",",
                                     "{\"rrname\":\"a\",\"rrtype\":\"A\"}," };
#define NASTY (sizeof nasty / sizeof *nasty)

/* Shapes of lists that the dialects' own examples have not. */
static const struct shape {
    const struct dialect *dialect;
    const char *line;
} others[] = {
    { &format_suricata, "{\"dns\":{\"queries\":[ {\"rrname\":\"\",\"rrtype\":\"A\"}],\"type\":\"request\"},\"src_ip\":"
                        "\"192.0.2.1\",\"event_type\":\"dns\",\"timestamp\":\"2016-05-04T05:23:48.5+0000\"}" },
    { &format_cof, "{\"rdata\":[ \"10 mx.example.com.\"],\"rrtype\":\"MX\",\"rrname\":\"example.com.\",\"count\":5,"
                   "\"time_first\":1462339426,\"time_last\":1462339427}" },
    { &format_zeek, "{\"TTLs\":[ 300.0],\"ts\":1462339426.25,\"id.orig_h\":\"192.0.2.100\",\"query\":\"a\","
                    "\"qtype_name\":\"A\"}" },
};

/* The example with one thing repeated in one place. */
struct craft {
    struct text what;
    size_t place;
    double seconds;
};

static void build(struct buf *b, const char *example, const struct craft *c, size_t size)
{
    buf_clear(b);
    buf_add(b, example, c->place);
    while (b->len + c->what.len < size)
        buf_add(b, c->what.at, c->what.len);
    buf_add_text(b, example + c->place);
}

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static double seconds_of(struct buf *line, const char *example, const struct craft *c, size_t size)
{
    build(line, example, c, size);
    double start = cpu_now();
    laws_hold(line->at, line->len);
    return cpu_now() - start;
}

/* Keeps the slowest in *KEPT, the slowest first. */
static void note(struct craft kept[SLOWEST], struct craft c)
{
    for (size_t i = 0; i < SLOWEST; i++)
        if (c.seconds > kept[i].seconds) {
            struct craft held = kept[i];
            kept[i] = c;
            c = held;
        }
}

/* Tries what is nasty and the example's own words, each at up to PLACES starts of words. */
static void sweep(struct buf *line, const char *example, struct craft kept[SLOWEST])
{
    struct text words[NASTY + PLACES];
    size_t places[PLACES + 1], n_places = 0, n_words = NASTY, len = strlen(example);
    for (size_t i = 0; i < NASTY; i++)
        words[i] = text_of(nasty[i]);
    for (size_t i = 0; i < PLACES; i++) {
        size_t at = i * len / PLACES;
        while (at > 0 && at < len && !strchr(" ,:\t", example[at - 1]))
            at++;
        places[n_places++] = at;
        words[n_words++] = (struct text){ example + at, at + 12 < len ? 12 : len - at };
    }
    places[n_places++] = len;
    for (size_t w = 0; w < n_words; w++)
        for (size_t p = 0; words[w].len > 0 && p < n_places; p++) {
            struct craft c = { .what = words[w], .place = places[p] };
            c.seconds = seconds_of(line, example, &c, SMALL);
            note(kept, c);
        }
}

static double best_of(struct buf *line, const char *example, const struct craft *c, size_t size, double enough)
{
    double best = seconds_of(line, example, c, size);
    for (int i = 1; i < TRIES && best > enough; i++) {
        double s = seconds_of(line, example, c, size);
        best = s < best ? s : best;
    }
    return best;
}

/* Ten times as long again and again: the size that took too much, or 0. */
static size_t too_slow(struct buf *line, const char *example, const struct craft *c)
{
    double before = best_of(line, example, c, SMALL, FLOOR_S);
    for (size_t size = SMALL * 10; size <= LARGE; size *= 10) {
        double allowed = MAX_RATIO * (before > FLOOR_S ? before : FLOOR_S);
        before = best_of(line, example, c, size, allowed);
        if (before > allowed)
            return size;
    }
    return 0;
}

/* Whether the slowest lines of this shape grow too slow: the size, and *WORST. */
static size_t judge(struct buf *line, const char *example, struct craft *worst)
{
    struct craft kept[SLOWEST] = { { .seconds = 0 } };
    size_t size = 0;
    sweep(line, example, kept);
    for (size_t i = 0; i < SLOWEST && size == 0; i++) {
        *worst = kept[i];
        size = too_slow(line, example, worst);
    }
    return size;
}

static void slow_one(const struct dialect *d, const char *example)
{
    struct buf line = BUF_INIT;
    struct craft worst;
    laws_begin(d);
    size_t size = judge(&line, example, &worst);
    tests++;
    failures += size > 0;
    printf("%sok %d - %s: ten times the line, not much more than ten times the time\n", size > 0 ? "not " : "", tests,
           d->name);
    if (size > 0)
        printf("# '%.*s' repeated at byte %zu of the example, to %zu bytes\n", (int) worst.what.len, worst.what.at,
               worst.place, size);
    laws_end();
    buf_release(&line);
}

/* A sanitizer's memory is slow in jumps. */
#ifdef __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#elif defined __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static int slow(void)
{
    if (SANITIZED) {
        printf("1..0 # SKIP under a sanitizer\n");
        return 0;
    }
    for (size_t i = 0; i < format_count(); i++)
        if (format_at(i)->line)
            slow_one(format_at(i), format_at(i)->example);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        slow_one(others[i].dialect, others[i].line);
    printf("1..%d\n", tests);
    return failures > 0;
}

static int list_readers(void)
{
    for (const struct reader *r = file_readers; r->name; r++)
        puts(r->name);
    for (const struct reader *r = paper_readers; r->name; r++)
        puts(r->name);
    return 0;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    if (argc == 2 && strcmp(argv[1], "--readers") == 0)
        return list_readers();
    if (argc == 2 && strcmp(argv[1], "--slow") == 0)
        return slow();
    const struct reader *reader = reader_find(argc > 1 ? argv[1] : "");
    const struct dialect *d = reader ? NULL : format_find(argc > 1 ? argv[1] : "", &err);
    if (!reader && !d) {
        fprintf(stderr, "replay: %s\n", err.text);
        return 2;
    }
    return replay(reader, d, argv + 2);
}
