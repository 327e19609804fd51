#!/bin/sh
# dielog-plan: every mistake in a case is told with file and line; the plan of a good one.
# shellcheck disable=SC2016,SC2012 # what a shell would read is meant as it stands
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

fresh() {
    rm -rf c w
    mkdir -p c/logs
    printf '[case]\ntitle = T\n\n[input ns1]\nfiles = logs/*.log\nformat = bind9\nzone = UTC\n' > c/case.ini
    echo x > c/logs/a.log
}

# bad LINE REPLACEMENT PATTERN: line LINE of case.ini becomes REPLACEMENT
bad() {
    fresh
    awk -v n="$1" -v line="$2" 'NR == n { print line; next } { print }' c/case.ini > c/x && mv c/x c/case.ini
    fails 1 "^dielog-plan: c/case.ini:$1: error: $3" "case.ini: $2" dielog plan c w
    [ ! -e w/plan.mk ] || ok 1 "no plan is left"
}

bad 2 'titel = T' '\[case\] titel: unknown key'
bad 2 'seed = 1.5' "\[case\] seed: found '1.5', expected a whole number"
bad 2 'seed = -1' '\[case\] seed: -1 is out of range'
bad 2 'seed = 99999999999999999999' '\[case\] seed: .*out of range'
bad 2 'bin = 7m' '\[case\] bin: 420 seconds do not divide a day'
bad 2 'bin = ten' "\[case\] bin: found 'ten', expected a duration"
bad 2 'bin = 0.5s' '\[case\] bin: .*out of range'
bad 2 'bin = 1.5s' '\[case\] bin: expected whole seconds'
bad 2 'visit_gap = -1s' '\[case\] visit_gap: .*out of range'
bad 2 'max_rejects = 101%' "\[case\] max_rejects: found '101%', expected a share"
bad 2 'max_rejects = lots' '\[case\] max_rejects: .*expected a share'
bad 2 'synthetic = perhaps' '\[case\] synthetic: .*expected yes or no'
bad 2 'paper = A3' "\[case\] paper: found 'A3', expected A4 or Letter"
bad 2 'profile = pirates' "\[case\] profile: found 'pirates', expected office, developer, home, learned or any"
bad 2 'holidays = some' "\[case\] holidays: found 'some', expected yes or no"
bad 2 'ttl = 11d' '\[case\] ttl: .*out of range'
bad 2 'expected = many a day' "\[case\] expected: found 'many', expected a range"
bad 2 'expected = 9..2' '\[case\] expected: .*a range'
bad 2 'served = a;b' '\[case\] served: .*ids of parties'
bad 2 'reference = a b' '\[case\] reference: expected one party'
bad 2 'propositions = people pirates' "\[case\] propositions: found 'pirates', which is no proposition"
bad 2 'ttl = often' "\[case\] ttl: found 'often', expected a duration"
bad 2 'parties = none.csv' "\[case\] parties: cannot read 'none.csv'"
bad 2 'events = none.csv' "\[case\] events: cannot read 'none.csv'"
bad 2 'no equals sign' 'expected \[section\] or key = value'
bad 5 'files = logs/*.gz' "\[input ns1\] files: no file matches 'logs/\*.gz'"
bad 5 'files = logs/*.log nothing' "\[input ns1\] files: no file matches 'nothing'"
bad 6 'format = bind8' "\[input ns1\] format: .*'bind8'.*bind9"
bad 6 'format = csv' '\[input ns1\] format: csv needs'
bad 7 'zone = Mars/Olympus' "\[input ns1\] zone: no zone is called 'Mars/Olympus'"
bad 7 'zone = ../../etc/passwd' '\[input ns1\] zone: no zone'
bad 7 'start = 2016-02-30' "\[input ns1\] start: found '2016-02-30'"
bad 7 'observed = 2016-05-04' '\[input ns1\] observed: .*START..END'
bad 7 'observed = 2016-05-04..2016-05-03' '\[input ns1\] observed: .*START..END'
bad 7 'observed = 2016-05-04T00:00:00..2016-05-05T00:00:00' '\[input ns1\] observed: .*START..END'
bad 7 'sensor = a b' "\[input ns1\] expected|\[input ns1\] sensor: expected the sensor's name"
bad 7 'target = url' '\[input ns1\] target: format bind9 does not read .target.'
bad 7 'zonne = UTC' '\[input ns1\] zonne: unknown key'

fresh
printf '[inputs]\nx = 1\n' >> c/case.ini
fails 1 'c/case.ini:9: error: \[inputs\]: unknown section' "an unknown section" dielog plan c w
fresh
printf '[input ns2]\nsensor = ns1\nfiles = logs/a.log\nformat = bind9\n' >> c/case.ini
fails 1 'case.ini:10: error: \[input ns2\] files: logs/a.log is read for the sensor ns1 already' \
    "a file twice for one sensor" dielog plan c w
fresh
printf '[case]\n' > c/case.ini
fails 1 'c/case.ini: error: no \[input NAME\] section' "no input" dielog plan c w
fresh
printf 'seed = 1\0 2\n' | sed -i '1r /dev/stdin' c/case.ini
fails 1 '^dielog-plan: c/case.ini:2: error: a NUL byte' "a NUL byte hides nothing" dielog plan c w
rm c/case.ini
fails 1 'cannot read c/case.ini' "no case.ini" dielog plan c w
fails 2 'expected CASE and WORK' "one operand" dielog plan c

# --- tables ---
# table FILE CONTENT PATTERN NAME
table() {
    fresh
    printf '%b' "$2" > "c/$1"
    fails 1 "^dielog-plan: c/$1:$3" "$1: $4" dielog plan c w
}
table parties.csv 'prefix,party\n192.0.2.0/24,a\n192.0.2.0/24,b\n' "3: error: '192.0.2.0/24' stands on line 2" "the same prefix twice"
table parties.csv 'prefix,party\n192.0.2.1/24,a\n' '2: error: .*bits set' "host bits"
table parties.csv 'prefix,party,zone\n192.0.2.0/24,a,Mars\n' "2: error: no zone is called 'Mars'" "a zone"
table parties.csv 'prefix,party,reference\n192.0.2.0/24,a,maybe\n' "2: error: found 'maybe' as reference" "a reference"
table parties.csv 'prefix,party\n"192.0.2.0/24,a\n' '2: error' "a quote that never ends"
table parties.csv 'prefix,party\n192.0.2.0/24,a,b\n' '2: error: found 3 fields' "a field too many"
for name in parties events; do # one that is there and cannot be read is not one that is absent
    fresh
    ln -s "$name.csv" "c/$name.csv"
    fails 1 "^dielog-plan: c/$name.csv: error: cannot read it: " "$name.csv: a link to itself" dielog plan c w
    ln -sf nowhere "c/$name.csv"
    fails 1 "^dielog-plan: c/$name.csv: error: cannot read it: " "$name.csv: a link to nowhere" dielog plan c w
    rm "c/$name.csv" && mkdir "c/$name.csv"
    fails 1 "^dielog-plan: c/$name.csv:1: error: the file cannot be read" "$name.csv: a folder" dielog plan c w
done
table events.csv 'event,start,end,label\ne,2016-05-04T10:00:00Z,2016-05-04T09:00:00Z,x\n' "2: error: the end is not after" "end before start"
table events.csv 'event,start,end,label\ne,2016-05-04T10:00:00,2016-05-04T11:00:00Z,x\n' "2: error: .*zone" "no zone"
table events.csv 'event,start,end,label\ne,1462356000,1462359600,x\n' "2: error: expected a time such as" "epoch seconds"
table events.csv 'event,start,end,label\ne,2016-05-04T10:00:00Z,2016-05-04T11:00:00Z,x\ne,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,y\n' \
    "3: error: this id stands on a line above" "an id twice"
table events.csv 'event,start,end,label\ne,2016-05-04T10:00:00Z,2016-05-04T11:00:00Z,\n' '2: error: the label is missing' "no label"
table events.csv 'event,start,end,label\n$(x),2016-05-04T10:00:00Z,2016-05-04T11:00:00Z,x\n' '2: error: expected an id' "an id for a shell"
table events.csv 'event,start,end\n' "1: error: no column 'label'" "no label column"

# --- a good one ---
fresh
cat > c/case.ini << 'END'
[case]
title = T
seed = 7
bin = 1h
visit_gap = 1.5s
max_rejects = 2%
bridge = 1d
look_back = 10d
profile = developer
holidays = yes
ttl = 1h
served = a web.2
expected = 5..70.5 a day
reference = a
propositions = chance people timer people+timer cache people+cache mailing scan tunnel zone-a zone-b
[input web]
files = logs/*.log
  more/*.tsv
format = csv
separator = tab
time = when
client = who
observed = 2016-05-04..2016-05-05 2016-05-07T12:00:00+02:00..2016-05-07T13:00:00Z
[input ns1]
files = logs/a.log
format = bind9
END
mkdir c/more c/more/folder.tsv
echo > 'c/more/an odd $(name);`x`
.tsv'
printf 'party,prefix\na,2001:DB8::/32\n' > c/parties.csv
dielog plan c w
ok $? "a good case is planned"
is "$(grep -v '^#' w/plan.mk)" 'bin_s := 3600
visit_gap_s := 1.5
seed := 7
profile := developer
holidays := yes
screen := 
zone_a := 
zone_b := 
bridge_s := 86400
look_back := 10
max_rejects := 0.02
ttl_s := 3600
served := a web.2
reference := a
propositions := chance people timer people+timer cache people+cache mailing scan tunnel zone-a zone-b
expected := 5..70.5
max_lag := 336
have_events := 
batches := \
  ns1-a.log-'"$(ls w/plan/raw | sed -n 's/ns1-a.log-//p')"' \
  web-a.log-'"$(ls w/plan/raw | sed -n 's/web-a.log-//p')"' \
  web-an_odd___name___x__.tsv-'"$(ls w/plan/raw | sed -n 's/web-an_odd___name___x__.tsv-//p')
gone :=" "plan.mk"
is "$(cat w/plan/web-an_odd*.ini)" '[input]
path = more/an odd $(name)\059`x`\010.tsv
sensor = web
format = csv
separator = tab
time = when
client = who
[piece]
from = 0
to = 1
head = 1:384868fba0c21fdc
tail = 1:384868fba0c21fdc' "how to read a log with an odd name"
ok "$(cmp -s "$(echo w/plan/raw/web-an_odd*)" c/more/an*; echo $?)" "the link leads to it"
is "$(cat w/plan/parties.csv)" 'prefix,party,label,zone,reference,note,fact,date,source
2001:db8::/32,a,,,,,,,' "parties.csv, normalized"
is "$(cat w/plan/events.csv)" 'event,start,end,label,group,source,declared' "events.csv is a header where the case has none"
is "$(cat w/plan/observed.csv)" 'sensor,start,end
web,2016-05-04T00:00:00.000000Z,2016-05-06T00:00:00.000000Z
web,2016-05-07T10:00:00.000000Z,2016-05-07T13:00:00.000000Z' "observed.csv"

# --- nothing changes, nothing is touched ---
find w -exec touch -h -d '2020-01-01' {} +
dielog plan c w
is "$(find w -type f -newermt 2020-01-02)" "" "the same case again touches no file"
touch c/logs/a.log
dielog plan c w
is "$(find w -type f -newermt 2020-01-02)" 'w/seen.csv' "a log that was touched is known by its content"
rm c/more/an*
sed -i '/more/d' c/case.ini
dielog plan c w
is "$(find w/plan -name '*odd*')" "" "what belongs to a log that is gone is removed"
mkdir 'odd [case]*' && cp -r c/* 'odd [case]*'
dielog plan 'odd [case]*' w2
is "$(ls w2/plan/raw)" "$(ls w/plan/raw)" "ids do not depend on where the case lies"
finish
