#!/usr/bin/env bash
# How long it takes to bring files to Storage and back, beside rclone, with the same Azurite.
# usage: benchmarks/upload.sh [small files] [MiB of one large file]
#
# Each tool sends small files of 1 to 10 KiB, sends them again when all of them are there and when
# one has changed, and does the same with a large file; then it is killed half-way through another
# large file and sends that again. Times are those of whole processes; of ours the table also tells
# how much is left without the start of Java, which a run has behind it when it begins to send.
set -euo pipefail
cd "$(dirname "$0")/.."
small=${1:-5000} large=${2:-1024}

command -v rclone >/dev/null || { echo "rclone is not on the PATH; install it, for example: apt-get install rclone" >&2; exit 1; }
./batchline --version >/dev/null # builds, if it must
mvn -B -q -o -Dmaven.test.skip=true -pl benchmarks -am compile ||
  mvn -B -q -Dmaven.test.skip=true -pl benchmarks -am compile
work=$(mktemp -d)
export BATCHLINE_HOME=$work/home RCLONE_CONFIG=$work/rclone.conf
trap './batchline emulator stop >/dev/null || true; rm -rf "$work"' EXIT
settings=$(./batchline emulator start --output env)
eval "$settings"
classes="benchmarks/target/classes:orchestrator/target/dist/lib/*"
printf '[store]\ntype = azureblob\nsas_url = %s\n' \
  "$(java -cp "$classes" dev.batchline.benchmarks.StorageLink)" >"$RCLONE_CONFIG"

make() { head -c "$((large * 1024 * 1024))" /dev/urandom >"$work/$1/$1.bin"; }
mkdir -p "$work/small" "$work/large" "$work/killed"
for ((i = 1; i <= small; i++)); do head -c "$((1024 + RANDOM % 9216))" /dev/urandom >"$work/small/$i.bin"; done
make large
make killed
sleep 3 # a file that was written to just now is hashed again the next time

ours_do() { java -Xmx512m -XX:+UseSerialGC -cp "$classes" "dev.batchline.benchmarks.$1" "${@:2}"; }
ours_upload() { ours_do Upload "$work/$1" batchline >"$work/at-work"; }
theirs_upload() { rclone copy --quiet "$work/$1" "store:rclone/$1"; }
run=bench-20261121-060000-abcd
ours_collect() { ours_do Collect "$run" "$work/ours" >"$work/at-work"; }
theirs_collect() { rclone copy --quiet "store:batchline-$run" "$work/theirs"; }

timed() { # prints the wall time of a command in milliseconds
  local start
  start=$(date +%s%N)
  "$@"
  echo $((($(date +%s%N) - start) / 1000000))
}
row() { # name, what to do, with what
  local ours theirs work_time
  ours=$(timed "ours_${@:2}") theirs=$(timed "theirs_${@:2}")
  work_time=$(awk '{ print $1 + $2 }' "$work/at-work")
  printf '%-38s batchline %7d ms, %7d at work   rclone %7d ms   %d.%02d times, %d.%02d at work\n' "$1" \
    "$ours" "$work_time" "$theirs" $((ours / theirs)) $((ours * 100 / theirs % 100)) \
    $((work_time / theirs)) $((work_time * 100 / theirs % 100))
  last=$ours
}
kill_amid() { # of the time a command took
  "$@" &
  local upload=$!
  sleep "$(awk '{ print $1 / 2000 }' <<<"$last")"
  pkill -KILL -P "$upload" || true
  wait "$upload" 2>/dev/null || true
}

row "$small small files" upload small
row "the same again" upload small
head -c 5000 /dev/urandom >"$work/small/1.bin"
row "the same with one that has changed" upload small
row "one file of $large MiB" upload large
row "the same again" upload large
kill_amid ours_upload killed
kill_amid theirs_upload killed
row "another, after kill -9 half-way" upload killed

rclone copy --quiet "$work/small" "store:batchline-$run/output/task-1"
rclone copy --quiet "$work/large" "store:batchline-$run/output/task-2"
row "collecting all of them" collect
row "the same again" collect
diff -r "$work/ours/output/task-1" "$work/small"
diff -r "$work/ours/output/task-2" "$work/large"
