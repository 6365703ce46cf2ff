"""Requests with a proof that the token is yours (DPoP, RFC 9449): what `openid-client` does in the TypeScript kit."""

import hashlib
import time
from uuid import uuid4

import requests
from jwcrypto import common, jwk, jwt

HTTP = {"timeout": 30, "allow_redirects": False}


def sign(key, header, claims):
    """A JWT of our own with a fresh id, issued now."""
    claims = {"jti": str(uuid4()), "iat": int(time.time()), **claims}
    token = jwt.JWT(header={"alg": "ES256", **header}, claims=claims)
    token.make_signed_token(key)
    return token.serialize()


class Dpop:
    """A key that is made here, to which your tokens are bound."""

    def __init__(self):
        self.key = jwk.JWK.generate(kty="EC", crv="P-256")

    def send(self, method, url, headers, token=None, **content):
        """Sends it with a new proof, and once more with the nonce where the server asks for one (sections 8 and 9)."""
        claims = {"htm": method, "htu": url}
        if token is not None:
            headers = {**headers, "Authorization": f"DPoP {token}"}
            claims["ath"] = common.base64url_encode(hashlib.sha256(token.encode()).digest())
        proof_header = {"typ": "dpop+jwt", "jwk": self.key.export_public(as_dict=True)}
        for _ in range(2):
            proof = {"DPoP": sign(self.key, proof_header, claims)}
            answer = requests.request(method, url, headers={**headers, **proof}, **content, **HTTP)
            if answer.status_code not in (400, 401) or "DPoP-Nonce" not in answer.headers:
                break
            claims["nonce"] = answer.headers["DPoP-Nonce"]
        if "json" not in answer.headers.get("Content-Type", ""):
            raise requests.ConnectionError(f"{answer.status_code}, not from the gateway: a proxy's page")
        return answer
