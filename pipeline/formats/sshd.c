/* OpenSSH's server in an auth log, through syslog in any shape or journalctl.

     SYSLOG Accepted METHOD for USER from ADDR port N ssh2[: KEY]
     SYSLOG Failed METHOD for [invalid user ]USER from ADDR port N ssh2
     SYSLOG message repeated N times: [ one of these]

   One answer to an attempt to log in is one lookup: the action is accepted or failed,
   the target the user, the status "invalid user" where there is none of that name.
   Lines that announce or repeat an attempt (Invalid user ..., Connection closed by
   ..., PAM's) are set aside, and so are other programs.

   The user is what the other side sent: blanks, " from 192.0.2.1 port 22", nothing at
   all.  So the last " from ADDR port N" of the line counts. */

#include "base/num.h"
#include "lines/clean.h"
#include "lines/formats.h"
#include "lines/syslog.h"
#include <stdlib.h>

struct sshd {
    struct stamper *clock;
    struct buf client, user;
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct sshd *s = mem_zero(sizeof *s);
    s->clock = input->clock;
    return s;
}

static void end(void *state)
{
    struct sshd *s = state;
    buf_release(&s->client);
    buf_release(&s->user);
    free(s);
}

/* "message repeated 5 times: [ ...]": cut off, with its count. */
static bool take_repeats(struct text *t, int64_t *count)
{
    struct err ignored = { .set = true };
    *count = 1;
    if (!TAKE(t, "message repeated "))
        return true;
    if (!num_int(take_word(t), 1, INT32_MAX, count, &ignored) || !TAKE(t, "times: [ ") || !ends(*t, "]"))
        return false;
    t->len--;
    return true;
}

/* ADDR port N */
static bool read_client(struct text t, struct text *client)
{
    struct err ignored = { .set = true };
    int64_t port;
    *client = take_word(&t);
    return client->len > 0 && TAKE(&t, "port ") && num_int(take_word(&t), 0, 65535, &port, &ignored);
}

/* USER from ADDR port N ..., the last that fits. */
static bool split_user(struct text t, struct text *user, struct text *client)
{
    for (size_t n = t.len; n >= 6; n--) {
        if (t.at[n - 1] != ' ' || memcmp(t.at + n - 6, " from ", 6) != 0 || !read_client(behind(t, n), client))
            continue;
        *user = (struct text){ t.at, n - 6 };
        return true;
    }
    return false;
}

/* METHOD for [invalid user ]USER from ... */
static bool read_attempt(struct sshd *s, struct text t, struct observation *o, struct text *client)
{
    struct text method = take_word(&t), user;
    if (method.len == 0 || !TAKE(&t, "for "))
        return false;
    o->status = TAKE(&t, "invalid user ") ? TEXT("invalid user") : TEXT("");
    if (!split_user(t, &user, client))
        return false;
    o->target = clean_text(&s->user, user);
    o->transport = TEXT("");
    o->bytes = OBSERVATION_NO_BYTES;
    return true;
}

static enum format_verdict other(const struct syslog_head *head, struct text line, const char **reason)
{
    if (line.len == 0)
        return format_aside(reason, "blank line");
    return head->timed ? format_aside(reason, "other message") : format_reject(reason, "not a line of syslog");
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct sshd *s = state;
    struct syslog_head head;
    struct text t = syslog_peel_all(s->clock, text, &head), client;
    bool is_address;
    if (!head.wrapped)
        return other(&head, text, reason);
    if (!STARTS(head.program, "sshd"))
        return format_aside(reason, "other program");
    bool whole = take_repeats(&t, &o->count), accepted = TAKE(&t, "Accepted ");
    if (whole && !accepted && !TAKE(&t, "Failed "))
        return format_aside(reason, "other message");
    if (!whole || !read_attempt(s, t, o, &client))
        return format_reject(reason, "malformed line of an attempt");
    o->action = accepted ? TEXT("accepted") : TEXT("failed");
    o->client = clean_client(&s->client, client, &is_address);
    return format_time(s->clock, &head.time, o, reason);
}

const struct dialect format_sshd = {
    .name = "sshd",
    .what = "OpenSSH's server in an auth log or journalctl's output",
    .lookup = "one attempt to log in that was accepted or failed; the target is the user",
    .example = "Nov 23 17:56:22 gate sshd[4711]: Failed password for invalid user admin from 192.0.2.7 port 33712 ssh2",
    .begin = begin,
    .line = line,
    .end = end,
};
