#!/bin/sh
# The walls of the house, and what its papers must not speak of.
. "$(dirname "$0")/lib.sh"

"$top/tests/layers.sh" > "$tmp/out" 2>&1
ok $? "no room includes what it must not know"

# The walls can fail: a statistic that includes cairo is found.
mkdir -p "$tmp/house/tests"
cp -r "$top/pipeline" "$top/stats" "$top/render" "$top/fixtures" "$top/bench" "$tmp/house/"
cp "$top/tests/layers.sh" "$tmp/house/tests/"
echo '#include <cairo.h>' >> "$tmp/house/stats/rows/series.c"
echo '#include "formats.h"' >> "$tmp/house/pipeline/base/num.c"
echo '#include "zones/zonefit.h"' >> "$tmp/house/stats/rates/search.c"
for name in numbers/fft rates/search numbers/stream numbers/gslerrors; do echo "#include \"$name.h\""; done >> "$tmp/house/fixtures/sim_ask.c"
mkdir "$tmp/house/stats/misc"
out=$("$tmp/house/tests/layers.sh" 2>&1)
ok $((! $?)) "a hole in a wall fails the check"
like "$out" 'stats/rows/series.c:.*only render/ draws' "and is named: cairo in stats/"
like "$out" 'stats/rates/search.c:.*zones/zonefit.h.*stats/rates stands on base numbers rows asked alone' "and is named: rates that know of zones"
is "$(printf '%s\n' "$out" | sed -n 's/^fixtures.*"\(.*\)" *<- .*the simulator knows.*/\1/p' | tr '\n' ' ')" "numbers/fft.h rates/search.h " "and are named: statistics in the simulator, but for its streams"
like "$out" 'stats/misc/: no room of stats/' "and is named: a room without a place"
like "$out" 'base/num.c.*the floor stands on itself alone' "and is named: a dialect in the floor"

out=$(cd "$top" && make -s help)
for goal in all report check bench lint install dist clean help; do
    like "$out" "make $goal " "make help lists $goal"
done

# Every script test can be run, and has its number for itself.
is "$(find "$top/tests" -maxdepth 1 -name 't[0-9]*.sh' ! -perm -100)" "" "every script test is a program"
is "$(find "$top/tests" -maxdepth 1 -name 't[0-9]*.sh' | sed 's/.*\/t\([0-9]*\)-.*/\1/' | sort | uniq -d)" "" \
    "no two have one number"

# The name of a case is no code.
# shellcheck disable=SC2016 # it is to stay as it is
for name in "x'; touch $tmp/pwned; '" '$(shell touch pwned)' '$HOME'; do
    out=$(make -s -C "$top" BUILD="$build" INSTALL_PACKAGES=no CASE="$name" report 2>&1)
    is "$(printf '%s\n' "$out" | sed -n 1p)" \
        "dielog-report: $name: error: no such folder (dielog new lays out a case)" "make report CASE=$name"
done
ok "$(find "$tmp" "$top/pwned" -name pwned 2> /dev/null | wc -l)" "and nothing was executed"

# What is missing is told in one command for all sets of a goal.
mkdir "$tmp/bin" "$tmp/src"
printf '#!/bin/sh\nexit 1\n' > "$tmp/bin/dpkg-query" && chmod 755 "$tmp/bin/dpkg-query"
fails 2 "unknown set 'nonsense'" "an unknown set of packages" "$top/.ci/packages" build nonsense
fails 1 'run: (sudo )?apt-get install .* gcc .*gnuplot-nox' "packages are missing" \
    env PATH="$tmp/bin:$PATH" INSTALL_PACKAGES=no "$top/.ci/packages" build run
out=$(PATH=$tmp/bin:$PATH make -s -C "$top" BUILD="$tmp/src/build" INSTALL_PACKAGES=no check 2>&1)
ok $((! $?)) "make check stops then"
is "$(printf '%s\n' "$out" | grep -c 'apt-get install')" 1 "with one command"
like "$out" 'gcc.*gnuplot-nox.*libcmocka-dev' "that has all that it needs"
finish
