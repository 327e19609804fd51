#include "fonts.h"
#include "base/buf.h"
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

static char lost[200]; /* the first that pango said of a font */

static void keep_cache(void)
{
    const char *home = getenv("HOME");
    struct buf cache = BUF_INIT;
    if (home == NULL || *home != '/')
        return;
    buf_add_format(&cache, "%s/.cache", home);
    setenv("XDG_CACHE_HOME", cache.at, 0);
    buf_release(&cache);
}

static const char *value_of(const char *key, const GLogField *fields, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (strcmp(fields[i].key, key) == 0)
            return fields[i].value;
    return "";
}

static GLogWriterOutput hear(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer nothing)
{
    const char *said = value_of("MESSAGE", fields, n);
    if (strcmp(value_of("GLIB_DOMAIN", fields, n), "Pango") != 0 || strstr(said, "font") == NULL)
        return g_log_writer_default(level, fields, n, nothing);
    if (*lost == '\0')
        snprintf(lost, sizeof lost, "%s", said);
    return G_LOG_WRITER_HANDLED;
}

bool fonts_sound(struct err *err)
{
    return *lost == '\0' || err_set(err, "error: a font cannot be used: pango says \"%s\"", lost);
}

void fonts_of_the_system(void)
{
    static const char *const theirs[] = {
        "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_LANG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "HOME",
        "PANGO_LANGUAGE",
    };
    keep_cache();
    g_log_set_writer_func(hear, NULL, NULL);
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        unsetenv(theirs[i]);
}
