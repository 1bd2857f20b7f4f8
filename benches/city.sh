#!/usr/bin/env bash
# A whole city looked at over a name server on loopback: time, memory, bytes a firm, questions a name; then judged again
# without a packet.
#
#   benches/city.sh PROGRAM GENERATOR [COUNT] [SEED]
#
# GENERATOR makes the world: called as `GENERATOR --count N --seed S --out DIR`, it writes `domains.txt` and a flat
# configuration `flat/nsd.conf`. Needs nsd, nsd-control's absence does not matter, python3 and GNU time. Everything runs
# in a network namespace that has only a loopback device, so that no packet can go anywhere else.
set -euo pipefail
program=$(realpath "$1") generator=$(realpath "$2") count=${3:-100000} seed=${4:-1}
if [ -z "${CITY_INSIDE:-}" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  began=$(date +%s)
  python3 "$generator" --count "$count" --seed "$seed" --out "$work/world" >/dev/null
  echo "world of $count names made in $(($(date +%s) - began)) s"
  CITY_INSIDE=1 CITY_WORK=$work unshare -r -n -m -p -f --kill-child --mount-proc bash "$0" "$program" "$generator" "$count" "$seed"
  exit
fi
work=$CITY_WORK
ip link set lo up
nsd -c "$work/world/flat/nsd.conf" 2>"$work/nsd.log" || { cat "$work/nsd.log"; exit 1; }
first=$(head -1 "$work/world/domains.txt")
until "$program" check "$first" --resolver 127.0.0.1 --json 2>/dev/null | grep -q '"asked"'; do sleep 1; done
sleep "${CITY_SETTLE:-5}"

# What a step took: elapsed, processor time, and the most memory at any moment.
measured() {
  python3 - "$@" <<'PY'
import resource, subprocess, sys, time
began = time.time()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True)
took, used = time.time() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.write(done.stdout)
print(f"  took {took:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor, {used.ru_maxrss / 1024:.0f} MB at most")
sys.exit(0 if done.returncode in (0, 2) else done.returncode)
PY
}

udp() { awk '/^Udp:/ { n = $5 } END { print n }' /proc/net/snmp; }
before=$(udp)
echo "looks:"
measured "$program" city check --from "$work/world/domains.txt" --to "$work/run" --resolver 127.0.0.1
after=$(udp)
names=$(wc -l <"$work/world/domains.txt")
journal=$(stat -c %s "$work/run/answers.journal")
echo "  $((journal / names)) bytes a firm in the journal, $(((after - before) / 2 / names)) questions on the wire a name"
ls -l "$work/run" | awk 'NR > 1 { print "  " $5 "\t" $9 }'
echo "judged again:"
measured "$program" city judge "$work/run"
