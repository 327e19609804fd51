#!/bin/sh
# Manners: a bar only where somebody looks, completion that knows every verb and option.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1

# --- the bar ---
# A log that takes longer than half a second to read, through a pipe that is slow.
export header='' line='2026-11-23T12:00:00.000Z client 192.0.2.1#1 (a.example): query: a.example IN A + (192.0.2.53)'
cat > slow << 'END'
[ -z "$header" ] || echo "$header"
for _ in 1 2 3; do
    awk 'BEGIN { for (i = 0; i < 9000; i++) print ENVIRON["line"] }'
    sleep 0.3
done
END
if ! command -v script > /dev/null; then
    skip "bars on a terminal" "there is no script(1)"
elif ! script -qec true /dev/null < /dev/null > /dev/null 2>&1; then
    skip "bars on a terminal" "the system gives no terminals"
else
    on_terminal() {
        env "$@" script -qec "sh slow | '$build/dielog' ${verb:-normalize -f bind9} $option -o out.csv -" /dev/null < /dev/null
    }
    option='' && like "$(on_terminal TERM=xterm | tr '\r' '\n')" 'normalize standard input .*[kM]B/s' "a terminal shows a bar"
    is "$(wc -l < out.csv)" 27001 "and the work is done"
    option=--quiet && is "$(on_terminal TERM=xterm)" "" "--quiet shows none"
    option='' && is "$(on_terminal TERM=dumb)" "" "nor does a dumb terminal"
    is "$(on_terminal TERM=xterm DIELOG_PROGRESS=no)" "" "nor where the environment says no"
    case $(on_terminal TERM=xterm NO_COLOR=1) in *'[3'[0-7]m*) false ;; esac
    ok $? "NO_COLOR has nothing to turn off"
    bind=$line
    line=2026-11-23T12:00:00.000000Z,ns1,192.0.2.1,A,a.example,,udp,,1
    header=time,sensor,client,action,target,status,transport,bytes,count
    for verb in collect count; do
        option='' && like "$(on_terminal TERM=xterm | tr '\r' '\n')" "^$verb  .*[kM]B/s" "$verb shows one"
        option=--quiet && is "$(on_terminal TERM=xterm)" "" "and none with --quiet"
        line=2026-11-23T12:00:00.000000Z,ns1,192.0.2.1,other,A,a.example,,udp,,1,1
        header=time,sensor,client,party,action,target,status,transport,bytes,count,raw
    done
    verb='' header='' line=$bind
fi
sh slow | dielog normalize -f bind9 -o out.csv - 2> err
is "$(cat err)" "" "a pipe shows none"

# --- completion ---
if command -v bash > /dev/null; then
    cat > complete.sh << END
PATH=$build:\$PATH
. '$top/completions/dielog.bash'
compopt() { :; }
COMP_WORDS=("\$@")
COMP_CWORD=\$((\$# - 1))
_dielog
printf '%s\n' "\${COMPREPLY[@]}"
END
    completes() { bash complete.sh "$@" | sort | paste -sd ' '; }
    is "$(completes dielog repo)" "report" "a verb"
    missing=""
    for program in "$build"/libexec/dielog-*; do
        verb=${program##*/dielog-}
        bash complete.sh dielog "" | grep -qx -- "$verb" || missing="$missing $verb"
    done
    is "$missing" "" "every verb"
    is "$(completes dielog normalize --max)" "--max-rejects=" "an option"
    is "$(completes dielog report --ver)" "--verbose --version" "options of a verb that is a script"
    is "$(completes dielog normalize -f bi)" "bind9" "a format"
    like "$(completes dielog help ca)" 'case' "a manual"
fi
if command -v zsh > /dev/null; then
    zsh -n "$top/completions/_dielog"
    ok $? "zsh can read its completion"
else
    skip "zsh's completion" "there is no zsh"
fi
finish
