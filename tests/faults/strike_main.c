/* strike_main.c -- runs a command and makes one of its system calls fail, on purpose, in whatever program it comes.

     strike --kind KIND [--in PROGRAM] [--of TEXT] [--nth N] [--as ERROR|short] [--on] [--seen FILE] COMMAND...
     strike --count FILE COMMAND...
     strike --trace FILE COMMAND...

   The N-th call (default 1) of KIND by PROGRAM, counted over all its processes (without --in: by any; with --of: those alone that are about a file
   with TEXT in its name), does not happen and returns ERROR; with --on so does every later one.  `--as short': a read or write of a regular file does half of what it
   was asked; a close that fails has closed, as the kernel's has (close(2)), and one of what is not open is no call of ours.  FILE of --seen gets a line program,kind,call,file once the blow fell.  --count writes
   program,kind,calls of a run that nobody disturbs, so that N can be chosen; --trace a line a call that creates, writes, syncs,
   renames or removes a file: program,pid,call,file,to.  Exit status: the command's, 128 + its signal, or 125: cannot run.

   Calls reach us by seccomp's user notification (seccomp_unotify(2)), so stdio's own, gnuplot's, make's and the shell's are
   struck too, where a preloaded library sees only what a program calls by name (disk.c, which needs nothing of the kernel).
   What the dynamic loader calls is let alone: it is not what is tested; and so is what is written to standard error, so that
   it can be said. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CANNOT 125
#define LIMIT 512 /* programs times kinds */
#define NAME 16   /* of a program, as the kernel keeps it */

static const struct call {
    const char *kind, *name;
    long number;
} calls[] = {
#define CALL(kind, name) { kind, #name, SYS_##name }
    CALL("read", read),           CALL("read", pread64),      CALL("read", readv),         CALL("read", copy_file_range),
    CALL("write", write),         CALL("write", pwrite64),    CALL("write", writev),
    CALL("fsync", fsync),         CALL("fsync", fdatasync),   CALL("fsync", syncfs),
    CALL("rename", renameat),     CALL("rename", renameat2),  CALL("close", close),        CALL("open", openat),
    CALL("mmap", mmap),           CALL("memory", brk),        CALL("folder", getdents64),  CALL("stat", newfstatat),
    CALL("stat", statx),          CALL("stat", faccessat),    CALL("stat", faccessat2),
            CALL("mkdir", mkdirat),     CALL("unlink", unlinkat),    CALL("link", symlinkat),
    CALL("link", linkat),         CALL("fork", clone),        CALL("fork", clone3),        CALL("seek", lseek),
#ifdef SYS_open
    CALL("open", open),           CALL("rename", rename),     CALL("mkdir", mkdir),        CALL("unlink", unlink),
    CALL("unlink", rmdir),        CALL("link", symlink),      CALL("link", link),          CALL("fork", vfork),
    CALL("fork", fork),           CALL("stat", stat),         CALL("stat", fstat),        CALL("stat", access),
#endif
};
#define CALLS (sizeof calls / sizeof *calls)

static const struct {
    const char *name;
    int number;
} errors[] = { { "EIO", EIO },       { "ENOSPC", ENOSPC }, { "ENOMEM", ENOMEM }, { "EINTR", EINTR },   { "EROFS", EROFS },
               { "EACCES", EACCES }, { "EMFILE", EMFILE }, { "EAGAIN", EAGAIN }, { "EDQUOT", EDQUOT }, { "short", 0 } };
#define ERRORS (sizeof errors / sizeof *errors)

static struct {
    const char *kind, *in, *of, *seen, *count, *trace;
    long nth;
    int error; /* 0: short */
    int on;
} given = { .nth = 1, .error = EIO };

static struct {
    char program[NAME];
    const char *kind;
    long n;
} counts[LIMIT];
static size_t n_counts;
static FILE *traced;
static int fell;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "strike: %s: %s\n", what, strerror(errno));
    exit(CANNOT);
}

/* --- which calls come to us -------------------------------------------------------------------- */

static int is_wanted(const struct call *c)
{
    static const char *const traces[] = { "open", "write", "fsync", "rename", "unlink", "mkdir", "link" };
    for (size_t i = 0; given.trace && i < sizeof traces / sizeof *traces; i++)
        if (strcmp(traces[i], c->kind) == 0)
            return 1;
    if (given.trace)
        return 0;
    if (given.count || strcmp(c->kind, given.kind) == 0)
        return 1;
    return c->number == SYS_mmap && strcmp(given.kind, "memory") == 0;
}

/* In the child; the listener. */
static int install(void)
{
    struct sock_filter code[2 * CALLS + 3];
    unsigned short n = 0;
    code[n++] = (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < CALLS; i++)
        if (is_wanted(&calls[i])) {
            code[n++] = (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned) calls[i].number, 0, 1);
            code[n++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
        }
    code[n++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = { n, code };
    unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
#ifdef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
    flags |= SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
#endif
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return (int) syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

struct command {
    pid_t process;
    int pidfd, listener;
    int status; /* as waitpid has it, once it ended */
};

static int has_ended(struct command *c)
{
    return c->process == 0 || (waitpid(c->process, &c->status, WNOHANG) == c->process && (c->process = 0) == 0);
}

/* May we read the memory of a process?  Paths are there. */
static int can_read(pid_t process, const volatile int *at)
{
    int value;
    struct iovec here = { &value, sizeof value }, there = { (void *) (uintptr_t) at, sizeof value };
    return process_vm_readv(process, &here, 1, &there, 1, 0) == (ssize_t) sizeof value;
}

/* Takes the listener from the child, which waits for that: it cannot send it, its calls would wait for us.  A child that is of no
   use does not stay. */
static void take_listener(struct command *c, volatile int *shared)
{
    const struct timespec moment = { 0, 1000000 };
    while (shared[0] == 0 && !has_ended(c))
        nanosleep(&moment, NULL);
    c->pidfd = c->process > 0 ? (int) syscall(SYS_pidfd_open, c->process, 0) : -1;
    c->listener = c->pidfd >= 0 && shared[0] > 0 ? (int) syscall(SYS_pidfd_getfd, c->pidfd, shared[0] - 1, 0) : -1;
    if (c->listener < 0 || !can_read(c->process, shared)) {
        int why = c->process > 0 ? errno : ENOSYS;
        if (!has_ended(c) && kill(c->process, SIGKILL) == 0)
            waitpid(c->process, NULL, 0);
        errno = why;
        fail("no notifications from the kernel, or no look at the memory of another");
    }
    fcntl(c->listener, F_SETFD, FD_CLOEXEC);
    shared[0] = 0;
}

/* Starts the command, which dies with us. */
static struct command start(char **command)
{
    volatile int *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct command c = { .process = fork() };
    const struct timespec moment = { 0, 1000000 };
    if (c.process < 0)
        fail("fork");
    if (c.process == 0) {
        int fd = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 ? install() : -1;
        if (fd < 0)
            _exit(CANNOT);
        shared[0] = fd + 1;
        while (shared[0] != 0)
            nanosleep(&moment, NULL);
        execvp(command[0], command);
        _exit(127);
    }
    take_listener(&c, shared);
    return c;
}

/* --- who calls, and with what --------------------------------------------------------------------- */

static void read_line(unsigned pid, const char *what, char *into, size_t size)
{
    char path[40];
    snprintf(path, sizeof path, "/proc/%u/%s", pid, what);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, into, size - 1) : 0;
    into[n > 0 ? n : 0] = '\0';
    into[strcspn(into, "\n")] = '\0';
    if (fd >= 0)
        close(fd);
}

/* Is the call made by the dynamic loader?  The answer for the last process is kept, since most calls come in a row. */
static int by_loader(unsigned pid, const char *program, uint64_t at)
{
    static unsigned known;
    static char known_program[NAME];
    static unsigned long lo, hi;
    if (pid != known || strcmp(program, known_program) != 0 || hi == 0) {
        char path[40], line[512];
        snprintf(path, sizeof path, "/proc/%u/maps", pid);
        FILE *f = fopen(path, "re");
        lo = hi = 0;
        while (f && fgets(line, sizeof line, f)) {
            unsigned long from, to;
            if (strstr(line, "/ld-linux") && sscanf(line, "%lx-%lx", &from, &to) == 2) {
                lo = lo == 0 ? from : lo;
                hi = to;
            }
        }
        if (f)
            fclose(f);
        known = pid;
        snprintf(known_program, sizeof known_program, "%s", program);
    }
    return at >= lo && at < hi;
}

/* What descriptor FD of the process is. */
static void file_of(unsigned pid, uint64_t fd, char *into, size_t size)
{
    char path[60];
    snprintf(path, sizeof path, "/proc/%u/fd/%d", pid, (int) fd);
    ssize_t n = readlink(path, into, size - 1);
    into[n > 0 ? n : 0] = '\0';
}

/* The path at ADDRESS of the process, made whole by the folder of FOLDER. */
static void path_at(unsigned pid, uint64_t folder, uint64_t address, char *into, size_t size)
{
    char path[4096] = "", base[4096] = "", link[60];
    struct iovec to = { path, sizeof path - 1 }, from = { (void *) (uintptr_t) address, 4096 - address % 4096 };
    ssize_t n = process_vm_readv((pid_t) pid, &to, 1, &from, 1, 0);
    if (n == (ssize_t) from.iov_len && !memchr(path, '\0', (size_t) n)) { /* it goes on in the next page */
        struct iovec more = { (char *) from.iov_base + n, 4096 };
        to = (struct iovec){ path + n, sizeof path - 1 - (size_t) n };
        (void) !process_vm_readv((pid_t) pid, &to, 1, &more, 1, 0);
    }
    if (path[0] != '/' && (int) folder != AT_FDCWD) {
        file_of(pid, folder, base, sizeof base);
    } else if (path[0] != '/') {
        snprintf(link, sizeof link, "/proc/%u/cwd", pid);
        n = readlink(link, base, sizeof base - 1);
        base[n > 0 ? n : 0] = '\0';
    }
    if (snprintf(into, size, "%s%s%s", base, *base ? "/" : "", path) >= (int) size)
        into[size - 1] = '\0';
}

static const struct call *call_of(const struct seccomp_notif *n)
{
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == n->data.nr)
            return &calls[i];
    return NULL;
}

/* Anonymous memory is memory, a mapped file is a file. */
static const char *kind_of(const struct seccomp_notif *n, const struct call *c)
{
    return c->number == SYS_mmap && (n->data.args[3] & MAP_ANONYMOUS) ? "memory" : c->kind;
}

/* The one file that the call is about, as far as it names one; and where it is renamed to. */
static void files_of(const struct seccomp_notif *n, const struct call *c, char *file, char *to, size_t size)
{
    const __u64 *a = n->data.args;
    const int at = strstr(c->name, "at") != NULL && strcmp(c->name, "stat") != 0 && strcmp(c->name, "fstat") != 0;
    const int names = strcmp(c->kind, "open") == 0 || strcmp(c->kind, "rename") == 0 || strcmp(c->kind, "unlink") == 0 ||
                      strcmp(c->kind, "mkdir") == 0 || strcmp(c->kind, "link") == 0 || (strcmp(c->kind, "stat") == 0 && at) || strcmp(c->name, "stat") == 0 || strcmp(c->name, "access") == 0;
    *file = *to = '\0';
    if (strcmp(c->name, "symlinkat") == 0)
        path_at(n->pid, a[1], a[2], file, size);
    else if (strcmp(c->name, "symlink") == 0)
        path_at(n->pid, (uint64_t) AT_FDCWD, a[1], file, size);
    else if (names)
        path_at(n->pid, at ? a[0] : (uint64_t) AT_FDCWD, at ? a[1] : a[0], file, size);
    else if (strcmp(c->kind, "mmap") == 0)
        file_of(n->pid, a[4], file, size);
    else if (strcmp(c->kind, "memory") != 0 && strcmp(c->kind, "fork") != 0)
        file_of(n->pid, a[0], file, size);
    if (strcmp(c->kind, "rename") == 0)
        path_at(n->pid, at ? a[2] : (uint64_t) AT_FDCWD, at ? a[3] : a[1], to, size);
}

/* --- what we do to it -------------------------------------------------------------------------------- */

static long *count_of(const char *program, const char *kind)
{
    for (size_t i = 0; i < n_counts; i++)
        if (strcmp(counts[i].program, program) == 0 && strcmp(counts[i].kind, kind) == 0)
            return &counts[i].n;
    if (n_counts == LIMIT)
        exit(CANNOT);
    snprintf(counts[n_counts].program, NAME, "%s", program);
    counts[n_counts].kind = kind;
    return &counts[n_counts++].n;
}

static void tell(const char *program, const char *kind, const char *call, const char *file)
{
    FILE *f = given.seen ? fopen(given.seen, "we") : NULL;
    if (f) {
        fprintf(f, "%s,%s,%s,%s\n", program, kind, call, file);
        fclose(f);
    }
}

static void trace(const struct seccomp_notif *n, const struct call *c, const char *program)
{
    static char file[4096 * 2], to[4096 * 2];
    files_of(n, c, file, to, sizeof file);
    uint64_t flags = strcmp(c->name, "openat") == 0 ? n->data.args[2] : n->data.args[1];
    if (strcmp(c->kind, "open") == 0 && !(flags & O_CREAT))
        return;
    fprintf(traced, "%s,%u,%s,%s,%s\n", program, n->pid, strcmp(c->kind, "open") == 0 ? "create" : c->name, file, to);
}

/* Half of a read or write of a regular file, done in its place; -1: it is no such call. */
static int64_t do_half(const struct seccomp_notif *n, const struct call *c)
{
    char bytes[1 << 16], line[4096], path[40];
    struct stat s;
    const __u64 *a = n->data.args;
    const int writes = strcmp(c->name, "write") == 0, reads = strcmp(c->name, "read") == 0;
    size_t half = a[2] / 2 < sizeof bytes ? (size_t) a[2] / 2 : sizeof bytes;
    unsigned long group = n->pid;
    snprintf(path, sizeof path, "/proc/%u/status", n->pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        sscanf(line, "Tgid: %lu", &group);
    if (f)
        fclose(f);
    int pidfd = (int) syscall(SYS_pidfd_open, group, 0), fd = (int) syscall(SYS_pidfd_getfd, pidfd, a[0], 0);
    struct iovec here = { bytes, half }, there = { (void *) (uintptr_t) a[1], half };
    ssize_t done = -1;
    if (fd >= 0 && half > 0 && fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) {
        if (writes && process_vm_readv((pid_t) n->pid, &here, 1, &there, 1, 0) == (ssize_t) half)
            done = write(fd, bytes, half);
        if (reads && (done = read(fd, bytes, half)) > 0) {
            here.iov_len = there.iov_len = (size_t) done;
            done = process_vm_writev((pid_t) n->pid, &here, 1, &there, 1, 0);
        }
    }
    if (fd >= 0)
        close(fd);
    if (pidfd >= 0)
        close(pidfd);
    return done;
}

/* A close of what is not open, which fails by itself (EBADF). */
static int closes_nothing(const struct seccomp_notif *n, const struct call *c)
{
    char path[60];
    struct stat s;
    snprintf(path, sizeof path, "/proc/%u/fd/%d", n->pid, (int) n->data.args[0]);
    return c->number == SYS_close && lstat(path, &s) != 0 && errno == ENOENT;
}

/* Closes the caller's descriptor before its close is said to have failed: /dev/null takes the place, which so stays taken.  The call may be gone (ENOENT), or
   its number above a limit that was lowered since (EBADF).  At a number where nothing is /dev/null would be opened, too: such a close is not for us
   (closes_nothing). */
static void close_for(int listener, const struct seccomp_notif *n)
{
    struct seccomp_notif_addfd a = { .id = n->id, .flags = SECCOMP_ADDFD_FLAG_SETFD, .newfd = (uint32_t) n->data.args[0], .newfd_flags = O_CLOEXEC };
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        fail("/dev/null");
    a.srcfd = (uint32_t) null;
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &a) < 0 && errno != ENOENT && errno != EBADF)
        fail("cannot close for another");
    close(null);
}

static int is_due(const char *program, const char *kind)
{
    if (strcmp(kind, given.kind) != 0 || (given.in && strncmp(program, given.in, NAME - 1) != 0))
        return 0;
    long n = ++*count_of(given.in ? program : "", kind);
    return n == given.nth || (given.on && n > given.nth);
}

static void answer(int listener, const struct seccomp_notif *n, struct seccomp_notif_resp *how)
{
    static char file[4096 * 2], to[4096 * 2];
    char program[NAME];
    const struct call *c = call_of(n);
    const char *kind = kind_of(n, c);
    how->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    read_line(n->pid, "comm", program, sizeof program);
    if (given.trace)
        trace(n, c, program);
    if (given.trace || (given.in && strncmp(program, given.in, NAME - 1) != 0) ||
        by_loader(n->pid, program, n->data.instruction_pointer) || closes_nothing(n, c) || (strcmp(kind, "write") == 0 && n->data.args[0] == STDERR_FILENO))
        return;
    if (given.count)
        ++*count_of(program, kind);
    files_of(n, c, file, to, sizeof file);
    if (given.count || (given.of && !strstr(file, given.of)) || !is_due(program, kind))
        return;
    int64_t half = given.error == 0 ? do_half(n, c) : 0;
    if (half < 0) { /* the next one that can be halved */
        given.nth++;
        return;
    }
    if (c->number == SYS_close)
        close_for(listener, n);
    how->flags = 0;
    how->error = c->number == SYS_brk ? 0 : -given.error; /* the old end of memory, or none at all, is brk's error */
    how->val = half;
    if (!fell++)
        tell(program, kind, c->name, file);
}

static void wake(int signal)
{
    (void) signal;
}

/* A call that was waited for may be gone before it is received, its process killed: receiving would then wait for the next one,
   for ever where there is none. */
static void wake_each_second(void)
{
    const struct sigaction action = { .sa_handler = wake };
    const struct itimerval second = { { 1, 0 }, { 1, 0 } };
    if (sigaction(SIGALRM, &action, NULL) != 0 || setitimer(ITIMER_REAL, &second, NULL) != 0)
        fail("a timer");
}

/* Answers calls until nobody is left who might call, or the command ended and what it left behind is quiet: a kernel before 6.11
   says that nobody is left only once the last one is waited for. */
static void serve(struct command *c)
{
    struct pollfd p[] = { { c->listener, POLLIN, 0 }, { c->pidfd, POLLIN, 0 } };
    for (;;) {
        struct seccomp_notif n = { .id = 0 };
        struct seccomp_notif_resp how = { .id = 0 };
        const int ready = poll(p, has_ended(c) ? 1 : 2, 500);
        if (ready < 0 && errno != EINTR)
            fail("poll");
        if (ready >= 0 && ((p[0].revents & POLLHUP) || (ready == 0 && has_ended(c))))
            return;
        if (ready <= 0 || !(p[0].revents & POLLIN) || ioctl(c->listener, SECCOMP_IOCTL_NOTIF_RECV, &n) != 0)
            continue;
        how.id = n.id;
        answer(c->listener, &n, &how);
        while (ioctl(c->listener, SECCOMP_IOCTL_NOTIF_SEND, &how) != 0 && errno == EINTR)
            ; /* woken; an answer that is not sent would be waited for */
    }
}

/* --- the command line ------------------------------------------------------------------------------------ */

static void take(int option)
{
    switch (option) {
    case 'k': given.kind = optarg; return;
    case 'i': given.in = optarg; return;
    case 'f': given.of = optarg; return;
    case 'n': given.nth = strtol(optarg, NULL, 10); return;
    case 'o': given.on = 1; return;
    case 's': given.seen = optarg; return;
    case 'c': given.count = optarg; return;
    case 't': given.trace = optarg; return;
    case 'a':
        for (size_t i = 0; i < ERRORS; i++)
            if (strcmp(errors[i].name, optarg) == 0) {
                given.error = errors[i].number;
                return;
            }
    }
    errno = EINVAL;
    fail("an option");
}

static void write_counts(void)
{
    FILE *f = fopen(given.count, "we");
    if (!f)
        fail(given.count);
    fprintf(f, "program,kind,calls\n");
    for (size_t i = 0; i < n_counts; i++)
        fprintf(f, "%s,%s,%ld\n", counts[i].program, counts[i].kind, counts[i].n);
    fclose(f);
}

int main(int argc, char **argv)
{
    static const struct option options[] = { { "kind", 1, NULL, 'k' }, { "in", 1, NULL, 'i' },    { "of", 1, NULL, 'f' },    { "nth", 1, NULL, 'n' },
                                             { "as", 1, NULL, 'a' },   { "on", 0, NULL, 'o' },    { "seen", 1, NULL, 's' },
                                             { "count", 1, NULL, 'c' }, { "trace", 1, NULL, 't' }, { NULL, 0, NULL, 0 } };
    int option;
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1)
        take(option);
    if (optind == argc || !(given.kind || given.count || given.trace))
        take('?');
    if (given.trace && !(traced = fopen(given.trace, "we")))
        fail(given.trace);
    struct command c = start(argv + optind);
    wake_each_second();
    serve(&c);
    while (!has_ended(&c) && waitpid(c.process, &c.status, 0) < 0 && errno == EINTR)
        ;
    if (given.count)
        write_counts();
    if (traced && fclose(traced) != 0)
        fail(given.trace);
    return WIFEXITED(c.status) ? WEXITSTATUS(c.status) : 128 + WTERMSIG(c.status);
}
