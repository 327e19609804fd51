# cluster.sh -- for tests: a cluster of Slurm on this machine, all of it in one folder, on free ports of loopback.
#
#   has_cluster                    are its programs here?
#   cluster_start FOLDER NODE...   own munged, slurmctld, and a slurmd for each node; sets SLURM_CONF
#   node_start NODE
#   node_kill NODE                 kill -9: its slurmd, what watches its jobs, and the jobs
#   cluster_stop                   ends all of it
#
# With CLUSTER_HOSTS=yes (root, in network, mount and host name spaces of its own: `make check-slurm HOSTS=yes`) slurmctld and each node are
# hosts: each has a name, an address on a network of its own, its own munged, and a folder of its own for what Slurm keeps there; the
# caller is one more, from which jobs are handed over.  All of them see the same files, with no network file system between.
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

# --- hosts -------------------------------------------------------------------------------

# on HOST COMMAND...: in place of this shell
on() {
    there=$cluster/host-$1.number
    shift
    [ -f "$there" ] || exec "$@"
    exec nsenter --target "$(cat "$there")" --net --uts --mount "$@"
}

# The K-th address of the network of hosts, which nobody routes (RFC 2544).
address() { if [ -n "${CLUSTER_HOSTS:-}" ]; then echo "198.18.0.$1"; else echo 127.0.0.1; fi; }

hosts_start() { # HOST...: at address 2, 3 ...; ours is 1
    ip link set lo up && ip link add hosts type bridge && ip addr add "$(address 1)/24" dev hosts && ip link set hosts up || return 1
    k=1
    for host in "$@"; do
        k=$((k + 1))
        daemon "host-$host" unshare --net --uts --mount sleep infinity
        # shellcheck disable=SC2317 # called by name
        apart() { [ "$(readlink "/proc/$(cat "$cluster/host-$host.number")/ns/mnt")" != "$(readlink /proc/self/ns/mnt)" ]; }
        within 10 apart && ip link add "to-$host" type veth peer name eth0 netns "$(cat "$cluster/host-$host.number")" &&
            ip link set "to-$host" master hosts up || return 1
        (on "$host" sh -ec "hostname $host; ip link set lo up; ip addr add $(address $k)/24 dev eth0; ip link set eth0 up
            mount -t tmpfs none '$cluster/own'") || return 1
    done
}

# --force: a folder under /tmp may be anybody's to write.
munged_start() { # HOST
    daemon "munged-$1" on "$1" munged --foreground --force --socket="$cluster/own/munge.socket" --key-file="$cluster/munge.key" \
        --pid-file="$cluster/own/munged.pid" --log-file="$cluster/own/munged.log" --seed-file="$cluster/own/munged.seed"
    # shellcheck disable=SC2317 # called by name
    answers() { (on "$1" test -S "$cluster/own/munge.socket"); }
    within 10 answers "$1"
}

# --- Slurm ---------------------------------------------------------------------------------

# A node is lost after 2 s of silence; there are no cgroups and no accounts.
cluster_configure() { # CONTROL-PORT NODE:PORT...
    host=$(hostname -s)
    [ -z "${CLUSTER_HOSTS:-}" ] || host=control
    cat << END
ClusterName=dielog
SlurmctldHost=$host($(address 2))
SlurmctldPort=$1
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$cluster/own/munge.socket
CredType=cred/munge
SlurmctldPidFile=$cluster/own/slurmctld.pid
SlurmdPidFile=$cluster/own/%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/%n.log
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/own/spool-%n
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
    k=2
    for node in "$@"; do
        k=$((k + 1))
        [ -z "${CLUSTER_HOSTS:-}" ] || host=${node%:*}
        echo "NodeName=${node%:*} NodeHostname=$host NodeAddr=$(address $k) Port=${node#*:}" \
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
    daemon "$1" on "$1" slurmd -D -N "$1"
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
    mkdir -p "$cluster/state" "$cluster/own" || return 1
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
    # shellcheck disable=SC2086
    [ -z "${CLUSTER_HOSTS:-}" ] || hosts_start control $nodes || return 1
    for host in caller ${CLUSTER_HOSTS:+control $nodes}; do munged_start "$host" || return 1; done
    daemon slurmctld on control slurmctld -D -c -i
    within 30 scontrol ping || return 1
    for node in $nodes; do node_start "$node" || return 1; done
}

cluster_stop() {
    [ -n "${nodes:-}" ] || return 0
    for node in $nodes; do node_kill "$node"; done
    for number in "$cluster"/slurmctld.number "$cluster"/munged-*.number "$cluster"/host-*.number; do
        [ ! -f "$number" ] || kill_tree "$(cat "$number")"
    done
    nodes=''
}
