/* AdGuard Home's querylog.json: one query a line, the line order not always that of
   time.

   Used are T (time), IP, QH, QT, CP (how the client spoke: empty, doh, dot, doq,
   dnscrypt) and Answer, the answer that the client got, a DNS message in base64,
   of which the response code alone is read (RFC 1035, section 4.1.1).  A query
   that a filter stopped is a lookup like others: its status is that of the answer
   that the filter gave.  The names are those of internal/querylog/entry.go of
   AdGuard Home. */

#include "jsonlog.h"
#include "lines/clean.h"
#include <stdlib.h>

enum member { TIME, ADDRESS, NAME, TYPE, PROTOCOL, ANSWER, MEMBERS };
static const char *const member_names[MEMBERS] = { "T", "IP", "QH", "QT", "CP", "Answer" };

#define MESSAGE_HEADER 16 /* characters of base64: the 12 bytes that every DNS message has */

struct adguard {
    struct stamper *clock;
    struct jsonline *json;
    struct jsonline_names names;
    struct buf client, action, target;
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct adguard *a = mem_zero(sizeof *a);
    a->clock = input->clock;
    a->json = jsonline_new();
    jsonline_names_init(&a->names, member_names, MEMBERS);
    return a;
}

static void end(void *state)
{
    struct adguard *a = state;
    buf_release(&a->client);
    buf_release(&a->action);
    buf_release(&a->target);
    jsonline_free(a->json);
    free(a);
}

/* The six bits of a character of base64 (RFC 4648, section 4), or -1. */
static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The response code of a DNS message: the low four bits of its fourth byte, which are
   in the fifth and sixth character of its base64. */
static struct text status_of(struct text answer)
{
    static const char *const names[] = { "NOERROR", "FORMERR",  "SERVFAIL", "NXDOMAIN", "NOTIMP",  "REFUSED",
                                         "YXDOMAIN", "YXRRSET", "NXRRSET",  "NOTAUTH",  "NOTZONE", "DSOTYPENI",
                                         "RCODE12", "RCODE13",  "RCODE14",  "RCODE15" };
    if (answer.len < MESSAGE_HEADER)
        return TEXT("");
    int high = sextet(answer.at[4]), low = sextet(answer.at[5]);
    return high < 0 || low < 0 ? TEXT("") : text_of(names[(high & 3) << 2 | low >> 4]);
}

static struct text transport_of(struct text protocol)
{
    if (text_is(protocol, "dot"))
        return TEXT("tls");
    if (text_is(protocol, "doh"))
        return TEXT("https");
    return text_is(protocol, "doq") ? TEXT("quic") : TEXT("");
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct adguard *a = state;
    const struct jsonline_value *member[MEMBERS];
    struct text value[MEMBERS];
    struct stamp time;
    bool is_address;
    enum format_verdict v;
    const struct jsonline_value *object = jsonlog_object(a->json, a->clock, text, &v, reason);
    if (!object)
        return v;
    jsonline_members(a->json, object, &a->names, member);
    for (int m = 0; m < MEMBERS; m++)
        value[m] = jsonlog_or_empty(jsonline_text(member[m]));
    if (!member[NAME] || !member[TYPE])
        return format_reject(reason, "no QH or QT");
    if (!jsonlog_time(a->clock, value[TIME], &time))
        return format_reject(reason, format_timeless);
    o->client = clean_client(&a->client, value[ADDRESS], &is_address);
    if (!is_address)
        return format_reject(reason, "client is no address");
    o->action = clean_text(&a->action, value[TYPE]);
    o->target = value[NAME].len == 0 ? TEXT(".") : clean_name(&a->target, value[NAME], CLEAN_RFC1035);
    o->status = status_of(value[ANSWER]);
    o->transport = transport_of(value[PROTOCOL]);
    o->bytes = OBSERVATION_NO_BYTES;
    o->count = 1;
    return format_time(a->clock, &time, o, reason);
}

const struct dialect format_adguard = {
    .name = "adguard",
    .what = "AdGuard Home's querylog.json",
    .lookup = "one line, whether a filter stopped it or not",
    .example = "{\"T\":\"2016-05-04T07:23:46.123456789+02:00\",\"QH\":\"www.example.com\",\"QT\":\"A\",\"QC\":\"IN\","
               "\"CP\":\"\",\"Answer\":\"EjSBgAABAAEAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQABwAwAAQABAAAASAAEwAACUA==\","
               "\"IP\":\"192.0.2.100\",\"Result\":{},\"Elapsed\":1234567,\"Upstream\":\"https://192.0.2.53/dns-query\"}",
    .begin = begin,
    .line = line,
    .end = end,
};
