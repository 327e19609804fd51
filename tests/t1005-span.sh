#!/bin/sh
# From manifests to what was observed: bridging, what the case states, tables, and files that do not change.
. "$(dirname "$0")/lib.sh"

work=$tmp/work
mkdir -p "$work/plan"
span() { "$build/libexec/dielog-span" -d "$work" "$@"; }
batch() { # ID SENSOR TIME...
    id=$1 sensor=$2
    shift 2
    printf '[input]\npath = %s.csv\nsensor = %s\nformat = csv\nzone = UTC\ntime = t\nclient = c\n' "$id" "$sensor" > "$work/plan/$id.ini"
    { echo t,c; for t in "$@"; do echo "$t,192.0.2.1"; done; } > "$tmp/$id.csv"
    "$build/libexec/dielog-normalize" --batch "$id" --input "$work/plan/$id.ini" -d "$work" --max-rejects 60% --allow-empty "$tmp/$id.csv"
}

batch a1 ns1 2016-05-04T22:00:00Z 2016-05-04T23:00:00Z bad
batch a2 ns1 2016-05-07T00:00:00Z 2016-05-07T01:00:00Z
batch b1 "ns,2" 2016-05-07T12:00:00.5Z
batch c1 ns3
span a1 a2 b1 c1
is "$?" 0 "four batches, one of them empty"
is "$(cat "$work/span/sensors.csv")" 'sensor,start,end
"ns,2",2016-05-07T12:00:00.500000Z,2016-05-07T12:00:00.600000Z
ns1,2016-05-04T22:00:00.000000Z,2016-05-07T01:00:01.000000Z' "silences up to a week are bridged; the end is one step behind the last"
is "$(cat "$work/span/observed.csv")" 'start,end
2016-05-04T22:00:00.000000Z,2016-05-07T01:00:01.000000Z
2016-05-07T12:00:00.500000Z,2016-05-07T12:00:00.600000Z' "the union"
is "$(cat "$work/span/span.mk")" 'days := 2016-05-04 2016-05-05 2016-05-06 2016-05-07
recent := 2016-05-04 2016-05-05 2016-05-06 2016-05-07
closed := 2016-05-04 2016-05-05 2016-05-06 2016-05-07
observed-2016-05-04 := 79200-86400
observed-2016-05-05 := 0-86400
observed-2016-05-06 := 0-86400
observed-2016-05-07 := 0-3601,43200.500000-43200.600000' "the fragment"
is "$(cat "$work/span/rejects.csv")" 'batch,reason,lines
a1,no time,1' "rejects"
is "$(cut -d, -f1,4-6 "$work/span/inputs.csv" | sed 's/"ns,2.*/x/')" "$(printf 'batch,format,zone,bytes\na1,csv,UTC,%s\na2,csv,UTC,%s\nb1,b1.csv,csv,UTC\nc1,csv,UTC,%s' "$(wc -c < "$tmp/a1.csv")" "$(wc -c < "$tmp/a2.csv")" "$(wc -c < "$tmp/c1.csv")")" "inputs"

touch -d 2001-01-01 "$work"/span/*
span a1 a2 b1 c1
is "$(find "$work/span" -newermt 2010-01-01 -type f)" "" "nothing new: nothing is written"
printf 'a1\na2\n' > "$tmp/list"
span --bridge 1h --batches-from "$tmp/list"
is "$(grep -c ns1 "$work/span/sensors.csv")" 2 "a shorter bridge"
printf 'sensor,start,end\nns1,2016-05-01T00:00:00Z,2016-05-08T00:00:00Z\n' > "$work/plan/observed.csv"
span a1 a2 b1
is "$(sed -n '$p' "$work/span/sensors.csv") $(sed -n 1p "$work/span/span.mk")" "ns1,2016-05-01T00:00:00.000000Z,2016-05-08T00:00:00.000000Z days := 2016-05-01 2016-05-02 2016-05-03 2016-05-04 2016-05-05 2016-05-06 2016-05-07" "what is stated counts"
# A night that looks back two days.
printf 'event,start,end\nbefore,2016-05-04T00:00:00Z,2016-05-05T00:00:00Z\nlast,2016-05-04T00:00:00Z,2016-05-05T00:00:01Z\n' > "$work/plan/events.csv"
span --look-back 2 a1 a2 b1
is "$(sed 1q "$work/span/span.mk" | wc -w) $(sed -n '2p;3p' "$work/span/span.mk" | paste -sd ' ')" \
    '9 recent := 2016-05-05 2016-05-06 2016-05-07 closed := 2016-05-05 2016-05-06' "all days are days, the last two that are closed are looked at, and the day since"
is "$(cat "$work/span/observed.csv" "$work/span/sensors.csv" "$work/span/looked.csv")" 'start,end
2016-05-05T00:00:00.000000Z,2016-05-08T00:00:00.000000Z
sensor,start,end
"ns,2",2016-05-07T12:00:00.500000Z,2016-05-07T12:00:00.600000Z
ns1,2016-05-05T00:00:00.000000Z,2016-05-08T00:00:00.000000Z
what,days,start,end
all,7,2016-05-01T00:00:00.000000Z,2016-05-08T00:00:00.000000Z
recent,3,2016-05-05T00:00:00.000000Z,2016-05-08T00:00:00.000000Z
closed,2,2016-05-05T00:00:00.000000Z,2016-05-07T00:00:00.000000Z' "what was observed, of these"
is "$(cut -d, -f1 "$work/span/events.csv" | paste -sd ' ')" "event last" "an event that ended before them is left out"
rm "$work/plan/events.csv"
printf 'sensor,start,end\nns1,2016-05-01T00:00:00Z,2016-04-08T00:00:00Z\n' > "$work/plan/observed.csv"
fails 1 'observed.csv:2: error: the observed time ends before it starts' "an interval that is none" span a1
rm "$work/plan/observed.csv"

batch old ns1 0 2016-05-04T22:00:00Z
fails 1 'at most 20000 can be: state when' "a span of 46 years is fine, of 200 not" span a1 "$(batch older ns1 -5000000000 2016-05-04T22:00:00Z && echo older)"
span old
is "$? $(sed -n 1p "$work/span/span.mk" | wc -w)" "0 $((2 + 16926))" "46 years"
fails 1 'none\.d' "a batch that was not normalized" span none
sed 's/^slices.*//' "$work/batches/a1.d" > "$work/batches/a1.d.new" && mv "$work/batches/a1.d.new" "$work/batches/a1.d"
span a1
is "$? $(sed -n 1p "$work/span/span.mk")" "0 days := 2016-05-04" "logs without a record have the days that were watched"
fails 2 'say the folder' "no folder" "$build/libexec/dielog-span" a1
finish
