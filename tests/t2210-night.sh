#!/bin/sh
# dielog night: what it publishes, keeps, prunes and says; one at a time; as cron runs it.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
. "$top/tests/stand-ins.sh"

# The tables that dielog-changes reads have their columns; rows come from here.
cat > libexec/dielog-zone << 'END'
#!/bin/sh
for file in $(echo "$*" | grep -oE '[^ ]*/(results/[a-z_]*|span/found)[.]csv'); do echo group,zone > "$file"; done
END
cat > libexec/dielog-spike << 'END'
#!/bin/sh
for file in $(echo "$*" | grep -oE '[^ ]*/results/[a-z_]*[.]csv'); do echo start,direction,maker > "$file"; done
END
chmod 755 libexec/dielog-spike
cat > libexec/dielog-share << 'END'
#!/bin/sh
# Counts a key, as share does.
while [ $# -gt 0 ]; do
    case $1 in
    -o) out=$2; shift ;;
    --by) by=$2; shift ;;
    --files-from) files=$(cat "$2"); shift ;;
    esac
    shift
done
case $by in client) column=3 ;; *) column=4 ;; esac
zstdcat $files | awk -F, -v c=$column 'BEGIN { print "by,key,count,party" } $1 != "time" { n[$c] += $10 } END { for (k in n) print "x," k "," n[k] ",p" }' | sort > "$out"
END
for table in coverage:series,start,end,verdict window:group,event,verdict; do
    cat > "libexec/dielog-${table%%:*}" << END
#!/bin/sh
for file in \$(echo "\$*" | grep -oE '[^ ]*/results/[a-z_]*[.]csv'); do echo ${table#*:} > "\$file"; done
while [ "\$1" != -o ]; do shift; done
[ ! -f $tmp/${table%%:*} ] || cat $tmp/${table%%:*} >> "\$2"
END
done
cat > libexec/dielog-cadence << 'END'
#!/bin/sh
for file in $(echo "$*" | grep -oE '[^ ]*/results/[a-z_]*[.]csv'); do echo group,verdict > "$file"; done
END

# log DAY CLIENT...: a lookup of each client on that day of May 2016
log() {
    day=$1
    shift
    for client in "$@"; do
        echo "$day-May-2016 06:12:00.123 client 192.0.2.$client#4711 (www.example.com): query: www.example.com IN A + (203.0.113.53)"
    done
}
mkdir -p c/logs
printf '[case]\ntitle = T\nbin = 1h\nmax_rejects = 50%%\n[input ns1]\nfiles = logs/*\nformat = bind9\nzone = UTC\n' > c/case.ini

# --- a first night, and one that brings something ------------------------------------------
log 04 1 2 > c/logs/q.log
is "$(dielog night -d 2026-01-30 c | sed 's/[0-9]* s$/N s/')" "c 2026-01-30: 1 logs, 2 new lines, 2 kept, 0 rejected, 1 days touched, N s" "the first night, in one line"
is "$(readlink reports/c/nights/latest)" 2026-01-30 "latest is a link to it"
(cd reports/c/nights/2026-01-30 && find . -type f | sort | xargs cksum) > first
log 05 2 7 >> c/logs/q.log
echo nonsense >> c/logs/q.log
echo "all,2016-05-04T07:00:00.000000Z,2016-05-05T06:00:00.000000Z,silence" > coverage
echo "bank,vote,more than expected" > window
is "$(dielog night -d 2026-01-31 -m c)" "Subject: dielog c 2026-01-31: 1 new client, 2 verdicts, 1 rejected line
Content-Type: text/plain; charset=utf-8

3 new lines in 1 logs: 2 kept, 1 rejected

Lines that do not parse:
  not a line of BIND's log: 1

New clients:
  192.0.2.7 (p), 1 lookups

Windows:
  bank vote: more than expected

Gaps:
  all 2016-05-04T07:00:00.000000Z 2016-05-05T06:00:00.000000Z: silence" "what changed, ready for a mail"
(cd reports/c/nights/2026-01-30 && find . -type f | sort | xargs cksum) | cmp -s - first
ok $? "the night before keeps its bytes"
is "$(dielog night -d 2026-02-01 -m c | head -1)" "Subject: dielog c 2026-02-01: nothing new" "a night without news"
is "$(dielog night -d 2026-01-31 -m c | head -1)" "Subject: dielog c 2026-01-31: 1 new client, 2 verdicts, 1 rejected line" "the same date again: since the night before it"
is "$(readlink reports/c/nights/latest)" 2026-02-01 "the newest stays the latest"

# --- what dielog-changes tells by itself ----------------------------------------------------
spikes() { # FOLDER ROW...: of spikes.csv
    mkdir -p "$1"
    out=$1/spikes.csv
    shift
    printf '%s\n' start,direction,maker "$@" > "$out"
    for table in share:key,count share_client:key,party,count rejects:reason,lines inputs:batch,lines,kept,rejected; do
        echo "${table#*:}" > "${out%/*}/${table%%:*}.csv"
    done
}
spikes seven 2016-05-03T00:00:00.000000Z,more,bank 2016-05-04T00:00:00.000000Z,fewer,bank
spikes eight 2016-05-03T00:00:00.000000Z,more,bank 2016-05-08T06:00:00.000000Z,more,clinic 2016-05-09T00:00:00.000000Z,more, \
    2016-05-10T00:00:00.000000Z,fewer,bank ,,
is "$(dielog changes seven eight | tail -n +5)" "
Spikes:
  2016-05-08, clinic
  2016-05-09" "spikes that were not there, and who made them"
like "$(dielog changes seven eight)" '^Subject: dielog: 2 spikes$' "the subject says so"
is "$(dielog changes eight eight | grep -c Spikes)" 0 "they are told once"
for folder in was now; do cp -r seven $folder; done
printf 'group,verdict\nbank,cannot tell\nclinic,people-like\n' > was/cadence.csv
printf 'group,verdict\nbank,machine-like\nclinic,people-like\n' > now/cadence.csv
is "$(dielog changes was now | tail -n 2)" "People or machines:
  bank: machine-like (was: cannot tell)" "another verdict on people or machines"

printf 'by,key\n' > was/share.csv
is "$(dielog changes was now > out.txt; echo $?)" 0 "what an older release wrote keeps no night from its mail"
printf 'by,key\n' > now/share.csv
fails 1 "now/share.csv:1: error: .*count" "but what this one wrote must be whole" dielog changes was now

# --- prune ------------------------------------------------------------------------------------
for date in 2025-11-05 2025-11-20 2025-12-31 2026-01-01 2026-01-02 2026-01-03 2026-01-04; do
    mkdir -p "reports/c/nights/$date"
done
dielog night -k 30 -d 2026-02-02 c > /dev/null
is "$(find reports/c/nights -name '20*' | sed 's,.*/,,' | sort | tr '\n' ' ')" \
    "2025-11-05 2025-12-31 2026-01-01 2026-01-04 2026-01-30 2026-01-31 2026-02-01 2026-02-02 " \
    "all of the last 30 days, and each month's first"
is "$(find reports/c/nights -name '.*' | tr '\n' ' ')" "" "and nothing half done"

# --- one at a time ----------------------------------------------------------------------------
exec 8> store/c/night.lock
flock -n 8
fails 75 '^dielog-night: c: another night is at work in store/c; nothing was done$' "a second night says so and leaves" dielog night -d 2026-02-03 c
exec 8>&-
[ ! -d reports/c/nights/2026-02-03 ]
ok $? "and publishes nothing"

# --- what fails ---------------------------------------------------------------------------------
yes nonsense | head -n 30 > c/logs/bad.log
log 06 1 > c/logs/good.log
dielog night -d 2026-02-04 c > out.txt 2> err.txt
is "$? $(cat out.txt)" "1 " "a night that fails"
like "$(head -n 1 err.txt)" '^dielog-normalize: logs/bad.log:1: error: 30 of 30 lines do not parse' "the stage says why"
is "$(tail -n 1 err.txt)" "dielog-night: c: error: the night of 2026-02-04 failed; what was published before stands" "and the night says which"
is "$(readlink reports/c/nights/latest)" 2026-02-02 "what was published stands"
ls store/c/batches/ns1-good.log-*.d > /dev/null 2>&1
ok $? "the other logs were read"
rm c/logs/bad.log c/logs/good.log
dielog night -d 2026-02-04 c > out.txt 2> err.txt
is "$? $(grep -c 2016-05-06 reports/c/nights/latest/data/daily.csv)" "0 3" "the next is whole again, with what they held"
printf '\037\213\010cut' > c/logs/bad.gz
dielog night -d 2026-02-05 -m c > out.txt 2> err.txt
like "$? $(paste -sd ' ' out.txt)" '^0 .*Notes: logs/bad.gz: error: the gzip data is' "a damaged log is told in the mail"
like "$(cat err.txt)" '^logs/bad.gz: error: the gzip data is' "and on standard error"
rm c/logs/bad.gz
fails 1 '^dielog-night: none: error: no such folder' "no such case" dielog night none
for wrong in '-k 0' '-d yesterday' '-d 2026-02-30' '--nonsense' 'c d' ''; do
    # shellcheck disable=SC2086
    fails 2 '(see dielog-night --help)' "wrong usage: '$wrong'" dielog night $wrong
done

# --- a log that is rotated while the night runs -----------------------------------------------------
mv libexec/dielog-normalize libexec/normalize
cat > libexec/dielog-normalize << END
#!/bin/sh
# Rotates the log after the plan, once.
[ -f $tmp/rotated ] || {
    touch $tmp/rotated
    mv $tmp/c/logs/q.log $tmp/c/logs/q.log.1
    [ ! -f $tmp/next.log ] || mv $tmp/next.log $tmp/c/logs/q.log
}
exec $tmp/libexec/normalize "\$@"
END
chmod 755 libexec/dielog-normalize
log 06 5 5 >> c/logs/q.log
log 07 1 2 3 > next.log
dielog night -d 2026-02-06 c > out.txt 2> err.txt
is "$? $(wc -l < out.txt)" "0 1" "a log that is rotated while the night runs: it runs once more"
rm rotated c/logs/q.log.1
log 07 4 >> c/logs/q.log
dielog night -d 2026-02-07 c > out.txt 2> err.txt
is "$? $(wc -l < out.txt)" "0 1" "so it does when there is no new one yet"
mv c/logs/q.log.1 c/logs/q.log
mv libexec/normalize libexec/dielog-normalize
dielog night -d 2026-02-08 c > /dev/null
is "$(zstdcat store/c/days/2016-05-0[67].csv.zst | grep '^2016' | cut -d, -f 1,3,10 | sed 's/T[^,]*//; s/2016-05-//; s/192.0.2.//' | tr '\n' ' ')" '06,1,1 06,5,2 07,1,1 07,2,1 07,3,1 07,4,1 ' "and every lookup counts once"

# --- how far back a night looks ------------------------------------------------------------------------
mkdir -p many/logs once/logs
sed 's/^title.*/&\nlook_back = 16d/' c/case.ini | tee many/case.ini > once/case.ini
for day in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22; do log $day 1 2 > many/logs/$day.log; done
cp many/logs/* once/logs/
mv many/logs/03.log many/logs/1[5-9].log many/logs/2* .
dielog night -d 2026-02-10 many > /dev/null
mv ./03.log ./1[5-9].log ./2*.log many/logs/
dielog night -d 2026-02-11 many > /dev/null
dielog night -d 2026-02-11 once > /dev/null
is "$(cd reports/many/nights/latest && cat data/looked.csv)" 'what,days,start,end
all,22,2016-05-01T00:00:00.000000Z,2016-05-23T00:00:00.000000Z
recent,18,2016-05-05T00:00:00.000000Z,2016-05-23T00:00:00.000000Z
closed,16,2016-05-05T00:00:00.000000Z,2016-05-21T00:00:00.000000Z' "a night looks back as far as the case says, what costs much to a closing day"
is "$(sed -n '2,$s,.*/,,p' store/many/stated/day_files | wc -l) $(wc -l < store/many/stated/closed_files) $(find store/many/days store/many/counts -name "*.csv*" | wc -l)" \
    "17 16 44" "the statistics read so many days, and all are kept"
for table in share period daily looked; do cmp -s "reports/many/nights/latest/data/$table.csv" "reports/once/nights/latest/data/$table.csv" || echo $table; done > differ
is "$(cat differ)" "" "whichever nights there were before"

# --- as cron runs it: no terminal, no HOME, a short PATH -----------------------------------------------
log 08 9 >> c/logs/q.log
setsid env -i PATH=/usr/bin:/bin SHELL=/bin/sh LOGNAME=x /bin/sh -c "cd $tmp && DIELOG_LIBEXEC=$DIELOG_LIBEXEC $build/dielog night -d 2026-02-09 c" > out.txt 2> err.txt < /dev/null
like "$? $(cat out.txt err.txt)" '^0 c 2026-02-09: .* new lines' "the line of a crontab"

# --- as systemd would: the manual's two units ----------------------------------------------------------
if command -v systemd-analyze > /dev/null && systemd-analyze verify --man=no default.target 2> /dev/null; then
    mkdir units
    awk '/^\.Bd/ { n++; on = 1; next } /^\.Ed/ { on = 0 } on { print > ("units/" n) }' "$top/pipeline/dielog-night.1"
    sed "s,/usr/local/bin/dielog,$build/dielog," "$(grep -l '^\[Service\]' units/*)" > units/dielog.service
    cp "$(grep -l '^\[Timer\]' units/*)" units/dielog.timer
    is "$(systemd-analyze verify --man=no ./units/dielog.service ./units/dielog.timer 2>&1)" "" "the manual's service and timer are sound"
else
    skip "the manual's service and timer" "systemd-analyze cannot say"
fi

find c -newer store/c/remember -type d > written
is "$(find c | sort | tr '\n' ' ')" "c c/case.ini c/logs c/logs/q.log " "the case itself is never written to"
finish
