# share.gp -- shares of all records as dots, with their intervals as lines.
call 'panel.gp' 1
plot 'intervals.csv' @LINE lw 2.4, 'wilson.csv' @LINE lw .8, 'raw.csv' @MARK ps .5, 'dots.csv' @MARK ps .55
