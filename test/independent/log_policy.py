"""Which cosignatures are enough: C2SP tlog-policy (https://c2sp.org/tlog-policy)."""

from __future__ import annotations

import re
from collections.abc import Callable, Set

from signed_note import COSIGNATURE, DECIMAL, ED25519, Key, refuse

Rule = Callable[[Set[Key]], bool]


class Policy:
    """A policy file. Its `logs` and `witnesses` are the keys that it lists; `quorum` says who is enough."""

    def __init__(self, octets: bytes) -> None:
        section = "tlog-policy, Character set"
        if re.search(rb"[^\t\n\x20-\x7e\x80-\xff]", octets):
            refuse(section, "it has a control character")
        if not octets.endswith(b"\n"):
            refuse("tlog-policy, Structure", "its last line does not end with a newline")
        self.logs: list[Key] = []
        self.witnesses: list[Key] = []
        self._rules: dict[str, Rule] = {}
        self._members: set[str] = set()
        quorums: list[Rule] = []
        # Names are opaque octets, kept apart where they are not UTF-8. Only spaces and tabs separate.
        for line in octets.decode("utf-8", "surrogateescape").split("\n"):
            match re.findall(r"[^ \t]+", line):
                case []:
                    continue
                case [word, *_] if word.startswith("#"):
                    continue
                case ["log", vkey] | ["log", vkey, _]:
                    self._list(self.logs, Key.parse(vkey, ED25519))
                case ["witness", name, vkey] | ["witness", name, vkey, _]:
                    self._define(name, self._witness(vkey))
                case ["group", name, threshold, *members]:
                    self._define(name, self._group(threshold, members))
                case ["quorum", "none"]:
                    quorums.append(lambda signed: True)
                case ["quorum", name] if name in self._rules:
                    quorums.append(self._rules[name])
                case _:
                    refuse("tlog-policy, Structure", f"`{line[:200]}` is not a line of a policy")
        if len(quorums) != 1:
            refuse("tlog-policy, Defining the quorum", f"it has {len(quorums)} quorum lines, not one")
        self.quorum = quorums[0]

    def _list(self, keys: list[Key], key: Key) -> None:
        if any(key.public == other.public for other in keys):
            refuse("tlog-policy, Public key representation", f"the key of `{key.name}` is a duplicate")
        keys.append(key)

    def _define(self, name: str, rule: Rule) -> None:
        if name == "none" or name in self._rules:
            refuse("tlog-policy, What is a policy", f"the name `{name}` is defined already")
        self._rules[name] = rule

    def _witness(self, vkey: str) -> Rule:
        key = Key.parse(vkey, COSIGNATURE)
        self._list(self.witnesses, key)
        return lambda signed: key in signed

    def _group(self, threshold: str, members: list[str]) -> Rule:
        section = "tlog-policy, Defining a witness group"
        for member in members:
            if member not in self._rules or member in self._members:
                refuse(section, f"`{member}` is not defined before, or is a member already")
            self._members.add(member)
        least = {"any": "1", "all": str(len(members))}.get(threshold, threshold)
        if not DECIMAL.fullmatch(least) or not 1 <= int(least) <= len(members):
            refuse(section, f"`{threshold}` of {len(members)} members is not a threshold")
        rules = [self._rules[member] for member in members]
        return lambda signed: sum(rule(signed) for rule in rules) >= int(least)
