#include "self.h"
#include "base/buf.h"
#include <limits.h>
#include <unistd.h>

char *self_beside(const char *name, struct err *err)
{
    char self[PATH_MAX];
    struct buf path = BUF_INIT;
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n < 0) {
        err_errno(err, "/proc/self/exe");
        return NULL;
    }
    self[n] = '\0';
    buf_add(&path, self, (size_t) (strrchr(self, '/') + 1 - self));
    buf_add_text(&path, name);
    return buf_detach(&path);
}
