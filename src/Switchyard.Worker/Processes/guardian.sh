# Outlives its worker, and then kills what the worker left running. Its standard input is a pipe from the worker, which
# says what runs, a line each:
#   run COOKIE        is about to start, with the cookie in its environment
#   group COOKIE ID   has started, as the leader of this process group
#   end COOKIE        has ended, with all that belongs to it
# The end of the pipe is the end of the worker, however it came.
trap '' HUP INT QUIT TERM
runs=
while read -r word cookie group; do
  case $word in
    run) runs="$runs $cookie:" ;;
    group | end)
      kept=
      for run in $runs; do
        [ "${run%%:*}" = "$cookie" ] || kept="$kept $run"
      done
      runs=$kept
      [ "$word" = end ] || runs="$runs $cookie:$group"
      ;;
  esac
done
[ -n "$runs" ] || exit 0

# By group, and by cookie those that left their group. True when there was anybody.
signal_all() {
  found=1
  set --
  for run in $runs; do
    group=${run##*:}
    [ -n "$group" ] && kill -s "$signal" -- "-$group" 2>/dev/null && found=0
    set -- "$@" -e "SWITCHYARD_COOKIE=${run%%:*}"
  done
  for file in $(grep -lsF "$@" /proc/[0-9]*/environ); do
    file=${file#/proc/}
    kill -s "$signal" "${file%/environ}" 2>/dev/null && found=0
  done
  return $found
}

signal=TERM
signal_all || exit 0
sleep 1
# Again until none is found: what was forked meanwhile has the cookie too.
signal=KILL
tries=0
while signal_all && [ "$tries" -lt 50 ]; do
  tries=$((tries + 1))
  sleep 0.1 2>/dev/null || sleep 1
done
