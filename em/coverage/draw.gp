# draw.gp -- one chart in three formats.  Run in a folder that holds numbers.gp, a .csv file a
# block, and chart.gp; writes figure.pdf, figure.svg, figure.png there.
# Nothing here is made from data: names and labels come in as columns of the .csv files.
set encoding utf8
set datafile separator comma
set datafile columnheaders
set datafile commentschars "\001"
load 'numbers.gp'
load 'style.gp'
do for [device = 1:4] {
    if (device == 1) {
        set terminal pdfcairo size width_mm / 25.4, height_mm / 25.4 font "Inter,7" fontscale .75 linewidth 1 noenhanced
        set output 'figure.pdf'
    }
    if (device == 2) {
        set terminal svg size width_mm / 25.4 * 72, height_mm / 25.4 * 72 font "Inter,7" fontscale 1 linewidth .5 noenhanced background '#ffffff'
        set output 'figure.svg'
    }
    if (device == 3) {
        set terminal pngcairo size int(width_mm / 25.4 * 300 + .5), int(height_mm / 25.4 * 300 + .5) font "Inter,7" fontscale 300 / 96. linewidth 300 / 144. pointscale 4.2 noenhanced
        set output 'figure.png'
    }
    if (device == 4) {
        slide = 1920. / width_mm < 1080. / height_mm ? 1920. / width_mm : 1080. / height_mm
        set terminal pngcairo size int(width_mm * slide + .5), int(height_mm * slide + .5) font "Inter,7" fontscale slide * 25.4 / 96 linewidth slide * 25.4 / 144 pointscale 4.2 * slide * 25.4 / 300 noenhanced
        set output 'figure-slide.png'
    }
    set multiplot
    load 'under.gp'
    load 'chart.gp'
    load 'texts.gp'
    unset multiplot
    unset output
}
