# draw.gp -- one chart as PDF and SVG, and as the PDF of a slide.  Run in a folder that holds numbers.gp, a .csv file a
# block, and chart.gp, and the slide's numbers and blocks in slide/; writes figure.pdf, figure.svg, slide/figure.pdf there.
# Nothing here is made from data: names and labels come in as columns of the .csv files.
set encoding utf8
set datafile separator comma
set datafile columnheaders
set datafile commentschars "\001"
set loadpath '..'
load 'numbers.gp'
load 'style.gp'
do for [device = 1:3] {
    if (device == 3) {
        cd 'slide'
        load 'numbers.gp'
    }
    if (device == 2) {
        set terminal svg size width_mm / 25.4 * 72, height_mm / 25.4 * 72 font "Inter,7" fontscale 1 linewidth .5 noenhanced background '#ffffff'
        set output 'figure.svg'
    } else {
        set terminal pdfcairo size width_mm / 25.4, height_mm / 25.4 font "Inter,7" fontscale .75 linewidth 1 noenhanced
        set output 'figure.pdf'
    }
    set multiplot
    load 'under.gp'
    load 'chart.gp'
    load 'texts.gp'
    unset multiplot
    unset output
}
