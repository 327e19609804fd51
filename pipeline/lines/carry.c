#include "carry.h"
#include "base/csv.h"
#include "base/names.h"
#include "base/num.h"

#define REJECTED "rejected:"
#define ASIDE "aside:"

static const struct {
    const char *name;
    size_t at;
} numbers[] = {
    { "end", offsetof(struct carry, end) },
    { "bytes", offsetof(struct carry, bytes) },
    { "lines", offsetof(struct carry, tally.lines) },
    { "kept", offsetof(struct carry, tally.kept) },
    { "set_aside", offsetof(struct carry, tally.set_aside) },
    { "rejected", offsetof(struct carry, tally.rejected) },
    { "records", offsetof(struct carry, tally.records) },
    { "first_reject", offsetof(struct carry, tally.first_reject) },
    { "year_day", offsetof(struct carry, times.year_day) },
    { "fold_at", offsetof(struct carry, times.fold_at) },
    { "fold_local", offsetof(struct carry, times.fold_local) },
    { "fold_second", offsetof(struct carry, times.fold_second) },
    { "fold_pending", offsetof(struct carry, times.fold_pending) },
    { "stamps", offsetof(struct carry, times.n) },
    { "first_us", offsetof(struct carry, times.first) },
    { "last_us", offsetof(struct carry, times.last) },
    { "steps_back", offsetof(struct carry, times.steps_back) },
    { "ambiguous", offsetof(struct carry, times.ambiguous) },
    { "divisor_us", offsetof(struct carry, times.divisor) },
    { "digits", offsetof(struct carry, times.digits) },
    { "previous_us", offsetof(struct carry, times.previous) },
    { "disorder", offsetof(struct carry, times.disorder) },
};
#define NUMBERS (sizeof numbers / sizeof *numbers)

static int64_t *number(const struct carry *c, size_t i)
{
    return (int64_t *) ((char *) (uintptr_t) c + numbers[i].at);
}

/* --- writing --------------------------------------------------------------------------- */

static void add_hex(struct buf *into, struct text bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        buf_add_format(into, "%02x", (unsigned char) bytes.at[i]);
}

void carry_write(const struct carry *c, struct buf *into)
{
    char content[HASH_TEXT];
    buf_clear(into);
    buf_add_text(into, "name,value\n");
    for (size_t i = 0; i < NUMBERS; i++)
        buf_add_format(into, "%s,%lld\n", numbers[i].name, (long long) *number(c, i));
    hash_write(c->content, content);
    buf_add_format(into, "format,%s\nsha256,%s\ncontent,%s\nheader,", c->format, c->sha256, content);
    add_hex(into, (struct text){ c->header.at, c->header.len });
    buf_add_char(into, '\n');
    for (size_t i = 0; i < c->tally.n_reasons; i++) {
        const struct tally_reason *r = &c->tally.reasons[i];
        struct buf name = BUF_INIT;
        buf_add_format(&name, "%s%s", r->rejected ? REJECTED : ASIDE, r->reason);
        csv_quote(into, (struct text){ name.at, name.len });
        buf_add_format(into, ",%lld\n", (long long) r->lines);
        buf_release(&name);
    }
}

/* --- reading --------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_hex(struct buf *into, struct text hex)
{
    for (size_t i = 0; i + 1 < hex.len; i += 2) {
        int high = hex_digit(hex.at[i]), low = hex_digit(hex.at[i + 1]);
        if (high < 0 || low < 0)
            return false;
        buf_add_char(into, (char) (16 * high + low));
    }
    return hex.len % 2 == 0;
}

static bool take_text(char *into, size_t size, struct text value)
{
    if (value.len >= size)
        return false;
    memcpy(into, value.at, value.len);
    into[value.len] = '\0';
    return true;
}

/* Reasons stand in the order in which tally.h keeps them. */
static bool take_reason(struct carry *c, struct text name, struct text value)
{
    bool rejected = name.len > strlen(REJECTED) && memcmp(name.at, REJECTED, strlen(REJECTED)) == 0;
    size_t skip = rejected ? strlen(REJECTED) : strlen(ASIDE);
    struct err ignored = { 0 };
    int64_t lines;
    if ((!rejected && (name.len <= skip || memcmp(name.at, ASIDE, skip) != 0)) || c->tally.n_reasons == TALLY_REASONS ||
        !num_int(value, 0, INT64_MAX, &lines, &ignored))
        return false;
    if (!c->reasons)
        c->reasons = names_new();
    struct text reason = names_at(c->reasons, names_add(c->reasons, (struct text){ name.at + skip, name.len - skip }));
    c->tally.reasons[c->tally.n_reasons++] = (struct tally_reason){ reason.at, rejected, lines };
    return true;
}

static bool take_value(struct carry *c, struct text name, struct text value)
{
    struct err ignored = { 0 };
    for (size_t i = 0; i < NUMBERS; i++)
        if (text_is(name, numbers[i].name))
            return num_int(value, INT64_MIN, INT64_MAX, number(c, i), &ignored);
    if (text_is(name, "header"))
        return take_hex(&c->header, value);
    if (text_is(name, "content"))
        return hash_read(value, &c->content);
    if (text_is(name, "format"))
        return take_text(c->format, sizeof c->format, value);
    if (text_is(name, "sha256"))
        return value.len + 1 == sizeof c->sha256 && take_text(c->sha256, sizeof c->sha256, value);
    return take_reason(c, name, value);
}

static bool read_rows(struct carry *c, struct csv_reader *r, struct err *err)
{
    size_t name, value;
    enum csv_status status;
    if (!csv_need(r, "name", &name, err) || !csv_need(r, "value", &value, err))
        return false;
    while ((status = csv_next(r, err)) == CSV_ROW)
        if (!take_value(c, csv_field(r, name), csv_field(r, value)))
            return err_set(err, "%s:%zu: error: this is not what a piece of a log hands on", csv_path(r), csv_line(r));
    return status == CSV_END;
}

bool carry_read(struct carry *c, const char *path, struct err *err)
{
    *c = (struct carry){ .end = 0 };
    struct csv_reader *r = csv_open(path, ',', err);
    bool good = r && read_rows(c, r, err);
    if (good && (c->format[0] == '\0' || c->sha256[0] == '\0'))
        good = err_set(err, "%s: error: it has no format or no sha256", path);
    good = csv_close(r, err) && good;
    if (!good)
        carry_release(c);
    return good;
}

void carry_release(struct carry *c)
{
    names_free(c->reasons);
    buf_release(&c->header);
    *c = (struct carry){ .end = 0 };
}
