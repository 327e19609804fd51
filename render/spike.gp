# spike.gp -- visits a day against what was expected: a panel a group.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'bands.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable, \
         'bars.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable, \
         'lines.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw .7
}
