#include "sentence.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>
#include <stdlib.h>

#define WORDS_MOST 100

void sentence_release(struct sentence *s)
{
    rich_release(&s->text);
    for (size_t i = 0; i < s->n_evidence; i++) {
        free(s->evidence[i].lines);
        free(s->evidence[i].shown);
    }
    free(s->evidence);
    *s = (struct sentence){ RICH_INIT, NULL, 0 };
}

/* Says SHOWN, taken over, and keeps E with it; says nothing where there is nothing to say. */
static void say(struct sentence *s, unsigned look, struct evidence e, struct buf *shown)
{
    e.shown = buf_detach(shown);
    rich_add(&s->text, look, e.shown);
    s->evidence = mem_resize(s->evidence, (s->n_evidence + 1) * sizeof *s->evidence);
    s->evidence[s->n_evidence++] = e;
}

/* --- cells ------------------------------------------------------------------------------ */

static const char *const names[] = {
    [AS_COUNT] = "count", [AS_DIGITS_2] = "number", [AS_DIGITS_3] = "number", [AS_DECIMALS_3] = "number",
    [AS_PERCENT] = "percent", [AS_PERCENT_1] = "percent", [AS_PERCENT_2] = "percent", [AS_LEVEL] = "percent, at least 0",
    [AS_P] = "p", [AS_P_BARE] = "p", [AS_RATIO] = "ratio", [AS_INVERSE] = "1 / ratio", [AS_POWER] = "10 ^ log10",
    [AS_PERIOD] = "period", [AS_DURATION] = "period", [AS_OFFSET] = "hours from UTC",
    [AS_MOMENT] = "time", [AS_DAY] = "time", [AS_DAY_MONTH] = "time", [AS_LAST_DAY] = "day that ends",
    [AS_HOUR] = "hour", [AS_LAST_HOUR] = "hour", [AS_WORDS] = "words", [AS_TEXT] = "words",
};

static bool is_time(enum said_as as)
{
    return as >= AS_MOMENT && as <= AS_LAST_HOUR;
}

static void write_number(struct buf *b, double x, enum said_as as)
{
    switch (as) {
    case AS_COUNT: number_count(b, (int64_t) x); break;
    case AS_DIGITS_2: number_significant(b, x, 2); break;
    case AS_DIGITS_3: number_significant(b, x, 3); break;
    case AS_DECIMALS_3: number_fixed(b, x, 3); break;
    case AS_PERCENT: number_percent(b, x); break;
    case AS_PERCENT_1: number_fixed(b, x * 100, 1); break;
    case AS_PERCENT_2: number_fixed(b, x * 100, 2); break;
    case AS_LEVEL: number_percent(b, fmax(0, x)); break;
    case AS_P: number_p(b, x); break;
    case AS_P_BARE: number_p_bare(b, x); break;
    case AS_RATIO: number_ratio(b, x); break;
    case AS_INVERSE: number_ratio(b, 1 / x); break;
    case AS_POWER: number_ratio(b, pow(10, x)); break;
    case AS_PERIOD: number_period(b, x); break;
    case AS_DURATION: number_duration(b, x); break;
    case AS_OFFSET: number_offset(b, x); break;
    case AS_MOMENT: case AS_DAY: case AS_DAY_MONTH: case AS_LAST_DAY: case AS_HOUR: case AS_LAST_HOUR: case AS_WORDS: case AS_TEXT: break;
    }
}

/* A column of days has no hours: "2016-07-25". */
static when_t cell_when(struct result *r, size_t row, const char *column)
{
    struct err ignored = { .set = false };
    int64_t day;
    bool is_day = when_parse_day(text_of(result_text(r, row, column)), &day, &ignored);
    return is_day ? day * WHEN_DAY : result_when(r, row, column);
}

static void write_time(struct buf *b, when_t t, enum said_as as)
{
    if (as == AS_MOMENT)
        number_moment(b, t);
    else if (as == AS_DAY)
        number_day(b, when_day_of(t));
    else if (as == AS_HOUR || as == AS_LAST_HOUR)
        buf_add_format(b, "%02d", (int) ((t - when_day_of(as == AS_LAST_HOUR ? t - 1 : t) * WHEN_DAY) / WHEN_HOUR));
    else
        number_day_month(b, when_day_of(as == AS_LAST_DAY ? t - 1 : t));
}

double sentence_cell(struct sentence *s, unsigned look, struct result *r, size_t row, const char *column, enum said_as as)
{
    struct evidence e = { .file = result_name(r), .column = column, .as = names[as], .value = NAN };
    struct buf shown = BUF_INIT;
    if (row >= result_rows(r))
        return NAN;
    e.line = result_line(r, row);
    bool is_text = is_time(as) || as >= AS_WORDS;
    if (is_text)
        e.cell = result_text(r, row, column);
    else
        e.value = result_number(r, row, column);
    if (is_text ? e.cell == NULL || *e.cell == '\0' : !isfinite(e.value))
        return NAN;
    if (as >= AS_WORDS)
        label_add(&shown, text_of(e.cell), as == AS_WORDS ? WORDS_MOST : 0);
    else if (is_time(as))
        write_time(&shown, cell_when(r, row, column), as);
    else
        write_number(&shown, e.value, as);
    say(s, look, e, &shown);
    return e.value;
}

void sentence_rest(struct sentence *s, unsigned look, struct result *r, size_t row, const char *column, const char *start)
{
    struct evidence e = { .file = result_name(r), .column = column, .as = names[AS_WORDS], .line = result_line(r, row), .value = NAN,
                          .cell = result_text(r, row, column) };
    struct buf shown = BUF_INIT;
    label_add(&shown, text_of(e.cell + strlen(start)), WORDS_MOST);
    say(s, look, e, &shown);
}

const char *sentence_interval(struct sentence *s, unsigned look, struct result *r, size_t row, const char *lo, const char *hi)
{
    size_t before = s->text.text.len;
    double low = result_number(r, row, lo), high = result_number(r, row, hi);
    enum said_as as = high < .1 ? AS_PERCENT_2 : AS_PERCENT_1;
    if (!isfinite(low) || !isfinite(high))
        return "";
    rich_add(&s->text, look, " (");
    sentence_cell(s, look, r, row, lo, as);
    rich_add(&s->text, look, EN_DASH);
    sentence_cell(s, look, r, row, hi, as);
    rich_add(&s->text, look, NARROW_SPACE "%)");
    return rich_text(&s->text) + before;
}

void sentence_range(struct sentence *s, unsigned look, struct result *r, size_t row, const char *lo, const char *hi, enum said_as as)
{
    sentence_cell(s, look, r, row, lo, as);
    rich_add(&s->text, look, result_number(r, row, lo) < 0 || result_number(r, row, hi) < 0 ? " to " : EN_DASH);
    sentence_cell(s, look, r, row, hi, as);
}

/* --- rows together ------------------------------------------------------------------------- */

static void say_count(struct sentence *s, unsigned look, struct evidence e)
{
    struct buf shown = BUF_INIT;
    number_count(&shown, (int64_t) e.value);
    say(s, look, e, &shown);
}

size_t sentence_rows(struct sentence *s, unsigned look, struct result *r)
{
    say_count(s, look, (struct evidence){ .file = result_name(r), .column = "", .as = "rows", .value = (double) result_rows(r) });
    return result_rows(r);
}

size_t sentence_kinds(struct sentence *s, unsigned look, const struct result *r, const char *column)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r); i++)
        n += result_find(r, column, result_text(r, i, column)) == i;
    say_count(s, look, (struct evidence){ .file = result_name(r), .column = column, .as = "kinds", .value = (double) n });
    return n;
}

size_t sentence_filled(struct sentence *s, unsigned look, const struct result *r, const char *column)
{
    size_t n = 0;
    for (size_t i = 0; i < result_rows(r); i++)
        n += *result_text(r, i, column) != '\0';
    say_count(s, look, (struct evidence){ .file = result_name(r), .column = column, .as = "filled", .value = (double) n });
    return n;
}

double sentence_sum(struct sentence *s, unsigned look, struct result *r, const char *column)
{
    double sum = 0;
    for (size_t i = 0; i < result_rows(r); i++)
        sum += (double) result_int(r, i, column);
    say_count(s, look, (struct evidence){ .file = result_name(r), .column = column, .as = "sum", .value = sum });
    return sum;
}

void sentence_counted(struct sentence *s, unsigned look, const char *file, const char *column, const char *as, size_t n)
{
    say_count(s, look, (struct evidence){ .file = file, .column = column, .as = as, .value = (double) n });
}

void tally_add(struct tally *t, const struct result *r, size_t row)
{
    t->of = r;
    buf_add_format(&t->lines, "%s%zu", t->n++ > 0 ? " " : "", result_line(r, row));
}

void tally_release(struct tally *t)
{
    buf_release(&t->lines);
    *t = (struct tally){ NULL, BUF_INIT, 0 };
}

void sentence_tally(struct sentence *s, unsigned look, struct tally *t)
{
    if (t->of != NULL)
        say_count(s, look, (struct evidence){ .file = result_name(t->of), .column = "", .as = "lines", .value = (double) t->n,
                                              .lines = buf_detach(&t->lines) });
    tally_release(t);
}
