# week.gp -- hour of the week: a panel a party, a tile an hour; the colours come as numbers.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'tiles.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable
}
