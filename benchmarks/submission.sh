#!/usr/bin/env bash
# How long it takes to add tasks to a job that is a given time away, beside the ideal, the Azure SDK
# for Java's own createTasks and the Azure CLI.
# usage: benchmarks/submission.sh [tasks] [milliseconds per call] [connections]
#
# The ideal is: calls of 100 tasks each, as many at a time as there are connections, each taking as
# long as it takes. Beside it stands the time from the first call that adds tasks to the last, and the
# time of all that was done for it: starting, making requests, creating the job; of a run also its
# upload, its plan and its journal. The Azure CLI is asked for a tenth of the tasks, and its ideal is a
# tenth too.
set -euo pipefail
cd "$(dirname "$0")/.."
tasks=${1:-100000} distance=${2:-50} connections=${3:-20}

./batchline --version >/dev/null # builds, if it must
mvn -B -q -o -Dmaven.test.skip=true -pl benchmarks -am compile ||
  mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am compile
classes="benchmarks/target/classes:orchestrator/target/dist/lib/*"
work=$(mktemp -d)
export BATCHLINE_HOME=$work/home
trap 'exec 3>&- || true; ./batchline emulator stop >/dev/null 2>&1 || true; wait; rm -rf "$work"' EXIT

mkfifo "$work/input"
java -XX:+UseSerialGC -Xmx1g -cp "$classes" dev.batchline.benchmarks.DistantBatch "$distance" "$connections" \
  0 120 <"$work/input" >"$work/output" &
exec 3>"$work/input"
until [ -s "$work/output" ]; do sleep 0.1; done
endpoint=$(head -n 1 "$work/output")

# Prints a line of the table, and whether the service got all that it should.
row() { # name, tasks, milliseconds of the whole
  local ideal=$(((($2 + 99) / 100 + connections - 1) / connections * distance)) seen calls adding lines
  lines=$(wc -l <"$work/output")
  echo >&3
  until [ "$(wc -l <"$work/output")" -gt "$lines" ]; do sleep 0.1; done
  read -r seen calls adding _ < <(tail -n 1 "$work/output")
  printf '%-34s %8d %6d %8d ms %4d.%02d %8d ms %8d ms%s\n' "$1" "$seen" "$calls" "$adding" \
    $((adding / ideal)) $((adding * 100 / ideal % 100)) "$ideal" "$3" "$([ "$seen" = "$2" ] || echo "  LOST $(($2 - seen))")"
}

now() { echo $(($(date +%s%N) / 1000000)); }

# Not the service is measured, which has to be warm.
java -cp "$classes" --add-opens java.base/java.util=ALL-UNNAMED dev.batchline.benchmarks.Submission \
  batchline "$endpoint" "$tasks" "$connections" </dev/null >/dev/null
lines=$(wc -l <"$work/output")
echo >&3
until [ "$(wc -l <"$work/output")" -gt "$lines" ]; do sleep 0.1; done

printf '%-34s %8s %6s %11s %7s %11s %11s\n' "" tasks calls adding times "the ideal" "the whole"

# As the launcher starts a run, and as a program that uses the SDK is started.
mapfile -t compiling < <(grep -oE -- '-XX:Tier4[A-Za-z]+=[0-9]+' batchline)

for what in batchline sdk; do
  options=()
  [ "$what" = sdk ] || options=("${compiling[@]}")
  coproc client { exec timeout 300 java -Xmx512m -XX:+UseSerialGC ${options[@]+"${options[@]}"} --add-opens java.base/java.util=ALL-UNNAMED \
    -cp "$classes" dev.batchline.benchmarks.Submission "$what" "$endpoint" "$tasks" "$connections"; }
  answers=${client[0]} questions=${client[1]}
  for round in "from a cold start" "once more"; do
    read -r time <&"$answers" || { echo "$what, $round: did not end within 300 s" && break; }
    row "$what, $round" "$tasks" "$time"
    [ "$round" = "once more" ] || echo >&"$questions"
  done
  exec {questions}>&- && wait "$client_PID" || true
done

cat >"$work/job.yaml" <<EOF
name: benchmark
pool: { template: cpu-fixed, parameters: { nodes: 1 } }
tasks:
  - name: simulate
    forEach: { scenario: "1..$tasks" }
    command: java -jar risk.jar --scenario \${{ scenario }}
    outputs: [pnl.csv]
    timeLimit: PT10M
EOF
settings=$(./batchline emulator start --output env 2>"$work/said") || cat "$work/said" >&2
start=$(now)
(
  eval "$settings"
  export AZURE_BATCH_ENDPOINT=$endpoint
  ./batchline run "$work/job.yaml" --detach --to "$work/copy" >/dev/null 2>"$work/said" || cat "$work/said" >&2
)
row "batchline run --detach" "$tasks" $(($(now) - start))

if command -v az >/dev/null; then
  few=$((tasks / 10))
  {
    printf '['
    seq -f '{"id":"simulate-%.0f","commandLine":"java -jar risk.jar"}' -s , 1 "$few"
    printf ']'
  } >"$work/tasks.json"
  start=$(now)
  AZURE_CORE_COLLECT_TELEMETRY=no AZURE_CONFIG_DIR=$work/az az batch task create --job-id benchmark \
    --json-file "$work/tasks.json" --account-name benchmark --account-key YmVuY2htYXJr \
    --account-endpoint "$endpoint" --only-show-errors >/dev/null
  row "az batch task create" "$few" $(($(now) - start))
else
  echo "az batch task create: skipped, there is no az on the PATH"
fi
