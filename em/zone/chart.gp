# nothing.gp -- no chart, only the sentence that says why.
