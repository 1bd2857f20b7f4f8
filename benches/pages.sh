#!/usr/bin/env bash
# How fast pages answer at a fixed rate, with a city of members, on either database.
#
#   benches/pages.sh PROGRAM [MEMBERS] [RATE] [SECONDS] [POSTGRES_URL]
#
# Needs `oha` (cargo install oha --locked), curl and python3. Requests start on a clock of their own, so that a
# slow answer does not hide the next ones (no coordinated omission). Loopback only; everything ends by itself.
set -euo pipefail
program=$1 members=${2:-100000} rate=${3:-200} seconds=${4:-30} postgres=${5:-}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
args=(serve --demo --members "$members" --data "$work/data" --listen 127.0.0.1:0)
[ -z "$postgres" ] || export WATCHHOUSE_DATABASE_URL=$postgres
began=$(date +%s)
"$program" "${args[@]}" >"$work/out" 2>"$work/log" &
server=$!
until grep -q 'open at' "$work/out" 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || { tail -3 "$work/log"; exit 1; }
  sleep 0.5
done
echo "city of $members made and opened in $(($(date +%s) - began)) s"
origin=$(grep -o 'http://[^ ]*' "$work/out" | head -1)
sleep 2
curl -s -c "$work/jar" -o /dev/null -H "Origin: $origin" -d role=manager "$origin/demonstration/sign-in"
cookie=$(awk '/watchhouse/{print $6"="$7}' "$work/jar" | tail -1)
firms=$(curl -s -b "$work/jar" "$origin/desk/members" | grep -o '/desk/members/[0-9a-f]\{32\}' | sort -u | head -10)
next=$(curl -s -b "$work/jar" "$origin/desk/members" | grep -o '/desk/members?[^"]*from=[^"]*' | head -1 | sed 's/&amp;/\&/g')
{
  printf '%s\n' / /check /join /help /desk /desk/members '/desk/members?words=acorn' '/desk/members?words=wa' \
    '/desk/members?borough=E09000007&sort=contact' '/desk/members?promise=not_kept&sort=joined' "${next:-/desk/members}"
  printf '%s\n' $firms
} | sed "s#^#$origin#" >"$work/addresses"
for address in $(cat "$work/addresses"); do
  printf '%-60s ' "${address#"$origin"}"
  oha --no-tui -q "$rate" -z 3s --latency-correction -H "Cookie: $cookie" --output-format json "$address" 2>/dev/null |
    python3 -c 'import json,sys; r=json.load(sys.stdin); p=r["latencyPercentiles"]; print("p50 %.1f  p99 %.1f ms  %s" % (p["p50"]*1e3, p["p99"]*1e3, r["statusCodeDistribution"]))'
done
echo "all of them together, $rate a second for $seconds s:"
oha --no-tui -q "$rate" -z "${seconds}s" --latency-correction -H "Cookie: $cookie" --urls-from-file --output-format json "$work/addresses" 2>/dev/null |
  python3 -c 'import json,sys; r=json.load(sys.stdin); p=r["latencyPercentiles"]; print("p50 %.1f  p90 %.1f  p99 %.1f  p99.9 %.1f ms  %s" % tuple([p[k]*1e3 for k in ("p50","p90","p99","p99.9")]+[r["statusCodeDistribution"]]))'
awk '/VmRSS/{print "memory after:", $2/1024, "MB"}' "/proc/$server/status"
