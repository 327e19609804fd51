/* Counts a bin: dense rows of everybody, exposure, and the law that bins of bins are bins. */
#include "scratch.h"
#include "store/merge.h"
#include "unit.h"

#define DAY "time,client,party,count,raw\n"
#define COUNTS "start,series,kind,count,raw,exposure_s\n"

static char *counted(const char *day, const struct count_day *how, struct err *err)
{
    char path[SCRATCH_PATH], *text = NULL;
    size_t size;
    scratch_write(path, day);
    FILE *to = open_memstream(&text, &size);
    struct csv_reader *r = csv_open(path, ',', err);
    bool good = r && count_records(r, how, to, err);
    good = csv_close(r, err) && good;
    fclose(to);
    scratch_remove(path);
    if (good)
        return text;
    free(text);
    return NULL;
}

static char *rebinned(const char *counts, int64_t bin_s, struct err *err)
{
    char path[SCRATCH_PATH], *text = NULL;
    size_t size;
    scratch_write(path, counts);
    FILE *to = open_memstream(&text, &size);
    struct rebin *b = rebin_new(bin_s, to);
    struct filelist files = FILELIST_INIT;
    filelist_add(&files, path);
    bool good = merge_counts(&files, b, NULL, err);
    filelist_release(&files);
    rebin_end(b);
    fclose(to);
    scratch_remove(path);
    if (good)
        return text;
    free(text);
    return NULL;
}

static void dense_with_exposure(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct daymask mask = DAYMASK_INIT;
    assert_worked(daymask_parse(&mask, TEXT("0-21600,64800-70000.5"), &err));
    struct count_day how = { .bin_s = 21600, .observed = &mask };
    char *got = counted(DAY "2016-05-04T05:59:59.999999Z,192.0.2.9,b,1,1\n"
                            "2016-05-04T12:00:00Z,192.0.2.10,a,2,3\n"
                            "2016-05-04T12:00:00Z,192.0.2.9,b,1,1\n", &how, &err);
    assert_worked(got != NULL);
    assert_string_equal(got, COUNTS "2016-05-04T00:00:00.000000Z,all,all,1,1,21600\n"
                                    "2016-05-04T00:00:00.000000Z,b,party,1,1,21600\n"
                                    "2016-05-04T00:00:00.000000Z,192.0.2.9,client,1,1,21600\n"
                                    /* kept, though nobody says to have observed */
                                    "2016-05-04T12:00:00.000000Z,all,all,3,4,0\n"
                                    "2016-05-04T12:00:00.000000Z,a,party,2,3,0\n"
                                    "2016-05-04T12:00:00.000000Z,b,party,1,1,0\n"
                                    "2016-05-04T12:00:00.000000Z,192.0.2.10,client,2,3,0\n"
                                    "2016-05-04T12:00:00.000000Z,192.0.2.9,client,1,1,0\n"
                                    "2016-05-04T18:00:00.000000Z,all,all,0,0,5200.5\n");
    free(got);
    daymask_release(&mask);
}

static void empty_day(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct daymask mask = DAYMASK_INIT;
    assert_worked(daymask_parse(&mask, TEXT("0-43200"), &err));
    struct count_day how = { .bin_s = 43200, .observed = &mask, .has_day = true, .day = 16925 };
    char *got = counted(DAY, &how, &err);
    assert_worked(got != NULL);
    assert_string_equal(got, COUNTS "2016-05-04T00:00:00.000000Z,all,all,0,0,43200\n");
    free(got);
    how.has_day = false;
    assert_says(counted(DAY, &how, &err) != NULL, "the day must be stated");
    daymask_release(&mask);
}

static void mistakes(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct daymask mask = DAYMASK_INIT;
    struct count_day how = { .bin_s = 3600, .observed = &mask };
    assert_says(counted(DAY "2016-05-04T05:00:00Z,c,p,1,1\n2016-05-05T05:00:00Z,c,p,1,1\n", &how, &err) != NULL,
                ":3: error: a record of another day");
    assert_says(counted(DAY "2016-05-04T05:00:00Z,c,p,1,1\n2016-05-04T04:00:00Z,c,p,1,1\n", &how, &err) != NULL,
                ":3: error: records are not in order");
    assert_says(counted(DAY "noon,c,p,1,1\n", &how, &err) != NULL, ":2: error: ");
    assert_says(counted(DAY "2016-05-04T05:00:00Z,c,p,x,1\n", &how, &err) != NULL, ":2: error: found 'x'");
    const char *bad_masks[] = { "0", "0-", "5-3", "0-86401", "0-10,5-20", "a-b", "0-10;20-30" };
    for (size_t i = 0; i < sizeof bad_masks / sizeof *bad_masks; i++) {
        assert_says(daymask_parse(&mask, text_of(bad_masks[i]), &err), "error: ");
        daymask_release(&mask);
    }
    err = (struct err){ 0 };
    assert_says(rebinned(COUNTS "2016-05-05T00:00:00Z,all,all,1,1,5\n2016-05-04T00:00:00Z,all,all,1,1,5\n", 86400,
                         &err) != NULL, ":3: error: counts are not in order");
    assert_says(rebinned(COUNTS "2016-05-05T00:00:00Z,all,all,1,1,1e9\n", 86400, &err) != NULL, ":2: error: an exposure of 1e+09 s");
    assert_says(rebinned(COUNTS "2016-05-05T00:00:00Z,all,most,1,1,5\n", 86400, &err) != NULL, "found the kind 'most'");
}

/* Counting into long bins is counting into short ones and summing those. */
static void bins_of_bins(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct daymask mask = DAYMASK_INIT;
    struct buf day = BUF_INIT;
    uint64_t x = 7;
    assert_worked(daymask_parse(&mask, TEXT("1000-30000,30000-50001,80000-86400"), &err));
    buf_add_text(&day, DAY);
    for (int second = 0; second < 86400; second += 1 + (int) (x >> 33) % 400) {
        char time[WHEN_TEXT + 1];
        x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        when_write(INT64_C(16925) * WHEN_DAY + second * WHEN_SECOND, time);
        buf_add_format(&day, "%s,192.0.2.%d,p%d,%d,%d\n", time, (int) (x >> 40) % 9, (int) (x >> 40) % 3,
                       1 + second % 2, 3);
    }
    struct count_day fine = { .bin_s = 600, .observed = &mask }, coarse = { .bin_s = 21600, .observed = &mask };
    char *short_bins = counted(day.at, &fine, &err), *long_bins = counted(day.at, &coarse, &err);
    assert_worked(short_bins && long_bins);
    char *sums = rebinned(short_bins, 21600, &err), *joined = rebinned(short_bins, 600, &err);
    assert_worked(sums && joined);
    assert_string_equal(sums, long_bins);
    assert_string_equal(joined, short_bins);
    free(short_bins);
    free(long_bins);
    free(sums);
    free(joined);
    buf_release(&day);
    daymask_release(&mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(dense_with_exposure), cmocka_unit_test(empty_day),
                                        cmocka_unit_test(mistakes), cmocka_unit_test(bins_of_bins) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
