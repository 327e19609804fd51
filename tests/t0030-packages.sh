#!/bin/sh
# What is missing: installed by root or sudo; named with the one command otherwise; named as libraries elsewhere.
. "$(dirname "$0")/lib.sh"

# A system in a folder: commands that say what the test wants, beside the few that the script needs.
system() {
    rm -rf "${tmp:?}/bin"
    mkdir "$tmp/bin"
    for command in sh tr sort cat grep tail mktemp rm env; do
        ln -s "$(command -v "$command")" "$tmp/bin/$command"
    done
}
command_is() { # NAME SCRIPT
    printf '#!/bin/sh\n%s\n' "$2" > "$tmp/bin/$1"
    chmod +x "$tmp/bin/$1"
}
packages() { PATH=$tmp/bin "$tmp/bin/sh" "$top/.ci/packages" "$@"; }

system
command_is dpkg-query 'case $* in *gnuplot*|*tzdata*) exit 1 ;; *) echo installed ;; esac'
command_is id 'echo 1000'
command_is sudo 'exit 1'
fails 1 'run: sudo apt-get install -y --no-install-recommends gnuplot-nox tzdata$' \
    "without root or sudo: the one command" packages run
command_is id 'echo 0'
command_is apt-get "echo \"\$*\" >> '$tmp/calls'"
is "$(packages run)" "installing: gnuplot-nox tzdata" "root installs, and says what"
is "$(cat "$tmp/calls")" "update
install -y --no-install-recommends gnuplot-nox tzdata" "the lists first, then exactly what is missing"
command_is apt-get 'echo no network >&2; exit 100'
packages run > "$tmp/out" 2> "$tmp/err"
is "$?" 1 "an installation that fails is a failure"
like "$(cat "$tmp/err")" 'could not install; run: apt-get install' "and says what to run"
command_is dpkg-query 'echo installed'
is "$(packages build run check lint; echo $?)" 0 "nothing missing: nothing said, nothing done"
fails 2 "unknown set 'nonsense'" "a set that is none" packages nonsense

system
command_is pkg-config 'case $* in *gsl|*poppler-glib) exit 1 ;; esac'
command_is cc 'exit 1'
command_is gnuplot ''
fails 1 'no Debian; please install the development files of: gsl poppler-glib libcsv$' \
    "another system: the libraries by name" packages build
finish
