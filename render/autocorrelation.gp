# autocorrelation.gp -- a row a group: the first hours at the left, the whole range at the right.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'band.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable, \
        'guides.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw .5, \
        'stems.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw stem_width[k], \
        'clock.csv' using ($4 == k ? $1 : NaN):2:3 with lines linecolor rgb variable lw .8, \
        'dots.csv' using ($5 == k ? $1 : NaN):2:3:4 with points pointtype variable linecolor rgb variable ps .22
}
