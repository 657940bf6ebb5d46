#!/usr/bin/env bash
# What the emulator does with many tasks in one job, beside the floor that starting processes sets:
# as many processes, started by shells on all cores, each in a session of its own.
# usage: benchmarks/emulator.sh [tasks]
set -euo pipefail
cd "$(dirname "$0")/.."
tasks=${1:-100000}

./batchline --version >/dev/null # builds, if it must
mvn -B -q -o -Dmaven.test.skip=true -pl benchmarks -am compile ||
  mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am compile
work=$(mktemp -d)
emulator=
stop() { if [ -n "$emulator" ]; then kill "$1" "$emulator" 2>/dev/null && wait "$emulator" || true; emulator=; fi; }
trap 'stop -TERM; rm -rf "$work"' EXIT

now() { echo $(($(date +%s%N) / 1000000)); }
row() { printf '%-30s %9s %9s ms  %9s per second  %s\n' "$1" "$2" "$3" $(($2 * 1000 / $3)) "${4:-}"; }

# Starts an emulator and waits until it is ready; says how long that took.
start() {
  local begun
  begun=$(now)
  rm -f "$work/ready" && mkfifo "$work/ready"
  rm -rf "$work/nodes"
  java -Xmx512m -jar emulator/target/batchline-emulator.jar run --pace 10000 --quiet "$@" >"$work/ready" &
  emulator=$!
  read -r settings <"$work/ready"
  endpoint=${settings#*\"AZURE_BATCH_ENDPOINT\":\"} && endpoint=${endpoint%%\"*}
  ready=$(($(now) - begun))
}

memory() { awk '/VmHWM/ {printf "%d MB", $2 / 1024}' "/proc/$emulator/status" 2>/dev/null || echo unknown; }

cores=$(nproc)
few=$((tasks < 10000 ? tasks : 10000))
begun=$(now)
for ((core = 0; core < cores; core++)); do
  for ((i = 0; i < few / cores; i++)); do setsid true </dev/null >/dev/null 2>&1; done &
done
wait
floor=$(($(now) - begun))
row "processes started" "$few" "$floor" "the floor"

load() {
  java -XX:TieredStopAtLevel=1 -cp benchmarks/target/classes dev.batchline.benchmarks.EmulatorLoad "$endpoint" \
    "$tasks" >"$work/figures"
  while IFS=$'\t' read -r name number time; do
    note=
    if [ "$name" = run ]; then
      ratio=$((time * few * 100 / number / floor))
      note=$(printf '%d.%02d times the floor' $((ratio / 100)) $((ratio % 100)))
    fi
    row "tasks $name" "$number" "$time" "$note"
  done <"$work/figures"
}

echo "kept in memory:"
start --directory "$work/nodes"
load
echo "most memory: $(memory)"
stop -TERM

echo "kept with --state:"
start --state "$work/state"
empty=$ready
load
echo "most memory: $(memory)"
stop -KILL
echo "size of the account on disk: $(du -cm "$work"/state/account-* | tail -n 1 | cut -f 1) MB"
start --state "$work/state"
echo "ready again after it was killed: $ready ms, empty: $empty ms"
stop -TERM
