# texts.gp -- marks and texts in millimetres, over everything.  texts.csv: style, x, y (the base
# line), colour, text; a style is 3 * (text, bold, heading, small) + (left, centre, right).
load 'canvas.gp'
# The svg terminal knows no weight; it writes a font's name as it is between two quotes.
array FONT[4] = ["Inter,7", "Inter:Bold,7", "Inter:Bold,9", "Inter,6"]
if (device == 2) {
    FONT[2] = 'Inter" font-weight="600,7'
    FONT[3] = 'Inter" font-weight="600,9'
}
array RAISE[4] = [.89, .89, 1.15, .76]
plot \
    'over_rects.csv' @RECT, 'over_marks.csv' @MARK ps .5, \
    for [k = 0:3] 'texts.csv' using ($1 == 3 * k ? $2 : NaN):($3 - RAISE[k + 1]):5:4 with labels left font FONT[k + 1] textcolor rgb variable noenhanced, \
    for [k = 0:3] 'texts.csv' using ($1 == 3 * k + 1 ? $2 : NaN):($3 - RAISE[k + 1]):5:4 with labels center font FONT[k + 1] textcolor rgb variable noenhanced, \
    for [k = 0:3] 'texts.csv' using ($1 == 3 * k + 2 ? $2 : NaN):($3 - RAISE[k + 1]):5:4 with labels right font FONT[k + 1] textcolor rgb variable noenhanced
