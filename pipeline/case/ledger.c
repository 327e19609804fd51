#include "ledger.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/outfile.h"
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH, INPUT, SENSOR, PATH, START, FROM, TO, HEAD, TAIL, OPEN, LEDGER_COLUMNS };
static const char *const ledger_columns[LEDGER_COLUMNS] = { "batch", "input", "sensor", "path", "start",
                                                            "from",  "to",    "head",   "tail", "open" };
enum { FILE_ID, BYTES, MODIFIED, DEVICE, INODE, LOG, COVERED, SEEN_COLUMNS };
static const char *const seen_columns[SEEN_COLUMNS] = { "file",  "bytes", "changed_ns", "device",
                                                        "inode", "log",
                                                        "covered" };

static void free_log(struct ledger_log *log)
{
    ledger_drop_pieces(log, 0);
    free(log->pieces);
    free(log->id);
    free(log->section);
    free(log->sensor);
    free(log->start);
}

void ledger_free(struct ledger *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->n; i++)
        free_log(&l->logs[i]);
    names_free(l->files);
    free(l->logs);
    free(l->seen);
    free(l);
}

size_t ledger_add_log(struct ledger *l, const char *id, const char *section, const char *sensor, const char *start,
                      const struct input_mark *head)
{
    l->logs = mem_grow(l->logs, &l->capacity, l->n + 1, sizeof *l->logs);
    l->logs[l->n] = (struct ledger_log){ .id = mem_text(id), .section = mem_text(section), .sensor = mem_text(sensor),
                                         .start = mem_text(start), .head = *head, .file = -1 };
    return l->n++;
}

struct ledger_piece *ledger_add_piece(struct ledger_log *log, const char *path, int64_t from, int64_t to)
{
    log->pieces = mem_grow(log->pieces, &log->capacity, log->n + 1, sizeof *log->pieces);
    struct ledger_piece *piece = &log->pieces[log->n++];
    *piece = (struct ledger_piece){ .path = mem_text(path), .from = from, .to = to };
    return piece;
}

void ledger_drop_pieces(struct ledger_log *log, size_t keep)
{
    while (log->n > keep)
        free(log->pieces[--log->n].path);
}

/* Files of the log are no longer known. */
void ledger_drop_log(struct ledger *l, size_t log)
{
    struct names *files = names_new();
    size_t n = 0;
    for (size_t i = 0; i < l->n_seen; i++) {
        struct ledger_seen s = l->seen[i];
        if (s.log == log)
            continue;
        s.log -= s.log > log;
        l->seen[n++] = s;
        names_add(files, names_at(l->files, i));
    }
    names_free(l->files);
    l->files = files;
    l->n_seen = n;
    free_log(&l->logs[log]);
    memmove(&l->logs[log], &l->logs[log + 1], (--l->n - log) * sizeof *l->logs);
}

bool ledger_has(const struct ledger *l, const char *id)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->logs[i].id, id) == 0)
            return true;
    return false;
}

const struct ledger_seen *ledger_find_seen(const struct ledger *l, const char *file)
{
    int64_t at = names_find(l->files, text_of(file));
    return at < 0 ? NULL : &l->seen[at];
}

void ledger_see(struct ledger *l, const char *file, const struct ledger_seen *how)
{
    size_t at = names_add(l->files, text_of(file));
    l->seen = mem_grow(l->seen, &l->seen_capacity, at + 1, sizeof *l->seen);
    l->seen[at] = *how;
    l->n_seen = names_count(l->files);
}

void ledger_forget_seen(struct ledger *l)
{
    names_free(l->files);
    l->files = names_new();
    l->n_seen = 0;
}

char *ledger_batch(const struct ledger_log *log, size_t k)
{
    struct buf b = BUF_INIT;
    buf_add_text(&b, log->id);
    if (k > 0)
        buf_add_format(&b, "@%zu", k + 1);
    return buf_detach(&b);
}

/* --- reading --------------------------------------------------------------------------- */

static bool find_columns(const struct csv_reader *r, const char *const *names, size_t n, size_t *at, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!csv_need(r, names[i], &at[i], err))
            return false;
    return true;
}

static bool read_mark(const struct csv_reader *r, size_t column, struct input_mark *mark, struct err *err)
{
    struct text t = csv_field(r, column);
    struct err ignored = { 0 };
    const char *colon = t.len > 0 ? memchr(t.at, ':', t.len) : NULL;
    *mark = (struct input_mark){ 0, 0 };
    if (t.len == 0)
        return true;
    size_t n = colon ? (size_t) (colon - t.at) : 0;
    return (colon && num_int((struct text){ t.at, n }, 1, INPUT_MARK, &mark->len, &ignored) &&
            hash_read((struct text){ colon + 1, t.len - n - 1 }, &mark->hash)) ||
           err_set(err, "%s:%zu: error: expected LEN:HASH", csv_path(r), csv_line(r));
}

/* The rows of a log stand together, its first piece first. */
static bool read_piece(struct ledger *l, const struct csv_reader *r, const size_t *at, struct err *err)
{
    struct input_mark head, tail;
    int64_t from, to = -1;
    struct text batch = csv_field(r, at[BATCH]);
    if (!read_mark(r, at[HEAD], &head, err) || !read_mark(r, at[TAIL], &tail, err) ||
        !csv_int_between(r, at[FROM], 0, INT64_MAX, &from, err) ||
        (csv_field(r, at[TO]).len > 0 && !csv_int_between(r, at[TO], from, INT64_MAX, &to, err)))
        return false;
    bool first = !memchr(batch.at, '@', batch.len);
    if (first)
        ledger_add_log(l, batch.at, csv_field(r, at[INPUT]).at, csv_field(r, at[SENSOR]).at,
                       csv_field(r, at[START]).at, &head);
    size_t n = l->n ? strlen(l->logs[l->n - 1].id) : 0;
    if (l->n == 0 || (!first && (batch.len <= n || batch.at[n] != '@' || memcmp(batch.at, l->logs[l->n - 1].id, n) != 0)))
        return err_set(err, "%s:%zu: error: a piece without the one before it", csv_path(r), csv_line(r));
    struct ledger_piece *piece = ledger_add_piece(&l->logs[l->n - 1], csv_field(r, at[PATH]).at, from, to);
    piece->tail = tail;
    piece->open = text_is(csv_field(r, at[OPEN]), "yes");
    return true;
}

static bool read_seen(struct ledger *l, const struct csv_reader *r, const size_t *at, struct err *err)
{
    struct ledger_seen s;
    struct text log = csv_field(r, at[LOG]);
    if (!csv_int_between(r, at[BYTES], 0, INT64_MAX, &s.bytes, err) || !csv_int(r, at[MODIFIED], &s.changed_ns, err) ||
        !csv_int(r, at[DEVICE], &s.device, err) || !csv_int(r, at[INODE], &s.inode, err) ||
        !csv_int_between(r, at[COVERED], 0, INT64_MAX, &s.covered, err))
        return false;
    for (s.log = 0; s.log < l->n; s.log++)
        if (text_is(log, l->logs[s.log].id))
            break;
    if (s.log < l->n)
        ledger_see(l, csv_field(r, at[FILE_ID]).at, &s);
    return true;
}

static bool read_table(struct ledger *l, const char *work, const char *name, const char *const *columns, size_t n,
                       bool (*read_row)(struct ledger *l, const struct csv_reader *r, const size_t *at, struct err *err),
                       struct err *err)
{
    size_t at[LEDGER_COLUMNS];
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s.csv", work, name);
    bool there, known = file_there(path.at, &there, err);
    struct csv_reader *r = known && there ? csv_open(path.at, ',', err) : NULL;
    bool good = (known && !there) || (r && find_columns(r, columns, n, at, err));
    enum csv_status status = CSV_ROW;
    while (r && good && (status = csv_next(r, err)) == CSV_ROW)
        good = read_row(l, r, at, err);
    buf_release(&path);
    good = good && status != CSV_FAIL;
    return csv_close(r, err) && good;
}

struct ledger *ledger_read(const char *work, struct err *err)
{
    struct ledger *l = mem_zero(sizeof *l);
    l->files = names_new();
    if (read_table(l, work, "ledger", ledger_columns, LEDGER_COLUMNS, read_piece, err) &&
        read_table(l, work, "seen", seen_columns, SEEN_COLUMNS, read_seen, err))
        return l;
    ledger_free(l);
    return NULL;
}

/* --- writing --------------------------------------------------------------------------- */

static void put_mark(struct csv_writer *w, const struct input_mark *mark)
{
    char text[24 + HASH_TEXT] = "", hash[HASH_TEXT];
    hash_write(mark->hash, hash);
    if (mark->len > 0)
        snprintf(text, sizeof text, "%" PRId64 ":%s", mark->len, hash);
    csv_put_text(w, text);
}

static void put_piece(struct csv_writer *w, const struct ledger_log *log, size_t k)
{
    const struct ledger_piece *piece = &log->pieces[k];
    char *batch = ledger_batch(log, k);
    csv_put_text(w, batch);
    csv_put_text(w, log->section);
    csv_put_text(w, log->sensor);
    csv_put_text(w, piece->path);
    csv_put_text(w, log->start);
    csv_put_int(w, piece->from);
    if (piece->to < 0)
        csv_put_text(w, "");
    else
        csv_put_int(w, piece->to);
    put_mark(w, &log->head);
    put_mark(w, &piece->tail);
    csv_put_text(w, piece->open ? "yes" : "");
    csv_put_end(w);
    free(batch);
}

static void put_ledger(const struct ledger *l, struct csv_writer *w)
{
    csv_put_header(w, ledger_columns, LEDGER_COLUMNS);
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < l->logs[i].n; k++)
            put_piece(w, &l->logs[i], k);
}

static void put_seen(const struct ledger *l, struct csv_writer *w)
{
    csv_put_header(w, seen_columns, SEEN_COLUMNS);
    for (size_t i = 0; i < l->n_seen; i++) {
        const struct ledger_seen *s = &l->seen[i];
        csv_put(w, names_at(l->files, i));
        csv_put_int(w, s->bytes);
        csv_put_int(w, s->changed_ns);
        csv_put_int(w, s->device);
        csv_put_int(w, s->inode);
        csv_put_text(w, l->logs[s->log].id);
        csv_put_int(w, s->covered);
        csv_put_end(w);
    }
}

static bool write_table(const struct ledger *l, const char *work, const char *name,
                        void (*put)(const struct ledger *l, struct csv_writer *w), struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s.csv", work, name);
    struct outfile *out = outfile_open(path.at, err);
    buf_release(&path);
    if (!out)
        return false;
    struct csv_writer w = { .to = outfile_stream(out) };
    put(l, &w);
    return outfile_publish_if_changed(out, err);
}

bool ledger_write(const struct ledger *l, const char *work, struct err *err)
{
    return write_table(l, work, "ledger", put_ledger, err) && write_table(l, work, "seen", put_seen, err);
}
