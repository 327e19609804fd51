/* err.h -- an error message that travels to main.

   A function that can fail takes a `struct err *` last and returns bool (true:
   it worked).  On failure it fills the message and returns false.  The first
   message wins: what fails later because of it does not overwrite it.  Only
   *_main.c prints a message and exits.

   Memory is the one exception: mem_*() end the program with a one-line message
   when there is none left, so no caller carries that case. */

#ifndef DIELOG_ERR_H
#define DIELOG_ERR_H

#include <stdbool.h>
#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))

struct err {
    bool set;
    char text[600]; /* one line of UTF-8; other bytes and controls are shown as \ooo */
};

/* As = { 0 }, without the time that takes where most calls succeed. */
static inline void err_init(struct err *err)
{
    err->set = false;
    err->text[0] = '\0';
}

/* Sets the message unless one is set already.  Always returns false, so that
   a function can end with `return err_set(...)`. */
bool err_set(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As err_set, with ": <strerror(errno)>" behind it. */
bool err_errno(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints "PROGRAM: message" on standard error and returns the exit code 1. */
int err_report(const struct err *err, const char *program);

/* Memory; never NULL.  mem_grow doubles *CAPACITY (elements of SIZE bytes)
   until it is at least NEED and returns the moved block. */
void mem_out(void); /* says that there is no memory, and exits 1 */
void *mem_alloc(size_t n);
void *mem_zero(size_t n);
void *mem_resize(void *old, size_t n);
void *mem_grow(void *old, size_t *capacity, size_t need, size_t size);
char *mem_text(const char *s);

/* qsort that takes nothing to sort (NULL, 0) for what it is. */
void mem_sort(void *at, size_t n, size_t size, int (*compare)(const void *, const void *));

#endif
