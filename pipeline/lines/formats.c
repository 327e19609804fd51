#include "formats.h"

static const struct dialect *const dialects[] = {
    &format_bind9,
    &format_unbound,
    &format_dnsmasq,
    &format_powerdns,
    &format_pdns_recursor,
    &format_dnsdist,
    &format_coredns,
    &format_windows_dns,
    &format_infoblox,
    &format_adguard,
    &format_zeek,
    &format_suricata,
    &format_cof,
    &format_weblog,
    &format_sshd,
    &format_csv,
    &format_dnstap,
    &format_pattern,
    &format_pcap,
};

const char format_header[] = "header";
const char format_timeless[] = "no time";

size_t format_count(void) { return sizeof dialects / sizeof *dialects; }
const struct dialect *format_at(size_t i) { return dialects[i]; }

const struct dialect *format_find(const char *name, struct err *err)
{
    for (size_t i = 0; i < format_count(); i++) {
        if (strcmp(dialects[i]->name, name) == 0)
            return dialects[i];
    }
    struct buf known = BUF_INIT;
    for (size_t i = 0; i < format_count(); i++)
        buf_add_format(&known, "%s%s", i > 0 ? ", " : "", dialects[i]->name);
    err_set(err, "error: unknown format '%s', expected auto or one of %s", name, known.at);
    buf_release(&known);
    return NULL;
}

/* --- what an input says ---------------------------------------------------------------- */

const char *const format_keys[] = { "separator", "time", "time_format", "client", "action", "target", "status",
                                    "transport", "bytes", "count", "pattern", "date", "lookup", NULL };

const char **format_value(struct format_input *input, const char *key)
{
    struct {
        const char *key, **value;
    } const others[] = {
        { "separator", &input->separator }, { "time_format", &input->time_format },
        { "pattern", &input->pattern },     { "date", &input->date },
        { "lookup", &input->lookup },
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i].key, key) == 0)
            return others[i].value;
    int column = observation_find_column(key);
    return column < 0 || column == OBSERVATION_SENSOR ? NULL : &input->column[column];
}

static bool has_word(const char *const *words, const char *word)
{
    for (; words && *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

static bool check_lookup(const struct dialect *d, const char *lookup, struct err *err)
{
    struct buf known = BUF_INIT;
    if (!lookup || has_word(d->lookups, lookup))
        return true;
    for (size_t i = 0; d->lookups && d->lookups[i]; i++)
        buf_add_format(&known, "%s%s", i > 0 ? " or " : "", d->lookups[i]);
    err_set(err, "error: found lookup '%s', expected %s", lookup, known.len > 0 ? known.at : "none");
    buf_release(&known);
    return false;
}

bool format_check(const struct dialect *d, const struct format_input *input, const char **key, struct err *err)
{
    struct format_input said = *input;
    for (size_t i = 0; format_keys[i]; i++) {
        *key = format_keys[i];
        if (*format_value(&said, *key) && !has_word(d->keys, *key))
            return err_set(err, "error: format %s does not read '%s'", d->name, *key);
    }
    *key = "lookup";
    if (!check_lookup(d, input->lookup, err))
        return false;
    *key = NULL;
    void *state = d->begin(input, err);
    if (state)
        d->end(state);
    return state != NULL;
}

bool format_separator(const struct format_input *input, char *separator)
{
    const char *said = input->separator;
    bool tab = said && (strcmp(said, "tab") == 0 || strcmp(said, "\t") == 0 || strcmp(said, "\\t") == 0);
    *separator = tab ? '\t' : ',';
    return tab || !said || strcmp(said, ",") == 0 || strcmp(said, "comma") == 0;
}

/* --- for the dialects ------------------------------------------------------------------- */

enum format_verdict format_time(struct stamper *clock, const struct stamp *stamp, struct observation *o,
                                const char **reason)
{
    enum stamp_verdict v = stamp_resolve(clock, stamp, &o->time);
    if (v == STAMP_GOOD)
        return FORMAT_KEPT;
    *reason = stamp_reason(v);
    return v == STAMP_NO_ZONE || v == STAMP_NO_YEAR ? FORMAT_UNUSABLE : FORMAT_REJECTED;
}

enum format_verdict format_instant(struct stamper *clock, uint64_t seconds, uint32_t micros, struct observation *o,
                                   const char **reason)
{
    const struct stamp stamp = { .seconds = seconds > INT64_MAX ? INT64_MAX : (int64_t) seconds,
                                 .micros = (int32_t) (micros % WHEN_SECOND), .digits = 6, .zoned = true };
    return format_time(clock, &stamp, o, reason);
}

size_t format_split(struct text line, char separator, struct text *fields, size_t max)
{
    const char *at = line.at, *end = line.at + line.len;
    size_t n = 0;
    for (;;) {
        const char *stop = memchr(at, separator, (size_t) (end - at));
        if (!stop)
            stop = end;
        if (n < max)
            fields[n] = (struct text){ at, (size_t) (stop - at) };
        n++;
        if (stop == end)
            return n;
        at = stop + 1;
    }
}
