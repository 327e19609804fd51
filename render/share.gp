# share.gp -- shares of all records as dots, with their intervals as lines.
call 'panel.gp' 1
plot 'intervals.tsv' @LINE lw 2.4, 'wilson.tsv' @LINE lw .8, 'raw.tsv' @MARK ps .5, 'dots.tsv' @MARK ps .55
