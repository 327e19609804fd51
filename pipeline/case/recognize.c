#include "recognize.h"
#include "base/hash.h"
#include "base/outfile.h"
#include "lines/carry.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP ((size_t) 1 << 16)
#define CARRY_LIMIT ((size_t) 1 << 26)

/* A file that is looked into. */
struct look {
    const struct batch *file;
    bool plain, binary;
    char head[INPUT_MARK];
    size_t head_len;
    int64_t hashed; /* bytes of the head that `hash` is of; most logs ask for as many */
    uint64_t hash;
    int64_t whole; /* plain: bytes up to the end of the last whole line */
};

/* The first bytes of a file: most files are told apart by them, without opening both. */
#define BEGIN 64

struct begin {
    bool known;
    size_t n;
    char bytes[BEGIN];
};

/* How a file stands to a log. */
enum relation { OTHER, SHORTER, ALL, MORE };

struct work {
    struct ledger *l;
    const struct batches *b;
    const struct recognize_how *how;
    struct buf *notes;
    int64_t *log;     /* of each file: its log's number, or -1 */
    int64_t *covered; /* and how many of its pieces the file holds */
    struct begin *begins; /* of each file */
};

/* --- what was read already ---------------------------------------------------------------- */

/* In this section false means no, or, with *ERR set, that nobody can tell: what was read is not to be forgotten for that. */
static bool stamp_of(const char *work, const char *folder, const char *batch, const char *suffix, struct timespec *t, struct err *err)
{
    struct buf path = BUF_INIT;
    struct stat s;
    buf_add_format(&path, "%s/%s/%s%s", work, folder, batch, suffix);
    bool there = stat(path.at, &s) == 0;
    if (there)
        *t = s.st_mtim;
    else if (errno != ENOENT)
        err_errno(err, "error: cannot look at %s", path.at);
    buf_release(&path);
    return there;
}

/* As make sees it: the fragment is there, and no older than what it was made from. */
bool recognize_is_read(const char *work, const struct ledger_log *log, size_t k, struct err *err)
{
    struct timespec planned, read;
    if (log->pieces[k].fresh)
        return false;
    char *batch = ledger_batch(log, k);
    bool is = stamp_of(work, "batches", batch, ".d", &read, err) && stamp_of(work, "plan", batch, ".ini", &planned, err) &&
              (read.tv_sec > planned.tv_sec || (read.tv_sec == planned.tv_sec && read.tv_nsec >= planned.tv_nsec));
    free(batch);
    return is;
}

/* What piece K handed on; false when it was not read as it is planned. */
static bool carried(const struct recognize_how *how, const struct ledger_log *log, size_t k, struct carry *c, struct err *err)
{
    struct err ignored = { 0 };
    struct buf path = BUF_INIT, content = BUF_INIT;
    if (!recognize_is_read(how->work, log, k, err))
        return false;
    char *batch = ledger_batch(log, k);
    bool there;
    buf_add_format(&path, "%s/batches/%s.carry", how->work, batch);
    /* One that is damaged is made anew; one that cannot be read is not for that damaged. */
    bool good = file_there(path.at, &there, err) && there && file_read(path.at, CARRY_LIMIT, &content, err) &&
                carry_read(c, path.at, &ignored);
    if (good && log->pieces[k].to >= 0 && c->end != log->pieces[k].to) {
        carry_release(c);
        good = false;
    }
    buf_release(&path);
    buf_release(&content);
    free(batch);
    return good;
}

static size_t pieces_read(const struct recognize_how *how, const struct ledger_log *log, struct err *err)
{
    size_t n = 0;
    while (n < log->n && recognize_is_read(how->work, log, n, err))
        n++;
    return n;
}

/* Where the log's pieces end; -1 when nobody knows yet. */
static int64_t end_of(const struct recognize_how *how, const struct ledger_log *log, struct err *err)
{
    struct carry c;
    if (log->n == 0)
        return 0;
    int64_t end = log->pieces[log->n - 1].to;
    if (end < 0 && carried(how, log, log->n - 1, &c, err)) {
        end = c.end;
        carry_release(&c);
    }
    return end;
}

/* --- looking into a file -------------------------------------------------------------------- */

/* The bytes of the file up to and with the last LF before LIMIT; -1: they cannot be read (errno). */
static int64_t last_line(int fd, int64_t limit)
{
    char block[STEP];
    while (limit > 0) {
        size_t n = limit < (int64_t) STEP ? (size_t) limit : STEP;
        ssize_t got = pread(fd, block, n, limit - (int64_t) n);
        const char *lf = got == (ssize_t) n ? memrchr(block, '\n', n) : NULL;
        if (lf)
            return limit - (int64_t) n + (lf - block) + 1;
        if (got != (ssize_t) n)
            return got < 0 ? -1 : 0;
        limit -= (int64_t) n;
    }
    return 0;
}

static bool mark_before(int fd, int64_t end, struct input_mark *mark)
{
    char bytes[INPUT_MARK];
    mark->len = end < INPUT_MARK ? end : INPUT_MARK;
    if (pread(fd, bytes, (size_t) mark->len, end - mark->len) != (ssize_t) mark->len)
        return false;
    mark->hash = hash_text((struct text){ bytes, (size_t) mark->len }, 0);
    return true;
}

/* Is there a NUL?  Those that it begins with are the hole of a log that was truncated while its writer kept its place. */
static bool is_binary(const char *head, size_t n)
{
    size_t hole = 0;
    while (hole < n && head[hole] == '\0')
        hole++;
    return memchr(head + hole, '\0', n - hole) != NULL;
}

static bool look_into(const struct batch *f, struct look *k, struct err *err)
{
    *k = (struct look){ .file = f, .hashed = -1 };
    struct input *in = input_open(f->target, f->shown, err);
    ssize_t n = in ? input_read(in, k->head, sizeof k->head, err) : -1;
    k->plain = n >= 0 && input_is_plain(in);
    input_close(in);
    if (n < 0)
        return false;
    k->head_len = k->plain && f->bytes < n ? (size_t) f->bytes : (size_t) n;
    k->binary = is_binary(k->head, k->head_len);
    k->whole = f->bytes;
    if (!k->plain || k->binary)
        return true;
    int fd = open(f->target, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "%s: error: cannot read it", f->shown);
    k->whole = last_line(fd, f->bytes);
    if (k->whole < 0)
        err_errno(err, "%s: error: cannot read it", f->shown);
    close(fd);
    return k->whole >= 0;
}

/* The file from its begin, as it was when it was found. */
static struct input *open_found(const struct batch *f, struct err *err)
{
    struct input_part part = { .from = 0, .to = f->bytes };
    struct input *in = input_open(f->target, f->shown, err);
    if (in)
        input_unhashed(in);
    if (in && input_is_plain(in) && !input_part(in, &part, 0, err)) {
        input_close(in);
        return NULL;
    }
    return in;
}

/* --- comparing ------------------------------------------------------------------------------ */

/* Hashes the next N bytes; false when there are fewer, and *ANY says whether there were some. */
static bool hash_next(struct input *in, int64_t n, uint64_t *hash, bool *any, struct err *err)
{
    struct hash_stream *s = hash_stream_new();
    char block[STEP];
    ssize_t got = 1;
    *any = false;
    for (int64_t left = n; left > 0 && got > 0; left -= got) {
        got = input_read(in, block, left < (int64_t) STEP ? (size_t) left : STEP, err);
        if (got > 0)
            hash_stream_feed(s, block, (size_t) got);
        *any |= got > 0;
    }
    *hash = hash_stream_end(s);
    return got > 0 || n == 0;
}

/* Does the file hold the first N pieces, by the hashes of what was read?  *COVERED counts them. */
static enum relation by_pieces(const struct recognize_how *how, const struct look *k, const struct ledger_log *log,
                               size_t n, size_t *covered, struct err *err)
{
    struct input *in = open_found(k->file, err);
    enum relation is = in ? MORE : OTHER;
    char byte;
    for (*covered = 0; is == MORE && *covered < n; (*covered)++) {
        struct carry c;
        uint64_t hash;
        bool any;
        if (!carried(how, log, *covered, &c, err))
            is = OTHER;
        else {
            if (!hash_next(in, c.end - log->pieces[*covered].from, &hash, &any, err))
                is = any || *covered == 0 ? OTHER : SHORTER;
            else if (hash != c.content)
                is = OTHER;
            carry_release(&c);
        }
        if (is != MORE)
            break;
    }
    if (is == MORE)
        is = input_read(in, &byte, 1, err) == 1 ? MORE : ALL;
    input_close(in);
    return is;
}

/* Which of the two files begins with the other? */
static enum relation by_bytes(const struct look *k, const struct batch *other, struct err *err)
{
    struct input *a = open_found(k->file, err), *b = a ? open_found(other, err) : NULL;
    static char x[STEP], y[STEP];
    ssize_t n = 1, m = 1;
    enum relation is = a && b ? ALL : OTHER;
    while (is == ALL && n > 0) {
        n = input_read(a, x, STEP, err);
        m = input_read(b, y, STEP, err);
        if (n < 0 || m < 0 || memcmp(x, y, (size_t) (n < m ? n : m)) != 0)
            is = OTHER;
        else if (n != m)
            is = n < m ? SHORTER : MORE;
    }
    input_close(a);
    input_close(b);
    return is;
}

/* The same inode, grown, and the end of the last piece is where it was. */
static bool only_grew(const struct work *w, const struct look *k, size_t log)
{
    const struct ledger_log *of = &w->l->logs[log];
    const struct ledger_piece *last = of->n ? &of->pieces[of->n - 1] : NULL;
    struct input_mark now;
    bool was = false;
    for (size_t i = 0; i < w->l->n_seen; i++)
        was |= w->l->seen[i].log == log && w->l->seen[i].inode == k->file->inode &&
               w->l->seen[i].device == k->file->device;
    if (!was || !last || !k->plain || last->to < 0 || last->tail.len == 0 || k->file->bytes <= last->to)
        return false;
    int fd = open(k->file->target, O_RDONLY | O_CLOEXEC);
    bool same = fd >= 0 && mark_before(fd, last->to, &now) && now.len == last->tail.len && now.hash == last->tail.hash;
    if (fd >= 0)
        close(fd);
    return same;
}

/* Are the first bytes of both the same, as far as both have them? */
static bool begins_alike(struct work *w, const struct look *k, size_t other, struct err *err)
{
    struct begin *b = &w->begins[other];
    if (!b->known) {
        struct input *in = open_found(&w->b->at[other], err);
        ssize_t n = in ? input_read(in, b->bytes, BEGIN, err) : -1;
        input_close(in);
        if (n < 0)
            return false;
        b->known = true;
        b->n = (size_t) n;
    }
    return memcmp(b->bytes, k->head, b->n < k->head_len ? b->n : k->head_len) == 0;
}

static uint64_t head_hash(struct look *k, int64_t n)
{
    if (k->hashed != n)
        k->hash = hash_text((struct text){ k->head, (size_t) n }, 0);
    k->hashed = n;
    return k->hash;
}

static enum relation relate(struct work *w, struct look *k, size_t number, size_t *covered, struct err *err)
{
    const struct ledger_log *log = &w->l->logs[number];
    const struct batch *present = log->file >= 0 ? &w->b->at[log->file] : NULL;
    *covered = 0;
    if (strcmp(log->sensor, k->file->input->sensor) != 0)
        return OTHER;
    if ((int64_t) k->head_len < log->head.len)
        return present && begins_alike(w, k, (size_t) log->file, err) ? by_bytes(k, present, err) : OTHER;
    if (head_hash(k, log->head.len) != log->head.hash)
        return OTHER;
    size_t n = pieces_read(w->how, log, err);
    if (err->set)
        return OTHER;
    if (n == log->n && only_grew(w, k, number)) {
        *covered = n;
        return MORE;
    }
    enum relation is = n == log->n || !present ? by_pieces(w->how, k, log, n, covered, err) : OTHER;
    return is == OTHER && present && !err->set ? by_bytes(k, present, err) : is;
}

/* --- new pieces ----------------------------------------------------------------------------- */

static bool set_tail(const struct look *k, struct ledger_piece *piece, struct err *err)
{
    int fd = open(k->file->target, O_RDONLY | O_CLOEXEC);
    bool good = (fd >= 0 && mark_before(fd, piece->to, &piece->tail)) ||
                err_errno(err, "%s: error: cannot read it", k->file->shown);
    if (fd >= 0)
        close(fd);
    return good;
}

/* The log goes on to TO (-1: the end of the compressed file): its last piece is longer, or there is a new one. */
static bool extend(struct work *w, struct ledger_log *log, const struct look *k, int64_t to, struct err *err)
{
    struct ledger_piece *last = log->n ? &log->pieces[log->n - 1] : NULL;
    int64_t end = end_of(w->how, log, err);
    bool again = last && (last->open || k->binary || end < 0 || !recognize_is_read(w->how->work, log, log->n - 1, err));
    if (err->set)
        return false;
    if (!again) {
        if (last && last->to < 0)
            last->to = end;
        last = ledger_add_piece(log, k->file->shown, end, to);
    }
    last->to = to;
    last->fresh = true;
    last->tail = (struct input_mark){ 0, 0 };
    last->open = k->binary || (k->plain && k->whole < to);
    return to < 0 || set_tail(k, last, err);
}

/* The end of what is to be read of a plain file now. */
static int64_t end_now(const struct work *w, const struct look *k, bool settled)
{
    return w->how->remember && !settled ? k->whole : k->file->bytes;
}

/* What the file holds beyond the log's pieces becomes one, too.  SETTLED: it did not change since the last run. */
static bool read_on(struct work *w, struct ledger_log *log, const struct look *k, bool settled, struct err *err)
{
    if (!k->plain)
        return extend(w, log, k, -1, err);
    int64_t to = end_now(w, k, settled);
    int64_t end = end_of(w->how, log, err);
    return !err->set && (to <= end || extend(w, log, k, to, err));
}

/* The file holds the log, from now on.  Where no file was known to, pieces that were planned and not read
   are planned anew: another file may have been meant. */
static bool claim(struct work *w, size_t file, size_t number, struct err *err)
{
    struct ledger_log *log = &w->l->logs[number];
    size_t n = log->file < 0 ? pieces_read(w->how, log, err) : log->n;
    if (err->set)
        return false;
    ledger_drop_pieces(log, n);
    w->log[file] = (int64_t) number;
    log->file = (int64_t) file;
    return true;
}

/* The date that years are counted from: the last one of that input's logs, or "" for the case's. */
static char *start_of(const struct work *w, const struct case_input *input, struct err *err)
{
    const char *stated = ini_text(w->how->c->ini, input->section, "start", "");
    int64_t latest = INT64_MIN;
    for (size_t i = 0; *stated && w->how->remember && i < w->l->n; i++) {
        const struct ledger_log *log = &w->l->logs[i];
        struct carry c;
        if (strcmp(log->section, input->section) != 0 || log->n == 0 || !carried(w->how, log, log->n - 1, &c, err))
            continue;
        if (c.times.n > 0 && c.times.last > latest)
            latest = c.times.last;
        carry_release(&c);
    }
    char day[11];
    if (latest == INT64_MIN)
        return mem_text("");
    when_write_day(when_day_of(latest), day);
    return mem_text(day);
}

/* The file's id, or when a log has it already, one with another hash. */
static char *new_id(const struct ledger *l, const char *file)
{
    char *id = mem_text(file);
    size_t n = strlen(id);
    for (uint64_t k = 1; ledger_has(l, id) && n > 8; k++)
        snprintf(id + n - 8, 9, "%08" PRIx32, (uint32_t) hash_text(text_of(file), k));
    return id;
}

static bool new_log(struct work *w, size_t file, const struct look *k, struct err *err)
{
    const struct batch *f = k->file;
    int64_t to = k->plain ? end_now(w, k, false) : -1;
    if (to == 0 || k->head_len == 0)
        return true;
    struct input_mark head = { k->plain && to < (int64_t) k->head_len ? to : (int64_t) k->head_len, 0 };
    head.hash = hash_text((struct text){ k->head, (size_t) head.len }, 0);
    char *id = new_id(w->l, f->id), *start = start_of(w, f->input, err);
    size_t log = ledger_add_log(w->l, id, f->input->section, f->input->sensor, start, &head);
    free(id);
    free(start);
    return !err->set && claim(w, file, log, err) && extend(w, &w->l->logs[log], k, to, err);
}

/* --- file by file ----------------------------------------------------------------------------- */

static bool known_file(struct work *w, size_t file, struct err *err)
{
    const struct batch *f = &w->b->at[file];
    const struct ledger_seen *s = ledger_find_seen(w->l, f->id);
    struct look k;
    if (!s || s->bytes != f->bytes || s->changed_ns != f->changed_ns || s->device != f->device || s->inode != f->inode)
        return true;
    struct ledger_log *log = &w->l->logs[s->log];
    if (strcmp(log->sensor, f->input->sensor) != 0)
        return true;
    w->log[file] = (int64_t) s->log;
    w->covered[file] = s->covered;
    if (s->covered < (int64_t) log->n)
        return true;
    log->file = (int64_t) file;
    int64_t end = log->pieces[log->n - 1].to;
    return end < 0 || end >= f->bytes || !look_into(f, &k, err) || !k.plain || read_on(w, log, &k, true, err);
}

static bool unknown_file(struct work *w, size_t file, struct err *err)
{
    static const int merit[] = { [OTHER] = 0, [MORE] = 1, [SHORTER] = 2, [ALL] = 3 };
    struct look k;
    enum relation best = OTHER;
    size_t log = 0, covered = 0;
    if (!look_into(&w->b->at[file], &k, err))
        return false;
    for (size_t i = 0; i < w->l->n; i++) {
        size_t n;
        enum relation is = relate(w, &k, i, &n, err);
        if (err->set)
            return false;
        if (is == OTHER || merit[is] < merit[best] || (is == best && n <= covered && n > 0))
            continue;
        best = is;
        log = i;
        covered = n;
    }
    if (best == OTHER)
        return new_log(w, file, &k, err);
    w->log[file] = (int64_t) log;
    w->covered[file] = (int64_t) covered;
    if (best == SHORTER)
        return true;
    if (!claim(w, file, log, err))
        return false;
    return best == ALL || read_on(w, &w->l->logs[log], &k, false, err);
}

static bool each_file(struct work *w, bool (*visit)(struct work *w, size_t file, struct err *err), struct err *err)
{
    for (size_t i = 0; i < w->b->n; i++) {
        struct err own = { 0 };
        if (w->log[i] >= 0 || visit(w, i, &own))
            continue;
        if (!w->how->remember)
            return err_set(err, "%s", own.text);
        buf_add_format(w->notes, "%s\n", own.text); /* one bad file does not keep a night from the others */
        w->log[i] = -1;
    }
    return true;
}

/* --- logs whose file is gone -------------------------------------------------------------------- */

/* The most pieces that a file of this log holds. */
static size_t most_covered(const struct work *w, size_t log)
{
    size_t most = 0;
    for (size_t i = 0; i < w->b->n; i++)
        if (w->log[i] == (int64_t) log && (size_t) w->covered[i] > most)
            most = (size_t) w->covered[i];
    return most;
}

static void note_loss(struct work *w, const struct ledger_log *log, size_t from)
{
    const struct ledger_piece *piece = &log->pieces[from];
    buf_add_format(w->notes, "%s: it vanished before bytes from %" PRId64 " on were read\n", piece->path, piece->from);
}

/* A ledger that remembers keeps what was read.  Another keeps what a file still holds, and
   looks into the log's files anew. */
static bool settle_gone(struct work *w, size_t number, struct err *err)
{
    struct ledger_log *log = &w->l->logs[number];
    size_t n = w->how->remember ? pieces_read(w->how, log, err) : most_covered(w, number);
    if (err->set)
        return false;
    if (w->how->remember && n < log->n)
        note_loss(w, log, n);
    ledger_drop_pieces(log, n);
    for (size_t i = 0; i < w->b->n; i++)
        if (!w->how->remember && w->log[i] == (int64_t) number)
            w->log[i] = -1;
    return true;
}

static void drop_log(struct work *w, size_t number)
{
    ledger_drop_log(w->l, number);
    for (size_t i = 0; i < w->b->n; i++)
        if (w->log[i] >= (int64_t) number)
            w->log[i] = w->log[i] == (int64_t) number ? -1 : w->log[i] - 1;
}

static void see_files(struct work *w)
{
    ledger_forget_seen(w->l);
    for (size_t i = 0; i < w->b->n; i++) {
        const struct batch *f = &w->b->at[i];
        if (w->log[i] < 0)
            continue;
        const struct ledger_log *log = &w->l->logs[w->log[i]];
        int64_t covered = log->file == (int64_t) i ? (int64_t) log->n : w->covered[i];
        ledger_see(w->l, f->id, &(struct ledger_seen){ f->bytes, f->changed_ns, f->device, f->inode,
                                                       (size_t) w->log[i], covered });
    }
}

static bool settle(struct work *w, struct err *err)
{
    for (size_t i = w->l->n; i-- > 0;) {
        if (w->l->logs[i].file < 0 && !settle_gone(w, i, err))
            return false;
        if (w->l->logs[i].n == 0)
            drop_log(w, i);
    }
    if (w->how->remember)
        return true;
    bool good = each_file(w, unknown_file, err);
    for (size_t i = w->l->n; good && i-- > 0;)
        if (w->l->logs[i].file < 0)
            drop_log(w, i);
    return good;
}

bool recognize(struct ledger *l, const struct batches *b, const struct recognize_how *how, struct buf *notes,
               struct err *err)
{
    struct work w = { l, b, how, notes, mem_alloc((b->n + 1) * sizeof *w.log), mem_zero((b->n + 1) * sizeof *w.covered),
                      mem_zero((b->n + 1) * sizeof *w.begins) };
    for (size_t i = 0; i < b->n; i++)
        w.log[i] = -1;
    bool good = each_file(&w, known_file, err) && each_file(&w, unknown_file, err) && settle(&w, err);
    if (good)
        see_files(&w);
    free(w.log);
    free(w.covered);
    free(w.begins);
    return good;
}
