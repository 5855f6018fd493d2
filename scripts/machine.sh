# What scripts/start and scripts/test need of a machine: Python, the virtual environment, system packages.
# Sourced with bash from the project's folder.

say() { printf '%s\n' "$@"; }

fail() {
    say "" "$@" >&2
    exit 1
}

# Prints the first Python that is new enough; PYTHON names one to try first.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

may_install_packages() {
    [ "${INSTALL_PACKAGES:-1}" = 1 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

# need_packages REASON PACKAGE… : installs Debian packages, or says which are missing and why, and stops.
need_packages() {
    local reason=$1
    shift
    may_install_packages || fail "Missing: $reason." "Install it and start again, on Debian or Ubuntu:" \
        "    sudo apt-get install $*"
    say "Installing $* ($reason) …"
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get -o DPkg::Lock::Timeout=300 update &&
            apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
    } >"${TMPDIR:-/tmp}/office-apt.log" 2>&1 ||
        fail "Could not install $* ($reason):" "$(tail -n 5 "${TMPDIR:-/tmp}/office-apt.log")"
}

# Makes .venv, or makes it again when its Python is gone (a moved folder, an upgraded system).
make_environment() {
    .venv/bin/python -c '' 2>/dev/null && return
    local python
    python=$(find_python) || need_packages "Python 3.11 or newer" python3 python3-venv
    python=${python:-$(find_python)} || fail "This system's Python is too old: 3.11 or newer is needed."
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv 2>/dev/null || {
        need_packages "Python's venv module" python3-venv
        "$python" -m venv --clear .venv || fail "Could not make .venv with $python."
    }
}

# install_requirements FILE : installs what FILE lists, unless .venv already has exactly that.
install_requirements() {
    local wanted stamp=.venv/${1%.txt}.installed
    wanted=$(cat requirements.txt "$1" | .venv/bin/python -c \
        'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    say "Installing $1 (a few minutes the first time) …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$1" ||
        fail "Could not install $1. It needs the package index or a mirror of it (PIP_INDEX_URL)."
    printf '%s\n' "$wanted" >"$stamp"
}

# prepare_environment FILE… : .venv with its packages; two scripts started at once wait for one another.
prepare_environment() {
    local file
    exec 9<requirements.txt
    if command -v flock >/dev/null; then flock 9; fi
    make_environment
    for file in "$@"; do install_requirements "$file"; done
    exec 9<&-
}

library_missing() {
    ! .venv/bin/python -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null
}

# The text shaping libraries that notices are typeset with.
need_typesetting() {
    [ "$(uname -s)" = Linux ] || return 0
    if library_missing libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; then
        need_packages "Pango and HarfBuzz, which typeset the notices" \
            libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fi
}
