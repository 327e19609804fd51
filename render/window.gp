# window.gp -- rate ratios of the event windows on a log axis.
call 'panel.gp' 1
plot 'mdr.csv' @LINE lw 1.2, 'intervals.csv' @LINE lw 1.1, 'dots.csv' @MARK ps .5
