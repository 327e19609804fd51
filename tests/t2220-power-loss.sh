#!/bin/sh
# kill -9 at random moments of a night: the next night ends with the bytes of a store that nobody disturbed.
# Ten moments; SOAK=200 for as many.  SEED=N repeats a run.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
. "$top/tests/stand-ins.sh"
# Some have columns, so that dielog-changes can read them.
cat > libexec/dielog-share << 'END'
#!/bin/sh
beside=
publish() { { echo group,event,series,start,end,verdict,zone,key,count,party,direction,maker; echo "a,b,c,d,e,f,g,$sum,1,h,more,i"; } > "$1.tmp-$$" && mv "$1.tmp-$$" "$1"; }
while [ $# -gt 0 ]; do
    case $1 in
    -o) out=$2; shift ;;
    --files-from) sum=$(cat $(cat "$2") | cksum | cut -d ' ' -f 1); shift ;;
    --*) case $2 in */results/*.csv) beside="$beside $2"; shift ;; esac ;;
    esac
    shift
done
for file in $beside; do publish "$file"; done
publish "$out"
END
for verb in cadence coverage window zone spike; do
    cp libexec/dielog-share libexec/dielog-$verb
done
moments=${SOAK:-10}
seed=${SEED:-1}
note "SEED=$seed SOAK=$moments"

# lines FROM TO: lookups, one every two hours
lines() {
    seq "$1" "$2" | awk '{ d = 4 + int($1 / 12); h = 2 * ($1 % 12)
        printf "%02d-May-2016 %02d:00:00.000 client 192.0.2.%d#4711 (n%d.example.com): query: n%d.example.com IN A + (203.0.113.53)\n", d, h, $1 % 7, $1 % 5, $1 % 5 }'
}
# evening N: what happened to the logs before night N
evening() {
    case $1 in
    1) lines 0 30 > c/logs/q.log ;;
    2) lines 31 40 >> c/logs/q.log
       lines 20 50 > c/logs/other.log ;;
    3) lines 41 45 >> c/logs/q.log
       mv c/logs/q.log c/logs/q.log.1
       lines 46 60 > c/logs/q.log ;;
    4) gzip c/logs/q.log.1
       rm c/logs/other.log
       lines 61 70 >> c/logs/q.log ;;
    esac
}
fresh() {
    rm -rf c store reports
    mkdir -p c/logs
    printf '[case]\ntitle = T\nbin = 1h\n[input ns1]\nfiles = logs/*\nformat = bind9\nzone = UTC\n' > c/case.ini
}
# What a store and its nights hold, but for what depends on when a log was touched
bytes() {
    (cd store/c && find days counts span slices batches results report ledger.csv -type f | sort | xargs cksum)
    find store/c -name '*.tmp*'
    (cd reports/c && find nights -type f | sort | xargs cksum && readlink nights/latest)
    ls -A reports/c/nights
}
night() { dielog night -j 2 -d "2026-01-0$1" c; }

fresh
for n in 1 2 3 4; do
    evening $n
    night $n > /dev/null || ok 1 "the undisturbed night $n"
    bytes > "want.$n"
    cp -a store "store.$n" && cp -a reports "reports.$n" && cp -a c "c.$n"
done
# How long a night takes now, with what else the machine does: up to the kill and from there on.
took=1000
i=0
broken=0
killed=0
while [ $killed -lt "$moments" ] && [ $i -lt $((3 * moments)) ]; do
    n=$((1 + i % 4))
    # the state of the evening before night n; inodes and times of the logs are as they come
    rm -rf c store reports
    if [ $n -eq 1 ]; then
        fresh
        evening 1
    else
        cp -a "store.$((n - 1))" store && cp -a "reports.$((n - 1))" reports && cp -a "c.$n" c
    fi
    wait_ms=$(awk -v seed="$seed" -v i="$i" -v most="$took" 'BEGIN { srand(seed * 1000 + i); printf "%d", rand() * most }')
    setsid "$build/dielog" night -j 2 -d "2026-01-0$n" c > /dev/null 2>&1 &
    leader=$!
    sleep "$((wait_ms / 1000)).$(printf '%03d' $((wait_ms % 1000)))"
    kill -9 -"$leader" 2> /dev/null && killed=$((killed + 1))
    wait "$leader" 2> /dev/null
    # What was killed in the middle of a sync holds its locks for a moment more.
    for lock in store/c/night.lock store/c/lock; do
        [ ! -f $lock ] || flock -w 30 $lock true
    done
    began=$(date +%s%N)
    night $n > out.txt 2>&1
    status=$?
    took=$((wait_ms + ($(date +%s%N) - began) / 1000000))
    bytes > got
    if [ $status -ne 0 ] || ! cmp -s "want.$n" got; then
        broken=$((broken + 1))
        note "night $n, killed after $wait_ms ms: exit $status"
        note "$(head -3 out.txt)"
        note "$(diff "want.$n" got | head -8)"
    fi
    i=$((i + 1))
done
is "$broken of $i" "0 of $i" "kill -9 at random moments: the next night has the same bytes"
is "$killed of $moments" "$moments of $moments" "each while it worked"
note "$((i - killed)) nights more were done before the kill"
finish
