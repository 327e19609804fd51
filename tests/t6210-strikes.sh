#!/bin/sh
# Calls of the system that fail where a program might go on without noticing, and the order in which files are synced and
# named.  `make faults' goes through all programs and calls; here are those that were found, a moment each.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/render.sh"
cd "$tmp" || exit 1
strike=$build/faults/strike
if ! "$strike" --count counts true 2> why; then
    skip "calls that fail" "$(cat why)"
    finish
fi
# struck KIND PROGRAM N [OPTION]... COMMAND...
struck() {
    kind=$1 program=$2 nth=$3
    shift 3
    "$strike" --kind "$kind" --in "$program" --nth "$nth" --seen "$tmp/seen" "$@"
}
# fails_when NAME PATTERN KIND PROGRAM N COMMAND...: the call was reached, and the command failed because of it
fails_when() {
    name=$1 pattern=$2
    shift 2
    rm -f "$tmp/seen"
    fails 1 "$pattern" "$name" struck "$@"
    [ -e "$tmp/seen" ]
    ok $? "$name: the call was reached"
}

# A close that fails has closed, and one of what is not open is none that can fail.
closed=$(struck close perl 1 --on perl -MPOSIX -e 'my $zero = POSIX::open("/dev/zero"); my @said = map { defined POSIX::close($_) ? "closed" : $! + 0 } 50, $zero;
    print "@said ", readlink("/proc/self/fd/50") // "nothing", " ", readlink("/proc/self/fd/$zero")')
is "$closed" "9 5 nothing /dev/null" "what is struck is a close of what is open, and then it is closed"

mkdir -p c/logs
printf '[case]\ntitle = T\n[zones]\na = Europe/Berlin\nb = Asia/Tokyo\n[input ns1]\nfiles = logs/*\nformat = bind9\nzone = UTC\n' > c/case.ini
seq -w 0 48 | awk '{ printf "%02d-May-2016 %02d:00:00.000 client 192.0.2.%d#4711 (n.example.com): query: n.example.com IN A + (203.0.113.53)\n", 4 + $1 / 24, $1 % 24, $1 % 7 }' > c/logs/q.log

# --- a script that cannot be read is not one that has nothing to do ------------------------------------
fails_when "a script that cannot be read" "dielog-report: error: .* cannot be read to its end" read sh 1 --of dielog-report "$build/dielog" report --name c

# --- a folder that cannot be read to its end is not a short one ---------------------------------------
long=$(printf '%0200d' 0)
mkdir many && for n in $(seq 200); do : > "many/$n$long"; done
sed 's,logs/\*,../many/*,' c/case.ini > short.ini
mkdir short && mv short.ini short/case.ini
fails_when "half a folder of logs" "short/case.ini:7: error: .* cannot look for '../many/\*': Input/output error" \
    folder dielog-plan 2 "$build/libexec/dielog-plan" short w

# --- what is there and cannot be read, or looked at, is not missing ----------------------------------------
# denied NAME PATTERN KIND FILE COMMAND...
denied() {
    name=$1 pattern=$2 kind=$3 file=$4
    shift 4
    fails_when "$name" "$pattern" "$kind" "$(basename "$1")" 1 --as EACCES --of "$file" "$@"
}
denied "a zone" "case.ini:4: error: \[zones\] a: cannot read .*Europe/Berlin: Permission denied" open Europe/Berlin "$build/libexec/dielog-plan" c w
"$build/libexec/dielog-plan" --remember c w || ok 1 "a plan that remembers"
for file in ledger.csv remember; do
    denied "what the store remembers, $file" "cannot look at w/$file: Permission denied" stat w/$file "$build/libexec/dielog-plan" c w
done
mkdir -p w/slices w/batches r
batch=$(sed -n 's/^  //p' w/plan.mk)
"$build/libexec/dielog-normalize" --batch "$batch" --input "w/plan/$batch.ini" -d w "w/plan/raw/$batch"
mv c/logs/q.log c/logs/.gone
denied "a piece that was read" "cannot look at w/batches/$batch.d: Permission denied" stat "w/batches/$batch.d" "$build/libexec/dielog-plan" c w
mv c/logs/.gone c/logs/q.log
like "$(cat w/ledger.csv)" "^$batch,input ns1," "and the ledger still has it"
printf 'by,key,count,party\nx,a,2,a\n' > r/share.csv
denied "a table of results" "cannot look at r/share_client.csv: Permission denied" stat share_client.csv "$build/libexec/dielog-changes" r

# --- what gnuplot takes for the end of its data or of a script, and fonts that gnuplot or we go on without ---
make_case drawn
# undrawn NAME PATTERN KIND PROGRAM N [OPTION]...
undrawn() {
    fails_when "$@" "$build/libexec/dielog-figure" share --case drawn/case.ini --data drawn/data -o drawn/figures/share
    is "$(find drawn/figures -type f | wc -l)" 0 "$1: nothing is published"
}
twice="gnuplot: error: drew .*figure.(svg|pdf) twice and not the same"
undrawn "a figure's data" "$twice" read gnuplot 1 --of /wilson.csv
undrawn "a figure's script" "$twice" read gnuplot 1 --of /share.gp
undrawn "a figure's font" "gnuplot: error: failed to create .* font is 'Inter" open gnuplot 2 --of /Inter
undrawn "a figure's font, at every drawing" "gnuplot: error: failed to create .* font is 'Inter Bold" open gnuplot 1 --on --of /Inter-Bold
mkdir -p bin
cat > bin/gnuplot << END
#!/bin/sh
"$(command -v gnuplot)" "\$@" && : > messages
END
chmod +x bin/gnuplot
PATH=$tmp/bin:$PATH undrawn "a figure's font, and nobody says so" "figure.pdf: error: nothing is drawn in Inter-Bold" open gnuplot 1 --on --of /Inter-Bold

# --- no memory ----------------------------------------------------------------------------------------------
if ! grep -q __asan_init "$build/libexec/dielog-zone"; then
    printf 'time,party\n2016-05-04T10:00:00Z,a\n' > in.csv
    # shellcheck disable=SC2317 # called by fails
    hungry() { FAULT=malloc:$1+ LD_PRELOAD=$build/faults/memory.so "$build/libexec/dielog-zone" --group party --time time in.csv; }
    for n in 10 30; do
        fails 1 '^dielog-zone: error: out of memory$' "no memory from allocation $n on, GSL's too" hungry $n
    done
    fails 1 '^dielog-zone: error: cannot read [^ ]+: Cannot allocate memory$' "none for a zone's file" hungry 100
else
    skip "no memory" "a sanitizer"
fi

# --- a place that cannot be ---------------------------------------------------------------------------------
: > file
fails 1 '^dielog-report: file/w: error: cannot make the folder: Not a directory$' "a work folder that cannot be made, and why" dielog report -w file/w c
fails 1 '^dielog-night: file/w: error: cannot make the folder: Not a directory$' "nor can a store" dielog night -w file/w c

# --- the order in which files are synced and get their names -------------------------------------------------
# A signal that comes before a call that is held is received breaks that call off (EINTR), as it would not without us, and the shell
# says so; such a run is made anew.
for _ in 1 2 3; do
    rm -rf build reports
    # shellcheck disable=SC2046 # goals are words
    "$strike" --trace calls "$build/dielog" report -j 1 c -- $(for d in 04 05 06; do echo build/cases/c/counts/2016-05-$d.csv; done) \
        build/cases/c/results/inputs.csv > said 2>&1
    status=$?
    grep -q 'Interrupted system call' said || break
done
ok $status "a run whose calls are looked at"
awk -f "$top/tests/faults/order.awk" calls > order
like "$(cat order)" '^[1-9][0-9]+ renames$' "there were renames"
is "$(grep '^renamed before' order)" "" "each file is synced before it has its name"
is "$(grep '^a fragment before' order)" "" "and what a fragment says is there before it says so"
finish
