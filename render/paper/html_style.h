/* html_style.h -- how the web page looks: the sheet of render/README.md in CSS. */

#ifndef DIELOG_HTML_STYLE_H
#define DIELOG_HTML_STYLE_H

extern const char html_style[];

#endif
