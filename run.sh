#!/usr/bin/env bash
# Starts RecordsManager on this machine: database, server and, on the first run, a sample call. Ctrl-C stops everything.
#   ./run.sh [--port N] [--data DIR] [--no-sample] [--reset]
# Everything it makes lies under DIR (.data), except what the build leaves in the clone.
set -euo pipefail
# a shell that starts us with & lets us ignore Ctrl-C's signal, and an ignored signal cannot be trapped
[ -z "$(trap -p INT)" ] || exec env --default-signal=INT "$0" "$@"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/deploy/local/progress.sh"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
postgres=$here/deploy/local/postgres.sh

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }
usage() { sed -n '3p' "${BASH_SOURCE[0]}" | cut -c5- >&2; exit 2; }

port='' data=$here/.data sample=1 reset=''
while [ $# -gt 0 ]; do
  case $1 in
    --port) port=${2:-}; [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || usage; shift ;;
    --data) data=${2:-}; [ -n "$data" ] || usage; shift ;;
    --no-sample) sample='' ;;
    --reset) reset=1 ;;
    *) usage ;;
  esac
  shift
done
data=$(realpath -m "$data")

taken() { (exec 7<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

"$here/deploy/local/requirements.sh" postgresql ffmpeg

# ---- one at a time, and only in a folder of ours
if [ -d "$data" ] && [ ! -f "$data/.records-manager" ] && [ -n "$(ls -A "$data")" ]; then
  fail "$data is not empty and was not made by run.sh. Nothing was changed."
fi
if [ ! -d "$data" ]; then
  mkdir -p "${data%/*}"
  mkdir -m 711 "$data" # PostgreSQL's account may pass; what lies inside is closed to everybody but its owner
fi
umask 077
touch "$data/.records-manager"
exec 9>>"$data/.records-manager"
if ! flock -n 9; then
  [ -n "$reset" ] || fail "$data is in use by another run.sh (process $(cat "$data/run.pid" 2>/dev/null || echo unknown))."
  say 'Stopping the one that runs …'
  kill -TERM "$(cat "$data/run.pid")"
  flock -w 60 9 || fail 'It does not stop.'
fi
echo $$ > "$data/run.pid"

# ---- whatever happens, nothing is left running
server='' orderly=0
end_server() { # politely first: it finishes what it writes; what it started goes with its group
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2>/dev/null || true
  for _ in $(seq 300); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
  kill -KILL -- "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}
clean_up() {
  local code=$?
  trap '' INT TERM HUP
  end_step
  if [ -n "$server" ]; then say 'Stopping …'; fi
  end_server
  rm -f "$data/server.pid"
  "$postgres" stop "$data/postgres" 9>&- || code=1
  rm -f "$data/run.pid"
  exit "$code"
}
trap clean_up EXIT
trap 'exit $((orderly ? 0 : 130))' INT
trap 'exit $((orderly ? 0 : 143))' TERM HUP

# ---- what a run.sh that was killed has left
stray=$(cat "$data/server.pid" 2>/dev/null || true)
if [ -n "$stray" ] && tr '\0' ' ' < "/proc/$stray/cmdline" 2>/dev/null | grep -q 'RecordsManager.Web.dll serve'; then
  say 'Stopping the server of a run that was killed …'
  kill -KILL -- "-$stray" 2>/dev/null || true
fi
"$postgres" stop "$data/postgres" 9>&-
if [ -n "$reset" ]; then
  say "Removing everything in $data …"
  find "$data" -mindepth 1 -maxdepth 1 ! -name .records-manager ! -name run.pid -exec rm -rf {} +
fi

if [ -n "$port" ]; then
  if taken "$port"; then fail "Port $port is taken."; fi
else
  port=5080
  while taken "$port"; do port=$((port + 1)); done
fi

# ---- build, when a source is newer than the last one
mkdir -p "$data/log"
log=$data/log/start.log
: > "$log"
bin=$here/.artifacts/bin stamp=$here/.artifacts/run.built
umask 022 # the clone keeps its usual modes
step 'Looking after the front-end packages' "$here/deploy/local/front-end.sh"
if [ ! -f "$stamp" ] || [ -n "$(cd "$here" && find src migrations ./*.props global.json .editorconfig -newer "$stamp" -print -quit 2>/dev/null)" ]; then
  mkdir -p "${stamp%/*}"
  touch "$stamp.new" # dated before the build: what is edited meanwhile is built the next time
  step 'Building (about a minute the first time)' dotnet build "$here/deploy/local/run.slnf" -c Release -v q --nologo -tl:off -p:UseSharedCompilation=false
  mv "$stamp.new" "$stamp"
fi
umask 077

# ---- database
secret() { # each made once, by us, and readable by nobody else
  [ -s "$data/$1" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "$data/$1"
  cat "$data/$1"
}
say 'Starting PostgreSQL …'
"$postgres" start "$data/postgres" >/dev/null 9>&-
owner=$(secret postgres.owner.password) app=$(secret postgres.app.password)
(cd "$here/deploy/local" && # on standard input: arguments are visible to everybody on the machine
  { printf "\\\\set owner_password '%s'\n\\\\set app_password '%s'\n" "$owner" "$app"; cat database.sql; } |
  "$postgres" sql "$data/postgres" -f - >> "$log" 9>&-)
address=$("$postgres" address "$data/postgres")
export RECORDS_DATA=$data ASPNETCORE_URLS=http://127.0.0.1:$port
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x1000000} # 16 MB; by itself the runtime takes what the processor has of third-level cache, up to hundreds of MB
export RECORDS_DB="$address;Database=records;Username=records_app;Password=$app"
cd "$here/src/RecordsManager.Web" # its content root
web=$bin/RecordsManager.Web/release/RecordsManager.Web.dll
RECORDS_DB_OWNER="$address;Database=records;Username=records_owner;Password=$owner" step 'Applying migrations' dotnet "$web" migrate
step 'Preparing the organization' dotnet "$web" seed $([ -n "$sample" ] || echo --no-sample)

# ---- serve
server_log=$data/log/server.log
if [ -f "$server_log" ]; then mv "$server_log" "$server_log.before"; fi
say 'Starting the server …'
setsid dotnet "$web" serve > "$server_log" 2>&1 9>&- & server=$!
echo "$server" > "$data/server.pid"
ready() (
  exec 7<>"/dev/tcp/127.0.0.1/$port" || exit 1
  printf 'GET /health/ready HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$port" >&7
  read -r -t 5 _ status _ <&7 && [ "$status" = 200 ]
) 2>/dev/null
deadline=$((SECONDS + 120))
until ready; do
  if ! kill -0 "$server" 2>/dev/null || ((SECONDS > deadline)); then
    tail -30 "$server_log" >&2
    fail "The server does not become ready. Its log is $server_log."
  fi
  sleep 0.1
done
[ -s "$data/admin-api-key" ] || fail "The server is ready, but $data/admin-api-key was not written."

# ---- the sample call comes in as any call does
if [ -n "$sample" ] && [ ! -f "$data/sample-ingested" ]; then
  say 'Ingesting the sample call …'
  if RECORDS_URL=$ASPNETCORE_URLS RECORDS_API_KEY=$(cat "$data/admin-api-key") setsid dotnet "$bin/RecordsManager.Cli/release/records.dll" \
    ingest --adapter janus "$here/tests/fixtures/janus-call-a" --wait > "$data/log/sample.id" 9>&- & running=$!; wait "$running"; then
    mv "$data/log/sample.id" "$data/sample-ingested"
    step 'Adding its transcript' dotnet "$web" seed --transcript "$here/tests/fixtures/janus-call-a/transcript.en.vtt"
  else
    say 'The sample call did not come in whole (see above); the next start tries again.'
  fi
  running=''
fi

orderly=1
echo "RecordsManager serves at $ASPNETCORE_URLS"
echo "Sign in as $(cat "$data/admin-user" 2>/dev/null || echo 'the administrator') with the password in $data/admin-password. Ctrl-C stops."
echo "Ready: $ASPNETCORE_URLS"
code=0
wait "$server" || code=$?
say "The server ended by itself ($code). Its log is $server_log."
exit 1
