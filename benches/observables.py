#!/usr/bin/env python3
"""How many of the values in made-up reports `observables` reads, kind by kind.

    benches/observables.py SET [--wrong N]

SET is a folder with reports.csv.gz and truth_mentions.csv.gz. Needs nothing but cargo. Mentions whose form is `corrupt`
count neither as found nor as missed; words such as "unknown" in a field are no values and are left out. A value counts
once a report and kind, whatever its place. A sort code and an IBAN of the same account are one value, as are two
spellings of one mailbox; of a web address its registered name counts, as in the truth. The data is invented: a bar
against getting worse, never a claim about the field.
"""
import argparse, collections, csv, gzip, json, re, subprocess, sys
csv.field_size_limit(1 << 24)
FIELDS = dict(phones="phone", emails="email", urls="url", bank_accounts="account", wallets="wallet", handles="handle", ips="ip", device_ids="device")
KINDS = tuple(FIELDS.values())


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def ours(mention):
    kind, value = mention["kind"], mention["value"]
    if kind in ("account", "iban"):
        account = mention["account"]
        return ("account", re.sub(r"(..)-(..)-(..) ", r"\1\2\3-", account)) if account else None
    if kind == "email":
        return kind, mention["key"].split(" ", 1)[1]
    if kind in ("url", "domain"):
        return "url", mention["name"] or value
    if kind in KINDS:
        return kind, value.lstrip("+@") if kind in ("phone", "handle") else value
    return None


def theirs(kind, value):
    if kind == "email":
        name, _, host = value.lower().partition("@")
        name = name.split("+")[0]
        if host in ("gmail.com", "googlemail.com"):
            name, host = name.replace(".", ""), "gmail.com"
        return kind, name + "@" + host
    if kind == "phone" and re.fullmatch(r"07\d{9}", value):
        value = "44" + value[1:]
    if kind == "url":
        host = value.lower().encode("idna").decode()
        parts = host.split(".")
        return kind, ".".join(parts[-3 if host.endswith(".co.uk") else -2:])
    if kind == "account":
        match = re.fullmatch(r"(\d\d)-(\d\d)-(\d\d) (\d{8})", value)
        return kind, "".join(match.groups()[:3]) + "-" + match[4] if match else value
    return kind, value.lower() if kind in ("handle", "ip", "device") else value


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("set")
    arguments.add_argument("--wrong", type=int, default=0, help="show so many of what was missed or too much")
    arguments = arguments.parse_args()
    told, lines = {}, []
    for row in rows(arguments.set + "/reports.csv.gz"):
        texts = [[kind, value] for field, kind in FIELDS.items() for value in row[field].split("|") if value]
        texts.append([None, row["narrative"]])
        told[row["report_id"]] = texts
        lines.append(json.dumps({"id": row["report_id"], "texts": texts}))
    run = ["cargo", "run", "--quiet", "--release", "--locked", "-p", "observables", "--example", "mentions"]
    out = subprocess.run(run, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    found = collections.defaultdict(set)
    for line in out.splitlines():
        line = json.loads(line)
        found[line["id"]] = {value for value in map(ours, line["mentions"]) if value}
    truth, corrupt, form = collections.defaultdict(set), collections.defaultdict(collections.Counter), {}
    for row in rows(arguments.set + "/truth_mentions.csv.gz"):
        kind = row["etype"]
        if kind not in KINDS or not re.search(r"[\d@.]", row["canonical"]):
            continue
        value = theirs(kind, row["canonical"])
        if row["form"] == "corrupt":
            corrupt[row["report_id"]][kind] += 1
        else:
            truth[row["report_id"]].add(value)
            form[row["report_id"], value] = row["form"]
    right, missed, extra, by_form, shown = (collections.Counter() for _ in range(5))
    for report in told:
        for value in truth[report]:
            hit = value in found[report]
            (right if hit else missed)[value[0]] += 1
            by_form[form[report, value], hit] += 1
            if not hit and shown["missed", value[0]] < arguments.wrong:
                shown["missed", value[0]] += 1
                print("missed", value, json.dumps(told[report]), file=sys.stderr)
        for value in found[report] - truth[report]:
            if corrupt[report][value[0]] > 0:
                corrupt[report][value[0]] -= 1
                continue
            extra[value[0]] += 1
            if shown["extra", value[0]] < arguments.wrong:
                shown["extra", value[0]] += 1
                print("extra", value, json.dumps(told[report]), file=sys.stderr)
    print(f"{'kind':10} {'true':>7} {'right':>7} {'missed':>7} {'extra':>7} precision recall     F1")
    total = [sum(count.values()) for count in (right, missed, extra)]
    for name, (hit, miss, more) in [(k, (right[k], missed[k], extra[k])) for k in KINDS] + [("all", total)]:
        precision, recall = hit / max(hit + more, 1), hit / max(hit + miss, 1)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{name:10} {hit + miss:7} {hit:7} {miss:7} {more:7}    {precision:.4f} {recall:.4f} {score:.4f}")
    print("recall by form:", ", ".join(f"{f} {by_form[f, True] / (by_form[f, True] + by_form[f, False]):.4f}" for f in sorted({f for f, _ in by_form})))


if __name__ == "__main__":
    main()
