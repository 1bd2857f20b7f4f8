#!/usr/bin/env python3
"""How long one check-up of records takes when each answer needs a while on its way.

    delayed.py --world DIR [--program PATH] [--names 50] [--delay 25]

DIR is a world as `checkup_agreement.py` takes it. A relay stands before its name server and holds each datagram for half of
the delay (in milliseconds) on both ways. Each of the first healthy names is looked at by a program of its own, which begins
with nothing known. Everything runs in a network namespace that has only a loopback device. Needs nsd, iproute2, util-linux.
"""
import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time

SERVER, RELAY = ("127.0.0.1", 53), ("127.0.0.2", 53)


class Relay(asyncio.DatagramProtocol):
    """Passes datagrams on, each after half of the delay."""

    def __init__(self, half):
        self.half = half

    def connection_made(self, transport):
        self.front = transport

    def datagram_received(self, data, asker):
        asyncio.get_running_loop().create_task(self.carry(data, asker))

    async def carry(self, data, asker):
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self.half)
        answer = loop.create_future()

        class Back(asyncio.DatagramProtocol):
            def datagram_received(self, data, server):
                answer.done() or answer.set_result(data)

        back, _ = await loop.create_datagram_endpoint(Back, remote_addr=SERVER)
        back.sendto(data)
        try:
            heard = await asyncio.wait_for(answer, 3)
            await asyncio.sleep(self.half)
            self.front.sendto(heard, asker)
        except TimeoutError:
            pass
        finally:
            back.close()


async def look(program, name):
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        program, "check", "--json", "--resolver", RELAY[0], name, stdout=subprocess.DEVNULL)
    await process.wait()
    return (time.perf_counter() - began) * 1000


async def main(args):
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Relay(args.delay / 2000), local_addr=RELAY)
    truths = (json.loads(line) for line in open(f"{args.world}/truth.jsonl"))
    healthy = [t["domain"] for t in truths if t["dns"] == "ok" and t["dnssec"] in ("unsigned", "secure")][: args.names]
    await look(args.program, healthy[0])
    times = sorted([await look(args.program, name) for name in healthy])
    print(f"{len(times)} names one by one, {args.delay} ms on the way: median {statistics.median(times):.0f} ms, "
          f"longest {times[-1]:.0f} ms, with the start of the program")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", required=True)
    parser.add_argument("--program", default="target/release/watchhouse")
    parser.add_argument("--names", type=int, default=50)
    parser.add_argument("--delay", type=float, default=25)
    arguments = parser.parse_args()
    if "DELAYED_INSIDE" not in os.environ:
        os.environ["DELAYED_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-r", "-n", "-m", "-p", "-f", "--kill-child", "--mount-proc", sys.executable,
                              os.path.abspath(__file__), *sys.argv[1:]])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["nsd", "-c", f"{os.path.abspath(arguments.world)}/flat/nsd.conf"], check=True)
    time.sleep(2)
    asyncio.run(main(arguments))
