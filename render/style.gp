# style.gp -- what all charts share: colours, and the way from millimetres to the screen.
INK = "#1A1A1A"
INK_2 = "#6B7280"
HAIRLINE = "#D4D4D8"
NULL_BAND = "#E5E7EB"
NIGHT = "#F3F4F6"
X(mm) = mm / width_mm
Y(mm) = 1 - mm / height_mm
set style fill solid 1 noborder
set style textbox noborder
unset key
unset title
unset colorbox
set border 0
set tics nomirror noenhanced scale 0
