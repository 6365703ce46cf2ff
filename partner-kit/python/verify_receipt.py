"""Checks that an answer of the gateway is the one in its public log, with the log's key alone: no network.

"Verify it yourself" (../verify-it-yourself.md) describes each step. Usage:
  python3 verify_receipt.py KEY ANSWER.json...     KEY: name+id+base64 (several with blanks between), or a file
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class OlderThanLog(ValueError):
    """Nothing is wrong, but this program cannot say what the entry means."""


class Number(str):
    """A number with a fraction, as it was written: Python would write some of them differently."""


def must(holds, fault):
    if not holds:
        raise ValueError(fault)


def canonical(value):
    """Canonical JSON (RFC 8785) of JSON that was read with `parse_float=Number`."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(member) for key, member in members) + "}"
    return json.dumps(value, ensure_ascii=False)


def sha256(*parts):
    return hashlib.sha256(b"".join(part.encode() if isinstance(part, str) else part for part in parts)).digest()


def from_base64(text, length):
    """Standard padded base64 in its one right spelling, as so many bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        data = b""
    must(len(data) == length and base64.b64encode(data).decode() == text, f"`{text}` is not {length} bytes in base64")
    return data


def open_checkpoint(note, log_key):
    """Size and root that a checkpoint (C2SP tlog-checkpoint, a signed note) states, once its signature is checked."""
    keys = re.findall(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)", log_key)
    must(keys, "the log's key is not of the form name+id+base64")
    signing = [key for key in keys if f"— {key[0]} {base64.b64encode(bytes.fromhex(key[1])).decode()[:5]}" in note]
    name, key_id, encoded = (signing + keys)[0]
    typed = from_base64(encoded, 33)
    must(typed[0] == 1 and sha256(name + "\n", typed).hex()[:8] == key_id, "the type or id in the log's key is wrong")
    text, gap, lines = note.rpartition("\n\n")
    prefix = f"— {name} "
    signatures = [from_base64(line[len(prefix) :], 68) for line in lines.split("\n") if line.startswith(prefix)]
    signature = next((each for each in signatures if each[:4].hex() == key_id), None)
    must(gap != "" and signature is not None, f"the checkpoint is not signed by {name}+{key_id}")
    try:
        Ed25519PublicKey.from_public_bytes(typed[1:]).verify(signature[4:], (text + "\n").encode())
    except InvalidSignature:
        raise ValueError("the signature on the checkpoint is bad") from None
    origin, size, root = (text.split("\n") + ["", ""])[:3]
    must(origin == name and re.fullmatch(r"[1-9][0-9]{0,14}", size), "the checkpoint is of another log, or malformed")
    return int(size), from_base64(root, 32)


def root_of(index, size, leaf_hash, proof):
    """The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2)."""
    must(type(index) is int and 0 <= index < size, "the index is not one of the tree")
    node, last, node_hash = index, size - 1, leaf_hash
    for sibling in proof:
        must(last > 0, "the proof is too long")
        if node % 2 == 1 or node == last:
            node_hash = sha256(b"\x01", sibling, node_hash)
            while node % 2 == 0:  # The last node of a level without a partner rises until it has one.
                node, last = node // 2, last // 2
        else:
            node_hash = sha256(b"\x01", node_hash, sibling)
        node, last = node // 2, last // 2
    must(last == 0, "the proof is too short")
    return node_hash


def verify_receipt(answer_text, log_key):
    """Checks an answer (its text: reads, hit, held query, refusal …). Returns the index of its entry, or raises."""
    answer = json.loads(answer_text, parse_float=Number)
    receipt = answer.get("receipt")
    must(isinstance(receipt, dict), "there is no receipt")
    entry_text, detail_text = receipt["entry"], receipt["asker"]["detail"]
    entry, detail = json.loads(entry_text), json.loads(detail_text)
    must(canonical(entry) == entry_text, "the entry is not canonical JSON")

    # 1. The entry commits to the detail, which says what was asked and answered.
    asker_hash = sha256(from_base64(receipt["asker"]["salt"], 32), detail_text)
    commitment = sha256(asker_hash, from_base64(receipt["ownerHash"], 32))
    must(commitment == from_base64(entry["commitment"], 32), "the entry commits to another detail")
    # 2. The entry is in the tree whose root the log has signed.
    leaf_hash = sha256(b"\x00", entry_text)
    must(leaf_hash == from_base64(receipt["leafHash"], 32), "`leafHash` is not the hash of the entry")
    size, root = open_checkpoint(receipt["checkpoint"], log_key)
    proof = [from_base64(each, 32) for each in receipt["proof"]]
    must(root_of(receipt["index"], size, leaf_hash, proof) == root, "the proof leads to another root")
    # 3. The detail is that of this answer, and the public entry says the same as the detail.
    named = answer.get("releaseId", answer.get("queryId"))
    must(named is None or named == detail.get("id"), "the receipt is of an answer with another id")
    must(answer.get("decision", detail).get("effect") == detail.get("effect"), "another effect was logged")
    logged = {reason["code"] for reason in detail.get("reasons", [])}
    must(all(reason["code"] in logged for reason in answer.get("reasons", [])), "other reasons were logged")
    reads = answer.get("reads", answer.get("entries"))
    if reads is not None or "readsHash" in detail:
        left = [] if reads is None and detail.get("records") == 0 else reads  # a standing query has none yet
        must(sha256(canonical(left)) == from_base64(detail.get("readsHash"), 32), "other reads were logged")
        must(entry["effect"] == "permit" and entry["kind"] != "dry_run", "reads left, and the log does not say so")
    if "kind" in detail:
        same = [entry["kind"], entry["effect"]] == [detail["kind"], detail["effect"]]
        must(same, "the public entry is of another kind or effect")
        must(entry["agency"] == detail.get("entity", detail["agency"]), "the public entry names another agency")
        must(entry["minute"] == detail["at"][:16] + "Z", "the public entry has another time")
    if "readsHash" in detail and entry["kind"] not in ("release", "hot_list_sync", "hit_notice"):
        raise OlderThanLog(f"this program is older than the log (kind {entry['kind']!r}): get the newest kit")
    return receipt["index"]


def main(arguments):
    """Checks each file. Returns exit code: 0 all hold, 1 one does not, 2 nothing was given, 3 the log is newer."""
    if len(arguments) < 2:
        print("usage: python3 verify_receipt.py KEY ANSWER.json...  (KEY: the key, or its file)", file=sys.stderr)
        return 2
    log_key = Path(arguments[0]).read_text() if Path(arguments[0]).exists() else arguments[0]
    code = 0
    for name in arguments[1:]:
        try:
            print(f"{name}: this answer is entry {verify_receipt(Path(name).read_text('utf-8'), log_key)} of the log")
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            syntax = isinstance(error, json.JSONDecodeError)
            print(f"{name}: NOT VERIFIED: {'it is empty, or not the JSON of one answer' if syntax else error}")
            code = 3 if code != 1 and isinstance(error, OlderThanLog) else 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
