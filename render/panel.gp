# panel.gp -- call 'panel.gp' left top right bottom: the next plot fills this rectangle,
# in millimetres from the figure's top left corner.
set lmargin at screen X(real(ARG1))
set tmargin at screen Y(real(ARG2))
set rmargin at screen X(real(ARG3))
set bmargin at screen Y(real(ARG4))
