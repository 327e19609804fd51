# place.sh -- makes a folder, if it can be written to safely; read by the scripts that write to one.
#
# In a folder where everybody may make files and nobody may remove another's (sticky, such as /tmp) others can lay
# links and files under the names that we are about to write.  Only a folder of our own within it is ours.
# shellcheck shell=sh

# reason TEXT: what the system says at the end of "mkdir: cannot create directory 'x': Read-only file system"
reason() { printf '%s\n' "${1##*: }"; }

# shared FOLDER...: prints those where everybody may write.
shared() { find -H "$@" -maxdepth 0 -perm -1002 2> /dev/null; }

# Ours or the system's; a link by its own owner.
is_ours() { [ -n "$(find "$1" -maxdepth 0 \( -user "$(id -u)" -o -user 0 \) 2> /dev/null)" ]; }

# check_place FOLDER: prints why it cannot be written to safely, and fails.  It need not be there yet.
check_place() {
    _asked=$1
    case $1 in /*) ;; *) set -- "$PWD/$1" ;; esac
    _place=$1
    while [ -n "$_place" ]; do
        _place=${_place%/*}
        set -- "$@" "${_place:-/}"
    done
    [ -n "$(shared "$@")" ] || return 0
    if [ -n "$(shared "$1")" ]; then
        echo "$_asked: error: everybody may write there; name a folder within it"
        return 1
    fi
    while [ $# -gt 1 ]; do
        if { [ -e "$1" ] || [ -h "$1" ]; } && [ -n "$(shared "$2")" ] && ! is_ours "$1"; then
            echo "$_asked: error: $1 is somebody else's, in a folder where everybody may write"
            return 1
        fi
        shift
    done
}

# make_place FOLDER: makes it, if it can be written to safely; else prints why not, and fails.
make_place() {
    check_place "$1" || return 1
    [ ! -d "$1" ] || return 0
    if ! _said=$(mkdir -p "$1" 2>&1); then
        echo "$1: error: cannot make the folder: $(reason "$_said")"
        return 1
    fi
    check_place "$1" # somebody may have been quicker
}
