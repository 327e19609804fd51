/* Any text log: a regular expression with named groups says where the fields are.

     pattern = ^(?<time>\S+ \S+) \[(?<client>[^]]+)\] (?<action>\w+) (?<target>\S+)

   The groups are time, client (needed), action, target, status, transport, bytes
   and count.  Without a group time, the stamp that syslog put before the message
   is the record's time; what syslog put there comes off in any case.  One line
   that the pattern matches is one lookup; a line that it does not match is set
   aside, since most logs hold other lines too: look at how many those are.  A
   line on which matching takes too many steps is rejected.

   PCRE2, compiled once, with its just-in-time compiler where there is one. */

#define PCRE2_CODE_UNIT_WIDTH 8
#include "lines/fieldrow.h"
#include "lines/syslog.h"
#include <pcre2.h>
#include <stdlib.h>

/* Steps of one match.  A sane pattern takes a few for each byte of the line. */
#define MATCH_LIMIT 200000
#define HEAP_LIMIT_KIB 4096

struct pattern {
    struct fieldrow row;
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *limits;
    uint32_t group[OBSERVATION_COLUMNS]; /* 0: there is none */
};

static void end(void *state)
{
    struct pattern *p = state;
    fieldrow_release(&p->row);
    pcre2_match_data_free(p->match);
    pcre2_match_context_free(p->limits);
    pcre2_code_free(p->code);
    free(p);
}

/* --- the expression ---------------------------------------------------------------------- */

static bool compile(struct pattern *p, const char *expression, struct err *err)
{
    int code = 0;
    PCRE2_SIZE at = 0;
    p->code = pcre2_compile((PCRE2_SPTR) expression, PCRE2_ZERO_TERMINATED, PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY,
                            &code, &at, NULL);
    if (!p->code) {
        PCRE2_UCHAR why[200];
        pcre2_get_error_message(code, why, sizeof why);
        return err_set(err, "error: the pattern is wrong at character %zu: %s", (size_t) at + 1, (const char *) why);
    }
    pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE); /* where it cannot, matching is only slower */
    p->match = pcre2_match_data_create_from_pattern(p->code, NULL);
    p->limits = pcre2_match_context_create(NULL);
    if (!p->match || !p->limits)
        return err_set(err, "error: PCRE2 has no memory");
    pcre2_set_match_limit(p->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(p->limits, HEAP_LIMIT_KIB);
    return true;
}

/* Each entry of PCRE2's table: the group's number in two bytes, its name. */
static bool find_groups(struct pattern *p, struct err *err)
{
    uint32_t n = 0, size = 0;
    PCRE2_SPTR entry = NULL;
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMECOUNT, &n);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(p->code, PCRE2_INFO_NAMETABLE, &entry);
    for (uint32_t i = 0; i < n; i++, entry += size) {
        const char *name = (const char *) entry + 2;
        int column = observation_find_column(name);
        if (column < 0 || column == OBSERVATION_SENSOR)
            return err_set(err, "error: the pattern has a group '%s', expected time, client, action, target, status, "
                                "transport, bytes or count", name);
        p->group[column] = (uint32_t) (entry[0] << 8 | entry[1]);
    }
    if (p->group[OBSERVATION_CLIENT] == 0)
        return err_set(err, "error: the pattern needs a group (?<client>...)");
    return true;
}

static void *begin(const struct format_input *input, struct err *err)
{
    if (!input->pattern) {
        err_set(err, "error: format pattern needs pattern =");
        return NULL;
    }
    struct pattern *p = mem_zero(sizeof *p);
    p->row.input = input;
    if (compile(p, input->pattern, err) && find_groups(p, err))
        return p;
    end(p);
    return NULL;
}

/* --- lines ---------------------------------------------------------------------------------- */

static struct text group_of(const struct pattern *p, struct text line, int column)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(p->match);
    uint32_t g = p->group[column];
    if (g == 0 || g >= pcre2_get_ovector_count(p->match) || ends[2 * g] == PCRE2_UNSET || ends[2 * g] > ends[2 * g + 1])
        return TEXT("");
    return (struct text){ line.at + ends[2 * g], ends[2 * g + 1] - ends[2 * g] };
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct pattern *p = state;
    struct text value[OBSERVATION_COLUMNS] = { 0 };
    struct syslog_head head;
    struct text message = syslog_peel(p->row.input->clock, text, &head);
    if (!head.wrapped && p->group[OBSERVATION_TIME] != 0)
        message = text;
    int matched = pcre2_match(p->code, (PCRE2_SPTR) message.at, message.len, 0, 0, p->match, p->limits);
    if (matched == PCRE2_ERROR_NOMATCH)
        return format_aside(reason, "the pattern does not match");
    if (matched < 0)
        return format_reject(reason, "matching the pattern takes too long");
    for (int c = 0; c < OBSERVATION_COLUMNS; c++)
        value[c] = group_of(p, message, c);
    if (p->group[OBSERVATION_TIME] != 0)
        return fieldrow_read(&p->row, value, o, reason);
    if (!head.timed)
        return format_reject(reason, format_timeless);
    return fieldrow_read_at(&p->row, &head.time, value, o, reason);
}

static const char *const keys[] = { "pattern", "time_format", NULL };

const struct dialect format_pattern = {
    .name = "pattern",
    .what = "any text log, by a regular expression (PCRE2) with named groups",
    .lookup = "one line that the pattern matches",
    .keys = keys,
    .example = "2026-11-23 17:58:47.644 [192.0.2.7] A www.example.com",
    .begin = begin,
    .line = line,
    .end = end,
};
