#!/bin/sh
# A day that memory has no room for: the same bytes through a temporary file, which leaves no
# trace, and whose failures are told.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
collect() { "$build/libexec/dielog-collect" "$@"; }

# Two logs of one sensor that overlap, and another's; out of order, with names that need quotes.
slice() { # SENSOR FIRST LAST: rows of these seconds, most of them twice, the later half first
    awk -v sensor="$1" -v first="$2" -v last="$3" 'BEGIN {
        print "time,sensor,client,action,target,status,transport,bytes,count"
        middle = int((first + last) / 2)
        for (k = middle; k < last; k++) row(k)
        for (k = first; k < middle; k++) row(k)
    }
    function row(k,    i) {
        for (i = 0; i <= (k * 7) % 3; i++)
            printf "2016-05-04T%02d:%02d:%02d.%06dZ,%s,192.0.2.%d,%s,%s,,udp,%s,1\n", k / 3600, k / 60 % 60, k % 60, (k * 31) % 1000 * 1000,
                sensor, k % 199, (k % 5 ? "A" : "MX"), (k % 11 ? "host" k % 97 ".example.com" : "\"odd, \"\"name\"\"\""), (k % 3 ? "" : k % 512)
    }'
}
slice ns1 0 9000 > a.csv
slice ns1 6000 15000 > b.csv
slice ns2 0 12000 > c.csv
printf 'prefix,party\n192.0.2.0/26,near\n' > parties.csv

collect -p parties.csv a.csv b.csv c.csv -o want.csv
ok $? "the day in memory"
is "$(sed 1d want.csv | LC_ALL=C sort -c -t, -k1,1 && echo sorted)" sorted "in order of time"
is "$(sed 1d want.csv | awk -F, '{ n += $NF } END { print n }')" "$(cat a.csv b.csv c.csv | grep -c ^2016)" "every row is in raw"
for memory in 64K 200K 1M 4M 1G; do
    mkdir "out$memory"
    collect --memory $memory -p parties.csv c.csv a.csv b.csv -o out$memory/got.csv
    cmp -s want.csv out$memory/got.csv
    ok $? "the same bytes with $memory"
    is "$(ls -A out$memory)" got.csv "and nothing beside them"
done
collect --memory 64K -p parties.csv a.csv b.csv c.csv | cmp -s want.csv -
ok $? "the same bytes on standard output"
mkdir streams
TMPDIR=$tmp/streams collect --memory 64K -p parties.csv a.csv b.csv c.csv > /dev/null
is "$(ls -A streams)" "" "whose temporary file goes to TMPDIR, and from there"
fails 1 'cannot make a temporary file in no/where: No such' "a TMPDIR that is none" \
    env TMPDIR=no/where "$build/libexec/dielog-collect" --memory 64K a.csv
fails 2 "expected a size" "a size that is none" collect --memory lots a.csv
fails 2 "out of range" "too small a size" collect --memory 1K a.csv

# --- failures ---
mkdir out
full() { (trap '' XFSZ; ulimit -f 200; exec "$build/libexec/dielog-collect" --memory 64K a.csv b.csv c.csv -o out/day.csv); }
fails 1 'cannot write a temporary file in out: File too large' "a temporary file that cannot grow" full
is "$(ls -A out)" "" "leaves nothing"
broken() { # FAULT:N
    FAULT=$1 LD_PRELOAD=$build/faults/disk.so ASAN_OPTIONS=verify_asan_link_order=0 \
        "$build/libexec/dielog-collect" --memory 64K a.csv b.csv c.csv -o out/day.csv
}
for n in 1 5; do
    fails 1 'cannot write a temporary file in out: No space left on device' "a full disk at write $n" broken write:$n
    fails 1 'cannot read back a temporary file in out: Input/output error' "a bad disk at read $n" broken pread:$n
    is "$(ls -A out)" "" "leave nothing"
done
fails 1 'b.csv:[0-9]+: error: the file cannot be read to its end' "a slice that cannot be read" broken read:20

# Killed while it waits for more of a stream, with runs put aside already.  Neither end of the pipe is waited for in vain.
for signal in TERM KILL; do
    rm -f last sent
    mkfifo last
    timeout 120 sh -c 'exec > last && cat a.csv && : > sent && exec sleep 120' & # all but what a pipe holds was read once it is sent
    writer=$!
    "$build/libexec/dielog-collect" --memory 64K a.csv b.csv last -o out/day.csv 2> /dev/null &
    reader=$!
    while [ ! -e sent ] && kill -0 $writer 2> /dev/null; do sleep 0.05; done
    ls -l /proc/$reader/fd 2> /dev/null > fds
    kill -$signal $reader
    wait $reader 2> /dev/null
    kill $writer 2> /dev/null
    wait $writer 2> /dev/null
    like "$(cat fds)" 'out/.*deleted' "put aside: a file without a name"
    is "$(ls -A out)" "" "SIG$signal leaves nothing"
done

# --- how late rows are, as normalize says of large slices ---
mkdir -p work/slices work/batches
slice ns1 20 10000 > late.csv
printf '[input]\npath = late.csv\nsensor = ns1\nformat = csv\nzone = UTC\ntime = time\nclient = client\naction = action\ntarget = target\n' > late.ini
"$build/libexec/dielog-normalize" --batch late --input late.ini --work work late.csv
made=work/slices/2016-05-04/late.csv
printf 'day,first,lateness_us,bytes\n2016-05-04,2016-05-04T00:00:20.620000Z,9979349000,%d\n' "$(stat -c %s $made)" > said
cmp -s said work/batches/late.late
ok $? "a large slice's first time and lateness are said"
cp $made alone.csv
collect alone.csv -o looked.csv && collect $made | cmp -s looked.csv -
ok $? "the same day from what was said and from a look"
sed 's/9979349000/0/' said > work/batches/late.late
fails 1 'the slice changed while it was read' "what was said is believed" collect $made
sed 's/.$/0/;s/9979349000/0/' said > work/batches/late.late
collect $made | cmp -s looked.csv -
ok $? "but not of a slice of another size"

finish
