#!/bin/sh
# The way of a case through make: what runs when, and that nothing but the input decides the bytes.
# Statistics, figures and pages are stand-ins here that digest what they read.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

. "$top/tests/stand-ins.sh"

# log FILE DAY...: a few lookups on each of these days of May 2016
log() {
    file=$1
    shift
    for d in "$@"; do
        for h in 06 07 07 21; do
            echo "$d-May-2016 $h:12:0$((${d#0} % 7)).123 client 192.0.2.$((10 + ${d#0}))#4711 (www.example.com): query: www.example.com IN A + (203.0.113.53)"
        done
    done > "$file"
}

fresh_case() {
    rm -rf "$1"
    mkdir -p "$1/logs"
    printf '[case]\ntitle = T\nbin = 1h\nscreen = yes\n[input ns1]\nfiles = logs/*.log\nformat = bind9\nzone = UTC\n' > "$1/case.ini"
    printf 'prefix,party\n192.0.2.0/28,near\n' > "$1/parties.csv"
    log "$1/logs/a.log" 04 05 06
    log "$1/logs/b.log" 06 07
}

# report CASE [ARGUMENT]...; then `ran` says which stages ran and how often.
report() {
    dielog report -v "$@" > out.txt 2> err.txt
    status=$?
    [ $status -eq 0 ] || note "$(cat err.txt)"
    return $status
}
ran() {
    sed -nE "s,^$tmp/libexec/dielog-([a-z]+) .*,\1,p" out.txt | sort | uniq -c | sed -E 's/ *([0-9]+) (.*)/\2 \1/' | tr '\n' ' '
}
# What ran of the programs that read logs, and of those that read days.
of_logs() { ran | grep -oE '(collect|count|normalize|span) [0-9]+ ' | tr -d '\n'; }
of_days() { ran | sed -E 's/(collect|count|normalize|span) [0-9]+ //g'; }
# Everything that a case makes, as names and digests.  Links and stamps aside: they hold no content.
bytes() {
    (cd "$1" && find days counts span slices batches results -type f ! -name '*.tmp*' | sort | xargs cksum)
    (cd "$2" && find . -type f | sort | xargs cksum)
}

draws="figure $(grep -c '^    { "[a-z]*", ".*", chart_' "$top/render/charts/charts.c")"

fresh_case c
report c -j 2
ok $? "a fresh case runs through"
is "$(of_logs)" "collect 4 count 6 normalize 2 span 1 " "each stage as often as there is something for it"
whole=$(of_days)
is "$(echo "$whole" | tr ' ' '\n' | grep '[a-z]')" \
    "$(grep -oE 'dielog-[a-z]+ *[$-]' "$build/libexec/case.mk" | sed 's/dielog-//; s/ .*//' | sort -u | grep -vE '^(collect|count|normalize|span|plan|simulate)$')" \
    "and each statistic that case.mk knows"
like "$whole" "$draws " "and each figure"
is "$(zstdcat build/cases/c/days/2016-05-06.csv.zst | sed 1d | cut -d, -f1,3,4,10,11)" '2016-05-06T06:12:06.123000Z,192.0.2.16,other,1,2
2016-05-06T07:12:06.123000Z,192.0.2.16,other,2,4
2016-05-06T21:12:06.123000Z,192.0.2.16,other,1,2' "a day that two logs show"
bytes build/cases/c reports/c > first

# --- nothing new ---
report c
is "$(ran)" "" "a second run runs nothing"
touch c/case.ini c/parties.csv
report c
is "$(ran)" "" "nor does it after a touch of what says the same"
bytes build/cases/c reports/c > second
ok "$(cmp -s first second; echo $?)" "and changes nothing"

# --- one new log: a day that was there, one that was not ---
log c/logs/c.log 07 08
report c -j 2
is "$(of_logs) $(of_days)" "collect 2 count 4 normalize 1 span 1  $whole" \
    "a new log runs its own slices, its two days, and what depends on them"
is "$(sed 1d build/cases/c/counts/2016-05-07.csv | grep all,all | cut -d, -f4,5 | paste -sd ' ')" \
    "$(seq 0 23 | sed 's/.*/0,0/; 7s/.*/1,2/; 8s/.*/2,4/; 22s/.*/1,2/' | paste -sd ' ')" "the day in common is resolved"

# --- the same log grows; is replaced by one that is older ---
log c/logs/c.log 07 08 09
report c
is "$(of_days)" "$whole" \
    "a log that grew: the days that it had stay, but for how long the last was observed"
log c/logs/c.log 07 08
touch -d 2001-01-01 c/logs/c.log
report c
is "$(ran | grep -oE '(normalize|span|collect) [0-9]')" "span 1" "a log that is shorter again: its last piece is forgotten, no log is read"
log c/logs/c.log 07 09
touch -d 2001-01-01 c/logs/c.log
report c
is "$(ran | grep -o 'normalize [0-9]')" "normalize 1" "a log that another one replaced is read"
log c/logs/c.log 07 08
report c

# --- a log that is gone ---
rm c/logs/c.log
report c
is "$(of_logs) $(of_days)" "collect 1 count 3 span 1  $whole" \
    "a log that is gone: its days are made anew, no log is read"
bytes build/cases/c reports/c | grep -vE '2016-05-0[89]|/[^ ]*c\.log' > third
grep -vE '/[^ ]*c\.log' first | diff - third | grep '^[<>]' > difference
is "$(cat difference)" "" "and all is as if it had never been"

# --- arguments ---
sed -i 's/bin = 1h/bin = 2h/' c/case.ini
report c
is "$(ran)" "autocorrelation 2 compose 1 count 6 $draws package 1 " "another bin: only what counts"
sed -i '2s/.*/title = T\nseed = 5/' c/case.ini
report c
like "$(ran)" "cadence 1 .*share 3 .*window 1 " "another seed: what draws"
is "$(ran | grep -oE '(collect|count|autocorrelation|records|zone) ')" "" "and nothing else"
sed -i 's/title = T/title = Another/' c/case.ini
report c
is "$(ran)" "compose 1 $draws package 1 " "another title: only what shows it"
printf 'event,start,end,label\ne,2016-05-05T10:00:00Z,2016-05-05T11:00:00Z,x\n' > c/events.csv
report c
is "$(ran)" "compose 1 epoch 1 $draws package 1 span 1 spike 1 window 1 " "an event: its windows and the pages"
echo '192.0.2.16/28,far' >> c/parties.csv
report c
is "$(ran | grep -oE '(normalize|collect) [0-9]+')" "collect 4" "a party: days are collected again, no log is read"
sed -i 's/zone = UTC/zone = +01:00/' c/case.ini
report c
is "$(ran | grep -oE '(normalize|collect|count) [0-9]+' | paste -sd ' ')" "collect 4 count 6 normalize 2" "a zone: its logs are read again"
sed -i 's/zone = +01:00/observed = 2016-05-04..2016-05-08\nzone = +01:00/' c/case.ini
report c
is "$(ran | grep -oE '(normalize|collect|count|span) [0-9]+' | paste -sd ' ')" "collect 1 count 5 span 1" \
    "what was observed: a day more, and counts of days whose observation changed"

sed -i /^screen/d c/case.ini
report c
is "$? $(find reports/c -name '*screen*'; grep -c screen reports/c/data/datapackage.json)" "0 0" "a screen that the case asks for no more is published no more"
touch reports/c/data/screen.csv
report c
is "$(ran) $(find reports/c -name '*screen*')" "package 1  " "whatever left it there"
sed -i 's/^bin/screen = yes\n&/' c/case.ini
report c
is "$(ran | grep -o 'screen [0-9]') $(ls reports/c/data/screen.csv)" " reports/c/data/screen.csv" "asked for again, it is published again as it was made"

# --- a slice that is lost heals ---
fresh_case c
rm -rf build reports
report c
rm build/cases/c/slices/2016-05-05/*
fails 1 'was lost; run again' "a lost slice is told" dielog report c
report c
ok $? "and the next run reads its log again"
bytes build/cases/c reports/c > second
ok "$(cmp -s first second; echo $?)" "with the same bytes"

# --- -j, order and place ---
rm -rf other && mkdir other && cp -r c other/c
(cd other && report c -j 4)
bytes other/build/cases/c other/reports/c > second
ok "$(cmp -s first second; echo $?)" "the same bytes at -j 4 in another place"

# --- kill -9 in every stage ---
# The program starts its work and is killed in the middle of it; so is who waits for it.
mkdir libexec/real
for verb in plan normalize span collect count share zone compose package; do
    rm -rf build reports
    mv libexec/dielog-$verb libexec/real/
    cat > libexec/dielog-$verb << END
#!/bin/sh
"$tmp/libexec/real/dielog-$verb" "\$@" &
i=0
while [ \$i -lt 100 ]; do i=\$((i + 1)); done
kill -9 \$! \$\$
END
    chmod 755 libexec/dielog-$verb
    dielog report c -j 2 > /dev/null 2>&1
    killed=$?
    mv libexec/real/dielog-$verb libexec/
    report c -j 2
    status=$?
    bytes build/cases/c reports/c | grep -v '\.tmp-' > second
    ok "$((killed == 0 || status != 0 || $(cmp -s first second; echo $?)))" \
        "kill -9 in dielog-$verb: the next run ends with the same bytes"
done

# --- a stage that fails says so in one line ---
printf 'nonsense\n' > c/logs/z.log
fails 1 '^dielog-normalize: logs/z.log:1: error: ' "a stage that fails is told in its own one line" dielog report c
[ -f reports/c/report.pdf ]
ok $? "the report of before is still there"
rm c/logs/z.log
report c
is "$(ran)" "span 1 " "and once it is gone the batches are joined again, no more"

# --- odd names ---
odd="c/logs/o'dd \"\$(touch pwned)\`touch pwned\`;&|<>%
#.log"
log "$odd" 09
report c
ok $? "a log with an odd name goes through"
# shellcheck disable=SC2016 # the name is to be shown as it is
like "$(cat reports/c/data/inputs.csv)" 'logs/o.dd ""\$\(touch pwned\)`touch pwned`.059&' "its name is shown"
rm "$odd"
fresh_case "an 'odd' \$(touch pwned) case"
report "an 'odd' \$(touch pwned) case"
ok $? "a case with an odd name goes through"
is "$(find . -name 'pwned*')" "" "and nothing of it was executed"

# --- a case with a scenario ---
cat > libexec/dielog-simulate << 'END'
#!/bin/sh
mkdir -p "$2/logs" && cp "${3%/*}/case.ini" "$2/" && cp "$3" "$2/logs/a.log"
END
fresh_case c
mkdir s
cp c/case.ini s/
cp c/logs/a.log s/scenario.ini
report s
ok $? "a case with a scenario goes through"
is "$(ran | grep -oE '(simulate|normalize) [0-9]')" "normalize 1
simulate 1" "its logs are made first"
report s
is "$(ran)" "" "and a second run makes none"
log s/scenario.ini 04 05 06 07
report s
is "$(ran | grep -oE '(simulate|normalize|collect) [0-9]')" "collect 1
normalize 1
simulate 1" "another scenario, other logs"
is "$(find s | sort | paste -sd ' ')" "s s/case.ini s/scenario.ini" "the case itself is never written to"

# --- one figure alone ---
fresh_case alone
report alone --figure share
ok $? "one figure of a case"
like "$(ran)" "figure 1 " "is drawn"
is "$(ran | grep -oE '(compose|package|zone|period) [0-9]+')" "" "and nothing is made that it does not need"
is "$(tail -1 out.txt)" "reports/alone/figures/share.svg" "its path is said"

# --- every figure depends on what its chart reads ---
# Of case.mk: the tables that every figure looks at, then `draw,NAME,TABLES`.
about=$(sed -nE 's/^about := \$\(foreach t,([a-z_ ]*),.*/\1/p' "$top/pipeline/case.mk")
like "$about" inputs "case.mk says what every figure looks at"
reads() { grep -ohE 'result_read\(dir, "[a-z_]+"' "$@" | sed 's/.*"\(.*\)"/\1/' | sort -u; }
sed -nE 's/^\$\(eval \$\(call draw,([a-z]+),([a-z_ ]+)\)\)/\1 \2/p' "$top/pipeline/case.mk" > drawn
while read -r name tables; do
    lacking=""
    for table in $(reads "$top/render/charts/chart_$name.c" "$top/render/facts/facts.c"); do
        case " $about $tables " in *" $table "*) ;; *) lacking="$lacking $table" ;; esac
    done
    is "$lacking" "" "the figure $name depends on every table that it reads"
done < drawn
is "$(wc -l < drawn)" "$(grep -c '^    { "[a-z]*", ".*", chart_' "$top/render/charts/charts.c")" "every figure there is is drawn"
finish
