/* Passive DNS in the Common Output Format (draft-dulaunoy-dnsop-passive-dns-cof): an
   object a line, bare or within the Streaming API Framing of DNSDB,
   {"cond":"begin"}, {"obj":{...}}, {"cond":"succeeded"}.

   A row says that a record set was seen COUNT times between time_first and
   time_last.  Two of these sightings have a time, the first and the last: they
   become a record each.  Where both times are the same, all COUNT sightings were
   then: one record, with that count.  The sightings between have no time, and no
   record: times are not made up.

   Who asked is not in the data: client is the sensor_id, or "unknown".  Rows of zone
   files (zone_time_first alone) are no lookups.  What rdata holds plays no part.
   Times are UTC. */

#include "jsonlog.h"
#include "lines/clean.h"
#include <stdlib.h>

enum member { RRNAME, RRTYPE, FIRST, FIRST_MS, LAST, LAST_MS, COUNT, SENSOR, ZONE_FIRST, ZONE_LAST, COND, OBJ, MEMBERS };
static const char *const member_names[MEMBERS] = { "rrname", "rrtype", "time_first", "time_first_ms", "time_last",
                                                   "time_last_ms", "count", "sensor_id", "zone_time_first",
                                                   "zone_time_last", "cond", "obj" };

struct cof {
    struct stamper *clock;
    struct jsonline *json;
    struct jsonline_names names;
    struct buf client, action, target;
    struct observation second; /* the last sighting, while it waits */
    bool waiting;
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct cof *c = mem_zero(sizeof *c);
    c->clock = input->clock;
    c->json = jsonline_new();
    jsonline_names_init(&c->names, member_names, MEMBERS);
    return c;
}

static void end(void *state)
{
    struct cof *c = state;
    buf_release(&c->client);
    buf_release(&c->action);
    buf_release(&c->target);
    jsonline_free(c->json);
    free(c);
}

/* The frame of a stream, without an object in it. */
static enum format_verdict read_frame(struct text cond, const char **reason)
{
    if (text_is(cond, "limited"))
        return format_aside(reason, "end of the stream: limited, rows are missing");
    if (text_is(cond, "failed"))
        return format_aside(reason, "end of the stream: failed, rows are missing");
    return format_aside(reason, "frame of the stream");
}

/* A time of the two spellings; without a zone it is UTC. */
static bool read_time(struct cof *c, const struct jsonline_value *seconds, const struct jsonline_value *ms,
                      struct stamp *time)
{
    if (!jsonlog_time(c->clock, jsonlog_or_empty(jsonline_text(seconds ? seconds : ms)), time))
        return false;
    time->zoned = true;
    return true;
}

/* The sightings that have a time: one, or a first and a last. */
static enum format_verdict read_times(struct cof *c, const struct jsonline_value **member, struct observation *o,
                                      const char **reason)
{
    struct stamp first, last;
    int64_t count = 0; /* not stated */
    if (!read_time(c, member[FIRST], member[FIRST_MS], &first) || !read_time(c, member[LAST], member[LAST_MS], &last))
        return format_reject(reason, "no time_first or time_last");
    if (!jsonlog_number(jsonline_text(member[COUNT]), 1, &count))
        return format_reject(reason, "count is no number");
    int64_t span = (last.seconds - last.offset_s) - (first.seconds - first.offset_s);
    if (span < 0 || (span == 0 && last.micros < first.micros))
        return format_reject(reason, "last sighting before the first");
    bool once = span == 0 && last.micros == first.micros;
    if (!once && count == 1)
        return format_reject(reason, "one sighting at two times");
    o->count = once && count > 0 ? count : 1;
    enum format_verdict v = format_time(c->clock, &first, o, reason);
    c->second = *o;
    if (v == FORMAT_KEPT && !once)
        v = format_time(c->clock, &last, &c->second, reason);
    c->waiting = v == FORMAT_KEPT && !once;
    return c->waiting ? FORMAT_MORE : v;
}

static enum format_verdict read_row(struct cof *c, const struct jsonline_value **member, struct observation *o,
                                    const char **reason)
{
    bool is_address, by_zone = member[ZONE_FIRST] || member[ZONE_LAST];
    struct text name = jsonline_text(member[RRNAME]), type = jsonline_text(member[RRTYPE]);
    struct text sensor = jsonline_text(member[SENSOR]);
    if (!name.at || !type.at)
        return format_reject(reason, "no rrname or rrtype");
    if (by_zone && !member[FIRST] && !member[FIRST_MS])
        return format_aside(reason, "row of a zone file");
    o->client = sensor.len > 0 ? clean_client(&c->client, sensor, &is_address) : TEXT("unknown");
    o->action = clean_text(&c->action, type);
    o->target = name.len == 0 ? TEXT(".") : clean_name(&c->target, name, CLEAN_RFC1035);
    o->status = o->transport = TEXT("");
    o->bytes = OBSERVATION_NO_BYTES;
    return read_times(c, member, o, reason);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct cof *c = state;
    const struct jsonline_value *member[MEMBERS];
    enum format_verdict v;
    if (c->waiting) {
        c->waiting = false;
        *o = c->second;
        return FORMAT_KEPT;
    }
    const struct jsonline_value *object = jsonlog_object(c->json, c->clock, text, &v, reason);
    if (!object)
        return v;
    jsonline_members(c->json, object, &c->names, member);
    struct text cond = jsonlog_or_empty(jsonline_text(member[COND]));
    if (member[OBJ])
        jsonline_members(c->json, member[OBJ], &c->names, member);
    else if (cond.len > 0)
        return read_frame(cond, reason);
    return read_row(c, member, o, reason);
}

const struct dialect format_cof = {
    .name = "cof",
    .what = "passive DNS, Common Output Format in JSON lines (DNSDB, CIRCL), framed or not",
    .lookup = "the first and the last sighting of a row: those between have no time",
    .example = "{\"count\":2,\"time_first\":1462339426,\"time_last\":1462339486,\"rrname\":\"www.example.com.\","
               "\"rrtype\":\"A\",\"bailiwick\":\"example.com.\",\"rdata\":[\"192.0.2.80\"],\"sensor_id\":\"ns1\"}",
    .begin = begin,
    .line = line,
    .end = end,
};
