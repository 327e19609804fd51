#include "plan.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/outfile.h"
#include "base/tz.h"
#include "events.h"
#include "formats.h"
#include "parties.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define CASE_LIMIT ((size_t) 1 << 20)
#define MAKE_LIMIT ((size_t) 1 << 28)

struct plan {
    const struct casefile *c;
    const struct batches *b;
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
    if (row.zone.len > 0) {
        struct tz *z = tz_open(row.zone.at, &inner);
        tz_free(z);
        if (!z)
            return err_set(err, "%s:%zu: error: no zone is called '%s'", path, parties_line(p, i), row.zone.at);
    }
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

/* --- batches ----------------------------------------------------------------------- */

static bool add_keys(struct buf *ini, const struct plan *plan, const struct batch *b, const char *const *keys,
                     struct err *err)
{
    for (size_t i = 0; keys[i]; i++) {
        const char *value = ini_text(plan->c->ini, b->input->section, keys[i], NULL);
        if (value && !ini_put(ini, keys[i], value, err))
            return false;
    }
    return true;
}

/* The batch's section as dielog-normalize reads it. */
static bool write_ini(const struct plan *plan, const struct batch *b, struct err *err)
{
    struct buf ini = BUF_INIT;
    char *path = path_of(plan->work, "plan/", b->id, ".ini");
    buf_add_format(&ini, "[input]\npath = %s\nsensor = %s\n", b->shown, b->input->sensor);
    bool good = add_keys(&ini, plan, b, case_reading_keys, err) && add_keys(&ini, plan, b, format_keys, err) &&
                keep_file(path, &ini, err);
    buf_release(&ini);
    free(path);
    return good;
}

static bool write_state(const struct batch *b, const char *work, struct err *err)
{
    struct buf state = BUF_INIT;
    char *path = path_of(work, "plan/state/", b->id, "");
    buf_add_format(&state, "%" PRId64 " bytes, changed at %" PRId64 " ns\n", b->bytes, b->modified_ns);
    bool good = keep_file(path, &state, err);
    buf_release(&state);
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
static bool write_link(const struct batch *b, const char *work, struct err *err)
{
    char *path = path_of(work, "plan/raw/", b->id, "");
    char *fresh = path_of(work, "plan/raw/", b->id, ".tmp");
    bool good = points_at(path, b->target);
    if (!good) {
        unlink(fresh);
        good = (symlink(b->target, fresh) == 0 && rename(fresh, path) == 0) ||
               err_errno(err, "error: cannot make the link %s", path);
    }
    free(fresh);
    free(path);
    return good;
}

static bool write_batches(const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->b->n; i++)
        if (!write_ini(plan, &plan->b->at[i], err) || !write_link(&plan->b->at[i], plan->work, err) ||
            !write_state(&plan->b->at[i], plan->work, err))
            return false;
    return true;
}

/* Is the NAME of LEN bytes the id of a batch?  They are in order. */
static bool is_batch(const struct batches *b, const char *name, size_t len)
{
    size_t low = 0, high = b->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *id = b->at[middle].id;
        int order = strncmp(id, name, len);
        if (order == 0)
            order = id[len] != '\0';
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Removes files of FOLDER with that suffix whose batch is gone. */
static bool prune(const struct plan *plan, const char *folder, const char *suffix, struct err *err)
{
    char *path = path_of(plan->work, folder, "", "");
    DIR *d = opendir(path);
    free(path);
    if (!d)
        return err_errno(err, "error: cannot read the folder %s/%s", plan->work, folder);
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name), m = strlen(suffix);
        bool ours = e->d_name[0] != '.' && n > m && strcmp(e->d_name + n - m, suffix) == 0 &&
                    strcmp(e->d_name, "case.ini") != 0;
        if (ours && !is_batch(plan->b, e->d_name, n - m))
            (void) !unlinkat(dirfd(d), e->d_name, 0);
    }
    closedir(d);
    return true;
}

/* --- plan.mk ----------------------------------------------------------------------- */

/* Adds NAME := VALUE.  The letters that a value may hold mean nothing to make or
   to a shell; whatever else comes is a mistake of ours. */
static bool add_variable(struct buf *mk, const char *name, const char *value, struct err *err)
{
    for (const char *p = value; *p; p++)
        if (!isalnum((unsigned char) *p) && !strchr("_.-+", *p))
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

static bool add_variables(const struct plan *plan, struct buf *mk, struct err *err)
{
    const struct casefile *c = plan->c;
    char seed[24];
    snprintf(seed, sizeof seed, "%" PRId64, c->seed);
    return add_number(mk, "bin_s", (double) c->bin_s, err) && add_number(mk, "visit_gap_s", c->visit_gap_s, err) &&
           add_variable(mk, "seed", seed, err) && add_variable(mk, "profile", c->profile, err) &&
           add_number(mk, "bridge_s", (double) c->bridge_s, err) &&
           add_number(mk, "max_rejects", c->max_rejects, err) &&
           add_number(mk, "max_lag", longest_lag(c), err) && add_variable(mk, "have_events", plan->events ? "yes" : "", err);
}

static bool write_plan_mk(const struct plan *plan, struct err *err)
{
    const struct batches *b = plan->b;
    struct buf mk = BUF_INIT;
    char *path = path_of(plan->work, "", "plan", ".mk");
    buf_add_text(&mk, "# Written by dielog-plan.\n");
    bool good = add_variables(plan, &mk, err);
    buf_add_text(&mk, "batches :=");
    for (size_t i = 0; i < b->n; i++)
        buf_add_format(&mk, " \\\n  %s", b->at[i].id);
    buf_add_char(&mk, '\n');
    good = good && keep_file(path, &mk, err);
    buf_release(&mk);
    free(path);
    return good;
}

static bool make_folders(const char *work, struct err *err)
{
    static const char *const folders[] = { "plan/raw", "plan/state" };
    bool good = true;
    for (size_t i = 0; good && i < sizeof folders / sizeof *folders; i++) {
        char *path = path_of(work, folders[i], "", "");
        good = folder_make(path, err);
        free(path);
    }
    return good;
}

bool plan_write(const struct casefile *c, const struct batches *b, const char *work, struct err *err)
{
    struct plan plan = { .c = c, .b = b, .work = work };
    return make_folders(work, err) && keep_table(&plan, "parties", write_parties, err) &&
           keep_table(&plan, "events", write_events, err) && keep_table(&plan, "observed", write_observed, err) &&
           copy_case(&plan, err) && write_batches(&plan, err) && prune(&plan, "plan/", ".ini", err) &&
           prune(&plan, "plan/raw/", "", err) && prune(&plan, "plan/state/", "", err) && write_plan_mk(&plan, err);
}
