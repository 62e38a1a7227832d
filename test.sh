#!/usr/bin/env bash
# Runs every test, or those of the named projects: ./test.sh [NAME…], as in ./test.sh Domain Ingest
# The last line is "N passed, N failed, N skipped". Fails on any failure, and when nothing was run.
set -euo pipefail
[ -z "$(trap -p INT)" ] || exec env --default-signal=INT "$0" "$@"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
source deploy/local/progress.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

names=()
for name in "$@"; do
  [ -f "tests/RecordsManager.$name.Tests/RecordsManager.$name.Tests.csproj" ] || { echo "No project tests/RecordsManager.$name.Tests" >&2; exit 2; }
  names+=("$name")
done
if [ ${#names[@]} = 0 ]; then
  for project in tests/*.Tests/*.csproj; do
    name=${project#tests/RecordsManager.}
    names+=("${name%%.Tests/*}")
  done
fi

needs=(postgresql ffmpeg)
[[ " ${names[*]} " != *' Browser '* ]] || needs+=(chromium)
deploy/local/requirements.sh "${needs[@]}"

work=$(mktemp -d /tmp/records-test.XXXXXX)
chmod 711 "$work" # PostgreSQL's account has to pass
mkdir -p .artifacts
log=$here/.artifacts/test.log
: > "$log"
compiler=records-test-$$
end_compiler() { pkill -f -- "-pipename:$compiler" 2> /dev/null || true; }
clean_up() {
  local code=$?
  trap '' INT TERM
  end_step
  end_compiler
  for job in $(jobs -p); do kill -KILL -- "-$job" 2>/dev/null || true; done # a test has nothing to save
  deploy/local/postgres.sh stop "$work/postgres" || code=1
  rm -rf "$work"
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

step 'Looking after the front-end packages' deploy/local/front-end.sh
# One compiler for all projects takes two thirds of the time; one of our own, so that it can be ended without ending somebody else's.
build=(dotnet build -c Debug -v q --nologo -tl:off -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler")
if [ $# = 0 ]; then
  step 'Building the solution' "${build[@]}" RecordsManager.sln
else
  for name in "${names[@]}"; do step "Building $name" "${build[@]}" "tests/RecordsManager.$name.Tests"; done
fi

end_compiler

# "gone with this process": not even kill -9 leaves the cluster behind
RECORDS_TEST_DB_ADMIN=$(deploy/local/postgres.sh start "$work/postgres" --throwaway $$)
export RECORDS_TEST_DB_ADMIN
export DOTNET_TieredPGO=0 # most processes here live for seconds: code that is compiled to be measured is not worth it

# What comes last and takes minutes has two parts, so that both lanes have something to do to the end.
parts() { case $1 in Infrastructure) echo Infrastructure Infrastructure.Media ;; *) echo "$1" ;; esac; }

run() { # one test assembly is its own runner
  local name=$1 assembly=RecordsManager.${1%%.*}.Tests filter=() media=RecordsManager.Infrastructure.Tests.Media
  case $name in Infrastructure) filter=(-namespace- "$media") ;; Infrastructure.Media) filter=(-namespace "$media") ;; esac
  timeout --foreground --kill-after=10 45m dotnet exec ".artifacts/bin/$assembly/debug/$assembly.dll" -noLogo -noColor "${filter[@]}" -xml "$work/$name.xml" > "$work/$name.txt" 2>&1 ||
    echo "exit $?" > "$work/$name.failed"
  cat "$work/$name.txt"
}

# Two at a time, because the machine of a developer or a CI has other work. The longest first, so that both lanes end
# together. The browser waits more than it works and beside the Web tests, which do too, it has more of the machine than beside
# ffmpeg; what takes seconds fills the end.
set -m # each in its own group, so that clean_up ends what it started
longest_first() {
  local name
  for name in Web Application Browser Infrastructure; do [[ " $* " != *" $name "* ]] || parts "$name"; done
  for name in "$@"; do [[ $name =~ ^(Web|Application|Infrastructure|Browser)$ ]] || echo "$name"; done
}
for name in $(longest_first "${names[@]}"); do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
  run "$name" &
done
wait
set +m

passed=0 failed=0 skipped=0
count() { # attribute, project; 0 where the runner died before it could write
  local number
  number=$(sed -n "s/.*<assembly [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$work/$2.xml" 2>/dev/null | head -1) || true
  echo "${number:-0}"
}
for name in $(longest_first "${names[@]}"); do
  broken=$(($(count failed "$name") + $(count errors "$name")))
  if [ -f "$work/$name.failed" ] && [ "$broken" = 0 ]; then
    echo "$name ended with $(cat "$work/$name.failed") and reported no failed test; counted as one."
    broken=1
  fi
  passed=$((passed + $(count passed "$name"))) failed=$((failed + broken)) skipped=$((skipped + $(count skipped "$name")))
done
if [ $((passed + failed)) = 0 ]; then echo 'No test was run.'; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
