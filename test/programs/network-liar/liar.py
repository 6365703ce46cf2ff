"""Plays the gateway of a partner that lies: written from the documents alone, without a look at the gateway's code.

Usage: python3 liar.py DEMO.json [--json] [--only NAME,…] [--requests]
It makes an agreement with the running demo, answers one ask truly, and then tells one lie an ask; between two lies it
has the asking resumed and answers truly, so that no lie may leave anything behind. Exit code 1: a lie was shown, or
was not named. Each lie changes the true answer at one stage, and says which words a good name of it would have.
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
from jwcrypto import jwe, jwk, jws, jwt

ORI, NAME = os.environ.get("LIAR_ORI", "CO0010500"), "Westminster PD"
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

class Told(Exception):
    """What is sent in place of an HTTP answer that was made."""

    def __init__(self, send):
        self.send = send


def http_bytes(status, body=b"", kind="application/json", **more):
    body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": kind, "Content-Length": len(body), "Connection": "close"} | {k.replace("_", "-"): v for k, v in more.items()}
    lines = "".join(f"{k}: {v}\r\n" for k, v in headers.items() if v is not None)
    return f"HTTP/1.1 {status} Told\r\n{lines}\r\n".encode("latin-1") + body


class Liar:
    """Threads of a plain socket server: `lie` is the lie of the ask that is under way, or None."""

    def __init__(self, keep):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.key = NoteKey("westminster.alpr.invalid/log")
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
        except Told as told:
            try:
                peer.sendall(told.send) if isinstance(told.send, bytes) else told.send(peer)
            except OSError:
                pass
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
                "dpop_bound_access_tokens_required": True, "alpr_request": ["asker", "incident"], "alpr_ori": ORI, "alpr_log_key": self.key.vkey,
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
        detail = self.at("detail", detail, query)
        receipt = self.receipt(detail)
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
