#include "normalize.h"

#define SHOWN_OF_LONG_LINE 4096 /* bytes of a line over INPUT_LINE_MAX that rejects keep */

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
static bool account(const struct normalize_source *source, const struct normalize_sink *sink,
                    const struct input_line *line, enum format_verdict v, const struct observation *o,
                    const char *reason, struct tally *tally, struct err *err)
{
    if (v == FORMAT_UNUSABLE)
        return err_set(err, "%s:%lld: error: %s", source->shown, (long long) line->number, reason);
    tally_line(tally, line->number, v, reason);
    if (v == FORMAT_KEPT || v == FORMAT_MORE)
        return sink->take(sink->context, o, err);
    if (v == FORMAT_REJECTED)
        write_reject(source, sink, line, reason);
    return true;
}

static bool one_line(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                     const struct input_line *line, struct tally *tally, struct err *err)
{
    enum format_verdict v;
    do {
        struct observation o = { .sensor = text_of(source->sensor) };
        const char *reason = "";
        v = line->flaw != INPUT_SOUND ? flawed(line->flaw, &reason)
                                      : source->dialect->line(state, line->text, &o, &reason);
        if (!account(source, sink, line, v, &o, reason, tally, err))
            return false;
    } while (v == FORMAT_MORE);
    return true;
}

static bool all_lines(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                      struct input *in, struct tally *tally, struct err *err)
{
    for (;;) {
        struct input_line line;
        enum input_status status = input_next(in, &line, err);
        if (status == INPUT_END)
            return true;
        if (status == INPUT_FAIL || !one_line(source, sink, state, &line, tally, err))
            return false;
    }
}

/* A frame has a number but no text that could be shown. */
static bool all_frames(const struct normalize_source *source, const struct normalize_sink *sink, void *state,
                       struct input *in, struct tally *tally, struct err *err)
{
    for (;;) {
        struct observation o = { .sensor = text_of(source->sensor) };
        struct input_line frame = { .text = TEXT(""), .number = tally->lines + 1 };
        const char *reason = "";
        enum format_verdict v = source->dialect->frame(state, in, &o, &reason, err);
        if (v == FORMAT_END)
            return true;
        if (v == FORMAT_FAIL || !account(source, sink, &frame, v, &o, reason, tally, err))
            return false;
    }
}

bool normalize_file(const struct normalize_source *source, const struct normalize_sink *sink,
                    struct normalize_result *result, struct err *err)
{
    *result = (struct normalize_result){ 0 };
    void *state = source->dialect->begin(&source->input, err);
    if (!state)
        return false;
    struct input *in = input_open(source->path, source->shown, err);
    bool (*all)(const struct normalize_source *, const struct normalize_sink *, void *, struct input *,
                struct tally *, struct err *) = source->dialect->frame ? all_frames : all_lines;
    bool good = in && all(source, sink, state, in, &result->tally, err);
    if (good) {
        result->bytes = input_bytes(in);
        memcpy(result->sha256, input_sha256(in), sizeof result->sha256);
        stamper_summary(source->input.clock, &result->times);
        good = tally_check(&result->tally, source->shown, source->max_rejects, source->allow_empty, err);
    }
    input_close(in);
    source->dialect->end(state);
    return good;
}
