#include "filelist.h"
#include "base/buf.h"
#include "base/outfile.h"
#include <stdlib.h>
#include <sys/stat.h>

#define LIST_LIMIT ((size_t) 1 << 28)

void filelist_add(struct filelist *l, const char *path)
{
    l->at = mem_grow(l->at, &l->capacity, l->n + 1, sizeof *l->at);
    l->at[l->n++] = mem_text(path);
}

bool filelist_read(struct filelist *l, const char *list, struct err *err)
{
    struct buf all = BUF_INIT;
    bool good = file_read(list, LIST_LIMIT, &all, err);
    if (good && all.len > 0 && memchr(all.at, '\0', all.len))
        good = err_set(err, "%s: error: a NUL byte in a list of files", list);
    for (char *line = good ? all.at : NULL; line && *line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        if (*line)
            filelist_add(l, line);
        line = end ? end + 1 : NULL;
    }
    buf_release(&all);
    return good;
}

bool filelist_gather(struct filelist *l, int n, char **operands, const char *list, struct err *err)
{
    for (int i = 0; i < n; i++)
        filelist_add(l, operands[i]);
    return !list || filelist_read(l, list, err);
}

bool filelist_inputs(struct filelist *l, int n, char **operands, const char *list, struct err *err)
{
    if (n == 0 && !list)
        filelist_add(l, "-");
    return filelist_gather(l, n, operands, list, err);
}

int64_t filelist_bytes(const struct filelist *l)
{
    int64_t sum = 0;
    struct stat s;
    for (size_t i = 0; i < l->n; i++) {
        if (stat(l->at[i], &s) != 0 || !S_ISREG(s.st_mode))
            return -1;
        sum += s.st_size;
    }
    return sum;
}

void filelist_release(struct filelist *l)
{
    for (size_t i = 0; i < l->n; i++)
        free(l->at[i]);
    free(l->at);
    *l = (struct filelist) FILELIST_INIT;
}
