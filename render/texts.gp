# texts.gp -- texts.tsv (style, x, y, colour, text; millimetres, y the base line) over everything.
# A style is 3 * (text, bold, heading, small) + (left, centre, right).
if (exists("n_texts")) {
    call 'panel.gp' 0 0 width_mm height_mm
    unset logscale
    set border 0
    unset tics
    set xrange [0:width_mm]
    set yrange [height_mm:0]
    array FONT[4] = ["Inter,7", "Inter Semi Bold,7", "Inter Semi Bold,9", "Inter,6"]
    array RAISE[4] = [.85, .85, 1.1, .73]
    plot \
        for [k = 0:3] 'texts.tsv' using ($1 == 3 * k ? $2 : NaN):($3 - RAISE[k + 1]):5:4 with labels left font FONT[k + 1] textcolor rgb variable noenhanced, \
        for [k = 0:3] 'texts.tsv' using ($1 == 3 * k + 1 ? $2 : NaN):($3 - RAISE[k + 1]):5:4 with labels center font FONT[k + 1] textcolor rgb variable noenhanced, \
        for [k = 0:3] 'texts.tsv' using ($1 == 3 * k + 2 ? $2 : NaN):($3 - RAISE[k + 1]):5:4 with labels right font FONT[k + 1] textcolor rgb variable noenhanced
}
