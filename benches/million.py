#!/usr/bin/env python3
"""How fast the card, the queue, cases and figures answer with a million reports kept, and how reports come in beside them.

    million.py PROGRAM [REPORTS] [OPEN] [RATE]

A demonstration city is opened. OPEN accounts come in through the interface, as from people, and stay open. The rest are cases
that ended: their rows stand in every table and index that a page or a reconciler reads; their words are noise, because nobody
opens them. Then pages are asked for at RATE a second, and accounts with 5 MB of files come in at 20 a second.
Everything stays on this machine, in a scratch folder of some gigabytes.
"""
import asyncio
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from reports import Centre, files

HERE = Path(__file__).parent
DAY = 86_400_000_000
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PAGES = ["/help", "/help/false-bill", "/help/locked", "/help/hate/tell", "/status", "/city/reports"]
STAFF = ["/desk", "/desk/queue", "/desk/queue?held=nobody", "/desk/figures"]
# Opened by few people, a few times an hour: asked for at 2 a second.
SELDOM = "/desk/waves"


async def come_in(centre, many):
    """Accounts through the interface, some at a time; whoever is told to come back does."""
    left = iter(range(many))

    async def some():
        for n in left:
            while (await centre.report(words=f"The bill of month {n} had another account number. We paid it on Thursday."))[0] != 201:
                await asyncio.sleep(0.2)

    await asyncio.gather(*(some() for _ in range(24)))


def reference(n):
    letters = ""
    for _ in range(6):
        n, rest = divmod(n, 32)
        letters += ALPHABET[rest]
    return f"WZ-{letters[:4]}-{letters[4:]}"


def fill(base, many):
    """Cases that ended, spread over three years, with one report, four events, a summary and two shared values each."""
    now = base.execute("select max(opened_at) from cases").fetchone()[0]
    cells = base.execute("select cells from report_summaries limit 1").fetchone()[0]
    for begin in range(0, many, 20_000):
        rows = [(os.urandom(16), os.urandom(16), reference(n), now - 10 * DAY - n * 1000 * DAY // many) for n in range(begin, min(many, begin + 20_000))]
        base.executemany("insert into cases (id, reference, state, severity, harm, due_at, restricted, by_day, rule, events, custody, opened_at,"
                         " changed_at, closed_at, erase_at) values (?, ?, 'ended', 'soon', 3, ?, 0, 0, 'citizen', 4, 0, ?, ?, ?, ?)",
                         [(case, ref, at, at, at + DAY, at + DAY, at + 3000 * DAY) for case, _, ref, at in rows])
        base.executemany("insert into reports (id, reference, case_id, manner, channel, problem, borough, received_at, account)"
                         " values (?, ?, ?, 'named', 'web', 'false-bill', 'E09000028', ?, ?)",
                         [(report, ref, case, at, os.urandom(600)) for case, report, ref, at in rows])
        base.executemany("insert into case_events (case_id, sequence, at, actor, deed, body) values (?, ?, ?, 'visitor', 'noise', ?)",
                         [(case, n, at + n, os.urandom(120)) for case, _, _, at in rows for n in range(1, 5)])
        base.executemany("insert into observables (report, kind, hash) values (?, 'account', ?)", [(report, os.urandom(32)) for _, report, _, _ in rows])
        base.executemany("insert into report_summaries (case_id, events, changed_at, cells) values (?, 4, ?, ?)", [(case, at + DAY, cells) for case, _, _, at in rows])
        base.execute("update report_counts set how_many = how_many + 300 where lens <> 'answer'")
        base.commit()
        print(f"\r{begin + len(rows)} ended", end="", file=sys.stderr)
    print(file=sys.stderr)


def rate(asked, seconds, cookie, addresses):
    run = subprocess.run([sys.executable, HERE / "rate.py", str(asked), str(seconds), cookie, *addresses], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def signed_in(origin, role):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    asked = urllib.request.Request(f"{origin}/demonstration/sign-in", f"role={role}".encode(), {"Origin": origin})
    try:
        answer = urllib.request.build_opener(Stay).open(asked)
    except urllib.error.HTTPError as error:
        answer = error
    return "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie"))


def fetched(address, cookie):
    return urllib.request.urlopen(urllib.request.Request(address, None, {"Cookie": cookie})).read().decode()


def counted(centre):
    """Waits until the figures know of the cases that came in."""
    with sqlite3.connect(next(centre.folder.glob("*.db"))) as base:
        while base.execute("select (select count(*) from cases) * 0.99 > (select count(*) from report_summaries)").fetchone()[0]:
            time.sleep(1)


def at_rest(centre):
    used = lambda: sum(map(int, Path(f"/proc/{centre.server.pid}/stat").read_text().split()[13:15]))
    for _ in range(240):
        before = used()
        time.sleep(2.5)
        if used() - before < 10:
            return
    print("it does not come to rest")


def main(program, many="1000000", still_open="20000", asked="100"):
    many, still_open = int(many), int(still_open)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        folder.mkdir()
        city = ["--demo", "--members", "2000"]
        centre = Centre(program, folder, more=city)
        began = time.time()
        asyncio.run(come_in(centre, still_open))
        print(f"{still_open} came in, {still_open / (time.time() - began):.0f} a second")
        counted(centre)
        at_rest(centre)
        centre.stop()
        base = sqlite3.connect(next(folder.glob("*.db")))
        base.execute("pragma synchronous = off")
        base.execute("pragma foreign_keys = off")
        fill(base, many - still_open)
        base.execute("analyze")
        print(f"{base.execute('select count(*) from reports').fetchone()[0]} reports, {base.execute('select count(*) from cases where closed_at is null').fetchone()[0]} open cases")
        base.close()
        began = time.time()
        centre = Centre(program, folder, more=city)
        try:
            print(f"open again after {time.time() - began:.1f} s")
            at_rest(centre)
            cookie = signed_in(centre.origin, "contact_officer")
            manager = signed_in(centre.origin, "manager")
            queue = fetched(f"{centre.origin}/desk/queue", cookie)
            cases = sorted(set(re.findall(r"/desk/cases/[0-9a-f]{32}", queue)))[:10]
            following = [found.replace("&amp;", "&") for found in re.findall(r'href="(/desk/queue\?[^"]*from=[^"]*)"', queue)[:1]]
            for path in [*PAGES, *STAFF, *following]:
                print(f"{path[:50]:52}", rate(asked, 10, manager if path.endswith("figures") else cookie, [centre.origin + path]), flush=True)
            print(f"{'ten cases':52}", rate(asked, 10, cookie, [centre.origin + case for case in cases]), flush=True)
            print(f"{SELDOM + ', 2 a second':52}", rate(2, 10, cookie, [centre.origin + SELDOM]), flush=True)
            print("memory", centre.memory())
            asyncio.run(files(centre))
        finally:
            centre.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
