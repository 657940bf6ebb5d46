#!/bin/sh
# Runs one attempt of a task on a node: puts outputs of earlier tasks where the task expects them,
# runs its command, samples the node beside it, and checks that what was declared was written.
#
# Set for each task, and removed before its command runs (n counts from 1):
#   BATCHLINE_COMMAND              what the shell runs
#   BATCHLINE_OUTPUT_n             a declared output, as the job file has it
#   BATCHLINE_OUTPUT_PATTERN_n     the same as an extended regular expression over paths
#   BATCHLINE_EARLIER_n            a group whose outputs the task reads
#   BATCHLINE_EARLIER_PATTERN_n    which of them: an expression over <task>/<path>
#
# Of a group whose outputs were made by several runs, .batchline/earlier/<number>/ has what each of
# them made, and .batchline/sources/<group> says whose counts for which task: lines of a run's
# number and the first and last number of tasks.
#
# Ends with the command's exit code, or with
#   65  no output of an earlier group matched, or it could not be put in place
#   66  the command ended with 0, but a declared output matches no file
#
# POSIX sh, find, grep, xargs, awk and base64; sampling starts no process but sleep.
set -u

node=${AZ_BATCH_NODE_ID:-unknown}
samples=$AZ_BATCH_TASK_DIR/telemetry.ndjson
staged=.batchline/earlier/output
BATCHLINE_APP_DIR=$AZ_BATCH_JOB_PREP_WORKING_DIR/app
BATCHLINE_INPUT_DIR=$AZ_BATCH_JOB_PREP_WORKING_DIR/input
export BATCHLINE_APP_DIR BATCHLINE_INPUT_DIR

# complain CODE TEXT: ends the attempt for a reason that is not the command's.
complain() {
  printf 'batchline: %s\n' "$2" >&2
  exit "$1"
}

# value NAME: prints the variable of that name, nothing if there is none.
value() {
  eval "printf '%s' \"\${$1-}\""
}

# Joins what several runs made of one group as if this one had made all.
join_sources() {
  table=.batchline/sources/$1
  [ -f "$table" ] || return 0
  mkdir -p "$staged" || return 1
  for source in .batchline/earlier/[0-9]*; do
    [ -d "$source/output" ] || continue
    ls "$source/output" |
      awk -v source="${source##*/}" -v group="$1" '
        part == 1 { if ($1 == source) { n++; from[n] = $2; to[n] = $3 } next }
        {
          number = 0
          if ($0 != group) {
            if (index($0, group "-") != 1) next
            number = substr($0, length(group) + 2)
            if (number !~ /^[0-9]+$/) next
            number += 0
          }
          low = 1
          high = n
          while (low <= high) {
            middle = int((low + high) / 2)
            if (number < from[middle]) high = middle - 1
            else if (number > to[middle]) low = middle + 1
            else { print; break }
          }
        }' part=1 "$table" part=2 - >.batchline/taken || return 1
    [ ! -s .batchline/taken ] || tr '\n' '\0' <.batchline/taken | (
      cd "$source/output" &&
        xargs -0 sh -c '(cd "$0" && rm -rf -- "$@") && mv -f -- "$@" "$0"' "../../output/"
    ) || return 1
  done
}

# Moves one group's outputs from where Batch staged them to <group>/<task>/<path>.
# Batch stages by the prefix of a name, so other groups' files and unwanted ones may lie there too.
take_earlier() {
  group=$1
  pattern=$2
  join_sources "$group" || complain 65 "could not join the outputs of '$group' of several runs"
  [ -d "$staged" ] || { [ -d "$group" ] && return 0; } ||
    complain 65 "there is no output of '$group' to read"
  mkdir -p "$group" || complain 65 "could not create the directory '$group'"
  (
    cd "$staged" || exit 65
    find . -type f | sed 's,^\./,,' | grep -E -- "$pattern" >../wanted
    [ -s ../wanted ] || exit 1
    find . -type f | sed 's,^\./,,' | grep -E -- "^$group(-[0-9]+)?/" |
      grep -Ev -- "$pattern" | tr '\n' '\0' | xargs -0 rm -f --
    sed 's,/.*,,' ../wanted | sort -u | tr '\n' '\0' |
      xargs -0 sh -c '(cd "$0" && rm -rf -- "$@") && mv -f -- "$@" "$0"' "../../../$group/"
  )
  case $? in
    0) ;;
    1) complain 65 "no output of '$group' matches what the task reads" ;;
    *) complain 65 "could not put the outputs of '$group' in place" ;;
  esac
}

# Appends one line of raw counters; what the node does not tell is left out.
sample() {
  [ -r /proc/uptime ] && [ -r /proc/stat ] && [ -r /proc/meminfo ] || return 0
  read -r up rest </proc/uptime || return 0
  read -r rest user nice system idle iowait irq softirq steal rest </proc/stat || return 0
  total=$((user + nice + system + idle + iowait + irq + softirq + steal))
  line="{\"time\":$((boot + ${up%.*})).${up#*.},\"node\":\"$node\""
  line="$line,\"cpuTotal\":$total,\"cpuIdle\":$((idle + iowait))"
  memory=
  while read -r name size rest; do
    case $name in
      MemTotal:) memory="$memory,\"memoryTotal\":$((size * 1024))" ;;
      MemAvailable:) memory="$memory,\"memoryAvailable\":$((size * 1024))" && break ;;
    esac
  done </proc/meminfo
  disks=0 sectors_read=0 sectors_written=0
  [ ! -r /proc/diskstats ] || while read -r rest rest name rest rest reads rest rest rest writes rest; do
    case $name in
      nvme*p[0-9] | nvme*p[0-9][0-9] | nvme*c[0-9]*n*) continue ;;
      nvme*n[0-9]* | sd[a-z] | sd[a-z][a-z] | vd[a-z] | vd[a-z][a-z] | xvd[a-z]) ;;
      *) continue ;;
    esac
    disks=$((disks + 1))
    sectors_read=$((sectors_read + reads))
    sectors_written=$((sectors_written + writes))
  done </proc/diskstats
  disk=
  [ "$disks" -eq 0 ] || disk=",\"sectorsRead\":$sectors_read,\"sectorsWritten\":$sectors_written"
  printf '%s%s%s}\n' "$line" "$memory" "$disk" >>"$samples"
}

# Samples every few seconds, more rarely the longer a task runs, until it gets a TERM.
keep_sampling() {
  trap 'kill "$!"; exit 0' TERM
  pause=${BATCHLINE_SAMPLE_SECONDS:-5}
  taken=0
  while :; do
    sleep "$pause" &
    wait "$!"
    sample
    taken=$((taken + 1))
    [ $((taken % 120)) -ne 0 ] || [ "$pause" -ge 60 ] || pause=$((pause * 2))
  done
}

# Runs the command in an environment without what is meant for this script alone.
run_command() {
  command=$BATCHLINE_COMMAND
  n=1
  while [ -n "$(value "BATCHLINE_OUTPUT_$n")$(value "BATCHLINE_EARLIER_$n")" ]; do
    unset "BATCHLINE_OUTPUT_$n" "BATCHLINE_OUTPUT_PATTERN_$n" \
      "BATCHLINE_EARLIER_$n" "BATCHLINE_EARLIER_PATTERN_$n"
    n=$((n + 1))
  done
  unset BATCHLINE_COMMAND BATCHLINE_SAMPLE_SECONDS
  exec /bin/sh -c "$command"
}

check_outputs() {
  n=1
  missing=0
  while output=$(value "BATCHLINE_OUTPUT_$n") && [ -n "$output" ]; do
    pattern=$(value "BATCHLINE_OUTPUT_PATTERN_$n")
    if ! find -L . -type f 2>/dev/null | sed 's,^\./,,' | grep -Eq -- "$pattern"; then
      printf "batchline: no file matches the declared output '%s'\n" "$output" >&2
      missing=66
    fi
    n=$((n + 1))
  done
  return "$missing"
}

cd "$AZ_BATCH_TASK_WORKING_DIR" || complain 65 "there is no working directory"

n=1
while group=$(value "BATCHLINE_EARLIER_$n") && [ -n "$group" ]; do
  take_earlier "$group" "$(value "BATCHLINE_EARLIER_PATTERN_$n")"
  n=$((n + 1))
done
rm -rf .batchline

boot=0
while read -r name size rest; do
  [ "$name" != btime ] || { boot=$size && break; }
done </proc/stat

sample
keep_sampling </dev/null >/dev/null 2>&1 &
sampler=$!
(run_command) </dev/null
code=$?
[ "$code" -ne 0 ] || check_outputs || code=$?
kill "$sampler" 2>/dev/null
wait "$sampler" 2>/dev/null
sample
exit "$code"
