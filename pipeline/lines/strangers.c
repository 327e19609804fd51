#include "strangers.h"
#include "syslog.h"

static const struct stranger {
    const char *program; /* syslog's tag, and the head of a file's line behind the stamp */
    const char *wording; /* what else a line of its own begins with, behind the stamp; or NULL */
    const char *said;
} strangers[] = {
    { "nsd", NULL, "NSD writes no query log; use dnstap or a capture" },
    { "knotd", "info: Knot DNS ", "Knot DNS writes no query log; use dnstap (mod-dnstap) or a capture" },
    { "kresd", "[system] ", "Knot Resolver writes no query log; use dnstap or a capture" },
    { "systemd-resolved", NULL, "systemd-resolved writes no query log; use a capture" },
};

/* "[2026-11-23 12:29:03.875] " of NSD. */
static struct text skip_bracket(struct stamper *clock, struct text t)
{
    struct stamp ignored;
    struct text rest = t;
    if (!TAKE(&rest, "["))
        return t;
    struct text stamp = take_until(&rest, ']');
    size_t n = stamp_scan_iso(clock, stamp, &ignored);
    if (n == 0)
        n = stamp_scan_epoch(stamp, &ignored);
    return n > 0 && n == stamp.len && TAKE(&rest, " ") ? rest : t;
}

const char *stranger_said(struct stamper *clock, struct text line)
{
    struct syslog_head head;
    struct text t = skip_bracket(clock, syslog_peel_all(clock, line, &head)), rest = t, program = head.program;
    if (!head.wrapped)
        syslog_take_tag(&rest, &program);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        const struct stranger *s = &strangers[i];
        if (text_is(program, s->program) || (s->wording && starts(t, s->wording, strlen(s->wording))))
            return s->said;
    }
    return NULL;
}
