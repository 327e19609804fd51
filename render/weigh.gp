# weigh.gp -- everything is laid out in millimetres by the description.
