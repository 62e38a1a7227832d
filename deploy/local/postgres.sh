#!/usr/bin/env bash
# A private PostgreSQL cluster with nothing in common with the system's: own folder, port, password and life.
#   postgres.sh start FOLDER [--throwaway PID]  starts it (makes it first), prints the superuser's connection string;
#                                               throwaway: not durable, and gone with its folder when PID ends
#   postgres.sh stop FOLDER                     stops it, if it runs; removes it, if it is a throwaway
#   postgres.sh address FOLDER                  prints Host=…;Port=… of the running cluster
#   postgres.sh sql FOLDER [psql arguments]     psql as superuser
# The superuser's password is in FOLDER.password.
set -euo pipefail
unset ${!PG@}
umask 077

verb=${1:?start, stop, address or sql}
folder=$(realpath -m "${2:?a folder}")
shift 2

fail() { echo "$*" >&2; exit 1; }

# PostgreSQL refuses to run as root; root therefore lends it the account that came with the package.
as_server() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@")
  else
    (cd / && exec env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@")
  fi
}

programs() { # of the version the cluster was made with: another one cannot read it
  local version
  version=$(cat "$folder/data/PG_VERSION" 2>/dev/null || ls /usr/lib/postgresql 2>/dev/null | sort -V | tail -1)
  [ -x "/usr/lib/postgresql/$version/bin/postgres" ] || fail "PostgreSQL ${version:-(any version)} is not installed."
  echo "/usr/lib/postgresql/$version/bin"
}

server_pid() { # of this very cluster: after a reboot the number may belong to somebody else
  local pid
  pid=$(head -1 "$folder/data/postmaster.pid" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$folder/data" ] && echo "$pid"
}

# The folder as the server may name it. Where its account cannot pass a parent (a clone under /root), it reaches the
# folder through a descriptor that it inherits, so that the data stays where it was asked for and no mode is loosened.
place() {
  if as_server test -w "$folder"; then
    echo "$folder"
  else
    as_server test -w /proc/self/fd/8 || fail "PostgreSQL's account cannot reach $folder. Choose another folder with --data."
    echo /proc/self/fd/8
  fi
}

make_cluster() {
  local bin=$1 place=$2 throwaway=$3
  [ -s "$folder.password" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "$folder.password"
  rm -rf "$folder/data.new"
  cp "$folder.password" "$folder/first-password"
  if [ "$(id -u)" = 0 ]; then chown postgres: "$folder/first-password"; fi
  as_server "$bin/initdb" -D "$place/data.new" -U postgres --pwfile="$place/first-password" -A scram-sha-256 \
    -E UTF8 --locale=C.UTF-8 --data-checksums ${throwaway:+--no-sync} >/dev/null
  rm "$folder/first-password"
  # terse: the DETAIL of an error may quote a row, and rows hold what a log must not
  cat >> "$folder/data.new/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse
CONF
  if [ -n "$throwaway" ]; then
    printf '%s\n' fsync=off synchronous_commit=off full_page_writes=off max_connections=300 >> "$folder/data.new/postgresql.conf"
  fi
  mv "$folder/data.new" "$folder/data" # a start that was interrupted before this line begins anew
}

start() {
  local throwaway='' bin place socket port
  if [ "${1:-}" = --throwaway ]; then throwaway=${2:?the process to live for}; fi
  ! server_pid >/dev/null || fail "The database in $folder runs already."
  mkdir -p "$folder"
  if [ "$(id -u)" = 0 ]; then chown postgres: "$folder"; fi
  exec 8<"$folder"
  bin=$(programs)
  place=$(place)
  [ -f "$folder/data/PG_VERSION" ] || make_cluster "$bin" "$place" "$throwaway"

  forget_socket
  socket=$(mktemp -d /tmp/records-pg.XXXXXX) # a socket's path may have 107 bytes, a data folder's may have more
  echo "$socket" > "$folder/socket"
  if [ "$(id -u)" = 0 ]; then chown postgres: "$socket"; fi
  if [ -f "$folder/log" ]; then mv "$folder/log" "$folder/log.before"; fi
  for _ in $(seq 10); do # somebody may take the port between our look and the server's
    port=$(free_port)
    if as_server "$bin/pg_ctl" -D "$place/data" -l "$place/log" -o "-p $port -k $socket" -w -t 120 start >/dev/null 2>&1; then
      echo "$port" > "$folder/port"
      if [ -n "$throwaway" ]; then
        touch "$folder/throwaway"
        setsid "$0" watch "$folder" "$throwaway" </dev/null >/dev/null 2>&1 8<&- &
      fi
      echo "$(address);Username=postgres;Password=$(cat "$folder.password");Database=postgres"
      return
    fi
    # after a kill -9 the dead server's number and memory linger for a moment
    grep -qE 'Address already in use|lock file .* already exists|still in use' "$folder/log" || break
    sleep 0.5
  done
  forget_socket
  tail -5 "$folder/log" >&2 || true
  fail "PostgreSQL did not start; its log is $folder/log."
}

free_port() {
  local port
  while port=$((21000 + RANDOM % 8000)); (exec 7<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

address() { echo "Host=$(cat "$folder/socket");Port=$(cat "$folder/port")"; }

forget_socket() {
  local socket
  socket=$(cat "$folder/socket" 2>/dev/null) || return 0
  case $socket in /tmp/records-pg.*) rm -rf -- "$socket" ;; esac
  rm -f "$folder/socket" "$folder/port"
}

stop() {
  local pid signal
  for signal in INT QUIT; do # fast, and if that takes too long immediate: the next start then recovers
    pid=$(server_pid) || break
    kill -"$signal" "$pid"
    for _ in $(seq 300); do server_pid >/dev/null || break; sleep 0.1; done
  done
  ! server_pid >/dev/null || fail "PostgreSQL in $folder does not stop."
  forget_socket
  if [ -f "$folder/throwaway" ]; then rm -rf -- "$folder" "$folder.password"; fi
}

lives() { [ -r "/proc/$1/stat" ] && ! grep -q '^State:.[ZX]' "/proc/$1/status"; }

watch() { # outlives its owner by a second, so that not even kill -9 leaves a throwaway cluster behind
  while lives "$1" && server_pid >/dev/null; do sleep 1; done
  stop
}

case $verb in
  start | stop | watch) "$verb" "$@" ;;
  address) address ;;
  sql)
    PGPASSWORD=$(cat "$folder.password") exec "$(programs)/psql" -X -q -v ON_ERROR_STOP=1 \
      -h "$(cat "$folder/socket")" -p "$(cat "$folder/port")" -U postgres "$@" ;;
  *) fail "Unknown: $verb" ;;
esac
