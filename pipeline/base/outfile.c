#include "outfile.h"
#include "hash.h"
#include "num.h"
#include "outplace.h"
#include "zstdio.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct outfile {
    char *path, *temporary; /* temporary NULL: standard output */
    FILE *stream;
    int packed; /* the file behind a stream that compresses; below 0: the stream's own */
    struct outfile *next;
};

/* What is open now, so that a signal or exit can remove it.  Signals are held
   off while the list changes. */
static struct outfile *open_files;

static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGXCPU };
#define N_ENDS (sizeof ends / sizeof *ends)

static void hold_signals(bool hold)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < N_ENDS; i++)
        sigaddset(&set, ends[i]);
    pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

static void remove_all(void)
{
    for (struct outfile *o = open_files; o; o = o->next)
        if (o->temporary)
            unlink(o->temporary);
}

static void on_signal(int number)
{
    remove_all();
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_once(void)
{
    static bool watching;
    if (watching)
        return;
    watching = true;
    atexit(remove_all);
    for (size_t i = 0; i < N_ENDS; i++) {
        struct sigaction old;
        if (sigaction(ends[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) {
            struct sigaction act = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND | SA_NODEFER };
            sigaction(ends[i], &act, NULL);
        }
    }
}

static void list_add(struct outfile *out)
{
    hold_signals(true);
    out->next = open_files;
    open_files = out;
    hold_signals(false);
}

static void forget(struct outfile *out)
{
    hold_signals(true);
    for (struct outfile **o = &open_files; *o; o = &(*o)->next)
        if (*o == out) {
            *o = out->next;
            break;
        }
    hold_signals(false);
    free(out->path);
    free(out->temporary);
    free(out);
}

/* --- names that no other process has ------------------------------------------------------- */

#define MARK ".tmp-"

static char where[HASH_TEXT];

/* What cannot be read is left out: the name alone tells most machines apart. */
static void find_where(void)
{
    char machine[256] = "", space[64] = "";
    struct err ignored = { .set = false };
    struct buf all = BUF_INIT;
    (void) !gethostname(machine, sizeof machine - 1);
    (void) !readlink("/proc/self/ns/pid", space, sizeof space - 1);
    buf_add_format(&all, "%s\n%s\n", machine, space);
    (void) !file_read("/proc/sys/kernel/random/boot_id", 256, &all, &ignored);
    hash_write(hash_text((struct text){ all.at, all.len }, 0), where);
    buf_release(&all);
}

static const char *our_where(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_where);
    return where;
}

/* Makes room behind the last part of a path: its beginning stays, and the hash of all of it, so that two names stay two.  No letter of
   UTF-8 is cut.  What is too long for a name itself is left to be refused. */
static void make_room(struct buf *path, size_t more)
{
    const char *slash = strrchr(path->at, '/'), *base = slash ? slash + 1 : path->at;
    size_t n = strlen(base), keep = NAME_MAX - more - HASH_TEXT;
    char hash[HASH_TEXT];
    if (n + more <= NAME_MAX || n > NAME_MAX)
        return;
    hash_write(hash_text((struct text){ base, n }, 0), hash);
    while (keep > 0 && (base[keep] & 0xC0) == 0x80)
        keep--;
    path->len = (size_t) (base - path->at) + keep;
    buf_add_format(path, "~%s", hash);
}

void outfile_mark(struct buf *path)
{
    char mark[64];
    make_room(path, (size_t) snprintf(mark, sizeof mark, MARK "%s-%ld", our_where(), (long) getpid()));
    buf_add_text(path, mark);
}

/* The last place of the mark: a log's name may hold one. */
static const char *mark_in(const char *name)
{
    const char *at = NULL;
    for (const char *next = strstr(name, MARK); next; next = strstr(next + 1, MARK))
        at = next;
    return at;
}

bool outfile_is_left(const char *name)
{
    const size_t n = HASH_TEXT - 1;
    const char *mark = mark_in(name), *at = mark ? mark + strlen(MARK) : NULL;
    struct err ignored = { .set = false };
    int64_t pid;
    return at && strncmp(at, our_where(), n) == 0 && at[n] == '-' && num_int(text_of(at + n + 1), 1, INT32_MAX, &pid, &ignored) &&
           kill((pid_t) pid, 0) != 0 && errno == ESRCH;
}

/* What lies there was left by a killed process of our number, or put there by somebody else to be written through. */
static int open_anew(const char *path)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int fd = open(path, flags, 0666);
    if (fd < 0 && errno == EEXIST && unlink(path) == 0)
        fd = open(path, flags, 0666);
    return fd;
}

static FILE *create(struct outfile *out)
{
    struct buf name = BUF_INIT;
    buf_add_text(&name, out->path);
    outfile_mark(&name);
    out->temporary = buf_detach(&name);
    list_add(out);
    int fd = open_anew(out->temporary);
    if (fd < 0 || !zstdio_is_name(out->path))
        return fd < 0 ? NULL : fdopen(fd, "w");
    out->packed = fd;
    return zstdio_writer(fd);
}

static FILE *open_direct(const char *path)
{
    int fd = outplace_open(path);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, "w");
    if (fd >= 0 && !stream)
        close(fd);
    return stream;
}

static FILE *open_stream(struct outfile *out)
{
    bool output = strcmp(out->path, "-") == 0;
    enum outplace place = output ? OUTPLACE_DIRECT : outplace_of(out->path);
    if (place == OUTPLACE_FILE)
        return create(out);
    list_add(out);
    errno = EPERM;
    return place == OUTPLACE_REFUSED ? NULL : output ? stdout : open_direct(out->path);
}

struct outfile *outfile_open(const char *path, struct err *err)
{
    watch_once();
    struct outfile *out = mem_zero(sizeof *out);
    out->path = mem_text(path);
    out->packed = -1;
    out->stream = open_stream(out);
    if (!out->stream) {
        err_errno(err, "error: cannot write %s", path);
        outfile_abort(out);
        return NULL;
    }
    setvbuf(out->stream, NULL, _IOFBF, 1 << 16);
    return out;
}

FILE *outfile_stream(struct outfile *out) { return out->stream; }

static const char *shown(const struct outfile *out) { return strcmp(out->path, "-") == 0 ? "standard output" : out->path; }

/* A write that failed before has left no errno; what waits behind it fails for the same reason, mostly. */
static bool flush(FILE *stream)
{
    bool failed = ferror(stream), done = fflush(stream) == 0;
    if (done && failed)
        errno = EIO;
    return done && !failed;
}

/* The end of what is compressed is written when its stream is closed. */
static bool seal_packed(struct outfile *out, struct err *err)
{
    bool good = flush(out->stream);
    good = fclose(out->stream) == 0 && good && fsync(out->packed) == 0;
    out->stream = NULL;
    if (!good)
        err_errno(err, "error: cannot write %s", out->path);
    if (close(out->packed) != 0 && good)
        good = err_errno(err, "error: cannot write %s", out->path);
    out->packed = -1;
    return good;
}

bool outfile_seal(struct outfile *out, struct err *err)
{
    if (out->packed >= 0)
        return seal_packed(out, err);
    bool good = flush(out->stream);
    if (good && out->temporary)
        good = fsync(fileno(out->stream)) == 0;
    if (!good)
        err_errno(err, "error: cannot write %s", shown(out));
    if (fclose(out->stream) != 0 && good)
        good = err_errno(err, "error: cannot write %s", shown(out));
    out->stream = NULL;
    return good;
}

/* A rename is only safe from a power failure once its folder is synced. */
static void sync_folder(const char *path)
{
    char *folder = mem_text(path);
    char *slash = strrchr(folder, '/');
    if (slash)
        *(slash == folder ? slash + 1 : slash) = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void) !fsync(fd);
        close(fd);
    }
    free(folder);
}

static bool publish(struct outfile *out, bool if_changed, struct err *err)
{
    bool good = out->stream == NULL || outfile_seal(out, err);
    if (out->temporary) {
        if (!good || (if_changed && file_same(out->temporary, out->path)))
            unlink(out->temporary);
        else if (rename(out->temporary, out->path) != 0) {
            good = err_errno(err, "error: cannot rename to %s", out->path);
            unlink(out->temporary);
        } else
            sync_folder(out->path);
    }
    forget(out);
    return good;
}

bool outfile_publish(struct outfile *out, struct err *err) { return publish(out, false, err); }
bool outfile_publish_if_changed(struct outfile *out, struct err *err) { return publish(out, true, err); }

void outfile_abort(struct outfile *out)
{
    if (!out)
        return;
    if (out->stream && out->stream == stdout)
        __fpurge(stdout); /* what was not sent yet is not sent at exit either */
    else if (out->stream)
        fclose(out->stream);
    if (out->packed >= 0)
        close(out->packed);
    if (out->temporary)
        unlink(out->temporary);
    forget(out);
}

bool outfile_write(const char *path, struct text content, bool if_changed, struct err *err)
{
    struct outfile *out = outfile_open(path, err);
    if (!out)
        return false;
    if (content.len == 0 || fwrite(content.at, 1, content.len, out->stream) == content.len)
        return publish(out, if_changed, err);
    err_errno(err, "error: cannot write %s", shown(out)); /* now, while errno tells why */
    outfile_abort(out);
    return false;
}

/* Makes it where it is not.  A link that somebody else laid there is not followed. */
static bool make_one(const char *path)
{
    struct stat link, s;
    if (mkdir(path, 0777) == 0)
        return true;
    if (errno != EEXIST || lstat(path, &link) != 0 || stat(path, &s) != 0)
        return false;
    bool theirs = S_ISLNK(link.st_mode) && !outplace_is_ours(&link);
    errno = theirs ? ELOOP : ENOTDIR;
    return !theirs && S_ISDIR(s.st_mode);
}

bool folder_make(const char *path, struct err *err)
{
    char *copy = mem_text(path);
    bool good = true;
    for (char *p = copy + 1; good && *p; p++)
        if (*p == '/') {
            *p = '\0';
            good = make_one(copy);
            *p = '/';
        }
    good = good && make_one(copy);
    free(copy);
    return good || err_errno(err, "error: cannot make the folder %s", path);
}

bool folder_each(const char *path, folder_visit *visit, void *context, struct err *err)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool good = true;
    if (!folder)
        return err_errno(err, "error: cannot read the folder %s", path);
    do {
        errno = 0;
        entry = readdir(folder);
        if (entry && entry->d_name[0] != '.')
            good = visit(context, dirfd(folder), entry->d_name, err);
        else if (!entry && errno != 0)
            good = err_errno(err, "error: cannot read the folder %s to its end", path);
    } while (entry && good);
    closedir(folder);
    return good;
}

bool file_read(const char *path, size_t limit, struct buf *into, struct err *err)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return err_errno(err, "error: cannot read %s", path);
    size_t n, start = into->len;
    do {
        buf_need(into, 1 << 14);
        n = fread(into->at + into->len, 1, 1 << 14, f);
        into->len += n;
        into->at[into->len] = '\0';
    } while (n > 0 && into->len - start <= limit);
    bool good = !ferror(f);
    fclose(f);
    if (!good)
        return err_errno(err, "error: cannot read %s", path);
    if (into->len - start > limit)
        return err_set(err, "error: %s is larger than %zu bytes", path, limit);
    return true;
}

bool file_there(const char *path, bool *there, struct err *err)
{
    *there = access(path, F_OK) == 0;
    return *there || errno == ENOENT || errno == ENOTDIR || err_errno(err, "error: cannot look at %s", path);
}

bool file_same(const char *a, const char *b)
{
    FILE *fa = fopen(a, "re"), *fb = fopen(b, "re");
    bool same = fa && fb;
    static char xa[1 << 16], xb[1 << 16];
    while (same) {
        size_t na = fread(xa, 1, sizeof xa, fa), nb = fread(xb, 1, sizeof xb, fb);
        same = na == nb && memcmp(xa, xb, na) == 0 && !ferror(fa) && !ferror(fb);
        if (na == 0)
            break;
    }
    if (fa)
        fclose(fa);
    if (fb)
        fclose(fb);
    return same;
}
