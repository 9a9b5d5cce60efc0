#!/usr/bin/env bash
# A Slurm of its own on this machine, for tests: controller, two nodes (n1, n2) and munge, on 127.0.0.1, in one folder.
#   cluster.sh start FOLDER          starts it; then export SLURM_CONF=FOLDER/slurm.conf
#   cluster.sh kill-node FOLDER n1   ends a node and what runs on it, as a failure of its power would
#   cluster.sh start-node FOLDER n1  brings it back
#   cluster.sh stop FOLDER           ends everything; the folder stays
# Exit code 3 and a line that says why where Slurm is not installed.
set -uo pipefail
PATH=$PATH:/usr/sbin:/usr/local/sbin
step=${1:?start, stop, kill-node or start-node}
folder=$(realpath -m "${2:?folder}")
conf=$folder/slurm.conf

# Whether a process runs. One that ended but that nobody has asked for yet (in a container, say) does not.
runs() { grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$1/status" 2> /dev/null; }

# Ends a process by its number and waits until it is gone.
end() {
  [ -n "$1" ] || return 0
  kill "${2:--TERM}" "$1" 2> /dev/null || return 0
  for _ in $(seq 100); do
    runs "$1" || return 0
    sleep 0.1
  done
  kill -KILL "$1" 2> /dev/null
}

pid_of() { cat "$folder/$1.pid" 2> /dev/null; }

# Starts a daemon that outlives this script.
daemon() {
  local name=$1
  shift
  SLURM_CONF=$conf setsid "$@" > "$folder/$name.out" 2>&1 < /dev/null &
  echo $! > "$folder/$name.pid"
}

start_node() { daemon "slurmd-$1" slurmd -D -f "$conf" -N "$1"; }

free_port() { /usr/bin/env python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# The processes of a node's jobs carry its name and this cluster's configuration in their environment.
node_processes() {
  grep -lzx "SLURMD_NODENAME=$1" /proc/[0-9]*/environ 2> /dev/null | xargs -r grep -lzx "SLURM_CONF=$conf" 2> /dev/null | cut -d/ -f3
}

case $step in
  start)
    for tool in slurmctld slurmd munged sbatch python3; do
      command -v $tool > /dev/null || { echo "Slurm cannot be started: $tool is not installed (Debian: slurm-wlm, munge)."; exit 3; }
    done
    mkdir -p "$folder/state" && chmod 755 "$folder"
    (umask 077; dd if=/dev/urandom of="$folder/munge.key" bs=1024 count=1 2> /dev/null)
    user=$(id -un)
    host=$(hostname -s)
    cat > "$conf" << END
ClusterName=ndseg
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
SlurmdTimeout=10
KillWait=5
MinJobAge=3600
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.own.pid
SlurmdPidFile=$folder/slurmd-%n.own.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=2 RealMemory=8000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=2 RealMemory=8000
PartitionName=day Nodes=n1,n2 Default=YES MaxTime=60 State=UP
END
    daemon munged munged --foreground --force --socket="$folder/munge.socket" --key-file="$folder/munge.key" --pid-file="$folder/munged.own.pid" --seed-file="$folder/munge.seed" --log-file="$folder/munged.log" --num-threads=2
    for _ in $(seq 100); do [ -S "$folder/munge.socket" ] && break; sleep 0.1; done
    daemon slurmctld slurmctld -D -f "$conf"
    start_node n1
    start_node n2
    for _ in $(seq 300); do
      [ "$(SLURM_CONF=$conf sinfo -h -N -o %t 2> /dev/null | grep -c idle)" = 2 ] && exit 0
      sleep 0.2
    done
    echo "Slurm did not come up:"
    tail -n 5 "$folder"/*.log "$folder"/*.out
    "$0" stop "$folder"
    exit 1
    ;;
  kill-node)
    node=${3:?node}
    jobs=$(node_processes "$node")
    end "$(pid_of "slurmd-$node")" -KILL
    # What starts and watches a job goes first: it would still report how the job ended.
    for job in $jobs; do
      watcher=$(ps -o ppid= -p "$job" 2> /dev/null | tr -d ' ')
      case $(ps -o args= -p "${watcher:-0}" 2> /dev/null) in slurmstepd*) end "$watcher" -KILL ;; esac
    done
    for job in $jobs; do end "$job" -KILL; done
    ;;
  start-node)
    start_node "${3:?node}"
    ;;
  stop)
    SLURM_CONF=$conf timeout 10 scancel --user="$(id -un)" 2> /dev/null
    sleep 1
    for node in n1 n2; do
      jobs=$(node_processes $node)
      end "$(pid_of slurmd-$node)"
      for job in $jobs; do end "$job" -KILL; done
    done
    end "$(pid_of slurmctld)"
    end "$(pid_of munged)"
    ;;
esac
