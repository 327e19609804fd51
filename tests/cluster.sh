# cluster.sh -- for tests: a cluster of Slurm on this machine, all of it in one folder, on free ports of loopback.
#
#   has_cluster                    are its programs here?
#   cluster_start FOLDER NODE...   own munged, slurmctld, and a slurmd for each node; sets SLURM_CONF
#   node_start NODE
#   node_kill NODE                 kill -9: its slurmd, what watches its jobs, and the jobs
#   cluster_stop                   ends all of it
#
# Each node says that it has two processors and 4 GB, whatever the machine has.  Who starts it runs it; it needs no root.
# shellcheck shell=sh

has_cluster() {
    for program in munged slurmctld slurmd srun; do
        PATH=$PATH:/usr/sbin command -v $program > /dev/null || return 1
    done
}

# free_ports N: so many that nobody listens at.
free_ports() {
    python3 - "$1" << 'END'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
END
}

# daemon NAME COMMAND...: in the background, holding none of our pipes; its number in NAME.number
daemon() {
    name=$1
    shift
    PATH=$PATH:/usr/sbin "$@" > "$cluster/$name.said" 2>&1 < /dev/null &
    echo $! > "$cluster/$name.number"
}

# A node is lost after 2 s of silence; there are no cgroups and no accounts.
cluster_configure() { # CONTROL-PORT NODE:PORT...
    host=$(hostname -s)
    cat << END
ClusterName=dielog
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$1
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket
CredType=cred/munge
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/%n.log
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=1000
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=0
ReturnToService=2
SlurmdTimeout=2
MessageTimeout=2
KillWait=2
END
    shift
    for node in "$@"; do
        echo "NodeName=${node%:*} NodeHostname=$host NodeAddr=127.0.0.1 Port=${node#*:}" \
            "CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN"
    done
    echo "PartitionName=batch Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
}

# within SECONDS COMMAND...: does it come true in that time?
within() {
    left=$((10 * $1))
    shift
    until "$@" > /dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.1
    done
}

node_is() { sinfo --noheader --Node --nodes="$1" --format=%t | grep -qxE "$2"; }

node_start() {
    daemon "$1" slurmd -D -N "$1"
    within 30 node_is "$1" 'idle|mix|alloc'
}

# Stopped first: a process whose child dies before it may start another.
kill_tree() {
    kill -STOP "$1" 2> /dev/null
    for child in $(ps -o pid= --ppid "$1"); do kill_tree "$child"; done
    kill -9 "$1" 2> /dev/null
}

# What watches a job has left its slurmd, but writes the same log.
steps_of() { # NODE
    for step in $(ps -eo pid=,args= | sed -nE 's/^ *([0-9]+) slurmstepd: .*/\1/p'); do
        [ -z "$(find "/proc/$step/fd" -lname "$cluster/$1.log" 2> /dev/null)" ] || echo "$step"
    done
}

node_kill() {
    kill_tree "$(cat "$cluster/$1.number")"
    for step in $(steps_of "$1"); do kill_tree "$step"; done
}

cluster_start() { # FOLDER NODE...
    cluster=$1
    shift
    nodes=$*
    mkdir -p "$cluster/state" || return 1
    # shellcheck disable=SC2046 # a word a port
    set -- $(free_ports $(($# + 1)))
    control=$1 places=''
    for node in $nodes; do
        shift
        places="$places $node:$1"
    done
    # shellcheck disable=SC2086
    cluster_configure "$control" $places > "$cluster/slurm.conf"
    export SLURM_CONF="$cluster/slurm.conf"
    (umask 077 && head -c 1024 /dev/urandom > "$cluster/munge.key")
    # --force: a folder under /tmp may be anybody's to write.
    daemon munged munged --foreground --force --socket="$cluster/munge.socket" --key-file="$cluster/munge.key" \
        --pid-file="$cluster/munged.pid" --log-file="$cluster/munged.log" --seed-file="$cluster/munged.seed"
    within 10 test -S "$cluster/munge.socket" || return 1
    daemon slurmctld slurmctld -D -c -i
    within 30 scontrol ping || return 1
    for node in $nodes; do node_start "$node" || return 1; done
}

cluster_stop() {
    [ -n "${nodes:-}" ] || return 0
    for node in $nodes; do node_kill "$node"; done
    for daemon in slurmctld munged; do [ ! -f "$cluster/$daemon.number" ] || kill_tree "$(cat "$cluster/$daemon.number")"; done
    nodes=''
}
