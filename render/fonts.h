/* fonts.h -- the system's fonts and no others: what is drawn follows from inputs and system, not from who draws.

   fonts_of_the_system is called first in main: it takes out of the environment what would bring in fonts, rules
   and a language of the user's (FONTCONFIG_*, XDG_*, HOME, PANGO_LANGUAGE), so that a folder of fonts that came
   with a case does nothing.  The cache of what was found stays where it was. */

#ifndef DIELOG_FONTS_H
#define DIELOG_FONTS_H

void fonts_of_the_system(void);

#endif
