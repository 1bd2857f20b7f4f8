#!/bin/sh
# The lookalike index beside dnstwist, in one run: what it finds of dnstwist's names kind by kind, and names a second.
#
#     python3 -m venv VENV && VENV/bin/pip install dnstwist==20250130
#     benches/lookalikes.sh VENV [FIRMS [SAMPLE [NEW]]]
#
# FIRMS made-up firms stand in the index (100,000 when nothing is said), SAMPLE more are given to dnstwist (200), and
# NEW made-up names are held against a million firms for the speed (5,000,000). Nothing is asked of any network. dnstwist
# is timed while it only makes names: asking for each, as it must to find one, costs it far more.
set -eu
venv=${1:?name the folder of the Python environment with dnstwist}
firms=${2:-100000} sample=${3:-200} new=${4:-5000000}
here=$(dirname "$0")
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
city() { cargo run --quiet --release --locked -p lookalikes --example city -- "$@"; }
city sample "$sample" >"$scratch/firms"
echo "dnstwist:"
"$venv/bin/python" "$here/lookalikes_recall.py" <"$scratch/firms" >"$scratch/pairs"
echo "the index, among $firms other firms:"
city recall "$firms" <"$scratch/pairs"
echo "speed:"
city 1000000 "$new"
