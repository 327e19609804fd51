# scale.gp -- gnuplot -e "table='scale.csv'; all=1e8; out='scale.svg'; device='svg'" scale.gp: CPU seconds and peak memory of each
# stage by days, clients and lookups.  Both axes are logarithmic, so that what grows in proportion has the slope of the grey lines.
set datafile separator ','
set datafile missing NaN
set terminal @device
set output out
AXES = 'days clients lookups'
TITLES = '"days of the same load" "clients, lookups the same" "lookups, days and clients the same"'
STAGES = 'normalize collect count rebin share names integrity couple period cadence figure compose'
COLOURS = '#0072B2 #56B4E9 #009E73 #7FBF7B #1A1A1A #D55E00 #E69F00 #CC79A7 #882255 #AA4499 #9CA3AF #6B7280'
at(axis) = axis eq 'days' ? 3 : axis eq 'clients' ? 4 : 2
x(axis, s) = strcol(1) eq axis && strcol(6) eq s ? column(at(axis)) : NaN
set logscale xy
set format '10^{%L}'
set border 3 linecolor '#6B7280'
set tics nomirror out scale 0.5
set key off
set multiplot layout 2,3 margins 0.06,0.87,0.09,0.94 spacing 0.06,0.12
do for [row = 1:2] {
    do for [k = 1:3] {
        axis = word(AXES, k)
        set title (row == 1 ? word(TITLES, k) : '') left offset 0,-0.4
        set xlabel (row == 2 ? axis : '') offset 0,0.3
        set ylabel (k == 1 ? (row == 1 ? 'CPU seconds' : 'peak memory, MB') : '') offset 1,0
        set yrange [(row == 1 ? 0.003 : 1):(row == 1 ? 300 : 400)]
        if (axis eq 'days') { set xrange [0.8:1250] } else { if (axis eq 'clients') { set xrange [80:1.25e6] } else { set xrange [0.8 * all / 10000:1.25 * all / 100] } }
        if (row == 1 && k == 3) { set key at screen 0.99, screen 0.92 right top samplen 1.5 spacing 1.2 } else { set key off }
        plot for [e = -6:3] 10.0**e * (axis eq 'clients' ? x / 100 : axis eq 'days' ? x : x / 1000) with lines linecolor '#E4E4E7' notitle, \
             for [i = 1:words(STAGES)] table using (x(axis, word(STAGES, i))):(row == 1 ? $8 : $10 / 1e6) \
                 with linespoints pointtype 7 pointsize 0.4 linewidth 1.6 linecolor rgb word(COLOURS, i) title word(STAGES, i)
    }
}
unset multiplot
