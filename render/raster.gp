# raster.gp -- hour of day across, date down, a mark a record.
call 'panel.gp' 1
plot 'marks.csv' @MARK ps mark_size
