# bash completion for dielog.  The verbs come from `dielog help`, the options of a verb from its --help: nothing is
# listed here that could grow stale.

_dielog_verbs() { dielog --help 2> /dev/null | sed -nE 's/^  ([a-z][a-z-]*)  .*/\1/p'; }

_dielog_options() { dielog "$1" --help 2> /dev/null | sed -nE 's/^ +(-[a-zA-Z], )?(--[a-z-]+=?).*/\2/p'; }

_dielog() {
    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_dielog_verbs) help --help --version" -- "$word")
        return
    fi
    case $verb:$word in
    help:*) mapfile -t COMPREPLY < <(compgen -W "$(_dielog_verbs) case" -- "$word") ;;
    *:-*)
        mapfile -t COMPREPLY < <(compgen -W "$(_dielog_options "$verb")" -- "$word")
        [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
        ;;
    esac
    case ${COMP_WORDS[COMP_CWORD - 1]} in
    -f | --format)
        [ "$verb" != normalize ] ||
            mapfile -t COMPREPLY < <(compgen -W "auto $(dielog formats 2> /dev/null | grep -E '^[a-z]')" -- "$word")
        ;;
    esac
}

complete -o default -F _dielog dielog
