# window.gp -- rate ratios of the event windows on a log axis; the last column says in which panel.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'mdr.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw 1.2, \
        'intervals.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw 1.1, \
        'dots.csv' using ($5 == k ? $1 : NaN):2:3:4 with points pointtype variable linecolor rgb variable ps .5
}
