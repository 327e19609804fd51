/* The law of merging: counts of any split of the records, merged in any order and grouping, are the bytes of counting all
   records at once.  And what no merge can mend is told. */
#include "base/csv.h"
#include "scratch.h"
#include "store/merge.h"
#include "unit.h"

#define COUNTS "start,series,kind,count,raw,exposure_s\n"
#define DAYS 3
#define PARTS 5
#define FIRST_DAY INT64_C(16925)

static uint64_t state;

static uint64_t draw(uint64_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (state >> 33) % below;
}

/* The counts of a day's records; the caller frees them. */
static char *counted(const char *records, int64_t day, const struct daymask *observed)
{
    char path[SCRATCH_PATH], *text = NULL;
    size_t size;
    struct err err = { 0 };
    struct count_day how = { .bin_s = 3600, .observed = observed, .has_day = true, .day = day };
    scratch_write(path, records);
    FILE *to = open_memstream(&text, &size);
    struct csv_reader *r = csv_open(path, ',', &err);
    assert_worked(r && count_records(r, &how, to, &err));
    assert_worked(csv_close(r, &err));
    fclose(to);
    scratch_remove(path);
    return text;
}

/* Merged, or NULL with *err set; the caller frees it. */
static char *merged(char *const *counts, size_t n, struct err *err)
{
    struct filelist files = FILELIST_INIT;
    char *text = NULL;
    size_t size;
    for (size_t i = 0; i < n; i++) {
        char path[SCRATCH_PATH];
        scratch_write(path, counts[i]);
        filelist_add(&files, path);
    }
    FILE *to = open_memstream(&text, &size);
    struct rebin *whole = rebin_new(REBIN_KEEP, to);
    bool good = merge_counts(&files, whole, NULL, err);
    rebin_end(whole);
    fclose(to);
    for (size_t i = 0; i < n; i++)
        scratch_remove(files.at[i]);
    filelist_release(&files);
    if (good)
        return text;
    free(text);
    return NULL;
}

/* The records of a day, all of them in WHOLE and each in one of the parts. */
static void draw_day(int64_t day, struct buf *whole, struct buf parts[PARTS], size_t n_parts)
{
    const char *header = "time,client,party,count,raw\n";
    buf_add_text(whole, header);
    for (size_t p = 0; p < n_parts; p++)
        buf_add_text(&parts[p], header);
    for (int64_t second = (int64_t) draw(20000); second < 86400; second += (int64_t) draw(6000)) {
        char time[WHEN_TEXT + 1];
        struct buf row = BUF_INIT;
        int count = 1 + (int) draw(3), client = (int) draw(6);
        when_write(day * WHEN_DAY + second * WHEN_SECOND, time);
        buf_add_format(&row, "%s,192.0.2.%d,\"p,%d\",%d,%d\n", time, client, client % 2, count, count + (int) draw(2));
        buf_add_text(whole, row.at);
        buf_add_text(&parts[draw(n_parts)], row.at);
        buf_release(&row);
    }
}

/* Takes some of the POOL, puts what they make in their place. */
static size_t merge_some(char **pool, size_t n)
{
    struct err err = { 0 };
    size_t take = 1 + (size_t) draw(n < 6 ? n : 6);
    for (size_t i = 0; i < take; i++) { /* the ones at the end, after a shuffle */
        size_t k = (size_t) draw(n - i), last = n - 1 - i;
        char *moved = pool[k];
        pool[k] = pool[last];
        pool[last] = moved;
    }
    char *one = merged(pool + n - take, take, &err);
    assert_worked(one != NULL);
    for (size_t i = n - take; i < n; i++)
        free(pool[i]);
    pool[n - take] = one;
    return n - take + 1;
}

static void any_split(void **unused)
{
    (void) unused;
    for (int i = 0; i < 60; i++) {
        struct daymask observed = DAYMASK_INIT;
        struct err err = { 0 };
        char *pool[DAYS * PARTS], *days[DAYS];
        size_t n = 0;
        state = (uint64_t) i;
        assert_worked(daymask_parse(&observed, text_of(draw(2) ? "0-86400" : "100-30000,30000-50001.25,80000-86400"), &err));
        for (int64_t d = 0; d < DAYS; d++) {
            struct buf whole = BUF_INIT, parts[PARTS] = { BUF_INIT };
            size_t n_parts = 1 + (size_t) draw(PARTS);
            draw_day(FIRST_DAY + d, &whole, parts, n_parts);
            days[d] = counted(whole.at, FIRST_DAY + d, &observed);
            for (size_t p = 0; p < n_parts; p++) {
                pool[n++] = counted(parts[p].at, FIRST_DAY + d, &observed);
                buf_release(&parts[p]);
            }
            buf_release(&whole);
        }
        while (n > 1)
            n = merge_some(pool, n);
        struct buf want = BUF_INIT;
        buf_add_text(&want, COUNTS);
        for (int d = 0; d < DAYS; d++)
            buf_add_text(&want, days[d] + strlen(COUNTS));
        if (strcmp(pool[0], want.at) != 0)
            fail_msg("split %d:\n%s\nis not\n%s", i, pool[0], want.at);
        buf_release(&want);
        free(pool[0]);
        for (int d = 0; d < DAYS; d++)
            free(days[d]);
        daymask_release(&observed);
    }
}

static void odd_parts(void **unused)
{
    (void) unused;
    struct err err = { 0 };
    char *nothing = merged(NULL, 0, &err);
    assert_string_equal(nothing, COUNTS);
    char *parts[] = { (char *) COUNTS, (char *) COUNTS "2016-05-04T00:00:00.000000Z,all,all,0,0,600\n", (char *) COUNTS };
    char *got = merged(parts, 3, &err);
    assert_worked(got != NULL);
    assert_string_equal(got, parts[1]);
    free(nothing);
    free(got);
}

static void mistakes(void **unused)
{
    (void) unused;
    struct err err = { 0 };
    char *differ[] = { (char *) COUNTS "2016-05-04T00:00:00Z,all,all,1,1,600\n", (char *) COUNTS "2016-05-04T00:00:00Z,all,all,1,1,300\n" };
    assert_says(merged(differ, 2, &err) != NULL, ":2: error: 300 s of this bin were observed, and 600 s say its other counts");
    char *back[] = { (char *) COUNTS "2016-05-05T00:00:00Z,all,all,1,1,5\n2016-05-04T00:00:00Z,all,all,1,1,5\n", (char *) COUNTS };
    assert_says(merged(back, 2, &err) != NULL, ":3: error: counts are not in order of time");
    char *records[] = { (char *) "time,client,party,count,raw\n" };
    assert_says(merged(records, 1, &err) != NULL, ":1: error: no column 'start', found: time, client");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(any_split), cmocka_unit_test(odd_parts), cmocka_unit_test(mistakes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
