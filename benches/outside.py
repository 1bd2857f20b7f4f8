#!/usr/bin/env python3
"""What tools of others find in the open centre: schemathesis (the programming interface, as every role), wapiti (the pages,
as a visitor and as a manager), sqlmap (every parameter of an address), csp_evaluator (what each page tells the browser).

    outside.py PROGRAM VENV [FOLDER FOR REPORTS]

VENV has schemathesis, wapiti3 with greenlet, and sqlmap; npm brings csp_evaluator into a scratch folder. Loopback only: run it
in a network namespace (`unshare -rn sh -c 'ip link set lo up; exec benches/outside.py …'`) after npm has done its part.
"""
import html
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROLES = ["manager", "contact_officer", "analyst", "outreach_officer", "safeguarding_lead", "cyber_warden", "police_partner"]
EXAMPLES = os.environ.get("EXAMPLES", "50")
WAPITI = "sql,xss,file,crlf,redirect,xxe,csp,http_headers,cookieflags,exec"
SCAN_SECONDS = os.environ.get("SCAN_SECONDS", "240")
PAGES = ["/", "/help", "/check", "/join", "/real", "/verify", "/about", "/help/locked", "/help/false-bill", "/help/bank-letter",
         "/looking", "/sign-in", "/report", "/status", "/city/promises"]


class Person:
    """Somebody with a browser."""

    def __init__(self, origin):
        self.origin, self.jar = origin, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path, form=None):
        data = urllib.parse.urlencode(form, doseq=True).encode() if form is not None else None
        request = urllib.request.Request(self.origin + path, data, {"Origin": self.origin})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace"), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace"), error.headers

    def sign_in(self, role):
        self.ask("/demonstration/sign-in", {"role": role})

    def token(self):
        """A token for everything that the role may let a program do."""
        _, page, _ = self.ask("/account")
        form = re.search(r'name="form_token" value="([^"]+)"', page)
        scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"', page)
        if not form or not scopes:
            return None
        sent = {"form_token": html.unescape(form[1]), "token_name": "outside", "days": "30", "scopes": scopes}
        _, made, _ = self.ask("/account/tokens", sent)
        secret = re.search(r"<code>([^<]+)</code>", made)
        return secret and html.unescape(secret[1])


def started(program, folder):
    out = open(folder / "out", "w+")
    server = subprocess.Popen([program, "serve", "--demo", "--members", "300", "--data", str(folder / "data"), "--listen", "127.0.0.1:0"],
                              stdout=out, stderr=open(folder / "log", "w"))
    for _ in range(240):
        found = re.search(r"http://[^\s]+", (folder / "out").read_text())
        if found and "open at" in (folder / "out").read_text():
            return server, found[0].rstrip("/.")
        time.sleep(0.5)
    sys.exit((folder / "log").read_text()[-2000:])


def schemathesis(venv, origin, reports):
    for role in [None, *ROLES]:
        person, extra = Person(origin), []
        if role:
            person.sign_in(role)
            token = person.token()
            if not token:
                print(f"schemathesis, {role}: this role has no tokens")
                continue
            extra = ["-H", f"Authorization: Bearer {token}"]
        run = subprocess.run([f"{venv}/bin/schemathesis", "run", f"{origin}/api/v1/openapi.json", *extra, "--checks", "all",
                              # Boroughs and sectors are the region pack's: no schema knows which there are.
                              "--exclude-checks", "positive_data_acceptance", "--max-examples", EXAMPLES, "--seed", "1", "--workers", "1", "--url", origin],
                             capture_output=True, text=True, cwd=reports)
        (reports / f"schemathesis-{role or 'nobody'}.txt").write_text(run.stdout + run.stderr)
        said = [line.strip() for line in run.stdout.splitlines() if re.search(r"generated|passed|failures?|errors?", line)]
        print(f"schemathesis, {role or 'nobody'}: exit {run.returncode}; {'; '.join(said[-6:])}", flush=True)


def wapiti(venv, origin, reports):
    for role in [None, "manager"]:
        arguments = []
        if role:
            person = Person(origin)
            person.sign_in(role)
            cookie = "; ".join(f"{c.name}={c.value}" for c in person.jar)
            arguments = ["-H", f"Cookie: {cookie}", "-s", f"{origin}/desk", "-x", f"{origin}/sign-out"]
        report = reports / f"wapiti-{role or 'nobody'}.json"
        subprocess.run([f"{venv}/bin/wapiti", "-u", f"{origin}/", "--scope", "folder", "-m", WAPITI, "--flush-session", "-f", "json",
                        "-o", str(report), "--max-scan-time", SCAN_SECONDS, "--max-attack-time", SCAN_SECONDS, "-d", "4", "--max-links-per-page", "60",
                        "--max-files-per-dir", "40", "--no-bugreport", *arguments, "--store-session", str(reports)],
                       stdin=subprocess.DEVNULL, capture_output=True, text=True)
        found = json.loads(report.read_text()) if report.exists() else {"vulnerabilities": {}, "anomalies": {}, "infos": {}}
        weak = {kind: len(all) for kind, all in found["vulnerabilities"].items() if all}
        odd = {kind: len(all) for kind, all in found["anomalies"].items() if all}
        pages = found.get("infos", {}).get("crawled_pages_nbr", "?")
        print(f"wapiti, {role or 'nobody'}: {pages} pages; vulnerabilities {weak or 0}; anomalies {odd or 0}", flush=True)


def addresses(origin):
    """Every address with a parameter in it: of the pages by hand, of the interface as it is described."""
    yield from [f"{origin}/help?words=a", f"{origin}/help/locked?money=yes&known=no", f"{origin}/desk/members?words=a&borough=E09000007&sort=name",
                f"{origin}/desk/workings?words=a", f"{origin}/city/promises?month=2026-11", f"{origin}/desk/queue?held=nobody&state=received"]
    described = json.loads(Person(origin).ask("/api/v1/openapi.json")[1])
    for path, methods in described["paths"].items():
        named = [p["name"] for p in methods.get("get", {}).get("parameters", []) if p["in"] == "query"]
        if named and "{" not in path:
            yield f"{origin}{path}?" + "&".join(f"{name}=a" for name in named)


def sqlmap(venv, origin, reports):
    manager = Person(origin)
    manager.sign_in("manager")
    cookie, token = "; ".join(f"{c.name}={c.value}" for c in manager.jar), manager.token()
    tried, found = 0, []
    for address in addresses(origin):
        header = f"Authorization: Bearer {token}" if "/api/" in address else f"Cookie: {cookie}"
        run = subprocess.run([f"{venv}/bin/sqlmap", "-u", address, "--batch", "--level", "1", "--risk", "1", "--technique", "BEU",
                              "--flush-session", "--header", header, "--ignore-code", "401,404,422,400", "--output-dir", str(reports / "sqlmap")],
                             capture_output=True, text=True)
        tried += address.count("=")
        if "is vulnerable" in run.stdout or "injectable with" in run.stdout.lower() and "not injectable" not in run.stdout.lower():
            found.append(address)
        (reports / "sqlmap.txt").open("a").write(run.stdout)
    print(f"sqlmap: {tried} parameters; injectable: {found or 0}", flush=True)


def policies(origin, reports):
    """The content security policy of each page, judged by csp_evaluator."""
    visitor, all = Person(origin), {}
    for path in PAGES:
        status, _, headers = visitor.ask(path)
        all.setdefault(headers.get("content-security-policy", ""), []).append((path, status))
    script = "const e=require('csp_evaluator/dist/evaluator.js');const p=require('csp_evaluator/dist/parser.js');" \
             "const out=JSON.parse(process.argv[1]).map(c=>new e.CspEvaluator(new p.CspParser(c).csp).evaluate().filter(f=>f.severity<=30).map(f=>f.description));" \
             "console.log(JSON.stringify(out));"
    folder = Path(os.environ.get("CSP_FOLDER", reports))
    if not (folder / "node_modules/csp_evaluator").exists():
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "csp_evaluator@1.1.8"], cwd=folder)
    run = subprocess.run(["node", "-e", script, json.dumps(list(all))], capture_output=True, text=True, cwd=folder)
    told = json.loads(run.stdout) if run.returncode == 0 else run.stderr
    print(f"csp_evaluator: {sum(map(len, all.values()))} pages, {len(all)} policies; high or medium: {told}", flush=True)


def main(program, venv, reports):
    reports = Path(reports).resolve()
    reports.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server, origin = started(program, Path(folder))
        try:
            policies(origin, reports)
            schemathesis(venv, origin, reports)
            wapiti(venv, origin, reports)
            sqlmap(venv, origin, reports)
            fives = sum(1 for line in open(Path(folder) / "log") if '"status":5' in line or "status=5" in line)
            print(f"answers of 500 and above in the log: {fives}; the centre still runs: {server.poll() is None}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp())
