"""A partner's client of the gateway: asks, follows pages, picks up what was held, and checks each answer's receipt.

Usage, with answers as JSON on standard output and everything else on standard error:
  python3 client.py SETTINGS.json NAME ask QUERY.json [--pages 5] [--key IDEMPOTENCY-KEY]
  python3 client.py SETTINGS.json NAME pick-up QUERY-ID
Exit code: 0 released, 3 held for a person, 4 refused with reasons, 1 anything else.
"""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import requests
from jwcrypto import common, jwk, jwt

from verify_receipt import verify_receipt

MOST_TRIES = 5
LONGEST_WAIT = 90  # Seconds. A longer wait, e.g. for the next day, is left to you.
HTTP = {"timeout": 30, "allow_redirects": False}


def say(line):
    print(line, file=sys.stderr)


def read_json(path):
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"`{path}` is not JSON: {error}") from error


def sign(key, header, claims):
    """A JWT of our own with a fresh id, issued now."""
    claims = {"jti": str(uuid4()), "iat": int(time.time()), **claims}
    token = jwt.JWT(header={"alg": "ES256", **header}, claims=claims)
    token.make_signed_token(key)
    return token.serialize()


class Partner:
    """One of your clients. Tokens are taken when needed, bound to a key that is made here (RFC 9449)."""

    def __init__(self, settings, name):
        """`settings`: what the owner told you, and your own clients; the demo's `demo.json` has this form."""
        clients = {each["name"]: each for each in settings["clients"]}
        if name not in clients:
            raise ValueError(f"the settings have no client `{name}`: give one of {', '.join(clients)}")
        self.client = clients[name]
        self.issuer, self.resource = settings["issuer"], settings["resource"]
        for url in (self.issuer, self.resource):
            if urlsplit(url).scheme != "https" and urlsplit(url).hostname != "127.0.0.1":
                raise ValueError(f"`{url}` must begin with https: plain HTTP is for the demo on this machine")
        self.key = jwk.JWK(**self.client["privateJwk"])
        self.proof_key = jwk.JWK.generate(kty="EC", crv="P-256")
        self.token, self.until = "", 0
        answer = requests.get(self.issuer.rstrip("/") + "/.well-known/openid-configuration", **HTTP)
        answer.raise_for_status()
        if answer.json()["issuer"] != self.issuer:
            raise ValueError("the issuer's metadata names another issuer")
        self.token_endpoint = answer.json()["token_endpoint"]

    def send(self, method, url, headers, bound, **content):
        """Sends it with a new proof, and once more with the nonce where the server asks for one (RFC 9449, 8 and 9)."""
        proof_header = {"typ": "dpop+jwt", "jwk": self.proof_key.export_public(as_dict=True)}
        claims = {"htm": method, "htu": url, **bound}
        for _ in range(2):
            proof = {"DPoP": sign(self.proof_key, proof_header, claims)}
            answer = requests.request(method, url, headers={**headers, **proof}, **content, **HTTP)
            if answer.status_code not in (400, 401) or "DPoP-Nonce" not in answer.headers:
                break
            claims["nonce"] = answer.headers["DPoP-Nonce"]
        return answer

    def current_token(self):
        if self.until < time.time():
            us = self.client["clientId"]
            claims = {"iss": us, "sub": us, "aud": self.issuer, "exp": int(time.time()) + 60}
            key_id = {"kid": self.key["kid"]} if "kid" in self.key else {}
            form = {"grant_type": "client_credentials", "scope": self.client["scope"], "resource": self.resource}
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            form["client_assertion"] = sign(self.key, key_id, claims)
            answer = self.send("POST", self.token_endpoint, {}, {}, data=form)
            if not answer.ok:
                raise ValueError(f"the issuer gave no token: {answer.text}")
            self.token = answer.json()["access_token"]
            self.until = time.time() + answer.json()["expires_in"] - 15
        return self.token

    def request(self, method, path, body=None, key=None):
        """With one Idempotency-Key for all tries, a question is carried out and counted once, however often sent."""
        headers = {"Idempotency-Key": key or str(uuid4())} if method == "POST" else {}
        renewed = False
        for tries in range(1, MOST_TRIES + 1):
            token = self.current_token()
            headers["Authorization"] = f"DPoP {token}"
            bound = {"ath": common.base64url_encode(hashlib.sha256(token.encode()).digest())}
            answer = self.send(method, self.resource.rstrip("/") + path, headers, bound, json=body)
            wait = int(answer.headers.get("Retry-After", LONGEST_WAIT + 1))
            if answer.status_code == 401 and not renewed:
                renewed, self.until = True, 0
            elif answer.status_code in (409, 429, 503) and wait <= LONGEST_WAIT and tries < MOST_TRIES:
                say(f"{answer.status_code}: asked again in {wait} s")
                time.sleep(wait)
            else:
                break
        if "Idempotency-Replayed" in answer.headers:
            say("the gateway repeated its first answer")
        return answer


def show(answer, log_key, source, pages, lost):
    """Shows an answer, once its receipt holds, and says what to do next. Returns the exit code."""
    body, status, wait = answer.json(), answer.status_code, answer.headers.get("Retry-After")
    if "receipt" in body or status < 300:
        say(f"receipt checked: entry {verify_receipt(answer.text, log_key)}")
    try:
        print(answer.text, flush=True)
    except OSError as error:
        raise ValueError(f"the answer could not be written: {error.strerror}; make room, then {lost}") from error
    told = {200: "released" + "; more pages follow" * bool(body.get("next")), 202: "held for a person of the owner"}
    say(told.get(status, f"{status}: {body.get('detail')}") + ("" if wait is None else f"; ask again in {wait} s"))
    for reason in body.get("reasons", []):
        say(f"  {reason['code']} ({reason['clause']}) {reason.get('detail', '')}")
    if status == 202:
        say(f"later: python3 client.py {source} pick-up {body['queryId']} --pages {pages}")
    return {200: 0, 202: 3, 403: 4}.get(status, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, choices in (("settings", None), ("name", None), ("act", ["ask", "pick-up"]), ("what", None)):
        parser.add_argument(name, choices=choices)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--key")
    given = parser.parse_args()
    settings = read_json(given.settings)
    question = read_json(given.what) if given.act == "ask" else None
    partner = Partner(settings, given.name)
    lost = "ask again"
    if given.act == "pick-up":
        if given.key:
            raise ValueError("--key is for `ask` alone")
        lost = "send the query again: it is reviewed again"  # What is picked up is given once.
        answer = partner.request("GET", "/v1/queries/" + quote(given.what, safe=""))
    else:
        given.key = given.key or str(uuid4())
        say(f"with --key {given.key} the same first page comes again within a day, counted once")
        answer = partner.request("POST", "/v1/queries", question, given.key)
    for page in range(1, given.pages + 1):
        code, body = show(answer, settings["logKey"], f"{given.settings} {given.name}", given.pages, lost), answer.json()
        if code != 0 or body["next"] is None or page == given.pages:
            return code
        answer = partner.request("POST", f"/v1/queries/{body['releaseId']}/next", {"cursor": body["next"]})


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ValueError, KeyError, OSError) as error:
        sys.exit(str(error))
