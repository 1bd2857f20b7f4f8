#!/usr/bin/env python3
"""How well and how fast `watchhouse check` judges a made-up world whose truth is known.

    checkup_agreement.py --world DIR [--view flat|resolver|tree] [--program PATH] [--names N] [--verbose]

DIR holds `truth.jsonl` (one object per name: domain, findings, next, spf, dns, dnssec, ns …), zone
files, `flat/nsd.conf` (one server that answers everything) and `tree/*.conf` (root, top level and
hosting servers with a validating Unbound on 127.0.0.53 in front). The view `tree` goes without Unbound: the
program itself asks from the root down and checks the seals. Everything runs in a network
namespace of its own that has only a loopback device, so no packet can go anywhere else. Needs nsd,
unbound, iproute2 and util-linux.

Prints, for all checks of the truth: agreement by check, false alarms, misses, the one next
thing, counts of look-ups, names per second and questions per name. Exits with 1 when anything
disagrees without an explanation.
"""
import argparse
import collections
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

# In this world all addresses are loopback ones, and this one stands for an office network.
OFFICE_STAND_IN, OFFICE = " A 127.192.168.10", " A 192.168.192.10"
# A check of the program that the truth does not list and from which it cannot be told.
BEYOND_TRUTH = {"parked-not-closed"}
# Checks that the truth does not list, but which follow from what it says of a name.
FOLLOWING = {"dns-single-server", "bimi-broken"}


def known_checks(truths, lines):
    """The checks to compare: all of the truth, and all that the program found."""
    seen = {c for t in truths for c in t["findings"]} | {f["check"] for l in lines for f in l["findings"]}
    return (seen | FOLLOWING) - BEYOND_TRUTH


def expected(truth):
    found = [c for c in truth["findings"]]
    healthy = truth["dns"] == "ok" and truth["dnssec"] in ("unsigned", "secure")
    if healthy and len(set(truth["ns"])) == 1:
        found.append("dns-single-server")
    # A logo is shown only where forged mail is kept out whole, that of names below included.
    rule = truth.get("dmarc") or {}
    whole = rule.get("effective") in ("quarantine", "reject") and rule["case"] not in ("pct", "sp_none")
    if healthy and truth.get("bimi") and not (whole and rule["status"] == "valid"):
        found.append("bimi-broken")
    return found


def explain(truth, missed, extra, signed_office):
    """Why a difference is none: what this world cannot show."""
    if missed == {"web-private-address"} and not extra and truth["domain"] in signed_office:
        return "the stand-in for an office address is loopback in a signed zone"
    return None


def prepare(world):
    """Turns the stand-in into a real office address where no signature covers it."""
    signed = set()
    for path in pathlib.Path(world, "zones").rglob("*.zone"):
        text = path.read_text()
        if OFFICE_STAND_IN in text:
            if " RRSIG " in text:
                signed.add(path.name.removesuffix(".zone"))
            else:
                path.write_text(text.replace(OFFICE_STAND_IN, OFFICE))
    return signed


def start(world, view):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    if view == "flat":
        subprocess.run(["nsd", "-c", f"{world}/flat/nsd.conf"], check=True)
        return ["--resolver", "127.0.0.1:53"]
    for part in ("root", "tld", "host"):
        subprocess.run(["nsd", "-c", f"{world}/tree/{part}.conf"], check=True)
    if view == "tree":
        # Nobody else is asked in this world, so the pace that is polite on the internet is lifted.
        anchor = pathlib.Path(world, "trust-anchor.ds").read_text().strip()
        return ["--recurse", "--root", "127.0.0.1", "--anchor", anchor, "--per-second", "0"]
    subprocess.Popen(["unbound", "-c", f"{world}/tree/unbound.conf"])
    return ["--resolver", "127.0.0.53:53"]


def check(program, whom, names):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run([program, "check", "--json", *whom, "-"],
                          input="\n".join(names), capture_output=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"the program ended with {done.returncode}: {done.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [json.loads(line) for line in done.stdout.splitlines()], wall, cpu, after.ru_maxrss // 1024


def wait_for(program, whom, names):
    for _ in range(150):
        lines = check(program, whom, names)[0]
        if all(any(fact["outcome"] == "records" for fact in line["facts"]) for line in lines):
            return
        time.sleep(0.2)
    sys.exit("the name servers did not come up")


def ask_again(program, whom, lines, view):
    """Names about which an answer came late, or a resolver failed, are looked at again. How many were.

    A resolver that is short of time says that it failed; names that really fail do so again. The servers themselves
    are not short of time, and whoever asks them for nothing but names that fail is slowed down on purpose."""
    unclear = ("timed_out",) if view == "tree" else ("timed_out", "server_failed")
    again = 0
    for _ in range(3):
        late = [n for n, line in enumerate(lines) if any(f["outcome"] in unclear for f in line["facts"])]
        if not late:
            break
        again += len(late)
        for n, line in zip(late, check(program, whom, [lines[n]["domain"] for n in late])[0]):
            lines[n] = line
    return again


def datagrams():
    """Datagrams heard in this namespace so far, by servers and by the program."""
    rows = [row.split() for row in open("/proc/net/snmp") if row.startswith("Udp:")]
    return int(dict(zip(*rows))["InDatagrams"])


def compare(truths, lines, signed_office, verbose):
    ids = known_checks(truths, lines)
    right, missed, alarms = collections.Counter(), collections.Counter(), collections.Counter()
    explained, agree, next_agree, odd = collections.Counter(), 0, 0, 0
    counts_right = counts_all = 0
    for truth, line in zip(truths, lines):
        assert truth["domain"] == line["domain"], (truth["domain"], line["domain"])
        want = {c for c in expected(truth) if c in ids}
        got = [f["check"] for f in line["findings"] if f["check"] in ids]
        lost, extra = want - set(got), set(got) - want
        reason = explain(truth, lost, extra, signed_office) if lost or extra else None
        if reason:
            explained[reason] += 1
            continue
        agree += not lost and not extra
        right.update(want & set(got)), missed.update(lost), alarms.update(extra)
        first = next((c for c in truth["findings"] if c in ids), None)
        mine = next((c for c in got if c not in FOLLOWING), None)
        own_order = (line["next"] or {}).get("check") == (line["findings"] or [{}])[0].get("check")
        next_agree += first == mine and own_order
        kept = [s for s in line["promises"] if s["state"] == "kept"]
        unreadable = truth["dns"] != "ok" or truth["dnssec"] in ("expired", "wrong_ds")
        if kept and unreadable:
            print("KEPT ON A NAME THAT CANNOT BE READ:", truth["domain"])
            odd += 1
        spf, mine = truth.get("spf"), line["setting"]["spf_counts"]
        if spf and mine and not unreadable and (spf["status"] == "valid" or (spf["reason"] or "").startswith("too-many")):
            counts_all += 1
            exact = (mine["lookups"], mine["void"]) == (spf["lookups"], spf["void"])
            enough = not mine["whole"] and 10 < mine["lookups"] <= spf["lookups"]
            counts_right += exact or enough
            if verbose and not (exact or enough):
                print("  counts", truth["domain"], spf, mine)
        if verbose and (lost or extra or first != (next((c for c in got if c not in FOLLOWING), None))):
            print("  differs", truth["domain"], "missed", sorted(lost), "alarm", sorted(extra),
                  {k: (truth.get(k) or {}).get("case") for k in ("mx", "spf", "dmarc", "dkim", "web")},
                  truth["dns"], truth["dnssec"], line["not_checked"][:4])
    compared = len(truths) - sum(explained.values())
    print(f"  finding sets equal: {agree} of {compared}; next thing equal: {next_agree} of {compared}; "
          f"look-up and void counts right: {counts_right} of {counts_all}")
    for why, number in explained.items():
        print(f"  left out: {number} x {why}")
    print(f"  {'check':32} right missed alarm")
    for c in sorted(ids):
        print(f"  {c:32} {right[c]:5} {missed[c]:6} {alarms[c]:5}")
    return agree == next_agree == compared and counts_right == counts_all and not odd


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", required=True)
    parser.add_argument("--view", choices=["flat", "resolver", "tree"], default="resolver")
    parser.add_argument("--program", default="target/release/watchhouse")
    parser.add_argument("--names", type=int)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    if "CHECKUP_INSIDE" not in os.environ:
        os.environ["CHECKUP_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", "-m", "-p", "-f", "--kill-child", "--mount-proc",
                              sys.executable, os.path.abspath(__file__), *sys.argv[1:]])
    world = os.path.abspath(args.world)
    truths = [json.loads(line) for line in open(f"{world}/truth.jsonl")][: args.names]
    signed_office = prepare(world)
    whom = start(world, args.view)
    wait_for(args.program, whom, [t["domain"] for t in truths if t["dns"] == "ok" and t["dnssec"] == "unsigned"][:8])
    heard = datagrams()
    lines, wall, cpu, megabytes = check(args.program, whom, [t["domain"] for t in truths])
    asked = sum(line["asked"] for line in lines) / len(lines)
    # Every question is heard once by a server and its answer once by us; behind a resolver the resolver's own
    # questions would be counted too.
    sent = f", {(datagrams() - heard) / 2 / len(lines):.1f} questions sent a name" if args.view != "resolver" else ""
    print(f"{len(lines)} names, view {args.view}: {len(lines) / wall:.0f} names/s, {cpu / len(lines) * 1000:.2f} ms CPU "
          f"a name, {asked:.1f} answers a name{sent}, {megabytes} MB, load {os.getloadavg()[0]:.1f}")
    again = ask_again(args.program, whom, lines, args.view)
    if again:
        print(f"  looked at again, because an answer came too late or the resolver failed: {again}")
    sys.exit(not compare(truths, lines, signed_office, args.verbose))


if __name__ == "__main__":
    main()
