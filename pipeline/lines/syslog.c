#include "syslog.h"
#include "base/addr.h"

#define WRAPPED_AT_MOST 4 /* relays; a line that is all heads must not cost more */

bool syslog_take_stamp(struct stamper *clock, struct text *t, struct stamp *time)
{
    struct stamp found;
    size_t n = 0;
    if (t->len > 17 && t->at[10] == '.' && t->at[17] == ' ')
        n = stamp_scan_epoch(*t, &found);
    else if (t->len > 4 && t->at[0] >= '0' && t->at[0] <= '9')
        n = t->at[2] == '-' ? stamp_scan_bind(clock, *t, &found) : stamp_scan_iso(clock, *t, &found);
    else if (t->len > 4 && t->at[0] >= 'A' && t->at[0] <= 'Z')
        n = stamp_scan_yearless(*t, &found);
    if (n == 0 || (n < t->len && t->at[n] != ' '))
        return false;
    *t = behind(*t, n < t->len ? n + 1 : n);
    *time = found;
    return true;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The length of the name at the head of a tag: it begins with a letter. */
static size_t name_length(struct text t)
{
    size_t n = 0;
    if (t.len == 0 || !is_letter(t.at[0]))
        return 0;
    while (n < t.len && (is_letter(t.at[n]) || is_digit(t.at[n]) || strchr("._/-", t.at[n])))
        n++;
    return n;
}

bool syslog_take_tag(struct text *t, struct text *program)
{
    size_t n = name_length(*t), end = n;
    if (n > 0 && n < t->len && t->at[n] == '[') {
        for (end++; end < t->len && (is_digit(t->at[end]) || t->at[end] == ':'); end++)
            ;
        if (end == t->len || t->at[end++] != ']')
            return false;
    }
    if (n == 0 || end >= t->len || t->at[end] != ':' || (end + 1 < t->len && t->at[end + 1] != ' '))
        return false;
    *program = (struct text){ t->at, n };
    *t = behind(*t, end + 1 < t->len ? end + 2 : end + 1);
    return true;
}

/* HOST [ADDRESS] TAG[PID]: ; leaves *T alone when it is not so. */
static bool take_host_and_tag(struct text *t, struct text *program)
{
    struct text rest = skip_blanks(*t), host = take_word(&rest);
    if (host.len == 0 || host.at[host.len - 1] == ':')
        return false;
    if (!syslog_take_tag(&rest, program)) {
        struct addr ignored;
        if (!addr_parse(take_word(&rest), &ignored) || !syslog_take_tag(&rest, program))
            return false;
    }
    *t = rest;
    return true;
}

/* [id key="value"]...; a quote and a bracket within a value are escaped. */
static bool take_structured_data(struct text *t)
{
    bool quoted = false;
    if (!STARTS(*t, "["))
        return take_word(t).len > 0;
    for (size_t n = 1; n < t->len; n++) {
        if (t->at[n] == '\\')
            n++;
        else if (t->at[n] == '"')
            quoted = !quoted;
        else if (!quoted && t->at[n] == ']' && (n + 1 == t->len || t->at[n + 1] == ' ')) {
            *t = behind(*t, n + 1);
            return true;
        }
    }
    return false;
}

/* Behind version and stamp: host app procid msgid, structured data. */
static bool take_rfc5424(struct text *t, struct text *program)
{
    struct text rest = *t, word[4];
    for (int i = 0; i < 4; i++) {
        word[i] = take_word(&rest);
        if (word[i].len == 0)
            return false;
    }
    if (!take_structured_data(&rest))
        return false;
    *program = word[1];
    *t = rest;
    return true;
}

/* <34>, and RFC 5424's version. */
static struct text skip_priority(struct text t, bool *is_5424)
{
    const char *close = STARTS(t, "<") ? memchr(t.at, '>', t.len < 6 ? t.len : 6) : NULL;
    if (close)
        t = behind(t, (size_t) (close - t.at) + 1);
    *is_5424 = STARTS(t, "1 ") && t.len > 6 && t.at[6] == '-';
    return *is_5424 ? behind(t, 2) : t;
}

/* "Mon Nov 23 17:56:22 2026 daemon.info TAG[PID]: ", cut off T. */
static bool take_logread(struct text *t, struct syslog_head *head)
{
    if (t->len < 26 || t->at[3] != ' ' || t->at[7] != ' ' || t->at[24] != ' ' ||
        stamp_scan_asctime(*t, &head->time) != 24)
        return false;
    struct text rest = behind(*t, 25), facility = take_word(&rest);
    if (!memchr(facility.at, '.', facility.len) || !syslog_take_tag(&rest, &head->program))
        return false;
    head->timed = head->wrapped = true;
    *t = rest;
    return true;
}

struct text syslog_peel(struct stamper *clock, struct text line, struct syslog_head *head)
{
    struct text message = line;
    bool is_5424 = false;
    *head = (struct syslog_head){ .program = TEXT("") };
    if (take_logread(&message, head))
        return message;
    if (line.len > 0 && (line.at[0] == '<' || line.at[0] == '1'))
        message = skip_priority(line, &is_5424);
    head->timed = syslog_take_stamp(clock, &message, &head->time);
    if (!head->timed || !(head->time.zoned || head->time.yearless))
        return message;
    head->wrapped = is_5424 ? take_rfc5424(&message, &head->program) : take_host_and_tag(&message, &head->program);
    if (!head->wrapped)
        return message;
    message = skip_blanks(message);
    TAKE(&message, "\xef\xbb\xbf");
    return message;
}

struct text syslog_peel_all(struct stamper *clock, struct text line, struct syslog_head *head)
{
    struct text message = syslog_peel(clock, line, head);
    struct syslog_head inner;
    inner.wrapped = head->wrapped;
    for (int depth = 1; inner.wrapped && depth < WRAPPED_AT_MOST; depth++) {
        struct text rest = syslog_peel(clock, message, &inner);
        if (!inner.timed)
            break;
        head->time = inner.time;
        if (inner.wrapped)
            head->program = inner.program;
        message = rest;
    }
    return message;
}

struct text syslog_unwrap(struct stamper *clock, struct text line)
{
    struct text message = line;
    struct syslog_head head = { .wrapped = true };
    for (int depth = 0; head.wrapped && depth < WRAPPED_AT_MOST; depth++) {
        struct text rest = syslog_peel(clock, message, &head);
        if (head.wrapped)
            message = rest;
    }
    return message;
}
