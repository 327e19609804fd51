# coverage.gp -- strips of time: everything is laid out in millimetres by the description.
