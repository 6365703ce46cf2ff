#!/usr/bin/env python3
"""Verifies the public log of a gateway from outside: all entries, all tiles, the root, cosignatures, one proof.

Written from public specifications alone, so that it shares neither code nor assumptions with the gateway: C2SP
signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-policy and tlog-proof (https://c2sp.org), RFC 6962,
RFC 9162. What it refuses names the section that is broken. Needs Python 3.10 and Debian's python3-cryptography.

A log may publish its newest entries only after a while, which the specifications do not provide for: it is refused.
With --published the entries that URL/log/published counts are verified, and beyond them the hashes, up to the same root.

Prints one JSON object. Exit code: 0 verified; 1 refused; 2 not checked, since an argument is wrong or the log is out
of reach.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path

try:
    from log_policy import Policy
    from merkle_tree import includes, root_of
    from signed_note import COSIGNATURE, DECIMAL, ED25519, Checkpoint, Key, Refused
    from signed_note import decode, decode_hash, open_checkpoint, refuse
    from tiles import TEXT, Unreachable, fetch, rebuild
except ModuleNotFoundError as missing:
    print(json.dumps({"ok": None, "unchecked": f"{missing}: apt-get install python3-cryptography"}))
    sys.exit(2)

TLOG_PROOF = "tlog-proof, Format"
PUBLISHED = "log-and-receipts.md, Verify it"  # a guide of the gateway, not a specification


class Trust:
    """Whose signatures are demanded: the log's, those of each witness named, and the quorum of a policy."""

    def __init__(self, vkey: str, witnesses: Sequence[str], policy: Path | None) -> None:
        self.log = Key.parse(vkey, ED25519)
        self.witnesses = [Key.parse(each, COSIGNATURE) for each in witnesses]
        self.policy = Policy(policy.read_bytes()) if policy else None
        if self.policy and self.policy.logs and self.log not in self.policy.logs:
            refuse("tlog-policy, What is a policy", f"`{self.log.name}` with this key is not a log of the policy")

    def open(self, note: bytes) -> Checkpoint:
        listed = self.policy.witnesses if self.policy else []
        checkpoint = open_checkpoint(note, self.log, list(dict.fromkeys([*self.witnesses, *listed])))
        for witness in self.witnesses:
            if witness not in checkpoint.cosigned:
                refuse("tlog-cosignature, Format", f"`{witness.name}` has not cosigned the checkpoint")
        if self.policy and not self.policy.quorum(checkpoint.cosigned.keys()):
            refuse("tlog-policy, Defining the quorum", "too few witnesses have cosigned the checkpoint")
        return checkpoint


class Proof:
    """A proof that an entry is in the log: tlog-proof, "Format"."""

    def __init__(self, text: bytes, trust: Trust) -> None:
        head, _, note = text.partition(b"\n\n")
        lines = head.decode("utf-8", "replace").split("\n")
        if lines.pop(0) != "c2sp.org/tlog-proof@v1":
            refuse(TLOG_PROOF, "the first line is not c2sp.org/tlog-proof@v1")
        if lines and lines[0].startswith("extra "):
            decode(lines.pop(0).removeprefix("extra "), TLOG_PROOF)
        word, _, number = (lines.pop(0) if lines else "").partition(" ")
        if word != "index" or not DECIMAL.fullmatch(number):
            refuse(TLOG_PROOF, "the index of the entry is missing")
        self.index = int(number)
        self.path = [decode_hash(line, TLOG_PROOF) for line in lines]
        self.checkpoint = trust.open(note)


class Published:
    """How many entries a log publishes, and after how long it publishes the others."""

    def __init__(self, text: bytes | None) -> None:
        if text is None:
            refuse(PUBLISHED, "the log does not say how many entries it publishes: leave out --published")
        try:
            match json.loads(text):
                case {"size": int(size), "delaySeconds": int(delay)} if size >= 0 and delay >= 0:
                    self.size, self.delay = size, delay
                case _:
                    raise ValueError
        except ValueError:
            refuse(PUBLISHED, "/log/published is not a `size` and `delaySeconds`")


def verify(url: str, trust: Trust, index: int | None, held_back: bool) -> dict[str, object]:
    proof = None
    if index is not None:
        text = fetch(f"{url}/v1/receipts/{index}")
        if text is None:
            refuse(TLOG_PROOF, f"there is no proof of entry {index}")
        proof = Proof(text, trust)
        if proof.index != index:
            refuse(TLOG_PROOF, f"it proves entry {proof.index}, not {index}")
    note = fetch(f"{url}/log/checkpoint", TEXT)
    if note is None:
        refuse("tlog-tiles, Checkpoints", "there is no checkpoint")
    head = trust.open(note)
    heads = [head] if proof is None else [head, proof.checkpoint]
    size = max(each.size for each in heads)
    published = Published(fetch(f"{url}/log/published")) if held_back else None
    read = min(size, published.size) if published else size
    leaves, tiles = rebuild(f"{url}/log", size, read)
    for each in heads:  # both are heads of one tree
        if root_of(leaves[: each.size]) != each.root:
            refuse("tlog-checkpoint, Note text", f"the root of {each.size} entries is not that of the entries")
    report: dict[str, object] = {"ok": True, "origin": trust.log.name, "tiles": tiles, **describe(head)}
    if published is not None:
        report["published"] = {"size": read, "delaySeconds": published.delay, "hashesOnly": size - read}
    if proof is not None:
        leaf = leaves[proof.index] if proof.index < proof.checkpoint.size else b""
        if not includes(proof.checkpoint.root, proof.checkpoint.size, proof.index, leaf, proof.path):
            refuse("RFC 9162, Section 2.1.3.2", f"the proof of entry {proof.index} does not lead to the root")
        leaf_hash = base64.b64encode(leaf).decode()
        report["proof"] = {"index": proof.index, "leafHash": leaf_hash, **describe(proof.checkpoint)}
    return report


def describe(head: Checkpoint) -> dict[str, object]:
    cosigned = [{"witness": key.name, "time": time} for key, time in head.cosigned.items()]
    return {"size": head.size, "root": base64.b64encode(head.root).decode(), "cosigned": cosigned}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", metavar="URL", help="the gateway's address; its log is below URL/log")
    parser.add_argument("vkey", metavar="VKEY", help="the log's verifier key, from the owner, not from the gateway")
    parser.add_argument("--policy", metavar="FILE", type=Path, help="demand the quorum of a tlog-policy file")
    parser.add_argument("--proof", metavar="INDEX", type=int, help="verify the proof of this entry as well")
    held_back = "verify the entries that the log publishes by now, and of the others their hashes"
    parser.add_argument("--published", action="store_true", help=held_back)
    parser.add_argument("--witness", metavar="VKEY", nargs="+", default=[], help="demand these cosignatures")
    arguments = parser.parse_args()
    try:
        trust = Trust(arguments.vkey, arguments.witness, arguments.policy)
    except (OSError, Refused) as error:
        print(json.dumps({"ok": None, "unchecked": str(error)}))
        return 2
    try:
        print(json.dumps(verify(arguments.url.rstrip("/"), trust, arguments.proof, arguments.published)))
        return 0
    except Refused as error:
        print(json.dumps({"ok": False, "refused": str(error)}))
        return 1
    except Unreachable as error:
        print(json.dumps({"ok": None, "unchecked": str(error)}))
        return 2


if __name__ == "__main__":
    sys.exit(main())
