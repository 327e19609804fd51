#include "progress.h"
#include "err.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_S 0.1
#define SETTLE_S 0.5 /* before that no bar: short work should not flicker */
#define BAR 20
#define FIGURES 34 /* columns of what stands behind WHAT, beside the bar */

struct progress {
    int fd;
    char *what;
    int64_t total, done;
    double start, drawn;
    bool visible;
    struct buf line;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* The terminal to draw on, or -1. */
static int find_terminal(void)
{
    const char *given = getenv("DIELOG_PROGRESS"), *term = getenv("TERM");
    int fd = given && given[0] >= '0' && given[0] <= '9' && given[1] == '\0' ? given[0] - '0' : STDERR_FILENO;
    if ((given && strcmp(given, "no") == 0) || (term && strcmp(term, "dumb") == 0))
        return -1;
    return isatty(fd) ? fd : -1;
}

struct progress *progress_new(const char *what, int64_t total, bool quiet)
{
    int fd = quiet ? -1 : find_terminal();
    if (fd < 0)
        return NULL;
    struct progress *p = mem_zero(sizeof *p);
    *p = (struct progress){ .fd = fd, .what = mem_text(what), .total = total, .start = now() };
    p->drawn = p->start + SETTLE_S - INTERVAL_S;
    return p;
}

static void write_all(struct progress *p)
{
    for (size_t at = 0; at < p->line.len;) {
        ssize_t n = write(p->fd, p->line.at + at, p->line.len - at);
        if (n <= 0)
            return; /* a terminal that went away is no reason to stop */
        at += (size_t) n;
    }
}

void progress_at(struct progress *p, int64_t done)
{
    double t = p ? now() : 0;
    if (p)
        p->done = done;
    if (!p || t < p->drawn + INTERVAL_S)
        return;
    struct winsize size;
    size_t columns = ioctl(p->fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    buf_clear(&p->line);
    buf_add_char(&p->line, '\r');
    progress_line(&p->line, p->what, done, p->total, t - p->start, columns - 1);
    buf_add_text(&p->line, "\033[K");
    write_all(p);
    p->drawn = t;
    p->visible = true;
}

void progress_add(struct progress *p, int64_t bytes)
{
    if (p)
        progress_at(p, p->done + bytes);
}

void progress_free(struct progress *p)
{
    if (!p)
        return;
    if (p->visible) {
        buf_clear(&p->line);
        buf_add_text(&p->line, "\r\033[K");
        write_all(p);
    }
    buf_release(&p->line);
    free(p->what);
    free(p);
}

/* --- one line ---------------------------------------------------------------------------- */

/* Printable ASCII alone, ROOM columns at most, its end rather than its head: names of
   files differ there. */
static void add_what(struct buf *into, const char *what, size_t room)
{
    size_t n = strlen(what);
    const char *from = n > room ? what + n - room : what;
    for (const char *p = from; *p; p++)
        buf_add_char(into, *p >= ' ' && *p < 0x7f ? *p : '?');
}

static void add_rate(struct buf *into, double bytes_per_s)
{
    static const char *const units[] = { "B/s", "kB/s", "MB/s", "GB/s" };
    size_t u = 0;
    for (; bytes_per_s >= 999.5 && u + 1 < sizeof units / sizeof *units; u++)
        bytes_per_s /= 1000;
    buf_add_format(into, "%5.*f %s", bytes_per_s < 9.95 ? 1 : 0, bytes_per_s, units[u]);
}

static void add_time_left(struct buf *into, double seconds)
{
    long s = lround(fmin(seconds, 359999));
    if (s < 3600)
        buf_add_format(into, "  %2ld:%02ld left", s / 60, s % 60);
    else
        buf_add_format(into, "  %2ld h %02ld left", s / 3600, s / 60 % 60);
}

static void add_bar(struct buf *into, double share)
{
    int full = (int) (share * BAR);
    buf_add_char(into, '[');
    for (int i = 0; i < BAR; i++)
        buf_add_char(into, i < full ? '=' : i == full ? '>' : ' ');
    buf_add_format(into, "] %3.0f %%  ", floor(100 * share));
}

void progress_line(struct buf *into, const char *what, int64_t done, int64_t total, double seconds, size_t columns)
{
    size_t before = into->len;
    double rate = seconds > 0 ? (double) done / seconds : 0, share = total > 0 ? (double) done / (double) total : 0;
    bool bar = total > 0 && columns >= FIGURES + BAR + FIGURES / 2;
    size_t rest = FIGURES + (bar ? BAR : 0);
    add_what(into, what, columns > rest ? columns - rest : 0);
    buf_add_text(into, "  ");
    if (bar)
        add_bar(into, fmin(share, 1));
    add_rate(into, rate);
    if (total > 0 && rate > 0)
        add_time_left(into, fmax((double) (total - done), 0) / rate);
    if (into->len - before > columns)
        into->len = before + columns;
}
