#include "fonts.h"
#include "base/buf.h"
#include <stdlib.h>

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

void fonts_of_the_system(void)
{
    static const char *const theirs[] = {
        "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_LANG", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "HOME",
        "PANGO_LANGUAGE",
    };
    keep_cache();
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        unsetenv(theirs[i]);
}
