#!/bin/sh
# dielog-new -- lays out a case folder with a small sample log, ready to be reported on.
set -u
export LC_ALL=C.UTF-8
program=dielog-new
libexec=${DIELOG_LIBEXEC:-$(cd "$(dirname "$0")" && pwd)}

usage() {
    cat << 'END'
Usage: dielog-new FOLDER
Lay out a case: case.ini, parties.csv, events.csv and a sample log to be replaced by yours.

      --help                      print this and exit
      --version                   print the version and exit
END
}

wrong() {
    echo "$program: $* (see $program --help)" >&2
    exit 2
}

fail() {
    echo "$program: $*" >&2
    exit 1
}

folder=
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit ;;
    --version) "$libexec/dielog-plan" --version | sed "s/^[^ ]*/$program/"; exit 0 ;;
    --) shift; break ;;
    -?*) wrong "unknown option '$1'" ;;
    *) break ;;
    esac
done
[ $# -eq 1 ] || wrong "expected one folder, found $# operands"
folder=$1
[ -n "$folder" ] || wrong "expected a folder, found an empty name"
if [ -e "$folder" ] || [ -L "$folder" ]; then
    [ -d "$folder" ] || fail "$folder: error: it exists and is no folder"
    [ -z "$(ls -A -- "$folder")" ] || fail "$folder: error: the folder is not empty"
fi
mkdir -p -- "$folder/logs" 2> /dev/null || fail "$folder: error: cannot make the folder"
cd -- "$folder" 2> /dev/null || fail "$folder: error: cannot enter the folder"

write() {
    cat > "$1" || fail "$folder/$1: error: cannot write it"
}

write case.ini << 'END'
; A case of dielog.  dielog-case(5) explains every key.  After a change:
;     dielog report <this folder>

[case]
title = My first case
question = Who asks, people or a machine, and whose working hours?
; The sample log is made up; remove this line with it.
synthetic = yes
; Of all random numbers: the same seed gives the same report.
seed = 1
; Length of a bin; must divide a day.
bin = 10m
; Repeats of a client within this time are one visit.
visit_gap = 2s
paper = A4
; Share of the lines that may fail to parse.
max_rejects = 1%
; Working hours: office or developer.
profile = office

; One section for each source of logs; the name is the sensor's.
[input ns1]
; Patterns, relative to this folder; compressed files are fine.
files = logs/*.log
; `dielog formats` lists the dialects.
format = bind9
; Zone of stamps that carry none: an IANA name, UTC or +hh:mm.
zone = UTC
; When the sensor watched, if you know it: rates are per time observed.
observed = 2016-07-04..2016-07-17
END

write parties.csv << 'END'
prefix,party,label,zone,reference,note
192.0.2.0/24,office,Office,,no,two resolvers of one network
2001:db8:5::/48,office,Office,,no,the same people over IPv6
198.51.100.25,monitor,Monitor,,no,one machine
END

write events.csv << 'END'
event,start,end,label,group,source,declared
launch,2016-07-13T09:00:00Z,2016-07-13T15:00:00Z,The new site goes live,office,press release,2016-07-01
END

# Two weeks from Monday, 4 July 2016: a machine asks every hour; people ask in working hours, and
# more so at the launch.  The numbers come from a small generator, so the file is the same everywhere.
awk 'function draw(n) { state = state * 16807 % 2147483647; return int(state / 2147483647 * n) }
function line(minute, client, name, type) {
    printf "%02d-Jul-2016 %02d:%02d:%02d.%03d client @0x7f3a5c0%05x %s#%d (%s): query: %s IN %s -E(0)DC (203.0.113.53)\n",
        day, hour, minute, draw(60), draw(1000), draw(99999), client, 1024 + draw(60000), name, name, type
}
BEGIN {
    state = 2016
    for (day = 4; day <= 17; day++)
        for (hour = 0; hour < 24; hour++) {
            busy = (day - 4) % 7 < 5 && hour >= 7 && hour < 16 ? 3 + draw(3) : draw(12) == 0
            if (day == 13 && hour >= 9 && hour < 15)
                busy += 6
            for (i = 0; i < busy; i++)
                line(int(55 * i / busy) + draw(5), draw(6) ? "192.0.2." 11 + draw(2) : "2001:db8:5::" 1 + draw(9),
                    draw(4) ? "www.example.com" : "mail.example.com", draw(5) ? "A" : "AAAA")
            line(59, "198.51.100.25", "status.example.com", "A")
        }
}' > logs/sample.log || fail "$folder/logs/sample.log: error: cannot write it"

echo "$folder: a case with a sample log; now: dielog report $folder"
# Read to its end (dielog.c).
: "${whole:=yes}"
