#!/bin/sh
# dielog check: what would come of a case, and the mistakes in it, without making anything.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

dielog new c > /dev/null
out=$(dielog check c)
is $? 0 "a new case has no mistakes"
like "$out" 'all ([0-9]+) lines: [0-9]+ lookups, 0 set aside, 0 rejected' "lines are counted"
like "$out" 'no mistakes found' "and it says so"
is "$(find c -newer c/case.ini -type f | grep -v -e sample -e events -e parties)" "" "nothing is made"

# bad CASE-LINE PATTERN NAME: with this [input] the check fails and says why
bad() {
    { sed '/^\[input/,$d' c/case.ini; printf '[input s]\nfiles = logs/sample.log\n%b\n' "$1"; } > x.ini
    mkdir -p b && cp -r c/logs c/parties.csv c/events.csv b/ && mv x.ini b/case.ini
    out=$(dielog check b 2>&1)
    is $? 1 "$3: exit 1"
    like "$out" "$2" "$3"
}
bad 'format = unbound\nzone = UTC' 'mistake: no log has a lookup' "another dialect"
like "$out" 'doubt: no lookup in it as unbound; set aside, mostly: [a-z]' "and why"
bad 'format = zeek' 'mistake: no line parses as zeek, mostly: no #fields line' "a dialect that rejects"
bad 'format = bind9' 'mistake: line 1: the stamps have no zone' "no zone"
bad 'format = bind9\nzone = Mars/Olympus' "zone: no zone is called 'Mars/Olympus'" "an unknown zone"
bad 'format = pattern\npattern = (?<client>' 'pattern is wrong at character' "a pattern that does not compile"
rm -r b

cp -r c d
echo 'late,2031-01-01T00:00:00Z,2031-01-02T00:00:00Z,a late one,,,' >> d/events.csv
printf '%s\n' '198.51.100.77,nobody,Nobody,,,' '198.51.100.78,nobody,Nobody,,,' >> d/parties.csv
out=$(dielog check d)
is $? 0 "doubts are no mistakes"
like "$out" 'doubt: nobody never occurs$' "a party that never occurs"
like "$out" 'doubt: outside what the logs cover: late$' "an event outside the span"
like "$out" '0 mistakes, 2 doubts' "both are counted"

# A log that is longer than what is looked at: its end is known, its middle is not.
mkdir -p e/logs
awk 'BEGIN { for (i = 0; i < 150000; i++) printf "2026-11-23T%02d:%02d:%02d.000Z client 192.0.2.%d#1 (a.example): query: a.example IN A + (192.0.2.53)\n",
    i / 7200, i / 120 % 60, i / 2 % 60, i < 149000 ? 1 : 2 }' > e/logs/a.log
printf '[case]\ntitle = x\n[input s]\nfiles = logs/*.log\nformat = auto\n' > e/case.ini
printf 'prefix,party\n192.0.2.1,one\n192.0.2.2,two\n' > e/parties.csv
out=$(dielog check e)
like "$out" 'bind9: keeps 1000 of the first 1000 lines' "auto says why"
like "$out" 'the first 100000 lines: 100000 lookups' "a long log is not read whole"
like "$out" 'from 2026-11-23T00:00:00.000000Z to 2026-11-23T20:49:59.000000Z at least' "but its end is known"
like "$out" 'two never occurs in what was looked at' "and what is not known is said so"
gzip e/logs/a.log
printf '[case]\ntitle = x\n[input s]\nfiles = logs/*\nformat = bind9\n' > e/case.ini
like "$(dielog check e)" 'to 2026-11-23T13:53:19.000000Z at least' "of a compressed log the end is not known"

fails 1 "no-such: |no-such/case.ini" "no such case" dielog check no-such
fails 2 "expected one CASE" "usage" dielog check
finish
