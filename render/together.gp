# together.gp -- coincidences by distance: everything is laid out in millimetres by the description.
