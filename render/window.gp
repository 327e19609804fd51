# window.gp -- rate ratios of the event windows on a log axis.
call 'panel.gp' 1
plot 'mdr.tsv' @LINE lw 1.2, 'intervals.tsv' @LINE lw 1.1, 'dots.tsv' @MARK ps .5
