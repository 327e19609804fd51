#include "drawn.h"
#include "base/hash.h"
#include "base/outfile.h"
#include "picture.h"
#include <cairo.h>
#include <fcntl.h>
#include <pango/pango.h>
#include <poppler.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT (256u << 20)
#define PICTURES 4

static const char *const endings[PICTURES] = { ".svg", ".png", "-slide.png", ".pdf" };

struct drawn {
    const char *known, *stem;
    struct buf from; /* hashes of the pieces */
    bool is_sure; /* which gnuplot would draw is known */
};

static struct buf path_of(const struct drawn *d, const char *ending)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s%s", d->stem, ending);
    return path;
}

void drawn_feed(struct drawn *d, struct text piece)
{
    char hex[HASH_TEXT];
    hash_write(hash_text(piece, 0), hex);
    buf_add_text(&d->from, hex);
}

static bool feed_file(struct drawn *d, const char *path)
{
    struct err local = { .set = false };
    struct buf content = BUF_INIT;
    bool good = file_read(path, FILE_LIMIT, &content, &local);
    if (good)
        drawn_feed(d, (struct text){ content.at, content.len });
    buf_release(&content);
    return good;
}

/* A program by its size and the time of its last change. */
static bool feed_program(struct drawn *d, const char *path, struct err *err)
{
    struct stat s;
    struct buf b = BUF_INIT;
    if (stat(path, &s) != 0)
        return err_errno(err, "error: cannot look at %s", path);
    buf_add_format(&b, "%jd %jd.%09ld", (intmax_t) s.st_size, (intmax_t) s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
    drawn_feed(d, (struct text){ b.at, b.len });
    buf_release(&b);
    return true;
}

/* The one that would be run; false where that is not known: there is none, or it depends on the system's own path or the folder of work. */
static bool feed_gnuplot(struct drawn *d)
{
    struct err local = { .set = false };
    const char *at = getenv("PATH");
    bool found = false, fed = false;
    while (at != NULL && *at == '/' && !found) {
        struct buf path = BUF_INIT;
        size_t length = strcspn(at, ":");
        buf_add_format(&path, "%.*s/gnuplot", (int) length, at);
        found = access(path.at, X_OK) == 0;
        fed = found && feed_program(d, path.at, &local);
        buf_release(&path);
        at += length + (at[length] == ':');
    }
    return fed;
}

struct drawn *drawn_new(const char *known, const char *stem, struct err *err)
{
    struct drawn *d = mem_zero(sizeof *d);
    *d = (struct drawn){ .known = known, .stem = stem };
    if (known == NULL)
        return d;
    if (!feed_program(d, "/proc/self/exe", err)) {
        drawn_free(d);
        return NULL;
    }
    d->is_sure = feed_gnuplot(d);
    drawn_feed(d, text_of(cairo_version_string()));
    drawn_feed(d, text_of(pango_version_string()));
    drawn_feed(d, text_of(poppler_get_version()));
    return d;
}

void drawn_free(struct drawn *d)
{
    if (d == NULL)
        return;
    buf_release(&d->from);
    free(d);
}

/* Of what they come from and of their bytes, as the file has it; false where a picture cannot be read. */
static bool state_of(const struct drawn *d, char hex[HASH_TEXT])
{
    struct drawn all = { .stem = d->stem };
    bool good = true;
    drawn_feed(&all, (struct text){ d->from.at, d->from.len });
    for (size_t i = 0; i < PICTURES && good; i++) {
        struct buf path = path_of(d, endings[i]);
        good = feed_file(&all, path.at);
        buf_release(&path);
    }
    hash_write(hash_text((struct text){ all.from.at, all.from.len }, 0), hex);
    buf_release(&all.from);
    return good;
}

bool drawn_stands(struct drawn *d)
{
    struct err local = { .set = false };
    struct buf kept = BUF_INIT;
    char hex[HASH_TEXT];
    bool stands = d->is_sure && file_read(d->known, HASH_TEXT, &kept, &local) && state_of(d, hex) &&
                  kept.len == HASH_TEXT && memcmp(kept.at, hex, HASH_TEXT - 1) == 0;
    buf_release(&kept);
    return stands;
}

static bool date(const struct drawn *d, when_t stamp, struct err *err)
{
    struct buf path = path_of(d, ".pdf"), pdf = BUF_INIT;
    bool good = file_read(path.at, FILE_LIMIT, &pdf, err);
    if (good) {
        picture_date_pdf(&pdf, stamp / WHEN_SECOND);
        good = outfile_write(path.at, (struct text){ pdf.at, pdf.len }, true, err);
    }
    buf_release(&path);
    buf_release(&pdf);
    return good;
}

static bool touch(const struct drawn *d, const char *ending, struct err *err)
{
    struct buf path = path_of(d, ending);
    bool good = utimensat(AT_FDCWD, path.at, NULL, 0) == 0 || err_errno(err, "error: cannot write %s", path.at);
    buf_release(&path);
    return good;
}

bool drawn_renew(struct drawn *d, when_t stamp, struct err *err)
{
    bool good = date(d, stamp, err);
    for (size_t i = 0; i < PICTURES && good; i++)
        good = touch(d, endings[i], err);
    return good && touch(d, "/draw.gp", err);
}

bool drawn_keep(struct drawn *d, struct err *err)
{
    char hex[HASH_TEXT + 1];
    if (d->known == NULL)
        return true;
    if (!state_of(d, hex))
        return err_set(err, "error: cannot read %s again", d->stem);
    hex[HASH_TEXT - 1] = '\n';
    return outfile_write(d->known, (struct text){ hex, HASH_TEXT }, false, err);
}
