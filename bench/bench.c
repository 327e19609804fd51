/* bench.c -- times a table of commands side by side.

   A row of the table is `name | files | command`: the bytes of these files are what the
   command reads, and sh runs it in the folder of inputs.  All rows take turns, round
   after round, so that a machine that slows down slows all of them; the first round
   warms up and does not count.  Of each row: median, least and most seconds, CPU seconds
   (with those of all processes that it waited for), MB a second at the median (and a CPU
   second, which a busy machine changes less), how many times the time of the row `floor` a
   byte takes (nan for a row that reads nothing), and the peak memory of its largest process.  A row whose program is not
   installed is left out, by name. */

#include "base/csv.h"
#include "base/num.h"
#include "base/opts.h"
#include "base/outfile.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "bench"
#define LONGEST_TABLE ((size_t) 1 << 20)
#define MAX_RUNS 101

static const char *folder = ".", *figures_path, *only;
static int64_t runs = 5;

static const struct opt table[] = {
    { 'C', "folder", OPT_TEXT, &folder, "FOLDER", "where the inputs are (default: here)", 0, 0 },
    { 'n', "runs", OPT_INT, &runs, "N", "runs that count (default 5)", 1, MAX_RUNS },
    { 0, "only", OPT_TEXT, &only, "TEXT", "only rows whose name has TEXT in it, and the floor", 0, 0 },
    { 0, "csv", OPT_TEXT, &figures_path, "FILE", "the figures as CSV to FILE as well", 0, 0 },
};

static const struct opts options = {
    .program = PROGRAM,
    .usage = "[OPTION]... TABLE",
    .purpose = "Time the commands of a table side by side.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

struct row {
    const char *name, *command;
    double bytes;
    double wall[MAX_RUNS], cpu[MAX_RUNS]; /* seconds */
    double peak;                          /* bytes */
};

struct rows {
    struct row *at;
    size_t n, capacity;
};

/* --- the table ----------------------------------------------------------------------- */

static char *trimmed(char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    size_t n = strlen(s);
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
        s[--n] = '\0';
    return s;
}

/* The bytes of FILES, names in FOLDER with blanks between. */
static bool size_of(char *files, double *bytes, struct err *err)
{
    *bytes = 0;
    for (char *file; (file = strsep(&files, " ")) != NULL;) {
        struct stat s;
        if (*file && stat(file, &s) != 0)
            return err_errno(err, "error: cannot read %s/%s", folder, file);
        if (*file)
            *bytes += (double) s.st_size;
    }
    return true;
}

/* Is the command's first word a program? */
static bool installed(const char *command)
{
    struct buf ask = BUF_INIT;
    buf_add_format(&ask, "command -v %.*s > /dev/null", (int) strcspn(command, " "), command);
    int status = system(ask.at);
    buf_release(&ask);
    return status == 0;
}

static bool wanted(const char *name) { return !only || strcmp(name, "floor") == 0 || strstr(name, only); }

static bool add_row(struct rows *rows, char *line, struct err *err)
{
    char *files = strchr(line, '|'), *command = files ? strchr(files + 1, '|') : NULL;
    if (!command)
        return err_set(err, "error: found the row '%s', expected name | files | command", line);
    *files++ = *command++ = '\0';
    struct row row = { .name = trimmed(line), .command = trimmed(command) };
    if (!wanted(row.name))
        return true;
    if (!installed(row.command)) {
        printf("%s is left out: %.*s is not installed\n", row.name, (int) strcspn(row.command, " "), row.command);
        return true;
    }
    if (!size_of(trimmed(files), &row.bytes, err))
        return false;
    rows->at = mem_grow(rows->at, &rows->capacity, rows->n + 1, sizeof *rows->at);
    rows->at[rows->n++] = row;
    return true;
}

/* The rows point into TEXT. */
static bool read_rows(struct rows *rows, char *text, struct err *err)
{
    for (char *line; (line = strsep(&text, "\n")) != NULL;)
        if (*line && *line != '#' && !add_row(rows, line, err))
            return false;
    return true;
}

/* --- running --------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static double seconds(struct timeval t) { return (double) t.tv_sec + (double) t.tv_usec / 1e6; }

static bool run_once(struct row *row, double *wall, double *cpu, struct err *err)
{
    struct rusage usage;
    int status = 0;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", row->command, (char *) NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0)
        return err_errno(err, "error: cannot run %s", row->name);
    *wall = now() - start;
    *cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    double peak = (double) usage.ru_maxrss * 1024;
    if (peak > row->peak)
        row->peak = peak;
    return status == 0 || err_set(err, "error: row '%s' failed: %s", row->name, row->command);
}

static bool run_all(struct rows *rows, struct err *err)
{
    double ignored;
    for (int64_t round = -1; round < runs; round++)
        for (size_t i = 0; i < rows->n; i++) {
            struct row *r = &rows->at[i];
            if (!run_once(r, round < 0 ? &ignored : &r->wall[round], round < 0 ? &ignored : &r->cpu[round], err))
                return false;
        }
    return true;
}

/* --- figures --------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void sort_all(struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        mem_sort(rows->at[i].wall, (size_t) runs, sizeof(double), compare);
        mem_sort(rows->at[i].cpu, (size_t) runs, sizeof(double), compare);
    }
}

static double median(const double *sorted)
{
    size_t n = (size_t) runs;
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* Bytes a second at the median. */
static double rate(const struct row *r) { return r->bytes / median(r->wall); }

/* NAN for a row that reads nothing. */
static double times_floor(double floor, const struct row *r) { return r->bytes > 0 ? floor / rate(r) : NAN; }

static double floor_rate(const struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->at[i].name, "floor") == 0)
            return rate(&rows->at[i]);
    return 0;
}

static void print_table(const struct rows *rows)
{
    double floor = floor_rate(rows);
    printf("%-34s %8s %8s %8s %8s %8s %8s %8s %8s %8s\n", "", "MB", "median s", "least s", "most s", "CPU s", "MB/s",
           "MB/CPU s", "x floor", "peak MB");
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->at[i];
        printf("%-34s %8.1f %8.3f %8.3f %8.3f %8.3f %8.0f %8.0f %8.1f %8.1f\n", r->name, r->bytes / 1e6,
               median(r->wall), r->wall[0], r->wall[runs - 1], median(r->cpu), rate(r) / 1e6,
               r->bytes / median(r->cpu) / 1e6, times_floor(floor, r), r->peak / 1e6);
    }
}

static void put_csv(const struct rows *rows, FILE *to)
{
    static const char *const names[] = { "name",       "bytes",         "runs",        "median_s",  "least_s",   "most_s",
                                         "cpu_s",      "bytes_per_s",   "times_floor", "peak_bytes" };
    struct csv_writer w = { .to = to };
    csv_put_header(&w, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->at[i];
        const double figures[] = { median(r->wall), r->wall[0], r->wall[runs - 1], median(r->cpu), rate(r),
                                   times_floor(floor_rate(rows), r), r->peak };
        csv_put_text(&w, r->name);
        csv_put_double(&w, r->bytes);
        csv_put_int(&w, runs);
        for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
            csv_put_double(&w, figures[k]);
        csv_put_end(&w);
    }
}

static bool write_csv(const struct rows *rows, struct err *err)
{
    struct outfile *out = outfile_open(figures_path, err);
    if (!out)
        return false;
    put_csv(rows, outfile_stream(out));
    return outfile_publish(out, err);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct buf text = BUF_INIT;
    struct rows rows = { 0 };
    if (opts_parse(&options, argc, argv) != 1)
        opts_wrong(&options, "expected one TABLE");
    bool good = file_read(argv[0], LONGEST_TABLE, &text, &err);
    if (good && chdir(folder) != 0)
        good = err_errno(&err, "error: no folder %s", folder);
    good = good && read_rows(&rows, text.at, &err) && run_all(&rows, &err);
    if (good) {
        sort_all(&rows);
        print_table(&rows);
        good = !figures_path || write_csv(&rows, &err);
    }
    free(rows.at);
    buf_release(&text);
    return good ? 0 : err_report(&err, PROGRAM);
}
