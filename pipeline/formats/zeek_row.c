#include "zeek_row.h"
#include "dnswire.h"
#include "jsonlog.h"
#include "lines/clean.h"
#include "lines/cursor.h"
#include <stdlib.h>

const char *const zeek_column_names[ZEEK_COLUMNS] = {
    [ZEEK_TS] = "ts",
    [ZEEK_ORIG_H] = "id.orig_h",
    [ZEEK_ORIG_H_FLAT] = "id_orig_h",
    [ZEEK_RESP_H] = "id.resp_h",
    [ZEEK_RESP_H_FLAT] = "id_resp_h",
    [ZEEK_RESP_P] = "id.resp_p",
    [ZEEK_RESP_P_FLAT] = "id_resp_p",
    [ZEEK_PROTO] = "proto",
    [ZEEK_QUERY] = "query",
    [ZEEK_QTYPE_NAME] = "qtype_name",
    [ZEEK_QTYPE] = "qtype",
    [ZEEK_RCODE_NAME] = "rcode_name",
    [ZEEK_OPCODE] = "opcode",
    [ZEEK_OPCODE_NAME] = "opcode_name",
    [ZEEK_SERVICE] = "service",
    [ZEEK_CONN_STATE] = "conn_state",
    [ZEEK_ORIG_BYTES] = "orig_bytes",
    [ZEEK_METHOD] = "method",
    [ZEEK_HOST] = "host",
    [ZEEK_URI] = "uri",
    [ZEEK_STATUS_CODE] = "status_code",
    [ZEEK_BODY_LENGTH] = "response_body_len",
    [ZEEK_TRANS_DEPTH] = "trans_depth",
    [ZEEK_CALL_ID] = "call_id",
};

enum zeek_log zeek_log_of(struct text path, const bool has[ZEEK_COLUMNS])
{
    if (text_is(path, "dns"))
        return ZEEK_DNS;
    if (text_is(path, "conn") || has[ZEEK_CONN_STATE])
        return ZEEK_CONN;
    if (has[ZEEK_QUERY] || has[ZEEK_QTYPE_NAME] || has[ZEEK_QTYPE] || has[ZEEK_RCODE_NAME])
        return ZEEK_DNS;
    bool asks = has[ZEEK_METHOD] || has[ZEEK_HOST] || has[ZEEK_URI] || has[ZEEK_STATUS_CODE];
    if (text_is(path, "http") || (asks && has[ZEEK_TRANS_DEPTH] && !has[ZEEK_CALL_ID]))
        return ZEEK_HTTP;
    return path.len > 0 ? ZEEK_OTHER : ZEEK_UNKNOWN;
}

struct zeek_row {
    struct stamper *clock;
    struct buf client, action, target, status;
    struct buf part[3];
    char mnemonic[DNSWIRE_MNEMONIC];
};

struct zeek_row *zeek_row_new(struct stamper *clock)
{
    struct zeek_row *r = mem_zero(sizeof *r);
    r->clock = clock;
    return r;
}

void zeek_row_free(struct zeek_row *r)
{
    buf_release(&r->client);
    buf_release(&r->action);
    buf_release(&r->target);
    buf_release(&r->status);
    for (size_t i = 0; i < 3; i++)
        buf_release(&r->part[i]);
    free(r);
}

static struct text first_of(const struct text *value, enum zeek_column a, enum zeek_column b)
{
    return jsonlog_or_empty(value[a].at ? value[a] : value[b]);
}

/* --- dns.log -------------------------------------------------------------------------- */

static struct text dns_target(struct zeek_row *r, struct text name)
{
    if (!name.at)
        return TEXT("");
    return name.len == 0 ? TEXT(".") : clean_name(&r->target, name, CLEAN_ZEEK);
}

/* A type that Zeek does not know is a number, or query- and a number. */
static struct text dns_type(struct zeek_row *r, struct text type)
{
    if (text_is(type, "*"))
        return TEXT("ANY");
    struct text number = type;
    TAKE(&number, "query-");
    struct text name = dnswire_type_name(number, r->mnemonic);
    return clean_text(&r->action, name.at == number.at ? type : name);
}

static enum format_verdict read_dns(struct zeek_row *r, const struct text *value, struct observation *o,
                                    const char **reason)
{
    struct text opcode = first_of(value, ZEEK_OPCODE, ZEEK_OPCODE_NAME);
    if (opcode.len > 0 && !text_is(opcode, "0") && !text_is(opcode, "query"))
        return format_aside(reason, "no query opcode");
    o->action = dns_type(r, first_of(value, ZEEK_QTYPE_NAME, ZEEK_QTYPE));
    o->target = dns_target(r, value[ZEEK_QUERY]);
    o->status = clean_text(&r->status, jsonlog_or_empty(value[ZEEK_RCODE_NAME]));
    o->transport = jsonlog_transport(value[ZEEK_PROTO]);
    return FORMAT_KEPT;
}

/* --- conn.log ------------------------------------------------------------------------- */

/* ADDRESS:PORT; ICMP has no ports. */
static struct text conn_target(struct zeek_row *r, const struct text *value, bool has_ports)
{
    bool is_address;
    struct text host = first_of(value, ZEEK_RESP_H, ZEEK_RESP_H_FLAT);
    struct text port = first_of(value, ZEEK_RESP_P, ZEEK_RESP_P_FLAT);
    if (!has_ports)
        return clean_client(&r->target, host, &is_address);
    port = clean_text(&r->part[0], port);
    buf_clear(&r->target);
    jsonlog_put_host(&r->target, &r->part[1], host);
    buf_add_char(&r->target, ':');
    buf_add(&r->target, port.at, port.len);
    return (struct text){ r->target.at, r->target.len };
}

static enum format_verdict read_conn(struct zeek_row *r, const struct text *value, struct observation *o,
                                     const char **reason)
{
    if (!jsonlog_number(value[ZEEK_ORIG_BYTES], 0, &o->bytes))
        return format_reject(reason, "orig_bytes is no number");
    o->transport = jsonlog_transport(value[ZEEK_PROTO]);
    o->action = clean_text(&r->action, first_of(value, ZEEK_SERVICE, ZEEK_PROTO));
    o->target = conn_target(r, value, o->transport.len > 0);
    o->status = clean_text(&r->status, jsonlog_or_empty(value[ZEEK_CONN_STATE]));
    return FORMAT_KEPT;
}

/* --- http.log ------------------------------------------------------------------------- */

static struct text http_target(struct zeek_row *r, const struct text *value)
{
    struct text host = value[ZEEK_HOST];
    if (host.len == 0)
        host = first_of(value, ZEEK_RESP_H, ZEEK_RESP_H_FLAT);
    return jsonlog_web_target(r->part, host, jsonlog_or_empty(value[ZEEK_URI]));
}

static enum format_verdict read_http(struct zeek_row *r, const struct text *value, struct observation *o,
                                     const char **reason)
{
    if (!jsonlog_number(value[ZEEK_BODY_LENGTH], 0, &o->bytes))
        return format_reject(reason, "response_body_len is no number");
    o->action = clean_text(&r->action, jsonlog_or_empty(value[ZEEK_METHOD]));
    o->target = http_target(r, value);
    o->status = clean_text(&r->status, jsonlog_or_empty(value[ZEEK_STATUS_CODE]));
    o->transport = TEXT("tcp");
    return FORMAT_KEPT;
}

enum format_verdict zeek_row_read(struct zeek_row *r, enum zeek_log log, const struct text value[ZEEK_COLUMNS],
                                  struct observation *o, const char **reason)
{
    struct stamp time;
    bool is_address;
    if (!jsonlog_time(r->clock, jsonlog_or_empty(value[ZEEK_TS]), &time))
        return format_reject(reason, format_timeless);
    o->client = clean_client(&r->client, first_of(value, ZEEK_ORIG_H, ZEEK_ORIG_H_FLAT), &is_address);
    if (!is_address)
        return format_reject(reason, "client is no address");
    o->bytes = OBSERVATION_NO_BYTES;
    o->count = 1;
    enum format_verdict v = log == ZEEK_DNS    ? read_dns(r, value, o, reason)
                            : log == ZEEK_CONN ? read_conn(r, value, o, reason)
                                               : read_http(r, value, o, reason);
    return v == FORMAT_KEPT ? format_time(r->clock, &time, o, reason) : v;
}
