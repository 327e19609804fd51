#!/bin/sh
# The front: verbs, help, suggestions; `new` and `report` outside the source tree.
# shellcheck disable=SC2016 # what a shell would read is meant as it stands
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

# --- dielog ---
out=$(dielog)
ok $? "dielog alone exits 0"
like "$out" '^  report +make the report of a case' "and lists the verbs"
like "$out" 'dielog new mycase && dielog report mycase' "and how to begin"
missing=""
for program in "$build"/libexec/dielog-*; do
    verb=${program##*/dielog-}
    printf '%s\n' "$out" | grep -q "^  $verb " || missing="$missing $verb"
done
is "$missing" "" "every program is listed"
is "$(dielog --help)" "$out" "--help is the same"
is "$(dielog help)" "$out" "so is help"
like "$(dielog --version)" '^dielog [0-9.]+$' "--version"
fails 2 "^dielog: unknown verb 'reprot'; did you mean 'report'" "a misspelt verb" dielog reprot x
fails 2 "^dielog: unknown verb 'xyzzyplugh' \(see dielog help\)" "a verb like no other" dielog xyzzyplugh
fails 2 "unknown verb '../../bin/sh'" "a path is no verb" dielog ../../bin/sh
fails 2 "unknown option '--nonsense'" "an unknown option" dielog --nonsense
fails 2 "did you mean 'collect'" "help for a misspelt verb" dielog help colect
fails 2 "dielog-count: .*expected one FILE" "a verb gets its arguments" dielog count --bin 1h a b
DIELOG_LIBEXEC=$tmp/nowhere fails 2 "unknown verb" "DIELOG_LIBEXEC goes first" dielog count
printf '#!/bin/sh\necho "$0 $*"\n' > "man" && chmod 755 "man"
like "$(PATH=$tmp:$PATH dielog help count)" '/dielog-count\.1$' "help of a verb shows its page"
like "$(PATH=$tmp:$PATH dielog help case)" '/dielog-case\.5$' "help case shows what a case is"
like "$(PATH=$tmp:$PATH dielog help manifest)" '/dielog-manifest\.5$' "help manifest what a manifest is"
like "$(PATH=$tmp:$PATH dielog help dielog)" '/dielog\.1$' "help dielog its own"
rm "man"
if [ -w /dev/full ]; then
    fails 1 'cannot write standard output' "a full disk" sh -c "'$build/dielog' > /dev/full"
fi
mkdir -p inst/bin inst/libexec
cp "$build/dielog" inst/bin/
cp -r "$build/libexec" inst/libexec/dielog
is "$(inst/bin/dielog count --version)" "$(dielog count --version)" "installed: ../libexec/dielog"
ln -s inst/bin/dielog link
is "$(./link count --version)" "$(dielog count --version)" "through a link"

# --- new ---
like "$(dielog new mycase)" 'dielog report mycase' "new says how to go on"
is "$(cd mycase && find . -type f | sort | paste -sd ' ')" "./case.ini ./events.csv ./logs/sample.log ./parties.csv" "what it lays out"
dielog plan mycase work
ok $? "and it is a case without mistakes"
is "$(dielog normalize -f bind9 -z UTC mycase/logs/sample.log | wc -l)" "$(($(wc -l < mycase/logs/sample.log) + 1))" \
    "whose log parses whole"
is "$(sort mycase/logs/sample.log | cmp - mycase/logs/sample.log)" "" "in order of time"
fails 1 '^dielog-new: mycase: error: the folder is not empty' "a folder that holds something is refused" dielog new mycase
fails 1 '^dielog-new: mycase/case.ini: error: it exists and is no folder' "a file is refused" dielog new mycase/case.ini
fails 2 'expected one folder' "two folders are refused" dielog new a b
fails 1 '/dev/null/x: error: cannot make the folder' "a folder that cannot be" dielog new /dev/null/x
mkdir empty && dielog new empty > /dev/null
ok $? "an empty folder is taken"
dielog new -- '-a case' > /dev/null
ok "$(cmp -s mycase/logs/sample.log './-a case/logs/sample.log'; echo $?)" "an odd name too; the sample is the same"

# --- report: usage (its work is t2010's) ---
fails 2 'say which case' "no case" dielog report
fails 2 'expected one case' "two cases" dielog report mycase mycase
fails 2 "jobs: found 'many'" "a bad number of jobs" dielog report -j many mycase
fails 2 "largest: found '12Q', expected a size" "a bad size" dielog report --largest 12Q mycase
fails 2 "cpu: found '0', expected" "no time at all" dielog report --cpu=0 mycase
fails 2 'report: -o needs a value' "an option without its value" dielog report mycase -o
fails 1 'nope: error: no such folder' "no such case" dielog report nope
fails 1 'inst: error: there is no case.ini' "no case.ini" dielog report inst
fails 1 "report's folder 'a b' must have a plain name" "an odd report folder" dielog report -o 'a b' mycase
fails 1 'a case is never written to' "inside the case" sh -c "cd mycase && '$build/dielog' report ."
fails 1 '^dielog-report: /dev/null/x: error: cannot make the folder' "a report folder that cannot be" \
    dielog report -o /dev/null/x mycase
fails 1 '^dielog-report: error: standard output is closed' "a closed standard output" sh -c "'$build/dielog' report mycase >&-"
for verb in new report; do
    sh -c "'$build/dielog' $verb --help > /dev/full" 2> /dev/null
    ok $((! $?)) "$verb --help into a full disk fails"
done
mkdir -p "od'd \$place" && cp -r "$build/dielog" "$build/libexec" "od'd \$place/"
elsewhere=0123456789abcdef
mkdir -p left/days left/batches/log.tmp-1 left/batches/log.tmp-$elsewhere-1
touch left/days/2016-07-04.csv.tmp-123 left/days/2016-07-04.csv.tmp-$elsewhere-123 left/batches/log.tmp-1/2016-07-04.csv left/out.tmp-$elsewhere-7
"od'd \$place/dielog" report -w left -o left/out mycase > out 2> err
ok $? "programs in a folder with an odd name make a report"
is "$(cat err)" "" "and complain of nothing"
is "$(find left -name '*.tmp-*')" "" "what a killed run was writing, here or elsewhere, is removed by the next"
fails 1 '^dielog-report: error: cannot write standard output' "a report that cannot say where it is" \
    sh -c "'$build/dielog' report -w left -o left/out mycase > /dev/full"
# A job's marks: two nodes, of which one was taken for lost, write under two names.
mkdir marked marks
printf '#!/bin/sh\necho "${1##*/}" >> marks/names\nexec %s "$@"\n' "$(command -v mv)" > marks/mv && chmod +x marks/mv
for node in n1 n2; do PATH=$PWD/marks:$PATH SLURMD_NODENAME=$node "$build/libexec/dielog-slurm" --here -w marked marked/t.csv true; done
is "$(sed 's/-[0-9]*$//' marks/names | sort | tr '\n' ' ')" "t.csv.began.tmp-n1 t.csv.began.tmp-n2 t.csv.end.tmp-n1 t.csv.end.tmp-n2 " "a job's marks are written under a name of its node"
is "$(cat marked/jobs/t.csv.end) $(find marked -name '*.tmp*')" "0 n2 - " "and say where it ended"
# Limits: a stage that meets one says so, and leaves nothing half-written.
fails 1 'memory|map segment|creating thread' "too little memory" dielog report --memory=30M -w less -o less/out mycase
fails 1 'dielog-[a-z]+: .*File too large' "too large a file" dielog report --largest=1K -w less -o less/out mycase
is "$(find less -name '*.tmp*'; find less/out -type f)" "" "and nothing is half-written"
limits='--memory=4G --cpu=600 --largest=1G'
grep -q __asan_init "$build/libexec/dielog-plan" && limits='--cpu=600' # the sanitizer reserves terabytes
# shellcheck disable=SC2086 # several options
dielog report $limits -w less -o less/out mycase > /dev/null 2> err
ok $? "within its limits the next run ends"
cmp -s less/out/report.pdf left/out/report.pdf
ok $? "with the same report"
sed -i 's/^bin = .*/bin = 7m/' mycase/case.ini
fails 1 '^dielog-plan: mycase/case.ini:[0-9]+: error: \[case\] bin: 420' "a mistake in the case is all that is said" dielog report mycase
finish
