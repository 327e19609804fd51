#include "jsonlog.h"
#include "base/num.h"
#include "lines/clean.h"
#include "lines/syslog.h"
#include <strings.h>

#define FIRST_MILLISECONDS INT64_C(100000000000) /* as seconds: the year 5138 */

const struct jsonline_value *jsonlog_object(struct jsonline *j, struct stamper *clock, struct text line,
                                            enum format_verdict *verdict, const char **reason)
{
    *verdict = FORMAT_REJECTED;
    if (!STARTS(line, "{")) {
        struct text message = syslog_unwrap(clock, line);
        bool wrapped = message.at != line.at;
        line = message;
        if (TAKE(&line, "@cee:"))
            line = skip_blanks(line);
        if (line.len == 0 || (wrapped && line.at[0] != '{')) {
            *verdict = format_aside(reason, line.len == 0 ? "blank line" : "other message");
            return NULL;
        }
    }
    const struct jsonline_value *object = jsonline_read(j, line, reason);
    if (!object || object->kind == JSONLINE_OBJECT)
        return object;
    *reason = "no JSON object";
    return NULL;
}

bool jsonlog_time(struct stamper *clock, struct text t, struct stamp *time)
{
    if (t.len == 0)
        return false;
    if (stamp_scan_epoch(t, time) != t.len)
        return stamp_scan_iso(clock, t, time) == t.len;
    if (time->digits == 0 && time->seconds >= FIRST_MILLISECONDS) {
        time->micros = (int32_t) (time->seconds % 1000) * 1000;
        time->seconds /= 1000;
        time->digits = 3;
    }
    return true;
}

bool jsonlog_number(struct text t, int64_t min, int64_t *out)
{
    struct err ignored;
    ignored.set = true; /* no message is made */
    return !t.at || num_int(t, min, INT64_MAX, out, &ignored);
}

struct text jsonlog_transport(struct text protocol)
{
    if (protocol.len != 3)
        return TEXT("");
    if (strncasecmp(protocol.at, "udp", 3) == 0)
        return TEXT("udp");
    return strncasecmp(protocol.at, "tcp", 3) == 0 ? TEXT("tcp") : TEXT("");
}

void jsonlog_put_host(struct buf *to, struct buf *part, struct text host)
{
    bool is_address;
    host = clean_client(part, host, &is_address);
    bool bracketed = is_address && memchr(host.at, ':', host.len);
    buf_add(to, "[", bracketed);
    buf_add(to, host.at, host.len);
    buf_add(to, "]", bracketed);
}

struct text jsonlog_web_target(struct buf b[3], struct text host, struct text uri)
{
    uri = clean_text(&b[0], uri);
    if (uri.len > 0 && uri.at[0] != '/' && uri.at[0] != '*')
        return uri;
    buf_clear(&b[2]);
    jsonlog_put_host(&b[2], &b[1], host);
    buf_add(&b[2], uri.at, uri.len);
    return (struct text){ b[2].at, b[2].len };
}
