#include "heading.h"
#include "chart.h"

#define MORE_MM 15.0 /* room that "; 12 more" takes */

void heading_init(struct heading *h, const struct facts *f, double width_mm, const char *lead, const char *between)
{
    *h = (struct heading){ .text = BUF_INIT, .between = between, .room_mm = chart_title_room(f, width_mm) - MORE_MM };
    buf_add_text(&h->text, lead);
}

void heading_item(struct heading *h, const char *item)
{
    size_t before = h->text.len;
    if (h->left > 0) {
        h->left++;
        return;
    }
    buf_add_text(&h->text, h->items == 0 ? "" : h->between);
    buf_add_text(&h->text, item);
    if (h->items > 0 && chart_text_width(h->text.at, TITLE_POINTS) > h->room_mm) {
        h->text.len = before;
        h->text.at[before] = '\0';
        h->left = 1;
    } else {
        h->items++;
    }
}

const char *heading_text(struct heading *h)
{
    if (h->left > 0)
        buf_add_format(&h->text, "; %zu more", h->left);
    return h->text.at;
}

void heading_release(struct heading *h)
{
    buf_release(&h->text);
}
