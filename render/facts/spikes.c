#include "spikes.h"
#include "words/number.h"
#include <string.h>

bool spike_found(const struct result *spikes, size_t row)
{
    return result_text(spikes, row, "spike")[0] != '\0';
}

bool spike_is_more(const struct result *spikes, size_t row)
{
    return result_is(spikes, row, "direction", "more");
}

bool spike_maker(const struct result *spikes, size_t row, size_t n, char *group, size_t room)
{
    const char *at = result_text(spikes, row, "maker");
    for (; n > 0 && *at != '\0'; n--)
        at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ');
    size_t length = strcspn(at, " ");
    if (length == 0 || length >= room)
        return false;
    memcpy(group, at, length);
    group[length] = '\0';
    return true;
}

bool spike_made_by(const struct result *spikes, size_t row, const char *group)
{
    char name[200];
    for (size_t i = 0; spike_maker(spikes, row, i, name, sizeof name); i++)
        if (strcmp(name, group) == 0)
            return true;
    return false;
}

void spike_makers(struct buf *b, const struct facts *f, const struct result *spikes, size_t row)
{
    char name[200];
    size_t n = 0;
    for (; spike_maker(spikes, row, n, name, sizeof name); n++) {
        buf_add_text(b, n > 0 ? ", " : "");
        buf_add_text(b, facts_group_name(f, name));
    }
    if (n == 0)
        buf_add_text(b, "nobody stands out");
}

void spike_dates(struct buf *b, struct result *spikes, size_t row)
{
    when_t start = result_when(spikes, row, "start"), end = result_when(spikes, row, "end");
    int64_t first = when_day_of(start), last = when_day_of(end - 1);
    number_day_month(b, first);
    if (end - start < WHEN_DAY && first == last) {
        int from = (int) ((start - first * WHEN_DAY) / WHEN_HOUR), to = (int) ((end - first * WHEN_DAY) / WHEN_HOUR);
        buf_add_format(b, ", %02d" EN_DASH "%02d h", from, to);
    } else if (last > first) {
        buf_add_text(b, " to ");
        number_day_month(b, last);
    }
}

size_t spike_silence(struct result *spikes, size_t row, struct result *coverage)
{
    size_t i = spike_is_more(spikes, row) ? result_rows(coverage) : 0;
    for (; i < result_rows(coverage); i++)
        if (result_is(coverage, i, "verdict", "silence") && result_when(coverage, i, "start") < result_when(spikes, row, "end") &&
            result_when(coverage, i, "end") > result_when(spikes, row, "start"))
            break;
    return i;
}
