#!/usr/bin/env python3
"""checkdmarc and `watchhouse check` in one run, on the same names behind the same validating resolver.

    python3 -m venv VENV && VENV/bin/pip install checkdmarc==6.0.4
    VENV/bin/python benches/beside_checkdmarc.py --world DIR [--program PATH] [--names 200]

DIR is a world as `checkup_agreement.py` takes it. checkdmarc looks at SPF, DMARC, MX and DNSSEC, the program at all its checks of
public records. Both are timed by the processor time of their own process; the resolver's is not counted. The program goes
over all names once beforehand, untimed, so that the resolver has every answer at hand for both: neither pays for
waiting and asking again. Everything runs in a network namespace that has only a loopback device. Needs nsd, unbound, iproute2, util-linux.
"""
import argparse
import importlib.metadata
import json
import logging
import os
import resource
import subprocess
import sys
import time

RESOLVER = "127.0.0.53"


def used(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def start(world):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for part in ("root", "tld", "host"):
        subprocess.run(["nsd", "-c", f"{world}/tree/{part}.conf"], check=True)
    subprocess.Popen(["unbound", "-c", f"{world}/tree/unbound.conf"], stderr=subprocess.DEVNULL)
    with open(f"{world}/resolv.conf", "w") as file:
        file.write(f"nameserver {RESOLVER}\n")
    subprocess.run(["mount", "--bind", f"{world}/resolv.conf", "/etc/resolv.conf"], check=True)


def theirs(names):
    logging.disable(logging.CRITICAL)
    import checkdmarc  # only here: it is the peer, not ours

    stumbled = 0
    before, began = used(resource.RUSAGE_SELF), time.perf_counter()
    for name in names:
        try:
            checkdmarc.check_domains([name], nameservers=[RESOLVER], timeout=2.0)
        except Exception as error:  # what it stumbles over costs it time too
            stumbled += 1
            if stumbled > len(names) / 2:
                raise SystemExit(f"checkdmarc does not run: {error!r}")
    return used(resource.RUSAGE_SELF) - before, time.perf_counter() - began


def ours(program, names):
    before, began = used(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([program, "check", "--json", "--resolver", f"{RESOLVER}:53", "-"], input="\n".join(names),
                   stdout=subprocess.DEVNULL, text=True, check=True)
    return used(resource.RUSAGE_CHILDREN) - before, time.perf_counter() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", required=True)
    parser.add_argument("--program", default="target/release/watchhouse")
    parser.add_argument("--names", type=int, default=200)
    args = parser.parse_args()
    if "PEERS_INSIDE" not in os.environ:
        os.environ["PEERS_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", "-m", "-p", "-f", "--kill-child", "--mount-proc", sys.executable,
                              os.path.abspath(__file__), *sys.argv[1:]])
    world, program = os.path.abspath(args.world), os.path.abspath(args.program)
    all_names = [json.loads(line)["domain"] for line in open(f"{world}/truth.jsonl")]
    names = all_names[: args.names]
    start(world)
    for _ in range(100):
        if "records" in subprocess.run([program, "check", "--json", "--resolver", f"{RESOLVER}:53", names[0]],
                                       capture_output=True, text=True).stdout:
            break
        time.sleep(0.2)
    # The program's start counts, so it is given more of the same world.
    more = all_names[: args.names * 20]
    ours(program, more)
    cpu, wall = theirs(names)
    print(f"checkdmarc {importlib.metadata.version('checkdmarc')}: {len(names) / cpu:.0f} names a CPU second, "
          f"{len(names) / wall:.0f} a second")
    own, wall = ours(program, more)
    print(f"watchhouse check: {len(more) / own:.0f} names a CPU second, {len(more) / wall:.0f} a second")
    print(f"ratio: {len(more) / own / (len(names) / cpu):.0f} times; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
