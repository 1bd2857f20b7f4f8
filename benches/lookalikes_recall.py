#!/usr/bin/env python3
"""What the lookalike index finds of the names that dnstwist makes.

    python3 -m venv VENV && VENV/bin/pip install dnstwist==20250130
    cargo run --release -p lookalikes --example city -- sample 200 |
        VENV/bin/python benches/lookalikes_recall.py |
        cargo run --release -p lookalikes --example city -- recall 100000

Reads names of firms, one a line, and writes one line `kind firm name` for each name that dnstwist makes of them,
with every kind that it knows. Nothing is asked of any network: dnstwist only makes names here.
"""
import sys

import dnstwist

# What dnstwist is given as lists: words that are added, and endings that are tried.
WORDS = "pay login secure invoice payments account support shop online uk ltd verify mail portal billing help".split()
ENDINGS = "com uk co.uk net org org.uk london ltd shop store online info biz eu de fr nl xyz top app".split()


def main():
    for line in sys.stdin:
        firm = line.strip()
        if not firm:
            continue
        fuzzer = dnstwist.Fuzzer(firm, dictionary=list(WORDS), tld_dictionary=list(ENDINGS))
        fuzzer.generate()
        for made in sorted(fuzzer.domains, key=lambda made: (made["fuzzer"], made["domain"])):
            if made["fuzzer"] != "*original" and made["domain"] != firm:
                print(made["fuzzer"], firm, made["domain"])


if __name__ == "__main__":
    main()
