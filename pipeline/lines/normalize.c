#include "normalize.h"
#include "cursor.h"
#include "strangers.h"

#define SHOWN_OF_LONG_LINE 4096 /* bytes of a line over INPUT_LINE_MAX that rejects keep */
#define LINES_A_LOOK 4096 /* lines between two looks at the clock, where a bar is shown */
#define HEADER_LIMIT ((size_t) 64 << 10) /* of header lines, what the next piece is shown */

static enum format_verdict flawed(enum input_flaw flaw, const char **reason)
{
    *reason = flaw == INPUT_TOO_LONG ? "line too long" : "NUL byte";
    return FORMAT_REJECTED;
}

static void write_reject(const struct normalize_source *source, const struct normalize_sink *sink,
                         const struct input_line *line, const char *reason)
{
    if (!sink->rejects)
        return;
    if (sink->name_the_file)
        fprintf(sink->rejects, "%s:", source->shown);
    fprintf(sink->rejects, "%lld\t%s\t", (long long) line->number, reason);
    bool cut = line->flaw == INPUT_TOO_LONG;
    fwrite(line->text.at, 1, cut ? SHOWN_OF_LONG_LINE : line->text.len, sink->rejects);
    if (cut)
        fprintf(sink->rejects, " [cut: %zu bytes]", line->length);
    fputc('\n', sink->rejects);
}

/* What a dialect said of a line or a frame: counted, and handed on. */
static bool account_any(const struct normalize_source *source, const struct normalize_sink *sink,
                    const struct input_line *line, enum format_verdict v, const struct observation *o,
                    const char *reason, struct tally *tally, struct err *err)
{
    if (v == FORMAT_UNUSABLE)
        return err_set(err, "%s:%lld: error: %s", source->shown, (long long) line->number, reason);
    tally_line(tally, line->number, v, reason);
    if (tally->kept == 0 && !tally->stranger && source->dialect->line && line->flaw == INPUT_SOUND)
        tally->stranger = stranger_said(source->input.clock, line->text);
    if (v == FORMAT_KEPT || v == FORMAT_MORE)
        return sink->take(sink->context, o, err);
    if (v == FORMAT_REJECTED)
        write_reject(source, sink, line, reason);
    return true;
}

/* The same; most lines are kept. */
static inline bool account(const struct normalize_source *source, const struct normalize_sink *sink,
                           const struct input_line *line, enum format_verdict v, const struct observation *o,
                           const char *reason, struct tally *tally, struct err *err)
{
    if (v != FORMAT_KEPT || tally->kept == 0)
        return account_any(source, sink, line, v, o, reason, tally, err);
    tally_kept(tally);
    return sink->take(sink->context, o, err);
}

/* The most recent header lines, each whole. */
static void keep_header(struct buf *header, struct text line)
{
    buf_add(header, line.at, line.len);
    buf_add_char(header, '\n');
    size_t from = 0;
    while (header->len - from > HEADER_LIMIT)
        from = (size_t) ((char *) memchr(header->at + from, '\n', header->len - from) - header->at) + 1;
    memmove(header->at, header->at + from, header->len - from + 1);
    header->len -= from;
}

static bool one_line(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                     const struct input_line *line, struct normalize_result *result, struct err *err)
{
    enum format_verdict v;
    do {
        struct observation o;
        const char *reason = "";
        observation_begin(&o, source->sensor);
        v = line->flaw != INPUT_SOUND ? flawed(line->flaw, &reason)
                                      : source->dialect->line(state, line->text, &o, &reason);
        if (!account(source, sink, line, v, &o, reason, &result->tally, err))
            return false;
        if (v == FORMAT_SET_ASIDE && reason == format_header)
            keep_header(&result->after.header, line->text);
    } while (v == FORMAT_MORE);
    return true;
}

static bool all_lines(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                      struct input *in, struct normalize_result *result, struct err *err)
{
    for (;;) {
        struct input_line line;
        enum input_status status = input_next(in, &line, err);
        if (status == INPUT_END)
            return true;
        if (status == INPUT_FAIL || !one_line(source, sink, state, &line, result, err))
            return false;
        if (line.number % LINES_A_LOOK == 0)
            progress_at(sink->progress, input_bytes(in));
    }
}

/* A dialect does not know the file's name, as the input does. */
static bool is_own(const char *message) { return strncmp(message, "error: ", 7) == 0; }

/* A frame has a number but no text that could be shown. */
static bool all_frames(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                       struct input *in, struct normalize_result *result, struct err *err)
{
    struct tally *tally = &result->tally;
    for (;;) {
        struct observation o = { .sensor = source->sensor };
        struct input_line frame = { .text = TEXT(""), .number = tally->lines + 1 };
        const char *reason = "";
        struct err why = { 0 };
        enum format_verdict v = source->dialect->frame(state, in, &o, &reason, &why);
        if (v == FORMAT_END)
            return true;
        if (tally->lines % LINES_A_LOOK == 0)
            progress_at(sink->progress, input_bytes(in));
        if (v == FORMAT_FAIL)
            return err_set(err, "%s%s%s", is_own(why.text) ? source->shown : "", is_own(why.text) ? ": " : "", why.text);
        if (!account(source, sink, &frame, v, &o, reason, tally, err))
            return false;
    }
}

/* Reads the input through the dialect's survey, where it has one and the input can
   be read twice. */
static bool survey(const struct normalize_source *source, void *state, struct err *err)
{
    if (!source->dialect->survey || strcmp(source->path, "-") == 0)
        return true;
    struct input *in = input_open(source->path, source->shown, err);
    enum input_status status = in ? INPUT_LINE : INPUT_FAIL;
    if (in)
        input_unhashed(in);
    for (bool more = true; more && status == INPUT_LINE;) {
        struct input_line line;
        status = input_next(in, &line, err);
        more = status == INPUT_LINE && (line.flaw != INPUT_SOUND || source->dialect->survey(state, line.text));
    }
    input_close(in);
    return status != INPUT_FAIL;
}

/* What the pieces before this one saw: the counts go on, and the dialect is shown the
   header lines again. */
static void go_on(const struct normalize_source *source, void *state, struct normalize_result *result)
{
    const struct carry *before = source->before;
    const char *reason;
    struct text rest = { before->header.at, before->header.len };
    result->tally = before->tally;
    stamper_resume(source->input.clock, &before->times);
    if (rest.len > 0)
        buf_add(&result->after.header, rest.at, rest.len);
    while (rest.len > 0 && source->dialect->line) {
        struct observation o = { .count = 0 };
        struct text line = take_until(&rest, '\n');
        source->dialect->line(state, line, &o, &reason);
    }
}

/* SHA-256 of the two digests as text, one behind the other. */
static void chain_digests(const char *before, char digest[SHA256_TEXT])
{
    struct sha256 *chain = sha256_new();
    sha256_feed(chain, before, strlen(before));
    sha256_feed(chain, digest, strlen(digest));
    sha256_end(chain, digest);
}

static void sum_up(const struct normalize_source *source, const struct input *in, struct normalize_result *result)
{
    struct carry *after = &result->after;
    result->bytes = input_bytes(in);
    memcpy(result->sha256, input_sha256(in), sizeof result->sha256);
    if (source->before) {
        result->bytes += source->before->bytes;
        chain_digests(source->before->sha256, result->sha256);
    }
    stamper_summary(source->input.clock, &result->times);
    stamper_save(source->input.clock, &after->times);
    after->tally = result->tally;
    after->bytes = result->bytes;
    memcpy(after->sha256, result->sha256, sizeof after->sha256);
    snprintf(after->format, sizeof after->format, "%s", source->dialect->name);
    after->end = input_end(in);
    after->content = input_content(in);
}

static bool read_all(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                     struct normalize_result *result, struct err *err)
{
    bool (*all)(const struct normalize_source *, const struct normalize_sink *, void *, struct input *,
                struct normalize_result *, struct err *) = source->dialect->frame ? all_frames : all_lines;
    struct input *in = input_open(source->path, source->shown, err);
    if (in && source->unhashed)
        input_unhashed(in);
    if (source->before)
        go_on(source, state, result);
    bool good = in && (!source->part || input_part(in, source->part, result->tally.lines, err)) &&
                all(source, sink, state, in, result, err);
    if (good)
        sum_up(source, in, result);
    input_close(in);
    return good && tally_check(&result->tally, source->shown, source->max_rejects, source->allow_empty, err);
}

bool normalize_file(const struct normalize_source *source, const struct normalize_sink *sink,
                    struct normalize_result *result, struct err *err)
{
    *result = (struct normalize_result){ 0 };
    void *state = source->dialect->begin(&source->input, err);
    if (!state)
        return false;
    bool good = survey(source, state, err) && read_all(source, sink, state, result, err);
    if (!good)
        carry_release(&result->after);
    source->dialect->end(state);
    return good;
}
