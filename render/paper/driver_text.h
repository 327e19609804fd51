/* driver_text.h -- the page engine's answers in plain text, for tests.

   A character is half its type's size wide, lines break at blanks (or anywhere, when a word is
   too long); a figure is as large as its path says: "122x60.pdf" in millimetres.  What
   is drawn becomes lines such as "p1 62 63 body| the text of one line". */

#ifndef DIELOG_DRIVER_TEXT_H
#define DIELOG_DRIVER_TEXT_H

#include "driver.h"

struct driver *driver_text_new(void);
const char *driver_text_said(const struct driver *d); /* all lines so far; the driver's */
void driver_text_free(struct driver *d);

#endif
