/* summary_write.c -- findings.json, findings.csv and summary.txt. */

#include "base/csv.h"
#include "base/json.h"
#include "base/num.h"
#include "summary_parts.h"

static void json_words(struct buf *b, const struct rich *r)
{
    struct buf words = BUF_INIT;
    rich_words(r, &words);
    json_text(b, (struct text){ words.at, words.len });
    buf_release(&words);
}

static void json_finding(struct buf *b, const struct finding *f)
{
    buf_add_text(b, "    {\n      \"id\": ");
    json_text(b, text_of(f->id));
    buf_add_text(b, ",\n      \"text\": ");
    json_words(b, &f->text);
    buf_add_text(b, ",\n      \"numbers\": [");
    for (size_t i = 0; i < f->n_evidence; i++) {
        const struct evidence *e = &f->evidence[i];
        buf_add_format(b, "%s\n        {\"file\": \"data/%s.csv\", \"line\": %zu, \"column\": \"%s\", \"value\": ",
                       i > 0 ? "," : "", e->file, e->line, e->column);
        json_number(b, e->value);
        buf_add_char(b, '}');
    }
    buf_add_text(b, f->n_evidence > 0 ? "\n      ]\n    }" : "]\n    }");
}

/* The files that the case states, as they were read. */
static void json_stated(struct buf *b, struct result *stated)
{
    buf_add_text(b, ",\n  \"stated\": [");
    for (size_t i = 0; i < result_rows(stated); i++) {
        buf_add_format(b, "%s\n    {\"file\": ", i > 0 ? "," : "");
        json_text(b, text_of(result_text(stated, i, "file")));
        buf_add_format(b, ", \"bytes\": %.0f, \"sha256\": ", result_number(stated, i, "bytes"));
        json_text(b, text_of(result_text(stated, i, "sha256")));
        buf_add_char(b, '}');
    }
    buf_add_text(b, result_rows(stated) > 0 ? "\n  ]" : "]");
}

void summary_json(const struct summary *s, const struct facts *f, struct result *stated, struct buf *b)
{
    buf_add_text(b, "{\n  \"title\": ");
    json_text(b, text_of(f->title));
    buf_add_text(b, ",\n  \"question\": ");
    json_text(b, text_of(f->question));
    buf_add_format(b, ",\n  \"synthetic\": %s,\n  \"run\": ", f->synthetic ? "true" : "false");
    json_text(b, text_of(f->run_id));
    json_stated(b, stated);
    buf_add_text(b, ",\n  \"data\": ");
    json_words(b, &s->data);
    buf_add_text(b, ",\n  \"findings\": [\n");
    for (size_t i = 0; i < s->n; i++) {
        json_finding(b, &s->findings[i]);
        buf_add_text(b, i + 1 < s->n ? ",\n" : "\n");
    }
    buf_add_text(b, "  ],\n  \"cannot_tell\": [\n");
    for (size_t i = 0; i < s->n_unknown; i++) {
        buf_add_text(b, "    ");
        json_text(b, text_of(s->unknown[i]));
        buf_add_text(b, i + 1 < s->n_unknown ? ",\n" : "\n");
    }
    buf_add_text(b, "  ]\n}\n");
}

void summary_csv(const struct summary *s, struct buf *b)
{
    buf_add_text(b, "finding,id,file,line,column,value,text\n");
    for (size_t i = 0; i < s->n; i++) {
        struct buf words = BUF_INIT;
        rich_words(&s->findings[i].text, &words);
        for (size_t k = 0; k < s->findings[i].n_evidence; k++) {
            const struct evidence *e = &s->findings[i].evidence[k];
            buf_add_format(b, "%zu,%s,data/%s.csv,%zu,%s,", i + 1, s->findings[i].id, e->file, e->line, e->column);
            num_put(b, e->value);
            buf_add_char(b, ',');
            csv_quote(b, (struct text){ words.at, words.len });
            buf_add_char(b, '\n');
        }
        buf_release(&words);
    }
}

/* The briefs of the findings ID, joined; OTHERWISE when there is none. */
static void add_briefs(struct buf *b, const struct summary *s, const char *id, const char *between, const char *otherwise)
{
    bool any = false;
    for (size_t i = 0; i < s->n; i++) {
        if (strcmp(s->findings[i].id, id) != 0 || s->findings[i].brief.len == 0)
            continue;
        buf_add_text(b, any ? between : "");
        number_plain(b, s->findings[i].brief.at);
        any = true;
    }
    buf_add_text(b, any ? "" : otherwise);
}

void summary_lines(const struct summary *s, const struct facts *f, struct buf *b)
{
    number_plain(b, f->title);
    buf_add_text(b, f->synthetic ? " (synthetic): " : ": ");
    number_plain(b, rich_text(&s->data));
    buf_add_char(b, '\n');
    add_briefs(b, s, "share", "", "Who: no records");
    buf_add_text(b, "\nRhythm: ");
    add_briefs(b, s, "rhythm", "; ", facts_days(f) < RHYTHM_DAYS ? "cannot tell in under two weeks" : "none shows");
    if (summary_has(s, "machine"))
        buf_add_text(b, ". Timing: ");
    add_briefs(b, s, "machine", "; ", "");
    if (summary_has(s, "cache"))
        buf_add_text(b, "; ");
    add_briefs(b, s, "cache", "; ", "");
    if (summary_has(s, "weigh"))
        buf_add_text(b, ". Weighed: ");
    add_briefs(b, s, "weigh", "; ", "");
    buf_add_text(b, "\nZone: ");
    add_briefs(b, s, "zone", ", ", "cannot tell");
    if (summary_has(s, "mixture"))
        buf_add_text(b, "; ");
    add_briefs(b, s, "mixture", "; ", "");
    buf_add_char(b, '\n');
    add_briefs(b, s, "window", "; ", "Events: none declared");
    buf_add_text(b, ". ");
    add_briefs(b, s, "silence", "; ", "Silence: none that the rhythm does not explain");
    if (summary_has(s, "spikes"))
        buf_add_text(b, ". ");
    add_briefs(b, s, "spikes", "; ", "");
    static const char *const asked[] = { "names", "service", "together" };
    for (size_t i = 0; i < 3; i++) {
        struct buf words = BUF_INIT;
        add_briefs(&words, s, asked[i], "; ", "");
        if (words.len > 0)
            buf_add_format(b, ". %s", words.at);
        buf_release(&words);
    }
    buf_add_char(b, '\n');
}
