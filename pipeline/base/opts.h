/* opts.h -- command lines.  A program lists its options in one table; --help
   is made from that table, so the two cannot differ.  GNU habits: long and short
   names, options and operands in any order, "--" ends options. */

#ifndef DIELOG_OPTS_H
#define DIELOG_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum opt_kind {
    OPT_FLAG,     /* bool * */
    OPT_TEXT,     /* const char ** (points into argv) */
    OPT_LIST,     /* struct opt_list *: may be given several times */
    OPT_INT,      /* int64_t *, checked against min and max */
    OPT_DOUBLE,   /* double *, checked against min and max */
    OPT_DURATION, /* double *, seconds: "90", "10m", "1h" */
};

struct opt_list {
    const char **at; /* point into argv; freed by nobody, the program's life */
    size_t n;
};

struct opt {
    char letter;      /* 0: none */
    const char *name; /* long name without the dashes */
    enum opt_kind kind;
    void *to;
    const char *argument; /* its name in --help; NULL for a flag */
    const char *help;     /* one line */
    double min, max;      /* for numbers; both 0: any */
};

struct opts {
    const char *program; /* "dielog-share" */
    const char *usage;   /* "[OPTION]... FILE..." */
    const char *purpose; /* one sentence */
    const struct opt *table;
    size_t n;
};

/* Parses and moves the operands to argv[0 .. result).  --help and --version
   print and exit 0; a mistake prints one line and exits 2. */
int opts_parse(const struct opts *o, int argc, char **argv);

/* "PROGRAM: message (see PROGRAM --help)" and exit 2, for what only the program
   can check. */
_Noreturn void opts_wrong(const struct opts *o, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
