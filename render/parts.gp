# parts.gp -- two parts cumulated against the date: a panel a group.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'lines.csv' using ($6 == k ? $1 : NaN):2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable lw 1.3
}
