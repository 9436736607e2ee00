#!/usr/bin/env bash
# A worker for a shell: runs COMMAND for each job of TYPE. The job's payload is its input; what it prints, one JSON value,
# is the result. When it fails, the end of its error output is the job's error, and the job is tried again if it may be.
#   SWITCHYARD_KEY=… samples/shell-worker.sh TYPE COMMAND [ARGUMENT…]
set -u
type=$1 name=${WORKER_NAME:-$HOSTNAME-$$} lease=${LEASE_SECONDS:-60}
url=${SWITCHYARD_SERVER:-http://127.0.0.1:8080}/api/v1/workers
files=$(mktemp -d) && shift
echo "X-API-Key: ${SWITCHYARD_KEY:-}" >"$files/key" # an argument would be everybody's to see
leave() { # Not in a child that is told to end before it has let go of this.
  [[ $BASHPID == "$$" ]] || return
  kill $(jobs -p) 2>/dev/null
  curl -s -m 5 -H "@$files/key" -X DELETE "$url/$name"
  rm -rf "$files"
}
trap leave EXIT
trap exit INT TERM

post() { # PATH BODY: sets $answer. Waits while the server is away, and registers when it does not know this worker.
  while true; do
    answer=$(printf %s "$2" | curl -s -m 45 -w '\n%{http_code}' -H "@$files/key" --data-binary @- "$url$1")
    case ${answer##*$'\n'} in
      2*) answer=${answer%$'\n'*} && return ;;
      404) post "" "{\"worker\":\"$name\",\"types\":[\"$type\"],\"lease_seconds\":$lease}" || return ;;
      '' | 000 | 408 | 429 | 5*) sleep 1 ;;
      *) echo "$answer" >&2 && return 1 ;;
    esac
  done
}

while post "/$name/lease" '{"wait_ms":30000}'; do
  [[ $answer =~ ^'{"jobs":[{'('"job":'[0-9]+',"token":'[0-9]+), ]] || continue
  id=${BASH_REMATCH[1]} payload=${answer#*,\"payload\":}
  "$@" <<<"${payload%\}]\}}" >"$files/out" 2>"$files/err" & command=$!
  while sleep "$((lease / 3))" && post "/$name/renew" "{\"jobs\":[{$id}]}"; do
    [[ $answer == *'"revoked"'* ]] && kill "$command"
  done &>/dev/null & renewing=$!
  wait "$command" && result=$(<"$files/out") && outcome="\"succeeded\",\"result\":${result:-null}" ||
    outcome="\"failed\",\"error\":\"$(tail -c 2000 "$files/err" | iconv -cf UTF-8 -t UTF-8 | tr '\0-\37"\\' ' ')\""
  kill -KILL "$renewing" && wait "$renewing" 2>/dev/null # any other signal may come before the loop is ready for it
  post "/$name/settle" "{\"results\":[{$id,\"outcome\":$outcome}]}" ||
    post "/$name/settle" "{\"results\":[{$id,\"outcome\":\"failed_for_good\",\"error\":\"The output is not one JSON value.\"}]}"
  [[ $answer == *'"settled"'* ]] || echo "$id: $answer" >&2
done
