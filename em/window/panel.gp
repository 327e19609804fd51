# panel.gp -- call 'panel.gp' i: the next plot fills panel i of the description and takes its ranges.
i = int(ARG1)
set lmargin at screen X(panel_left[i])
set tmargin at screen Y(panel_top[i])
set rmargin at screen X(panel_right[i])
set bmargin at screen Y(panel_bottom[i])
set border 0
unset tics
unset logscale
set xrange [panel_x0[i]:panel_x1[i]]
set yrange [panel_y0[i]:panel_y1[i]]
if (panel_log[i]) { set logscale x }
