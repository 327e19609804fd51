/* meter.c -- runs a program and notes what it cost.

   Installed under the name of the program (a link), it runs the one of the same name in the
   folder $METER_PROGRAMS and adds a line to $METER_LOG:

     name,option,user_s,system_s,read_bytes,written_bytes,peak_kb,wall_s

   OPTION is the first argument.  Processes that the program waited for count in; peak_kb is the
   largest resident set of any one of them.  Bytes are those that went through read and write, from
   the disk or not.  Lines of stages that run
   at the same time do not mix: each is one write to the end of the file.  The program's
   exit status becomes the meter's. */

#include "base/buf.h"
#include "base/err.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "meter"

static double seconds(struct timeval t) { return (double) t.tv_sec + 1e-6 * (double) t.tv_usec; }

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* The number behind NAME in /proc/PID/io; 0 where the system keeps none. */
static long long io_of(pid_t pid, const char *name)
{
    char path[40], line[80];
    long long n = 0;
    snprintf(path, sizeof path, "/proc/%ld/io", (long) pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, strlen(name)) == 0)
            n = strtoll(line + strlen(name), NULL, 10);
    if (f)
        fclose(f);
    return n;
}

static bool add_line(const char *log, const struct buf *line, struct err *err)
{
    int fd = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    bool good = fd >= 0 && write(fd, line->at, line->len) == (ssize_t) line->len;
    if (fd >= 0)
        good = close(fd) == 0 && good;
    return good || err_errno(err, "error: cannot write %s", log);
}

/* Waits for PID, which is let go only after its figures were read. */
static bool measure(pid_t pid, char **argv, const char *name, const char *log, int *status, struct err *err)
{
    double begun = now();
    siginfo_t ended;
    struct rusage used;
    struct buf line = BUF_INIT;
    if (waitid(P_PID, (id_t) pid, &ended, WEXITED | WNOWAIT) != 0)
        return err_errno(err, "error: cannot wait for %s", name);
    long long in = io_of(pid, "rchar:"), out = io_of(pid, "wchar:");
    if (wait4(pid, status, 0, &used) != pid)
        return err_errno(err, "error: cannot wait for %s", name);
    buf_add_format(&line, "%s,%s,%.6f,%.6f,%lld,%lld,%ld,%.6f\n", name, argv[1] ? argv[1] : "", seconds(used.ru_utime), seconds(used.ru_stime), in, out,
                   used.ru_maxrss, now() - begun);
    bool good = add_line(log, &line, err);
    buf_release(&line);
    return good;
}

int main(int argc, char **argv)
{
    const char *programs = getenv("METER_PROGRAMS"), *log = getenv("METER_LOG");
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL, *name = slash ? slash + 1 : argv[0];
    struct err err = { 0 };
    struct buf path = BUF_INIT;
    int status = 0;
    if (!programs || !log || !name) {
        fprintf(stderr, PROGRAM ": METER_PROGRAMS and METER_LOG must be set\n");
        return 2;
    }
    buf_add_format(&path, "%s/%s", programs, name);
    pid_t pid = fork();
    if (pid == 0) {
        execv(path.at, argv);
        _exit(127);
    }
    bool good = pid > 0 ? measure(pid, argv, name, log, &status, &err) : err_errno(&err, "error: cannot start %s", path.at);
    buf_release(&path);
    if (!good)
        return err_report(&err, PROGRAM);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
