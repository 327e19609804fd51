#!/bin/sh
# The disk breaks under every stage of a small case: the stage says so in one line, exits 1, leaves nothing
# under a final name; and after a plain re-run every byte is as if nothing had happened.
. "$(dirname "$0")/lib.sh"

if ! [ -f "$build/faults/disk.so" ]; then
    skip "a disk that breaks" "$build/faults is not built: make tests"
    finish
fi
mkdir -p "$tmp/small/logs"
# Sixteen days, so that every statistic has something to do; and the one that a case must ask for.
sed 's/2016-09-23/2016-05-19/; s/^\[case\]/&\nscreen = yes/' "$top/fixtures/cases/lookups/case.ini" > "$tmp/small/case.ini"
"$build/libexec/dielog-simulate" -o "$tmp/simulated" "$top/fixtures/cases/lookups/scenario.ini" || exit 1
cp "$tmp/simulated/parties.csv" "$tmp/simulated/events.csv" "$tmp/small/"
for sensor in ns1 ns2 ns3; do
    cat "$tmp/simulated/logs/$sensor"*.log | grep -E '^(0[4-9]|1[0-9])-May' > "$tmp/small/logs/$sensor.log"
done

run() { # FOLDER [ARGUMENT]...: the whole case there
    (cd "$1" && shift && dielog report "$@" ../small)
}
tree() { (cd "$1" && find build reports -type f ! -path '*/stated/*' ! -name '*.ok' ! -name 'span.mk' -exec sha256sum {} + | sort -k 2); }
half_written() { find "$1" -name '*.tmp-*' | head -3; }

mkdir "$tmp/whole"
run "$tmp/whole" -v -j 1 > "$tmp/log" 2>&1
ok $? "the case runs"
programs=$({ echo dielog-plan; sed -nE 's,^[^ ]*/(dielog-[a-z]+) .*,\1,p' "$tmp/log"; } | awk '!seen[$0]++') # in the order of the run
is "$(printf '%s\n' "$programs" dielog-simulate | sort)" "$(grep -o '(LIBEXEC)/dielog-[a-z][a-z]*' "$top/pipeline/case.mk" | sed 's,.*/,,' | sort -u)" \
    "every program that case.mk knows, but the one that makes a scenario's logs"
tree "$tmp/whole" > "$tmp/want"

# A write to a pipe that fails in a shell of make or of the report: an error, or the right list of the report's files.
if "$build/faults/strike" --count "$tmp/counts" true 2> "$tmp/why"; then
    for n in 1 2 3 4; do
        rm "$tmp/whole/reports/small/report.sha256"
        if (cd "$tmp/whole" && "$build/faults/strike" --kind write --in sh --of pipe: --nth $n --as ENOSPC "$build/dielog" report -q ../small) > "$tmp/log" 2>&1; then
            tree "$tmp/whole" | cmp -s - "$tmp/want"
            ok $? "write $n of a shell to a pipe: it was got over"
        else
            run "$tmp/whole" -q > "$tmp/log" 2>&1
            ok $? "write $n of a shell to a pipe: an error, and the next run works"
        fi
    done
    # A statistic without memory from one call on: an error, or the same bytes.
    cadence() { "$@" "$build/libexec/dielog-cadence" --group party --time time --all --ttl 3600 --observed build/cases/small/span/closed.csv --files-from build/cases/small/stated/closed_files; }
    cd "$tmp/whole" || exit 1
    cadence env > "$tmp/cadence.csv"
    n=0 wrong=''
    # (Of a build with a sanitizer it would be the sanitizer's memory.)
    while n=$((n + 1)) && [ $n -lt 40 ] && ! grep -q __asan_init "$build/libexec/dielog-cadence"; do
        rm -f "$tmp/seen"
        cadence "$build/faults/strike" --kind memory --in dielog-cadence --nth $n --on --as ENOMEM --seen "$tmp/seen" > "$tmp/again.csv" 2> "$tmp/log" &&
            ! cmp -s "$tmp/cadence.csv" "$tmp/again.csv" && wrong="$wrong $n"
        [ -e "$tmp/seen" ] || break
    done
    is "$wrong" "" "dielog-cadence without memory from the n-th call on ($n of them): an error, or the same bytes"
    cd "$tmp" || exit 1
else
    skip "calls that fail" "$(cat "$tmp/why")"
fi

# breaks NAME COMMAND...: the run in $tmp/broken fails under COMMAND, and leaves nothing half-written
breaks() {
    name=$1
    shift
    ! "$@" > "$tmp/log" 2>&1
    ok $? "$name: the run fails"
    is "$(half_written "$tmp/broken")" "" "$name: nothing half-written stays"
}
# heals NAME: the next plain run ends with the bytes of a run that nobody disturbed
heals() {
    run "$tmp/broken" > "$tmp/log" 2>&1
    ok $? "$1: the next run works"
    tree "$tmp/broken" > "$tmp/got"
    cmp -s "$tmp/want" "$tmp/got"
    ok $? "$1: and every byte is as it should be"
    rm -rf "$tmp/broken"
    mkdir "$tmp/broken"
}
mkdir "$tmp/broken"

# One stage after the other, as the run comes to it: first it cannot write, then it cannot give its name to what it
# wrote.  What came before it stands, so that each run goes one stage further (at -j 1, or it may go two).
fault() { # KIND PROGRAM
    (export FAULT="$1:1" FAULT_IN="$2" FAULT_SEEN="$tmp/seen" LD_PRELOAD="$build/faults/disk.so" ASAN_OPTIONS=verify_asan_link_order=0
    run "$tmp/broken" -j 1)
}
for program in $programs; do
    for kind in fsync rename; do
        rm -f "$tmp/seen"
        breaks "$kind in $program" fault $kind "$program"
        [ -e "$tmp/seen" ]
        ok $? "$kind in $program: the fault was reached"
        like "$(cat "$tmp/log")" "^$program: .*error: .*Input/output error" "$kind in $program: and it says why"
    done
done
heals "after all of them"

# A disk that is full after so many blocks: writes fail wherever they come.  (Limits count 512-byte blocks.)
full() { (trap '' XFSZ; ulimit -f "$1"; run "$tmp/broken"); }
for blocks in 1 8 64; do
    breaks "full at $blocks blocks" full $blocks
    [ ! -e "$tmp/broken/reports/small/report.pdf" ]
    ok $? "full at $blocks blocks: no report"
done
heals "once there is room"

# What a stage was still writing when it was killed goes with the next run, wherever it lies.
run "$tmp/broken" > "$tmp/log" 2>&1
# (The second form is an earlier build's.)
find "$tmp/broken" -type f ! -path '*/stated/*' ! -path '*/slices/*' \
    -exec sh -c 'for f; do : > "${f%/*}/x.csv.tmp-0123456789abcdef-4711"; : > "${f%/*}/x.csv.tmp-4711"; done' sh {} +
for mark in 0123456789abcdef-4711 4711; do
    like "$(find "$tmp/broken" -name "x.csv.tmp-$mark" | wc -l)" '^[1-9][0-9]$' "half-written files in many folders, -$mark"
done
heals "half-written files in every folder"

# kill -9 in the middle, one moment after the other; what is left behind is not yet whole, nor is it removed.
for moment in 0.1 0.3 0.6 1.0; do
    setsid sh -c "cd '$tmp/broken' && exec '$build/dielog' report ../small" > "$tmp/log" 2>&1 &
    leader=$!
    sleep "$moment"
    kill -9 -- "-$leader" 2> /dev/null
    wait "$leader" 2> /dev/null
done
heals "killed again and again"
finish
