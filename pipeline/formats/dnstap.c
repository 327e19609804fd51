/* dnstap: frame streams as BIND, Unbound, Knot, PowerDNS, NSD and others write them.

   One AUTH_QUERY or CLIENT_QUERY is one lookup: what came in from outside.  All
   other messages are set aside by their kind: responses repeat a query, and what
   a resolver or forwarder asks on its own belongs to nobody who could be counted.

   The stream may end without its last control frame (the server still runs, or
   was killed); a frame that is cut short is a reject.  Several streams one
   behind the other in one file are read as one.  Frames come through libfstrm,
   their content through protobuf-c with storage that is used again for each. */

#include "base/addr.h"
#include "base/hash.h"
#include "dnstap.pb-c.h"
#include "dnswire.h"
#include "lines/clean.h"
#include "lines/formats.h"
#include <fstrm.h>
#include <stdlib.h>

#define CONTENT_TYPE "protobuf:dnstap.Dnstap"
#define ARENA ((size_t) 1 << 16)
#define NSEC_PER_USEC 1000

enum message_type { AUTH_QUERY = 1, CLIENT_QUERY = 5, TOOL_RESPONSE = 12 };

struct dnstap {
    struct stamper *clock;
    struct dnswire question;
    char client[ADDR_TEXT];

    struct input *in; /* set by the first frame */
    struct err trouble;
    struct fstrm_reader *reader; /* NULL between two streams */
    uint8_t peeked;              /* the first byte of the next stream, when has_peeked */
    bool has_peeked, cut_short, over;

    char *arena; /* what protobuf-c needs for one frame */
    size_t used;
    ProtobufCAllocator allocator;
};

/* --- storage for one frame ------------------------------------------------------------ */

static void *take_storage(void *context, size_t size)
{
    struct dnstap *d = context;
    size_t rounded = (size + 15) & ~(size_t) 15;
    if (rounded < size || rounded > ARENA - d->used)
        return NULL; /* protobuf-c gives the frame up */
    d->used += rounded;
    return d->arena + d->used - rounded;
}

static void leave_storage(void *context, void *at)
{
    (void) context;
    (void) at;
}

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct dnstap *d = mem_zero(sizeof *d);
    d->clock = input->clock;
    d->arena = mem_alloc(ARENA);
    d->allocator = (ProtobufCAllocator){ take_storage, leave_storage, d };
    return d;
}

static void end(void *state)
{
    struct dnstap *d = state;
    fstrm_reader_destroy(&d->reader);
    dnswire_release(&d->question);
    free(d->arena);
    free(d);
}

/* --- frames ------------------------------------------------------------------------------ */

static fstrm_res do_nothing(void *context)
{
    (void) context;
    return fstrm_res_success;
}

static fstrm_res read_bytes(void *context, void *at, size_t n)
{
    struct dnstap *d = context;
    size_t before = d->has_peeked && n > 0 ? 1 : 0;
    if (before)
        *(uint8_t *) at = d->peeked;
    d->has_peeked = d->has_peeked && !before;
    ssize_t got = input_read(d->in, (char *) at + before, n - before, &d->trouble);
    if (got < 0)
        return fstrm_res_failure;
    size_t all = before + (size_t) got;
    d->over = all < n;
    d->cut_short = d->over && all > 0;
    return d->over ? fstrm_res_stop : fstrm_res_success;
}

static bool open_stream(struct dnstap *d, struct err *err)
{
    struct fstrm_reader_options *options = fstrm_reader_options_init();
    struct fstrm_rdwr *bytes = fstrm_rdwr_init(d);
    if (!options || !bytes || fstrm_reader_options_add_content_type(options, (const uint8_t *) CONTENT_TYPE,
                                                                    strlen(CONTENT_TYPE)) != fstrm_res_success)
        return err_set(err, "error: libfstrm has no memory");
    fstrm_rdwr_set_open(bytes, do_nothing);
    fstrm_rdwr_set_close(bytes, do_nothing);
    fstrm_rdwr_set_read(bytes, read_bytes);
    d->reader = fstrm_reader_init(options, &bytes);
    fstrm_reader_options_destroy(&options);
    fstrm_rdwr_destroy(&bytes);
    return (d->reader && fstrm_reader_open(d->reader) == fstrm_res_success) ||
           err_set(err, "%s", d->trouble.set ? d->trouble.text : "error: this is no dnstap frame stream");
}

/* Is there another stream behind the one that ended? */
static bool peek(struct dnstap *d)
{
    ssize_t n = d->over ? 0 : input_read(d->in, &d->peeked, 1, &d->trouble);
    d->has_peeked = n == 1;
    return n == 1;
}

/* FORMAT_KEPT: a frame; else the end, a failure, or a last frame that is cut short. */
static enum format_verdict next_frame(struct dnstap *d, const uint8_t **frame, size_t *n, const char **reason,
                                      struct err *err)
{
    for (;;) {
        if (!d->reader && !peek(d))
            return d->trouble.set ? (err_set(err, "%s", d->trouble.text), FORMAT_FAIL) : FORMAT_END;
        if (!d->reader && !open_stream(d, err))
            return FORMAT_FAIL;
        *frame = NULL; /* libfstrm may say success of a control frame among data, and hand out nothing */
        fstrm_res res = fstrm_reader_read(d->reader, frame, n);
        if (res == fstrm_res_success && *frame)
            return FORMAT_KEPT;
        fstrm_reader_destroy(&d->reader);
        if (d->trouble.set)
            return err_set(err, "%s", d->trouble.text), FORMAT_FAIL;
        if (d->cut_short) {
            d->cut_short = false;
            return format_reject(reason, "frame cut short");
        }
        if (res == fstrm_res_success || (res != fstrm_res_stop && !d->over))
            return err_set(err, "error: damaged frame stream"), FORMAT_FAIL;
    }
}

/* --- messages ---------------------------------------------------------------------------- */

static const char *aside_reason(uint32_t type)
{
    static const char *const reasons[] = {
        [2] = "response",         [3] = "resolver's own query",  [4] = "response", [6] = "response",
        [7] = "forwarded query",  [8] = "response",              [9] = "stub's query", [10] = "response",
        [11] = "tool's query",    [12] = "response",             [13] = "update",  [14] = "response",
    };
    bool known = type < sizeof reasons / sizeof *reasons && reasons[type];
    return known ? reasons[type] : "other message";
}

static struct text transport_of(const Message *m)
{
    static const char *const transports[] = { "", "udp", "tcp", "tls", "https", "udp", "tcp", "quic" };
    bool known = m->has_socket_protocol && m->socket_protocol < sizeof transports / sizeof *transports;
    return text_of(known ? transports[m->socket_protocol] : "");
}

static bool read_client(struct dnstap *d, const Message *m, struct observation *o)
{
    struct addr a = { { [10] = 0xff, [11] = 0xff } };
    if (!m->has_query_address || (m->query_address.len != 4 && m->query_address.len != 16))
        return false;
    memcpy(a.bytes + 16 - m->query_address.len, m->query_address.data, m->query_address.len);
    o->client = (struct text){ d->client, addr_write(&a, d->client) };
    return true;
}

static enum format_verdict read_query(struct dnstap *d, const Message *m, struct observation *o, const char **reason)
{
    if (!m->has_query_message || !m->has_query_time_sec)
        return format_reject(reason, "query without its message or time");
    enum dnswire_kind kind = dnswire_read(&d->question, m->query_message.data, m->query_message.len);
    if (kind == DNSWIRE_MALFORMED)
        return format_reject(reason, dnswire_reason(kind));
    if (kind != DNSWIRE_QUERY)
        return format_aside(reason, dnswire_reason(kind));
    if (!read_client(d, m, o))
        return format_reject(reason, "client is no address");
    o->action = d->question.type;
    o->target = d->question.name;
    o->status = TEXT("");
    o->transport = transport_of(m);
    o->bytes = (int64_t) m->query_message.len;
    o->count = 1;
    uint32_t nanos = m->has_query_time_nsec ? m->query_time_nsec : 0;
    return format_instant(d->clock, m->query_time_sec, nanos / NSEC_PER_USEC, o, reason);
}

static enum format_verdict frame(void *state, struct input *in, struct observation *o, const char **reason,
                                 struct err *err)
{
    struct dnstap *d = state;
    const uint8_t *bytes;
    size_t n;
    d->in = in;
    enum format_verdict v = next_frame(d, &bytes, &n, reason, err);
    if (v != FORMAT_KEPT)
        return v;
    d->used = 0;
    const Dnstap *tap = dnstap__unpack(&d->allocator, n, bytes);
    if (!tap)
        return format_reject(reason, "malformed frame");
    if (tap->type != 1 || !tap->message)
        return format_aside(reason, "other message");
    if (tap->message->type != AUTH_QUERY && tap->message->type != CLIENT_QUERY)
        return format_aside(reason, aside_reason(tap->message->type));
    return read_query(d, tap->message, o, reason);
}

const struct dialect format_dnstap = {
    .name = "dnstap",
    .what = "dnstap frame streams, of any name server that writes them",
    .lookup = "one AUTH_QUERY or CLIENT_QUERY message",
    .example = "(binary: a frame stream of content type " CONTENT_TYPE ")",
    .begin = begin,
    .frame = frame,
    .end = end,
};
