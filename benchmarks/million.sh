#!/usr/bin/env bash
# A whole run of a million tasks with 512 MiB of heap, and what is done with it afterwards: time,
# processor time, heap and calls. The Batch service is one that is a given time away and whose tasks
# end at once, a given share of the attempts with exit code 3; Storage is Azurite.
# usage: benchmarks/million.sh [tasks] [percent of attempts that fail] [milliseconds per call] [connections]
#
# A second run is killed when half of its tasks are in, and attached to. HEAP=256m tries less heap.
set -euo pipefail
cd "$(dirname "$0")/.."
tasks=${1:-1000000} failing=${2:-1} distance=${3:-50} connections=${4:-20} heap=${HEAP:-512m}

./batchline --version >/dev/null # builds, if it must
mvn -B -q -o -Dmaven.test.skip=true -pl benchmarks -am compile ||
  mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am compile
work=$(mktemp -d)
export BATCHLINE_HOME=$work/home
driver=
stop() {
  [ -z "$driver" ] || kill "$driver" 2>/dev/null || true
  exec 3>&- || true
  ./batchline emulator stop >/dev/null || true
  wait
  rm -rf "$work"
}
trap stop EXIT

mkfifo "$work/input"
java -XX:+UseSerialGC -cp "benchmarks/target/classes:orchestrator/target/dist/lib/*" \
  dev.batchline.benchmarks.DistantBatch "$distance" "$connections" "$failing" <"$work/input" >"$work/output" &
exec 3>"$work/input"
until [ -s "$work/output" ]; do sleep 0.1; done

settings=$(./batchline emulator start --output env)
eval "$settings"
export AZURE_BATCH_ENDPOINT
AZURE_BATCH_ENDPOINT=$(head -n 1 "$work/output")

cat >"$work/job.yaml" <<EOF
name: million
pool: { template: cpu-fixed, parameters: { nodes: 1 } }
tasks:
  - name: simulate
    forEach: { n: "1..$tasks" }
    command: simulate --scenario \${{ n }} --out pnl.csv
    outputs: [pnl.csv]
  - name: report
    after: [simulate]
    inputs: [{ from: simulate, files: pnl.csv }]
    command: report --in simulate
retry: { attempts: 5, backoff: PT1S }
limits: { wallClock: PT4H }
EOF

# Asks the service what it has seen: how many tasks there are, and since it was asked last how many
# calls there were, for how many milliseconds tasks were added, and the calls by kind.
ask() { # keep, or forget
  local lines
  lines=$(wc -l <"$work/output")
  echo "$1" >&3
  until [ "$(wc -l <"$work/output")" -gt "$lines" ]; do sleep 0.1; done
  read -r seen calls adding kinds < <(tail -n 1 "$work/output")
}

# Prints a row for a command.
measure() { # name, command…
  local name=$1 start took cpu most
  shift
  start=$(date +%s%N)
  cpu=$(
    TIMEFORMAT='%U %S'
    export BATCHLINE_JAVA_OPTIONS="-Xmx$heap -Xlog:gc*:file=$work/gc.log"
    { time ./batchline "$@" >"$work/said" 2>&1 || true; } 2>&1
  )
  took=$((($(date +%s%N) - start) / 1000000))
  ! grep -q OutOfMemoryError "$work/said" || name="$name: OUT OF MEMORY"
  most=$(grep -oE '[0-9]+M->[0-9]+M\(' "$work/gc.log" | sed 's/.*->//; s/M(//' | sort -n | tail -n 1)
  ask keep
  printf '%-28s %8s s %8s s %6s MiB %8d\n' "$name" "$(awk '{ printf "%.1f", $1 / 1000 }' <<<"$took")" \
    "$(awk '{ printf "%.1f", $1 + $2 }' <<<"$cpu")" "${most:-0}" "$calls"
}

newest() { ./batchline runs --output json | grep -oE 'million-[0-9]{8}-[0-9]{6}-[a-z0-9]+' | head -n 1; }

printf '%d tasks, %d%% of the attempts fail, %s of heap\n' "$tasks" "$failing" "$heap"
printf '%-28s %10s %10s %10s %8s\n' "" "time" "processor" "most heap" "calls"
measure "run" run "$work/job.yaml" --to "$work/copy"
ideal=$(((seen + 99) / 100 * distance / connections)) attempts=$seen added=$adding by=$kinds
run=$(newest)
measure "status" status "$run"
measure "logs --failed" logs "$run" --failed
measure "report" report "$run" --to "$work/report"
measure "collect" collect "$run" --to "$work/copy"
ask forget

BATCHLINE_JAVA_OPTIONS="-Xmx$heap" ./batchline run "$work/job.yaml" --to "$work/killed" >/dev/null 2>&1 &
driver=$!
until
  ask keep
  [ "$seen" -ge $((tasks / 2)) ] || ! kill -0 "$driver" 2>/dev/null
do sleep 0.2; done
kill -KILL "$driver"
wait "$driver" 2>/dev/null || true
driver=
before=$seen
measure "attach after kill -9" attach "$(newest)" --to "$work/killed"
printf 'adding %d attempts took %d ms, %d.%02d times the ideal of %d ms; calls of the run:\n' \
  "$attempts" "$added" $((added / ideal)) $((added * 100 / ideal % 100)) "$ideal"
tr ',' '\n' <<<"${by//[\{\}]/}" | sed 's/^ */  /'
printf 'the other run was killed when %d attempts were in, and had %d in the end\n' "$before" "$seen"
