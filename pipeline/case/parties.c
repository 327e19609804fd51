#include "parties.h"
#include "base/addr.h"
#include "base/csv.h"
#include "base/names.h"
#include "base/when.h"
#include "columns.h"
#include <ctype.h>
#include <stdlib.h>

enum { COL_PREFIX, COL_PARTY, COL_LABEL, COL_ZONE, COL_REFERENCE, COL_NOTE, COL_FACT, COL_DATE, COL_SOURCE, N_COLUMNS };
static const char *const columns[N_COLUMNS] = { "prefix", "party", "label", "zone", "reference", "note", "fact", "date", "source" };

/* A key is a tag and what it covers: 'a', the bits, 16 bytes; or 'n' and a name
   ('.' first: a suffix). */
#define NAME_MAX_LENGTH 1024
#define KEY_MAX (NAME_MAX_LENGTH + 1)

struct row {
    struct buf bytes; /* the fields, each followed by NUL */
    size_t start[N_COLUMNS + 1];
    size_t line;
};

struct parties {
    struct names *keys;
    size_t *row_of; /* by the key's number; a row without a prefix has no key */
    size_t row_of_capacity;
    struct row *rows;
    size_t n, capacity;
    uint8_t lengths[129]; /* the prefix lengths that occur, longest first */
    size_t n_lengths;
};

struct parties *parties_new(void)
{
    struct parties *p = mem_zero(sizeof *p);
    p->keys = names_new();
    return p;
}

void parties_free(struct parties *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        buf_release(&p->rows[i].bytes);
    names_free(p->keys);
    free(p->row_of);
    free(p->rows);
    free(p);
}

bool short_id(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!isalnum((unsigned char) t.at[i]) && (t.at[i] == '\0' || !strchr("_.-", t.at[i])))
            return false;
    return t.len > 0 && t.len <= 64;
}

/* The address with all bits behind its prefix cleared. */
static struct text address_key(const struct addr *a, int bits, char key[KEY_MAX])
{
    key[0] = 'a';
    key[1] = (char) bits;
    memset(key + 2, 0, sizeof a->bytes);
    memcpy(key + 2, a->bytes, (size_t) bits / 8);
    if (bits % 8)
        key[2 + bits / 8] = (char) (a->bytes[bits / 8] & (0xff << (8 - bits % 8)));
    return (struct text){ key, 2 + sizeof a->bytes };
}

/* False when the text cannot be a host name. */
static bool name_key(struct text name, char key[KEY_MAX], struct text *out)
{
    if (name.len > 1 && name.at[name.len - 1] == '.')
        name.len--;
    if (name.len == 0 || name.len > NAME_MAX_LENGTH)
        return false;
    key[0] = 'n';
    for (size_t i = 0; i < name.len; i++)
        key[1 + i] = (char) tolower((unsigned char) name.at[i]);
    *out = (struct text){ key, 1 + name.len };
    return true;
}

/* What a row may name: letters, digits and what logs put into host names; no
   blank, comma, star, colon or slash, which would be a mistake in an address. */
static bool is_host(struct text t)
{
    bool word = false;
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char) t.at[i];
        if (c <= ' ' || c == 127 || strchr("/:*,;\"'()<>", c))
            return false;
        if (c == '.' && i + 1 < t.len && t.at[i + 1] == '.')
            return false;
        word |= c != '.' && !isdigit(c);
    }
    return word; /* digits and dots alone are an address gone wrong */
}

/* Keeps the prefix lengths in order, longest first, each once. */
static void note_length(struct parties *p, int bits)
{
    size_t i = 0;
    while (i < p->n_lengths && p->lengths[i] > bits)
        i++;
    if (i < p->n_lengths && p->lengths[i] == bits)
        return;
    memmove(p->lengths + i + 1, p->lengths + i, p->n_lengths - i);
    p->lengths[i] = (uint8_t) bits;
    p->n_lengths++;
}

/* The canonical text of a prefix, as addr_parse_prefix takes it. */
static void write_prefix(const struct addr_prefix *prefix, struct buf *b)
{
    char text[ADDR_TEXT];
    bool v4 = addr_is_v4(&prefix->addr) && prefix->bits >= 96;
    addr_write(&prefix->addr, text);
    buf_add_text(b, text);
    if (prefix->bits < 128)
        buf_add_format(b, "/%d", v4 ? prefix->bits - 96 : prefix->bits);
}

/* The key of a row's prefix; CANONICAL gets the text in canonical form. */
static bool row_key(struct parties *p, struct text t, char key[KEY_MAX], struct text *out, struct buf *canonical,
                    struct err *err)
{
    struct addr_prefix prefix;
    if (is_host(t) && name_key(t, key, out)) {
        buf_add(canonical, out->at + 1, out->len - 1);
        return true;
    }
    if (!addr_parse_prefix(t, &prefix, err))
        return false;
    note_length(p, prefix.bits);
    *out = address_key(&prefix.addr, prefix.bits, key);
    write_prefix(&prefix, canonical);
    return true;
}

static void keep_row(struct parties *p, struct text prefix, const struct party_row *row, size_t line)
{
    const struct text fields[N_COLUMNS] = { prefix,         row->party, row->label, row->zone,  row->reference,
                                            row->note,      row->fact,  row->date,  row->source };
    struct row kept = { .bytes = BUF_INIT, .line = line };
    for (size_t i = 0; i < N_COLUMNS; i++) {
        kept.start[i] = kept.bytes.len;
        if (fields[i].len > 0)
            buf_add(&kept.bytes, fields[i].at, fields[i].len);
        buf_add_char(&kept.bytes, '\0');
    }
    kept.start[N_COLUMNS] = kept.bytes.len;
    p->rows = mem_grow(p->rows, &p->capacity, p->n + 1, sizeof *p->rows);
    p->rows[p->n++] = kept;
}

/* A fact may have a day and a source, and neither stands without one. */
static bool check_fact(const struct party_row *row, struct err *err)
{
    struct err inner = { 0 };
    int64_t day;
    if (row->fact.len == 0 && (row->date.len > 0 || row->source.len > 0))
        return err_set(err, "error: found a date or a source, expected the fact that they are of");
    if (row->date.len > 0 && !when_parse_day(row->date, &day, &inner))
        return err_set(err, "error: found '%.*s' as date, expected a day such as 2016-05-04",
                       (int) (row->date.len < 80 ? row->date.len : 80), row->date.at);
    return true;
}

/* The row covers the clients of its prefix. */
static bool add_prefix(struct parties *p, const struct party_row *row, size_t line, struct err *err)
{
    char key[KEY_MAX];
    struct text k;
    struct buf canonical = BUF_INIT;
    bool good = row_key(p, row->prefix, key, &k, &canonical, err);
    int64_t old = good ? names_find(p->keys, k) : -1;
    if (old >= 0)
        good = err_set(err, "error: '%s' stands on line %zu already", canonical.at, p->rows[p->row_of[old]].line);
    if (good) {
        size_t n = (size_t) names_add(p->keys, k);
        p->row_of = mem_grow(p->row_of, &p->row_of_capacity, n + 1, sizeof *p->row_of);
        p->row_of[n] = p->n;
        keep_row(p, (struct text){ canonical.at, canonical.len }, row, line);
    }
    buf_release(&canonical);
    return good;
}

bool parties_add(struct parties *p, const struct party_row *row, size_t line, struct err *err)
{
    if (!short_id(row->party))
        return err_set(err, "error: found the party '%.*s', expected a short id of letters, digits, _ . and -",
                       (int) (row->party.len < 80 ? row->party.len : 80), row->party.at);
    if (text_is(row->party, "all"))
        return err_set(err, "error: the party 'all' is the name of everybody; choose another id");
    if (!check_fact(row, err))
        return false;
    if (row->prefix.len > 0 || row->fact.len == 0)
        return add_prefix(p, row, line, err);
    keep_row(p, row->prefix, row, line);
    return true;
}

static struct text field(const struct row *r, size_t column)
{
    return (struct text){ r->bytes.at + r->start[column], r->start[column + 1] - r->start[column] - 1 };
}

/* One probe for each prefix length that occurs; the first hit is the longest. */
static struct text find_address(const struct parties *p, const struct addr *a)
{
    char key[KEY_MAX];
    for (size_t i = 0; i < p->n_lengths; i++) {
        int64_t row = names_find(p->keys, address_key(a, p->lengths[i], key));
        if (row >= 0)
            return field(&p->rows[p->row_of[row]], COL_PARTY);
    }
    return TEXT(PARTY_OTHER);
}

/* The name itself, then what follows each dot, the dot included. */
static struct text find_name(const struct parties *p, struct text name)
{
    char key[KEY_MAX];
    struct text k;
    if (!name_key(name, key, &k))
        return TEXT(PARTY_OTHER);
    int64_t row = names_find(p->keys, k);
    for (size_t i = 2; row < 0 && i < k.len; i++)
        if (key[i] == '.') {
            char before = key[i - 1];
            key[i - 1] = 'n';
            row = names_find(p->keys, (struct text){ key + i - 1, k.len - i + 1 });
            key[i - 1] = before;
        }
    return row < 0 ? TEXT(PARTY_OTHER) : field(&p->rows[p->row_of[row]], COL_PARTY);
}

struct text parties_find(const struct parties *p, struct text client)
{
    struct addr a;
    return addr_parse(client, &a) ? find_address(p, &a) : find_name(p, client);
}

size_t parties_count(const struct parties *p) { return p->n; }
size_t parties_line(const struct parties *p, size_t i) { return p->rows[i].line; }

struct party_row parties_at(const struct parties *p, size_t i)
{
    const struct row *r = &p->rows[i];
    return (struct party_row){ field(r, COL_PREFIX),    field(r, COL_PARTY), field(r, COL_LABEL),
                               field(r, COL_ZONE),      field(r, COL_REFERENCE), field(r, COL_NOTE),
                               field(r, COL_FACT),      field(r, COL_DATE),  field(r, COL_SOURCE) };
}

void parties_write(const struct parties *p, FILE *to)
{
    struct csv_writer w = { .to = to };
    csv_put_header(&w, columns, N_COLUMNS);
    for (size_t i = 0; i < p->n; i++) {
        for (size_t c = 0; c < N_COLUMNS; c++)
            csv_put(&w, field(&p->rows[i], c));
        csv_put_end(&w);
    }
}

static struct party_row row_of(const struct csv_reader *r, const int at[N_COLUMNS])
{
    struct text f[N_COLUMNS];
    for (size_t i = 0; i < N_COLUMNS; i++)
        f[i] = columns_field(r, at[i]);
    return (struct party_row){ f[COL_PREFIX], f[COL_PARTY], f[COL_LABEL], f[COL_ZONE],  f[COL_REFERENCE],
                               f[COL_NOTE],   f[COL_FACT],  f[COL_DATE],  f[COL_SOURCE] };
}

static bool read_rows(struct parties *p, struct csv_reader *r, const int at[N_COLUMNS], struct err *err)
{
    enum csv_status status;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        struct party_row row = row_of(r, at);
        struct err inner = { 0 };
        if (!parties_add(p, &row, csv_line(r), &inner))
            return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    }
    return status == CSV_END;
}

struct parties *parties_read(const char *path, struct err *err)
{
    struct csv_reader *r = csv_open(path, ',', err);
    if (!r)
        return NULL;
    struct parties *p = parties_new();
    int at[N_COLUMNS];
    bool good = columns_find(r, columns, N_COLUMNS, 2, at, err) && read_rows(p, r, at, err);
    good = csv_close(r, err) && good;
    if (good)
        return p;
    parties_free(p);
    return NULL;
}
