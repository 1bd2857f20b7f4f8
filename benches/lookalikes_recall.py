#!/usr/bin/env python3
"""The names that dnstwist makes of firms' names, for `benches/lookalikes.sh`.

Reads names of firms, one a line, and writes one line `kind firm name` for each name that dnstwist makes of them,
with every kind that it knows. Nothing is asked of any network: dnstwist only makes names here.
"""
import sys
import time

import dnstwist

# What dnstwist is given as lists: words that are added, and endings that are tried.
WORDS = "pay login secure invoice payments account support shop online uk ltd verify mail portal billing help".split()
ENDINGS = "com uk co.uk net org org.uk london ltd shop store online info biz eu de fr nl xyz top app".split()


def main():
    made_in, many, firms = 0.0, 0, 0
    for line in sys.stdin:
        firm = line.strip()
        if not firm:
            continue
        fuzzer = dnstwist.Fuzzer(firm, dictionary=list(WORDS), tld_dictionary=list(ENDINGS))
        began = time.perf_counter()
        fuzzer.generate()
        made_in += time.perf_counter() - began
        firms += 1
        many += len(fuzzer.domains)
        for made in sorted(fuzzer.domains, key=lambda made: (made["fuzzer"], made["domain"])):
            if made["fuzzer"] != "*original" and made["domain"] != firm:
                print(made["fuzzer"], firm, made["domain"])
    print(
        f"{many} names of {firms} firms in {made_in:.1f} s: {many / made_in:.0f} names a second, {firms / made_in:.1f} firms",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
