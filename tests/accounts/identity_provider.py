"""A small OpenID Connect provider on this machine: real addresses, keys and signatures."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "tracker", "a secret of the client"


@lru_cache(maxsize=2)
def key_named(name: str) -> RSAKey:
    """A key pair, made once."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


class IdentityProvider:
    """Answers for one person; `wrong` changes the claims of the next token before it is signed."""

    def __init__(self) -> None:
        self.address = ""
        self.subject = "tinh-0042"
        self.wrong: dict[str, Any] = {}
        self.signing_key = "known"
        self.asked: dict[str, str] = {}

    def page_asked(self, address: str) -> dict[str, str]:
        """What the page a browser was led to was asked; as if the person agreed there."""
        parts = urlsplit(address)
        assert address.startswith(f"{self.address}/authorize"), address
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self.asked

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """The answer to the client's own request for a token."""
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        assert authorization == f"Basic {expected}"
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert challenge == self.asked["code_challenge"]
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "nonce": self.asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.wrong,
        }
        header = {"alg": "RS256", "kid": "known"}
        return {
            "access_token": "nothing is asked with it",
            "token_type": "Bearer",
            "id_token": jwt.encode(header, claims, key_named(self.signing_key)),
        }

    @property
    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
        }


@contextmanager
def open_identity_provider() -> Iterator[IdentityProvider]:
    """A provider that listens on a free port of the loopback."""
    provider = IdentityProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys = {"keys": [key_named("known").as_dict(private=False)]}
            self._answer(keys if self.path == "/keys" else provider.metadata)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(provider.token(form, self.headers["Authorization"]))

        def _answer(self, content: dict[str, Any]) -> None:
            data = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
