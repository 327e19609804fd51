/* fonts.h -- the system's fonts and no others: what is drawn follows from inputs and system, not from who draws.

   fonts_of_the_system is called first in main: it takes out of the environment what would bring in fonts, rules
   and a language of the user's (FONTCONFIG_*, XDG_*, HOME, PANGO_LANGUAGE), so that a folder of fonts that came
   with a case does nothing.  The cache of what was found stays where it was.

   Pango goes on without a font that it cannot open, and leaves out what it would have drawn; it only warns.  From fonts_of_the_system
   on that is heard, and fonts_sound, asked before anything is published, says it. */

#ifndef DIELOG_FONTS_H
#define DIELOG_FONTS_H

#include "base/err.h"

void fonts_of_the_system(void);
bool fonts_sound(struct err *err) MUST_USE;

#endif
