# under.gp -- plain rectangles and lines in millimetres, below everything.
load 'canvas.gp'
plot 'under_rects.csv' @RECT, 'under_lines.csv' @LINE lw .5
