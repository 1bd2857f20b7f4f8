#!/bin/sh
# Runs every fuzz target with coverage guidance for some seconds, on the installed toolchain: no nightly, no sanitizer but the
# checks of a debug build (overflow, bounds). Prints the coverage that each reached; stops with the first target that breaks.
#
#   benches/fuzz.sh [SECONDS] [TARGET...]
#
# Needs a C++ compiler for libFuzzer. What is found is kept in CORPUS (a scratch folder unless it is set).
set -eu
cd "$(dirname "$0")/../fuzz"
seconds=${1:-60}
[ $# -eq 0 ] || shift
corpus=${CORPUS:-$(mktemp -d)}
host=$(rustc -vV | sed -n 's/^host: //p')
out=${CARGO_TARGET_DIR:-target}
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks"
cargo build --release --target "$host" --bins
for target in ${*:-$(sed -n 's/^name = "\([a-z_]*\)"$/\1/p' Cargo.toml)}; do
    [ -x "$out/$host/release/$target" ] || continue
    mkdir -p "$corpus/$target"
    log=$(mktemp)
    if ! "$out/$host/release/$target" "$corpus/$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 \
        -max_len=16384 -artifact_prefix="$corpus/$target-" -print_final_stats=1 > "$log" 2>&1; then
        tail -30 "$log"
        echo "$target: BROKE; the input stands in $corpus"
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    cover=$(grep -oE 'cov: [0-9]+' "$log" | tail -1)
    echo "$target: $runs runs, $cover"
    rm -f "$log"
done
