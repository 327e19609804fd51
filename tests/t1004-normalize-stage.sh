#!/bin/sh
# The stage: day slices, published whole or not at all, and only where they changed; kill -9 and run again.
. "$(dirname "$0")/lib.sh"

work=$tmp/work
mkdir -p "$work/plan"
# shellcheck disable=SC2016
printf '[input]\npath = logs/odd "name" $(x).log\nsensor = ns1\nformat = bind9\nzone = UTC\n' > "$work/plan/b.ini"
stage() { "$build/libexec/dielog-normalize" --batch b --input "$work/plan/b.ini" -d "$work" "$@"; }
line() { printf '%s client 192.0.2.1#1 (%s): query: %s IN A + (192.0.2.53)\n' "$1" "$2" "$2"; }
tree() { (cd "$1" && find . -type f ! -path './plan/*' -print0 | sort -z | xargs -0 sha256sum); }

{ line '05-May-2016 00:00:00.000' c.example; line '04-May-2016 23:59:59.999' b.example; line '04-May-2016 23:59:59.998' a.example
  line '05-May-2016 00:00:01.000' d.example; } > "$tmp/in.log"
stage "$tmp/in.log"
is "$(cat "$work/slices/2016-05-04/b.csv")" "time,sensor,client,action,target,status,transport,bytes,count
2016-05-04T23:59:59.999000Z,ns1,192.0.2.1,A,b.example,,udp,,1
2016-05-04T23:59:59.998000Z,ns1,192.0.2.1,A,a.example,,udp,,1" "a slice holds its day, in the file's order"
is "$(cat "$work/batches/b.d")" "slices-2016-05-04 += $work/slices/2016-05-04/b.csv
slices-2016-05-05 += $work/slices/2016-05-05/b.csv" "the fragment names the slices"
like "$(cat "$work/batches/b.json")" '"path": "logs/odd \\"name\\" \$\(x\)\.log"' "the manifest names the file, escaped"
like "$(cat "$work/batches/b.json")" "\"sha256\": \"$(sha256sum < "$tmp/in.log" | cut -d ' ' -f 1)\"" "and its SHA-256"
is "$(find "$work" -name '*.tmp*')" "" "nothing temporary is left"
# shellcheck disable=SC2016
printf 'include %s\nall:; @echo "$(slices-2016-05-04)"\n' "$work/batches/b.d" > "$tmp/mk"
is "$(make -s -f "$tmp/mk")" "$work/slices/2016-05-04/b.csv" "make reads the fragment"

# --- only what changed ---------------------------------------------------------------
touch -d 2001-01-01 "$work"/slices/*/b.csv "$work"/batches/b.*
line '05-May-2016 00:00:02.000' e.example >> "$tmp/in.log"
stage "$tmp/in.log"
is "$(find "$work/slices" -name b.csv -newermt 2010-01-01 | sed "s|$work/||")" "slices/2016-05-05/b.csv" "a day that did not change keeps its time stamp"
is "$(find "$work/batches" -name 'b.*' -newermt 2010-01-01 | sed 's/.*b\.//' | sort | tr '\n' ' ')" "carry d json row " "the fragment is always new"
line '06-May-2016 00:00:00.000' f.example > "$tmp/other.log"
mkdir -p "$work/slices/2016-05-05" && echo other > "$work/slices/2016-05-05/c.csv"
stage "$tmp/other.log"
is "$(find "$work/slices" -type f | sed "s|$work/||" | sort | tr '\n' ' ')" "slices/2016-05-05/c.csv slices/2016-05-06/b.csv " "stale slices of the batch go, others stay"

# --- nothing is published when it fails ------------------------------------------------
before=$(tree "$work")
{ cat "$tmp/in.log"; echo rubbish; } > "$tmp/bad.log"
fails 1 'logs/odd.*:6: error: 1 of 6 lines do not parse' "too many rejects" stage "$tmp/bad.log"
gzip -c "$tmp/in.log" | head -c 60 > "$tmp/cut.gz"
fails 1 'error: ' "a file that is cut short" stage "$tmp/cut.gz"
is "$(tree "$work")" "$before" "a failed run leaves everything as it was"
: > "$tmp/empty.log"
fails 1 'the file is empty' "an empty file" stage "$tmp/empty.log"
stage --allow-empty "$tmp/empty.log"
is "$? $(cat "$work/batches/b.d") $(sed -n 2p "$work/batches/b.row")" "0 # batch b has no records b,ns1,\"logs/odd \"\"name\"\" \$(x).log\",bind9,UTC,0,$(sha256sum < /dev/null | cut -d ' ' -f 1),0,0,0,0,,,,0,0" "an empty file that is allowed"

# --- one number, two machines: each writes its own file beside the one place --------------------------
if unshare -rpf true 2> "$tmp/why"; then
    cat > "$tmp/alone" << 'END'
exec "$1" -q -f bind9 -z UTC -o "$2" - < "$3"
END
    statuses=
    for n in 1 2; do
        mkfifo "$tmp/feed$n"
        unshare -rpf sh "$tmp/alone" "$build/libexec/dielog-normalize" "$tmp/both.csv" "$tmp/feed$n" 5>&- &
        eval "machine$n=$!; exec $((n + 4))> \"$tmp/feed$n\""
        for _ in $(seq 100); do [ "$(find "$tmp" -name 'both.csv.tmp-*-1' | wc -l)" = $n ] || sleep .05; done
    done
    is "$(find "$tmp" -name 'both.csv.tmp-*-1' | wc -l)" 2 "two processes of one number write under two names"
    line '05-May-2016 00:00:00.000' first.example >&5
    exec 5>&-
    wait "$machine1"
    statuses="$? $(cut -d, -f5 "$tmp/both.csv" | tail -1)"
    line '05-May-2016 00:00:00.000' second.example >&6
    exec 6>&-
    wait "$machine2"
    is "$statuses $? $(cut -d, -f5 "$tmp/both.csv" | tail -1)" "0 first.example 0 second.example" "and each publishes what is its own"
else
    skip "one number, two machines" "$(cat "$tmp/why")"
fi

# --- a disk that fails ----------------------------------------------------------------------
awk 'BEGIN { print "t,c"; for (i = 0; i < 30000; i++) printf "%d,192.0.2.%d\n", 1e9 + 10 * i, i % 250 }' > "$tmp/disk.csv"
printf '[input]\nsensor = s\nformat = csv\ntime = t\nclient = c\n' > "$work/plan/disk.ini"
disk() { "$build/libexec/dielog-normalize" --batch disk --input "$work/plan/disk.ini" -d "$work" "$tmp/disk.csv"; }
published() { find "$work" -name 'disk.*' ! -path '*/plan/*' | sed "s|$work/||" | sort | tr '\n' ' '; }
# shellcheck disable=SC2317
full() { (trap '' XFSZ; ulimit -f 200; disk); } # files of at most 200 blocks
fails 1 'cannot write .*disk.tmp-.*: File too large' "a slice that the disk does not take" full
is "$(published)" "" "leaves nothing behind"
disk
is "$? $(published)" "0 batches/disk.carry batches/disk.d batches/disk.json batches/disk.reasons batches/disk.rejects batches/disk.row $(for day in 2001-09-09 2001-09-10 2001-09-11 2001-09-12; do printf 'slices/%s/disk.csv ' $day; done)" "and works when there is room"
before=$(tree "$work")
touch "$work/newer"
if [ -f "$build/faults/disk.so" ] && ! grep -q __asan_init "$build/libexec/dielog-normalize"; then
    sed -i 's/,192.0.2.7$/,192.0.2.251/' "$tmp/disk.csv" # each slice changes
    # shellcheck disable=SC2317
    faulty() { LD_PRELOAD="$build/faults/disk.so" FAULT=$1 disk; }
    fails 1 'error: cannot rename to .*slices' "a rename that fails" faulty rename:2
    is "$(find "$work/batches" -name 'disk.d' -newer "$work/newer")" "" "leaves the fragment old, so that make runs it again"
    fails 1 'error: ' "a read that fails" faulty read:2
    disk
    is "$? $(tail -qn +2 "$work"/slices/2001-*/disk.csv | wc -l)" "0 30000" "the next run is whole"
else
    skip "a rename that fails" "no library of faults, or a sanitizer"
fi

# --- plans that cannot be ----------------------------------------------------------------
printf '[input]\nsensor = ns1\nformat = bind10\n' > "$tmp/wrong.ini"
fails 1 'wrong.ini:3: error: .*unknown format' "an unknown dialect, with its line" "$build/libexec/dielog-normalize" --batch b --input "$tmp/wrong.ini" -d "$work" "$tmp/in.log"
# shellcheck disable=SC2016
fails 1 'no names that make can carry' "a batch that make would read" "$build/libexec/dielog-normalize" --batch '$(x)' --input "$work/plan/b.ini" -d "$work" "$tmp/in.log"
fails 1 'no names that make can carry' "a folder that make would read" "$build/libexec/dielog-normalize" --batch b --input "$work/plan/b.ini" -d "$tmp/a b" "$tmp/in.log"

# --- ten years in one file, in no order, in little memory ------------------------------------
awk 'BEGIN { srand(1); print "t,c"; for (i = 0; i < 60000; i++) printf "%d,192.0.2.%d\n", 1e9 + int(rand() * 3652 * 86400), i % 250 }' > "$tmp/years.csv"
printf '[input]\nsensor = s\nformat = csv\ntime = t\nclient = c\n' > "$work/plan/b.ini"
limit="prlimit --as=200000000"
grep -q __asan_init "$build/libexec/dielog-normalize" && limit= # the sanitizer reserves terabytes
$limit "$build/libexec/dielog-normalize" --batch b --input "$work/plan/b.ini" -d "$work" "$tmp/years.csv"
is "$? $(find "$work/slices" -name b.csv | wc -l)" "0 $(tail -n +2 "$tmp/years.csv" | awk -F, '{ d[int($1 / 86400)] } END { n = 0; for (k in d) n++; print n }')" "ten years of days"
is "$(cat "$work"/slices/*/b.csv | grep -vc '^time')" "60000" "hold every record"

# --- kill -9 at any moment, then run again ------------------------------------------------------
awk 'BEGIN { srand(2); print "t,c"; for (i = 0; i < 200000; i++) printf "%d,192.0.2.%d\n", 1e9 + int(rand() * 60 * 86400), i % 250 }' > "$tmp/killed.csv"
rm -rf "$work/slices" "$work/batches"
stage "$tmp/killed.csv"
tree "$work" > "$tmp/want"
broken=
for delay in 0.002 0.02 0.04 0.06 0.08 0.1; do
    rm -rf "$work/slices" "$work/batches"
    "$build/libexec/dielog-normalize" --batch b --input "$work/plan/b.ini" -d "$work" "$tmp/killed.csv" &
    pid=$!
    sleep $delay
    kill -9 $pid 2> /dev/null
    wait $pid 2> /dev/null
    tree "$work" | grep ' ./[a-z]*/[^/]*/b.csv$' | grep -vxFf "$tmp/want" && broken="$broken half-after-$delay"
    if ! stage "$tmp/killed.csv" || ! tree "$work" | cmp -s - "$tmp/want"; then
        broken="$broken after-$delay"
    fi
done
is "$broken" "" "killed at six moments: no half slice, and the next run gives the same bytes"
# The manual of the manifest names its members, all of them and in order.
is "$(sed -nE 's/^ *"([a-z0-9_]+)": .*/\1/p' "$work/batches/b.json" | paste -sd ' ')" \
    "$(sed -nE 's/^\.It Cm (.*)/\1/p' "$top/pipeline/dielog-manifest.5" | tr -s ' ,' '\n' | paste -sd ' ')" "dielog-manifest(5) lists every member"
finish
