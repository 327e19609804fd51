/* dielog: the front.  `dielog VERB ARGS` runs libexec/dielog-VERB, as git does.

   The programs are looked for beside this one: <folder>/libexec (where it was
   built), then <folder>/../libexec/dielog (where it was installed);
   $DIELOG_LIBEXEC goes before both. */

#include "base/buf.h"
#include "base/err.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "dielog"
#define PREFIX "dielog-"

struct verb {
    const char *name, *purpose;
};

/* In the order in which one meets them. */
static const struct verb verbs[] = {
    { "new", "lay out a case folder" },
    { "report", "make the report of a case" },
    { "night", "read what is new, report, keep it by date: for cron" },
    { "slurm", "run a command as a job of Slurm, again if its node is lost" },
    { "changes", "say what one night's results have that another's had not" },
    { "formats", "list the dialects of logs that are read" },
    { "simulate", "make a case with logs whose truth is known" },
    { "check", "say what would come of a case, and find mistakes in it" },
    { "plan", "check a case and lay down its plan" },
    { "normalize", "turn raw logs into records" },
    { "span", "join the batches: when was observed, what was read" },
    { "collect", "merge the slices of one day, repeats resolved" },
    { "count", "count records a bin" },
    { "merge", "add up counts that came about in many places" },
    { "records", "write time, party and count of every record" },
    { "share", "shares with intervals" },
    { "autocorrelation", "autocorrelation with bands and portmanteau tests" },
    { "rhythm", "rate by hour of the week" },
    { "period", "periods of the events, against the clock and a cache" },
    { "couple", "which series come within moments of each other, and one machine behind two" },
    { "service", "who is answered and who is denied, and the daily load" },
    { "names", "what was asked: types, names, mail receivers, scans, tunnels" },
    { "integrity", "stamps, order, digits and repeats of the record itself" },
    { "coverage", "silences: gaps of the record" },
    { "zone", "which time zones fit the working hours" },
    { "mixture", "the working hours of one time zone or of two" },
    { "weigh", "people, a timer, a cache or chance: how probable the visits are under each" },
    { "cache", "is a cycle what a cache makes of steady demand" },
    { "window", "does the rate rise in declared windows" },
    { "epoch", "all events laid over one another: what is before and after" },
    { "spike", "spikes and quiet times, found blind, and who made each" },
    { "change", "when a rate, a share or a cadence changed for good" },
    { "cadence", "machine or people: periods, and which visits are whose" },
    { "screen", "look through many pairs for machines on a timer" },
    { "figure", "draw one figure" },
    { "compose", "compose the pages of a report" },
    { "package", "publish result tables, described and safe in a spreadsheet" },
};
#define N_VERBS (sizeof verbs / sizeof *verbs)

static int fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int fail(int code, const char *format, ...)
{
    struct err err = { 0 };
    char text[500];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    err_set(&err, "%s", text);
    err_report(&err, PROGRAM);
    return code;
}

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* The folder of the programs, or NULL; the caller frees it. */
static char *find_libexec(void)
{
    static const char *const places[] = { "libexec", "../libexec/dielog" };
    const char *given = getenv("DIELOG_LIBEXEC");
    if (given && *given)
        return mem_text(given);
    char *self = realpath("/proc/self/exe", NULL), *slash = self ? strrchr(self, '/') : NULL, *found = NULL;
    for (size_t i = 0; slash && !found && i < sizeof places / sizeof *places; i++) {
        struct buf b = BUF_INIT;
        *slash = '\0';
        buf_add_format(&b, "%s/%s", self, places[i]);
        *slash = '/';
        if (is_folder(b.at))
            found = realpath(b.at, NULL);
        buf_release(&b);
    }
    free(self);
    return found;
}

static char *program_path(const char *libexec, const char *verb)
{
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%s/" PREFIX "%s", libexec, verb);
    return buf_detach(&b);
}

/* A verb is whatever has a program; the table above only describes those we know. */
static bool can_run(const char *libexec, const char *verb)
{
    char *path = program_path(libexec, verb);
    bool can = access(path, X_OK) == 0;
    free(path);
    return can;
}

/* A shell takes a script that it cannot read for one that has ended, and ends with 0.  So scripts are read by one that comes behind
   them; each of ours sets `whole' in its last line. */
#define SHELL "/bin/sh"
#define TO_ITS_END \
    "unset whole; . \"$0\"; status=$?; [ \"${whole:-}\" ] && exit $status; echo \"${0##*/}: error: $0 cannot be read to its end\" >&2; exit 1"

static bool is_script(const char *path)
{
    char head[2] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is = fd >= 0 && read(fd, head, sizeof head) == sizeof head && memcmp(head, "#!", sizeof head) == 0;
    if (fd >= 0)
        close(fd);
    return is;
}

static int closed(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    return fail(1, "error: cannot write standard output: %s", strerror(errno));
}

/* --- dielog and dielog help -------------------------------------------------------- */

static int list_verbs(const char *libexec)
{
    printf("Usage: dielog VERB [ARGUMENT]...\n"
           "From raw logs alone: who contacted whom in what rhythm.\n\n");
    for (size_t i = 0; i < N_VERBS; i++)
        if (!libexec || can_run(libexec, verbs[i].name))
            printf("  %-16s  %s\n", verbs[i].name, verbs[i].purpose);
    printf("\n"
           "`dielog VERB --help` lists the options of a verb, `dielog help VERB` shows its\n"
           "manual, `dielog help case` what a case folder holds.\n"
           "To begin: dielog new mycase && dielog report mycase\n");
    return closed();
}

static bool is_manual(struct buf *path, const char *above, const char *folder, const char *page, int section)
{
    buf_clear(path);
    buf_add_format(path, "%s/%s/%s.%d", above, folder, page, section);
    return access(path->at, R_OK) == 0;
}

/* The manual page of the installation, or of the sources somewhere above a build tree;
   NULL when there is none.  The caller frees it. */
static char *find_manual(const char *libexec, const char *page, int section)
{
    static const char *const rooms[] = { "share/man/man1", "share/man/man5", "pipeline", "stats", "render", "fixtures" };
    struct buf path = BUF_INIT;
    char *above = mem_text(libexec);
    for (char *slash; (slash = strrchr(above, '/')) != NULL;) {
        *slash = '\0';
        for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
            if (is_manual(&path, above, rooms[i], page, section)) {
                free(above);
                return buf_detach(&path);
            }
    }
    free(above);
    buf_release(&path);
    return NULL;
}

/* Hands the page itself to man, or its name when it is not beside us. */
static int show_manual(const char *libexec, const char *page, int section)
{
    char *file = libexec ? find_manual(libexec, page, section) : NULL;
    execlp("man", "man", file ? file : page, (char *) NULL);
    execlp("mandoc", "mandoc", file ? file : page, (char *) NULL);
    free(file);
    return fail(1, "error: cannot show the manual %s(%d): neither man nor mandoc runs", page, section);
}

/* --- dielog VERB --------------------------------------------------------------------- */

/* Levenshtein's distance between two short words. */
static size_t distance(const char *a, const char *b)
{
    size_t row[64], n = strlen(b);
    if (n >= 64)
        return 64;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t change = diagonal + (a[i] != b[j]), drop = row[j + 1] + 1, insert = row[j] + 1;
            diagonal = row[j + 1];
            row[j + 1] = change < drop ? (change < insert ? change : insert) : (drop < insert ? drop : insert);
        }
    }
    return row[n];
}

static int unknown_verb(const char *verb)
{
    size_t best = 0;
    for (size_t i = 1; i < N_VERBS; i++)
        if (distance(verb, verbs[i].name) < distance(verb, verbs[best].name))
            best = i;
    if (distance(verb, verbs[best].name) <= 3)
        return fail(2, "unknown verb '%s'; did you mean '%s'? (see dielog help)", verb, verbs[best].name);
    return fail(2, "unknown verb '%s' (see dielog help)", verb);
}

/* Nothing that could lead to another folder. */
static bool is_verb(const char *verb)
{
    return verb[0] && verb[strspn(verb, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* Becomes the verb's program, which finds its siblings through DIELOG_LIBEXEC. */
static int run(const char *libexec, int argc, char **argv)
{
    if (!libexec)
        return fail(1, "error: the programs are not found beside this one (libexec); set DIELOG_LIBEXEC");
    if (!is_verb(argv[1]) || !can_run(libexec, argv[1]))
        return unknown_verb(argv[1]);
    char *path = program_path(libexec, argv[1]);
    char *shell[] = { (char *) (uintptr_t) SHELL, (char *) (uintptr_t) "-c", (char *) (uintptr_t) TO_ITS_END };
    const size_t before = is_script(path) ? sizeof shell / sizeof *shell : 0;
    char **args = mem_zero((before + (size_t) argc + 1) * sizeof *args);
    memcpy(args, shell, before * sizeof *args);
    args[before] = path;
    memcpy(args + before + 1, argv + 2, ((size_t) argc - 2) * sizeof *args);
    if (setenv("DIELOG_LIBEXEC", libexec, 1) == 0)
        execv(before > 0 ? SHELL : path, args);
    int code = fail(1, "error: cannot run %s: %s", path, strerror(errno));
    free(args);
    free(path);
    return code;
}

static int help(const char *libexec, const char *topic)
{
    char page[80];
    if (!topic)
        return list_verbs(libexec);
    if (strcmp(topic, "dielog") == 0)
        return show_manual(libexec, "dielog", 1);
    snprintf(page, sizeof page, PREFIX "%s", topic);
    if (strcmp(topic, "case") == 0 || strcmp(topic, "manifest") == 0)
        return show_manual(libexec, page, 5);
    if (libexec && (!is_verb(topic) || !can_run(libexec, topic)))
        return unknown_verb(topic);
    return show_manual(libexec, page, 1);
}

int main(int argc, char **argv)
{
    char *libexec = find_libexec();
    int code;
    if (argc < 2 || strcmp(argv[1], "--help") == 0)
        code = list_verbs(libexec);
    else if (strcmp(argv[1], "--version") == 0) {
        printf(PROGRAM " %s\n", DIELOG_VERSION);
        code = closed();
    } else if (strcmp(argv[1], "help") == 0)
        code = help(libexec, argc > 2 ? argv[2] : NULL);
    else if (argv[1][0] == '-')
        code = fail(2, "unknown option '%s' (see dielog --help)", argv[1]);
    else
        code = run(libexec, argc, argv);
    free(libexec);
    return code;
}
