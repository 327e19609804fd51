# style.gp -- what all charts share: colours, the way from millimetres to the screen, and the
# shapes of rows.  A rectangle is x0 x1 y0 y1 colour, a line x0 y0 x1 y1 colour, a mark
# x y shape colour.
INK = "#1A1A1A"
INK_2 = "#6B7280"
HAIRLINE = "#D4D4D8"
X(mm) = mm / width_mm
Y(mm) = 1 - mm / height_mm
RECT = 'using (($1 + $2) / 2):(($3 + $4) / 2):1:2:3:4:5 with boxxyerror fillcolor rgb variable'
LINE = 'using 1:2:($3 - $1):($4 - $2):5 with vectors nohead linecolor rgb variable'
MARK = 'using 1:2:3:4 with points pointtype variable linecolor rgb variable'
set style fill solid 1 noborder
unset key
unset title
unset colorbox
