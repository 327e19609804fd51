#include "lookback.h"

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

struct lookback lookback_of(size_t n, size_t look_back)
{
    if (look_back == 0)
        return (struct lookback){ 0, n };
    size_t over = n > LOOKBACK_PARTS ? n - 1 : n; /* days that do not go on */
    size_t step = smaller(over, look_back) / LOOKBACK_PARTS;
    size_t close = step > 1 ? over - over % step : over;
    return (struct lookback){ close > look_back ? close - look_back : 0, close };
}
