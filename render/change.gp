# change.gp -- days and the levels fitted to them: a panel a question.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'bands.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable, \
         'dots.csv' using ($4 == k ? $1 : NaN):2:3 with points pointtype 7 pointsize .22 linecolor rgb variable, \
         'lines.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw 1.6
}
