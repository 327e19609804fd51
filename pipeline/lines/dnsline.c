#include "dnsline.h"
#include <stdlib.h>

const char *const dnsline_keys[] = { "lookup", NULL };
const char *const dnsline_lookups[] = { "queries", "replies", NULL };

void *dnsline_begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct dnsline *d = mem_zero(sizeof *d);
    d->clock = input->clock;
    d->replies = input->lookup && strcmp(input->lookup, "replies") == 0;
    return d;
}

void dnsline_end(void *state)
{
    struct dnsline *d = state;
    buf_release(&d->name);
    buf_release(&d->client);
    buf_release(&d->scratch);
    free(d);
}

struct text dnsline_host(struct text t)
{
    if (STARTS(t, "[")) {
        t = behind(t, 1);
        return take_until(&t, ']');
    }
    struct text rest = t, host = take_until(&rest, '@');
    if (rest.len > 0)
        return host;
    rest = t;
    host = take_until(&rest, ':');
    return rest.len > 0 && !memchr(rest.at, ':', rest.len) ? host : t;
}

bool dnsline_question(struct dnsline *d, struct observation *o, struct text name, struct text type,
                      enum clean_escapes escapes)
{
    bool unnamed = name.len == 0 && type.len == 0;
    if (!unnamed && (name.len == 0 || !dnsline_is_mnemonic(type)))
        return false;
    o->action = type;
    o->target = clean_name(&d->name, name, escapes);
    o->status = TEXT("");
    o->transport = TEXT("");
    o->bytes = OBSERVATION_NO_BYTES;
    o->count = 1;
    return true;
}

enum format_verdict dnsline_keep(struct dnsline *d, struct text client, const struct stamp *time,
                                 struct observation *o, const char **reason)
{
    bool is_address;
    o->client = clean_client(&d->client, client, &is_address);
    if (!is_address)
        return format_reject(reason, "client is no address");
    if (!time)
        return format_reject(reason, format_timeless);
    return format_time(d->clock, time, o, reason);
}

enum format_verdict dnsline_other(const struct syslog_head *head, struct text line, const char **reason)
{
    if (line.len == 0)
        return format_aside(reason, "blank line");
    return head->timed ? format_aside(reason, "other message") : format_reject(reason, "not a line of this log");
}
