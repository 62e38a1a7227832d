#!/usr/bin/env bash
# requirements.sh NAME…  makes sure that postgresql, ffmpeg, chromium are here; installs with apt what is missing.
# All or nothing: an ordinary user is told what to install, and root downloads everything before anything is unpacked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() { printf '%s\n' "$@" >&2; exit 1; }

command -v dotnet >/dev/null || fail 'The .NET SDK is missing (see global.json for the version): https://dotnet.microsoft.com/download'
# Without ICU .NET only starts invariant; the library comes with PostgreSQL's package.
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 dotnet --version >/dev/null 2>&1 || fail "No installed .NET SDK suits global.json: $(tr -d ' \n' < global.json)"
command -v npm >/dev/null || fail 'Node.js with npm is missing; it fetches the front-end packages: https://nodejs.org'

present() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ;;
    ffmpeg) command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null ;;
    chromium) command -v chromium >/dev/null ;;
    *) fail "Unknown requirement: $1" ;;
  esac
}

declare -A why=(
  [postgresql]='the records, in a private cluster that run.sh and test.sh start and stop themselves'
  [ffmpeg]='mix, composite and streams are made with it'
  [chromium]='the browser tests drive it'
)

missing=()
for name in "$@"; do present "$name" || missing+=("$name"); done
[ ${#missing[@]} -gt 0 ] || exit 0

echo 'Missing on this machine:' >&2
for name in "${missing[@]}"; do echo "  $name: ${why[$name]}" >&2; done
command -v apt-get >/dev/null || fail 'This is not Debian or Ubuntu: please install them yourself. Nothing was changed.'
if [ "$(id -u)" != 0 ]; then
  fail 'Only root may install packages. Nothing was changed. Please run:' \
    "  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}" 'and start again.'
fi

# The package postgresql makes and starts a cluster "main" for the system unless this says no. A drop-in, so that no file
# of the package is edited; removed afterwards, so that the next administrator finds the usual behaviour.
drop_in=/etc/postgresql-common/createcluster.d/records-manager.conf
trap 'rm -f "$drop_in"' EXIT
if [[ " ${missing[*]} " == *' postgresql '* ]]; then
  mkdir -p "${drop_in%/*}"
  echo 'create_main_cluster = false' > "$drop_in"
fi

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
apt() { apt-get -o DPkg::Lock::Timeout=120 -y --no-install-recommends "$@" >> "$log" 2>&1; }
give_up() { tail -15 "$log" >&2; fail "$1 The whole output is in $log."; }
echo 'Reading the package lists …' >&2
apt update || give_up 'apt-get update failed; nothing was installed.'
echo "Downloading ${missing[*]} …" >&2
apt install --download-only "${missing[@]}" || give_up 'The download failed; nothing was installed.'
echo "Installing ${missing[*]} …" >&2
apt install "${missing[@]}" || give_up 'The installation failed.'
rm -f "$log"
for name in "${missing[@]}"; do present "$name" || fail "$name is still missing after its installation."; done
