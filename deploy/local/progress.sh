# Sourced. Long work shows that it is alive; its own output goes to $log and is shown only when it fails.
running=''

# step LABEL COMMAND…: the command is no function, and gets a group of its own, so that a signal to us ends all of it.
step() {
  local label=$1 from=$SECONDS said=0 code=0
  shift
  printf '%s …\n' "$label" >&2
  setsid "$@" >> "$log" 2>&1 9>&- & running=$!
  while kill -0 "$running" 2>/dev/null; do
    sleep 0.1
    if ((SECONDS - from >= said + 10)); then said=$((SECONDS - from)); printf '  … %s s\n' "$said" >&2; fi
  done
  wait "$running" || code=$?
  running=''
  if [ "$code" != 0 ]; then
    tail -30 "$log" >&2
    printf '%s failed (%s). The whole output is in %s.\n' "$label" "$code" "$log" >&2
    return "$code"
  fi
}

end_step() {
  [ -z "$running" ] || kill -TERM -- "-$running" 2>/dev/null || true
}
