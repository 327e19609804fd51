/* dielog-changes: what is other in one night's results than in another's. */
#include "base/opts.h"
#include "base/outfile.h"
#include "out/changes.h"
#include <inttypes.h>
#include <unistd.h>

static const char *name = "dielog", *notes, *output = "-";
static bool line;

static const struct opt table[] = {
    { 'n', "name", OPT_TEXT, &name, "TEXT", "what the subject begins with (default dielog)", 0, 0 },
    { 0, "notes", OPT_TEXT, &notes, "FILE", "put the lines of FILE, where it has any, into the text", 0, 0 },
    { 'l', "line", OPT_FLAG, &line, NULL, "one line with the new lines by fate, no mail", 0, 0 },
    { 'o', "output", OPT_TEXT, &output, "FILE", "write there instead of standard output", 0, 0 },
};

static const struct opts options = {
    .program = "dielog-changes",
    .usage = "[OPTION]... [OLD] NEW",
    .purpose = "Say what is other in the results in the folder NEW than in those in OLD, ready for a mail.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

#define NOTES_LIMIT ((size_t) 1 << 20)

static bool add_notes(struct buf *text, struct err *err)
{
    struct buf said = BUF_INIT;
    bool there = false, good = !notes || file_there(notes, &there, err);
    if (there)
        good = file_read(notes, NOTES_LIMIT, &said, err);
    if (good && said.len > 0) {
        buf_add_text(text, "\nNotes:\n");
        buf_add(text, said.at, said.len);
    }
    buf_release(&said);
    return good;
}

/* No header of the mail but the subject can come from NAME. */
static bool compose(const struct changes *c, struct buf *text, struct err *err)
{
    if (strpbrk(name, "\r\n"))
        return err_set(err, "error: --name holds more than one line");
    if (line) {
        buf_add_format(text, "%" PRId64 " logs, %" PRId64 " new lines, %" PRId64 " kept, %" PRId64 " rejected\n", c->logs,
                       c->lines, c->kept, c->rejected);
        return true;
    }
    buf_add_format(text, "Subject: %s: ", name);
    changes_subject(c, text);
    buf_add_text(text, "\nContent-Type: text/plain; charset=utf-8\n\n");
    buf_add(text, c->text.at, c->text.len);
    return add_notes(text, err);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct changes c;
    struct buf text = BUF_INIT;
    int operands = opts_parse(&options, argc, argv);
    if (operands < 1 || operands > 2)
        opts_wrong(&options, "expected OLD and NEW, or NEW alone, found %d operands", operands);
    bool good = changes_find(&c, operands == 2 ? argv[0] : NULL, argv[operands - 1], &err);
    if (good) {
        good = compose(&c, &text, &err) && outfile_write(output, (struct text){ text.at, text.len }, false, &err);
        changes_release(&c);
    }
    buf_release(&text);
    return good ? 0 : err_report(&err, options.program);
}
