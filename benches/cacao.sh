#!/bin/sh
# Every playbook as the house exports it, held against the JSON schemas of CACAO 2.0 by a checker that knows nothing of us.
#
#   benches/cacao.sh SCHEMAS [CHECKER]
#
# SCHEMAS is a folder with `playbook.json` and what it refers to (github.com/oasis-open/cacao-json-schemas); CHECKER is
# `check-jsonschema` (PyPI).
set -eu

schemas=$(cd "${1:?name the folder of the schemas}" && pwd)
checker=${2:-check-jsonschema}
target=${CARGO_TARGET_DIR:-target}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

cargo build --quiet --workspace --example export_playbooks
"$target/debug/examples/export_playbooks" "$out"

# The schemas refer to each other by their places in the folder.
base="file://$schemas/playbook.json"
good=0
bad=0
for file in "$out"/*.json; do
    if "$checker" --schemafile "$schemas/playbook.json" --base-uri "$base" "$file" > "$out/said" 2>&1; then
        good=$((good + 1))
    else
        bad=$((bad + 1))
        echo "$(basename "$file"):"
        cat "$out/said"
    fi
done
# A checker that refuses nothing proves nothing: each playbook once more with a fault deep inside must be refused.
refused=0
taken=0
for file in "$out"/*.json; do
    sed 's/"type": "action"/"type": "magic"/' "$file" > "$out/damaged"
    if "$checker" --schemafile "$schemas/playbook.json" --base-uri "$base" "$out/damaged" > /dev/null 2>&1; then
        taken=$((taken + 1))
        echo "$(basename "$file") with a fault was not refused"
    else
        refused=$((refused + 1))
    fi
done
echo "$good playbooks are right and $bad are not; with a fault put in, $refused were refused and $taken were not"
[ "$bad" -eq 0 ] && [ "$taken" -eq 0 ]
