#include "plot.h"
#include "base/err.h"
#include "base/num.h"
#include "words/label.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

struct cell {
    double x;
    char *text; /* NULL: a number */
};

struct block {
    char *name;
    struct cell *cells;
    size_t n_cells, cells_capacity;
    size_t *rows; /* index of each row's first cell */
    size_t n_rows, rows_capacity;
    bool row_open;
};

struct variable {
    char *name;
    bool array;
    double *at;
    size_t n, capacity;
};

struct plot {
    char *script;
    double width, height;
    char *words[PLOT_WORDS];
    struct block *blocks;
    size_t n_blocks, blocks_capacity;
    size_t open; /* the block that cells go to */
    struct variable *variables;
    size_t n_variables, variables_capacity;
};

struct plot *plot_new(const char *script, double width_mm, double height_mm)
{
    struct plot *p = mem_zero(sizeof *p);
    p->script = mem_text(script);
    p->width = width_mm;
    p->height = height_mm;
    return p;
}

static void block_release(struct block *b)
{
    for (size_t i = 0; i < b->n_cells; i++)
        free(b->cells[i].text);
    free(b->cells);
    free(b->rows);
    free(b->name);
}

void plot_free(struct plot *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->n_blocks; i++)
        block_release(&p->blocks[i]);
    for (size_t i = 0; i < p->n_variables; i++) {
        free(p->variables[i].name);
        free(p->variables[i].at);
    }
    for (size_t i = 0; i < PLOT_WORDS; i++)
        free(p->words[i]);
    free(p->blocks);
    free(p->variables);
    free(p->script);
    free(p);
}

const char *plot_script(const struct plot *p)
{
    return p->script;
}

double plot_width(const struct plot *p)
{
    return p->width;
}

double plot_height(const struct plot *p)
{
    return p->height;
}

void plot_resize(struct plot *p, double height_mm)
{
    p->height = height_mm;
}

void plot_say(struct plot *p, enum plot_word which, const char *text)
{
    free(p->words[which]);
    p->words[which] = mem_text(text);
}

const char *plot_said(const struct plot *p, enum plot_word which)
{
    return p->words[which] == NULL ? "" : p->words[which];
}

bool plot_is_empty(const struct plot *p)
{
    return p->words[PLOT_EMPTY] != NULL;
}

static struct variable *find_variable(const struct plot *p, const char *name)
{
    for (size_t i = 0; i < p->n_variables; i++)
        if (strcmp(p->variables[i].name, name) == 0)
            return &p->variables[i];
    return NULL;
}

static struct variable *need_variable(struct plot *p, const char *name, bool array)
{
    struct variable *v = find_variable(p, name);
    if (v != NULL)
        return v;
    p->variables = mem_grow(p->variables, &p->variables_capacity, p->n_variables + 1, sizeof *v);
    v = &p->variables[p->n_variables++];
    *v = (struct variable){ .name = mem_text(name), .array = array };
    return v;
}

static void variable_add(struct variable *v, double x)
{
    v->at = mem_grow(v->at, &v->capacity, v->n + 1, sizeof *v->at);
    v->at[v->n++] = x;
}

void plot_set(struct plot *p, const char *name, double x)
{
    struct variable *v = need_variable(p, name, false);
    v->n = 0;
    variable_add(v, x);
}

void plot_push(struct plot *p, const char *array, double x)
{
    variable_add(need_variable(p, array, true), x);
}

double plot_get(const struct plot *p, const char *name)
{
    const struct variable *v = find_variable(p, name);
    return v == NULL || v->n == 0 ? NAN : v->at[v->n - 1];
}

static const struct block *find_block(const struct plot *p, const char *name)
{
    for (size_t i = 0; i < p->n_blocks; i++)
        if (strcmp(p->blocks[i].name, name) == 0)
            return &p->blocks[i];
    return NULL;
}

void plot_block(struct plot *p, const char *name)
{
    const struct block *old = find_block(p, name);
    if (old != NULL) {
        p->open = (size_t) (old - p->blocks);
        return;
    }
    p->blocks = mem_grow(p->blocks, &p->blocks_capacity, p->n_blocks + 1, sizeof *p->blocks);
    p->blocks[p->n_blocks] = (struct block){ .name = mem_text(name) };
    p->open = p->n_blocks++;
}

static void put_cell(struct plot *p, struct cell cell)
{
    struct block *b = &p->blocks[p->open];
    if (!b->row_open) {
        b->rows = mem_grow(b->rows, &b->rows_capacity, b->n_rows + 1, sizeof *b->rows);
        b->rows[b->n_rows++] = b->n_cells;
        b->row_open = true;
    }
    b->cells = mem_grow(b->cells, &b->cells_capacity, b->n_cells + 1, sizeof *b->cells);
    b->cells[b->n_cells++] = cell;
}

void plot_put(struct plot *p, double x)
{
    put_cell(p, (struct cell){ .x = x });
}

/* A text is of our own words with names among them, and runs from left to right whatever its first name is: pango, which
   gnuplot leaves to guess, goes by the first strong letter, isolated or not. */
void plot_put_text(struct plot *p, const char *text)
{
    struct buf b = BUF_INIT;
    label_isolate(&b, text);
    if (b.len > strlen(text)) {
        buf_clear(&b);
        buf_add_text(&b, LABEL_LEFT_TO_RIGHT);
        label_isolate(&b, text);
    }
    put_cell(p, (struct cell){ .x = NAN, .text = buf_detach(&b) });
}

void plot_end(struct plot *p)
{
    p->blocks[p->open].row_open = false;
}

void plot_row(struct plot *p, const char *block, const double *cells, size_t n)
{
    plot_block(p, block);
    for (size_t i = 0; i < n; i++)
        plot_put(p, cells[i]);
    plot_end(p);
}

void plot_text(struct plot *p, double x, double y, enum plot_style style, enum plot_align align,
               unsigned colour, const char *text)
{
    if (*text == '\0')
        return;
    plot_block(p, "texts");
    plot_put(p, style * 3 + align);
    plot_put(p, x);
    plot_put(p, y);
    plot_put(p, colour);
    plot_put_text(p, text);
    plot_end(p);
}

static bool has_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if (isascii(*text) && isalnum(*text))
            return true;
    return false;
}

bool plot_writes(const struct plot *p, bool bold)
{
    for (size_t i = 0; i < plot_rows(p, "texts"); i++) {
        int style = (int) plot_cell(p, "texts", i, 0) / 3;
        if ((style == PLOT_TEXT_BOLD || style == PLOT_HEADING) == bold && has_plain(plot_cell_text(p, "texts", i, 4)))
            return true;
    }
    return false;
}

size_t plot_rows(const struct plot *p, const char *block)
{
    const struct block *b = find_block(p, block);
    return b == NULL ? 0 : b->n_rows;
}

static const struct cell *find_cell(const struct plot *p, const char *block, size_t row, size_t column)
{
    const struct block *b = find_block(p, block);
    if (b == NULL || row >= b->n_rows)
        return NULL;
    size_t end = row + 1 < b->n_rows ? b->rows[row + 1] : b->n_cells;
    return b->rows[row] + column < end ? &b->cells[b->rows[row] + column] : NULL;
}

double plot_cell(const struct plot *p, const char *block, size_t row, size_t column)
{
    const struct cell *c = find_cell(p, block, row, column);
    return c == NULL ? NAN : c->x;
}

const char *plot_cell_text(const struct plot *p, const char *block, size_t row, size_t column)
{
    const struct cell *c = find_cell(p, block, row, column);
    return c == NULL || c->text == NULL ? "" : c->text;
}

size_t plot_blocks(const struct plot *p)
{
    return p->n_blocks;
}

const char *plot_block_name(const struct plot *p, size_t i)
{
    return p->blocks[i].name;
}

/* Always with a point or an exponent: gnuplot divides whole numbers as C does. */
static void write_number(struct buf *b, double x)
{
    size_t start = b->len;
    if (!isfinite(x)) {
        buf_add_text(b, "NaN");
        return;
    }
    num_put(b, x);
    if (strpbrk(b->at + start, ".e") == NULL)
        buf_add_text(b, ".0");
}

/* One value: "x = 1.5".  An array: "array a[2] = [1, 2]". */
void plot_write_numbers(const struct plot *p, struct buf *b)
{
    buf_add_format(b, "width_mm = %.17g\nheight_mm = %.17g\n", p->width, p->height);
    for (size_t i = 0; i < p->n_variables; i++) {
        const struct variable *v = &p->variables[i];
        if (v->array)
            buf_add_format(b, "array %s[%zu] = [", v->name, v->n);
        else
            buf_add_format(b, "%s = ", v->name);
        for (size_t k = 0; k < v->n; k++) {
            buf_add_text(b, k > 0 ? ", " : "");
            write_number(b, v->at[k]);
        }
        buf_add_text(b, v->array ? "]\n" : "\n");
    }
    for (size_t i = 0; i < p->n_blocks; i++)
        buf_add_format(b, "n_%s = %zu\n", p->blocks[i].name, p->blocks[i].n_rows);
}

/* How many bytes at TEXT are a blank other than the plain ones: U+1680, U+2000 to U+200A, U+202F,
   U+205F, U+3000. */
static size_t odd_blank(const char *text)
{
    static const char *const blanks[] = { "\xe1\x9a\x80", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80" };
    for (size_t i = 0; i < 4; i++)
        if (strncmp(text, blanks[i], 3) == 0)
            return 3;
    bool general = strncmp(text, "\xe2\x80", 2) == 0 && (unsigned char) text[2] >= 0x80 && (unsigned char) text[2] <= 0x8a;
    return general ? 3 : 0;
}

/* Odd blanks become the no-break space that every font's basic part has: a glyph without an
   outline from another part of the font loses its place when poppler draws the figure again. */
static void write_text(struct buf *b, const char *text)
{
    buf_add_char(b, '"');
    for (; *text != '\0'; text++) {
        size_t blank = odd_blank(text);
        if (blank > 0) {
            buf_add_text(b, "\xc2\xa0");
            text += blank - 1;
            continue;
        }
        if (*text == '"' || *text == '\\')
            buf_add_char(b, *text);
        buf_add_char(b, *text);
    }
    buf_add_char(b, '"');
}

/* What the columns of a block are, by its name's end and their number: the shapes of render/style.gp, with the
   panel that they stand in where there are several. */
static const char *columns_of(const char *block, size_t n)
{
    static const struct {
        const char *end;
        size_t n;
        const char *columns;
    } known[] = {
        { "texts", 5, "style,x_mm,y_mm,colour,text" },
        { "rects", 5, "x0,x1,y0,y1,colour" },
        { "bars", 6, "x0,x1,y0,y1,colour,panel" },
        { "tiles", 6, "x0,x1,y0,y1,colour,panel" },
        { "band", 6, "x0,x1,y0,y1,colour,panel" },
        { "bands", 6, "x0,x1,y0,y1,colour,panel" },
        { "lines", 5, "x0,y0,x1,y1,colour" },
        { "", 6, "x0,y0,x1,y1,colour,panel" },
        { "marks", 4, "x,y,shape,colour" },
        { "", 5, "x,y,shape,colour,panel" },
        { "", 4, "x,y,colour,panel" },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t end = strlen(known[i].end), length = strlen(block);
        if (n == known[i].n && length >= end && strcmp(block + length - end, known[i].end) == 0)
            return known[i].columns;
    }
    return NULL;
}

static void write_header(const struct block *block, struct buf *b)
{
    size_t n = block->n_rows > 1 ? block->rows[1] : block->n_cells;
    const char *columns = columns_of(block->name, n);
    if (columns != NULL)
        buf_add_text(b, columns);
    for (size_t k = 0; columns == NULL && k < n; k++)
        buf_add_format(b, "%scolumn_%zu", k > 0 ? "," : "", k + 1);
    buf_add_char(b, '\n');
}

void plot_write_block(const struct plot *p, size_t i, struct buf *b)
{
    const struct block *block = &p->blocks[i];
    if (block->n_rows > 0)
        write_header(block, b);
    for (size_t row = 0; row < block->n_rows; row++) {
        size_t end = row + 1 < block->n_rows ? block->rows[row + 1] : block->n_cells;
        for (size_t k = block->rows[row]; k < end; k++) {
            if (k > block->rows[row])
                buf_add_char(b, ',');
            if (block->cells[k].text != NULL)
                write_text(b, block->cells[k].text);
            else
                write_number(b, block->cells[k].x);
        }
        buf_add_char(b, '\n');
    }
}
