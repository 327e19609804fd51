#!/bin/sh
# dielog-autocorrelation as a program.
. "$(dirname "$0")/lib.sh"

acf() { dielog autocorrelation "$@"; }

# R: datasets::lh; round(acf(lh)$acf[2:4], 12); Box.test(lh, 3, "Ljung-Box")$statistic
printf 'x\n' > "$tmp/lh.csv"
printf '%s\n' 2.4 2.4 2.4 2.2 2.1 1.5 2.3 2.3 2.5 2 1.9 1.7 2.2 1.8 3.2 3.2 2.7 2.2 2.2 1.9 1.9 1.8 2.7 3 2.3 2 2 \
    2.9 2.9 2.7 2.7 2.3 2.6 2.4 1.8 1.7 1.5 1.4 2.1 3.3 3.5 3.5 3.1 2.6 2.1 3.4 3 2.9 >> "$tmp/lh.csv"
acf --column x --max-lag 3 "$tmp/lh.csv" > "$tmp/lh.out"
is "$(head -1 "$tmp/lh.out")" lag,n,acf,lower,upper,box_pierce,ljung_box,p_value "the columns"
is "$(awk -F, 'NR > 1 { printf "%d %d %.12f\n", $1, $2, $3 }' "$tmp/lh.out")" "1 47 0.575524475524
2 46 0.181818181818
3 45 -0.144755244755" "R's acf of lh"
is "$(awk -F, 'NR == 4 { printf "%.9f", $7 }' "$tmp/lh.out")" 19.756100194 "R's Ljung-Box of lh"
is "$(acf --column x < "$tmp/lh.csv" | wc -l)" 17 "10 log10(48) = 16 lags from standard input"
is "$(acf -x x -k 1000 "$tmp/lh.csv" | tail -1 | cut -d, -f1)" 47 "at most n - 1 lags"
# R: a <- acf(lh)$acf[2]; qnorm(.975) * sqrt((1 + 2 * a^2) / 48)
like "$(acf -x x --bands bartlett -k 2 "$tmp/lh.csv" | awk -F, 'NR == 3 { printf "%.12f", $5 }')" '^0.364756183031$' \
    "Bartlett's band"

# Sparse series beside a dense one: p counts 1 in bins 0 and 3 of 0, 1, 3, 4 (bin 2 was not observed).
cat > "$tmp/counts.csv" <<EOT
start,series,kind,count,raw,exposure_s
1970-01-01T00:00:00.000000Z,all,all,5,5,600
1970-01-01T00:00:00.000000Z,p,party,1,1,600
1970-01-01T00:10:00.000000Z,all,all,2,2,600
1970-01-01T00:30:00.000000Z,all,all,1,1,600
1970-01-01T00:30:00.000000Z,p,party,1,1,600
1970-01-01T00:40:00.000000Z,all,all,4,4,600
1970-01-01T00:40:00.000000Z,host,client,4,4,600
EOT
acf -t start -g series -e exposure_s --only kind=all,party -k 4 "$tmp/counts.csv" > "$tmp/counts.out"
is "$(head -1 "$tmp/counts.out")" group,lag,n,acf,lower,upper,box_pierce,ljung_box,p_value "the columns of groups"
# d of p: .5 -.5 . .5 -.5; lag 1: two pairs of -.25: (4/5) (-.5/2) / .25; lag 3: (2/5) (.5/2) / .25
is "$(awk -F, '$1 == "p" { printf "%d %d %.6f\n", $2, $3, $4 }' "$tmp/counts.out")" "1 2 -0.800000
2 1 -0.600000
3 2 0.400000
4 1 -0.200000" "gaps and absent zeros by hand"
is "$(cut -d, -f1 "$tmp/counts.out" | uniq | tr '\n' ' ')" "group all p " "all first, the client left out"

printf 'x\n4\n4\n4\n4\n' > "$tmp/constant.csv"
is "$(acf -x x -k 1 "$tmp/constant.csv" | tail -1)" "1,3,,,,,," "a constant series has no answer"
is "$(printf 'x\n1\n\n0\n""\n1\n0\n' | dielog autocorrelation -x x -k 4 | cut -d, -f2 | tr '\n' ' ')" "n 2 1 2 1 " \
    "a pair of quotes is a missing bin, a blank line no bin"
printf 'x\n' > "$tmp/none.csv"
is "$(acf -x x "$tmp/none.csv")" lag,n,acf,lower,upper,box_pierce,ljung_box,p_value "no rows, no lags"
is "$(acf -t start -g series --remove hour-of-week -k 1 "$tmp/counts.csv" | sed -n 2p)" "all,1,0,,,,,," \
    "one week cannot tell the clock from the week"

fails 1 "lh.csv.*no.*y|column" "a column that is not there" dielog autocorrelation --column y "$tmp/lh.csv"
printf 'x\n1\ntwo\n' > "$tmp/bad.csv"
fails 1 "bad.csv:3: " "a value that is no number" dielog autocorrelation --column x "$tmp/bad.csv"
fails 2 "bartlett" "an unknown band" dielog autocorrelation --bands wide "$tmp/lh.csv"
fails 2 "time" "the clock needs times" dielog autocorrelation --remove hour-of-week "$tmp/lh.csv"
fails 2 "separator" "a separator of two letters" dielog autocorrelation --separator ab "$tmp/lh.csv"
fails 1 "full|space|write" "a full disk" sh -c "'$build/dielog' autocorrelation --column x '$tmp/lh.csv' > /dev/full"
acf --column x -o "$tmp/missing/out.csv" "$tmp/lh.csv" 2> /dev/null
ok $((! $?)) "a folder that is not there"

# NIST StRD: certified lag-1 autocorrelations, as the program prints them.
strd() {
    { echo x; cat "$shared/data/reference/strd/$1.txt"; } > "$tmp/$1.csv"
    got=$(acf --column x --max-lag 1 "$tmp/$1.csv" | tail -1 | cut -d, -f3)
    awk -v got="$got" -v want="$2" -v allowed="$3" 'BEGIN { e = (got - want) / want; exit !(e < allowed && -e < allowed) }'
    ok $? "NIST $1"
}
if [ -n "$shared" ]; then
    strd lew -0.307304800605679 1e-13
    strd lottery -0.120948622967393 1e-13
    strd mavro 0.937989183438248 1e-13
    strd michelson 0.535199668621283 1e-13
    strd pidigits -0.00355099287237972 1e-13
    strd numacc1 -0.5 1e-13
    strd numacc2 -0.999 1e-10
    strd numacc3 -0.999 1e-10
    strd numacc4 -0.999 1e-10
else
    skip "NIST StRD" "the reference files are not here"
fi
finish
