/* dnsname.c -- see dnsname.h. */

#include "dnsname.h"

static bool ends_with(struct text t, const char *end)
{
    size_t n = strlen(end);

    return t.len >= n && memcmp(t.at + t.len - n, end, n) == 0 && (t.len == n || t.at[t.len - n - 1] == '.');
}

static bool begins_with(struct text t, const char *start)
{
    size_t n = strlen(start);

    return t.len >= n && memcmp(t.at, start, n) == 0;
}

bool dnsname_is_reverse(struct text name)
{
    return ends_with(name, "in-addr.arpa") || ends_with(name, "ip6.arpa");
}

/* Where the label that ends before END begins. */
static size_t label_start(struct text name, size_t end)
{
    while (end > 0 && name.at[end - 1] != '.')
        end--;
    return end;
}

struct text dnsname_suffix(struct text name)
{
    size_t last = label_start(name, name.len), before = last > 0 ? label_start(name, last - 1) : 0, start = before;

    if (before > 0 && name.len - last == 2 && last - 1 - before <= 3)
        start = label_start(name, before - 1);
    return (struct text){ name.at + start, name.len - start };
}

bool dnsname_is_policy(struct text name)
{
    static const char *const labels[] = { "_dmarc", "_domainkey", "_spf", "_mta-sts", "_smtp", "_bimi" };

    for (size_t start = 0; start < name.len;) {
        const char *dot = memchr(name.at + start, '.', name.len - start);
        size_t n = dot != NULL ? (size_t)(dot - name.at) - start : name.len - start;

        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
            if (text_is((struct text){ name.at + start, n }, labels[i]))
                return true;
        }
        start += n + 1;
    }
    return false;
}

bool dnsname_is_version(struct text name)
{
    return ends_with(name, "version.bind") || ends_with(name, "hostname.bind") || ends_with(name, "authors.bind")
           || ends_with(name, "version.server") || ends_with(name, "id.server") || begins_with(name, "version.");
}

static bool has_word(struct text label, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text_is(label, words[i]))
            return true;
    }
    return false;
}

/* A well-known top level with labels on both sides. */
static bool has_inner_top(struct text name)
{
    static const char *const tops[] = { "com", "net", "org", "edu", "gov", "mil", "info", "biz" };
    size_t first = dnsname_first(name), start = first + 1;

    while (start < name.len) {
        const char *dot = memchr(name.at + start, '.', name.len - start);

        if (dot == NULL)
            return false;
        if (has_word((struct text){ name.at + start, (size_t)(dot - name.at) - start }, tops, sizeof tops / sizeof *tops))
            return true;
        start = (size_t)(dot - name.at) + 1;
    }
    return false;
}

static bool ends_privately(struct text name)
{
    static const char *const tops[] = { "local", "lan", "corp", "internal", "intranet", "home", "localdomain", "private", "lokal" };
    size_t last = label_start(name, name.len);

    return has_word((struct text){ name.at + last, name.len - last }, tops, sizeof tops / sizeof *tops);
}

bool dnsname_is_searched(struct text name, const struct names *asked)
{
    if (dnsname_is_reverse(name))
        return false;
    if (ends_privately(name) && has_inner_top(name))
        return true;
    for (size_t end = label_start(name, name.len); end > 0; end = label_start(name, end - 1)) {
        struct text front = { name.at, end - 1 };

        if (dnsname_labels(front) >= 2 && names_find(asked, front) >= 0)
            return true;
    }
    return false;
}

size_t dnsname_labels(struct text name)
{
    size_t n = name.len > 0;

    for (size_t i = 0; i < name.len; i++)
        n += name.at[i] == '.';
    return n;
}

size_t dnsname_first(struct text name)
{
    const char *dot = name.len > 0 ? memchr(name.at, '.', name.len) : NULL;

    return dot != NULL ? (size_t)(dot - name.at) : name.len;
}
