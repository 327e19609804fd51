#include "type.h"
#include "palette.h"

const struct type_style *type_style(enum type t)
{
    static const struct type_style styles[TYPES] = {
        [TYPE_TITLE] = { 24, 28, true, INK },
        [TYPE_QUESTION] = { 14, 19, false, INK_2 },
        [TYPE_SECTION] = { 14, 18, true, INK },
        [TYPE_HEAD] = { 9.5, 13, true, INK },
        [TYPE_FINDING] = { 9.5, 13, false, INK },
        [TYPE_BODY] = { 9.5, 13, false, INK },
        [TYPE_NOTE] = { 7.5, 10, false, INK_2 },
        [TYPE_TABLE] = { 8, 11, false, INK },
        [TYPE_TABLE_HEAD] = { 7.5, 11, false, INK_2 },
        [TYPE_RUNNING] = { 7.5, 10, false, INK_2 },
    };
    return &styles[t];
}
