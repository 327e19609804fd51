# epoch.gp -- a panel a group: the band of moved events, and the steps around the starts of the events.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'band.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable, \
        'guides.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw .5, \
        'steps.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw 1.4, \
        'dots.csv' using ($5 == k ? $1 : NaN):2:3:4 with points pointtype variable linecolor rgb variable ps .35
}
