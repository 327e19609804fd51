#!/bin/sh
# The walls of the house, and what its papers must not speak of.
. "$(dirname "$0")/lib.sh"

"$top/tests/layers.sh" > "$tmp/out" 2>&1
ok $? "no room includes what it must not know"

# The walls can fail: a statistic that includes cairo is found.
mkdir -p "$tmp/house/tests"
cp -r "$top/pipeline" "$top/stats" "$top/render" "$top/fixtures" "$tmp/house/"
cp "$top/tests/layers.sh" "$tmp/house/tests/"
echo '#include <cairo.h>' >> "$tmp/house/stats/series.c"
echo '#include "formats.h"' >> "$tmp/house/pipeline/base/num.c"
out=$("$tmp/house/tests/layers.sh" 2>&1)
ok $((! $?)) "a hole in a wall fails the check"
like "$out" 'stats/series.c:.*only render/ draws' "and is named: cairo in stats/"
like "$out" 'base/num.c.*the floor stands on itself alone' "and is named: a dialect in the floor"

out=$(cd "$top" && make -s help)
for goal in all report check lint install dist clean help; do
    like "$out" "make $goal " "make help lists $goal"
done
finish
