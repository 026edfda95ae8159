"""Providers of the tests' own: one of OpenID Connect that proves its clients, and GitHub's log-in.

GitHub's answers have the shapes that its documentation shows for web applications, and for a user.
"""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "shipledger", "a client's secret"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@cache
def a_key(_: str) -> RSAKey:
    """Each label's once: to make one takes longer than a test may."""
    return RSAKey.generate_key(2048, parameters={"kid": "one"})


class Provider:
    """Whoever comes is the `person`; `spoil` changes an ID token before it is signed."""

    def __init__(self) -> None:
        self.app = Flask("provider")
        self.url = ""
        self.person: dict[str, Any] = {}
        self.user: dict[str, Any] = {}
        self.spoil: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        self.lets_devices_in, self.code_entered = True, False
        self._key = a_key("its own")
        self.signs_with = self._key
        self._codes: dict[str, dict[str, str]] = {}
        self._bearers: set[str] = set()
        self._openid()
        self._github()

    def _openid(self) -> None:
        app = self.app

        @app.get("/.well-known/openid-configuration")
        def discovery() -> Response:
            devices = {"device_authorization_endpoint": f"{self.url}/device"}
            return jsonify(
                **(devices if self.lets_devices_in else {}),
                issuer=self.url,
                authorization_endpoint=f"{self.url}/authorize",
                token_endpoint=f"{self.url}/token",
                jwks_uri=f"{self.url}/keys",
                response_types_supported=["code"],
                subject_types_supported=["public"],
                id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
                code_challenge_methods_supported=["S256"],
            )

        @app.get("/keys")
        def keys() -> Response:
            return jsonify(keys=[self._key.as_dict(private=False)])

        @app.post("/device")
        def device() -> Response:
            assert _basic() == (CLIENT, SECRET)
            assert "openid" in request.form["scope"].split()
            return jsonify(
                device_code="a device's code",
                user_code="BDWP-HQPK",
                verification_uri=f"{self.url}/enter",
                verification_uri_complete=f"{self.url}/enter?user_code=BDWP-HQPK",
                expires_in=600,
            )

        @app.get("/authorize")
        def authorize() -> Response:
            return self._consent()

        @app.post("/token")
        def token() -> Response:
            nonce = {}
            if request.form["grant_type"] == DEVICE_GRANT:
                assert _basic() == (CLIENT, SECRET)
                assert request.form["device_code"] == "a device's code"
                if not self.code_entered:
                    return jsonify(error="authorization_pending"), 400  # type: ignore[return-value]
            else:
                nonce = {"nonce": self._redeem(_basic())["nonce"]}
            claims = {
                "iss": self.url,
                "aud": CLIENT,
                **nonce,
                "iat": int(time.time()),
                "exp": int(time.time()) + 60,
                **self.person,
                **self.spoil,
            }
            told = {name: value for name, value in claims.items() if value is not None}
            signed = jwt.encode({"alg": "RS256", "kid": "one"}, told, self.signs_with)
            return jsonify(access_token="x", token_type="Bearer", expires_in=60, id_token=signed)

    def _github(self) -> None:
        app = self.app

        @app.get("/login/oauth/authorize")
        def consent() -> Response:
            return self._consent()

        @app.post("/login/oauth/access_token")
        def access_token() -> Response:
            asked = request.form
            given = (asked.get("client_id"), asked.get("client_secret"))
            self._redeem(given if asked.get("client_secret") else _basic())
            bearer = f"gho_{secrets.token_hex(18)}"
            self._bearers.add(bearer)
            # GitHub answers in a form, unless JSON is asked for.
            told = {"access_token": bearer, "scope": "", "token_type": "bearer"}
            if "json" in request.headers.get("Accept", ""):
                return jsonify(told)
            return Response(urlencode(told), mimetype="application/x-www-form-urlencoded")

        @app.get("/api/v3/user")
        def user() -> Response:
            _, _, bearer = request.headers.get("Authorization", "").partition(" ")
            if bearer not in self._bearers:
                return Response('{"message":"Requires authentication"}', 401)
            return jsonify({"type": "User", "site_admin": False, **self.user})

    def _consent(self) -> Response:
        asked = request.args.to_dict()
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self._codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        gone: Response = redirect(f"{asked['redirect_uri']}?{back}")  # type: ignore[assignment]
        return gone

    def _redeem(self, client: tuple[str | None, str | None]) -> dict[str, str]:
        """A code is good once, for its client, with the verifier and address it was asked by."""
        asked = self._codes.pop(request.form["code"])
        assert client == (CLIENT, SECRET), client
        assert request.form["redirect_uri"] == asked["redirect_uri"]
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        return asked


def _basic() -> tuple[str | None, str | None]:
    login = request.authorization
    return (login.username, login.password) if login else (None, None)


@contextmanager
def running() -> Iterator[Provider]:
    """A provider on a port of this machine."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
