# The guardian of a runtime's processes: it signals process groups when asked, and cleans up when
# the runtime is gone.
#
# A Java process can't signal a process group, so something else has to; and what cleans up after
# a runtime that was killed with SIGKILL can't be part of it. Both are this one script. It lives in
# a session of its own, ignores the signals of terminals and service managers, and ends when its
# standard input ends, which the kernel sees to however the runtime dies.
#
# $1: the runtime's directory, absolute, with no symbolic link in it; it is removed in the end,
# unless $2 is "keep". $3: the digits that the marks of its processes begin with.
# Standard input, one per line: "add ID", "term ID", "kill ID" (SIGKILL, then forget the group;
# answered with ID on standard output), "done" (all is clean already).
root=$1
keep=$2
mark=$3
trap '' HUP INT QUIT TERM PIPE
groups=' '

while read -r verb id; do
  case $verb in
    add) groups="$groups$id " ;;
    term) kill -s TERM -- "-$id" 2>/dev/null ;;
    kill)
      kill -s KILL -- "-$id" 2>/dev/null
      case $groups in
        *" $id "*) groups="${groups%%" $id "*} ${groups#*" $id "}" ;;
      esac
      echo "$id"
      ;;
    done) exit 0 ;;
  esac
done

for id in $groups; do
  kill -s KILL -- "-$id" 2>/dev/null
done

# What left its group, or was started in the runtime's last moment and is not known here, has
# inherited a mark of the runtime, shows its directory in the environment, or writes to it (where
# there is /proc). Several passes: a process may fork while it is looked for, and one that dies may
# still make files.
pass=0
while [ $pass -lt 50 ]; do
  found=
  for file in $(grep -l -s "^Max file locks  *$mark[0-9]\{11\} " /proc/[0-9]*/limits 2>/dev/null); do
    id=${file#/proc/}
    kill -s KILL "${id%/limits}" 2>/dev/null && found=yes
  done
  for file in $(grep -l -s -F "AZ_BATCH_TASK_DIR=$root/" /proc/[0-9]*/environ 2>/dev/null); do
    id=${file#/proc/}
    kill -s KILL "${id%/environ}" 2>/dev/null && found=yes
  done
  for id in $(ls -l /proc/[0-9]*/fd/1 /proc/[0-9]*/fd/2 2>/dev/null |
      sed -n "s|.* /proc/\([0-9]*\)/fd/[12] -> $root/.*|\1|p"); do
    kill -s KILL "$id" 2>/dev/null && found=yes
  done
  if [ "$keep" != keep ]; then
    chmod -R u+rwx "$root" 2>/dev/null
    rm -rf -- "$root" 2>/dev/null
  fi
  if [ $pass -ge 2 ] && [ -z "$found" ] && { [ "$keep" = keep ] || [ ! -e "$root" ]; }; then
    break
  fi
  pass=$((pass + 1))
  sleep 0.1 2>/dev/null || sleep 1
done
