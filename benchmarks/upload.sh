#!/usr/bin/env bash
# How long it takes to bring files to Storage and back, beside rclone, with the same Azurite.
# usage: benchmarks/upload.sh [small files] [MiB of one large file]
#
# Each tool sends small files of 1 to 10 KiB, sends them again when all of them are there and when
# one has changed, and does the same with a large file; then it is killed half-way through another
# large file and sends that again. It fetches all of them, fetches again when all are there, and
# goes on after it was killed half-way through the large one. Times are those of whole processes
# with the launcher's options; of ours the table also tells how much is left without the start of
# Java, which a run has behind it when it begins to send. Processor time is that of the tool alone,
# without Azurite's. Batchline compares each file with its SHA-256 and MD5, both ways.
set -euo pipefail
cd "$(dirname "$0")/.."
small=${1:-5000} large=${2:-3072}

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

# As the launcher starts a run.
dist=$PWD/orchestrator/target/dist
options=(-Xmx512m -XX:+UseSerialGC -Xshare:auto -Xlog:disable
  -XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=12000
  -XX:Tier4CompileThreshold=300000 -XX:Tier4BackEdgeThreshold=800000)
for archive in "$dist"/lib/classes-*.jsa; do
  [ ! -f "$archive" ] || options+=("-XX:SharedArchiveFile=$archive")
done
main=$(echo "$dist"/lib/batchline-[0-9]*.jar)

make() { head -c "$((large * 1024 * 1024))" /dev/urandom >"$work/$1/$1.bin"; }
mkdir -p "$work/small" "$work/large" "$work/killed"
for ((i = 1; i <= small; i++)); do head -c "$((1024 + RANDOM % 9216))" /dev/urandom >"$work/small/$i.bin"; done
make large
make killed
sleep 3 # a file that was written to just now is hashed again the next time

ours_do() { java "${options[@]}" -cp "$main:benchmarks/target/classes" "dev.batchline.benchmarks.$1" "${@:2}"; }
ours_upload() { ours_do Upload "$work/$1" batchline >"$work/at-work"; }
theirs_upload() { rclone copy --quiet "$work/$1" "store:rclone/$1"; }
# A run for each kind of files.
run() { echo "bench-20261121-060000-$1"; }
ours_collect() { ours_do Collect "$(run "$1")" "$work/ours-$1" >"$work/at-work"; }
theirs_collect() { rclone copy --quiet "store:batchline-$(run "$1")" "$work/theirs-$1"; }

timed() { # prints wall and processor time of a command in milliseconds
  local TIMEFORMAT='%3R %3U %3S'
  { time "$@" 2>"$work/said"; } 2>&1 | awk '{ printf "%d %d\n", $1 * 1000, ($2 + $3) * 1000 }'
  cat "$work/said" >&2
}
row() { # name, what to do, with what
  local ours theirs ours_busy theirs_busy work_time heap
  read -r ours ours_busy <<<"$(timed "ours_${@:2}")"
  read -r theirs theirs_busy <<<"$(timed "theirs_${@:2}")"
  read -r work_time heap <"$work/at-work"
  printf '%-40s batchline %6d ms, %6d at work, %6d of processor, heap %3d MiB   rclone %6d ms, %6d of processor   %s times, %s at work\n' \
    "$1" "$ours" "$work_time" "$ours_busy" "$heap" "$theirs" "$theirs_busy" \
    "$(ratio "$ours" "$theirs")" "$(ratio "$work_time" "$theirs")"
  last_ours=$ours last_theirs=$theirs
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
kill_amid() { # milliseconds until then, the command
  "${@:2}" 2>/dev/null &
  local upload=$!
  sleep "$(awk -v ms="$1" 'BEGIN { print ms / 1000 }')"
  pkill -KILL -P "$upload" || true
  { wait "$upload" || true; } 2>/dev/null
}

row "$small small files" upload small
row "the same again" upload small
head -c 5000 /dev/urandom >"$work/small/1.bin"
row "the same with one that has changed" upload small
row "one file of $large MiB" upload large
ours_half=$((last_ours / 2)) theirs_half=$((last_theirs / 2))
row "the same again" upload large
kill_amid "$ours_half" ours_upload killed
kill_amid "$theirs_half" theirs_upload killed
row "another, after kill -9 half-way" upload killed

for each in small large; do
  rclone copy --quiet "$work/$each" "store:batchline-$(run "$each")/output/task-1"
done
row "collecting $small small files" collect small
row "the same again" collect small
row "collecting one file of $large MiB" collect large
ours_half=$((last_ours / 2)) theirs_half=$((last_theirs / 2))
row "the same again" collect large
for each in small large; do diff -r "$work/ours-$each/output/task-1" "$work/$each"; done
rm -r "$work/ours-large/output" "$work/theirs-large/output"
kill_amid "$ours_half" ours_collect large
kill_amid "$theirs_half" theirs_collect large
row "the same, after kill -9 half-way" collect large
diff -r "$work/ours-large/output/task-1" "$work/large"
