"""Signed notes and checkpoints: C2SP signed-note, tlog-checkpoint and tlog-cosignature (https://c2sp.org)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04  # signed-note, "Signature types"
DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")  # ASCII digits without a leading zero
NOTE_TEXT = "tlog-checkpoint, Note text"


class Refused(Exception):
    """Something is not as the named section of a specification demands."""


def refuse(section: str, what: str) -> NoReturn:
    raise Refused(f"{section}: {what}")


def decode(text: str, section: str) -> bytes:
    """Base 64 of RFC 4648, Section 4, not empty, padded, without stray bits."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not value or base64.b64encode(value).decode() != text:
        refuse(section, f"`{text[:80]}` is not base64")
    return value


def decode_hash(text: str, section: str) -> bytes:
    value = decode(text, section)
    if len(value) != 32:
        refuse(section, f"`{text[:80]}` is not a SHA-256 hash")
    return value


def is_key_name(name: str) -> bool:
    """signed-note, "Format"."""
    return name != "" and not any(letter.isspace() or letter < " " or letter == "+" for letter in name)


@dataclass(frozen=True)
class Key:
    """An Ed25519 verifier key: signed-note, "Verifier keys"; tlog-cosignature, "Format"."""

    name: str
    id: bytes
    type: int
    public: bytes

    @staticmethod
    def parse(vkey: str, type: int) -> Key:
        section = "signed-note, Verifier keys"
        name, _, rest = vkey.partition("+")
        stated, _, encoded = rest.partition("+")  # base64 may have a plus sign too
        if not is_key_name(name) or not re.fullmatch("[0-9a-f]{8}", stated):
            refuse(section, f"`{vkey[:200]}` is not NAME+ID+KEY")
        material = decode(encoded, section)
        if len(material) != 33 or material[0] != type:
            refuse(section, f"the key of `{name}` is not a key of type 0x{type:02x}")
        identifier = hashlib.sha256(name.encode("utf-8", "surrogateescape") + b"\n" + material).digest()[:4]
        if identifier.hex() != stated:
            refuse(section, f"the ID of the key of `{name}` is {identifier.hex()}, not {stated}")
        return Key(name, identifier, type, material[1:])

    def verify(self, text: bytes, signature: bytes) -> int:
        """Verifies a signature of a note's text. Returns the time of a cosignature, and 0 for other signatures."""
        time, message = 0, text
        if self.type == COSIGNATURE:  # tlog-cosignature, "Format" and "Ed25519 signed message"
            time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = b"cosignature/v1\ntime %d\n" % time + text
        try:
            if len(signature) != 64 or time >= 2**63:
                raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            refuse("signed-note, Signatures", f"the signature of `{self.name}` does not verify")
        return time


def open_note(note: bytes, keys: Sequence[Key]) -> tuple[str, dict[Key, int]]:
    """The text of a note, and which keys have signed it, and when: signed-note, "Format" and "Signatures"."""
    section = "signed-note, Format"
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        refuse(section, "the note is not UTF-8")
    if any(letter < " " and letter != "\n" for letter in whole):
        refuse(section, "the note has a control character")
    text, _, block = whole.rpartition("\n\n")
    if not text or not block.endswith("\n"):
        refuse(section, "it is not a text, an empty line, and signature lines up to a last newline")
    text += "\n"
    signed: dict[Key, int] = {}
    for line in block[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not is_key_name(parts[1]):
            refuse(section, f"`{line[:80]}` is not a signature line")
        value = decode(parts[2], section)
        if len(value) < 5:
            refuse(section, f"the signature of `{parts[1]}` is too short")
        for key in keys:  # others are ignored, even with a known name or a known ID
            if (key.name, key.id) == (parts[1], value[:4]):
                signed[key] = key.verify(text.encode(), value[4:])
    return text, signed


@dataclass(frozen=True)
class Checkpoint:
    """What a log has signed, and which witnesses have cosigned it, and when."""

    size: int
    root: bytes
    cosigned: dict[Key, int]


def open_checkpoint(note: bytes, log: Key, witnesses: Sequence[Key]) -> Checkpoint:
    """Verifies the signatures before it looks at the text: tlog-checkpoint, "Signatures" and "Note text"."""
    text, signed = open_note(note, [log, *witnesses])
    if log not in signed:
        refuse("signed-note, Signatures", f"no signature is of the key of `{log.name}`")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        refuse(NOTE_TEXT, "it is not at least three lines, none of them empty")
    if lines[0] != log.name:  # the origin that is demanded: tlog-policy, "Defining a log"
        refuse(NOTE_TEXT, f"the origin is `{lines[0]}`, not `{log.name}`")
    if not DECIMAL.fullmatch(lines[1]):
        refuse(NOTE_TEXT, f"`{lines[1]}` is not a tree size")
    cosigned = {key: time for key, time in signed.items() if key != log}
    return Checkpoint(int(lines[1]), decode_hash(lines[2], NOTE_TEXT), cosigned)
