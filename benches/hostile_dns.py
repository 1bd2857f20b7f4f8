#!/usr/bin/env python3
"""What hostile name servers cost `watchhouse check --recurse`: memory, time and packets.

    hostile_dns.py [--program PATH] [--names N]

A root, a top level and one host on loopback, in a network namespace of their own. First N tidy names are
looked at, then N names whose servers mean harm: silence, refusal, failure, junk, streams that drip, 60 kB of text,
200 name servers without addresses, name servers that lead to each other, endless aliases, endless referrals.
Prints the memory at most, the time and the datagrams a name for both. Exits with 1 when memory moves by more
than 32 MiB, a name causes more than 64 packets a question, or a hostile name is called tidy. Needs iproute2 and
util-linux.
"""
import argparse
import asyncio
import json
import os
import resource
import struct
import subprocess
import sys
import threading
import time

BEHAVIOURS = ["never", "refuse", "fail", "junk", "drip", "huge", "crowd", "circle", "step", "deeper"]
MEMORY = 32  # MiB that may be added
PACKETS = 64  # a question, as in the program


def wire(name):
    return b"".join(bytes([len(x)]) + x.encode() for x in name.split(".") if x) + b"\0"


def read(raw):
    labels, at = [], 12
    while raw[at]:
        labels.append(raw[at + 1:at + 1 + raw[at]].decode("latin-1").lower())
        at += raw[at] + 1
    return ".".join(labels), struct.unpack("!H", raw[at + 1:at + 3])[0], raw[12:at + 5]


def record(name, kind, data):
    return wire(name) + struct.pack("!HHIH", kind, 1, 60, len(data)) + data


def reply(raw, question, flags=0x0400, answers=(), authority=(), additional=()):
    head = raw[:2] + struct.pack("!HHHHH", 0x8000 | flags, 1, len(answers), len(authority), len(additional))
    return head + question + b"".join([*answers, *authority, *additional])


def refer(raw, question, zone, servers, address=None):
    glue = [record(s, 1, bytes(map(int, address.split(".")))) for s in servers] if address else []
    return reply(raw, question, 0, (), [record(zone, 2, wire(s)) for s in servers], glue)


class Count:
    heard = 0
    steps = 0


def say(address, raw, stream):
    """What the server at an address answers; None is silence."""
    Count.heard += 1
    name, kind, question = read(raw)
    if address == "127.0.0.1":
        return refer(raw, question, "example", ["ns.example"], "127.0.0.2")
    firm = ".".join(name.split(".")[-2:])
    how = firm.split("-")[0]
    if address == "127.0.0.2":
        if name == "example" or how == "ns":
            return reply(raw, question)
        if how == "crowd":
            return refer(raw, question, firm, [f"n{k}-{firm.split('.')[0]}.tidy-victim.example" for k in range(200)])
        if how == "circle":
            number = int(firm.split("-")[1].split(".")[0])
            return refer(raw, question, firm, [f"ns.circle-{number ^ 1}.example"])
        return refer(raw, question, firm, [f"ns1.{firm}", f"ns2.{firm}"], "127.0.0.11")
    if how == "never":
        return None
    if how in ("refuse", "fail"):
        return reply(raw, question, 5 if how == "refuse" else 2)
    if how == "junk":
        return raw[:2] + b"\x84\0" + b"\0\1\xff\xff\0\0\0\0" + question + b"\xc0\x0c" * 20
    if how in ("drip", "huge") and not stream:
        return reply(raw, question, 0x0600)
    if how == "huge":
        return reply(raw, question, answers=[record(name, kind, (b"\xff" + b"x" * 255) * 4)] * 58)
    if how == "step":
        Count.steps += 1
        return reply(raw, question, answers=[record(name, 5, wire(f"s{Count.steps}.{firm}"))])
    if how == "deeper":
        return refer(raw, question, "x." + firm, ["ns.x." + firm], "127.0.0.11")
    return reply(raw, question, answers=[record(name, 1, b"\x7f\0\0\x50")] if kind == 1 else [])


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, address):
        self.address = address

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, raw, sender):
        if answer := say(self.address, raw, False):
            self.transport.sendto(answer, sender)


async def streams(address):
    async def serve(reader, writer):
        try:
            length = struct.unpack("!H", await reader.readexactly(2))[0]
            raw = await reader.readexactly(length)
            answer = say(address, raw, True) or b""
            framed = struct.pack("!H", len(answer)) + answer
            if b"drip" in raw.lower():
                for byte in framed:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.5)
            writer.write(framed)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
    await asyncio.start_server(serve, address, 53, backlog=1000)


async def servers(ready):
    loop = asyncio.get_running_loop()
    for address in ("127.0.0.1", "127.0.0.2", "127.0.0.11"):
        await loop.create_datagram_endpoint(lambda a=address: Datagrams(a), local_addr=(address, 53))
        await streams(address)
    ready.set()
    await asyncio.Event().wait()


def look(program, names):
    heard, began = Count.heard, time.perf_counter()
    done = subprocess.Popen([program, "check", "--json", "--recurse", "--root", "127.0.0.1", "--per-second", "0", "-"],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    out, _ = done.communicate("\n".join(names))
    lines = [json.loads(line) for line in out.splitlines()]
    # The largest of all children so far: the tidy run goes first, so that this one can only be larger.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return lines, memory, time.perf_counter() - began, Count.heard - heard


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="target/release/watchhouse")
    parser.add_argument("--names", type=int, default=2000)
    args = parser.parse_args()
    if "HOSTILE_INSIDE" not in os.environ:
        os.environ["HOSTILE_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", "-p", "-f", "--kill-child", sys.executable,
                              os.path.abspath(__file__), *sys.argv[1:]])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    ready = threading.Event()
    threading.Thread(target=lambda: asyncio.run(servers(ready)), daemon=True).start()
    ready.wait()
    tidy = [f"tidy-{n}.example" for n in range(args.names)]
    harm = [f"{BEHAVIOURS[n // 2 % len(BEHAVIOURS)]}-{n}.example" for n in range(args.names)]
    right = True
    before = 0
    for word, names in (("tidy", tidy), ("hostile", harm)):
        lines, memory, seconds, packets = look(args.program, names)
        questions = sum(line["asked"] for line in lines)
        print(f"{word:8} {len(lines)} names: {memory:.0f} MiB at most, {len(lines) / seconds:.0f} names/s, "
              f"{packets / questions:.1f} packets a question, {packets / len(lines):.1f} a name")
        right &= packets / questions <= PACKETS and len(lines) == args.names
        if word == "hostile":
            slowest = {}
            for line in lines:
                how = line["domain"].split("-")[0]
                slowest[how] = max([slowest.get(how, 0), *(fact["milliseconds"] for fact in line["facts"])])
                kept = [p for p in line["promises"] if p["state"] == "kept"]
                if kept:
                    print("CALLED TIDY:", line["domain"])
                    right = False
            print("         slowest question by behaviour, ms:", slowest)
            right &= memory - before <= MEMORY
        before = memory
    sys.exit(not right)


if __name__ == "__main__":
    main()
