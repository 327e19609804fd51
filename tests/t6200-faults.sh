#!/bin/sh
# The disk breaks under every stage of a small case: the stage says so in one line, exits 1, leaves nothing
# under a final name; and after a plain re-run every byte is as if nothing had happened.
. "$(dirname "$0")/lib.sh"

mkdir -p "$tmp/small/logs"
# Sixteen days, so that every statistic has something to do.
sed 's/2016-09-23/2016-05-19/' "$top/fixtures/cases/lookups/case.ini" > "$tmp/small/case.ini"
"$build/libexec/dielog-simulate" -o "$tmp/simulated" "$top/fixtures/cases/lookups/scenario.ini" || exit 1
cp "$tmp/simulated/parties.csv" "$tmp/simulated/events.csv" "$tmp/small/"
for sensor in ns1 ns2 ns3; do
    cat "$tmp/simulated/logs/$sensor"*.log | grep -E '^(0[4-9]|1[0-9])-May' > "$tmp/small/logs/$sensor.log"
done

run() { # FOLDER: the whole case there
    (cd "$1" && dielog report ../small)
}
tree() { (cd "$1" && find build reports -type f ! -path '*/stated/*' ! -name '*.ok' ! -name 'span.mk' -exec sha256sum {} + | sort -k 2); }
half_written() { find "$1" -name '*.tmp-*' | head -3; }

mkdir "$tmp/whole"
run "$tmp/whole" > "$tmp/log" 2>&1
ok $? "the case runs"
tree "$tmp/whole" > "$tmp/want"

# What is published, in order, is broken at one place after the other.
try() { # KIND N
    rm -rf "$tmp/broken"
    mkdir "$tmp/broken"
    rm -f "$tmp/seen"
    (export FAULT="$1:$2" FAULT_SEEN="$tmp/seen" LD_PRELOAD="$build/faults/disk.so" ASAN_OPTIONS=verify_asan_link_order=0; run "$tmp/broken") \
        > "$tmp/log" 2>&1
    status=$?
    [ -e "$tmp/seen" ] || { ok 1 "$1 $2: the fault was reached"; return; }
    [ $status -ne 0 ]
    ok $? "$1 $2: a stage that cannot write fails the run"
    like "$(cat "$tmp/log")" 'dielog[a-z-]*: .*error: .*Input/output error' "$1 $2: and says why"
    is "$(half_written "$tmp/broken")" "" "$1 $2: nothing half-written stays"
    run "$tmp/broken" > "$tmp/log" 2>&1
    ok $? "$1 $2: the next run works"
    tree "$tmp/broken" > "$tmp/got"
    cmp -s "$tmp/want" "$tmp/got"
    ok $? "$1 $2: and every byte is as it should be"
}
# The count is a process's own: the first publication of every program.
try fsync 1
try rename 1
try rename 2

# A disk that is full after so many blocks: writes fail wherever they come.  (Limits count 512-byte blocks.)
for blocks in 1 8 64; do
    rm -rf "$tmp/broken"
    mkdir "$tmp/broken"
    ! (trap '' XFSZ; ulimit -f "$blocks"; run "$tmp/broken") > "$tmp/log" 2>&1
    ok $? "full at $blocks blocks: the run fails"
    is "$(half_written "$tmp/broken")" "" "full at $blocks blocks: nothing half-written stays"
    [ ! -e "$tmp/broken/reports/small/report.pdf" ]
    ok $? "full at $blocks blocks: no report"
    run "$tmp/broken" > "$tmp/log" 2>&1
    tree "$tmp/broken" > "$tmp/got"
    cmp -s "$tmp/want" "$tmp/got"
    ok $? "full at $blocks blocks: the next run ends with the same bytes"
done

# kill -9 in the middle, at several moments.
for moment in 0.1 0.3 0.6 1.0; do
    rm -rf "$tmp/broken"
    mkdir "$tmp/broken"
    setsid sh -c "cd '$tmp/broken' && exec '$build/dielog' report ../small" > "$tmp/log" 2>&1 &
    leader=$!
    sleep "$moment"
    kill -9 -- "-$leader" 2> /dev/null
    wait "$leader" 2> /dev/null
    run "$tmp/broken" > "$tmp/log" 2>&1
    ok $? "killed after $moment s: the next run works"
    tree "$tmp/broken" | grep -v '\.tmp-' > "$tmp/got"
    cmp -s "$tmp/want" "$tmp/got"
    ok $? "killed after $moment s: and ends with the same bytes"
done
finish
