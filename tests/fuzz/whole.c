/* whole.c -- dielog-normalize as a whole, for AFL++ and to see what a corpus reaches: bytes become
   a log in memory, which main reads by hand, with its manifest and its rejects.

     whole FORMAT [FILE...]    FORMAT is a dialect or auto

   Built by AFL's compiler, it takes its inputs from AFL, many in one process; otherwise it reads
   the FILEs.  What main says to the user is of no interest; a crash and a sanitizer are. */

int normalize_main(int argc, char **argv);
#define main normalize_main
#include "normalize_main.c" // NOLINT(bugprone-suspicious-include): its main is a function here
#undef main
#include <sys/mman.h>
#include <unistd.h>

#define MAX_WORDS 24

/* What a dialect must be told, as its fixtures do. */
static const struct told {
    const char *format, *words[8];
} told[] = {
    { "csv", { "-ctime=time", "-cclient=host", "-ctarget=url", "-cstatus=response", "-cbytes=bytes" } },
    { "pattern", { "--pattern=^(?<time>\\S+ \\d\\d:\\d\\d:\\d\\d) (?:host=)?(?<client>\\S*) (?<action>[A-Z]+) "
                   "(?:\"(?<target>[^\"]*)\"|(?<status>\\d+)) (?<bytes>\\S+) x(?<count>\\d+)$",
                   "--time-format=%d/%b/%Y %H:%M:%S" } },
};

static char *words[MAX_WORDS];
static int n_words;
static int log_fd;

static void say(const char *word)
{
    if (n_words < MAX_WORDS)
        words[n_words++] = mem_text(word);
}

static void begin_whole(const char *format)
{
    static const char *const all[] = { "normalize", "-q", "--allow-empty", "--max-rejects=100%", "--zone=Europe/Berlin",
                                       "--start=2026-03-28", "-o/dev/null", "--rejects=/dev/null", "--manifest=/dev/null" };
    char path[40];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        say(all[i]);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        for (const char *const *w = told[i].words; strcmp(told[i].format, format) == 0 && *w; w++)
            say(*w);
    say("-f");
    say(format);
    log_fd = memfd_create("log", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", log_fd);
    say(path);
}

/* main keeps what it was told in GIVEN and moves its operands to the front of argv. */
static int once(const void *bytes, size_t n)
{
    char *argv[MAX_WORDS + 1] = { NULL };
    memcpy(argv, words, (size_t) n_words * sizeof *words);
    free(given.columns.at);
    given.columns = (struct opt_list){ NULL, 0 };
    if (ftruncate(log_fd, 0) != 0 || pwrite(log_fd, bytes, n, 0) != (ssize_t) n)
        exit(2);
    return normalize_main(n_words, argv);
}

#ifdef __AFL_LOOP
__AFL_FUZZ_INIT();

static int run_all(char **files)
{
    (void) files;
    __AFL_INIT();
    const unsigned char *bytes = __AFL_FUZZ_TESTCASE_BUF;
    while (__AFL_LOOP(1000))
        once(bytes, (size_t) __AFL_FUZZ_TESTCASE_LEN);
    return 0;
}
#else
static int run_all(char **files)
{
    struct buf b = BUF_INIT;
    struct err err = { 0 };
    for (; *files; files++) {
        buf_clear(&b);
        if (!file_read(*files, (size_t) 1 << 30, &b, &err))
            return err_report(&err, "whole");
        fprintf(stderr, "%s\n", *files); /* the last one is to blame */
        once(b.at, b.len);
    }
    buf_release(&b);
    return 0;
}
#endif

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    begin_whole(argv[1]);
    return run_all(argv + 2);
}
