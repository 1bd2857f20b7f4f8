#!/bin/sh
# Counts the connections that are begun when every special-purpose address is approached in every way: none may.
# Runs in a network namespace of its own in which every address has a way out (a pair of virtual cables), so that a dial would
# show. An ordinary address afterwards proves that the counter counts.
#
#   benches/strangers.sh [FILE with addresses, one a line]
set -eu
cd "$(dirname "$0")/.."
cargo build -q -p probe --example strangers 2> /dev/null
tool="${CARGO_TARGET_DIR:-target}/debug/examples/strangers"
list=$(mktemp)
trap 'rm -f "$list"' EXIT
if [ $# -gt 0 ]; then cat "$1" > "$list"; fi
# The first address after the network's own of each block in IANA's registries, and forms that carry one within.
tail -n +2 crates/probe/data/special-purpose-ipv4.csv | grep -oE '[0-9.]+/[0-9]+' | cut -d/ -f1 >> "$list"
tail -n +2 crates/probe/data/special-purpose-ipv6.csv | grep -oE '^[0-9a-f:]+/[0-9]+' | cut -d/ -f1 >> "$list"
printf '%s\n' 127.0.0.1 ::1 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:7f00:1:: fec0::1 \
    ff02::1 224.0.0.1 169.254.169.254 >> "$list"
exec unshare --net sh -eu -c '
    ip link set lo up
    ip link add out type veth peer name end
    ip addr add 11.0.0.1/8 dev out
    ip -6 addr add 2a00::1/64 dev out nodad
    ip link set out up
    ip link set end up
    ip route add default dev out
    ip -6 route add default dev out
    sleep 2
    opens() { awk "/^Tcp:/ { n = \$6 } END { print n }" /proc/net/snmp; }
    before=$(opens)
    "$0" < "$1"
    after=$(opens)
    echo "connections begun: $((after - before))"
    echo 11.22.33.44 | timeout 30 "$0" > /dev/null || true
    control=$(opens)
    echo "connections begun to an ordinary address: $((control - after))"
    [ "$after" = "$before" ] && [ "$control" -gt "$after" ]
' "$tool" "$list"
