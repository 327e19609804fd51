#include "plan.h"
#include "base/csv.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/outfile.h"
#include "base/tz.h"
#include "events.h"
#include "lines/formats.h"
#include "parties.h"
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CASE_LIMIT ((size_t) 1 << 20)
#define MAKE_LIMIT ((size_t) 1 << 28)

struct plan {
    const struct casefile *c;
    const struct batches *b;
    const struct ledger *l;
    const struct ledger_log **logs;  /* in order of id */
    struct names *batches, *present; /* of all pieces; of the logs that a file holds */
    const char *work;
    size_t events; /* how many, once events.csv was read */
};

static char *path_of(const char *work, const char *folder, const char *name, const char *suffix)
{
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%s/%s%s%s", work, folder, name, suffix);
    return buf_detach(&b);
}

/* As outfile_write with if_changed, but cheap when nothing changed: a plan has
   thousands of files and is made at every run. */
static bool keep_file(const char *path, const struct buf *content, struct err *err)
{
    struct buf old = BUF_INIT;
    struct err ignored = { 0 };
    bool same = access(path, F_OK) == 0 && file_read(path, MAKE_LIMIT, &old, &ignored) && old.len == content->len &&
                memcmp(old.at, content->at, old.len) == 0;
    buf_release(&old);
    return same || outfile_write(path, (struct text){ content->at, content->len }, true, err);
}

/* --- tables ------------------------------------------------------------------------ */

/* A zone must exist and a reference is a yes or no. */
static bool check_party(const struct parties *p, size_t i, const char *path, struct err *err)
{
    struct party_row row = parties_at(p, i);
    struct err inner = { 0 };
    if (row.zone.len > 0 && !tz_check(row.zone.at, &inner))
        return err_set(err, "%s:%zu: error: %s", path, parties_line(p, i), inner.text);
    if (row.reference.len > 0 && !text_is(row.reference, "yes") && !text_is(row.reference, "no"))
        return err_set(err, "%s:%zu: error: found '%s' as reference, expected yes, no or nothing", path,
                       parties_line(p, i), row.reference.at);
    return true;
}

static bool write_parties(struct plan *plan, FILE *to, struct err *err)
{
    const char *path = plan->c->parties;
    struct parties *p = path ? parties_read(path, err) : parties_new();
    bool good = p != NULL;
    for (size_t i = 0; good && i < parties_count(p); i++)
        good = check_party(p, i, path, err);
    if (good)
        parties_write(p, to);
    parties_free(p);
    return good;
}

static bool write_events(struct plan *plan, FILE *to, struct err *err)
{
    return events_copy(plan->c->events, to, &plan->events, err);
}

/* What the case states; what the logs show is dielog-span's. */
static bool write_observed(struct plan *plan, FILE *to, struct err *err)
{
    const struct casefile *c = plan->c;
    static const char *const names[] = { "sensor", "start", "end" };
    struct csv_writer w = { .to = to };
    (void) err;
    csv_put_header(&w, names, 3);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->inputs[i].n_observed; k++) {
            char start[WHEN_TEXT + 1], end[WHEN_TEXT + 1];
            when_write(c->inputs[i].observed[k].start, start);
            when_write(c->inputs[i].observed[k].end, end);
            csv_put_text(&w, c->inputs[i].sensor);
            csv_put_text(&w, start);
            csv_put_text(&w, end);
            csv_put_end(&w);
        }
    return true;
}

static bool write_stated_file(struct csv_writer *w, const char *name, const char *path, struct err *err)
{
    char hex[SHA256_TEXT];
    struct stat st;
    if (!path)
        return true;
    if (stat(path, &st) != 0)
        return err_errno(err, "error: cannot look at '%s'", path);
    if (!sha256_file(path, hex, err))
        return false;
    csv_put_text(w, name);
    csv_put_int(w, (int64_t) st.st_size);
    csv_put_text(w, hex);
    csv_put_end(w);
    return true;
}

/* The fingerprints of what the case states, byte for byte: whoever wrote events.csv can show that it is the same. */
static bool write_stated(struct plan *plan, FILE *to, struct err *err)
{
    static const char *const names[] = { "file", "bytes", "sha256" };
    struct csv_writer w = { .to = to };
    csv_put_header(&w, names, 3);
    return write_stated_file(&w, "case.ini", ini_path(plan->c->ini), err) &&
           write_stated_file(&w, "parties.csv", plan->c->parties, err) &&
           write_stated_file(&w, "events.csv", plan->c->events, err);
}

static bool keep_table(struct plan *plan, const char *name, bool (*write)(struct plan *plan, FILE *to, struct err *err),
                       struct err *err)
{
    char *path = path_of(plan->work, "plan/", name, ".csv");
    struct outfile *out = outfile_open(path, err);
    bool good = out != NULL;
    free(path);
    if (good && !write(plan, outfile_stream(out), err)) {
        outfile_abort(out);
        return false;
    }
    return good && outfile_publish_if_changed(out, err);
}

static bool copy_case(const struct plan *plan, struct err *err)
{
    struct buf content = BUF_INIT;
    char *path = path_of(plan->work, "plan/", "case", ".ini");
    bool good = file_read(ini_path(plan->c->ini), CASE_LIMIT, &content, err) && keep_file(path, &content, err);
    buf_release(&content);
    free(path);
    return good;
}

/* --- logs and their pieces ---------------------------------------------------------- */

static bool add_keys(struct buf *ini, const struct plan *plan, const struct ledger_log *log, const char *const *keys,
                     struct err *err)
{
    for (size_t i = 0; keys[i]; i++) {
        const char *value = ini_text(plan->c->ini, log->section, keys[i], NULL);
        if (value && log->start[0] && strcmp(keys[i], "start") == 0)
            value = log->start;
        if (value && !ini_put(ini, keys[i], value, err))
            return false;
    }
    return true;
}

static void add_mark(struct buf *ini, const char *key, const struct input_mark *mark)
{
    char hash[HASH_TEXT];
    hash_write(mark->hash, hash);
    if (mark->len > 0)
        buf_add_format(ini, "%s = %" PRId64 ":%s\n", key, mark->len, hash);
}

/* How dielog-normalize is to read piece K of the log: the input's section, and which part. */
static bool write_ini(const struct plan *plan, const struct ledger_log *log, size_t k, struct err *err)
{
    struct buf ini = BUF_INIT;
    const struct ledger_piece *piece = &log->pieces[k];
    char *batch = ledger_batch(log, k), *path = path_of(plan->work, "plan/", batch, ".ini");
    buf_add_format(&ini, "[input]\npath = %s\nsensor = %s\n", piece->path, log->sensor);
    bool good = add_keys(&ini, plan, log, case_reading_keys, err) && add_keys(&ini, plan, log, format_keys, err);
    buf_add_format(&ini, "[piece]\nfrom = %" PRId64 "\n", piece->from);
    if (piece->to >= 0)
        buf_add_format(&ini, "to = %" PRId64 "\n", piece->to);
    add_mark(&ini, "head", &log->head);
    add_mark(&ini, "tail", &piece->tail);
    if (k > 0) {
        char *before = ledger_batch(log, k - 1);
        buf_add_format(&ini, "after = %s\n", before);
        free(before);
    }
    good = good && keep_file(path, &ini, err);
    buf_release(&ini);
    free(batch);
    free(path);
    return good;
}

static bool points_at(const char *path, const char *target)
{
    char found[4097];
    ssize_t n = readlink(path, found, sizeof found - 1);
    return n >= 0 && (size_t) n == strlen(target) && memcmp(found, target, (size_t) n) == 0;
}

/* Made beside its place and renamed, so that there is a link at every moment. */
static bool write_link(const char *id, const char *target, const char *work, struct err *err)
{
    char *path = path_of(work, "plan/raw/", id, "");
    char *fresh = path_of(work, "plan/raw/", id, ".tmp");
    bool good = points_at(path, target);
    if (!good) {
        unlink(fresh);
        good = (symlink(target, fresh) == 0 && rename(fresh, path) == 0) ||
               err_errno(err, "error: cannot make the link %s", path);
    }
    free(fresh);
    free(path);
    return good;
}

/* A log whose file is gone leaves its plan as it was: it cannot be read again. */
static bool write_logs(const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->l->n; i++) {
        const struct ledger_log *log = plan->logs[i];
        if (log->file < 0)
            continue;
        if (!write_link(log->id, plan->b->at[log->file].target, plan->work, err))
            return false;
        for (size_t k = 0; k < log->n; k++)
            if (!write_ini(plan, log, k, err))
                return false;
    }
    return true;
}

/* Pieces that this run planned count as not read, whatever has their name. */
static void forget_fresh(const struct plan *plan)
{
    for (size_t i = 0; i < plan->l->n; i++)
        for (size_t k = 0; k < plan->logs[i]->n; k++) {
            if (!plan->logs[i]->pieces[k].fresh)
                continue;
            char *batch = ledger_batch(plan->logs[i], k), *path = path_of(plan->work, "batches/", batch, ".d");
            unlink(path);
            free(batch);
            free(path);
        }
}

struct pruning {
    const char *suffix;
    const struct names *kept;
};

static bool prune_file(void *pruning, int folder, const char *name, struct err *err)
{
    const struct pruning *p = pruning;
    size_t n = strlen(name), m = strlen(p->suffix);
    bool ours = n > m && strcmp(name + n - m, p->suffix) == 0 && strcmp(name, "case.ini") != 0;
    (void) err;
    if (ours && names_find(p->kept, (struct text){ name, n - m }) < 0)
        (void) !unlinkat(folder, name, 0);
    return true;
}

/* Removes files of FOLDER with that suffix that belong to none of KEPT. */
static bool prune(const struct plan *plan, const char *folder, const char *suffix, const struct names *kept,
                  struct err *err)
{
    struct pruning p = { suffix, kept };
    char *path = path_of(plan->work, folder, "", "");
    bool good = folder_each(path, prune_file, &p, err);
    free(path);
    return good;
}

/* --- plan.mk ----------------------------------------------------------------------- */

/* Adds NAME := VALUE.  The letters that a value may hold mean nothing to make (a blank: the next word) or
   to a shell; whatever else comes is a mistake of ours. */
static bool add_variable(struct buf *mk, const char *name, const char *value, struct err *err)
{
    for (const char *p = value; *p; p++)
        if (!isalnum((unsigned char) *p) && !strchr("_.-+/ ", *p))
            return err_set(err, "error: %s: '%s' cannot stand in a makefile", name, value);
    buf_add_format(mk, "%s := %s\n", name, value);
    return true;
}

static bool add_number(struct buf *mk, const char *name, double x, struct err *err)
{
    struct buf text = BUF_INIT;
    num_put(&text, x);
    bool good = add_variable(mk, name, text.at, err);
    buf_release(&text);
    return good;
}

/* Autocorrelation looks back two weeks, or as many bins as a figure can show. */
static double longest_lag(const struct casefile *c)
{
    int64_t bins = 14 * 86400 / c->bin_s;
    return (double) (bins < 2016 ? bins : 2016);
}

/* What the case says of its service: who is served, and the load that is expected; and which propositions are weighed. */
static bool add_service(const struct casefile *c, struct buf *mk, struct err *err)
{
    struct buf expected = BUF_INIT;
    if (!isnan(c->expected_lo)) {
        num_put(&expected, c->expected_lo);
        buf_add_text(&expected, "..");
        num_put(&expected, c->expected_hi);
    }
    bool good = add_variable(mk, "served", c->served, err) && add_variable(mk, "reference", c->reference, err) &&
                add_variable(mk, "propositions", c->propositions, err) &&
                add_variable(mk, "expected", expected.len > 0 ? expected.at : "", err);
    buf_release(&expected);
    return good;
}

static bool add_variables(const struct plan *plan, struct buf *mk, struct err *err)
{
    const struct casefile *c = plan->c;
    const int64_t look_back_days = c->look_back_s / 86400;
    char seed[24];
    snprintf(seed, sizeof seed, "%" PRId64, c->seed);
    return add_number(mk, "bin_s", (double) c->bin_s, err) && add_number(mk, "visit_gap_s", c->visit_gap_s, err) &&
           add_variable(mk, "seed", seed, err) && add_variable(mk, "profile", c->profile, err) &&
           add_variable(mk, "holidays", c->holidays ? "yes" : "", err) &&
           add_variable(mk, "screen", c->screen ? "yes" : "", err) &&
           add_variable(mk, "zone_a", c->zone_a ? c->zone_a : "", err) &&
           add_variable(mk, "zone_b", c->zone_b ? c->zone_b : "", err) &&
           add_number(mk, "bridge_s", (double) c->bridge_s, err) &&
           add_number(mk, "look_back", (double) look_back_days, err) &&
           add_number(mk, "max_rejects", c->max_rejects, err) &&
           (c->ttl_s > 0 ? add_number(mk, "ttl_s", c->ttl_s, err) : add_variable(mk, "ttl_s", "", err)) &&
           add_service(c, mk, err) && add_number(mk, "max_lag", longest_lag(c), err) && add_variable(mk, "have_events", plan->events ? "yes" : "", err);
}

/* The batches, those that cannot be read again, and that a piece comes after the one before it. */
static void add_batches(const struct plan *plan, struct buf *mk)
{
    struct buf gone = BUF_INIT, order = BUF_INIT;
    buf_add_text(mk, "batches :=");
    for (size_t i = 0; i < plan->l->n; i++)
        for (size_t k = 0; k < plan->logs[i]->n; k++) {
            bool here = plan->logs[i]->file >= 0;
            char *batch = ledger_batch(plan->logs[i], k), *before = k > 0 ? ledger_batch(plan->logs[i], k - 1) : NULL;
            buf_add_format(mk, " \\\n  %s", batch);
            if (!here)
                buf_add_format(&gone, " \\\n  %s", batch);
            else if (before)
                buf_add_format(&order, "$(WORK)/batches/%s.d: $(WORK)/batches/%s.d\n", batch, before);
            free(batch);
            free(before);
        }
    buf_add_format(mk, "\ngone :=%s\n%s", gone.len ? gone.at : "", order.len ? order.at : "");
    buf_release(&gone);
    buf_release(&order);
}

static bool write_plan_mk(const struct plan *plan, struct err *err)
{
    struct buf mk = BUF_INIT;
    char *path = path_of(plan->work, "", "plan", ".mk");
    buf_add_text(&mk, "# Written by dielog-plan.\n");
    bool good = add_variables(plan, &mk, err);
    add_batches(plan, &mk);
    good = good && keep_file(path, &mk, err);
    buf_release(&mk);
    free(path);
    return good;
}

static int compare_logs(const void *a, const void *b)
{
    return strcmp((*(struct ledger_log *const *) a)->id, (*(struct ledger_log *const *) b)->id);
}

static void sort_logs(struct plan *plan)
{
    plan->logs = mem_alloc((plan->l->n + 1) * sizeof *plan->logs);
    plan->batches = names_new();
    plan->present = names_new();
    for (size_t i = 0; i < plan->l->n; i++) {
        const struct ledger_log *log = plan->logs[i] = &plan->l->logs[i];
        if (log->file >= 0)
            names_add(plan->present, text_of(log->id));
        for (size_t k = 0; k < log->n; k++) {
            char *batch = ledger_batch(log, k);
            names_add(plan->batches, text_of(batch));
            free(batch);
        }
    }
    mem_sort(plan->logs, plan->l->n, sizeof *plan->logs, compare_logs);
}

static bool make_folders(const char *work, struct err *err)
{
    char *path = path_of(work, "plan/raw", "", "");
    bool good = folder_make(path, err);
    free(path);
    return good;
}

bool plan_write(const struct casefile *c, const struct batches *b, const struct ledger *l, const char *work,
                struct err *err)
{
    struct plan plan = { .c = c, .b = b, .l = l, .work = work };
    if (!make_folders(work, err) || !keep_table(&plan, "parties", write_parties, err) ||
        !keep_table(&plan, "events", write_events, err) || !keep_table(&plan, "stated", write_stated, err) ||
        !keep_table(&plan, "observed", write_observed, err) ||
        !copy_case(&plan, err))
        return false;
    sort_logs(&plan);
    forget_fresh(&plan);
    bool good = ledger_write(l, work, err) && write_logs(&plan, err) &&
                prune(&plan, "plan/", ".ini", plan.batches, err) &&
                prune(&plan, "plan/raw/", "", plan.present, err) && write_plan_mk(&plan, err);
    names_free(plan.batches);
    names_free(plan.present);
    free(plan.logs);
    return good;
}
