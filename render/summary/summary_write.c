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

/* A number, or a time or words as they stand in the table. */
static void json_value(struct buf *b, const struct evidence *e)
{
    if (e->cell != NULL)
        json_text(b, text_of(e->cell));
    else
        json_number(b, e->value);
}

/* Where it is: one line, several, or (without either) all of the file. */
static void json_place(struct buf *b, const struct evidence *e)
{
    buf_add_format(b, "\"file\": \"data/%s.csv\"", e->file);
    if (e->line > 0)
        buf_add_format(b, ", \"line\": %zu", e->line);
    if (e->lines != NULL) {
        buf_add_text(b, ", \"lines\": [");
        for (const char *at = e->lines; *at != '\0'; at++)
            buf_add_text(b, *at == ' ' ? ", " : (char[]){ *at, '\0' });
        buf_add_char(b, ']');
    }
    if (*e->column != '\0')
        buf_add_format(b, ", \"column\": \"%s\"", e->column);
}

static void json_plain(struct buf *b, const char *isolated)
{
    struct rich rich = rich_of(RICH_PLAIN, isolated);
    json_words(b, &rich);
    rich_release(&rich);
}

/* The text, and its numbers in the order in which they are said. */
static void json_sentence(struct buf *b, const struct sentence *s, const char *indent)
{
    buf_add_format(b, "%s\"text\": ", indent);
    json_words(b, &s->text);
    buf_add_format(b, ",\n%s\"numbers\": [", indent);
    for (size_t i = 0; i < s->n_evidence; i++) {
        const struct evidence *e = &s->evidence[i];
        buf_add_format(b, "%s\n%s  {\"said\": ", i > 0 ? "," : "", indent);
        json_plain(b, e->shown);
        buf_add_text(b, ", \"as\": ");
        json_text(b, text_of(e->as));
        buf_add_text(b, ", ");
        json_place(b, e);
        buf_add_text(b, ", \"value\": ");
        json_value(b, e);
        buf_add_char(b, '}');
    }
    if (s->n_evidence > 0)
        buf_add_format(b, "\n%s", indent);
    buf_add_char(b, ']');
}

static void json_finding(struct buf *b, const struct finding *f)
{
    buf_add_text(b, "    {\n      \"id\": ");
    json_text(b, text_of(f->id));
    buf_add_format(b, ",\n      \"page_1\": %s,\n", f->front ? "true" : "false");
    json_sentence(b, &f->said, "      ");
    buf_add_text(b, ",\n      \"note\": ");
    json_words(b, &f->note);
    buf_add_text(b, "\n    }");
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

/* The next text with cited numbers from block *I on that stands in a section; NULL when there is none.  *SECTION is that section's name. */
static const struct block *next_cited(const struct doc *doc, size_t *i, const char **section)
{
    for (; *i < doc_blocks(doc); (*i)++) {
        const struct block *b = doc_block(doc, *i);
        *section = b->kind == BLOCK_SECTION ? b->target : *section;
        if (b->kind == BLOCK_TEXT && b->n_evidence > 0 && *section != NULL)
            return doc_block(doc, (*i)++);
    }
    return NULL;
}

static struct sentence view(const struct block *b)
{
    return (struct sentence){ b->text, b->evidence, b->n_evidence };
}

static void json_sections(struct buf *b, const struct doc *doc)
{
    const char *section = NULL, *before = "";
    size_t i = 0;
    for (const struct block *block = next_cited(doc, &i, &section); block != NULL; block = next_cited(doc, &i, &section)) {
        struct sentence said = view(block);
        buf_add_format(b, "%s    {\n      \"section\": \"%s\",\n", before, section);
        json_sentence(b, &said, "      ");
        buf_add_text(b, "\n    }");
        before = ",\n";
    }
    buf_add_text(b, *before != '\0' ? "\n" : "");
}

void summary_json(const struct summary *s, const struct facts *f, struct result *stated, const struct doc *doc, struct buf *b)
{
    buf_add_text(b, "{\n  \"title\": ");
    json_text(b, text_of(f->title));
    buf_add_text(b, ",\n  \"question\": ");
    json_text(b, text_of(f->question));
    buf_add_format(b, ",\n  \"synthetic\": %s,\n  \"run\": ", f->synthetic ? "true" : "false");
    json_text(b, text_of(f->run_id));
    json_stated(b, stated);
    buf_add_text(b, ",\n  \"data\": {\n");
    json_sentence(b, &s->data, "    ");
    buf_add_text(b, "\n  },\n  \"findings\": [\n");
    for (size_t i = 0; i < s->n; i++) {
        json_finding(b, &s->findings[i]);
        buf_add_text(b, i + 1 < s->n ? ",\n" : "\n");
    }
    buf_add_text(b, "  ],\n  \"cannot_tell\": [\n");
    for (size_t i = 0; i < s->n_unknown; i++) {
        buf_add_text(b, "    {\n");
        json_sentence(b, &s->unknown[i], "      ");
        buf_add_text(b, i + 1 < s->n_unknown ? "\n    },\n" : "\n    }\n");
    }
    buf_add_text(b, "  ],\n  \"sections\": [\n");
    json_sections(b, doc);
    buf_add_text(b, "  ]\n}\n");
}

static void csv_text(struct buf *b, const char *text)
{
    buf_add_char(b, ',');
    csv_quote(b, text_of(text));
}

static void csv_plain(struct buf *b, const char *isolated)
{
    struct rich rich = rich_of(RICH_PLAIN, isolated);
    struct buf words = BUF_INIT;
    rich_words(&rich, &words);
    csv_text(b, words.at == NULL ? "" : words.at);
    buf_release(&words);
    rich_release(&rich);
}

/* A row a number; PLACE 0 of what is no finding. */
static void csv_sentence(struct buf *b, const struct sentence *s, size_t place, const char *id)
{
    for (size_t k = 0; k < s->n_evidence; k++) {
        const struct evidence *e = &s->evidence[k];
        if (place > 0)
            buf_add_format(b, "%zu", place);
        buf_add_format(b, ",%s,data/%s.csv,", id, e->file);
        if (e->line > 0)
            buf_add_format(b, "%zu", e->line);
        buf_add_format(b, "%s,%s,", e->lines != NULL ? e->lines : "", e->column);
        if (e->cell != NULL)
            csv_quote(b, text_of(e->cell));
        else
            num_put(b, e->value);
        csv_text(b, e->as);
        csv_plain(b, e->shown);
        csv_plain(b, rich_text(&s->text));
        buf_add_char(b, '\n');
    }
}

void summary_csv(const struct summary *s, const struct doc *doc, struct buf *b)
{
    const char *section = NULL;
    size_t at = 0;
    buf_add_text(b, "finding,id,file,line,column,value,as,said,text\n");
    csv_sentence(b, &s->data, 0, "data");
    for (size_t i = 0; i < s->n; i++)
        csv_sentence(b, &s->findings[i].said, i + 1, s->findings[i].id);
    for (size_t i = 0; i < s->n_unknown; i++)
        csv_sentence(b, &s->unknown[i], 0, "cannot_tell");
    for (const struct block *block = next_cited(doc, &at, &section); block != NULL; block = next_cited(doc, &at, &section)) {
        struct sentence said = view(block);
        csv_sentence(b, &said, 0, section);
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
    number_plain(b, rich_text(&s->data.text));
    buf_add_char(b, '\n');
    add_briefs(b, s, "share", "", "Who: no records");
    buf_add_text(b, "\nRhythm: ");
    add_briefs(b, s, "rhythm", "; ", !facts_has_records(f)          ? "cannot tell"
                                       : facts_days(f) < RHYTHM_DAYS ? "cannot tell in under two weeks"
                                                                     : "none shows");
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
    add_briefs(b, s, "silence", "; ", facts_has_records(f) ? "Silence: none that the rhythm does not explain" : "Silence: cannot tell");
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
