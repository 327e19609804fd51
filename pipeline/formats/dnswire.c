#include "dnswire.h"
#include "base/num.h"
#include "lines/clean.h"
#include <libknot/libknot.h>

void dnswire_release(struct dnswire *d) { buf_release(&d->storage); }

static bool read_question(struct dnswire *d, const uint8_t *message, size_t n)
{
    const uint8_t *at = message + KNOT_WIRE_HEADER_SIZE, *end = message + n;
    knot_dname_storage_t name;
    char shown[KNOT_DNAME_TXT_MAXLEN + 1];
    int length = knot_dname_wire_check(at, end, message);
    if (length <= 0 || end - at < length + 4)
        return false;
    if (knot_dname_unpack(name, at, sizeof name, message) <= 0 || !knot_dname_to_str(shown, name, sizeof shown))
        return false;
    if (knot_rrtype_to_string(knot_wire_read_u16(at + length), d->mnemonic, sizeof d->mnemonic) <= 0)
        return false;
    d->name = clean_name(&d->storage, text_of(shown), CLEAN_RFC1035);
    d->type = text_of(d->mnemonic);
    return true;
}

enum dnswire_kind dnswire_read(struct dnswire *d, const uint8_t *message, size_t n)
{
    if (n < KNOT_WIRE_HEADER_SIZE)
        return DNSWIRE_MALFORMED;
    if (knot_wire_get_qr(message))
        return DNSWIRE_RESPONSE;
    if (knot_wire_get_opcode(message) != KNOT_OPCODE_QUERY)
        return DNSWIRE_OTHER;
    if (knot_wire_get_qdcount(message) == 0)
        return DNSWIRE_NO_QUESTION;
    return read_question(d, message, n) ? DNSWIRE_QUERY : DNSWIRE_MALFORMED;
}

struct text dnswire_type_name(struct text type, char name[DNSWIRE_MNEMONIC])
{
    int64_t number;
    struct err ignored;
    ignored.set = true; /* no message is made */
    if (type.len == 0 || type.at[0] < '0' || type.at[0] > '9' || !num_int(type, 0, UINT16_MAX, &number, &ignored) ||
        knot_rrtype_to_string((uint16_t) number, name, DNSWIRE_MNEMONIC) <= 0)
        return type;
    return text_of(name);
}

const char *dnswire_reason(enum dnswire_kind kind)
{
    static const char *const reasons[] = {
        [DNSWIRE_QUERY] = "",
        [DNSWIRE_RESPONSE] = "response",
        [DNSWIRE_OTHER] = "no query opcode",
        [DNSWIRE_NO_QUESTION] = "no question",
        [DNSWIRE_MALFORMED] = "malformed DNS message",
    };
    return reasons[kind];
}
