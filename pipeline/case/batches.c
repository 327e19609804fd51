#include "batches.h"
#include "base/hash.h"
#include "base/utf8.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_NAME 80    /* of a file, in an id */
#define LONGEST_SHOWN 150  /* libinih takes lines up to 199 bytes */

static void free_batch(struct batch *b)
{
    free(b->id);
    free(b->shown);
    free(b->target);
}

void batches_release(struct batches *b)
{
    for (size_t i = 0; i < b->n; i++)
        free_batch(&b->at[i]);
    free(b->at);
    *b = (struct batches) BATCHES_INIT;
}

/* Cleaning may make two names alike; the hash of the path tells them apart. */
static char *make_id(const char *sensor, const char *path)
{
    struct buf b = BUF_INIT;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    buf_add_format(&b, "%s-", sensor);
    for (size_t i = 0; i < LONGEST_NAME && name[i]; i++)
        buf_add_char(&b, isalnum((unsigned char) name[i]) || strchr("_.-", name[i]) ? name[i] : '_');
    buf_add_format(&b, "-%08" PRIx32, (uint32_t) hash_text(text_of(path), 0));
    return buf_detach(&b);
}

/* Control bytes, bytes that are no UTF-8, the backslash, the semicolon (a comment
   in INI) and blanks at either end become \DDD (decimal); of a long path the end
   is kept. */
static char *make_shown(const char *path)
{
    struct buf b = BUF_INIT;
    size_t n = strlen(path);
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char) path[i];
        size_t len = utf8_length(path + i, n - i);
        bool hurts = c < ' ' || c == 127 || c == '\\' || c == ';' || len == 0 || (c == ' ' && (i == 0 || i + 1 == n));
        if (hurts)
            buf_add_format(&b, "\\%03d", c);
        else
            buf_add(&b, path + i, len);
        i += hurts ? 1 : len;
    }
    if (b.len > LONGEST_SHOWN) {
        size_t from = b.len - LONGEST_SHOWN;
        while (((unsigned char) b.at[from] & 0xC0) == 0x80)
            from++;
        memmove(b.at + 3, b.at + from, b.len - from + 1);
        memcpy(b.at, "...", 3);
    }
    return buf_detach(&b);
}

/* The pattern under the case's folder, whose own name is no pattern. */
static char *whole_pattern(const char *folder, struct text pattern)
{
    struct buf b = BUF_INIT;
    if (pattern.at[0] != '/') {
        for (const char *p = folder; *p; p++) {
            if (strchr("*?[]\\", *p))
                buf_add_char(&b, '\\');
            buf_add_char(&b, *p);
        }
        buf_add_char(&b, '/');
    }
    buf_add(&b, pattern.at, pattern.len);
    return buf_detach(&b);
}

/* The folder is resolved, the file's own name is not: where it is a link, the link may be
   turned to another file. */
static char *absolute(const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    struct buf b = BUF_INIT;
    char *folder;
    buf_add(&b, path, slash ? (size_t) (slash - path) + 1 : 0);
    folder = realpath(b.len ? b.at : ".", NULL);
    if (!folder) {
        err_errno(err, "error: cannot find the folder of %s", path);
        buf_release(&b);
        return NULL;
    }
    buf_clear(&b);
    buf_add_format(&b, "%s/%s", folder, slash ? slash + 1 : path);
    free(folder);
    return buf_detach(&b);
}

/* Adds the file unless it is a folder.  SHOWN is its path as the case gives it. */
static bool add_file(struct batches *b, const struct case_input *in, const char *path, const char *shown,
                     struct err *err)
{
    struct stat s;
    if (stat(path, &s) != 0 && errno == ENOENT)
        return true; /* renamed since the pattern found it, or a link to nowhere */
    if (stat(path, &s) != 0 || (!S_ISDIR(s.st_mode) && access(path, R_OK) != 0))
        return err_errno(err, "error: cannot read %s", path);
    if (S_ISDIR(s.st_mode))
        return true;
    if (!S_ISREG(s.st_mode))
        return err_set(err, "error: %s is no regular file", path);
    char *target = absolute(path, err);
    if (!target)
        return false;
    b->at = mem_grow(b->at, &b->capacity, b->n + 1, sizeof *b->at);
    b->at[b->n++] = (struct batch){ make_id(in->sensor, shown), make_shown(shown), target, s.st_size,
                                    s.st_ctim.tv_sec * INT64_C(1000000000) + s.st_ctim.tv_nsec,
                                    (int64_t) s.st_dev, (int64_t) s.st_ino, in };
    return true;
}

/* glob() takes a folder that cannot be read, or not to its end, for a short one; these doors to it remember. */
static int folder_trouble; /* errno */

static void *open_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder && errno != ENOENT && errno != ENOTDIR)
        folder_trouble = errno;
    return folder;
}

static struct dirent *next_name(void *folder)
{
    errno = 0;
    struct dirent *entry = readdir(folder);
    if (!entry && errno != 0)
        folder_trouble = errno;
    return entry;
}

static void close_folder(void *folder)
{
    closedir(folder);
}

/* As glob(); its other errors are those of its manual. */
static int look_for(const char *pattern, glob_t *found)
{
    *found = (glob_t){ .gl_opendir = open_folder, .gl_readdir = next_name, .gl_closedir = close_folder, .gl_stat = stat, .gl_lstat = lstat };
    folder_trouble = 0;
    int status = glob(pattern, GLOB_ALTDIRFUNC, NULL, found);
    errno = status == GLOB_NOSPACE ? ENOMEM : folder_trouble ? folder_trouble : EIO;
    return folder_trouble ? GLOB_ABORTED : status;
}

/* All files that one pattern matches: at least one, unless NONE_IS_FINE. */
static bool add_matches(struct batches *b, const struct casefile *c, const struct case_input *in,
                        struct text pattern, bool none_is_fine, struct err *err)
{
    size_t before = b->n, skip = pattern.at[0] == '/' ? 0 : strlen(c->folder) + 1;
    char *whole = whole_pattern(c->folder, pattern);
    glob_t found;
    int status = look_for(whole, &found);
    bool good = status == 0 || status == GLOB_NOMATCH ||
                ini_wrong(c->ini, in->section, "files", err, "cannot look for '%.*s': %s", (int) pattern.len, pattern.at, strerror(errno));
    for (size_t i = 0; good && status == 0 && i < found.gl_pathc; i++)
        good = add_file(b, in, found.gl_pathv[i], found.gl_pathv[i] + skip, err);
    if (good && b->n == before && !none_is_fine)
        good = ini_wrong(c->ini, in->section, "files", err, "no file matches '%.*s'", (int) pattern.len, pattern.at);
    globfree(&found);
    free(whole);
    return good;
}

/* The length of the pattern at P: up to a blank that no backslash stands before. */
static size_t pattern_length(const char *p)
{
    size_t n = 0;
    while (p[n] && p[n] != ' ' && p[n] != '\t')
        n += p[n] == '\\' && p[n + 1] ? 2 : 1;
    return n;
}

static bool add_input(struct batches *b, const struct casefile *c, const struct case_input *in, bool none_is_fine,
                      struct err *err)
{
    const char *p = in->files;
    for (p += strspn(p, " \t"); *p; p += strspn(p, " \t")) {
        struct text pattern = { p, pattern_length(p) };
        if (!add_matches(b, c, in, pattern, none_is_fine, err))
            return false;
        p += pattern.len;
    }
    return true;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct batch *) a)->id, ((const struct batch *) b)->id);
}

/* A file that two patterns of one input name is one batch; one that two inputs
   read for the same sensor is a mistake. */
static bool check_twins(const struct batches *b, const struct casefile *c, struct err *err)
{
    for (size_t i = 1; i < b->n; i++) {
        const struct batch *x = &b->at[i], *y = x - 1;
        if (strcmp(x->id, y->id) == 0 && (x->input != y->input || strcmp(x->target, y->target) != 0))
            return ini_wrong(c->ini, x->input->section, "files", err, "%s is read for the sensor %s already", x->shown,
                             x->input->sensor);
    }
    return true;
}

static void melt_twins(struct batches *b)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->n; i++)
        if (kept && strcmp(b->at[i].id, b->at[kept - 1].id) == 0)
            free_batch(&b->at[i]);
        else
            b->at[kept++] = b->at[i];
    b->n = kept;
}

bool batches_find(struct batches *b, const struct casefile *c, bool none_is_fine, struct err *err)
{
    for (size_t i = 0; i < c->n; i++)
        if (!add_input(b, c, &c->inputs[i], none_is_fine, err))
            return false;
    mem_sort(b->at, b->n, sizeof *b->at, compare_ids);
    if (!check_twins(b, c, err))
        return false;
    melt_twins(b);
    return true;
}
