#include "gnuplot.h"
#include "base/outfile.h"
#include "drawn.h"
#include "fonts.h"
#include "glyphs.h"
#include "picture.h"
#include "png.h"
#include "self.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_LIMIT (256u << 20)
#define SLIDE "slide"
#define SLIDE_WIDTH 1920
#define SLIDE_HEIGHT 1080

char *gnuplot_scripts(struct err *err)
{
    const char *stated = getenv("DIELOG_RENDER");
    char found[PATH_MAX];
    char *path = stated != NULL && *stated != '\0' ? mem_text(stated) : self_beside("render", err);
    if (path != NULL && realpath(path, found) == NULL)
        err_errno(err, "%s (gnuplot's scripts; DIELOG_RENDER names another folder)", path);
    free(path);
    return err->set ? NULL : mem_text(found);
}

static char *joined(const char *folder, const char *name, const char *suffix)
{
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%s/%s%s", folder, name, suffix);
    return buf_detach(&b);
}

/* The folder's files and the folder itself; what cannot be removed is left. */
static void remove_folder(const char *folder)
{
    DIR *d = opendir(folder);
    const struct dirent *entry;
    while (d != NULL && (entry = readdir(d)) != NULL)
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(d), entry->d_name, 0);
    if (d != NULL)
        closedir(d);
    rmdir(folder);
}

static bool write_input(const char *folder, const char *name, const char *suffix, const struct buf *content, struct drawn *drawn, struct err *err)
{
    const struct text bytes = { content->at, content->len };
    char *path = joined(folder, name, suffix);
    bool good = outfile_write(path, bytes, false, err);
    drawn_feed(drawn, text_of(name));
    drawn_feed(drawn, bytes);
    free(path);
    return good;
}

static bool write_description(const struct plot *p, const char *folder, struct drawn *drawn, struct err *err)
{
    struct buf content = BUF_INIT;
    plot_write_numbers(p, &content);
    bool good = write_input(folder, "numbers", ".gp", &content, drawn, err);
    for (size_t i = 0; i < plot_blocks(p) && good; i++) {
        buf_clear(&content);
        plot_write_block(p, i, &content);
        glyphs_replace(&content);
        good = write_input(folder, plot_block_name(p, i), ".csv", &content, drawn, err);
    }
    buf_release(&content);
    return good;
}

/* The column's description in the folder itself, the slide's in slide/ below it. */
static bool write_inputs(const struct plot *p, const struct plot *slide, const char *folder, struct drawn *drawn, struct err *err)
{
    char *below = joined(folder, SLIDE, "");
    bool good = write_description(p, folder, drawn, err) && folder_make(below, err) && write_description(slide, below, drawn, err);
    free(below);
    return good;
}

static bool feed_script(const char *path, struct drawn *drawn, struct err *err)
{
    struct buf content = BUF_INIT;
    bool good = file_read(path, FILE_LIMIT, &content, err);
    if (good)
        drawn_feed(drawn, (struct text){ content.at, content.len });
    buf_release(&content);
    return good;
}

static bool link_scripts(const struct plot *p, const char *scripts, const char *folder, struct drawn *drawn, struct err *err)
{
    static const char *const shared[] = { "draw", "style", "canvas", "panel", "under", "texts" };
    const size_t n = sizeof shared / sizeof shared[0];
    bool good = true;
    for (size_t i = 0; i <= n && good; i++) {
        char *from = joined(scripts, i < n ? shared[i] : plot_script(p), ".gp");
        char *to = joined(folder, i < n ? shared[i] : "chart", ".gp");
        if (access(from, R_OK) != 0 || symlink(from, to) != 0)
            good = err_errno(err, "%s", from);
        good = good && feed_script(from, drawn, err);
        free(from);
        free(to);
    }
    return good;
}

static bool spawn(const char *folder, pid_t *child, struct err *err)
{
    char path[PATH_MAX + 5];
    const char *search = getenv("PATH");
    snprintf(path, sizeof path, "PATH=%.*s", PATH_MAX - 1, search == NULL ? "/usr/bin:/bin" : search);
    char locale[] = "LC_ALL=C.UTF-8", zone[] = "TZ=UTC", name[] = "gnuplot", plain[] = "-d", script[] = "draw.gp";
    char *environment[] = { path, locale, zone, NULL };
    char *arguments[] = { name, plain, script, NULL }; /* -d: no gnuplotrc of the host */
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code == 0)
        code = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(&actions, 2, "messages", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (code == 0)
        code = posix_spawnp(child, "gnuplot", &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    errno = code;
    return code == 0 || err_errno(err, "gnuplot");
}

/* What gnuplot, or pango within it, says of data or a font that it leaves out, and goes on to end with 0. */
static bool is_sound(const struct buf *said, struct err *err)
{
    static const char *const lost[] = { "Cannot find or open file", "failed to create cairo scaled font" };
    for (size_t i = 0; i < sizeof lost / sizeof *lost && said->len > 0; i++) {
        const char *at = strstr(said->at, lost[i]);
        if (at != NULL)
            return err_set(err, "gnuplot: error: %.*s", (int) strcspn(at, "\n"), at);
    }
    return true;
}

static bool run(const char *folder, struct err *err)
{
    pid_t child = 0;
    int status;
    if (!spawn(folder, &child, err))
        return false;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return err_errno(err, "gnuplot");
    struct buf said = BUF_INIT;
    char *path = joined(folder, "messages", "");
    bool good = file_read(path, 1 << 20, &said, err);
    if (good && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        good = err_set(err, "gnuplot: error: ended with %s %d: %s", WIFEXITED(status) ? "code" : "signal",
                       WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), said.len > 0 ? said.at : "it says nothing");
    good = good && is_sound(&said, err);
    buf_release(&said);
    free(path);
    return good;
}

/* --- drawn twice --------------------------------------------------------------------------- */

#define DRAWINGS 3
static const char *const drawings[DRAWINGS] = { "figure.svg", "figure.pdf", SLIDE "/figure.pdf" };

/* Reads a drawing and takes it away; a PDF's date is no part of what is seen. */
static bool take(const char *folder, const char *name, struct buf *content, struct err *err)
{
    char *path = joined(folder, name, "");
    bool good = file_read(path, FILE_LIMIT, content, err) && (unlink(path) == 0 || err_errno(err, "error: cannot remove %s", path));
    if (good)
        picture_date_pdf(content, 0);
    free(path);
    return good;
}

static bool is_repeated(const char *folder, const char *name, const struct buf *first, struct err *err)
{
    struct buf again = BUF_INIT;
    char *path = joined(folder, name, "");
    bool good = file_read(path, FILE_LIMIT, &again, err);
    if (good)
        picture_date_pdf(&again, 0);
    if (good && (again.len != first->len || memcmp(again.at, first->at, again.len) != 0))
        good = err_set(err, "gnuplot: error: drew %s twice and not the same: something could not be read, data or a font", name);
    buf_release(&again);
    free(path);
    return good;
}

/* gnuplot takes a read that fails for the end of its data or of a script, and goes on without a font that it cannot open, and
   ends with 0.  What failed once does not fail in the same place again, so two drawings tell. */
static bool run_twice(const char *folder, struct err *err)
{
    struct buf first[DRAWINGS] = { BUF_INIT, BUF_INIT, BUF_INIT };
    bool good = run(folder, err);
    for (size_t i = 0; i < DRAWINGS && good; i++)
        good = take(folder, drawings[i], &first[i], err);
    good = good && run(folder, err);
    for (size_t i = 0; i < DRAWINGS; i++) {
        good = good && is_repeated(folder, drawings[i], &first[i], err);
        buf_release(&first[i]);
    }
    return good;
}

/* In the faces that texts.gp asks for? */
static bool is_whole(const struct plot *p, const char *folder, const char *name, struct err *err)
{
    const char *faces[3] = { NULL };
    size_t n = 0;
    if (plot_writes(p, false))
        faces[n++] = "Inter-Regular";
    if (plot_writes(p, true))
        faces[n++] = "Inter-Bold";
    struct buf pdf = BUF_INIT;
    char *path = joined(folder, name, "");
    bool good = file_read(path, FILE_LIMIT, &pdf, err) && picture_check_pdf((struct text){ pdf.at, pdf.len }, path, faces, err);
    buf_release(&pdf);
    free(path);
    return good;
}

/* --- published --------------------------------------------------------------------------- */

static bool publish(const struct buf *content, const char *stem, const char *suffix, struct err *err)
{
    struct buf to = BUF_INIT;
    buf_add_format(&to, "%s%s", stem, suffix);
    bool good = outfile_write(to.at, (struct text){ content->at, content->len }, false, err);
    buf_release(&to);
    return good;
}

/* With what was found as its title: gnuplot can name none. */
static bool publish_svg(const struct plot *p, const char *folder, const char *stem, struct err *err)
{
    struct buf svg = BUF_INIT;
    char *from = joined(folder, "figure", ".svg");
    bool good = file_read(from, FILE_LIMIT, &svg, err);
    if (good) {
        picture_say_svg(&svg, plot_said(p, PLOT_TITLE), plot_said(p, plot_is_empty(p) ? PLOT_EMPTY : PLOT_CAPTION));
        good = picture_check_svg((struct text){ svg.at, svg.len }, from, err) && publish(&svg, stem, ".svg", err);
    }
    buf_release(&svg);
    free(from);
    return good;
}

/* The PDF, and the PNG that is drawn from it. */
static bool publish_column(const char *folder, when_t stamp, const char *stem, struct err *err)
{
    struct buf pdf = BUF_INIT, png = BUF_INIT;
    char *from = joined(folder, "figure", ".pdf");
    bool good = file_read(from, FILE_LIMIT, &pdf, err) && png_at((struct text){ pdf.at, pdf.len }, from, 300, &png, err);
    if (good) {
        picture_date_pdf(&pdf, stamp / WHEN_SECOND);
        good = publish(&png, stem, ".png", err) && publish(&pdf, stem, ".pdf", err);
    }
    buf_release(&pdf);
    buf_release(&png);
    free(from);
    return good;
}

static bool publish_slide(const char *folder, const char *stem, struct err *err)
{
    struct buf pdf = BUF_INIT, png = BUF_INIT;
    char *from = joined(folder, SLIDE "/figure", ".pdf");
    bool good = file_read(from, FILE_LIMIT, &pdf, err) &&
                png_fit((struct text){ pdf.at, pdf.len }, from, SLIDE_WIDTH, SLIDE_HEIGHT, &png, err) &&
                publish(&png, stem, "-slide.png", err);
    buf_release(&pdf);
    buf_release(&png);
    free(from);
    return good;
}

/* --- what a reader needs to draw it again ------------------------------------------------ */

static bool is_source(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".gp") == 0 || strcmp(dot, ".csv") == 0);
}

struct sources {
    const char *from, *to;
};

static bool copy_source(void *sources, int folder, const char *name, struct err *err)
{
    const struct sources *s = sources;
    (void) folder;
    if (!is_source(name))
        return true;
    char *from = joined(s->from, name, ""), *to = joined(s->to, name, "");
    struct buf content = BUF_INIT;
    bool good = file_read(from, FILE_LIMIT, &content, err) && outfile_write(to, (struct text){ content.at, content.len }, false, err);
    buf_release(&content);
    free(from);
    free(to);
    return good;
}

/* A source that FROM has not. */
static bool is_stale(const struct sources *s, const char *name)
{
    char *made = joined(s->from, name, "");
    bool stale = is_source(name) && access(made, F_OK) != 0 && errno == ENOENT;
    free(made);
    return stale;
}

static bool remove_source(void *sources, int folder, const char *name, struct err *err)
{
    const struct sources *s = sources;
    return !is_stale(s, name) || unlinkat(folder, name, 0) == 0 || err_errno(err, "error: cannot remove %s/%s", s->to, name);
}

/* Every source in FROM goes to TO, and those that TO had before and FROM has not are removed. */
static bool publish_sources(const char *from, const char *to, struct err *err)
{
    struct sources s = { from, to };
    return folder_make(to, err) && folder_each(from, copy_source, &s, err) && folder_each(to, remove_source, &s, err);
}

static bool is_same(void *sources, int folder, const char *name, struct err *err)
{
    const struct sources *s = sources;
    (void) folder, (void) err;
    char *from = joined(s->from, name, ""), *to = joined(s->to, name, "");
    bool same = !is_source(name) || file_same(from, to);
    free(from);
    free(to);
    return same;
}

static bool is_current(void *sources, int folder, const char *name, struct err *err)
{
    (void) folder, (void) err;
    return !is_stale(sources, name);
}

/* Does TO hold the sources in FROM, and no other? */
static bool are_same(const char *from, const char *to)
{
    struct err local = { .set = false };
    struct sources s = { from, to };
    return folder_each(from, is_same, &s, &local) && folder_each(to, is_current, &s, &local);
}

/* Are those of the column there, and in slide/ those of the slide? */
static bool sources_stand(const char *from, const char *to)
{
    char *from_slide = joined(from, SLIDE, ""), *to_slide = joined(to, SLIDE, "");
    bool same = are_same(from, to) && are_same(from_slide, to_slide);
    free(from_slide);
    free(to_slide);
    return same;
}

/* The sources of the column, and in slide/ below them those of the slide. */
static bool publish_all_sources(const char *folder, const char *stem, struct err *err)
{
    char *from = joined(folder, SLIDE, ""), *to = joined(stem, SLIDE, "");
    bool good = publish_sources(folder, stem, err) && publish_sources(from, to, err);
    free(from);
    free(to);
    return good;
}

static void remove_all(const char *folder)
{
    char *below = joined(folder, SLIDE, "");
    remove_folder(below);
    remove_folder(folder);
    free(below);
}

/* The words of the SVG, which gnuplot does not see. */
static void feed_words(const struct plot *p, struct drawn *drawn)
{
    for (int word = 0; word < PLOT_WORDS; word++)
        drawn_feed(drawn, text_of(plot_said(p, (enum plot_word) word)));
}

static bool draw_anew(const struct plot *p, const struct plot *slide, const char *folder, when_t stamp, const char *stem, struct err *err)
{
    return run_twice(folder, err) && is_whole(p, folder, "figure.pdf", err) && is_whole(slide, folder, SLIDE "/figure.pdf", err) &&
           publish_all_sources(folder, stem, err) && publish_svg(p, folder, stem, err) &&
           publish_slide(folder, stem, err) && publish_column(folder, stamp, stem, err);
}

bool gnuplot_draw(const struct plot *p, const struct plot *slide, const struct gnuplot_way *way, const char *stem, struct err *err)
{
    const char *parent = getenv("TMPDIR");
    char *folder = joined(parent != NULL && *parent == '/' ? parent : "/tmp", "dielog-figure.XXXXXX", "");
    if (mkdtemp(folder) == NULL) {
        err_errno(err, "%s", folder);
        free(folder);
        return false;
    }
    struct drawn *drawn = drawn_new(way->known, stem, err);
    bool good = drawn != NULL && write_inputs(p, slide, folder, drawn, err) && link_scripts(p, way->scripts, folder, drawn, err) && fonts_sound(err);
    if (good)
        feed_words(p, drawn);
    if (good && sources_stand(folder, stem) && drawn_stands(drawn))
        good = drawn_renew(drawn, way->stamp, err);
    else
        good = good && draw_anew(p, slide, folder, way->stamp, stem, err);
    good = good && drawn_keep(drawn, err);
    drawn_free(drawn);
    remove_all(folder);
    free(folder);
    return good;
}
