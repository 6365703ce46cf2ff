"""Plays the gateway of a partner that lies: written from the documents alone, without a look at the gateway's code.

Usage: python3 liar.py DEMO.json [--json] [--only NAME,…] [--requests]
It makes an agreement with the running demo, answers one ask truly, and then tells one lie an ask; between two lies it
has the asking resumed and answers truly, so that no lie may leave anything behind. At last it sends false tokens, signals
and keys by itself. Exit code 1: a lie was shown, was not named, or left something behind. Each lie changes the true answer at one stage, and says which words a good name of it would have.
"""

import argparse
import base64
import copy
import gzip
import hashlib
import hmac
import http.client
import json
import os
import re
import socket
import sys
import threading
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from jwcrypto import jwe, jwk, jws, jwt

# Agencies of the demo that have no gateway: the liar meets the demo as each of them in turn.
ORIS = """CO0010500 CO0010600 CO0010800 CO0020100 CO0030100 CO0030200 CO0030300 CO0030400 CO0030500 CO0030700 CO0040100
CO0060100 CO0070100 CO0070200 CO0070300 CO0070400 CO0070600 CO0070700 CO0070800 CO0080100 CO0080200 CO0090100""".split()
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493


# --- Bytes

def b64(data):
    return base64.b64encode(data).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode()).rstrip(b"=").decode()


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(*parts):
    return hashlib.sha256(b"".join(p.encode("utf-8", "surrogatepass") if isinstance(p, str) else p for p in parts)).digest()


def iso(moment):
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def millis(text):
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


# --- A log: RFC 6962, C2SP signed notes

def tree_root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01", tree_root(leaves[:split]), tree_root(leaves[split:]))


def inclusion(leaves, index):
    if len(leaves) <= 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return inclusion(leaves[:split], index) + [tree_root(leaves[split:])]
    return inclusion(leaves[split:], index - split) + [tree_root(leaves[:split])]


def consistency(leaves, old, whole=True):
    if old == len(leaves):
        return [] if whole else [tree_root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= split:
        return consistency(leaves[:split], old, whole) + [tree_root(leaves[split:])]
    return consistency(leaves[split:], old - split, False) + [tree_root(leaves[:split])]


class NoteKey:
    def __init__(self, name):
        self.name, self.key = name, Ed25519PrivateKey.generate()
        raw = self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.raw = raw
        self.id = sha256(name, b"\n\x01", raw)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(bytes([1]) + raw)}"

    def line(self, text, name=None, key_id=None, change=lambda signature: signature):
        return f"— {name or self.name} {b64((key_id or self.id) + change(self.key.sign(text.encode())))}\n"

    def note(self, text, **how):
        return f"{text}\n{self.line(text, **how)}"


class Log:
    def __init__(self, key):
        self.key, self.leaves = key, [sha256(b"\x00", f"entry {n} of before") for n in range(5)]

    def checkpoint(self, leaves=None, **how):
        leaves = self.leaves if leaves is None else leaves
        return self.key.note(f"{self.key.name}\n{len(leaves)}\n{b64(tree_root(leaves))}\n", **how)


# --- The true gateway, in stages; a lie is told at one of them

def http_bytes(status, body=b"", kind="application/json", **more):
    body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": kind, "Content-Length": len(body), "Connection": "close"} | {k.replace("_", "-"): v for k, v in more.items()}
    lines = "".join(f"{k}: {v}\r\n" for k, v in headers.items() if v is not None)
    return f"HTTP/1.1 {status} Told\r\n{lines}\r\n".encode("latin-1") + body


class Liar:
    """Threads of a plain socket server: `lie` is the lie of the ask that is under way, or None."""

    def __init__(self, ori, keep, gateway):
        self.ori, self.gateway, self.token_seconds = ori, gateway, 1
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.key = NoteKey(f"{ori.lower()}.alpr.invalid/log")
        self.other = NoteKey(self.key.name)
        self.log = Log(self.key)
        self.sign_key = jwk.JWK.generate(kty="EC", crv="P-256", kid="answers-1", use="sig", alg="ES256")
        self.token_key = jwk.JWK.generate(kty="EC", crv="P-256", kid="tokens-1", use="sig", alg="ES256")
        self.false_key = jwk.JWK.generate(kty="EC", crv="P-256", kid="answers-1", use="sig", alg="ES256")
        self.lie, self.told, self.keep, self.seen, self.last_body, self.last_text = None, 0, keep, [], None, ""
        self.agreement_notes, self.stop = [], False
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while not self.stop:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(peer,), daemon=True).start()

    def one(self, peer):
        peer.settimeout(40)
        try:
            request = self.read(peer)
            if request is not None:
                answer = self.answer(*request)
                peer.sendall(answer) if isinstance(answer, bytes) else answer(peer)
        except OSError:
            pass
        finally:
            peer.close()

    def read(self, peer):
        data = b""
        while b"\r\n\r\n" not in data:
            more = peer.recv(65536)
            if not more:
                return None
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines)}
        while len(body) < int(headers.get("content-length", 0)):
            body += peer.recv(65536)
        method, path, _ = first.split(" ")
        if self.keep:
            print(f"--> {method} {path} {headers}\n{body[:3000].decode('utf-8', 'replace')}", file=sys.stderr)
        self.seen.append(f"{method} {path.split('?')[0]}")
        return method, path, headers, body

    def at(self, stage, value, *more):
        """The value, as the lie of this stage changes it."""
        if self.lie is None or stage not in self.lie.tells:
            return value
        changed = self.lie.tells[stage](self, value, *more)
        self.told += 1
        return value if changed is None else changed

    def answer(self, method, path, headers, body):
        bare = path.split("?")[0]
        if bare.startswith("/.well-known/oauth-protected-resource"):
            return self.sent("metadata", {
                "resource": self.url, "authorization_servers": [self.url], "jwks_uri": f"{self.url}/.well-known/jwks.json",
                "scopes_supported": ["alpr.query"], "bearer_methods_supported": ["header"], "dpop_signing_alg_values_supported": ["ES256", "PS256"],
                "dpop_bound_access_tokens_required": True, "alpr_request": ["asker", "incident"], "alpr_ori": self.ori, "alpr_log_key": self.key.vkey,
                "alpr_log": f"{self.url}/log", "alpr_retention_days": 30, "alpr_policy": f"{self.url}/transparency"})
        if bare in ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"):
            return self.sent("discovery", {
                "issuer": self.url, "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/jwks",
                "authorization_endpoint": f"{self.url}/auth", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"], "grant_types_supported": ["client_credentials"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"], "token_endpoint_auth_signing_alg_values_supported": ["ES256", "PS256"],
                "dpop_signing_alg_values_supported": ["ES256", "PS256"], "scopes_supported": ["alpr.query"]})
        if bare == "/jwks":
            return self.sent("issuer_keys", {"keys": [self.token_key.export_public(as_dict=True)]})
        if bare == "/.well-known/jwks.json":
            return self.sent("keys", {"keys": [self.sign_key.export_public(as_dict=True)]})
        if bare == "/token":
            token = {"access_token": b64url(os.urandom(32)), "token_type": "DPoP", "expires_in": 1, "scope": "alpr.query"}
            return self.sent("token", token)
        if bare == "/log/checkpoint":
            return http_bytes(200, self.at("published", self.log.checkpoint()), "text/plain; charset=utf-8")
        if bare == "/v1/log/consistency":
            return self.consistency(*(int(m.group(1)) if m else None for m in (re.search(rf"{n}=(\d+)", path) for n in ("from", "to"))))
        if bare == "/v1/network/agreements":
            given = json.loads(body)
            return http_bytes(200, canonical({"id": agreement_id(given["agreement"]), "status": "in_force", "notes": self.agreement_notes}))
        if bare == "/v1/network/entries":
            return self.sent("entries", {"entries": [], "next": len(self.log.leaves), "more": False})
        if bare == "/v1/network/signals":
            return http_bytes(202)
        if bare in ("/v1/queries", "/v1/decisions") and method == "POST":
            return self.query(json.loads(body), headers, bare == "/v1/decisions")
        return http_bytes(404, '{"status":404}', "application/problem+json")

    def sent(self, stage, value):
        value = self.at(stage, value)
        return value if isinstance(value, bytes) or callable(value) else http_bytes(200, value if isinstance(value, str) else canonical(value))

    def consistency(self, old, to):
        leaves = self.log.leaves
        size = to or len(leaves)
        proof = consistency(leaves[:size], old) if 0 < old <= size <= len(leaves) else []
        return self.sent("consistency", {"from": old, "size": size, "proof": [b64(p) for p in proof], "checkpoint": self.log.checkpoint()})

    def query(self, query, headers, dry):
        now = datetime.now(timezone.utc)
        effect = self.at("effect", "permit")
        kind = "dry_run" if dry else {"permit": "release", "deny": "refusal", "review": "review"}[effect]
        reasons = [] if effect == "permit" else [{"code": "grant_missing" if effect == "deny" else "plate_too_short", "clause": "Policy 420.5(d)"}]
        reads = self.at("reads", [] if dry else true_reads(query), query)
        detail = {
            "agency": query["onBehalfOf"]["ori"], "at": iso(now), "effect": effect, "id": str(uuid.uuid4()), "kind": kind, "officer": query["onBehalfOf"],
            "purpose": {k: v for k, v in query["purpose"].items() if k in ("code", "caseNumber", "offense", "context")},
            "queryHash": b64(sha256(canonical(as_read(query)))), "reasons": reasons, "subjectId": str(uuid.uuid4())}
        if effect == "permit" and not dry:
            detail |= {"readsHash": b64(sha256(canonical(reads))), "records": len(reads)}
        detail |= {"asker": query["asker"]} if "asker" in query else {}
        detail |= {"traceparent": headers["traceparent"]} if "traceparent" in headers else {}
        told = self.at("detail", detail, query)
        receipt = self.receipt(told)
        detail = told if isinstance(told, dict) else detail
        if dry:
            return http_bytes(200, canonical({"effect": effect, "reasons": [], "obligations": [], "receipt": receipt}))
        status, body = 200, {
            "releaseId": detail["id"], "decision": {"effect": effect, "reasons": [], "obligations": [], "rulesRevision": "1"},
            "reads": reads, "next": None, "notice": "Verify before action.", "receipt": receipt}
        if effect == "review":
            status, body = 202, {"queryId": detail["id"], "status": "held", "detail": "a person looks first", "reasons": reasons, "receipt": receipt}
        if effect == "deny":
            status, body = 403, {"type": "urn:alpr-sharing:problem:refused", "title": "Forbidden", "status": 403, "detail": "refused",
                                 "reasons": reasons, "receipt": receipt}
        body = self.at("body", body, query)
        text = self.at("text", canonical(body))
        if self.lie is None:
            self.last_body, self.last_text = body, text
        return self.at("http", http_bytes(status, text, "application/problem+json" if status == 403 else "application/json"), text)

    def receipt(self, detail):
        detail_text = detail if isinstance(detail, str) else canonical(detail)
        detail = detail if isinstance(detail, dict) else json.loads(detail_text)
        salt, owner = os.urandom(32), sha256(os.urandom(32), "{}")
        commitment = sha256(sha256(salt, detail_text), owner)
        entry = {"agency": detail["agency"], "commitment": b64(commitment), "effect": detail["effect"], "epoch": 0,
                 "grant": "11111111-1111-4111-8111-111111111111", "kind": detail["kind"], "minute": detail["at"][:16] + "Z", "v": 1}
        entry = self.at("entry", entry)
        entry_text = entry if isinstance(entry, str) else canonical(entry)
        leaf = sha256(b"\x00", entry_text)
        leaves = self.at("tree", self.log.leaves + [leaf])
        if self.lie is None or "tree" not in self.lie.tells:
            self.log.leaves = leaves
        index = len(leaves) - 1
        receipt = {"index": index, "entry": entry_text, "asker": {"salt": b64(salt), "detail": detail_text}, "ownerHash": b64(owner),
                   "leafHash": b64(leaf), "proof": [b64(p) for p in inclusion(leaves, index)],
                   "checkpoint": self.at("checkpoint", self.log.checkpoint(leaves), leaves)}
        return self.at("receipt", receipt)


def sign(key, text, **header):
    """A compact JWS around an answer, as `Accept: application/jose` would get it."""
    token = jws.JWS(text.encode("utf-8", "surrogatepass"))
    token.add_signature(key, alg="ES256", protected=json.dumps({"alg": "ES256", "kid": "answers-1", "typ": "alpr-answer+jws", **header}))
    return token.serialize(compact=True)


def as_read(query):
    """The query as it is hashed (verify-it-yourself.md)."""
    read = copy.deepcopy(query)
    read["from"], read["to"] = millis(query["from"]), millis(query["to"])
    incident = read["purpose"].get("incident", {"occurred": {}})
    incident["occurred"] = {k: v if v == "ongoing" else millis(v) for k, v in incident["occurred"].items()}
    read["plate"] = {"match": "exact", **query["plate"], "number": re.sub(r"[ -]", "", query["plate"]["number"]).upper()}
    read.setdefault("limit", 100)
    return read


def true_reads(query):
    middle = datetime.fromtimestamp((millis(query["from"]) + millis(query["to"])) / 2000, timezone.utc)
    return [a_read(query["plate"]["number"], middle - timedelta(minutes=n)) for n in range(2)]


def a_read(plate, moment):
    return {"readId": str(uuid.uuid4()), "capturedAt": iso(moment), "plate": plate, "plateState": "CO", "confidence": 0.97,
            "camera": {"id": "W-01", "name": "72nd Avenue at Sheridan", "lat": 39.828, "lon": -105.053}, "direction": "N",
            "vehicle": {"bodyStyle": None, "color": "BLU", "make": "SUBA", "model": "OUTBACK"}}


def agreement_id(agreement):
    return f"sha256:{sha256(canonical(agreement)).hex()}"


# --- The people of the demo

class Person:
    def __init__(self, demo, name):
        self.demo = demo
        self.client = next(c for c in demo["clients"] if c["name"] == name)
        self.key, self.proof_key = jwk.JWK(**self.client["privateJwk"]), jwk.JWK.generate(kty="EC", crv="P-256")
        self.token, self.until, self.token_url, self.nonces = "", 0, None, {}

    def signed(self, key, header, claims):
        token = jwt.JWT(header={"alg": "ES256", **header}, claims={"jti": str(uuid.uuid4()), "iat": int(time.time()), **claims})
        token.make_signed_token(key)
        return token.serialize()

    def send(self, method, url, body=None, headers=None, token=None):
        parts, headers = urlsplit(url), headers or {}
        for _ in range(6):
            claims = {"htm": method, "htu": url.split("?")[0]}
            if parts.netloc in self.nonces:
                claims["nonce"] = self.nonces[parts.netloc]
            if token:
                claims["ath"] = b64url(sha256(token))
                headers["Authorization"] = f"DPoP {token}"
            headers["DPoP"] = self.signed(self.proof_key, {"typ": "dpop+jwt", "jwk": self.proof_key.export_public(as_dict=True)}, claims)
            link = http.client.HTTPConnection(parts.netloc, timeout=60)
            link.request(method, url[len(f"http://{parts.netloc}"):], body, headers)
            answer = link.getresponse()
            data = answer.read()
            link.close()
            if answer.getheader("DPoP-Nonce"):
                self.nonces[parts.netloc] = answer.getheader("DPoP-Nonce")
            if answer.status == 429:
                time.sleep(min(int(answer.getheader("Retry-After", "5")), 60))
            elif answer.status not in (400, 401) or not answer.getheader("DPoP-Nonce") or "nonce" in claims:
                break
        return answer.status, data

    def ask(self, method, path, body=None, **headers):
        if time.time() > self.until:
            if self.token_url is None:
                self.token_url = json.loads(self.send("GET", f"{self.demo['issuer']}/.well-known/openid-configuration")[1])["token_endpoint"]
            us = self.client["clientId"]
            kid = {"kid": self.client["privateJwk"]["kid"]} if "kid" in self.client["privateJwk"] else {}
            form = {"grant_type": "client_credentials", "scope": self.client["scope"], "resource": self.demo["resource"],
                    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion": self.signed(self.key, kid, {"iss": us, "sub": us, "aud": self.demo["issuer"], "exp": int(time.time()) + 60})}
            status, data = self.send("POST", self.token_url, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
            if status != 200:
                raise SystemExit(f"no token for {us}: {status} {data[:300]}")
            told = json.loads(data)
            self.token, self.until = told["access_token"], time.time() + told["expires_in"] - 20
        text = None if body is None else json.dumps(body)
        more = {k.replace("_", "-"): v for k, v in headers.items()} | ({"Content-Type": "application/json"} if text else {})
        status, data = self.send(method, self.demo["resource"] + path, text, more, self.token)
        return status, json.loads(data) if data[:1] in (b"{", b"[") else data.decode("utf-8", "replace")


# --- The lies

class Lie:
    """`words`: what a name of it would have. `stops`: true if it shows bad faith, so that nobody is asked any more."""

    def __init__(self, name, words, stops=True, harmless=None, **tells):
        self.name, self.words, self.stops, self.harmless, self.tells = name, words, stops, harmless, tells


LIES = []


def lie(name, words, stops=True, **tells):
    LIES.append(Lie(name, words, stops, **tells))


def harmless(name, why, **tells):
    """What changes nothing of an answer that is proved: `why` it may be shown."""
    LIES.append(Lie(name, "", False, why, **tells))


def put(**members):
    return lambda _, value, *__: {**value, **members}


def without(*names):
    return lambda _, value, *__: {k: v for k, v in value.items() if k not in names}


def first_read(**members):
    return lambda _, reads, *__: [{**reads[0], **members}, *reads[1:]]


def camera(**members):
    return lambda _, reads, *__: [{**reads[0], "camera": {**reads[0]["camera"], **members}}, *reads[1:]]


def in_text(old, new):
    def tell(_, text, *__):
        assert old in text, old
        return text.replace(old, new, 1)
    return tell


def raw(*parts, **how):
    return lambda *_: http_bytes(*parts, **how)


def forever(head, chunk, pause):
    """Sends until the other side closes, for 40 s at most."""
    def send(peer):
        peer.sendall(head)
        until = time.monotonic() + 40
        while time.monotonic() < until:
            peer.sendall(chunk)
            time.sleep(pause)
    return lambda *_: send


def later(query, **offset):
    return iso(datetime.fromtimestamp(millis(query["to"]) / 1000, timezone.utc) + timedelta(**offset))


def new_receipt(change):
    return lambda _, receipt: {**receipt, **change(receipt)}


ANSWER, JSON = r"answer|form|schema|member|json|malformed|unread|invalid", r"json|malformed|unread|form|schema|parse|answer"
READS, TRANSPORT = r"read|plate|window|record|count|limit|hash|schema|form", r"unavailable|pending|large|status|reach|json|form"
RECEIPT, LOG = r"receipt|proof|leaf|entry|commit|hash|log|malformed|index|large", r"log|index|large|head|checkpoint|fork|tree|signature|origin|proof|receipt|root|size|consisten|extend"
DETAIL = r"detail|receipt|agency|asker|officer|query|purpose|time|other|entry|commit|effect|kind|record|count|hash|log"

# What was read, truly logged: the partner states what cannot be.
lie("another plate", r"plate|read", reads=first_read(plate="OTHER99"))
lie("plate of look-alikes", r"plate|read", reads=lambda _, r, q: [{**r[0], "plate": q["plate"]["number"].replace("I", "1")}, *r[1:]])
lie("plate with a Cyrillic letter", r"plate|read", reads=lambda _, r, q: [{**r[0], "plate": q["plate"]["number"].replace("E", "Е")}, *r[1:]])
lie("read before the window", r"window|time|read", reads=lambda _, r, q: [{**r[0], "capturedAt": iso(datetime.fromtimestamp(millis(q["from"]) / 1000 - 1, timezone.utc))}, *r[1:]])
lie("read at the end of the window", r"window|time|read", reads=lambda _, r, q: [{**r[0], "capturedAt": q["to"]}, *r[1:]])
lie("read in the future", r"window|time|future|read", reads=lambda _, r, q: [{**r[0], "capturedAt": later(q, hours=5)}, *r[1:]])
lie("read in no zone", ANSWER + "|read|time", reads=lambda _, r, q: [{**r[0], "capturedAt": r[0]["capturedAt"][:-1]}, *r[1:]])
lie("read on 30 February", ANSWER + "|read|time|window", reads=first_read(capturedAt="2026-02-30T10:00:00.000Z"))
lie("one read more than the limit", r"limit|many|count|record|cap|read", reads=lambda _, r, q: [a_read(q["plate"]["number"], datetime.fromtimestamp(millis(q["to"]) / 1000 - 60 - n, timezone.utc)) for n in range(q["limit"] + 1)])
lie("ten thousand reads", r"limit|many|count|record|cap|large|read", reads=lambda _, r, q: [{**r[0], "readId": str(uuid.uuid4())} for _ in range(10000)])
lie("the same read twice", r"twice|double|read|same", reads=lambda _, r, q: [r[0], r[0]])
lie("a driver's name in a read", ANSWER + "|read", reads=first_read(driver="Jane Roe"))
lie("a read without a camera", ANSWER + "|read", reads=lambda _, r, q: [{k: v for k, v in r[0].items() if k != "camera"}])
lie("confidence of 2", ANSWER + "|read|confidence", reads=first_read(confidence=2))
lie("a camera at latitude 999", ANSWER + "|read|camera|place", reads=camera(lat=999))
lie("a direction mark in a camera's name", ANSWER + "|text|character|read|control", reads=camera(name="72nd \u202eevA\u202c"))
lie("a zero-width character in a camera's name", ANSWER + "|text|character|read|control", reads=camera(name="72nd\u200b Ave"))
lie("an escape sequence in a camera's name", ANSWER + "|text|character|read|control", reads=camera(name="72nd \u001b[2J\u001b[31m"))
lie("NUL in a camera's name", ANSWER + "|text|character|read|control", reads=camera(name="72nd\u0000"))
lie("a line break in a plate's state", ANSWER + "|text|character|read|control", reads=first_read(plateState="CO\nCO"))
lie("a lone surrogate in a camera's name", ANSWER + "|text|character|read|surrogate", reads=camera(name="SURROGATE"), text=in_text("SURROGATE", "\\ud800"))
lie("a camera's name of 100,000 characters", ANSWER + "|long|large|text|read", reads=camera(name="x" * 100_000))
lie("a make of 5,000 characters", ANSWER + "|long|text|read", reads=first_read(vehicle={"bodyStyle": None, "color": "BLU", "make": "S" * 5000, "model": None}))
lie("markup in a make", ANSWER + "|text|character|read|markup", reads=first_read(vehicle={"bodyStyle": None, "color": "BLU", "make": "<script>alert(1)</script>", "model": None}))
lie("markup in a camera's name", ANSWER + "|text|character|read|markup", reads=camera(name="<img src=x onerror=alert(1)>"))
lie("__proto__ in a read", ANSWER + "|read", reads=first_read(**{"__proto__": {"plate": "X"}}))

# What was read is not what was logged.
lie("a read more than was logged", READS, body=lambda _, b, q: {**b, "reads": [*b["reads"], a_read(q["plate"]["number"], datetime.fromtimestamp(millis(q["to"]) / 1000 - 9, timezone.utc))]})
lie("a read fewer than was logged", READS, body=lambda _, b, q: {**b, "reads": b["reads"][:1]})
lie("a read changed after it was logged", READS, body=lambda _, b, q: {**b, "reads": [{**b["reads"][0], "direction": "S"}, *b["reads"][1:]]})
lie("reads in another order", READS, body=lambda _, b, q: {**b, "reads": b["reads"][::-1]})
lie("reads are null", READS + "|answer", body=put(reads=None))
lie("another id than was logged", r"id|release|receipt|answer|detail", body=put(releaseId=str(uuid.UUID(int=5, version=4))))
lie("a decision that denies, with reads", r"effect|decision|answer|receipt", body=lambda _, b, q: {**b, "decision": {**b["decision"], "effect": "deny"}})
lie("the answer is another one's query", READS, body=lambda l, b, q: {**l.last_body, "receipt": b["receipt"]})

# The detail, truly logged, tells of something else than was asked.
lie("another agency asked", DETAIL, detail=put(agency="CO0010000"))
lie("another agency in the entry alone", DETAIL, entry=put(agency="CO0010000"))
lie("no agency in the entry", DETAIL, entry=put(agency=None))
lie("another officer", DETAIL, detail=lambda _, d, q: {**d, "officer": {**d["officer"], "id": "officer-x"}})
lie("another question", DETAIL, detail=put(queryHash=b64(bytes(32))))
lie("another purpose", DETAIL, detail=lambda _, d, q: {**d, "purpose": {**d["purpose"], "code": "violent_crime"}})
lie("another case", DETAIL, detail=lambda _, d, q: {**d, "purpose": {**d["purpose"], "caseNumber": "CR-1"}})
lie("another asker's index", DETAIL, detail=lambda _, d, q: {**d, "asker": {**d["asker"], "index": d["asker"]["index"] - 1}})
lie("another asker's leaf", DETAIL, detail=lambda _, d, q: {**d, "asker": {**d["asker"], "leafHash": b64(bytes(32))}})
lie("another asker's log", DETAIL, detail=lambda _, d, q: {**d, "asker": {**d["asker"], "origin": "adams.invalid/log"}})
lie("no asker", DETAIL, detail=without("asker"))
lie("another trace", DETAIL + "|trace", detail=put(traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01"))
lie("another number of records", DETAIL, detail=put(records=1))
lie("the detail refuses, the answer has reads", DETAIL, detail=put(effect="deny", kind="refusal"))
lie("a dry run's entry for reads", DETAIL, detail=put(kind="dry_run"))
lie("a hit's entry for reads", DETAIL, detail=put(kind="hit_notice"))
lie("an unknown kind of entry", DETAIL + "|unknown", detail=put(kind="release_v2"))
lie("another effect in the entry alone", DETAIL, entry=put(effect="deny"))
lie("answered an hour from now", DETAIL + "|future|clock", detail=lambda *a: {**a[1], "at": iso(datetime.now(timezone.utc) + timedelta(hours=1))})
lie("answered a day ago", DETAIL + "|past|clock", detail=lambda *a: {**a[1], "at": iso(datetime.now(timezone.utc) - timedelta(days=1))})
lie("another minute in the entry", DETAIL, entry=put(minute="2026-01-01T00:00Z"))
lie("another commitment", RECEIPT, entry=put(commitment=b64(bytes(32))))
lie("an entry of version 2", RECEIPT + "|version", entry=put(v=2))
lie("a plate in the public entry", RECEIPT + "|member", entry=put(plate="LIE0001"))
lie("an entry that is not canonical", RECEIPT + "|canonical", entry=lambda _, e: json.dumps(e))
lie("a detail that is not canonical", DETAIL + "|canonical", detail=lambda _, d, q: json.dumps(d, sort_keys=True))
lie("a doubled member in the detail", DETAIL + "|double|canonical", detail=lambda _, d, q: canonical(d).replace('{"agency"', '{"agency":"CO0010000","agency"', 1))

# The receipt and its proof.
lie("no receipt", RECEIPT, body=without("receipt"))
lie("the receipt is null", RECEIPT + "|answer", body=put(receipt=None))
lie("the whole answer of before", DETAIL + "|index|replay|asker|reads|twice", text=lambda l, *_: l.last_text)
lie("the receipt of before", RECEIPT + "|reads", receipt=lambda l, *_: l.last_body["receipt"])
lie("another leaf hash", RECEIPT, receipt=put(leafHash=b64(bytes(32))))
lie("another owner's hash", RECEIPT, receipt=put(ownerHash=b64(bytes(32))))
lie("another salt", RECEIPT, receipt=new_receipt(lambda r: {"asker": {**r["asker"], "salt": b64(bytes(32))}}))
lie("a salt of one byte", RECEIPT + "|salt", receipt=new_receipt(lambda r: {"asker": {**r["asker"], "salt": "AA=="}}))
lie("a proof with a changed hash", RECEIPT, receipt=new_receipt(lambda r: {"proof": [b64(bytes(32)), *r["proof"][1:]]}))
lie("a proof without its last hash", RECEIPT, receipt=new_receipt(lambda r: {"proof": r["proof"][:-1]}))
lie("a proof with a hash more", RECEIPT, receipt=new_receipt(lambda r: {"proof": [*r["proof"], b64(bytes(32))]}))
lie("a proof of 100,000 hashes", RECEIPT + "|large|long|answer", receipt=new_receipt(lambda r: {"proof": [b64(bytes(32))] * 100_000}))
lie("a proof of short hashes", RECEIPT, receipt=new_receipt(lambda r: {"proof": ["AA==" for _ in r["proof"]]}))
lie("an index beyond the size", RECEIPT + "|index|size", receipt=new_receipt(lambda r: {"index": r["index"] + 1000}))
lie("an index below zero", RECEIPT + "|index|answer", receipt=new_receipt(lambda r: {"index": -1}))
lie("an index between two", RECEIPT + "|index|answer", receipt=new_receipt(lambda r: {"index": r["index"] + 0.5}))
lie("an index beyond 2^53", RECEIPT + "|index|answer", receipt=new_receipt(lambda r: {"index": 2**53 + 1}))
lie("an index as text", RECEIPT + "|index|answer", receipt=new_receipt(lambda r: {"index": str(r["index"])}))
lie("the index of the neighbor", RECEIPT + "|index", receipt=new_receipt(lambda r: {"index": r["index"] - 1}))

# The head and its signature.
lie("a head of another origin", LOG, checkpoint=lambda l, v, leaves: NoteKey("other.invalid/log").note(f"other.invalid/log\n{len(leaves)}\n{b64(tree_root(leaves))}\n"))
lie("another origin, signed by the right key", LOG, checkpoint=lambda l, v, leaves: l.key.note(f"other.invalid/log\n{len(leaves)}\n{b64(tree_root(leaves))}\n"))
lie("another key of the right name", LOG, checkpoint=lambda l, v, leaves: Log(l.other).checkpoint(leaves))
lie("another key of the right name and id", LOG, checkpoint=lambda l, v, leaves: Log(l.other).checkpoint(leaves, key_id=l.key.id))
lie("a head without a signature", LOG, checkpoint=lambda l, v, leaves: v.split("— ")[0])
lie("the signature of another text", LOG, checkpoint=lambda l, v, leaves: v.split("— ")[0] + l.key.line("another\ntext\n"))
lie("a false signature line before the true one", LOG, checkpoint=lambda l, v, leaves: v.split("— ")[0] + l.key.line("another\n") + l.key.line(v.split("\n— ")[0]))
harmless("the true signature line twice", "a note may have any number of true signatures (C2SP signed-note)", checkpoint=lambda l, v, leaves: v + v[v.index("— "):])
lie("a signature of S + L", LOG, checkpoint=lambda l, v, leaves: l.log.checkpoint(leaves, change=lambda s: s[:32] + (int.from_bytes(s[32:], "little") + ED25519_ORDER).to_bytes(32, "little")))
lie("a signature of zeros", LOG, checkpoint=lambda l, v, leaves: l.log.checkpoint(leaves, change=lambda s: bytes(64)))
lie("a signature of small order (R = 1, S = 0)", LOG, checkpoint=lambda l, v, leaves: l.log.checkpoint(leaves, change=lambda s: bytes([1]) + bytes(63)))
lie("a signature with R plus a point of order 2", LOG, checkpoint=lambda l, v, leaves: l.log.checkpoint(leaves, change=lambda s: bytes([s[0] ^ 1]) + s[1:31] + bytes([s[31] ^ 128]) + s[32:]))
lie("a signature cut short", LOG, checkpoint=lambda l, v, leaves: l.log.checkpoint(leaves, change=lambda s: s[:63]))
lie("a size with leading zeros", LOG, checkpoint=lambda l, v, leaves: l.key.note(f"{l.key.name}\n00{len(leaves)}\n{b64(tree_root(leaves))}\n"))
lie("a size of 2^63", LOG, checkpoint=lambda l, v, leaves: l.key.note(f"{l.key.name}\n{2**63}\n{b64(tree_root(leaves))}\n"))
lie("lines that end with CR LF", LOG, checkpoint=lambda l, v, leaves: l.key.note(f"{l.key.name}\r\n{len(leaves)}\r\n{b64(tree_root(leaves))}\r\n"))
lie("a root of 31 bytes", LOG, checkpoint=lambda l, v, leaves: l.key.note(f"{l.key.name}\n{len(leaves)}\n{b64(tree_root(leaves)[:31])}\n"))
lie("a checkpoint of a megabyte", LOG + "|large|long|answer", checkpoint=lambda l, v, leaves: v + "".join(l.other.line(str(n), name=f"w{n}") for n in range(8000)))
lie("another root, signed", LOG, checkpoint=lambda l, v, leaves: l.key.note(f"{l.key.name}\n{len(leaves)}\n{b64(bytes(32))}\n"))
lie("a smaller tree", LOG, tree=lambda l, leaves: leaves[:4] + leaves[-1:])
lie("a forked tree of the same size", LOG, tree=lambda l, leaves: [sha256(b"fork"), *leaves[1:-2], leaves[-1]])
lie("a forked tree that is larger", LOG, tree=lambda l, leaves: [sha256(b"fork"), *leaves[1:]])
lie("a forked tree, and the proof of it", LOG, tree=lambda l, leaves: l.__dict__.update(fork=[sha256(b"fork"), *leaves[1:]]) or l.fork,
    consistency=lambda l, v: {**v, "size": len(l.fork), "proof": [b64(p) for p in consistency(l.fork, v["from"])], "checkpoint": l.log.checkpoint(l.fork)})
lie("no proof that the head extends the last", LOG, consistency=lambda l, v: http_bytes(404, "{}"))
lie("a false proof that the head extends the last", LOG, consistency=lambda l, v: {**v, "proof": [b64(bytes(32)) for _ in v["proof"]] or [b64(bytes(32))]})
lie("a proof from an empty tree", LOG, consistency=lambda l, v: {**v, "from": 0, "proof": []})
lie("an endless proof", LOG + "|time|large", consistency=forever(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{", b" " * 65536, 0))

# JSON that two readers read differently.
lie("reads twice", JSON + "|double|twice", text=lambda l, t: t[:-1] + ',"reads":[]}')
lie("the receipt twice", JSON + "|double|twice", text=lambda l, t: '{"receipt":null,' + t[1:])
lie("a member doubled by an escape", JSON + "|double|twice", text=lambda l, t: '{"re\\u0061ds":[],' + t[1:])
lie("NaN", JSON, text=in_text('"confidence":0.97', '"confidence":NaN'))
lie("10^400", JSON + "|number", text=in_text('"confidence":0.97', '"confidence":1e400'))
lie("a number of 100,000 digits", JSON + "|number|reads", text=in_text('"confidence":0.97', '"confidence":0.' + "9" * 100_000))
lie("JSON 100,000 deep", JSON + "|deep", text=lambda l, t: t[:-1] + ',"more":' + "[" * 100_000 + "]" * 100_000 + "}")
harmless("a member that is unknown", "a newer gateway may say more; it is never shown", body=put(extra={"note": "<b>trust me</b>"}))
lie("words behind the JSON", JSON, text=lambda l, t: t + " trust me")
lie("a byte order mark", JSON, text=lambda l, t: "\ufeff" + t)
lie("JSON in UTF-16", JSON, http=lambda l, v, t: http_bytes(200, t.encode("utf-16")))
lie("bytes that are not UTF-8", JSON + "|utf", http=lambda l, v, t: http_bytes(200, t.encode().replace(b"72nd", b"72\xff\xfe")))
lie("an array", JSON + "|receipt", text=lambda l, t: f"[{t}]")
lie("null", JSON, text=lambda l, t: "null")
lie("a next page that is an object", ANSWER + "|next|cursor", body=put(next={"cursor": "x"}))
lie("an overlong cursor", ANSWER + "|next|cursor|long", body=put(next="x" * 200_000))

# Answers that say no, and show all the same.
lie("refused, with reads", ANSWER + "|refus|read|effect|receipt|outcome", effect=lambda *_: "deny", body=lambda l, b, q: {**b, "reads": true_reads(q)})
lie("held, with reads", ANSWER + "|held|read|effect|receipt|outcome", effect=lambda *_: "review", body=lambda l, b, q: {**b, "reads": true_reads(q)})
lie("refused, without a receipt", RECEIPT + "|answer|refus", effect=lambda *_: "deny", body=without("receipt"))
lie("held, without a receipt", RECEIPT + "|answer|held", effect=lambda *_: "review", body=without("receipt"))
lie("refused, with a release's entry", DETAIL, effect=lambda *_: "deny", detail=put(effect="permit", kind="release"))
lie("refused for other reasons than were logged", r"reason|receipt|answer|detail", effect=lambda *_: "deny", body=put(reasons=[{"code": "subject_suspended", "clause": "420"}]))
lie("refused, with a direction mark in the reason", ANSWER + "|text|character|reason", effect=lambda *_: "deny", body=lambda l, b, q: {**b, "reasons": [{**b["reasons"][0], "detail": "see \u202eexe.pdf"}]})
lie("refused, with an escape sequence as clause", ANSWER + "|text|character|reason", effect=lambda *_: "deny", body=lambda l, b, q: {**b, "reasons": [{**b["reasons"][0], "clause": "\u001b[2J420"}]})
lie("status 403 around a release", ANSWER + "|status|refus|outcome", http=lambda l, v, t: http_bytes(403, t, "application/problem+json"))
lie("status 200 around a refusal", ANSWER + "|status|refus", effect=lambda *_: "deny", http=lambda l, v, t: http_bytes(200, t))

# Signatures of JOSE: nothing of the kind was asked for, so no key may make it count.
B64H = {"kid": "answers-1", "typ": "alpr-answer+jws"}


def jose(make):
    return lambda l, v, t: http_bytes(200, make(l, t), "application/jose")


def bare(header, text, signature=b""):
    return f"{b64url(json.dumps(header))}.{b64url(text)}.{b64url(signature)}"


def hs256(l, text):
    pem = l.sign_key.export_to_pem()
    made = bare({"alg": "HS256", **B64H}, text).rsplit(".", 1)[0]
    return f"{made}.{b64url(hmac.new(pem, made.encode(), hashlib.sha256).digest())}"


def encrypted(l, text):
    made = jwe.JWE(text.encode(), json.dumps({"alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JOSE"}))
    made.add_recipient(jwk.JWK.generate(kty="RSA", size=2048))
    return made.serialize(compact=True)


lie("alg none", TRANSPORT + "|alg|sign", http=jose(lambda l, t: bare({"alg": "none", **B64H}, t)))
lie("HS256 with the public key", TRANSPORT + "|alg|sign", http=jose(hs256))
lie("an unknown kid", TRANSPORT + "|kid|key|sign", http=jose(lambda l, t: sign(l.sign_key, t, kid="nobody")))
lie("another key's signature", TRANSPORT + "|kid|key|sign", http=jose(lambda l, t: sign(l.false_key, t)))
lie("another typ", TRANSPORT + "|typ|sign", http=jose(lambda l, t: sign(l.sign_key, t, typ="at+jwt")))
lie("encrypted for somebody else", TRANSPORT + "|encrypt|sign", http=jose(encrypted))
lie("a true signature that nobody asked for", TRANSPORT + "|sign", http=jose(lambda l, t: sign(l.sign_key, t)))

# The way there.
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
lie("an endless body", TRANSPORT, False, http=forever(HEAD + b"\r\n", b" " * 65536, 0))
lie("an endless chunked body", TRANSPORT, False, http=forever(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 4096 + b"\r\n", 0))
lie("a slow drip", TRANSPORT, False, http=forever(HEAD + b"\r\n", b" ", 0.5))
lie("headers that drip", TRANSPORT, False, http=forever(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.3))
lie("headers without end", TRANSPORT, False, http=forever(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"y" * 8000 + b"\r\n", 0))
lie("silence", TRANSPORT, False, http=forever(b"", b"", 0.5))
lie("a closed connection", TRANSPORT, False, http=lambda *_: b"")
lie("103 without end", TRANSPORT, False, http=forever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0.01))
lie("103 with a false answer, then 200 without body", TRANSPORT, False, http=lambda l, v, t: b"HTTP/1.1 103 Early Hints\r\n\r\n" + http_bytes(200))
lie("200 without a body", TRANSPORT + "|json", False, http=raw(200))
lie("204", TRANSPORT, False, http=raw(204, Content_Length=None))
lie("status 999", TRANSPORT, False, http=lambda l, v, t: http_bytes(999, t))
lie("status 206 with half", TRANSPORT, False, http=lambda l, v, t: http_bytes(206, t))
lie("status 500 with reads", TRANSPORT, False, http=lambda l, v, t: http_bytes(500, t))
lie("garbage in place of HTTP", TRANSPORT, False, http=lambda *_: os.urandom(4000))
lie("HTTP/0.9", TRANSPORT, False, http=lambda l, v, t: t.encode())
lie("chunked garbage", TRANSPORT, False, http=lambda *_: HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
lie("chunked and a length", TRANSPORT, False, http=lambda l, v, t: HEAD + f"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{len(t.encode()):x}\r\n{t}\r\n0\r\n\r\n".encode())
lie("two lengths", TRANSPORT, False, http=lambda l, v, t: HEAD + f"Content-Length: {len(t.encode())}\r\nContent-Length: 2\r\n\r\n{t}".encode())
lie("a length longer than the body", TRANSPORT, False, http=lambda l, v, t: HEAD + f"Content-Length: {len(t.encode()) + 9}\r\n\r\n{t}".encode())
lie("a length shorter than the body", TRANSPORT + "|json", False, http=lambda l, v, t: HEAD + f"Content-Length: {len(t.encode()) - 9}\r\n\r\n{t}".encode())
lie("a body of 20 MB", TRANSPORT, False, http=lambda l, v, t: http_bytes(200, t[:-1] + " " * 20_000_000 + "}"))
lie("a bomb of gzip", TRANSPORT, False, http=lambda l, v, t: http_bytes(200, gzip.compress(b" " * 50_000_000, 9), Content_Encoding="gzip"))
lie("gzip that was not asked for", TRANSPORT, False, http=lambda l, v, t: http_bytes(200, gzip.compress(t.encode()), Content_Encoding="gzip"))
lie("text/html", TRANSPORT, False, http=lambda l, v, t: http_bytes(200, t, "text/html"))
lie("no content type", TRANSPORT, False, http=lambda l, v, t: http_bytes(200, t, None))
lie("a redirect to itself", TRANSPORT, False, http=lambda l, v, t: http_bytes(307, Location=f"{l.url}/v1/queries"))
lie("a redirect into a circle", TRANSPORT, False, http=lambda l, v, t: http_bytes(308, Location=f"{l.url}/v1/queries?again=1"))
lie("a redirect to a private address", TRANSPORT, False, http=lambda l, v, t: http_bytes(307, Location="http://169.254.169.254/latest/meta-data/"))
lie("a redirect to a trap of ours", TRANSPORT, False, http=lambda l, v, t: http_bytes(302, Location=f"{l.url}/trap"))
lie("a nonce asked for without end", TRANSPORT + "|token|nonce", False, http=lambda l, v, t: http_bytes(401, "{}", DPoP_Nonce=str(uuid.uuid4()), WWW_Authenticate='DPoP error="use_dpop_nonce"'))
lie("429 until the year 5000", TRANSPORT + "|later|busy", False, http=lambda l, v, t: http_bytes(429, "{}", Retry_After="99999999999"))
lie("an answer to another request", TRANSPORT + "|" + DETAIL, False, http=lambda l, v, t: http_bytes(200, '{"entries":[],"next":0,"more":false}'))

# Who it is, and its tokens.
LOGIN = r"token|metadata|address|" + TRANSPORT
lie("no token", LOGIN, False, token=without("access_token"))
harmless("a token for anybody (Bearer)", "it is good at that partner alone, and opens nothing here", token=put(token_type="Bearer"))
lie("a token with a header in it", LOGIN, False, token=put(access_token="a\r\nX-Evil: 1"))
lie("a token of 10 MB", LOGIN, False, token=put(access_token="a" * 10_000_000))
lie("a token that ended", LOGIN, False, token=put(expires_in=-5), http=raw(401, "{}", WWW_Authenticate='DPoP error="invalid_token"'))
lie("an endless token", LOGIN, False, token=forever(HEAD + b"\r\n", b" " * 65536, 0))
lie("a token endpoint that redirects", LOGIN, False, token=lambda l, v: http_bytes(307, Location=f"{l.url}/trap"))
lie("a token endpoint that drips", LOGIN, False, token=forever(HEAD + b"\r\n", b" ", 0.5))
lie("another issuer in the discovery", LOGIN, False, discovery=put(issuer="https://id.other.example"))
lie("a token endpoint at a private address", LOGIN, False, discovery=put(token_endpoint="http://10.255.255.1/token"))
lie("a token endpoint at our own gateway", LOGIN, False, discovery=lambda l, v: {**v, "token_endpoint": f"{l.gateway}/v1/sharing/halt"})
lie("a token endpoint that is a file", LOGIN, False, discovery=put(token_endpoint="file:///etc/passwd"))
lie("an endless discovery", LOGIN, False, discovery=forever(HEAD + b"\r\n", b" " * 65536, 0))
lie("metadata of another ORI", LOGIN + "|ori|metadata", metadata=put(alpr_ori="CO0010000"))
lie("metadata of another log key", LOGIN + "|key|metadata", metadata=lambda l, v: {**v, "alpr_log_key": l.other.vkey})
lie("metadata of another resource", LOGIN + "|metadata", metadata=put(resource="https://alpr.other.example"))
harmless("metadata of another issuer", "the operator's credentials name the issuer, and no other is asked", metadata=put(authorization_servers=["https://id.other.example"]))
lie("metadata with a doubled member", LOGIN + "|json|metadata", metadata=lambda l, v: canonical(v)[:-1] + ',"alpr_ori":"CO0010000"}')
lie("endless metadata", LOGIN + "|metadata", False, metadata=forever(HEAD + b"\r\n", b" " * 65536, 0))

# --- One ask, and what came of it

class Scene:
    asks = 0

    def __init__(self, demo, liar, people):
        self.demo, self.liar = demo, liar
        self.admins, self.auditor, self.own = (people["admin-1"], people["admin-2"]), people["auditor"], people["own-system"]

    def note_of(self, key, change=lambda signature: signature):
        """The agreement as a file, with our note."""
        now, demo, liar = datetime.now(timezone.utc), self.demo, self.liar
        gives = {"purposes": ["stolen_vehicle"], "dataClasses": ["reads"], "lookBackDays": 30, "dailyRecords": 1000000,
                 "retentionDays": 30, "officerMfa": True}
        agreement = {"type": "alpr-agreement/v1", "article74": True, "from": iso(now - timedelta(minutes=1)), "until": iso(now + timedelta(days=300)),
                     "gives": {demo["owner"]: gives, liar.ori: gives},
                     "parties": [{"ori": demo["owner"], "name": "Commerce City PD", "resource": demo["resource"], "issuer": demo["issuer"], "logKey": demo["logKey"]},
                                 {"ori": liar.ori, "name": "A partner", "resource": liar.url, "issuer": liar.url, "logKey": key.vkey}]}
        note = key.note(f"alpr-agreement/v1\naccept {agreement_id(agreement)}\n{round(time.time() * 1000)}\n", change=change)
        return {"agreement": agreement, "note": note, "client": {"id": "liar-gateway"}}

    def agree(self):
        """The agreement travels as a file; two persons of the demo accept it."""
        body = self.note_of(self.liar.key)
        self.liar.agreement_notes.append(body["note"])
        status, told = self.admins[0].ask("POST", "/v1/agreements", body)
        if status != 201:
            raise SystemExit(f"the agreement was not taken: {status} {json.dumps(told)[:600]}")
        for admin in self.admins:
            status, told = admin.ask("POST", f"/v1/agreements/{told['id']}/accept", {})
        if status != 200 or told["status"] != "in_force":
            raise SystemExit(f"the agreement is not in force: {status} {json.dumps(told)[:600]}")

    def give_credentials(self, folder):
        """What the demo's gateway signs in with at our issuer (`hot-list source set --help` names the file)."""
        folder.mkdir(mode=0o700, exist_ok=True)
        key = jwk.JWK.generate(kty="EC", crv="P-256", kid="asks-1")
        text = json.dumps({"gateway": self.liar.url, "issuer": self.liar.url, "clientId": "commerce-city-gateway",
                           "privateJwk": key.export_private(as_dict=True), "resource": self.liar.url})
        with open(os.open(folder / f"{self.liar.ori.lower()}.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)

    def ask(self, purpose="stolen_vehicle"):
        """Asks for a plate and a case of its own, and collects until nothing is pending."""
        Scene.asks += 1
        now = datetime.now(timezone.utc)
        body = {"purpose": {"code": purpose, "caseNumber": f"CR-2026-{1000 + self.asks}", "offense": {"system": "nibrs", "code": "240"},
                            "incident": {"kind": "offense", "occurred": {"from": iso(now - timedelta(hours=6))}, "place": {"city": "Commerce City"},
                                         "vehicle": "stolen", "reportedBy": "victim", "affirmed": True}},
                "onBehalfOf": {"id": f"officer-{self.asks % 40}", "name": "Officer Sample", "ori": self.demo["owner"]},
                "plate": {"number": f"LIE{self.asks:04d}"}, "from": iso(now - timedelta(hours=8)), "to": iso(now), "limit": 5, "at": [self.liar.ori]}
        began = time.monotonic()
        status, told = self.own.ask("POST", "/v1/asks", body)
        shown = [told]
        while status == 200 and told["answers"][0]["outcome"] == "pending" and time.monotonic() - began < 3:
            time.sleep(0.3)
            status, told = self.own.ask("GET", f"/v1/asks/{told['askId']}")
            shown.append(told)
        return {"status": status, "told": told, "shown": shown, "seconds": round(time.monotonic() - began, 2)}

    def tell(self, lie):
        """One row of the table: what the lie came to, and what it left behind."""
        self.liar.lie, self.liar.told, self.liar.seen = lie, 0, []
        cpu, probe = self.cpu(), Probe(self.demo["gateway"])
        ask = self.ask()
        rows = ask["told"].get("answers", [{}]) if isinstance(ask["told"], dict) else [{}]
        answer = rows[0] if rows else {}
        fault = self.fault(ask["told"])
        self.liar.lie = None
        stopped, slowest, spent = self.peer(), probe.end(), self.cpu() - cpu
        texts = json.dumps(ask["shown"], ensure_ascii=False)
        reads = max((len(a.get("reads", [])) for told in ask["shown"] if isinstance(told, dict) for a in told.get("answers", [])), default=0)
        outcome, trapped = answer.get("outcome", f"status {ask['status']}"), any("trap" in seen for seen in self.liar.seen)
        believed = outcome not in ("no_answer", "unproven", "pending") or trapped or re.search("[\u0000-\u001f\u200b-\u200f\u202a-\u202e]", texts) is not None
        name = " ".join(filter(None, [fault, stopped["stoppedFor"], outcome if outcome == "pending" else None]))
        resumed = self.resume() if stopped["askingStopped"] else None
        after = self.ask()
        healed = after["status"] == 200 and after["told"]["answers"][0]["outcome"] == "released" and after["told"]["answers"][0]["order"] == "proved"
        return {"lie": lie.name, "harmless": lie.harmless, "told": self.liar.told, "by": "ask", "shown": reads, "believed": believed, "outcome": outcome, "fault": fault,
                "stopped": stopped["askingStopped"], "stoppedFor": stopped["stoppedFor"], "mustStop": lie.stops, "named": bool(re.search(lie.words, name, re.I)),
                "resumed": resumed, "healed": healed, "seconds": ask["seconds"], "slowestProbeMs": slowest, "cpuSeconds": round(spent, 2),
                "afterSeconds": after["seconds"]} | ({} if healed else {"after": after["told"].get("answers", after["told"]), "afterFault": self.fault(after["told"])})

    def fault(self, told):
        """The name in our entry of the kind `peer_answered`, as an auditor sees it."""
        if not isinstance(told, dict) or not told.get("receipt"):
            return f"no receipt: {json.dumps(told)[:200]}"
        asked = told["receipt"]["index"]
        entries = self.auditor.ask("GET", "/v1/audit/entries?kind=peer_answered&limit=3")[1]["entries"]
        for each in entries:
            detail = json.loads(self.auditor.ask("GET", f"/v1/audit/entries/{each['index']}")[1]["owner"]["detail"])
            if detail["asked"] == asked:
                return detail.get("fault")
        return None

    def peer(self):
        return next(p for p in self.auditor.ask("GET", "/v1/peers")[1]["peers"] if p["ori"] == self.liar.ori)

    def resume(self):
        return self.admins[0].ask("POST", f"/v1/peers/{self.liar.ori}/resume-asking", {"reason": "it was looked into"})[0]

    def cpu(self):
        """Seconds of processor time of the demo's own process: a load of others does not count."""
        try:
            fields = Path(f"/proc/{self.demo['pid']}/stat").read_text("ascii").rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return 0.0


class Probe:
    """Asks ten times a second whether the gateway is alive, and keeps the longest wait."""

    def __init__(self, gateway):
        self.gateway, self.slowest, self.ended = gateway, 0.0, False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.ended:
            began = time.monotonic()
            try:
                link = http.client.HTTPConnection(urlsplit(self.gateway).netloc, timeout=30)
                link.request("GET", "/healthz")
                link.getresponse().read()
                link.close()
                self.slowest = max(self.slowest, time.monotonic() - began)
            except OSError:
                self.slowest = 999.0
            time.sleep(0.1)

    def end(self):
        self.ended = True
        self.thread.join()
        return round(self.slowest * 1000)


# --- What the partner sends by itself: tokens of its issuer, and signals

def token_of(liar, proof_key, header=None, key=None, **claims):
    now = int(time.time())
    claims = {"iss": liar.url, "sub": "liar-gateway", "client_id": "liar-gateway", "aud": liar.gateway, "jti": str(uuid.uuid4()), "iat": now, "exp": now + 120,
              "scope": "alpr.query", "ori": liar.ori, "cnf": {"jkt": proof_key.thumbprint()}} | claims
    return signed_by(key or liar.token_key, {"alg": "ES256", "kid": "tokens-1", "typ": "at+jwt", **(header or {})}, claims)


def signal_of(liar, header=None, key=None, **claims):
    event = {"https://schemas.openid.net/secevent/ssf/event-type/verification": {"state": "test"}}
    claims = {"iss": liar.url, "aud": liar.gateway, "jti": str(uuid.uuid4()), "iat": int(time.time()), "events": event,
              "sub_id": {"format": "complex", "tenant": {"format": "opaque", "id": liar.owner}}} | claims
    return signed_by(key or liar.sign_key, {"alg": "ES256", "kid": "answers-1", "typ": "secevent+jwt", **(header or {})}, claims)


def signed_by(key, header, claims):
    """By hand, since no library signs what nobody should."""
    made = f"{b64url(json.dumps(header))}.{b64url(json.dumps(claims))}"
    if header["alg"] == "ES256":
        r, s = decode_dss_signature(key.get_op_key("sign").sign(made.encode(), ECDSA(SHA256())))
        return f"{made}.{b64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"{made}.{b64url(hmac.new(key.export_to_pem(), made.encode(), hashlib.sha256).digest()) if header['alg'] == 'HS256' else ''}"


def zeros(jwt_text):
    return f"{jwt_text.rsplit('.', 1)[0]}.{b64url(bytes(64))}"


OTHER_KEY = jwk.JWK.generate(kty="EC", crv="P-256")
SIGNED = {
    "alg none": {"header": {"alg": "none"}}, "HS256 with the public key": {"header": {"alg": "HS256"}}, "an unknown kid": {"header": {"kid": "nobody"}},
    "another key's signature": {"key": OTHER_KEY}, "another typ": {"header": {"typ": "JWT"}}, "a key in the header": {"key": OTHER_KEY, "header": {"jwk": OTHER_KEY.export_public(as_dict=True)}},
    "a crit that is unknown": {"header": {"crit": ["x"], "x": 1}}, "another issuer": {"iss": "https://id.other.example"}, "for another gateway": {"aud": "https://alpr.other.example"},
    "issued an hour from now": {"iat": int(time.time()) + 3600}, "an id that is an object": {"jti": {"x": 1}}}
TOKENS = SIGNED | {
    "another agency": {"ori": "CO0010000"}, "the owner's agency": {"ori": "CO0010300"}, "ended": {"exp": int(time.time()) - 600}, "no key bound": {"cnf": {}},
    "another key bound": {"cnf": {"jkt": "A" * 43}}, "another client": {"sub": "demo-adams", "client_id": "demo-adams"}, "lives for ten years": {"exp": int(time.time()) + 315360000},
    "the scope of administrators": {"scope": "alpr.admin"}}


def sent_lies(scene):
    """Rows of what the partner sends: each must be refused, and the honest one taken."""
    liar, person = scene.liar, scene.own
    liar.owner = scene.demo["owner"]
    entries, signals = f"{liar.gateway}/v1/network/entries?since=0", f"{liar.gateway}/v1/network/signals"

    def row(name, status, data, honest):
        taken = status < 400
        said = json.loads(data).get("description") or json.loads(data).get("detail") if data[:1] == b"{" else None
        return {"lie": name, "harmless": None, "told": 1, "by": "sent", "shown": 0, "believed": taken and not honest, "outcome": f"status {status}", "fault": said or ("taken" if honest else None), "stopped": False,
                "stoppedFor": None, "mustStop": False, "named": bool(said) or honest, "resumed": None, "healed": taken or not honest, "seconds": 0, "slowestProbeMs": 0, "cpuSeconds": 0, "afterSeconds": 0}

    for name, how in {"honest": {}, **TOKENS}.items():
        yield row(f"token: {name}", *person.send("GET", entries, token=token_of(liar, person.proof_key, **how)), not how)
    yield row("token: a signature of zeros", *person.send("GET", entries, token=zeros(token_of(liar, person.proof_key))), False)
    kind = {"Content-Type": "application/secevent+jwt"}
    for name, how in {"honest": {}, **SIGNED}.items():
        yield row(f"signal: {name}", *person.send("POST", signals, signal_of(liar, **how), dict(kind), token_of(liar, person.proof_key)), not how)
    yield row("signal: a signature of zeros", *person.send("POST", signals, zeros(signal_of(liar)), dict(kind), token_of(liar, person.proof_key)), False)
    for name, point in (("1", bytes([1]) + bytes(31)), ("8", bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))):
        key = copy.copy(liar.key)
        key.id = sha256(key.name, b"\n\x01", point)[:4]
        key.vkey = f"{key.name}+{key.id.hex()}+{b64(bytes([1]) + point)}"
        # R = the point of order 1, S = 0: whoever only computes takes it for every text that hashes rightly.
        note = scene.note_of(key, lambda _: bytes([1]) + bytes(63))
        status, told = scene.admins[0].ask("POST", "/v1/agreements", note)
        yield row(f"agreement: a log key of order {name}", status, json.dumps(told).encode(), False)
    for name, body in (("not a token", "trust me"), ("a megabyte", "a" * 1_000_000)):
        yield row(f"signal: {name}", *person.send("POST", signals, body, dict(kind), token_of(liar, person.proof_key)), False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("demo")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", help="names of lies, with semicolons between")
    parser.add_argument("--requests", action="store_true", help="print what the gateway asks of the partner")
    given = parser.parse_args()
    demo = json.loads(Path(given.demo).read_text("utf-8"))
    people, oris = {name: Person(demo, name) for name in ("admin-1", "admin-2", "auditor", "own-system")}, iter(ORIS)

    def meet():
        scene = Scene(demo, Liar(next(oris), given.requests, demo["gateway"]), people)
        scene.agree()
        scene.give_credentials(Path(given.demo).parent / "secrets" / "gateways")
        return scene

    scene, rows = meet(), []
    truth = scene.ask()
    first = truth["told"]["answers"][0]
    if (first["outcome"], first["order"], len(first.get("reads", []))) != ("released", "proved", 2):
        raise SystemExit(f"the truth was not shown: {json.dumps(truth)[:2000]}")

    def told_rows():
        for each in LIES:
            if given.only is None or each.name in given.only.split(";"):
                # What a gateway reads but once is false from the first request on, so a partner is met anew for it.
                fresh = not each.tells.keys().isdisjoint(("discovery", "metadata"))
                yield (meet() if fresh else scene).tell(each)
        if given.only is None:
            yield from sent_lies(scene)

    for row in told_rows():
        rows.append(row)
        print(json.dumps(row | {"faults": faults_of(row)}) if given.json else line_of(row), flush=True)
    bad = [r for r in rows if faults_of(r)]
    lies = [r for r in rows if r["harmless"] is None and not r["lie"].endswith(": honest")]
    total = {"lies": len(lies), "shown": sum(r["believed"] or r["shown"] > 0 for r in lies), "named": sum(r["named"] for r in lies),
             "notTold": sum(r["told"] == 0 for r in rows), "notHealed": sum(not r["healed"] for r in rows), "wentOn": sum(r["mustStop"] and not r["stopped"] for r in lies),
             "harmless": sum(r["harmless"] is not None for r in rows), "slowestProbeMs": max((r["slowestProbeMs"] for r in rows), default=0),
             "truthSeconds": truth["seconds"], "afterSeconds": max((r["afterSeconds"] for r in rows), default=0), "faults": len(bad)}
    print(json.dumps(total) if given.json else f"{total}")
    sys.exit(1 if bad else 0)


def faults_of(row):
    lied = row["harmless"] is None
    checks = {"SHOWN": lied and (row["shown"] > 0 or row["believed"]), "NOT NAMED": lied and not row["named"],
              "NOT TOLD": row["told"] == 0, "NOT HEALED": not row["healed"]}
    return [fault for fault, holds in checks.items() if holds]


def line_of(row):
    stop = "stopped" if row["stopped"] else "goes on"
    return f"{row['lie'][:52]:52} {row['shown']} {row['outcome']:10} {stop:8} {(row['fault'] or row['stoppedFor'] or '-')[:60]:60} {row['seconds']:5} s {' '.join(faults_of(row))}"


if __name__ == "__main__":
    main()
