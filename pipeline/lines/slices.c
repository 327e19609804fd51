#include "slices.h"
#include "base/num.h"
#include "base/outfile.h"
#include "slicetimes.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DAY_BUFFER ((size_t) 64 << 10)  /* a day is appended when it holds this much */
#define ALL_BUFFERS ((size_t) 32 << 20) /* all are when they hold this much together */
#define DAY_TEXT 11

struct slice {
    int64_t day; /* since 1970 */
    bool begun;  /* its file exists */
    struct buf pending;
    int64_t written; /* bytes */
    struct slicetimes times;
    when_t newest;
};

struct slices {
    char *work, *batch, *folder; /* folder: the private one */
    bool again;                  /* there may be slices of an older run */
    struct slice *at;            /* ascending by day */
    size_t n, capacity;
    size_t current; /* where the last record went */
    size_t pending; /* bytes in all buffers */
};

/* What neither make nor a shell reads in any place of a path. */
static bool safe_path(const char *path)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+-@,";
    return *path && path[0] != '-' && strspn(path, letters) == strlen(path);
}

static void empty_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        if (e->d_name[0] != '.')
            unlinkat(dirfd(folder), e->d_name, 0);
    }
    closedir(folder);
}

/* Is NAME a temporary of BATCH, such a folder or a file of outfile.h, whose process is no longer there? */
static bool is_left_behind(const char *name, const char *batch)
{
    size_t n = strlen(batch);
    return strncmp(name, batch, n) == 0 && name[n] == '.' && outfile_is_left(name + n);
}

/* What runs of this batch that were killed left behind. */
static void sweep(const struct slices *s)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/batches", s->work);
    DIR *folder = opendir(path.at);
    size_t n = path.len;
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL;) {
        if (!is_left_behind(e->d_name, s->batch))
            continue;
        path.len = n;
        buf_add_format(&path, "/%s", e->d_name);
        if (unlink(path.at) != 0) {
            empty_folder(path.at);
            rmdir(path.at);
        }
    }
    if (folder)
        closedir(folder);
    buf_release(&path);
}

/* Sets `again': did a run of this batch publish something, whole or not?  Its rejects come before its slices. */
static bool was_published(struct slices *s, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/batches/%s.rejects", s->work, s->batch);
    bool known = file_there(path.at, &s->again, err);
    buf_release(&path);
    return known;
}

struct slices *slices_new(const char *work, const char *batch, struct err *err)
{
    if (!safe_path(work) || !safe_path(batch) || strchr(batch, '/')) {
        err_set(err, "error: '%s' and '%s' are no names that make can carry (letters, digits, _ . / + - @ and comma)",
                work, batch);
        return NULL;
    }
    struct slices *s = mem_zero(sizeof *s);
    s->work = mem_text(work);
    s->batch = mem_text(batch);
    sweep(s);
    struct buf folder = BUF_INIT;
    buf_add_format(&folder, "%s/batches/%s", work, batch);
    outfile_mark(&folder);
    s->folder = buf_detach(&folder);
    if (was_published(s, err) && folder_make(s->folder, err))
        return s;
    slices_free(s);
    return NULL;
}

/* Paths are the caller's to free. */
static char *private_path(const struct slices *s, int64_t day)
{
    struct buf path = BUF_INIT;
    char text[DAY_TEXT];
    when_write_day(day, text);
    buf_add_format(&path, "%s/%s.csv", s->folder, text);
    return buf_detach(&path);
}

/* The slice of a day, or the folder that it is in. */
static char *final_path(const struct slices *s, int64_t day, bool folder)
{
    struct buf path = BUF_INIT;
    char text[DAY_TEXT];
    when_write_day(day, text);
    buf_add_format(&path, "%s/slices/%s", s->work, text);
    if (!folder)
        buf_add_format(&path, "/%s.csv", s->batch);
    return buf_detach(&path);
}

static bool write_all(int fd, const char *at, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        at += done;
        n -= (size_t) done;
    }
    return true;
}

/* Appends a day's buffer to its file and gives the storage back. */
static bool spill(struct slices *s, struct slice *slice, struct err *err)
{
    if (slice->pending.len == 0)
        return true;
    char *path = private_path(s, slice->day);
    int how = slice->begun ? O_APPEND : O_CREAT | O_EXCL; /* nobody else's file, and ours must still be there */
    int fd = open(path, O_WRONLY | how | O_CLOEXEC | O_NOFOLLOW, 0666);
    slice->begun = true;
    bool good = fd >= 0 && write_all(fd, slice->pending.at, slice->pending.len);
    if (!good)
        err_errno(err, "error: cannot write %s", path);
    if (fd >= 0 && close(fd) != 0 && good)
        good = err_errno(err, "error: cannot write %s", path);
    slice->written += (int64_t) slice->pending.len;
    s->pending -= slice->pending.len;
    buf_release(&slice->pending);
    free(path);
    return good;
}

static bool spill_all(struct slices *s, struct err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        if (!spill(s, &s->at[i], err))
            return false;
    }
    return true;
}

/* The place of DAY, or where it belongs. */
static size_t place_of(const struct slices *s, int64_t day)
{
    size_t lo = 0, hi = s->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->at[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* TIME is that of the first record. */
static bool add_day(struct slices *s, size_t place, int64_t day, when_t time, struct err *err)
{
    if (s->n == SLICES_MAX_DAYS)
        return err_set(err, "error: the times of batch %s lie on more than %d days", s->batch, SLICES_MAX_DAYS);
    s->at = mem_grow(s->at, &s->capacity, s->n + 1, sizeof *s->at);
    memmove(s->at + place + 1, s->at + place, (s->n - place) * sizeof *s->at);
    s->at[place] = (struct slice){ .day = day, .times.first = time, .newest = time };
    s->n++;
    observation_put_header(&s->at[place].pending);
    s->pending += s->at[place].pending.len;
    return true;
}

/* Makes the slice of the record's day the current one. */
static bool find_day(struct slices *s, when_t time, struct err *err)
{
    int64_t day = when_day_of(time);
    s->current = place_of(s, day);
    bool known = s->current < s->n && s->at[s->current].day == day;
    return known || add_day(s, s->current, day, time, err);
}

static bool is_on(const struct slice *slice, when_t time)
{
    int64_t since = time - slice->day * WHEN_DAY;
    return since >= 0 && since < WHEN_DAY;
}

bool slices_take(void *slices, const struct observation *o, struct err *err)
{
    struct slices *s = slices;
    bool current = s->current < s->n && is_on(&s->at[s->current], o->time);
    if (!current && !find_day(s, o->time, err))
        return false;
    struct slice *slice = &s->at[s->current];
    slicetimes_see(&slice->times, &slice->newest, o->time);
    size_t before = slice->pending.len;
    observation_put(&slice->pending, o);
    s->pending += slice->pending.len - before;
    if (slice->pending.len >= DAY_BUFFER && !spill(s, slice, err))
        return false;
    return s->pending < ALL_BUFFERS || spill_all(s, err);
}

/* --- publishing -------------------------------------------------------------------- */

static bool publish_day(const struct slices *s, int64_t day, struct err *err)
{
    char *folder = final_path(s, day, true), *from = private_path(s, day), *to = final_path(s, day, false);
    bool good = folder_make(folder, err);
    if (good && file_same(from, to))
        unlink(from);
    else if (good && rename(from, to) != 0)
        good = err_errno(err, "error: cannot rename to %s", to);
    free(folder);
    free(from);
    free(to);
    return good;
}

/* A day that an older run of this batch left a slice in, and this one does not. */
static bool remove_stale(void *slices, int folder, const char *name, struct err *err)
{
    const struct slices *s = slices;
    struct err ignored = { 0 };
    int64_t day;
    (void) folder;
    if (!when_parse_day(text_of(name), &day, &ignored))
        return true;
    size_t place = place_of(s, day);
    if (place < s->n && s->at[place].day == day)
        return true;
    char *stale = final_path(s, day, false);
    bool good = unlink(stale) == 0 || errno == ENOENT || err_errno(err, "error: cannot remove %s", stale);
    free(stale);
    return good;
}

static bool remove_all_stale(struct slices *s, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/slices", s->work);
    bool there, good = file_there(path.at, &there, err) && (!there || folder_each(path.at, remove_stale, s, err));
    buf_release(&path);
    return good;
}

/* One sync for all the files, or for all their names, instead of one each. */
static bool sync_all(const struct slices *s, struct err *err)
{
    int fd = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && syncfs(fd) == 0;
    if (!good)
        err_errno(err, "error: cannot sync %s", s->folder);
    if (fd >= 0)
        close(fd);
    return good;
}

bool slices_publish(struct slices *s, struct err *err)
{
    if (!spill_all(s, err) || !sync_all(s, err))
        return false;
    for (size_t i = 0; i < s->n; i++) {
        if (!publish_day(s, s->at[i].day, err))
            return false;
    }
    /* The fragment, which comes next, says that they are there. */
    return sync_all(s, err) && (!s->again || remove_all_stale(s, err)); /* looks into every day */
}

void slices_fragment(const struct slices *s, struct buf *b)
{
    if (s->n == 0)
        buf_add_format(b, "# batch %s has no records\n", s->batch);
    for (size_t i = 0; i < s->n; i++) {
        char day[DAY_TEXT];
        when_write_day(s->at[i].day, day);
        char *path = final_path(s, s->at[i].day, false);
        buf_add_format(b, "slices-%s += %s\n", day, path);
        free(path);
    }
}

void slices_late(const struct slices *s, struct buf *b)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i].written < SLICETIMES_WORTH)
            continue;
        if (b->len == 0)
            slicetimes_state(b, 0, NULL, 0);
        slicetimes_state(b, s->at[i].day, &s->at[i].times, s->at[i].written);
    }
}

void slices_free(struct slices *s)
{
    if (!s)
        return;
    if (s->folder) {
        empty_folder(s->folder);
        rmdir(s->folder);
    }
    for (size_t i = 0; i < s->n; i++)
        buf_release(&s->at[i].pending);
    free(s->at);
    free(s->work);
    free(s->batch);
    free(s->folder);
    free(s);
}
