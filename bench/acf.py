# acf.py N -- N times the autocorrelation of 500,000 counts at all lags, by statsmodels.
import sys

import numpy
from statsmodels.tsa.stattools import acf

x = numpy.random.default_rng(1).poisson(3, 500000).astype(float)
for _ in range(int(sys.argv[1])):
    print(acf(x, nlags=len(x) - 1, fft=True)[1])
