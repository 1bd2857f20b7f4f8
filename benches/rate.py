#!/usr/bin/env python3
"""Asks for pages at a fixed rate and tells how long they took, counted from the moment at which each was due.

    rate.py RATE SECONDS COOKIE ADDRESS...

A slow answer does not hide the next ones: requests start on a clock of their own (no coordinated omission).
"""
import asyncio
import sys
import time
from collections import Counter
from urllib.parse import urlsplit


async def ask(place, head, pool):
    """One request over a connection that is kept; a connection that the server has closed is opened anew once."""
    for _ in range(2):
        try:
            reader, writer = pool.pop() if pool else await asyncio.open_connection(*place)
            writer.write(head)
            status = (await reader.readuntil(b"\r\n")).split()[1].decode()
            rest = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b": ", 1) for line in rest.split(b"\r\n") if b": " in line)
            if b"content-length" in fields:
                await reader.readexactly(int(fields[b"content-length"]))
            else:
                while size := int(await reader.readline(), 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            pool.append((reader, writer))
            return status
        except (ConnectionError, asyncio.IncompleteReadError):
            continue
    return "broken"


def head_of(address, cookie):
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nCookie: {cookie}\r\n\r\n".encode()


async def main(rate, seconds, cookie, addresses):
    first = urlsplit(addresses[0])
    place = (first.hostname, first.port)
    heads = [head_of(address, cookie) for address in addresses]
    pool, times, codes = [], [], Counter()

    async def one(due, head):
        codes[await ask(place, head, pool)] += 1
        times.append(time.perf_counter() - due)

    began, tasks = time.perf_counter(), []
    for n in range(int(rate * seconds)):
        due = began + n / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(due, heads[n % len(heads)])))
    await asyncio.gather(*tasks)
    times.sort()
    shares = ("50", 0.5), ("90", 0.9), ("99", 0.99), ("99.9", 0.999)
    told = (f"p{name} {times[min(len(times) - 1, int(len(times) * share))] * 1e3:.1f}" for name, share in shares)
    print("  ".join(told), "ms ", dict(codes))


asyncio.run(main(float(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4:]))
