#!/usr/bin/env bash
# A whole run of a million tasks with 512 MiB of heap: time, heap and calls. The Batch service is one
# that is a given time away and whose tasks end at once; Storage is Azurite.
# usage: benchmarks/million.sh [tasks] [milliseconds per call] [connections]
set -euo pipefail
cd "$(dirname "$0")/.."
tasks=${1:-1000000} distance=${2:-50} connections=${3:-20}

./batchline --version >/dev/null # builds, if it must
mvn -B -q -o -Dmaven.test.skip=true -pl benchmarks -am compile ||
  mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am compile
work=$(mktemp -d)
export BATCHLINE_HOME=$work/home
trap 'exec 3>&- || true; ./batchline emulator stop >/dev/null || true; wait; rm -rf "$work"' EXIT

mkfifo "$work/input"
java -XX:+UseSerialGC -cp "benchmarks/target/classes:orchestrator/target/dist/lib/*" \
  dev.batchline.benchmarks.DistantBatch "$distance" "$connections" <"$work/input" >"$work/output" &
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
    command: simulate --scenario \${{ n }}
limits: { wallClock: PT4H }
EOF

export BATCHLINE_JAVA_OPTIONS="-Xmx512m -Xlog:gc*:file=$work/gc.log"
start=$(date +%s%N)
./batchline run "$work/job.yaml" --to "$work/copy" 2>&1 | tee "$work/run.log" | tail -n 12
took=$((($(date +%s%N) - start) / 1000000))
echo >&3
until [ "$(wc -l <"$work/output")" -gt 1 ]; do sleep 0.1; done
read -r seen calls kinds < <(tail -n 1 "$work/output")
heap=$(grep -oE '[0-9]+M->[0-9]+M\(' "$work/gc.log" | sed 's/.*->//; s/M(//' | sort -n | tail -n 1)
printf '%s tasks in %d.%03d s; %s calls to Batch; most heap in use after a collection: %s MiB\n' \
  "$seen" $((took / 1000)) $((took % 1000)) "$calls" "$heap"
tr ',' '\n' <<<"${kinds//[\{\}]/}" | sed 's/^ */  /'
