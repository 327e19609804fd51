/* Z^2_m, H, Fisher's g and Lomb-Scargle against R, astropy, papers; and the exact scan against the formula. */

#include "unit.h"

#include "numbers/fisherg.h"
#include "numbers/lombscargle.h"
#include "numbers/zscan.h"
#include "rsets.h"

/* Coal mining disasters, years: boot::coal$date of R. */
static const double coal[] = {
    1851.2026009582478, 1851.6324435318274, 1851.9691991786447, 1851.974674880219,
    1852.3141683778233, 1852.347022587269, 1852.3579739904176, 1852.3853524982887,
    1852.9767282683094, 1853.1957563312799, 1853.2286105407256, 1853.3189596167008,
    1853.4996577686516, 1854.1348391512663, 1856.3963039014375, 1856.5058179329226,
    1856.5386721423683, 1856.618069815195, 1857.1382614647503, 1857.403832991102,
    1857.5817932922655, 1858.091033538672, 1858.1540041067763, 1858.4058863791922,
    1858.9452429842574, 1860.1252566735113, 1860.1690622861054, 1860.5906913073238,
    1860.8507871321012, 1860.9192334017796, 1860.971252566735, 1861.1848049281314,
    1861.7378507871322, 1861.8364134154688, 1862.1375770020534, 1862.8932238193017,
    1862.937029431896, 1863.1779603011637, 1863.7939767282683, 1863.9390828199862,
    1863.9856262833675, 1865.4585900068446, 1865.9705681040384, 1866.0636550308009,
    1866.3401779603012, 1866.4524298425736, 1866.832991101985, 1866.9479808350445,
    1866.9507186858316, 1867.6351813826147, 1867.8542094455852, 1867.8624229979466,
    1868.7494866529773, 1868.9028062970567, 1868.987679671458, 1869.2505133470227,
    1869.442162902122, 1869.5544147843943, 1869.8090349075976, 1869.8747433264887,
    1870.1238877481178, 1870.5154004106776, 1870.5592060232718, 1870.6331279945243,
    1871.0273785078714, 1871.1505817932923, 1871.167008898015, 1871.7364818617386,
    1871.8158795345653, 1872.1225188227243, 1872.2402464065708, 1872.7686516084873,
    1873.135523613963, 1874.2854209445586, 1874.545516769336, 1874.8877481177276, 1874.98083504449,
    1875.3285420944558, 1875.9253935660506, 1875.930869267625, 1875.930869267625, 1876.965776865161,
    1877.0643394934975, 1877.1054072553045, 1877.1902806297057, 1877.7789185489391,
    1877.8090349075976, 1878.1841204654347, 1878.1950718685832, 1878.2361396303902,
    1878.4332648870636, 1878.6960985626283, 1879.0355920602328, 1879.1724845995893,
    1879.501026694045, 1880.056810403833, 1880.5386721423683, 1880.6892539356604,
    1880.9438740588637, 1881.1054072553045, 1881.9678302532511, 1882.129363449692,
    1882.2963723477071, 1882.2991101984942, 1882.3347022587268, 1882.8521560574948,
    1883.7967145790553, 1883.851471594798, 1884.0732375085558, 1884.8562628336756,
    1885.1683778234087, 1885.464065708419, 1885.9787816563996, 1886.6167008898015,
    1886.6933607118413, 1886.7535934291582, 1886.9206023271731, 1887.1341546885694,
    1887.4052019164956, 1888.2977412731007, 1889.050650239562, 1889.1984941820672,
    1889.7926078028747, 1890.1019849418208, 1890.1895961670089, 1891.2518822724162,
    1891.6652977412732, 1892.6536618754278, 1893.507871321013, 1894.4770704996577,
    1895.3175906913073, 1896.0704996577686, 1896.2840520191648, 1896.3305954825462,
    1899.6297056810404, 1901.3928815879535, 1902.6714579055442, 1905.0561259411363,
    1905.1875427789184, 1905.5242984257359, 1906.7727583846681, 1908.1362080766598,
    1908.2703627652293, 1908.6290212183435, 1909.1273100616017, 1909.8254620123203,
    1910.356605065024, 1910.9698836413415, 1912.5195071868584, 1913.7843942505133,
    1914.4086242299795, 1916.615331964408, 1918.0308008213553, 1922.5290896646134,
    1922.6769336071184, 1923.5694729637235, 1927.1615331964408, 1928.1143052703628,
    1930.1540041067763, 1930.7481177275838, 1931.0766598220398, 1931.829568788501,
    1931.8843258042436, 1932.0650239561944, 1932.864476386037, 1932.8754277891856, 1933.88295687885,
    1934.7234770704997, 1935.643394934976, 1935.6954140999314, 1936.596167008898,
    1937.4996577686516, 1938.3538672142367, 1939.8213552361397, 1940.2183436002738,
    1940.4236824093086, 1941.4202600958247, 1941.5215605749486, 1941.5735797399043,
    1942.0006844626969, 1942.129363449692, 1942.482546201232, 1946.9452429842574, 1947.024640657084,
    1947.6187542778919, 1947.6379192334018, 1947.6872005475702, 1951.4052019164956,
    1957.88295687885, 1960.4893908282, 1962.2197125256673,
};
#define COAL (sizeof coal / sizeof *coal)

/* A year as the period: numpy's sums and scipy's chi2.sf, astropy's rayleightest is the latter. */
static void test_coal(void **state)
{
    double z2[1];
    struct hstat h = zscan_h(coal, COAL, 1);

    (void)state;
    assert_int_equal(COAL, 191);
    assert_close(h.z2[0], 3.6055268759761874, 1e-11);
    assert_close(h.z2[1], 4.318041172371748, 1e-11);
    assert_close(exp(-h.z2[0] / 2), 0.16484272557337465, 1e-11);
    zscan_z2(coal, COAL, 1, .5, 1, 1, z2);
    assert_close(z2[0], 3.6055268759761874, 1e-11);
    zscan_z2(coal, COAL, 1, .5, 1, 2, z2);
    assert_close(z2[0], 4.318041172371748, 1e-11);
}

/* Zar, Biostatistical analysis, as in the tests of CircStat: Z of Rayleigh is half of Z^2_1. */
static void test_rayleigh(void **state)
{
    static const double angle[] = { .785, 1.570, 3.141, .839, 5.934 };
    double cycles[5];

    (void)state;
    for (int i = 0; i < 5; i++)
        cycles[i] = angle[i] / (2 * M_PI);
    assert_close(zscan_h(cycles, 5, 1).z2[0] / 2, 1.236190079726, 1e-12);
}

/* The scan is the formula at every frequency, whatever blocks it is worked in. */
static void test_exact(void **state)
{
    enum { N = 700, F = 2100 };
    static double t[N], z1[F], z2[F];

    (void)state;
    for (int i = 0; i < N; i++)
        t[i] = 1000 * fmod(i * 0.6180339887498949, 1) + 2.385;
    zscan_z2(t, N, .3, .00137, F, 1, z1);
    zscan_z2(t, N, .3, .00137, F, 2, z2);
    for (int i = 0; i < F; i += 7) {
        long double c[2] = { 0 }, s[2] = { 0 };

        for (int j = 0; j < N; j++) {
            for (int k = 0; k < 2; k++) {
                c[k] += cosl(2 * M_PIl * (k + 1) * (.3L + i * .00137L) * (long double)t[j]);
                s[k] += sinl(2 * M_PIl * (k + 1) * (.3L + i * .00137L) * (long double)t[j]);
            }
        }
        assert_true(fabs(z1[i] - (double)(2.L / N * (c[0] * c[0] + s[0] * s[0]))) < 1e-9);
        assert_true(fabs(z2[i] - (double)(2.L / N * (c[0] * c[0] + s[0] * s[0] + c[1] * c[1] + s[1] * s[1]))) < 1e-9);
    }
}

/* Time that begins elsewhere changes nothing; another unit of time moves the frequency alone; n events at one
   phase give n in each cosine: Z^2_m = 2 n m, H = 40 n - 76. */
static void test_laws(void **state)
{
    double t[50], moved[50], scaled[50], same[50];
    struct hstat a, b, c;

    (void)state;
    for (int i = 0; i < 50; i++) {
        t[i] = i * 3.71 + .4 * sin(i * 12.9898);
        moved[i] = t[i] + 1234.5;
        scaled[i] = t[i] * 60;
        same[i] = i * 2.5;
    }
    a = zscan_h(t, 50, 1 / 3.71);
    b = zscan_h(moved, 50, 1 / 3.71);
    c = zscan_h(scaled, 50, 1 / (3.71 * 60));
    for (int k = 0; k < ZSCAN_HARMONICS; k++) {
        assert_true(k == 0 || a.z2[k] >= a.z2[k - 1]);
        assert_close(b.z2[k], a.z2[k], 1e-9);
        assert_close(c.z2[k], a.z2[k], 1e-9);
    }
    a = zscan_h(same, 50, .4);
    assert_close(a.h, 40 * 50 - 76, 1e-12);
    assert_int_equal(a.m, ZSCAN_HARMONICS);
    assert_close(zscan_h_p(10), exp(-3.98405), 1e-12);
    assert_true(isnan(zscan_h(t, 0, 1).h));
}

/* A table of peaks holds the largest of every cell, and what H is there. */
static void test_peaks(void **state)
{
    enum { N = 90, CELLS = 12 };
    double t[N], lowest = .05, highest = 1.3, step = 1. / 4096, z2[5121];
    struct zpeak at[CELLS];
    size_t n, seen = 0;

    (void)state;
    for (int i = 0; i < N; i++)
        t[i] = i * 2.385 + .3 * sin(i * 12.9898);
    n = zscan_peaks(t, N, lowest, highest, step, CELLS, at);
    zscan_z2(t, N, lowest, step, 5121, 2, z2);
    assert_int_equal(n, CELLS);
    for (size_t i = 0; i < n; i++) {
        double end = lowest * pow(highest / lowest, (double)(i + 1) / CELLS), most = 0;

        for (; seen < 5121 && (i + 1 == n || lowest + (double)seen * step < end); seen++)
            most = fmax(most, z2[seen]);
        assert_close(at[i].z2, most, 1e-9);
        assert_close(at[i].h.h, zscan_h(t, N, at[i].f).h, 1e-12);
        assert_close(at[i].h.z2[1], at[i].z2, 1e-9);
    }
}

/* R: x <- log10(lynx); I <- abs(fft(x - mean(x)))^2 / 114; g <- max(I[2:57]) / sum(I[2:57]) */
static void test_fisher(void **state)
{
    double flat[20] = { 0 };
    struct fisherg g = fisherg_of(r_lynx, sizeof r_lynx / sizeof *r_lynx);

    (void)state;
    assert_int_equal(g.m, 56);
    assert_int_equal(g.k, 12);
    assert_close(114. / (double)g.k, 9.5, 1e-15);
    assert_close(g.ordinate, 10.51320342, 1e-9);
    assert_close(g.g, .5967383947, 1e-9);
    assert_close(g.p, 1.136229679e-20, 1e-9);
    assert_true(isnan(fisherg_of(flat, 20).g));
    assert_true(isnan(fisherg_of(r_lynx, 4).p));
    /* Two ordinates: g is uniform on [1/2, 1], so P(g > x) = 2 (1 - x). */
    assert_close(fisherg_p(.8, 2), .4, 1e-14);
    assert_close(fisherg_p(.0001, 10000), 1, 1e-15);
}

/* astropy 5.2: LombScargle(t, y).power(f, method='slow') on sunspot.year without i % 3 == 1 and i % 7 == 2. */
static void test_lombscargle(void **state)
{
    static const double at[][2] = {
        { .05, 0.0029562658382971535 }, { .09, 0.22165074115796848 },  { .0905, 0.25263900599907518 },
        { .0955, 0.1500998503987328 },  { .1, 0.20082330170580293 },   { .2, 0.018871456361546506 },
    };
    static double t[289], w[289], power[4901], other[1];
    size_t n = 0, most = 0;
    double y[289];

    (void)state;
    for (size_t i = 0; i < 289; i++) {
        w[i] = i % 3 != 1 && i % 7 != 2;
        if (w[i] > 0) {
            t[n] = (double)i;
            y[n++] = r_sunspot_year[i];
        }
    }
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        lombscargle(t, y, NULL, n, at[i][0], .1, 1, power);
        assert_close(power[0], at[i][1], 1e-10);
    }
    lombscargle(t, y, NULL, n, .01, .0001, 4901, power);
    for (size_t i = 0; i < 4901; i++)
        most = power[i] > power[most] ? i : most;
    assert_int_equal(most, 807);
    assert_close(power[most], 0.25490738696241683, 1e-10);
    for (size_t i = 0; i < 289; i++)
        t[i] = (double)i;
    lombscargle(t, r_sunspot_year, w, 289, .0907, .1, 1, other);
    assert_close(other[0], power[most], 1e-10);
    assert_close(lombscargle_p(.5, 13), .03125, 1e-12);
    /* astropy 5.2: false_alarm_probability(Z, .5, t, y, dy, "standard", method="baluev"), t = arange(200) */
    assert_close(lombscargle_max_p(.05, 200, .5 * sqrt(4 * M_PI * 39999 / 12.)), .7764448750986715, 1e-10);
    assert_close(lombscargle_max_p(.1, 200, .5 * sqrt(4 * M_PI * 39999 / 12.)), .01052031835889124, 1e-10);
    assert_close(lombscargle_max_p(.2, 200, .5 * sqrt(4 * M_PI * 39999 / 12.)), 1.4503243379275416e-07, 1e-8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coal), cmocka_unit_test(test_rayleigh), cmocka_unit_test(test_exact),
        cmocka_unit_test(test_laws), cmocka_unit_test(test_peaks),    cmocka_unit_test(test_fisher),
        cmocka_unit_test(test_lombscargle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
