/* The common and the combined log of web servers: Apache, nginx and their like.

     [VHOST[:PORT] ]CLIENT IDENT USER [23/Nov/2026:17:56:22 +0100] "METHOD TARGET HTTP/1.1" STATUS BYTES ...

   What comes behind BYTES (referer, agent, more) is not read.  One request is one
   lookup; one without a request line ("-", a connection that was given up) is set
   aside.  In the request a quote is \" or \x22, so the quotes end at the first bare
   one.  A request that is no HTTP is kept whole as target, without action.  The user
   may hold blanks; where the second word is an address and the first is none, the
   first is the virtual host. */

#include "base/addr.h"
#include "base/num.h"
#include "lines/clean.h"
#include "lines/cursor.h"
#include "lines/formats.h"
#include "lines/syslog.h"
#include <stdlib.h>

struct weblog {
    struct stamper *clock;
    struct buf client, target;
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct weblog *w = mem_zero(sizeof *w);
    w->clock = input->clock;
    return w;
}

static void end(void *state)
{
    struct weblog *w = state;
    buf_release(&w->client);
    buf_release(&w->target);
    free(w);
}

/* --- before the request ---------------------------------------------------------------- */

static bool is_address(struct text t)
{
    struct addr ignored;
    return addr_parse(t, &ignored);
}

/* Who asked, of the words before the stamp; an empty text when they are too few. */
static struct text client_of(struct text t)
{
    struct text first = take_word(&t), second = take_word(&t), third = take_word(&t);
    if (first.len == 0 || second.len == 0 || third.len == 0)
        return TEXT("");
    return t.len > 0 && !is_address(first) && is_address(second) ? second : first;
}

/* "WORDS [STAMP] \"": cuts it off; a user may hold a bracket, so the first that a
   stamp follows counts. */
static bool take_head(struct weblog *w, struct text *t, struct text *words, struct stamp *time)
{
    struct text rest = *t;
    const char *bracket;
    while (rest.len > 0 && (bracket = memmem(rest.at, rest.len, " [", 2)) != NULL) {
        rest = behind(rest, (size_t) (bracket - rest.at) + 2);
        size_t n = stamp_scan_web(w->clock, rest, time);
        if (n == 0)
            continue;
        *words = (struct text){ t->at, (size_t) (bracket - t->at) };
        rest = behind(rest, n);
        *t = rest;
        return TAKE(t, "] \"");
    }
    return false;
}

/* --- the request ----------------------------------------------------------------------- */

/* Cuts what stands before the closing quote off, the quote too. */
static bool take_quoted(struct text *t, struct text *inside)
{
    const char *from = t->at, *end = t->at + t->len, *quote = from;
    for (; quote < end && (quote = memchr(quote, '"', (size_t) (end - quote))) != NULL; quote++) {
        size_t slashes = 0;
        while (quote - slashes > from && quote[-1 - (ptrdiff_t) slashes] == '\\')
            slashes++;
        if (slashes % 2 == 0) {
            *inside = (struct text){ from, (size_t) (quote - from) };
            *t = behind(*t, inside->len + 1);
            return true;
        }
    }
    return false;
}

static bool is_method(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!((t.at[i] >= 'A' && t.at[i] <= 'Z') || t.at[i] == '_' || t.at[i] == '-'))
            return false;
    return t.len > 0;
}

/* METHOD TARGET [PROTOCOL]; a target may hold blanks. */
static void read_request(struct weblog *w, struct text t, struct observation *o)
{
    struct text rest = t, method = take_word(&rest);
    o->action = TEXT("");
    if (is_method(method) && rest.len > 0) {
        o->action = method;
        t = rest;
        struct text protocol = take_last_word(&rest);
        if (STARTS(protocol, "HTTP/"))
            t = rest;
    }
    o->target = clean_text(&w->target, t);
}

/* " STATUS BYTES"; "-" is none. */
static bool read_answer(struct text t, struct observation *o)
{
    struct err ignored = { .set = true };
    int64_t code;
    if (!TAKE(&t, " "))
        return false;
    struct text status = take_word(&t), bytes = take_word(&t);
    o->bytes = OBSERVATION_NO_BYTES;
    o->status = text_is(status, "-") ? TEXT("") : status;
    if (o->status.len > 0 && (status.len != 3 || !num_int(status, 100, 999, &code, &ignored)))
        return false;
    return text_is(bytes, "-") || num_int(bytes, 0, INT64_MAX, &o->bytes, &ignored);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct weblog *w = state;
    struct text t = syslog_unwrap(w->clock, text), words, request;
    struct stamp time;
    bool is_address;
    if (t.len == 0)
        return format_aside(reason, "blank line");
    if (!take_head(w, &t, &words, &time))
        return format_reject(reason, "no time in brackets before the request");
    struct text client = client_of(words);
    if (client.len == 0 || text_is(client, "-"))
        return format_reject(reason, "no client");
    if (!take_quoted(&t, &request) || !read_answer(t, o))
        return format_reject(reason, "malformed request, status or size");
    if (text_is(request, "-") || request.len == 0)
        return format_aside(reason, "no request");
    read_request(w, request, o);
    o->client = clean_client(&w->client, client, &is_address);
    o->transport = TEXT("");
    o->count = 1;
    return format_time(w->clock, &time, o, reason);
}

const struct dialect format_weblog = {
    .name = "weblog",
    .what = "common or combined log of a web server, with or without virtual hosts",
    .lookup = "one request; a connection without one is none",
    .example = "192.0.2.7 - alice [23/Nov/2026:17:56:22 +0100] \"GET /index.html HTTP/1.1\" 200 2326 "
               "\"http://www.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64)\"",
    .begin = begin,
    .line = line,
    .end = end,
};
