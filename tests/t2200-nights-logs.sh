#!/bin/sh
# Which log is a file?  A live log grows, is renamed, truncated in place, compressed, copied, delivered again,
# overlaps and comes late: every way of cutting it into nights gives the days that one report on all of it gives.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
bin=$build/libexec

# lines FROM TO: lookups number FROM to TO, an hour apart and two alike at every tenth
lines() {
    seq "$1" "$2" | awk '{ t = 1462320000 + 3600 * $1; d = 4 + int(($1 * 3600) / 86400); h = $1 % 24
        line = sprintf("%02d-May-2016 %02d:00:00.000 client 192.0.2.%d#4711 (n%d.example.com): query: n%d.example.com IN A + (203.0.113.53)", d, h, $1 % 7, $1 % 5, $1 % 5)
        print line; if ($1 % 10 == 0) print line }'
}
fresh() {
    rm -rf c w
    mkdir -p c/logs
    printf '[case]\ntitle = T\n[input ns1]\nfiles = logs/*\nformat = bind9\nzone = UTC\n' > c/case.ini
}
# night [ARGUMENT]...: plans, and reads and collects what is to be read and collected
night() {
    mkdir -p w/slices w/batches w/days
    "$bin/dielog-plan" "$@" c w 2> plan.err || { cat plan.err; return 1; }
    : > read.txt
    for b in $(make -s -f - -f w/plan.mk WORK=w list << 'END'
list:; @for b in $(filter-out $(gone),$(batches)); do echo $$b; done
END
    ); do
        [ -n "$(find w/batches -name "$b.d" -newer "w/plan/$b.ini")" ] && continue
        echo "$b" >> read.txt
        "$bin/dielog-normalize" --batch "$b" --input "w/plan/$b.ini" -d w --allow-empty "w/plan/raw/${b%%@*}" || return 1
    done
}
days() {
    # shellcheck disable=SC2046 # batches are words
    sed -n 's/^slices-\([^ ]*\) += \(.*\)/\1 \2/p' $(sed -n 's,^  \([^ ]*\).*,w/batches/\1.d,p;/^gone/q' w/plan.mk) | sort > slices.txt
    cut -d ' ' -f 1 slices.txt | uniq | while read -r day; do
        echo "$day"
        sed -n "s/^$day //p" slices.txt > list.txt
        "$bin/dielog-collect" --files-from list.txt
    done
}
pieces() { sed 1d w/ledger.csv | wc -l; }
logs() { sed 1d w/ledger.csv | grep -cv '^[^,]*@'; }
# state "name" LOGS PIECES READ
state() { is "$(logs) logs, $(pieces) pieces, $(wc -l < read.txt) read" "$2 logs, $3 pieces, $4 read" "$1"; }

# What all of it gives at once: 0..99, all in one file.
fresh
lines 0 99 > c/logs/q.log
night
days > want
is "$(grep -c '^2016-05-0[4-8]$' want)" "5" "five days"

# --- grows, with a last line that is not whole; rename; copytruncate; gzip; copy ---------------
fresh
lines 0 9 > c/logs/q.log
lines 10 10 | head -n 1 | head -c 40 >> c/logs/q.log
night --remember
state "the first night" 1 1 1
is "$(cat w/slices/*/*.csv | grep -c '^2016')" 11 "a line that is not whole waits"
lines 10 10 | head -n 1 | tail -c +41 >> c/logs/q.log
lines 10 10 | tail -n 1 >> c/logs/q.log
lines 11 19 >> c/logs/q.log
night --remember
state "the log grew: one more piece" 1 2 1
night --remember
state "nothing new: nothing to read" 1 2 0
touch c/logs/q.log
night --remember
state "touched: nothing to read" 1 2 0
lines 20 24 >> c/logs/q.log
mv c/logs/q.log c/logs/q.log.1
lines 25 29 > c/logs/q.log
night --remember
state "renamed: its rest and the new log" 2 4 2
lines 30 34 >> c/logs/q.log
gzip c/logs/q.log.1
night --remember
state "compressed: nothing of it; the other grew" 2 5 1
lines 35 39 >> c/logs/q.log
cp c/logs/q.log c/logs/q.log.2
lines 40 42 > c/logs/q.log
night --remember
state "copied and truncated: the rest from the copy, and the new log" 3 7 2
lines 43 49 >> c/logs/q.log
mv c/logs/q.log c/logs/q.log.3 && gzip c/logs/q.log.3
lines 50 54 > c/logs/q.log
night --remember
state "renamed and compressed at once: the rest from the compressed one" 4 9 2
cp c/logs/q.log c/logs/copy.log
zcat c/logs/q.log.3.gz > c/logs/plain.log
head -n 5 c/logs/q.log.2 > c/logs/short.log
night --remember
state "copies, unpacked ones, shorter ones: nothing" 4 9 0
lines 45 59 > c/logs/overlap.log
lines 55 64 >> c/logs/q.log
rm c/logs/q.log.1.gz
night --remember
state "one that overlaps, one that vanished" 5 11 2
like "$(cat w/plan.mk)" '^gone := .*' "the vanished one is named"
rm c/logs/q.log c/logs/q.log.?*
lines 65 99 > c/logs/late2.log
lines 60 80 > c/logs/late1.log
night --remember
days > got
ok "$(cut -d, -f1-10 want > a; cut -d, -f1-10 got > b; cmp -s a b; echo $?)" "the days are those of all of it at once"
cp c/logs/late1.log c/logs/again.log
night --remember
state "and what comes again" 7 13 0

# --- truncated in place, by a writer that keeps its place: a hole of NULs ----------------------
fresh
exec 7> c/logs/q.log
lines 0 69 >&7
night --remember
lines 70 79 >&7
cp c/logs/q.log c/logs/q.log.1
: > c/logs/q.log
lines 80 84 >&7
night --remember
state "what comes behind a hole is a new log" 2 3 2
lines 85 99 >&7
exec 7>&-
night --remember
state "which goes on" 2 4 1
is "$(cat w/batches/*.rejects)" "" "the hole is no line"
days > got
cut -d, -f1-10 want > a
cut -d, -f1-10 got | cmp -s a -
ok $? "and nothing is lost"

# --- raw counts too, where the logs are the same logs, in whatever order and cutting ------------
fresh
lines 0 49 > c/logs/a.log
lines 40 79 > c/logs/b.log
lines 70 99 > c/logs/c.log
night
days > want
for order in 'a b c' 'c a b' 'b c a'; do
    mv c all && fresh
    for name in $order; do
        for part in 13 30 1000; do
            head -n $part "all/logs/$name.log" > "c/logs/$name.log"
            night --remember
        done
        [ "$name" != a ] || gzip c/logs/a.log
        [ "$name" != b ] || { cp c/logs/b.log c/logs/twin.log; rm c/logs/b.log; }
        [ "$name" != c ] || rm c/logs/c.log
    done
    night --remember
    days > got
    cmp -s want got
    ok $? "logs in the order $order, by nights: the same bytes"
    rm -rf c && mv all c
done

# --- a last line without an end -------------------------------------------------------------------
fresh
lines 0 4 > c/logs/q.log
lines 5 5 | tr -d '\n' >> c/logs/q.log
night
is "$(cat w/slices/*/*.csv | grep -c '^2016')" 7 "a report reads it"
rm -rf w
night --remember
is "$(cat w/slices/*/*.csv | grep -c '^2016')" 6 "a night does not"
night --remember
is "$(cat w/slices/*/*.csv | grep -c '^2016')" 7 "but the next one does, if nothing came"
printf '\n' >> c/logs/q.log
lines 6 8 >> c/logs/q.log
night --remember
days > got
rm -rf w
night
days > want
ok "$(cmp -s want got; echo $?)" "and reads that piece again when the log goes on"

# --- without memory: as if it had never been --------------------------------------------------------
fresh
lines 0 9 > c/logs/a.log
lines 0 19 > c/logs/b.log
night
state "one begins with the other: one log" 1 1 1
rm c/logs/b.log
night
state "the longer one is gone" 1 1 1
days > got
rm -rf w && night && days > want
ok "$(cmp -s want got; echo $?)" "and what is left is the shorter one"

# --- header lines: the same head, other logs ------------------------------------------------------------
fresh
printf '[case]\ntitle = T\n[input z]\nfiles = logs/*\nformat = csv\nzone = UTC\ntime = t\nclient = who\n' > c/case.ini
for name in a b c; do printf 't,who\n' > c/logs/$name.csv; done
night --remember
echo "2016-05-04T10:00:00Z,192.0.2.1" >> c/logs/a.csv
echo "2016-05-04T10:00:00Z,192.0.2.2" >> c/logs/b.csv
night --remember
echo "2016-05-04T11:00:00Z,192.0.2.1" >> c/logs/a.csv
echo "2016-05-04T11:00:00Z,192.0.2.3" >> c/logs/c.csv
night --remember
days > got
rm -rf w && night && days > want
ok "$(cmp -s want got; echo $?)" "logs that begin alike are told apart as they grow"

# --- what goes wrong ---------------------------------------------------------------------------------------
fresh
lines 0 9 > c/logs/q.log
printf '\037\213\010cut' > c/logs/bad.gz
fails 1 '^dielog-plan: logs/bad.gz: error: ' "a damaged log ends a report" dielog plan c w
night --remember
like "$? $(cat plan.err)" '^0 logs/bad.gz: error: the gzip data is ' "but not a night: it is told"
state "and the others are read" 1 1 1
rm c/logs/*
dielog plan c w
is "$?" 0 "a work folder that remembers goes on"
state "keeps what vanished" 1 1 1
lines 20 29 > c/logs/new.log
dielog plan c w
rm c/logs/new.log
night
like "$(cat plan.err)" 'logs/new.log: it vanished before bytes from 0 on were read' "what vanished unread is told"
sed -i 's/^ns1[^,]*,/x@2,/' w/ledger.csv
fails 1 'w/ledger.csv:2: error: a piece without the one before it' "a ledger that is none" dielog plan c w
finish
