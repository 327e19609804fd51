/* The multiset rule, as laws on random batches: order does not matter, a batch that comes
   twice adds nothing, cutting a batch between two instants changes nothing. */
#include "base/when.h"
#include "scratch.h"
#include "store/collect.h"
#include "unit.h"

#define HEADER "time,sensor,client,action,target,status,transport,bytes,count\n"
#define DAY_HEADER "time,sensor,client,party,action,target,status,transport,bytes,count,raw\n"

#define MOST_SLICES 200

static uint64_t seed_state;

static uint64_t draw(uint64_t below)
{
    seed_state = seed_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (seed_state >> 33) % below;
}

/* The day of these slices, of the batches OF (NULL: one each), with so much memory. */
static char *collected_with(size_t memory, const struct buf *const *batches, const uint32_t *of, size_t n)
{
    struct err err = { 0 };
    struct parties *parties = parties_new();
    struct party_row row = { .prefix = TEXT("192.0.2.0/25"), .party = TEXT("near") };
    assert_worked(parties_add(parties, &row, 2, &err));
    struct collect *c = collect_new(memory, "/tmp");
    char paths[MOST_SLICES][SCRATCH_PATH];
    assert_true(n <= MOST_SLICES);
    for (size_t i = 0; i < n; i++) {
        scratch_write(paths[i], batches[i]->at);
        assert_worked(collect_add(c, of ? of[i] : (uint32_t) i, paths[i], &err));
    }
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_worked(collect_write(c, parties, to, &err));
    fclose(to);
    collect_free(c);
    parties_free(parties);
    for (size_t i = 0; i < n; i++)
        scratch_remove(paths[i]);
    return text;
}

/* The caller frees it.  Memory must not matter: no run, some, one a row. */
static char *collected_of(const struct buf *const *batches, const uint32_t *of, size_t n)
{
    static const size_t memories[] = { 2000, 500, 0 };
    char *text = collected_with(1 << 20, batches, of, n);
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        char *again = collected_with(memories[i], batches, of, n);
        assert_string_equal(again, text);
        free(again);
    }
    return text;
}

static char *collected(const struct buf *const *batches, size_t n) { return collected_of(batches, NULL, n); }

#define COLLECTED(...)                                                                            \
    collected((const struct buf *[]){ __VA_ARGS__ }, sizeof((const struct buf *[]){ __VA_ARGS__ }) / sizeof(struct buf *))

static void begin(struct buf *b)
{
    buf_clear(b);
    buf_add_text(b, HEADER);
}

/* Few different values, so that many rows are the same. */
static void add_row(struct buf *b, const char *sensor, int second, uint64_t what)
{
    static const char *const targets[] = { "example.com", "\"a,\"\"b.example.com\"", "z.example.net" };
    char time[WHEN_TEXT + 1];
    when_write(INT64_C(16925) * WHEN_DAY + second * WHEN_SECOND, time);
    buf_add_format(b, "%s,%s,192.0.2.%d,A,%s,%s,udp,%s,%d\n", time, sensor, what & 1 ? 1 : 200, targets[what % 3],
                   what & 2 ? "NOERROR" : "", what & 4 ? "512" : "", what & 8 ? 2 : 1);
}

static void add_random(struct buf *b, const char *sensor, int from, int to)
{
    for (int i = from; i < to; i++)
        for (uint64_t k = draw(4); k > 0; k--)
            add_row(b, sensor, 3600 + i, draw(16));
}

static void same(char *a, char *b, const char *law)
{
    if (strcmp(a, b) != 0)
        fail_msg("%s:\n%s\nis not\n%s", law, a, b);
    free(a);
    free(b);
}

/* TEXT without the last field of each line (raw). */
static char *without_raw(char *text)
{
    char *out = text;
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n'), *comma = end;
        while (*comma != ',')
            comma--;
        size_t n = (size_t) (comma - line);
        memmove(out, line, n);
        out += n;
        *out++ = '\n';
        line = end + 1;
    }
    *out = '\0';
    return text;
}

static void laws_once(void)
{
    struct buf b[6] = { BUF_INIT };
    struct buf *one = &b[0], *two = &b[1], *far = &b[2], *whole = &b[3], *left = &b[4], *right = &b[5];
    for (size_t i = 0; i < 6; i++)
        begin(&b[i]);
    add_random(one, "ns1", 0, 6);
    add_random(two, "ns1", 3, 9);
    add_random(far, "ns2", 0, 9);
    same(COLLECTED(one, two, far), COLLECTED(far, one, two), "the order of batches does not matter");
    same(without_raw(COLLECTED(one, two)), without_raw(COLLECTED(two, one, two, one)),
         "a batch that comes twice adds nothing");

    add_random(left, "ns1", 0, 2);
    add_random(right, "ns1", 2, 5);
    buf_add_text(whole, left->at + strlen(HEADER));
    buf_add_text(whole, right->at + strlen(HEADER));
    same(COLLECTED(whole, far), COLLECTED(right, far, left), "where a batch is cut does not matter");
    char *pieces = collected_of((const struct buf *[]){ two, whole, far, one }, (uint32_t[]){ 0, 1, 2, 0 }, 4);
    buf_add_text(two, one->at + strlen(HEADER));
    same(pieces, COLLECTED(whole, far, two), "the pieces of a batch add up");
    for (size_t i = 0; i < 6; i++)
        buf_release(&b[i]);
}

/* Rows of a slice in order, up to LATE seconds late, or in any order. */
static void add_late(struct buf *b, const char *sensor, int seconds, int late)
{
    for (int i = 0; i < seconds; i++) {
        int second = i - (late > 0 ? (int) draw((uint64_t) late + 1) : 0);
        add_row(b, sensor, 3600 + (second > 0 ? second : 0), draw(16));
    }
}

/* More slices than are open at once, over the whole hour and one behind the other. */
static void many_slices(void **state)
{
    (void) state;
    struct buf slices[MOST_SLICES] = { BUF_INIT };
    const struct buf *there[MOST_SLICES], *back[MOST_SLICES];
    seed_state = 2041;
    for (int i = 0; i < MOST_SLICES; i++) {
        begin(&slices[i]);
        if (i % 2)
            add_random(&slices[i], "ns1", 10 * i, 10 * i + 12);
        else
            add_late(&slices[i], i % 3 ? "ns1" : "ns2", 60, i % 4 ? i : 0);
        there[i] = back[MOST_SLICES - 1 - i] = &slices[i];
    }
    same(collected_with(1 << 20, there, NULL, MOST_SLICES), collected_with(1 << 20, back, NULL, MOST_SLICES),
         "the order of many slices does not matter");
    same(collected_with(1 << 20, there, NULL, MOST_SLICES), collected_with(100000, there, NULL, MOST_SLICES),
         "nor does memory");
    for (int i = 0; i < MOST_SLICES; i++)
        buf_release(&slices[i]);
}

/* Enough rows that some are written before all were read. */
static void in_order_and_not(void **state)
{
    (void) state;
    struct buf order = BUF_INIT, late = BUF_INIT, heap = BUF_INIT, one_time = BUF_INIT;
    seed_state = 2042;
    struct buf *const all[] = { &order, &late, &heap, &one_time };
    for (size_t i = 0; i < 4; i++)
        begin(all[i]);
    add_late(&order, "ns1", 9000, 0);
    add_late(&late, "ns2", 9000, 3);
    add_late(&heap, "ns3", 1000, 1000);
    for (int i = 0; i < 4000; i++)
        add_row(&one_time, "ns4", 7200, draw(16));
    const struct buf *const of[] = { &order, &late, &heap, &one_time };
    char *whole = collected_with(16 << 20, of, NULL, 4);
    static const size_t memories[] = { 1 << 20, 200000, 3000 };
    for (size_t i = 0; i < 3; i++)
        same(collected_with(memories[i], of, NULL, 4), mem_text(whole), "memory does not matter");
    const char *before = strchr(whole, '\n') + 1;
    for (const char *line = strchr(before, '\n') + 1; *line; before = line, line = strchr(line, '\n') + 1)
        assert_true(memcmp(before, line, WHEN_TEXT) <= 0);
    free(whole);
    for (size_t i = 0; i < 4; i++)
        buf_release(all[i]);
}

/* Written over between the look at its times and its reading. */
static void changed_slice(void **state)
{
    (void) state;
    struct err err = { 0 };
    char path[SCRATCH_PATH], *text = NULL;
    size_t size;
    scratch_write(path, HEADER "2016-05-04T00:00:01Z,ns1,192.0.2.1,A,x,,udp,,1\n");
    struct collect *c = collect_new(1 << 20, "/tmp");
    assert_worked(collect_add(c, 0, path, &err));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(HEADER "2016-05-04T00:00:00Z,ns1,192.0.2.1,A,x,,udp,,1\n", file);
    assert_int_equal(fclose(file), 0);
    struct parties *nobody = parties_new();
    FILE *to = open_memstream(&text, &size);
    assert_says(collect_write(c, nobody, to, &err), ":2: error: the slice changed while it was read");
    fclose(to);
    free(text);
    parties_free(nobody);
    collect_free(c);
    scratch_remove(path);
}

static void batch_of_a_slice(void **state)
{
    (void) state;
    static const struct { const char *path, *batch; } given[] = {
        { "s/2016-05-04/ns1-a.log-1234.csv", "s/2016-05-04/ns1-a.log-1234" },
        { "s/2016-05-04/ns1-a.log-1234@12.csv", "s/2016-05-04/ns1-a.log-1234" },
        { "a@b/c.csv", "a@b/c" },
        { "a/c.csv.zst", "a/c" },
        { "a/c@2.csv.zst", "a/c" },
        { ".csv", ".csv" },
        { "-", "-" },
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        assert_true(text_is(collect_batch_of(given[i].path), given[i].batch));
}

static void laws(void **state)
{
    (void) state;
    const char *given = getenv("SEED");
    seed_state = given ? strtoull(given, NULL, 10) : 16925;
    print_message("# SEED=%llu\n", (unsigned long long) seed_state);
    for (int i = 0; i < 30; i++)
        laws_once();
}

static void largest_of_one_batch(void **state)
{
    (void) state;
    struct buf a = BUF_INIT, b = BUF_INIT, c = BUF_INIT;
    begin(&a);
    begin(&b);
    begin(&c);
    for (int i = 0; i < 2; i++)
        add_row(&a, "ns1", 1, 1);
    for (int i = 0; i < 3; i++)
        add_row(&b, "ns1", 1, 1);
    add_row(&b, "ns1", 0, 0);
    add_row(&c, "ns2", 1, 9); /* stands for two */
    char *got = COLLECTED(&a, &b, &c);
    assert_string_equal(got, DAY_HEADER
                        "2016-05-04T00:00:00.000000Z,ns1,192.0.2.200,other,A,example.com,,udp,,1,1\n"
                        "2016-05-04T00:00:01.000000Z,ns1,192.0.2.1,near,A,\"a,\"\"b.example.com\",,udp,,3,5\n"
                        "2016-05-04T00:00:01.000000Z,ns2,192.0.2.1,near,A,example.com,,udp,,2,2\n");
    free(got);
    buf_release(&a);
    buf_release(&b);
    buf_release(&c);
}

/* Days are slices too, of batches of their own: collecting those of any groups of the batches, in any order and as
   often as one likes, is collecting all batches. */
static void days_of_parts(void **state)
{
    (void) state;
    for (int i = 0; i < 40; i++) {
        enum { BATCHES = 6 };
        struct buf b[BATCHES] = { BUF_INIT };
        const struct buf *all[BATCHES];
        char *whole;
        seed_state = (uint64_t) (3 * i + 2);
        for (size_t k = 0; k < BATCHES; k++) {
            all[k] = &b[k];
            begin(&b[k]);
            add_random(&b[k], draw(2) ? "ns1" : "ns2", 0, 4);
        }
        whole = collected(all, BATCHES);
        for (size_t n = BATCHES; n > 1;) { /* some of those that are left become one day, in the place of the first */
            size_t take = 1 + (size_t) draw(n), from = (size_t) draw(n - take + 1);
            char *day = collected(all + from, take);
            buf_clear(&b[all[from] - b]);
            buf_add_text(&b[all[from] - b], day);
            free(day);
            for (size_t k = from + 1; k + take <= n; k++)
                all[k] = all[k + take - 1];
            n -= take - 1;
            const struct buf *moved = all[draw(n)]; /* and the order changes */
            for (size_t k = 0; k < n; k++)
                if (all[k] == moved) {
                    all[k] = all[0];
                    all[0] = moved;
                    break;
                }
        }
        same(collected(all, 1), whole, "the day of days");
        for (size_t k = 0; k < BATCHES; k++)
            buf_release(&b[k]);
    }
}

static void nothing(void **state)
{
    (void) state;
    char *got = collected(NULL, 0);
    assert_string_equal(got, DAY_HEADER);
    free(got);
}

static void mistakes(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct { const char *content, *says; } bad[] = {
        { "time,client\n2016-05-04T00:00:00Z,192.0.2.1\n", ":1: error: no column 'bytes'" },
        { HEADER "yesterday,ns1,192.0.2.1,A,x,,udp,,1\n", ":2: error: " },
        { HEADER "2016-05-04T00:00:00Z,ns1,192.0.2.1,A,x,,udp,many,1\n", ":2: error: found 'many'" },
        { HEADER "2016-05-04T00:00:00Z,ns1,192.0.2.1,A,x,,udp,,0\n", ":2: error: a count below 1" },
        { DAY_HEADER "2016-05-04T00:00:00Z,ns1,192.0.2.1,near,A,x,,udp,,2,1\n", "or a raw count below it" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char path[SCRATCH_PATH], *text = NULL;
        size_t size;
        scratch_write(path, bad[i].content);
        struct collect *c = collect_new(1 << 20, "/tmp");
        FILE *to = open_memstream(&text, &size);
        struct parties *nobody = parties_new();
        assert_says(collect_add(c, 0, path, &err) && collect_write(c, nobody, to, &err), bad[i].says);
        parties_free(nobody);
        fclose(to);
        free(text);
        collect_free(c);
        scratch_remove(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(largest_of_one_batch), cmocka_unit_test(nothing),
                                        cmocka_unit_test(mistakes), cmocka_unit_test(days_of_parts), cmocka_unit_test(laws), cmocka_unit_test(batch_of_a_slice),
                                        cmocka_unit_test(many_slices), cmocka_unit_test(in_order_and_not),
                                        cmocka_unit_test(changed_slice) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
