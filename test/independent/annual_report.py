#!/usr/bin/env python3
"""Recomputes what the annual report of a gateway tells of public entries, from the published log alone.

Written from the guide of the log and C2SP tlog-tiles, so that it shares neither code nor assumptions with the gateway.
It counts; whether the log is whole and signed is verify_log.py's to say.

Prints one JSON object: the entries of the year by month, kind and agency; the figures that are numbers of entries; and
which entries were counted, each as [index, month, kind, agency]. Exit code: 0 counted; 2 out of reach.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

try:
    from tiles import TEXT, Unreachable, fetch, fetch_tiles
except ModuleNotFoundError as missing:
    print(json.dumps({"ok": None, "unchecked": f"{missing}: apt-get install python3-cryptography"}))
    sys.exit(2)

FIGURES = {
    "released": "release",
    "held": "review",
    "refused": "refusal",
    "dry_runs": "dry_run",
    "agreements_approved": "grant_approved",
    "agreements_ended": "revoked",
    "misuse_reported": "misuse_reported",
    "served_process": "process_served",
}


def texts_of(body: bytes, width: int, url: str) -> list[bytes]:
    """The entries of a bundle, each after its length in two bytes: tlog-tiles, "Log entries"."""
    found: list[bytes] = []
    at = 0
    while at < len(body):
        end = at + 2 + int.from_bytes(body[at : at + 2], "big")
        found.append(body[at + 2 : end])
        at = end
    if len(found) != width:
        raise Unreachable(f"{url} has {len(found)} entries, not {width}")
    return found


def report(url: str, year: str) -> dict[str, object]:
    note = fetch(f"{url}/log/checkpoint", TEXT)
    if note is None:
        raise Unreachable(f"{url}/log/checkpoint is missing")
    size = int(note.split(b"\n")[1])
    counted: list[tuple[int, str, str, str | None]] = []
    for index, text in enumerate(fetch_tiles(f"{url}/log/tile/entries", size, texts_of)):
        entry = json.loads(text)
        if entry["minute"][:5] == f"{year}-":
            counted.append((index, entry["minute"][:7], entry["kind"], entry["agency"]))
    by_key = Counter((month, kind, agency) for _, month, kind, agency in counted)
    by_kind = Counter(kind for _, _, kind, _ in counted)
    rows = sorted(by_key.items(), key=lambda row: f"{row[0][0]} {row[0][1]} {row[0][2] or ''}")
    return {
        "ok": True,
        "size": size,
        "entries": [
            {"month": month, "kind": kind, "agency": agency, "entries": number} for (month, kind, agency), number in rows
        ],
        "figures": {code: by_kind[kind] for code, kind in FIGURES.items()},
        "counted": counted,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", metavar="URL", help="the gateway's address; its log is below URL/log")
    parser.add_argument("year", metavar="YYYY")
    arguments = parser.parse_args()
    try:
        print(json.dumps(report(arguments.url.rstrip("/"), arguments.year)))
        return 0
    except Unreachable as error:
        print(json.dumps({"ok": None, "unchecked": str(error)}))
        return 2


if __name__ == "__main__":
    sys.exit(main())
