#include "json.h"
#include "num.h"
#include "utf8.h"
#include <math.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static void add_ascii(struct buf *into, char c)
{
    if (c == '"' || c == '\\')
        buf_add_format(into, "\\%c", c);
    else if ((unsigned char) c < 0x20 || c == 0x7f)
        buf_add_format(into, "\\u%04x", (unsigned char) c);
    else
        buf_add_char(into, c);
}

void json_text(struct buf *into, struct text t)
{
    buf_add_char(into, '"');
    for (size_t i = 0, n; i < t.len; i += n > 0 ? n : 1) {
        n = utf8_length(t.at + i, t.len - i);
        if (n == 0)
            buf_add_text(into, REPLACEMENT);
        else if (n == 1)
            add_ascii(into, t.at[i]);
        else
            buf_add(into, t.at + i, n);
    }
    buf_add_char(into, '"');
}

void json_number(struct buf *into, double x)
{
    if (isfinite(x))
        num_put(into, x);
    else
        buf_add_text(into, "null");
}
