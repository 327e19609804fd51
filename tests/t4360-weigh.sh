#!/bin/sh
# dielog-weigh as a program: an office, a timer and a cache are told, what is not known is not weighed, and bad input.
. "$(dirname "$0")/lib.sh"

field() { awk -F, -v g="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 == g { print $at[c] }' "$1"; }
of() { awk -F, -v g="$2" -v p="$3" -v c="$4" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 == g && $2 == p { print $at[c] }' "$1"; }

# Ten weeks: an office of two clients, a timer of 4 h, what a cache of an hour leaves, and somebody who came twice.
awk 'BEGIN {
    srand(3); start = 1462147200; days = 70
    print "time,party,client"
    for (d = 0; d < days; d++) for (i = 0; i < (d % 7 < 5 ? 16 : 2); i++) if (rand() < .5) printf "%d,office,192.0.2.%d\n", start + (d + .3 + .4 * rand()) * 86400, 1 + i % 2
    for (t = 0; t < days * 86400; t += 14400 + 300 * (rand() - .5)) printf "%d,timer,198.51.100.1\n", start + t
    for (t = 0; t < days * 86400; t += 3600 - 14400 * log(1 - rand())) printf "%d,cache,203.0.113.1\n", start + t
    printf "%d,guest,203.0.113.9\n%d,guest,203.0.113.9\n", start + 99, start + 99999
}' > "$tmp/e.csv"
printf 'group,lr_mail_most,lr_scan_most,lr_tunnel\noffice,1e-06,0.01,\ntimer,1e-06,1e-06,\ncache,1e-06,1e-06,\n' > "$tmp/names.csv"
printf 'group,proposition,against,log10_lr\noffice,A,B,2.5\noffice,A,union,-0.5\noffice,A,flat,-9\noffice,B,A,-2.5\noffice,B,union,-3\n' > "$tmp/zones.csv"
weigh() { dielog weigh --group party --client client --ttl 1h --names "$tmp/names.csv" --zones "$tmp/zones.csv" "$@"; }
weigh --all --each "$tmp/each.csv" --pairs "$tmp/pairs.csv" --features "$tmp/features.csv" --blocks "$tmp/blocks.csv" -o "$tmp/w.csv" "$tmp/e.csv"
ok $? "it runs"
is "$(head -1 "$tmp/w.csv")" "group,n,streams,blocks,block_days,ttl_s,clock,best,next,log10_lr,lo95,hi95,log10_stated,support,capped,not_told,bits_visit,misfit,misfit_poor,dispersion_5,dispersion_20,unfit,verdict,settles" \
    "the columns are the promised ones"
is "$(sed 1d "$tmp/w.csv" | cut -d, -f1)" "all
cache
guest
office
timer" "all first, then the parties by name"
is "$(field "$tmp/w.csv" office best) $(field "$tmp/w.csv" timer best) $(field "$tmp/w.csv" cache best)" "people timer cache" "what each is"
is "$(field "$tmp/w.csv" timer verdict)" "a machine on a timer" "a timer, in words"
like "$(grep "^office" "$tmp/w.csv")" ",people at their hours,nothing more is needed to tell people at their hours from" "and in words, by no key"
is "$(field "$tmp/w.csv" guest verdict)" "cannot tell: too few visits" "two visits tell nothing"
like "$(grep '^guest' "$tmp/w.csv")" '40 visits at least; there are 2' "and it says how many would"
is "$(field "$tmp/w.csv" office streams) $(field "$tmp/w.csv" office blocks) $(field "$tmp/w.csv" office block_days)" "2 10 7" "two clients, ten weeks"
is "$(of "$tmp/each.csv" office zone-a log10_names) $(of "$tmp/each.csv" office zone-b log10_names)" "-0.5 -3" \
    "a zone costs what its hours are less probable than the best"
is "$(of "$tmp/each.csv" timer zone-a reason)" "no zones are stated or no working hours show" "no zone without hours"
is "$(of "$tmp/each.csv" office scan log10_names)" "-2" "the names of a scan"
like "$(grep '^office,tunnel' "$tmp/each.csv")" 'no.*names asked are not known' "a tunnel that nobody can judge"
awk -F, 'NR > 1 { lr[$1 $2 "/" $3] = $4; lo[$1 $2 "/" $3] = $5; hi[$1 $2 "/" $3] = $6; st[$1 $2 "/" $3] = $9; a[$1 $2 "/" $3] = $1 $3 "/" $2 }
    END { for (p in lr) { q = a[p]; if (lr[p] + lr[q] > 1e-9 || lo[p] + hi[q] > 1e-9 || st[p] + st[q] != 0) exit 1 } }' "$tmp/pairs.csv"
ok $? "the other way round the ratio is the inverse, with its interval"
is "$(awk -F, 'NR > 1 && ($9 > 3 || $9 < -3)' "$tmp/pairs.csv")" "" "nothing is stated above what the calibration reached"
# The sums of the blocks are the ratios.
is "$(awk -F, 'NR > 1 && $1 == "timer" { s[$5] += $6 } END { printf "%.6f", s["people+cache"] - s["cache"] }' "$tmp/blocks.csv")" \
    "$( (of "$tmp/each.csv" timer people+cache log10_lr; of "$tmp/each.csv" timer cache log10_lr) | awk '{ x = x == "" ? $1 : x - $1 } END { printf "%.6f", x }')" \
    "the blocks add up to the ratio, where neither pays for a choice"
is "$(awk -F, '$1 == "office" { printf "%s%s", sep, $2; sep = " " }' "$tmp/each.csv")" \
    "chance people timer people+timer cache people+cache mailing scan tunnel zone-a zone-b" "the propositions, which a case may name (t2000)"
like "$(grep '^office,people,' "$tmp/features.csv")" 'time of day' "what carries the weight"
# What a cache keeps entries for: two names, each an hour after it passed, are a cache's for the one who sees names, and not for the other.
awk 'BEGIN {
    srand(4); print "time,client,action,target"
    for (n = 1; n <= 3; n++) for (t = 1462147200; t < 1462147200 + 42 * 86400; t += 3600 - 2400 * log(1 - rand())) printf "%d,192.0.2.1,A,n%d.example\n", t, n
}' > "$tmp/names3.csv"
dielog weigh --client client --question action,target --ttl 1h --propositions chance,cache -o "$tmp/seen.csv" "$tmp/names3.csv"
dielog weigh --client client --ttl 1h --propositions chance,cache -o "$tmp/blind.csv" "$tmp/names3.csv"
is "$(field "$tmp/seen.csv" all verdict)" "steady demand behind a cache" "a cache of three names"
is "$(field "$tmp/blind.csv" all best)" chance "which is none for who takes them for one"
# Whose hours: a day of work from 9 to 17 h in New York over a change of its clock.
awk 'BEGIN {
    srand(5); print "time,party"
    for (d = 0; d < 60; d++) for (i = 0; i < 16; i++) if (rand() < (d % 7 < 5 ? .7 : .05)) printf "%d,ny\n", 1455494400 + d * 86400 + 3600 * (14 - (d >= 27)) + 28800 * rand()
}' > "$tmp/ny.csv"
dielog weigh --group party --clocks Europe/London,America/New_York --propositions chance,people -o "$tmp/ny1.csv" "$tmp/ny.csv"
printf 'group,zone\nny,America/New_York\n' > "$tmp/found.csv"
printf 'party,zone\nny,Asia/Tokyo\nother,Asia/Tokyo\n' > "$tmp/parties.csv"
dielog weigh --group party --found "$tmp/found.csv" --propositions chance,people -o "$tmp/ny2.csv" "$tmp/ny.csv"
dielog weigh --group party --found "$tmp/found.csv" --parties "$tmp/parties.csv" --propositions chance,people -o "$tmp/ny3.csv" "$tmp/ny.csv"
is "$(field "$tmp/ny1.csv" ny clock) $(field "$tmp/ny2.csv" ny clock)" "America/New_York America/New_York" "the clock that changes as they do, stated or found"
like "$(field "$tmp/ny3.csv" ny clock)" "UTC|Tokyo" "what is stated goes before what was found"
fails 2 "Nowhere" "a zone that is none" dielog weigh --clocks Nowhere/Land "$tmp/ny.csv"
# Several parties together: what one of them has no answer to, all have none to; and what does not fit one alone does not fit all.
printf 'group,lr_mail_most,lr_scan_most,lr_tunnel\noffice,1,1,1\ntimer,1,1,\n' > "$tmp/lacking.csv"
dielog weigh --all --group party --client client --propositions chance,tunnel --names "$tmp/lacking.csv" --each "$tmp/lack.csv" "$tmp/e.csv" > /dev/null
is "$(of "$tmp/lack.csv" office tunnel weighed) $(of "$tmp/lack.csv" timer tunnel weighed) $(of "$tmp/lack.csv" all tunnel weighed)" "yes no no" \
    "names that one party lacks"
awk -v seed=302 -f "$top/tests/power/weighodd.awk" | awk -F, 'NR == 1 || $2 == "timer_cache"' > "$tmp/odd.csv"
dielog weigh --all --group party --client client --question action,target --ttl 1h -o "$tmp/odd.out" "$tmp/odd.csv"
is "$(field "$tmp/odd.out" all unfit) $(field "$tmp/odd.out" timer_cache unfit)" "hours hours" "no hours, alone or together"
# METHODS, Limits: people who come eight times each working day are too even for people.
awk 'BEGIN {
    srand(3); print "time"
    for (d = 0; d < 70; d++) for (i = 0; i < (d % 7 < 5 ? 8 : 1); i++) printf "%d\n", 1462147200 + (d + .3 + .4 * rand()) * 86400
}' > "$tmp/steady.csv"
is "$(dielog weigh --ttl 1h "$tmp/steady.csv" > "$tmp/steady.out"; field "$tmp/steady.out" all best) $(field "$tmp/steady.out" all unfit)" "people even" \
    "as many each day: nearest to people, and none fits"
# Laws: order of rows, names of parties.
weigh --propositions chance,people -o "$tmp/f.csv" "$tmp/e.csv"
(head -1 "$tmp/e.csv"; sed 1d "$tmp/e.csv" | sort -r) | weigh --propositions chance,people -o "$tmp/r.csv"
is "$(cat "$tmp/r.csv")" "$(cat "$tmp/f.csv")" "the order of the rows does not matter; standard input is read"
weigh --jobs 1 --features "$tmp/f1.csv" -o "$tmp/j1.csv" "$tmp/e.csv"
weigh --jobs 5 --features "$tmp/f5.csv" -o "$tmp/j5.csv" "$tmp/e.csv"
is "$(cat "$tmp/j5.csv" "$tmp/f5.csv")" "$(cat "$tmp/j1.csv" "$tmp/f1.csv")" "nor how many threads there are"
sed 's/,timer,/,"t,1",/' "$tmp/e.csv" | dielog weigh --group party --client client --ttl 1h --propositions people,timer -o "$tmp/q.csv"
like "$(grep '^"t,1"' "$tmp/q.csv")" ',timer,people,' "a name with a comma; two propositions alone"
cut -d, -f1 "$tmp/e.csv" | head -400 | dielog weigh --propositions chance > "$tmp/one.csv"
like "$(cat "$tmp/one.csv")" 'all,.*cannot tell: fewer than two propositions' "one proposition is weighed against none"
printf 'time\n' | dielog weigh > "$tmp/none.csv"
is "$? $(wc -l < "$tmp/none.csv")" "0 1" "no record: no row"
printf 'time\n1462147200\n' | dielog weigh > "$tmp/single.csv"
like "$(cat "$tmp/single.csv")" 'all,1,.*too few visits' "one record"
fails 2 "pirates" "a proposition that is none" dielog weigh --propositions people,pirates "$tmp/e.csv"
fails 2 "group" "--all without a group" dielog weigh --all "$tmp/e.csv"
fails 1 "no column 'group'" "names of another table" dielog weigh --names "$tmp/e.csv" "$tmp/e.csv"
fails 1 'party' "no such column" dielog weigh --group nobody "$tmp/e.csv"
if [ -w /dev/full ]; then
    fails 1 'space|write' "a full disk" sh -c "'$build/dielog' weigh '$tmp/e.csv' > /dev/full"
fi
finish
