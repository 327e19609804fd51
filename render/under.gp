# under.gp -- plain rectangles and lines in millimetres, below everything.
load 'canvas.gp'
plot 'under_rects.tsv' @RECT, 'under_lines.tsv' @LINE lw .5
