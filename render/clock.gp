# clock.gp -- how the day moves with the clock: everything is laid out in millimetres by the description.
