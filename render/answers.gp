# answers.gp -- what the requests of each day met with, as shares: a panel a party.
do for [k = 1:|panel_left|] {
    call 'panel.gp' k
    plot 'bars.csv' using ($6 == k ? ($1 + $2) / 2 : NaN):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable
}
