#!/bin/sh
# The linking engine beside Splink, in one run: sets with truth, a made-up city's reports, and their CPU seconds.
#
#     python3 -m venv VENV && VENV/bin/pip install splink==5.0.0 duckdb pyarrow numpy
#     benches/linking.sh SETS REPORTS [VENV SPLINK]
#
# SETS is a folder of folders with `records.csv.gz` and `truth.csv.gz`; REPORTS a folder of folders with
# `reports.csv.gz` and `truth_reports.csv.gz` of made-up reports. SPLINK is a script that runs Splink on the same sets and
# prints its figures; without it only ours are printed. No set is in this repository. Accuracy on made-up reports is a
# guard against getting worse and says nothing about the field.
set -eu
sets=${1:?name the folder of sets with truth} reports=${2:?name the folder of made-up reports}
for set in "$sets"/*/; do
    [ -e "$set/records.csv.gz" ] && cargo run --quiet --release --locked -p linking --example tables -- "${set%/}"
done
for set in "$reports"/*/; do
    [ -e "$set/reports.csv.gz" ] && cargo run --quiet --release --locked -p linking --example reports -- --live 500 "${set%/}"
done
[ $# -lt 4 ] || "$3/bin/python" "$4" --root "$(dirname "$sets")"
