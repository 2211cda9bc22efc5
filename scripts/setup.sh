#!/bin/sh
# Installs what is missing: scripts/setup.sh run | test | faults
# A second run finds everything in place, takes a moment and touches no network.
# shellcheck disable=SC2086 # lists of names are words to be split
set -eu
cd "$(dirname "$0")/.."

purpose=${1:?run, test or faults}
case $purpose in
    run) packages="$(cat requirements/run.debian)" locks="requirements/run.txt" ;;
    test) packages="$(cat requirements/run.debian requirements/test.debian)" locks="requirements/run.txt requirements/test.txt" ;;
    faults) packages="$(cat requirements/*.debian)" locks="requirements/run.txt requirements/test.txt" ;;
    *) echo "usage: scripts/setup.sh run|test|faults" >&2; exit 2 ;;
esac
log=$(mktemp)
trap 'rm -f "$log"' EXIT

say() { printf '%s\n' "$*" >&2; }

# Runs a long command quietly; what it said is shown only where it did not succeed.
quietly() {
    "$@" >"$log" 2>&1 || { status=$?; tail -n 30 "$log" >&2; return "$status"; }
}

find_python() {
    for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found. Where it is elsewhere: make PYTHON=/path/to/python3"
    return 1
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# A package may also be there as a part of another one, as npm is with some builds of Node: then its command is.
is_there() { is_installed "$1" || command -v "$1" >/dev/null; }

# Prints the system packages that are missing, by their Debian names. Of `a|b` a is wanted: where b is there, which does
# the same in more time, `missing_packages needed` leaves it out.
missing_packages() {
    if [ ! -x .venv/bin/pip ] && ! "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'
    fi
    for package in $packages; do
        is_there "${package%|*}" || { [ "$1" = needed ] && is_there "${package#*|}"; } || echo "${package%|*}"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"
    else sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        [ -x .venv/bin/pip ] || say "This is not Debian: please see to what these packages give there: $packages"
        return
    fi
    missing=$(missing_packages wanted | paste -s -d ' ' -)
    needed=$(missing_packages needed)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        [ -n "$needed" ] || return 0
        say "Some system packages are missing. Please type this, and then make $purpose again:"
        say "  sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
        return 1
    fi
    say "Installing system packages: $missing"
    quietly as_root apt-get update -qq || say "The lists of packages are not all fresh; trying with what is there."
    quietly as_root apt-get install -qq --yes --no-install-recommends $missing || [ -z "$needed" ]
}

# One line that changes when the locked libraries, the command's definition or the checkout's place do.
wanted() { cat $locks pyproject.toml scripts/setup.sh | cksum | tr '\n' ' '; pwd; }

install_libraries() {
    stamp=.venv/installed-for-$purpose
    [ -x .venv/bin/lms ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(wanted)" ] && return
    [ -x .venv/bin/pip ] || { say "Making the virtual environment .venv"; quietly "$python" -m venv .venv; }
    say "Installing the locked Python libraries"
    quietly .venv/bin/python -m pip install --require-hashes $(printf ' -r %s' $locks)
    # The checkout itself is only put on the path, by a build tool that is locked and installed: no network.
    quietly .venv/bin/python -m pip install --no-index --no-deps --no-build-isolation --editable .
    # Compiled once here: a command starts faster, also where Python is told to leave nothing behind.
    PYTHONDONTWRITEBYTECODE= .venv/bin/python -m compileall -q lms
    wanted >"$stamp"
}

# Verifiers by others, for the tests alone: what is installed stands, by hash, in the lock beside their package.json.
install_verifiers() {
    there=.venv/verifiers
    wanted_verifiers=$(cat tests/verifiers/package.json tests/verifiers/package-lock.json | cksum)
    [ "$(cat $there/installed 2>/dev/null)" = "$wanted_verifiers" ] && return
    say "Installing the locked verifiers"
    mkdir -p $there
    cp tests/verifiers/package.json tests/verifiers/package-lock.json $there/
    quietly npm ci --prefix $there --omit=optional --ignore-scripts --no-audit --no-fund --no-update-notifier
    echo "$wanted_verifiers" >$there/installed
}

python=$(find_python)
install_packages
install_libraries
[ "$purpose" = run ] || install_verifiers
