#!/usr/bin/env bash
# How long the command line takes to answer, beside the floor that the Java virtual machine sets.
# usage: benchmarks/startup.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}

# Prints the median wall time of a command in milliseconds.
median() {
  local i start
  for ((i = 0; i < runs; i++)); do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $((($(date +%s%N) - start) / 1000000))
  done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

./batchline --version >/dev/null # builds, if it must
floor=$(median java -Xshare:auto -XX:TieredStopAtLevel=1 -version)
printf '%-22s %6s ms\n' "java -version" "$floor"
for what in --version --help; do
  time=$(median ./batchline "$what")
  printf '%-22s %6s ms  %d.%d times the floor\n' "batchline $what" "$time" \
    $((time / floor)) $((time * 10 / floor % 10))
done
