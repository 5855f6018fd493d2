# A throw-away PostgreSQL for the tests: in a folder and on a port of its own, gone when the script ends.
# Sourced with bash after machine.sh.

pg_folder=""

pg_bin() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || true)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && printf '%s' "$folder" && return
    done
    return 1
}

# PostgreSQL refuses to run as root, so root lends it to the account its package made.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# Starts the server and prints nothing; sets pg_url.
start_postgres() {
    local bin port
    bin=$(pg_bin)
    pg_folder=$(mktemp -d "${TMPDIR:-/tmp}/office-postgres.XXXXXX")
    chmod 755 "$pg_folder"
    [ "$(id -u)" = 0 ] && chown postgres "$pg_folder"
    port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as_postgres "$bin/initdb" -D "$pg_folder/data" -U office -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$pg_folder/log" 2>&1 &&
        as_postgres "$bin/pg_ctl" -D "$pg_folder/data" -l "$pg_folder/data/log" -w -o \
            "-p $port -k '' -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
            start >>"$pg_folder/log" 2>&1 || fail "PostgreSQL did not start:" "$(tail -n 5 "$pg_folder/log" "$pg_folder/data/log")"
    pg_url="postgres://office@127.0.0.1:$port/office"
}

stop_postgres() {
    [ -n "$pg_folder" ] || return 0
    as_postgres "$(pg_bin)/pg_ctl" -D "$pg_folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$pg_folder"
    pg_folder=""
}
