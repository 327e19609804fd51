#include "readers.h"
#include "base/addr.h"
#include "base/csv.h"
#include "base/csvline.h"
#include "base/ini.h"
#include "base/num.h"
#include "base/tz.h"
#include "base/tzrule.h"
#include "base/utf8.h"
#include "base/when.h"
#include "base/zstdio.h"
#include "case/casefile.h"
#include "case/events.h"
#include "case/ledger.h"
#include "case/parties.h"
#include "lines/carry.h"
#include "lines/slicetimes.h"
#include "periods/screenpart.h"
#include <csv.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *at_work = "";

const struct reader *reader_find(const char *name)
{
    const struct reader *const lists[] = { file_readers, paper_readers };
    for (size_t i = 0; i < 2; i++)
        for (const struct reader *r = lists[i]; r->name; r++)
            if (strcmp(r->name, name) == 0) {
                at_work = r->name;
                return r;
            }
    return NULL;
}

void reader_law(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s: broken law: %s\n", at_work, what);
    abort();
}
#define law reader_law

static int slots[READER_SLOTS] = { -1, -1, -1 };

const char *reader_file(size_t slot, struct text bytes)
{
    static char paths[READER_SLOTS][40];
    if (slots[slot] < 0)
        slots[slot] = memfd_create("reader", MFD_CLOEXEC);
    law(ftruncate(slots[slot], 0) == 0 && pwrite(slots[slot], bytes.at, bytes.len, 0) == (ssize_t) bytes.len, "no file in memory");
    snprintf(paths[slot], sizeof paths[slot], "/proc/self/fd/%d", slots[slot]);
    return paths[slot];
}

#define LATE_DAY "2016-05-04"

static char scratch[] = "/tmp/dielog-reader.XXXXXX";

static void remove_scratch(void)
{
    struct buf all = BUF_INIT;
    static const char *const names[] = { "case.ini", "result.csv", "ledger.csv", "seen.csv", "a.late", "b.late", "a.csv", "b.csv", "batches", "slices", LATE_DAY };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        buf_clear(&all);
        buf_add_format(&all, "%s/%s", scratch, names[i]);
        unlink(all.at);
    }
    rmdir(scratch);
    buf_release(&all);
}

const char *reader_folder(size_t slot, const char *name)
{
    static bool made;
    struct buf link = BUF_INIT;
    const char *file = reader_file(slot, TEXT(""));
    if (!made)
        made = mkdtemp(scratch) != NULL && atexit(remove_scratch) == 0;
    buf_add_format(&link, "%s/%s", scratch, name);
    law(made && (access(link.at, F_OK) == 0 || symlink(file, link.at) == 0), "no folder");
    buf_release(&link);
    return scratch;
}

static struct text all_of(const struct buf *b) { return (struct text){ b->at ? b->at : "", b->len }; }

/* A failure says something on one line. */
static void failure_holds(const struct err *err)
{
    law(err->set && err->text[0], "a failure says nothing");
    law(!strchr(err->text, '\n') && utf8_valid(err->text, strlen(err->text)), "a message is no line of UTF-8");
}

/* --- CSV: the splitter and libcsv agree, and what is written reads back ------------------- */

/* Rows as one text: 'f', the field and NUL for each field, 'r' behind each row; no field holds a NUL. */
struct rows {
    struct buf all;
    size_t n, fields, first; /* rows; fields of the open one, and of the first */
    bool uneven;
};

static void one_field(void *bytes, size_t n, void *context)
{
    struct rows *r = context;
    buf_add_char(&r->all, 'f');
    buf_add(&r->all, n > 0 ? bytes : "", n);
    buf_add_char(&r->all, '\0');
    r->fields++;
}

static void one_row(int end, void *context)
{
    (void) end;
    struct rows *r = context;
    buf_add_char(&r->all, 'r');
    r->first = r->n++ == 0 ? r->fields : r->first;
    r->uneven = r->uneven || r->fields != r->first;
    r->fields = 0;
}

/* False when libcsv refuses the bytes. */
static bool by_libcsv(struct text bytes, char separator, struct rows *r)
{
    struct csv_parser parser;
    law(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) == 0, "no parser");
    csv_set_delim(&parser, (unsigned char) separator);
    bool good = csv_parse(&parser, bytes.at, bytes.len, one_field, one_row, r) == bytes.len &&
                csv_fini(&parser, one_field, one_row, r) == 0;
    csv_free(&parser);
    return good;
}

static void header_rows(const struct csv_reader *in, struct rows *r)
{
    for (size_t i = 0; i < csv_columns(in); i++)
        one_field((void *) csv_name(in, i).at, csv_name(in, i).len, r);
    one_row(0, r);
}

static void take_row(const struct csv_reader *in, struct rows *r)
{
    for (size_t i = 0; i < csv_columns(in); i++) {
        struct text f = csv_field(in, i);
        law(f.at[f.len] == '\0' && utf8_valid(f.at, f.len), "a field is no text");
        one_field((void *) f.at, f.len, r);
    }
    one_row(0, r);
}

/* False when ours refuses the file. */
static bool by_ours(const char *path, char separator, struct rows *r)
{
    struct err err = { 0 }, again = { 0 };
    struct csv_reader *in = csv_open(path, separator, &err);
    enum csv_status status = CSV_FAIL;
    if (in)
        header_rows(in, r);
    while (in && (status = csv_next(in, &err)) == CSV_ROW)
        take_row(in, r);
    if (status == CSV_FAIL)
        failure_holds(&err);
    law(!in || csv_next(in, &again) == status, "an end or a failure is none at the next call");
    law(csv_close(in, &again) == (status == CSV_END || !in), "closing does not say how it went");
    return status == CSV_END;
}

/* What csv_next refuses and libcsv does not: bytes that are no text, rows of another length, and a row that ends
   within a line, by a carriage return. */
static bool may_refuse(struct text bytes, const struct rows *reference)
{
    bool lone = false;
    for (size_t i = 0; i < bytes.len; i++)
        lone = lone || (bytes.at[i] == '\r' && (i + 1 == bytes.len || bytes.at[i + 1] != '\n'));
    return reference->n == 0 || reference->uneven || lone || memchr(bytes.at, '\0', bytes.len) || !utf8_valid(bytes.at, bytes.len);
}

static void write_rows(const struct rows *r, struct buf *out)
{
    bool started = false;
    for (const char *at = r->all.at, *end = at + r->all.len; at < end;) {
        if (*at == 'r') {
            buf_add_char(out, '\n');
            started = false;
            at++;
            continue;
        }
        struct text field = text_of(at + 1);
        buf_add_text(out, started ? "," : "");
        csv_quote(out, field);
        started = true;
        at += field.len + 2;
    }
}

static bool same_rows(const struct rows *a, const struct rows *b)
{
    return a->all.len == b->all.len && (a->all.len == 0 || memcmp(a->all.at, b->all.at, a->all.len) == 0);
}

/* A row of one empty field is an empty line, which is no row: such files are left out. */
static void reads_back(const struct rows *r)
{
    struct buf out = BUF_INIT;
    struct rows again = { .n = 0 };
    if (r->n > 0 && r->first > 1) {
        write_rows(r, &out);
        law(by_ours(reader_file(1, all_of(&out)), ',', &again) && same_rows(r, &again), "what was written does not read back");
    }
    buf_release(&out);
    buf_release(&again.all);
}

static void csv_agrees(struct text bytes, char separator)
{
    struct rows ours = { .n = 0 }, reference = { .n = 0 };
    bool marked = bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0;
    struct text plain = marked ? (struct text){ bytes.at + 3, bytes.len - 3 } : bytes;
    bool good = by_ours(reader_file(0, bytes), separator, &ours), theirs = by_libcsv(plain, separator, &reference);
    if (zstdio_is_packed(bytes.at, bytes.len)) {
        /* libcsv does not unpack: test_zstdio compares what is packed with what is plain */
    } else if (good) {
        law(theirs && same_rows(&ours, &reference), "libcsv has other rows");
        reads_back(&ours);
    } else {
        law(!theirs || may_refuse(plain, &reference), "libcsv reads what ours refuses");
    }
    buf_release(&ours.all);
    buf_release(&reference.all);
}

/* A line in memory, as the dialect csv reads it. */
static void csvline_agrees(struct text bytes)
{
    static struct csvline *c;
    struct text fields[16];
    struct rows r = { .n = 0 };
    struct buf out = BUF_INIT;
    c = c ? c : csvline_new();
    size_t n = csvline_split(c, bytes, fields, 16);
    bool whole = n > 0 && n <= 16 && !memchr(bytes.at, '\0', bytes.len) && !memchr(bytes.at, '\n', bytes.len) && !memchr(bytes.at, '\r', bytes.len);
    for (size_t i = 0; whole && i < n; i++)
        one_field((void *) fields[i].at, fields[i].len, &r);
    if (whole) {
        write_rows(&r, &out);
        struct rows again = { .n = 0 };
        size_t m = csvline_split(c, all_of(&out), fields, 16);
        for (size_t i = 0; m == n && i < m; i++)
            one_field((void *) fields[i].at, fields[i].len, &again);
        law((n == 1 && out.len == 0) || (m == n && same_rows(&r, &again)), "a line that was written has other fields");
        buf_release(&again.all);
    }
    buf_release(&out);
    buf_release(&r.all);
}

static void hold_csv(struct text bytes)
{
    csv_agrees(bytes, ',');
    csv_agrees(bytes, '\t');
    csvline_agrees(bytes);
}

/* --- INI and what a case says --------------------------------------------------------------- */

static void hold_ini(struct text bytes)
{
    struct err err = { 0 }, ignored = { 0 };
    struct ini *ini = ini_read(reader_file(0, bytes), &err);
    if (!ini)
        failure_holds(&err);
    for (size_t i = 0; ini && i < ini_sections(ini); i++) {
        const char *value = ini_text(ini, ini_section(ini, i), "files", "");
        double x = 0;
        law(utf8_valid(value, strlen(value)) && ini_has_section(ini, ini_section(ini, i)), "a value is no text");
        law(!ini_duration(ini, ini_section(ini, i), "bin", 1, 86400, &x, &ignored) || x == 0 || (x >= 1 && x <= 86400), "a duration out of bounds");
    }
    ini_free(ini);
    /* The bytes as a value, written and read. */
    struct buf b = BUF_INIT, value = BUF_INIT;
    buf_add(&value, bytes.at, bytes.len);
    buf_add_text(&b, "[s]\n");
    err = (struct err){ 0 };
    if (utf8_valid(bytes.at, bytes.len) && strlen(value.at) == bytes.len && ini_put(&b, "key", value.at, &err)) {
        ini = ini_read(reader_file(1, all_of(&b)), &err);
        law(ini && strcmp(ini_text(ini, "s", "key", ""), value.at) == 0, "a value that was put does not read back");
        ini_free(ini);
    }
    buf_release(&value);
    buf_release(&b);
}

static void hold_case(struct text bytes)
{
    struct err err = { 0 };
    const char *folder = reader_folder(2, "case.ini");
    reader_file(2, bytes);
    struct casefile *c = case_read(folder, &err);
    if (!c)
        failure_holds(&err);
    else
        law(c->bin_s > 0 && 86400 % c->bin_s == 0 && c->n > 0 && c->max_rejects >= 0 && c->max_rejects <= 1, "a case with a value that it may not have");
    for (size_t i = 0; c && i < c->n; i++)
        for (size_t k = 0; k < c->inputs[i].n_observed; k++)
            law(c->inputs[i].observed[k].start < c->inputs[i].observed[k].end, "an interval is empty");
    case_free(c);
}

static bool one_event(void *context, const struct event *e, size_t line, struct err *err)
{
    (void) err;
    law(short_id(e->id) && e->start < e->end && e->start >= WHEN_MIN && e->end <= WHEN_MAX && line > 1, "an event that may not be");
    law(utf8_valid(e->label.at, e->label.len), "a label is no text");
    ++*(size_t *) context;
    return true;
}

static void hold_events(struct text bytes)
{
    struct err err = { 0 };
    size_t n = 0, copied = 0, again = 0, length = 0;
    char *copy = NULL;
    if (!events_each(reader_file(0, bytes), one_event, &n, &err)) {
        failure_holds(&err);
        return;
    }
    FILE *to = open_memstream(&copy, &length);
    law(to && events_copy(reader_file(0, bytes), to, &copied, &err) && fclose(to) == 0 && copied == n, "the copy fails");
    law(events_each(reader_file(1, (struct text){ copy, length }), one_event, &again, &err) && again == n, "the copy does not read back");
    free(copy);
}

static char *parties_text(const struct parties *p, size_t *n)
{
    char *text = NULL;
    FILE *to = open_memstream(&text, n);
    law(to != NULL, "no memory");
    parties_write(p, to);
    law(fclose(to) == 0, "no memory");
    return text;
}

static void hold_parties(struct text bytes)
{
    struct err err = { 0 };
    struct parties *p = parties_read(reader_file(0, bytes), &err), *again = NULL;
    if (!p) {
        failure_holds(&err);
        return;
    }
    for (size_t i = 0; i < parties_count(p); i++) {
        struct party_row row = parties_at(p, i);
        law(short_id(row.party), "a party that is no short id");
        law(row.prefix.len == 0 || row.prefix.at[0] == '.' || memchr(row.prefix.at, '/', row.prefix.len) ||
                (parties_find(p, row.prefix).len == row.party.len && memcmp(parties_find(p, row.prefix).at, row.party.at, row.party.len) == 0),
            "a client that a row names has another party");
    }
    size_t n, m;
    char *one = parties_text(p, &n), *two = NULL;
    again = parties_read(reader_file(1, (struct text){ one, n }), &err);
    law(again != NULL, "the copy does not read back");
    two = parties_text(again, &m);
    law(n == m && memcmp(one, two, n) == 0, "the copy of the copy differs");
    free(one);
    free(two);
    parties_free(p);
    parties_free(again);
}

static void hold_carry(struct text bytes)
{
    struct err err = { 0 };
    struct carry c = { .end = 0 }, again = { .end = 0 };
    struct buf one = BUF_INIT, two = BUF_INIT;
    if (!carry_read(&c, reader_file(0, bytes), &err)) {
        failure_holds(&err);
        return;
    }
    carry_write(&c, &one);
    law(carry_read(&again, reader_file(1, all_of(&one)), &err), "what was carried does not read back");
    carry_write(&again, &two);
    law(one.len == two.len && memcmp(one.at, two.at, one.len) == 0, "what was carried twice differs");
    carry_release(&c);
    carry_release(&again);
    buf_release(&one);
    buf_release(&two);
}

/* A store of one day with the slices of two batches, a and b, as large as must be for normalize to say how late their rows are.  What
   lies in them is no slice, so that nothing is known but what was said.  Its folders are all the same one. */
static const char *late_store(void)
{
    static const char *const folders[] = { "batches", "slices", LATE_DAY };
    static const char *store;
    struct buf b = BUF_INIT;
    if (store)
        return store;
    reader_folder(0, "a.late");
    reader_folder(1, "b.late");
    reader_folder(2, "a.csv");
    store = reader_folder(2, "b.csv");
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        buf_clear(&b);
        buf_add_format(&b, "%s/%s", store, folders[i]);
        law(symlink(".", b.at) == 0, "no folder");
    }
    buf_clear(&b);
    for (int64_t i = 0; i < SLICETIMES_WORTH; i++)
        buf_add_char(&b, '\n');
    reader_file(2, all_of(&b));
    buf_release(&b);
    return store;
}

/* What SAID, as the file of batch a (0) or b (1), tells of its slice. */
static struct slicetimes late_read(size_t batch, struct text said)
{
    struct err err = { 0 };
    struct slicetimes t;
    struct buf slice = BUF_INIT;
    buf_add_format(&slice, "%s/slices/" LATE_DAY "/%c.csv", late_store(), "ab"[batch]);
    reader_file(batch, said);
    law(slicetimes_of(slice.at, &t, &err), "a slice that is there cannot be read");
    buf_release(&slice);
    return t;
}

static struct slicetimes late_again(const struct slicetimes *t, int64_t bytes)
{
    struct err err = { 0 };
    struct buf b = BUF_INIT;
    int64_t day;
    law(when_parse_day(TEXT(LATE_DAY), &day, &err), "no day");
    slicetimes_state(&b, 0, NULL, 0);
    slicetimes_state(&b, day, t, bytes);
    struct slicetimes again = late_read(1, all_of(&b));
    buf_release(&b);
    return again;
}

static void hold_late(struct text bytes)
{
    static const when_t newest[] = { WHEN_MIN, -1, INT64_C(16925) * WHEN_DAY, WHEN_MAX };
    struct slicetimes t = late_read(0, bytes);
    if (!t.known)
        return;
    law(t.first >= WHEN_MIN && t.first <= WHEN_MAX && t.lateness >= 0 && t.lateness <= WHEN_MAX - WHEN_MIN, "times that cannot be");
    for (size_t i = 0; i < sizeof newest / sizeof *newest; i++) {
        when_t bound = slicetimes_bound(&t, newest[i]);
        law(bound >= t.first && (bound <= newest[i] || bound == t.first), "a bound that is none");
    }
    struct slicetimes again = late_again(&t, SLICETIMES_WORTH);
    law(again.known && again.first == t.first && again.lateness == t.lateness, "what was said does not read back");
    law(!late_again(&t, SLICETIMES_WORTH + 1).known, "what was said of a slice of other bytes is believed");
}

static void log_holds(const struct ledger *l, const struct ledger_log *log)
{
    law(log->id && !strchr(log->id, '@') && log->n > 0 && ledger_has(l, log->id), "a log that may not be");
    law(log->head.len >= 0 && log->head.len <= INPUT_MARK, "a mark is too long");
    for (size_t k = 0; k < log->n; k++)
        law(log->pieces[k].from >= 0 && (log->pieces[k].to == -1 || log->pieces[k].to >= log->pieces[k].from), "a piece that ends before it begins");
}

/* The ledger, and behind a form feed what was seen. */
static void hold_ledger(struct text bytes)
{
    struct err err = { 0 };
    const char *feed = bytes.len > 0 ? memchr(bytes.at, '\f', bytes.len) : NULL;
    size_t n = feed ? (size_t) (feed - bytes.at) : bytes.len;
    const char *folder = reader_folder(0, "ledger.csv");
    law(folder == reader_folder(1, "seen.csv"), "two folders");
    reader_file(0, (struct text){ bytes.at, n });
    reader_file(1, feed ? (struct text){ feed + 1, bytes.len - n - 1 } : TEXT("file,bytes,changed_ns,device,inode,log,covered\n"));
    struct ledger *l = ledger_read(folder, &err);
    if (!l)
        failure_holds(&err);
    for (size_t i = 0; l && i < l->n; i++)
        log_holds(l, &l->logs[i]);
    for (size_t i = 0; l && i < l->n_seen; i++)
        law(l->seen[i].log < l->n && l->seen[i].bytes >= 0 && l->seen[i].covered >= 0, "what was seen is of no log");
    while (l && l->n > 0)
        ledger_drop_log(l, 0);
    law(!l || l->n_seen == 0, "a file is known of a log that is not");
    ledger_free(l);
}

static bool part_read(size_t slot, struct text bytes, struct buf *written, struct err *err)
{
    const char *path = reader_file(slot, bytes);
    struct inputs in = { .files = &path, .n_files = 1, .separator = ',' };
    struct screenpart *p = screenpart_new();
    bool good = screenpart_read(p, &in, err);
    char *text = NULL;
    size_t n = 0;
    if (good) {
        struct csv_writer w = { .to = open_memstream(&text, &n) };
        law(w.to != NULL, "no memory");
        screenpart_write(p, &w);
        law(fclose(w.to) == 0, "no memory");
        buf_add(written, text, n);
    }
    free(text);
    screenpart_free(p);
    return good;
}

static void hold_screenpart(struct text bytes)
{
    struct err err = { 0 };
    struct buf one = BUF_INIT, two = BUF_INIT;
    if (part_read(0, bytes, &one, &err)) {
        law(part_read(1, all_of(&one), &two, &err), "a part that was written does not read back");
        law(one.len == two.len && memcmp(one.at, two.at, one.len) == 0, "a part that was written twice differs");
    } else {
        failure_holds(&err);
    }
    buf_release(&one);
    buf_release(&two);
}

/* --- zones ------------------------------------------------------------------------------------ */

static void zone_holds(const struct tz *z, int64_t t)
{
    struct tz_change next;
    int64_t utc[2];
    int n = tz_to_utc(z, t, utc);
    for (int i = 0; i < n; i++)
        law(utc[i] + tz_offset(z, utc[i]) == t, "a local time is another's");
    law(n < 2 || utc[0] < utc[1], "the later time comes first");
    law(!tz_next_change(z, t, &next) || next.at > t, "the next change is not later");
}

static void hold_tz(struct text bytes)
{
    static const int64_t times[] = { -3000000000, -1, 0, 1459040400, 1477789200, 4000000000, 16725225600, 32503680000 };
    struct err err = { 0 };
    struct tzrule rule;
    struct buf text = BUF_INIT;
    const char *path = reader_file(0, bytes);
    setenv("TZDIR", "/proc/self/fd", 1);
    struct tz *z = tz_open(strrchr(path, '/') + 1, &err);
    unsetenv("TZDIR");
    for (size_t i = 0; z && i < sizeof times / sizeof *times; i++)
        zone_holds(z, times[i]);
    tz_free(z);
    buf_add(&text, bytes.at, bytes.len);
    for (int year = 1900; tzrule_parse(text.at, &rule) && rule.has_summer && year < 2500; year += 100)
        law(tzrule_begin(&rule, year) < INT64_C(1) << 40 && tzrule_end(&rule, year) < INT64_C(1) << 40, "a rule's day is in no year");
    z = tz_open(text.at, &err);
    tz_free(z);
    buf_release(&text);
}

/* --- numbers, times, addresses ---------------------------------------------------------------- */

static void numbers_hold(struct text t)
{
    struct err err = { 0 };
    double x, y;
    int64_t n;
    struct buf b = BUF_INIT;
    law(!num_int(t, -1000, 1000, &n, &err) || (n >= -1000 && n <= 1000), "a whole number out of bounds");
    law(!num_duration(t, 1, 1e6, &x, &err) || (x >= 1 && x <= 1e6), "a duration out of bounds");
    law(!num_size(t, 1, 1e12, &x, &err) || (x >= 1 && x <= 1e12), "a size out of bounds");
    law(!num_share(t, &x, &err) || (x >= 0 && x <= 1), "a share out of bounds");
    law(!num_range(t, 0, 1e12, &x, &y, &err) || (x >= 0 && x <= y && y <= 1e12), "a range out of bounds");
    if (num_double(t, -DBL_MAX, DBL_MAX, &x, &err)) {
        num_put(&b, x);
        law(isfinite(x) && num_double(all_of(&b), -DBL_MAX, DBL_MAX, &y, &err) && x == y, "a number does not read back");
    }
    buf_release(&b);
}

static void times_hold(struct text t)
{
    struct err err = { 0 };
    static struct when_memo memo;
    when_t a, b;
    char text[WHEN_TEXT + 1], near_text[WHEN_TEXT + 1];
    int64_t day;
    bool good = when_parse(t, &a, &err);
    law(when_parse_near(&memo, t, &b, &err) == good && (!good || a == b), "the memo has another time");
    if (good) {
        static struct when_memo written;
        when_write(a, text);
        when_write_near(&written, a, near_text);
        law(a >= WHEN_MIN && a <= WHEN_MAX && when_parse(text_of(text), &b, &err) && a == b && strcmp(text, near_text) == 0, "a time does not read back");
    }
    if (when_parse_day(t, &day, &err)) {
        when_write_day(day, text);
        law(text_is(t, text), "a day is written otherwise");
    }
}

static void addresses_hold(struct text t)
{
    struct addr a, b;
    struct addr_prefix p;
    struct err err = { 0 };
    char text[ADDR_TEXT];
    if (addr_parse(t, &a)) {
        size_t n = addr_write(&a, text);
        law(n < ADDR_TEXT && addr_parse((struct text){ text, n }, &b) && memcmp(&a, &b, sizeof a) == 0, "an address does not read back");
        law(!addr_v4_text(t) || (addr_is_v4(&a) && n == t.len && memcmp(text, t.at, n) == 0), "an IPv4 address with two spellings");
    }
    law(!addr_parse_prefix(t, &p, &err) || (p.bits >= 0 && p.bits <= 128 && addr_in(&p.addr, &p)), "a prefix without its own address");
}

/* A line a text. */
static void hold_num(struct text bytes)
{
    while (bytes.len > 0) {
        const char *stop = memchr(bytes.at, '\n', bytes.len);
        size_t n = stop ? (size_t) (stop - bytes.at) : bytes.len, step = n + (stop != NULL);
        numbers_hold((struct text){ bytes.at, n });
        times_hold((struct text){ bytes.at, n });
        addresses_hold((struct text){ bytes.at, n });
        bytes = (struct text){ bytes.at + step, bytes.len - step };
    }
}

const struct reader file_readers[] = {
    { "read-csv", hold_csv }, { "read-ini", hold_ini }, { "read-case", hold_case }, { "read-events", hold_events },
    { "read-parties", hold_parties }, { "read-carry", hold_carry }, { "read-ledger", hold_ledger }, { "read-screenpart", hold_screenpart }, { "read-late", hold_late }, { "read-zone", hold_tz }, { "read-numbers", hold_num }, { NULL, NULL },
};
