#include "opts.h"
#include "err.h"
#include "num.h"
#include <float.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void opts_wrong(const struct opts *o, const char *format, ...)
{
    struct err e = { 0 };
    char what[400];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    err_set(&e, "%s (see %s --help)", what, o->program);
    err_report(&e, o->program);
    exit(2);
}

static void print_option(char letter, const char *name, const char *argument, const char *help)
{
    char left[80];
    snprintf(left, sizeof left, "%c%c%s --%s%s%s", letter ? '-' : ' ', letter ? letter : ' ',
             letter ? "," : " ", name, argument ? "=" : "", argument ? argument : "");
    printf("  %-30s  %s\n", left, help);
}

static _Noreturn void print_help(const struct opts *o)
{
    printf("Usage: %s %s\n%s\n\n", o->program, o->usage, o->purpose);
    for (size_t i = 0; i < o->n; i++)
        print_option(o->table[i].letter, o->table[i].name, o->table[i].argument, o->table[i].help);
    print_option(0, "help", NULL, "print this and exit");
    print_option(0, "version", NULL, "print the version and exit");
    exit(fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1);
}

static _Noreturn void print_version(const struct opts *o)
{
    printf("%s %s\n", o->program, DIELOG_VERSION);
    exit(fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1);
}

static const struct opt *by_letter(const struct opts *o, char letter)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->table[i].letter == letter)
            return &o->table[i];
    opts_wrong(o, "unknown option '-%c'", letter);
}

static const struct opt *by_name(const struct opts *o, const char *name, size_t len)
{
    for (size_t i = 0; i < o->n; i++)
        if (strlen(o->table[i].name) == len && memcmp(o->table[i].name, name, len) == 0)
            return &o->table[i];
    opts_wrong(o, "unknown option '--%.*s'", (int) len, name);
}

static void add_to_list(struct opt_list *list, const char *value)
{
    list->at = mem_resize(list->at, (list->n + 1) * sizeof *list->at);
    list->at[list->n++] = value;
}

static bool any_range(const struct opt *opt) { return opt->min == 0 && opt->max == 0; }
static double low(const struct opt *opt) { return any_range(opt) ? -DBL_MAX : opt->min; }
static double high(const struct opt *opt) { return any_range(opt) ? DBL_MAX : opt->max; }

static bool store(const struct opt *opt, const char *value, struct err *err)
{
    struct text t = text_of(value);
    switch (opt->kind) {
    case OPT_FLAG: *(bool *) opt->to = true; return true;
    case OPT_TEXT: *(const char **) opt->to = value; return true;
    case OPT_LIST: add_to_list(opt->to, value); return true;
    case OPT_DOUBLE: return num_double(t, low(opt), high(opt), opt->to, err);
    case OPT_DURATION: return num_duration(t, any_range(opt) ? 0 : opt->min, high(opt), opt->to, err);
    case OPT_INT:
        return num_int(t, any_range(opt) ? INT64_MIN : (int64_t) opt->min,
                       any_range(opt) ? INT64_MAX : (int64_t) opt->max, opt->to, err);
    }
    return false;
}

static void set(const struct opts *o, const struct opt *opt, const char *value)
{
    struct err e = { 0 };
    if (!store(opt, value, &e))
        opts_wrong(o, "--%s: %s", opt->name, e.text);
}

/* One argument that begins with "--"; returns how many arguments it took. */
static int take_long(const struct opts *o, int left, char **argv)
{
    const char *name = argv[0] + 2, *equals = strchr(name, '=');
    size_t len = equals ? (size_t) (equals - name) : strlen(name);
    if (strcmp(name, "help") == 0)
        print_help(o);
    if (strcmp(name, "version") == 0)
        print_version(o);
    const struct opt *opt = by_name(o, name, len);
    if (opt->kind == OPT_FLAG && equals)
        opts_wrong(o, "--%s takes no value", opt->name);
    if (opt->kind == OPT_FLAG || equals) {
        set(o, opt, equals ? equals + 1 : "");
        return 1;
    }
    if (left < 2)
        opts_wrong(o, "--%s needs a value", opt->name);
    set(o, opt, argv[1]);
    return 2;
}

/* One argument that begins with a single dash: -a, -abc, -ovalue or -o value. */
static int take_short(const struct opts *o, int left, char **argv)
{
    for (const char *p = argv[0] + 1; *p; p++) {
        const struct opt *opt = by_letter(o, *p);
        if (opt->kind == OPT_FLAG) {
            set(o, opt, "");
            continue;
        }
        if (p[1]) {
            set(o, opt, p + 1);
            return 1;
        }
        if (left < 2)
            opts_wrong(o, "-%c needs a value", *p);
        set(o, opt, argv[1]);
        return 2;
    }
    return 1;
}

int opts_parse(const struct opts *o, int argc, char **argv)
{
    int operands = 0;
    bool ended = false;
    for (int i = 1; i < argc;) {
        char *a = argv[i];
        if (ended || a[0] != '-' || a[1] == '\0') {
            argv[operands++] = a;
            i++;
        } else if (strcmp(a, "--") == 0) {
            ended = true;
            i++;
        } else
            i += a[1] == '-' ? take_long(o, argc - i, argv + i) : take_short(o, argc - i, argv + i);
    }
    return operands;
}
