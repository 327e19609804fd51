# zone.gp -- a row a group: the profile of its day, and the posterior over offsets.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'bars.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable
}
