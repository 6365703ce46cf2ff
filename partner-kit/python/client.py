"""A partner's client of the gateway: asks, follows pages, picks up what was held, and checks each answer's receipt.

Usage, with answers as JSON on standard output and everything else on standard error:
  python3 client.py SETTINGS.json NAME ask QUERY.json [--pages 5] [--key IDEMPOTENCY-KEY]
  python3 client.py SETTINGS.json NAME pick-up QUERY-ID [--pages 5]
Exit code: 0 released, 3 held for a person, 4 refused with reasons, 1 anything else.
"""

import argparse
import json
import shlex
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import requests
from jwcrypto import jwk

from dpop import HTTP, Dpop, sign
from show_answer import say, show

MOST_TRIES = 5
LONGEST_WAIT = 90  # Seconds. A longer wait, e.g. for the next day, is left to you.
MARGIN = 15  # Seconds before a token expires.


def read_json(path):
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"`{path}` is not JSON: {error}") from error


class Partner:
    """One of your clients. Tokens are taken when needed."""

    def __init__(self, settings, name):
        """`settings`: what the owner told you, and your own clients; the demo's `demo.json` has this form."""
        clients = {each["name"]: each for each in settings["clients"]}
        if name not in clients:
            raise ValueError(f"the settings have no client `{name}`: give one of {', '.join(clients)}")
        self.client, self.issuer, self.resource = clients[name], settings["issuer"], settings["resource"]
        for url in (self.issuer, self.resource):
            if urlsplit(url).scheme != "https" and urlsplit(url).hostname != "127.0.0.1":
                raise ValueError(f"`{url}` must begin with https: plain HTTP is for the demo on this machine")
        self.key = jwk.JWK(**self.client["privateJwk"])
        self.dpop = Dpop()
        self.token, self.until = "", 0
        answer = requests.get(self.issuer.rstrip("/") + "/.well-known/openid-configuration", **HTTP)
        answer.raise_for_status()
        if answer.json()["issuer"] != self.issuer:
            raise ValueError("the issuer's metadata names another issuer")
        self.token_endpoint = answer.json()["token_endpoint"]

    def current_token(self):
        if self.until < time.time():
            us = self.client["clientId"]
            claims = {"iss": us, "sub": us, "aud": self.issuer, "exp": int(time.time()) + 60}
            key_id = {"kid": self.key["kid"]} if "kid" in self.key else {}
            form = {"grant_type": "client_credentials", "scope": self.client["scope"], "resource": self.resource}
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            form["client_assertion"] = sign(self.key, key_id, claims)
            answer = self.dpop.send("POST", self.token_endpoint, {}, data=form)
            if not answer.ok:
                raise ValueError(f"the issuer gave no token: {answer.text}")
            self.token = answer.json()["access_token"]
            self.until = time.time() + answer.json()["expires_in"] - MARGIN
        return self.token

    def request(self, method, path, key, body=None):
        """With its one Idempotency-Key, a request is carried out and counted once, however often it is sent."""
        url, headers, renewed = self.resource.rstrip("/") + path, {"Idempotency-Key": key}, False
        for tries in range(1, MOST_TRIES + 1):
            try:
                answer = self.dpop.send(method, url, headers, self.current_token(), json=body)
            except requests.RequestException as error:
                if tries == MOST_TRIES:
                    raise
                say(f"no answer ({error}): asked again in {tries} s")
                time.sleep(tries)
                continue
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, choices in (("settings", None), ("name", None), ("act", ["ask", "pick-up"]), ("what", None)):
        parser.add_argument(name, choices=choices)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--key")
    given = parser.parse_args()
    settings = read_json(given.settings)
    if given.act == "ask":
        method, path, key, body = "POST", "/v1/queries", str(uuid4()), read_json(given.what)
    else:
        method, path, key, body = "GET", f"/v1/queries/{quote(given.what, safe='')}", f"pick-up-{given.what}", None
    partner, key = Partner(settings, given.name), given.key or key
    say(f"with --key {key} the same answers come again within a day, counted once")

    def later(query_id):
        words = [given.settings, given.name, "pick-up", query_id, "--pages", str(given.pages)]
        return shlex.join([sys.executable, sys.argv[0], *words])

    answer = partner.request(method, path, key, body)
    for page in range(1, given.pages + 1):
        code, body = show(answer, settings["logKey"], later, page == given.pages), answer.json()
        if code != 0 or body["next"] is None or page == given.pages:
            return code
        # The key follows from the page before: started again, we ask for the same.
        path, key = f"/v1/queries/{body['releaseId']}/next", f"page-after-{body['releaseId']}"
        answer = partner.request("POST", path, key, {"cursor": body["next"]})


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ValueError, KeyError, OSError) as error:
        sys.exit(str(error))
