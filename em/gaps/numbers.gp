width_mm = 122
height_mm = 12
n_under_rects = 0
n_under_lines = 0
n_over_rects = 0
n_over_marks = 0
n_texts = 2
