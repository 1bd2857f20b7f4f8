#!/usr/bin/env python3
"""How accounts of events come in: with files, in a burst, from a hostile set, on a full disk, and without a packet going out.

    reports.py PROGRAM files              20 a second with 5 MB in two files each: how long until each is acknowledged
    reports.py PROGRAM burst [RATE]       RATE a second, then tenfold for a minute, then RATE again: nothing that was accepted is lost
    reports.py PROGRAM hostile FOLDER     every file of a folder through the form and the interface: answers, and memory
    reports.py PROGRAM full               on a disk of 96 MB until it is full, and after there is room again (needs unshare)
    reports.py PROGRAM silent             connections that the centre begins while accounts full of addresses come in (needs unshare)

Everything stays on this machine, in a scratch folder. Each request comes from a network of its own, as behind a proxy.
"""
import asyncio
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from pathlib import Path

PROBLEMS = ["false-bill", "locked", "mailbox", "hate", "strange-mail", "details"]
WORDS = "The bill had another account number. We paid it on Thursday. ".encode()


class Centre:
    """A centre of its own, empty."""

    def __init__(self, program, folder, inside=(), more=()):
        self.program, self.folder, self.inside, self.more = program, Path(folder), list(inside), list(more)
        self.start()

    def start(self):
        self.out, self.log = self.folder.parent / f"out-{uuid.uuid4().hex}", self.folder.parent / "log"
        environment = dict(os.environ, WATCHHOUSE_STOP_BACKUP="true")
        command = [*self.inside, self.program, "serve", "--data", str(self.folder), "--listen", "127.0.0.1:0", "--set", "web.behind-proxy=true",
                   "--set", "resolver.address=127.0.0.1:53", "--set", "stop.recheck=true", "--set", "stop.lookalikes=true", *self.more]
        self.server = subprocess.Popen(command, stdout=open(self.out, "w"), stderr=open(self.log, "a"), env=environment)
        for _ in range(200):
            found = re.search(r"http://(localhost|127\.0\.0\.1):(\d+)", self.out.read_text())
            if found:
                self.port = int(found[2])
                self.origin = f"http://{found[1]}:{found[2]}"
                return
            if self.server.poll() is not None:
                sys.exit(self.log.read_text()[-1500:])
            time.sleep(0.1)
        sys.exit("the centre does not open")

    def memory(self):
        said = Path(f"/proc/{self.server.pid}/status").read_text()
        return {key: int(re.search(rf"{key}:\s+(\d+)", said)[1]) // 1024 for key in ["VmRSS", "VmHWM"]}

    def stop(self):
        self.server.terminate()
        self.server.wait()

    async def ask(self, method, path, body=b"", kind="application/json", more=(), timeout=120):
        network = ".".join(str(random.randint(1, 250)) for _ in range(4))
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.origin[7:]}", f"Origin: {self.origin}", f"Content-Type: {kind}",
                f"Content-Length: {len(body)}", f"X-Forwarded-For: {network}", "Connection: close", *more]

        async def talk():
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write("\r\n".join(head).encode() + b"\r\n\r\n")
                try:
                    writer.write(body)
                    await writer.drain()
                except ConnectionError:
                    pass
                answer = await reader.read()
            finally:
                writer.close()
            if not answer:
                return 0, {}, b""
            top, _, rest = answer.partition(b"\r\n\r\n")
            lines = top.decode("latin-1").split("\r\n")
            fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            return int(lines[0].split()[1]), fields, rest

        try:
            return await asyncio.wait_for(talk(), timeout)
        except (ConnectionError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            return 0, {}, b""

    async def report(self, draft=None, words=WORDS.decode(), problem=None, **account):
        asked = {"problem": problem or random.choice(PROBLEMS), "manner": random.choice(["named", "anonymous"]),
                 "account": {"happened": words, **account}}
        if draft:
            asked["draft"] = draft
        return await self.ask("POST", "/api/v1/reports", json.dumps(asked).encode())

    async def files(self, files):
        body, kind = form([("files", name, data) for name, data in files])
        return await self.ask("POST", "/api/v1/reports/files", body, kind)


def form(parts):
    edge = uuid.uuid4().hex
    body = b"".join(b"--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n" % (
        edge.encode(), name.encode(), b'; filename="%s"' % file.encode("utf-8", "surrogateescape").replace(b'"', b"") if file is not None else b"", data)
        for name, file, data in parts)
    return body + b"--%s--\r\n" % edge.encode(), f"multipart/form-data; boundary={edge}"


def shares(times):
    times = sorted(times)
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))] * 1000
    return f"p50 {at(.5):.0f} ms, p99 {at(.99):.0f} ms, worst {times[-1] * 1000:.0f} ms of {len(times)}" if times else "none"


def json_of(body):
    start, end = body.find(b"{"), body.rfind(b"}")
    return json.loads(body[start:end + 1]) if start >= 0 else {}


async def files(centre):
    times, codes, data = [], Counter(), [os.urandom(2_500_000) for _ in range(4)]

    async def one(due):
        status, _, body = await centre.files([("a.bin", random.choice(data)), ("b.bin", random.choice(data))])
        if status == 201:
            status, _, body = await centre.report(json_of(body)["draft"])
        codes[status] += 1
        times.append(time.perf_counter() - due)

    began, tasks = time.perf_counter(), []
    for n in range(400):
        due = began + n / 20
        await asyncio.sleep(max(0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due)))
    await asyncio.gather(*tasks)
    print(f"5 MB in two files, 20 a second: {shares(times)}; answers {dict(codes)}; memory {centre.memory()}")


async def burst(centre, rate):
    kept, later, codes, waits, references = [], [], Counter(), Counter(), []

    async def one(due, phase):
        status, fields, body = await centre.report()
        took = time.perf_counter() - due
        codes[(phase, status)] += 1
        if status == 201:
            kept.append((phase, took))
            references.append(json_of(body)["reference"])
        elif status == 503 and "retry-after" in fields:
            later.append((phase, took))
            waits[fields["retry-after"]] += 1

    began, tasks, due = time.perf_counter(), [], 0.0
    for phase, many, seconds in [("before", rate, 10), ("burst", rate * 10, 60), ("after", rate, 10)]:
        for n in range(int(many * seconds)):
            at = began + due + n / many
            await asyncio.sleep(max(0, at - time.perf_counter()))
            tasks.append(asyncio.create_task(one(at, phase)))
        due += seconds
    await asyncio.gather(*tasks)
    for phase in ["before", "burst", "after"]:
        print(f"{phase}: kept {shares([t for p, t in kept if p == phase])}; told to come back {shares([t for p, t in later if p == phase])}")
    print(f"answers {dict(codes)}; asked to wait (s) {dict(waits)}; memory {centre.memory()}")
    centre.server.kill()
    centre.server.wait()
    print(f"accepted {len(references)}; in the records after kill -9: {in_records(centre)}; lost: {len(set(references) - known(centre))}")


def known(centre):
    import sqlite3
    with sqlite3.connect(next(centre.folder.glob("*.db"))) as base:
        return {row[0] for row in base.execute("select reference from reports")}


def in_records(centre):
    return len(known(centre))


async def hostile(centre, folder):
    codes, before, slowest = Counter(), centre.memory(), ("", 0.0)
    for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
        data, began = path.read_bytes(), time.perf_counter()
        if len(data) > 200_000_000:
            continue
        status, _, body = await centre.files([(path.name, data)])
        codes["file", status] += 1
        if status == 201:
            status, _, _ = await centre.report(json_of(body)["draft"], "With a file.")
            codes["file sent", status] += 1
        text = data[:100_000].decode("utf-8", "replace")
        status, _, _ = await centre.report(None, text[:19_000], traces=[])
        codes["as words", status] += 1
        body, kind = form([("do", None, b"send"), ("happened", None, data[:100_000]), ("name", None, data[:300]), ("manner", None, b"named")])
        status, _, _ = await centre.ask("POST", "/help/false-bill/tell", body, kind)
        codes["form", status] += 1
        status, _, _ = await centre.ask("POST", "/api/v1/reports", data[:300_000])
        codes["as the body", status] += 1
        status, _, _ = await centre.ask("POST", "/api/v1/reports/files", data[:300_000], "multipart/form-data; boundary=x")
        codes["as a form", status] += 1
        took = time.perf_counter() - began
        slowest = max(slowest, (path.name, took), key=lambda pair: pair[1])
    body, kind = form([("files", f"{n}.txt", b"x") for n in range(10_000)])
    codes["10,000 parts", (await centre.ask("POST", "/api/v1/reports/files", body, kind))[0]] += 1
    body, kind = form([(f"f{n}", None, b"x") for n in range(10_000)])
    codes["10,000 fields", (await centre.ask("POST", "/help/false-bill/tell", body, kind))[0]] += 1
    alive = (await centre.ask("GET", "/help"))[0]
    for (what, status), count in sorted(codes.items(), key=str):
        print(f"{what}: {status}: {count}")
    print(f"slowest {slowest[0]}: {slowest[1] * 1000:.0f} ms; memory {before} -> {centre.memory()}; still answers: {alive}; "
          f"answers of 500: {sum(c for (_, s), c in codes.items() if s in (0, 500))}")


async def full(centre):
    kept, codes, data = [], Counter(), os.urandom(1_000_000)
    for _ in range(200):
        status, _, body = await centre.files([("a.bin", data)])
        codes["file", status] += 1
        status, _, body = await centre.report(json_of(body).get("draft") if status == 201 else None)
        codes["report", status] += 1
        if status == 201:
            kept.append(json_of(body)["reference"])
    alive = (await centre.ask("GET", "/help/locked"))[0]
    print(f"on a full disk: {dict(codes)}; the first-hour card still answers: {alive}")
    filler = centre.folder / "filler"
    if filler.exists():
        filler.unlink()
    status, _, body = await centre.report()
    print(f"after there is room again: {status}")
    if status != 201:
        print(centre.log.read_text()[-1500:])
    if status == 201:
        kept.append(json_of(body)["reference"])
    centre.server.kill()
    centre.server.wait()
    print(f"accepted {len(kept)}, lost after kill -9: {len(set(kept) - known(centre))}")


async def silent(centre):
    traps = ["http://11.22.33.44/pay", "https://example.org/a?b=c", "mailto:eve@evil.example", "\\\\11.22.33.44\\share\\x", "ftp://11.22.33.44/"]
    page = ("<img src='http://11.22.33.44/x.png'><script src=//11.22.33.44/a.js></script>" + " ".join(traps)).encode()
    before = begun()
    ours = 0
    for n in range(200):
        status, _, body = await centre.files([("mail.eml", b"From: eve@evil.example\r\n\r\n" + page), ("page.html", page)])
        ours += 2
        await centre.report(json_of(body).get("draft"), " ".join(traps), traces=[t for t in traps], places=[{"platform": "web", "address": traps[0]}])
    await asyncio.sleep(5)
    print(f"connections begun on this machine: {begun() - before}, of them by this script: {ours}; by the centre: {begun() - before - ours}")
    _, writer = await asyncio.open_connection("127.0.0.1", centre.port)
    writer.close()
    print(f"one more by this script: counted {begun() - before - ours}, so the counter counts")


def begun():
    lines = [line.split() for line in Path("/proc/self/net/snmp").read_text().splitlines()]
    tcp = [line for line in lines if line[0] == "Tcp:"]
    udp = [line for line in lines if line[0] == "Udp:"]
    return int(tcp[1][tcp[0].index("ActiveOpens")]) + int(udp[1][udp[0].index("OutDatagrams")])


def main(program, what, *rest):
    if what in ("full", "silent") and not os.environ.get("ALONE"):
        script = "ip link set lo up; " if what == "silent" else ""
        flags = "-rn" if what == "silent" else "-rm"
        os.execvpe("unshare", ["unshare", flags, "sh", "-c", script + 'exec python3 "$0" "$@"', __file__, program, what, *rest], dict(os.environ, ALONE="1"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        folder.mkdir()
        if what == "full":
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(folder)], check=True)
            (folder / "filler").write_bytes(bytes(24_000_000))
        centre = Centre(program, folder)
        try:
            work = {"files": files, "burst": burst, "hostile": hostile, "full": full, "silent": silent}[what]
            arguments = [float(rest[0]) if rest else 20.0] if what == "burst" else list(rest)
            asyncio.run(work(centre, *arguments))
        finally:
            if centre.server.poll() is None:
                centre.stop()
            if what == "full":
                subprocess.run(["umount", "-l", str(folder)], check=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
