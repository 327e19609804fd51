#!/bin/sh
# Beyond one machine: whatever reads rows reads them from a stream, parts merge to the bytes of the whole, and the lines of
# SCALE.md do what they say.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
PATH=$build:$PATH
export PATH

# --- a log of three days ---
awk 'BEGIN {
    split("A AAAA MX", type, " ")
    for (i = 0; i < 3000; i++) {
        s = int(i * 86.4)
        k = (i * 7919) % 997
        printf "%02d-May-2016 %02d:%02d:%02d.000 client 192.0.2.%d#53 (h%d.example): query: h%d.example IN %s + (203.0.113.1)\n",
            4 + int(s / 86400), s / 3600 % 24, s / 60 % 60, s % 60, k % 23, k % 7, k % 7, type[1 + k % 3]
    }
}' > ns1.log
printf '[input]\npath = ns1.log\nsensor = ns1\nformat = bind9\nzone = UTC\n' > ns1.ini
printf 'prefix,party\n192.0.2.0/29,near\n192.0.2.8/29,far\n' > parties.csv
mkdir -p one/slices one/batches
dielog normalize --batch ns1 --input ns1.ini --work one ns1.log
for day in one/slices/*; do
    dielog collect -p parties.csv "$day/ns1.csv" -o "${day##*/}.csv"
    dielog count "${day##*/}.csv" -o "${day##*/}.counts"
done
dielog count --rebin 10m ./*.counts -o counts.csv
is "$(awk -F, '$3 == "all" { n += $4 } END { print n }' counts.csv)" 3000 "the whole"

# --- streams ---
streams() { # FILE VERB [ARGUMENT]...: the same from the file and from standard input, else VERB is bad
    file=$1
    shift
    { dielog "$@" "$file" > of-file && dielog "$@" < "$file" | cmp of-file - && [ "$(wc -l < of-file)" -gt 1 ]; } || bad="$bad $1"
}
dash() { dielog "$@" - < "$file" | cmp of-file - || bad="$bad $1 -"; }
day=2016-05-04.csv
bad=''
streams ns1.log normalize -f bind9 -z UTC --sensor ns1 && dash normalize -f bind9 -z UTC --sensor ns1
streams one/slices/2016-05-04/ns1.csv collect && dash collect
streams $day count && dash count
streams $day records && dash records
streams counts.csv count --rebin 1d && dash count --rebin 1d
streams counts.csv merge && dash merge
awk 'NR % 10 == 1' $day > few.csv
printf 'event,start,end,label\ne,2016-05-04T10:00:00Z,2016-05-04T11:00:00Z,E\n' > events.csv
streams few.csv share --by client
grep -E '^time|192.0.2.[12],' $day > two.csv
streams two.csv couple
for verb in names integrity service; do streams few.csv $verb; done
for verb in rhythm cadence cache coverage zone mixture weigh spike change; do streams few.csv $verb --group party; done
for verb in window epoch; do streams few.csv $verb --events events.csv; done
streams few.csv period --group party --draws 19
streams few.csv screen --shard 1 --shards 2
streams counts.csv autocorrelation --column count --time start --group series --only kind=all
is "$bad" "" "a file and a stream give the same"

# --- parts ---
dielog merge ./*.counts | cmp - counts.csv
ok $? "days merge, whatever their order"
for part in 0 1 2; do
    for of in 2016-05-0[4-6].csv; do
        awk -F, -v part=$part 'NR == 1 || substr($3, 9) % 3 == part' "$of" | dielog count --day "${of%.csv}" - > "$part-${of%.csv}.part"
    done
done
ls ./*.part > list
dielog merge --files-from list | cmp - counts.csv
ok $? "nine parts merge to the whole"
dielog merge 0-*.part | dielog merge 2-*.part - | dielog merge - 1-*.part -o again.csv
cmp again.csv counts.csv
ok $? "through pipes, too"
# shellcheck disable=SC3045 # dash, bash and busybox know -n
(ulimit -n 20 && dielog merge --files-from list | cmp - counts.csv)
ok $? "with few open files"
dielog count --rebin 1d --files-from list > of-parts
dielog count --rebin 1d counts.csv | cmp - of-parts
ok $? "longer bins of parts are those of the whole"
is "$(dielog share --by kind,series --time start counts.csv | sed -n 's/^"kind,series",\(.*\),party$/\1/p')" \
    "$(dielog share --by party 2016-05-0?.csv | sed -n 's/^party,//p')" "shares of the counts are those of the records"
fails 1 'no column .start., found: time, sensor' "records are not merged so" dielog merge $day
fails 1 '600 s of this bin were observed, and 300 s say' "parts that state another exposure" sh -c \
    "dielog count --observed 0-300 $day > other && dielog merge - 2016-05-04.counts < other"
fails 1 'nowhere.csv: error: cannot read' "a part that is not there" dielog merge nowhere.csv counts.csv -o not.csv
is "$(ls not.csv 2> /dev/null)" "" "leaves nothing"

# --- the lines of SCALE.md ---
if command -v parallel > /dev/null; then
    mkdir shared-nothing && cd shared-nothing || exit 1
    cp ../ns1.log ../ns1.ini ../parties.csv .
    awk '/^```sh/ { n++; code = 1; next } /^```/ { code = 0 } code { print > ("lines-" n) }' "$top/SCALE.md"
    sed -i 's/1M/40K/' lines-1
    sh -e lines-1 < /dev/null > said 2>&1
    ok $? "map, reduce and merge run"
    is "$(find work/slices/2016-05-05 -name '*.csv' | awk 'END { print (NR > 1) }')" 1 "in several pieces"
    cmp counts.csv ../counts.csv
    ok $? "the bytes of one machine"
    sh -e lines-2 < /dev/null >> said 2>&1
    ok $? "a day divided by client"
    cmp 2016-05-04.csv ../2016-05-04.counts
    ok $? "is the day"
    else
    skip "the lines of SCALE.md" "GNU parallel is not installed"
fi
finish
