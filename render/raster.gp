# raster.gp -- hour of day across, date down, a mark a record.
call 'panel.gp' 1
plot 'marks.tsv' @MARK ps mark_size
