# canvas.gp -- the next plot covers the whole figure, in millimetres from its top left corner.
set lmargin at screen 0
set tmargin at screen 1
set rmargin at screen 1
set bmargin at screen 0
set border 0
unset tics
unset logscale
set xrange [0:width_mm]
set yrange [height_mm:0]
