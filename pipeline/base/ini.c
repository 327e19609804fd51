#include "ini.h"
#include "num.h"
#include "utf8.h"
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct entry {
    char *section, *key, *value;
    size_t line;
};

struct ini {
    char *path;
    struct entry *entries;
    size_t n, capacity;
    char **sections;
    size_t n_sections, sections_capacity;
    size_t line;   /* while reading */
    bool indented; /* that line, which then continues the value above it */
    struct err failure;
};

#define NAME_LIMIT 49 /* libinih cuts what is longer, without a word */

/* As fgets, but tells of a NUL byte, which would hide the rest of its line. */
static char *get_line(char *into, int size, FILE *f, bool *nul)
{
    int n = 0, c = 0;
    while (n < size - 1 && c != '\n' && (c = getc(f)) != EOF) {
        *nul |= c == '\0';
        into[n++] = (char) c;
    }
    into[n] = '\0';
    return n > 0 ? into : NULL;
}

/* libinih reads lines through this, so we know which one it is at, and refuse
   what it would pass on. */
static char *next_line(char *into, int size, void *stream)
{
    void **pair = stream;
    struct ini *ini = pair[0];
    bool nul = false;
    char *got = get_line(into, size, pair[1], &nul);
    if (!got)
        return NULL;
    ini->line++;
    ini->indented = got[0] == ' ' || got[0] == '\t';
    size_t n = strlen(got);
    if (n + 1 == (size_t) size && got[n - 1] != '\n')
        err_set(&ini->failure, "%s:%zu: error: line too long", ini->path, ini->line);
    if (nul)
        err_set(&ini->failure, "%s:%zu: error: a NUL byte", ini->path, ini->line);
    else if (!utf8_valid(got, n))
        err_set(&ini->failure, "%s:%zu: error: bytes that are not UTF-8", ini->path, ini->line);
    return ini->failure.set ? NULL : got;
}

/* KEY NULL: the section's first. */
static struct entry *find(const struct ini *ini, const char *section, const char *key)
{
    for (size_t i = 0; i < ini->n; i++)
        if (strcmp(ini->entries[i].section, section) == 0 && (!key || strcmp(ini->entries[i].key, key) == 0))
            return &ini->entries[i];
    return NULL;
}

/* libinih tells sections only through their keys: a new one must not come back
   after another. */
static void note_section(struct ini *ini, const char *section)
{
    if (ini->n_sections && strcmp(ini->sections[ini->n_sections - 1], section) == 0)
        return;
    if (ini_has_section(ini, section))
        err_set(&ini->failure, "%s:%zu: error: section [%s] appears twice", ini->path, ini->line, section);
    ini->sections = mem_grow(ini->sections, &ini->sections_capacity, ini->n_sections + 1, sizeof *ini->sections);
    ini->sections[ini->n_sections++] = mem_text(section);
}

/* "key =" at the start of a line that was meant to continue a value. */
static bool looks_like_key(const char *value)
{
    size_t n = strspn(value, "abcdefghijklmnopqrstuvwxyz_");
    size_t blanks = strspn(value + n, " \t");
    return n > 0 && value[n + blanks] == '=';
}

/* The length of VALUE before a blank and a semicolon: libinih cuts comments off the
   first line of a value alone. */
static size_t without_comment(const char *value)
{
    size_t n = strlen(value);
    for (size_t i = 1; i < n; i++)
        if (value[i] == ';' && (value[i - 1] == ' ' || value[i - 1] == '\t'))
            n = i;
    while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
        n--;
    return n;
}

static void continue_value(struct ini *ini, struct entry *e, const char *value)
{
    struct buf whole = BUF_INIT;
    if (looks_like_key(value))
        err_set(&ini->failure, "%s:%zu: error: an indented line continues [%s] %s, but this looks like a key",
                ini->path, ini->line, e->section, e->key);
    buf_add_format(&whole, "%s ", e->value);
    buf_add(&whole, value, without_comment(value));
    free(e->value);
    e->value = buf_detach(&whole);
}

static int entry_came(void *context, const char *section, const char *key, const char *value)
{
    struct ini *ini = context;
    if (strlen(section) >= NAME_LIMIT || strlen(key) >= NAME_LIMIT) {
        err_set(&ini->failure, "%s:%zu: error: the name of a section or key is longer than %d bytes", ini->path, ini->line, NAME_LIMIT - 1);
        return 1;
    }
    note_section(ini, section);
    struct entry *old = find(ini, section, key);
    if (old && ini->indented && old == &ini->entries[ini->n - 1]) {
        continue_value(ini, old, value);
        return 1;
    }
    if (old)
        err_set(&ini->failure, "%s:%zu: error: [%s] %s appears twice", ini->path, ini->line, section, key);
    ini->entries = mem_grow(ini->entries, &ini->capacity, ini->n + 1, sizeof *ini->entries);
    ini->entries[ini->n++] = (struct entry){ mem_text(section), mem_text(key), mem_text(value ? value : ""), ini->line };
    return 1;
}

struct ini *ini_read(const char *path, struct err *err)
{
    FILE *f = fopen(path, "re");
    if (!f) {
        err_errno(err, "error: cannot read %s", path);
        return NULL;
    }
    struct ini *ini = mem_zero(sizeof *ini);
    ini->path = mem_text(path);
    void *pair[2] = { ini, f };
    int bad = ini_parse_stream(next_line, pair, entry_came, ini);
    if (!ini->failure.set && bad > 0)
        err_set(&ini->failure, "%s:%d: error: expected [section] or key = value", path, bad);
    if (!ini->failure.set && (bad < 0 || ferror(f)))
        err_set(&ini->failure, "error: cannot read %s", path);
    fclose(f);
    if (!ini->failure.set)
        return ini;
    err_set(err, "%s", ini->failure.text);
    ini_free(ini);
    return NULL;
}

void ini_free(struct ini *ini)
{
    if (!ini)
        return;
    for (size_t i = 0; i < ini->n; i++) {
        free(ini->entries[i].section);
        free(ini->entries[i].key);
        free(ini->entries[i].value);
    }
    for (size_t i = 0; i < ini->n_sections; i++)
        free(ini->sections[i]);
    free(ini->entries);
    free(ini->sections);
    free(ini->path);
    free(ini);
}

const char *ini_path(const struct ini *ini) { return ini->path; }
size_t ini_sections(const struct ini *ini) { return ini->n_sections; }
const char *ini_section(const struct ini *ini, size_t i) { return ini->sections[i]; }

bool ini_has_section(const struct ini *ini, const char *section)
{
    for (size_t i = 0; i < ini->n_sections; i++)
        if (strcmp(ini->sections[i], section) == 0)
            return true;
    return false;
}

const char *ini_text(const struct ini *ini, const char *section, const char *key, const char *fallback)
{
    const struct entry *e = find(ini, section, key);
    return e ? e->value : fallback;
}

bool ini_wrong(const struct ini *ini, const char *section, const char *key, struct err *err,
               const char *format, ...)
{
    const struct entry *e = find(ini, section, key);
    char what[400];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (e && !key)
        return err_set(err, "%s:%zu: error: [%s]: %s", ini->path, e->line, section, what);
    if (e)
        return err_set(err, "%s:%zu: error: [%s] %s: %s", ini->path, e->line, section, key, what);
    return err_set(err, "%s: error: [%s]%s%s: %s", ini->path, section, key ? " " : "", key ? key : "", what);
}

/* A number's own message begins with "error: ", which the place already says. */
static bool wrong_value(const struct ini *ini, const char *section, const char *key, const struct err *inner,
                        struct err *err)
{
    const char *text = strncmp(inner->text, "error: ", 7) == 0 ? inner->text + 7 : inner->text;
    return ini_wrong(ini, section, key, err, "%s", text);
}

bool ini_int(const struct ini *ini, const char *section, const char *key, int64_t min, int64_t max,
             int64_t *out, struct err *err)
{
    const char *v = ini_text(ini, section, key, NULL);
    struct err inner = { 0 };
    return !v || num_int(text_of(v), min, max, out, &inner) || wrong_value(ini, section, key, &inner, err);
}

bool ini_double(const struct ini *ini, const char *section, const char *key, double min, double max,
                double *out, struct err *err)
{
    const char *v = ini_text(ini, section, key, NULL);
    struct err inner = { 0 };
    return !v || num_double(text_of(v), min, max, out, &inner) || wrong_value(ini, section, key, &inner, err);
}

bool ini_duration(const struct ini *ini, const char *section, const char *key, double min, double max,
                  double *out, struct err *err)
{
    const char *v = ini_text(ini, section, key, NULL);
    struct err inner = { 0 };
    return !v || num_duration(text_of(v), min, max, out, &inner) || wrong_value(ini, section, key, &inner, err);
}

bool ini_bool(const struct ini *ini, const char *section, const char *key, bool *out, struct err *err)
{
    const char *v = ini_text(ini, section, key, NULL);
    if (!v)
        return true;
    if (strcmp(v, "yes") == 0 || strcmp(v, "true") == 0)
        *out = true;
    else if (strcmp(v, "no") == 0 || strcmp(v, "false") == 0)
        *out = false;
    else
        return ini_wrong(ini, section, key, err, "found '%s', expected yes or no", v);
    return true;
}

bool ini_only(const struct ini *ini, const char *section, const char *const *known, struct err *err)
{
    for (size_t i = 0; i < ini->n; i++) {
        if (strcmp(ini->entries[i].section, section) != 0)
            continue;
        size_t k = 0;
        while (known[k] && strcmp(known[k], ini->entries[i].key) != 0)
            k++;
        if (!known[k])
            return ini_wrong(ini, section, ini->entries[i].key, err, "unknown key");
    }
    return true;
}

/* --- writing ------------------------------------------------------------------------ */

#define LINE_LIMIT 180 /* libinih takes 199 */

/* What libinih takes off both ends of a line. */
static bool is_space(char c) { return c != '\0' && strchr(" \t\n\v\f\r", c) != NULL; }

/* The length of a first piece of VALUE that fits into ROOM and behind which a line
   may be broken: at one blank, before nothing that a line's head would change. */
static size_t breakable(const char *value, size_t room)
{
    for (size_t n = room; n > 1; n--) {
        const char *next = value + n + 1;
        bool alone = value[n] == ' ' && !is_space(value[n - 1]) && !is_space(*next) && *next != '\0';
        if (alone && !strchr(";#[", *next) && !looks_like_key(next))
            return n;
    }
    return 0;
}

bool ini_put(struct buf *b, const char *key, const char *value, struct err *err)
{
    size_t n = strlen(value);
    if (*value == ';' || without_comment(value) != n || memchr(value, '\n', n) || is_space(*value) || (n > 0 && is_space(value[n - 1])))
        return err_set(err, "error: the value of %s holds a line's end, a comment or blanks at an end", key);
    buf_add_format(b, "%s = ", key);
    size_t room = LINE_LIMIT - strlen(key);
    while (strlen(value) > room) {
        n = breakable(value, room);
        if (n == 0)
            return err_set(err, "error: the value of %s has no single blank within %d characters to be broken at", key,
                           LINE_LIMIT);
        buf_add(b, value, n);
        buf_add_text(b, "\n  ");
        value += n + 1;
        room = LINE_LIMIT;
    }
    buf_add_format(b, "%s\n", value);
    return true;
}
