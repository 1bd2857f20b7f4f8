#!/usr/bin/env bash
# How fast pages answer at a fixed rate, with a city of members, on either database.
#
#   benches/pages.sh PROGRAM [MEMBERS] [RATE] [SECONDS] [POSTGRES_URL]
#
# Needs curl and python3. Loopback only; everything ends by itself.
set -euo pipefail
program=$1 members=${2:-100000} rate=${3:-200} seconds=${4:-30} postgres=${5:-}
here=$(dirname "$0")
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
# The first snapshot is taken, and the log of a new city's writes is worked in: a night's work, and no part of a day's.
used() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
sleep 15
until before=$(used) && sleep 5 && [ $(($(used) - before)) -lt 25 ]; do :; done
echo "at rest after $(($(date +%s) - began)) s"
curl -s -c "$work/jar" -o /dev/null -H "Origin: $origin" -d role=manager "$origin/demonstration/sign-in"
cookie=$(awk '/watchhouse/{print $6"="$7}' "$work/jar" | tail -1)
firms=$(curl -s -b "$work/jar" "$origin/desk/members" | grep -o '/desk/members/[0-9a-f]\{32\}' | sort -u | head -10)
next=$(curl -s -b "$work/jar" "$origin/desk/members" | grep -o '/desk/members?[^"]*from=[^"]*' | head -1 | sed 's/&amp;/\&/g')
mapfile -t addresses < <(
  printf "$origin%s\n" / /check /join /help /desk /desk/members '/desk/members?words=acorn' '/desk/members?words=wa' \
    '/desk/members?words=acorn+bakery' '/desk/members?words=acorn&borough=E09000007' \
    '/desk/members?borough=E09000007&sort=contact' '/desk/members?promise=not_kept&sort=joined' "${next:-/desk/members}" \
    $firms
)
for address in "${addresses[@]}"; do
  printf '%-60s ' "${address#"$origin"}"
  python3 "$here/rate.py" "$rate" 3 "$cookie" "$address"
done
echo "all of them together, $rate a second for $seconds s:"
python3 "$here/rate.py" "$rate" "$seconds" "$cookie" "${addresses[@]}"
awk '/VmRSS/{print "memory after:", $2/1024, "MB"}' "/proc/$server/status"
