#!/usr/bin/env bash
# How long it takes to bring files to Storage, beside rclone, to the same Azurite.
# usage: benchmarks/upload.sh [small files] [MiB of one large file]
#
# Each tool sends the small files, sends them again when all of them are there, and sends the large
# one. Batchline hashes every file first, as it must; rclone's way to the same certainty is --checksum.
set -euo pipefail
cd "$(dirname "$0")/.."
small=${1:-2000} large=${2:-1024}

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

mkdir -p "$work/small" "$work/large"
for ((i = 1; i <= small; i++)); do head -c 4096 /dev/urandom >"$work/small/$i.bin"; done
head -c "$((large * 1024 * 1024))" /dev/urandom >"$work/large/large.bin"

seconds() { # prints the wall time of a command in milliseconds
  local start
  start=$(date +%s%N)
  "$@" >/dev/null
  echo $((($(date +%s%N) - start) / 1000000))
}
batchline_upload() {
  java -Xmx512m -XX:+UseSerialGC -cp "$classes" \
    dev.batchline.benchmarks.Upload "$@"
}
rclone_upload() { rclone copy --quiet --checksum "$1" "store:$2"; }
row() { # name, ours, theirs
  printf '%-44s batchline %7d ms   rclone %7d ms   %d.%02d times\n' "$1" "$2" "$3" $(($2 / $3)) $(($2 * 100 / $3 % 100))
}

ours=$(seconds batchline_upload "$work/small" batchline) theirs=$(seconds rclone_upload "$work/small" rclone)
row "$small files of 4 KiB" "$ours" "$theirs"
ours=$(seconds batchline_upload "$work/small" batchline) theirs=$(seconds rclone_upload "$work/small" rclone)
row "the same again" "$ours" "$theirs"
ours=$(seconds batchline_upload "$work/large" batchline) theirs=$(seconds rclone_upload "$work/large" rclone)
row "one file of $large MiB" "$ours" "$theirs"
ours=$(seconds batchline_upload "$work/large" batchline) theirs=$(seconds rclone_upload "$work/large" rclone)
row "the same again" "$ours" "$theirs"
