#!/bin/sh
# `dielog report --slurm` on a cluster of two nodes (cluster.sh): the bytes of a run without it, also when a node dies
# under it; what failed is told; an interrupt leaves no job.  (make check-slurm)
. "$(dirname "$0")/lib.sh"
. "$top/tests/cluster.sh"
cd "$tmp" || exit 1
has_cluster || { skip "reports on a cluster" "Slurm is not installed"; finish; }

trap 'cluster_stop; rm -rf "$tmp"' EXIT
cluster_start "$tmp/cluster" n1 n2 || { tail -n 5 "$tmp"/cluster/*.said "$tmp"/cluster/*.log | sed 's/^/# /'; exit 1; }

tree() { (cd "$1" && find build reports -type f ! -path '*/jobs*' ! -path '*/stated/*' ! -name '*.ok' ! -name 'span.mk' -exec sha256sum {} + | sort -k 2); }
submitted() { grep -c '_slurm_rpc_submit_batch_job: JobId' "$cluster/slurmctld.log"; }
no_jobs() { [ -z "$(squeue --noheader)" ]; }
# whole FOLDER WHAT: it has every byte of the run without a cluster
whole() {
    tree "$1" > got
    cmp -s want got
    ok $? "$2"
    diff want got | sed -n '1,5s/^/# /p'
}

# --- a case of sixteen days ---
mkdir -p small/logs one two three
sed 's/2016-09-23/2016-05-19/; s/^\[case\]/&\nscreen = yes/' "$top/fixtures/cases/lookups/case.ini" > small/case.ini
"$build/libexec/dielog-simulate" -o simulated "$top/fixtures/cases/lookups/scenario.ini" || exit 1
cp simulated/parties.csv simulated/events.csv small/
for sensor in ns1 ns2 ns3; do
    cat simulated/logs/$sensor*.log | grep -E '^(0[4-9]|1[0-9])-May' > small/logs/$sensor.log
done
(cd one && dielog report ../small) > log 2>&1
ok $? "without a cluster"
tree one > want

# --- a node dies ---
# Where a statistic is at work, when one is.
(cd two && exec "$build/dielog" report --slurm ../small) > out 2> err &
run=$!
at_work() { [ -f two/build/cases/small/jobs/results+period.csv.began ]; }
within 120 at_work
ok $? "the statistics are jobs"
read -r node _ < two/build/cases/small/jobs/results+period.csv.began
node_kill "$node"
wait $run
ok $? "a node that is killed in mid-run: the report is made"
like "$(cat err)" "^dielog-slurm: .*/results/period.csv: node $node: [A-Z_]*; once more" "it is said which of its jobs were run again"
is "$(sed -n 1p out)" "reports/small/report.pdf" "and where the report is"
whole two "every byte is that of the run without a cluster"
is "$(find two/build -name '*.tmp*')" "" "nothing half-written stays"
node_start "$node"
ok $? "the node comes back"
before=$(submitted)
(cd two && dielog report --slurm ../small) > log 2>&1
is "$? $(submitted)" "0 $before" "a second run has no job to hand over"

# --- programs that fail, or take their time ---
mkdir libexec
cp -rs "$build"/libexec/* libexec/
export DIELOG_LIBEXEC="$tmp/libexec"
stand_in() { # VERB COMMAND: it does this instead
    rm -f "libexec/dielog-$1"
    printf '#!/bin/sh\n%s\n' "$2" > "libexec/dielog-$1"
    chmod 755 "libexec/dielog-$1"
}
stand_in screen "echo \"\${SLURMD_NODENAME:-here} \$*\" >> $tmp/screened; exec $build/libexec/dielog-screen \"\$@\""
restore() { ln -sf "$build/libexec/dielog-$1" "libexec/dielog-$1"; }
# Their requests and limits go along.
at_three() { (cd three && "$build/dielog" report --slurm --memory=1900M --cpu=600 ../small); }
echo nonsense > small/logs/ns1-z.log
fails 1 . "a log that is none, without a cluster" dielog report -w three/here -o three/out small
sed -n 's/^dielog-normalize: [^:]*//p' .err > why
at_three > out 2> err
is "$?" 1 "a log that is none fails"
like "$(cat err)" "^dielog-report: error: batches/ns1-[^ ]*\.d failed on node n[12] \(job [0-9]+, exit 1\); the end of .*/jobs/batches\+ns1-.*\.log:" \
    "and which recipe, on which node"
like "$(cat err)" "^  dielog-normalize: .*$(sed 's/[^a-zA-Z ,:]/./g' why)" "and why, in its own words"
rm small/logs/ns1-z.log
stand_in coverage 'echo dielog-coverage: error: no luck >&2; exit 1'
at_three > out 2> err
is "$?" 1 "a statistic that fails"
is "$(sed -E 's/node n[12] \(job [0-9]+/node N (job N/' err)" \
    "dielog-report: error: results/coverage.csv failed on node N (job N, exit 1); the end of build/cases/small/jobs/results+coverage.csv.log:
  dielog-coverage: error: no luck" "is told with its last lines, and nothing else"
restore coverage

# --- an end before its time ---
stand_in zone 'sleep 300'
for signal in INT TERM KILL; do
    # (What a shell has in the background does not hear of INT.)
    (cd three && exec env --default-signal=INT "$build/dielog" report --slurm ../small) > out 2> err &
    run=$!
    rm -f three/build/cases/small/jobs/results+zone.csv.began
    zone_runs() { [ -f three/build/cases/small/jobs/results+zone.csv.began ]; }
    within 120 zone_runs || ok 1 "a long job"
    if [ $signal = KILL ]; then kill_tree $run; else kill -$signal $run; fi
    wait $run 2> /dev/null
    status=$?
    [ $signal = KILL ] && break
    is "$status" 130 "$signal: it says so"
    within 10 no_jobs
    ok $? "$signal: and no job is left"
done
restore zone
at_three > out 2> err
ok $? "a run that was killed is taken up by the next: $(tail -n 1 err)"
whole three "with the same bytes"
no_jobs
ok $? "and what it had left in Slurm was cancelled"
is "$(sed -nE 's/^n[12] .* (--shard [0-9]+ --shards [0-9]+) .*/\1/p; s/^here --merge .*/the table/p' screened | sort -u)" "--shard 1 --shards 4
--shard 2 --shards 4
--shard 3 --shards 4
--shard 4 --shards 4
the table" "a screen of pairs was a job for each shard"

# --- what else can be handed over ---
shard() { dielog slurm shard$1.csv "$build/calibrate" --quick --only counts --jobs 1 --shard $1 --shards 2 -o shard$1.csv; }
shard 1 2> log &
first=$!
shard 2 2> log
wait $first
"$build/calibrate" --quick --only counts -o whole.csv 2> log
"$build/calibrate" --quick --only counts -o merged.csv shard1.csv shard2.csv 2> log
is "$(cat merged.csv)" "$(cat whole.csv)" "a calibration in two shards is one"

# --- no such thing ---
fails 1 'Slurm takes no such job: Invalid partition' "a partition that is none" dielog report --slurm --partition=nope small
fails 2 "expected a name" "or no name" dielog report --slurm --partition='a b' small
fails 2 "goes with --slurm" "or without --slurm" dielog report --partition=a small
fails 1 'Slurm takes no such job: Requested node' "more memory than a node has" dielog report --slurm --memory=9G small
fails 1 'Slurm takes no such job: .*config' "no Slurm" env SLURM_CONF="$tmp/none" "$build/dielog" report --slurm small
finish
