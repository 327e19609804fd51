/* Suricata's eve.json: one event a line.

   By default lookups are DNS queries: events dns with dns.type query (versions 1
   and 2) or request (version 3, which may hold several questions in dns.queries[]:
   a record each).  Answers tell of the same lookups again and are set aside; an
   event of Suricata joins no answer to its query, so status is empty.  Queries of
   another opcode than 0 are set aside.  With `lookup = http' they are the events
   http instead.

   Suricata writes bytes that are no UTF-8 as \xHH, the root as the empty name, a type
   that it has no name for as a number, and a dot within a label like any other. */

#include "dnswire.h"
#include "jsonlog.h"
#include "lines/clean.h"
#include <stdlib.h>

enum member { TIMESTAMP, EVENT_TYPE, SRC_IP, DEST_IP, PROTO, DNS, HTTP, MEMBERS };
static const char *const member_names[MEMBERS] = { "timestamp", "event_type", "src_ip", "dest_ip", "proto", "dns", "http" };

enum dns_member { DNS_TYPE, DNS_OPCODE, DNS_RRNAME, DNS_RRTYPE, DNS_QUERIES, DNS_MEMBERS };
static const char *const dns_names[DNS_MEMBERS] = { "type", "opcode", "rrname", "rrtype", "queries" };

enum http_member { HTTP_METHOD, HTTP_HOST, HTTP_URL, HTTP_STATUS, HTTP_LENGTH, HTTP_MEMBERS };
static const char *const http_names[HTTP_MEMBERS] = { "http_method", "hostname", "url", "status", "length" };

static const char *const lookups[] = { "dns", "http", NULL };

struct suricata {
    struct stamper *clock;
    struct jsonline *json;
    struct jsonline_names names, dns, http;
    struct buf client, action, target, status;
    struct buf part[3];
    char mnemonic[DNSWIRE_MNEMONIC];
    const char *event; /* the event_type that counts */

    /* A line with several questions: the record's common part, and where we are. */
    struct observation common;
    const struct jsonline_value *queries, *query; /* query: the next one, or NULL */
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct suricata *s = mem_zero(sizeof *s);
    s->clock = input->clock;
    s->event = input->lookup ? input->lookup : lookups[0];
    s->json = jsonline_new();
    jsonline_names_init(&s->names, member_names, MEMBERS);
    jsonline_names_init(&s->dns, dns_names, DNS_MEMBERS);
    jsonline_names_init(&s->http, http_names, HTTP_MEMBERS);
    return s;
}

static void end(void *state)
{
    struct suricata *s = state;
    buf_release(&s->client);
    buf_release(&s->action);
    buf_release(&s->target);
    buf_release(&s->status);
    for (size_t i = 0; i < 3; i++)
        buf_release(&s->part[i]);
    jsonline_free(s->json);
    free(s);
}

/* Time, client and transport, which all events have. */
static enum format_verdict read_common(struct suricata *s, const struct jsonline_value **member, struct observation *o,
                                       const char **reason)
{
    struct stamp time;
    bool is_address;
    if (!jsonlog_time(s->clock, jsonline_text(member[TIMESTAMP]), &time))
        return format_reject(reason, format_timeless);
    o->client = clean_client(&s->client, jsonlog_or_empty(jsonline_text(member[SRC_IP])), &is_address);
    if (!is_address)
        return format_reject(reason, "client is no address");
    o->transport = jsonlog_transport(jsonline_text(member[PROTO]));
    o->status = TEXT("");
    o->count = 1;
    return format_time(s->clock, &time, o, reason);
}

/* --- dns ------------------------------------------------------------------------------ */

/* Name and type; false when there is no name. */
static bool read_question(struct suricata *s, const struct jsonline_value *object, struct observation *o)
{
    const struct jsonline_value *member[DNS_MEMBERS];
    jsonline_members(s->json, object, &s->dns, member);
    struct text name = jsonline_text(member[DNS_RRNAME]);
    if (!name.at)
        return false;
    struct text type = jsonlog_or_empty(jsonline_text(member[DNS_RRTYPE]));
    o->action = clean_text(&s->action, dnswire_type_name(type, s->mnemonic));
    o->target = name.len == 0 ? TEXT(".") : clean_name(&s->target, name, CLEAN_ZEEK);
    return true;
}

/* The question that is next, of a line that is known to be good. */
static enum format_verdict next_question(struct suricata *s, struct observation *o)
{
    *o = s->common;
    read_question(s, s->query, o);
    s->query = jsonline_element(s->json, s->queries, s->query);
    return s->query ? FORMAT_MORE : FORMAT_KEPT;
}

static enum format_verdict read_questions(struct suricata *s, const struct jsonline_value **event,
                                          const struct jsonline_value *queries, struct observation *o,
                                          const char **reason)
{
    const struct jsonline_value *q = NULL;
    while ((q = jsonline_element(s->json, queries, q)) != NULL)
        if (!read_question(s, q, o))
            return format_reject(reason, "query without a name");
    if (!jsonline_element(s->json, queries, NULL))
        return format_aside(reason, "query without a question");
    enum format_verdict v = read_common(s, event, o, reason);
    if (v != FORMAT_KEPT)
        return v;
    s->common = *o;
    s->queries = queries;
    s->query = jsonline_element(s->json, queries, NULL);
    return next_question(s, o);
}

static enum format_verdict read_dns(struct suricata *s, const struct jsonline_value **event, struct observation *o,
                                    const char **reason)
{
    const struct jsonline_value *dns[DNS_MEMBERS];
    jsonline_members(s->json, event[DNS], &s->dns, dns);
    struct text type = jsonlog_or_empty(jsonline_text(dns[DNS_TYPE]));
    struct text opcode = jsonlog_or_empty(jsonline_text(dns[DNS_OPCODE]));
    if (text_is(type, "answer") || text_is(type, "response"))
        return format_aside(reason, "answer");
    if (!text_is(type, "query") && !text_is(type, "request"))
        return format_reject(reason, "dns event without a type");
    if (opcode.len > 0 && !text_is(opcode, "0"))
        return format_aside(reason, "no query opcode");
    if (dns[DNS_QUERIES])
        return read_questions(s, event, dns[DNS_QUERIES], o, reason);
    if (!read_question(s, event[DNS], o))
        return format_reject(reason, "query without a name");
    return read_common(s, event, o, reason);
}

/* --- http ----------------------------------------------------------------------------- */

static enum format_verdict read_http(struct suricata *s, const struct jsonline_value **event, struct observation *o,
                                     const char **reason)
{
    const struct jsonline_value *http[HTTP_MEMBERS];
    jsonline_members(s->json, event[HTTP], &s->http, http);
    if (!http[HTTP_METHOD] && !http[HTTP_URL])
        return format_aside(reason, "answer without its request");
    if (!jsonlog_number(jsonline_text(http[HTTP_LENGTH]), 0, &o->bytes))
        return format_reject(reason, "length is no number");
    struct text host = jsonline_text(http[HTTP_HOST]);
    if (host.len == 0)
        host = jsonlog_or_empty(jsonline_text(event[DEST_IP]));
    o->action = clean_text(&s->action, jsonlog_or_empty(jsonline_text(http[HTTP_METHOD])));
    o->target = jsonlog_web_target(s->part, host, jsonlog_or_empty(jsonline_text(http[HTTP_URL])));
    enum format_verdict v = read_common(s, event, o, reason);
    o->status = clean_text(&s->status, jsonlog_or_empty(jsonline_text(http[HTTP_STATUS])));
    return v;
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct suricata *s = state;
    const struct jsonline_value *event[MEMBERS];
    enum format_verdict v;
    if (s->query)
        return next_question(s, o);
    const struct jsonline_value *object = jsonlog_object(s->json, s->clock, text, &v, reason);
    if (!object)
        return v;
    jsonline_members(s->json, object, &s->names, event);
    struct text type = jsonlog_or_empty(jsonline_text(event[EVENT_TYPE]));
    if (type.len == 0)
        return format_reject(reason, "no event_type");
    if (!text_is(type, s->event))
        return format_aside(reason, "other event");
    o->bytes = OBSERVATION_NO_BYTES;
    return text_is(type, "dns") ? read_dns(s, event, o, reason) : read_http(s, event, o, reason);
}

static const char *const keys[] = { "lookup", NULL };

const struct dialect format_suricata = {
    .name = "suricata",
    .what = "Suricata eve.json: dns events of versions 1 to 3, or http events",
    .lookup = "one question of a dns event of type query or request (lookup = http: one http event)",
    .keys = keys,
    .lookups = lookups,
    .example = "{\"timestamp\":\"2016-05-04T05:23:46.123456+0000\",\"flow_id\":336793168419071,\"event_type\":\"dns\","
               "\"src_ip\":\"192.0.2.100\",\"src_port\":57362,\"dest_ip\":\"192.0.2.53\",\"dest_port\":53,"
               "\"proto\":\"UDP\",\"dns\":{\"version\":2,\"type\":\"query\",\"id\":2930,\"rrname\":\"www.example.com\","
               "\"rrtype\":\"A\",\"tx_id\":0,\"opcode\":0}}",
    .begin = begin,
    .line = line,
    .end = end,
};
