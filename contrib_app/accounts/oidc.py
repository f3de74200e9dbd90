"""Talking with the OIDC provider: code flow with PKCE, state and nonce, by Authlib.

The id token's signature, issuer, audience, dates and nonce are checked by Authlib; the user info
may be plain JSON over TLS, or signed as ProConnect does, and must be about the same subject.
"""

from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from contrib_app.config import Oidc

ALGORITHMS = ["RS256", "ES256", "PS256"]
SECONDS = 10


class Forged(Exception):
    """What came back is not the answer to what we asked, or nobody we know signed it."""


def init_app(app: Flask, settings: Oidc) -> None:
    """Know the provider, if there is one. Nothing is asked of it until somebody signs in."""
    if not settings.issuer:
        return
    provider = OAuth(app).register(
        "provider",
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        client_kwargs={
            "scope": settings.scope,
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )
    app.extensions["oidc"] = provider


def claims_of_answer(provider: Any, settings: Oidc) -> dict[str, Any]:
    """Return the verified claims of whoever comes back from the provider. Raises Forged."""
    if request.args.get("iss", settings.issuer) != settings.issuer:
        raise Forged("another provider answers")
    try:
        metadata = provider.load_server_metadata()
        if metadata.get("issuer") != settings.issuer:
            raise Forged("the provider gives itself another name")
        token = provider.authorize_access_token(
            claims_options={"iss": {"values": [settings.issuer]}}, leeway=30
        )
        claims = token.get("userinfo")
        if not claims:
            raise Forged("no id token")
        about = _user_info(provider, metadata, token, settings)
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError) as error:
        raise Forged(type(error).__name__) from None
    if about.get("sub") != claims["sub"]:
        raise Forged("the user info is about somebody else")
    return {**about, "iss": settings.issuer, "sub": claims["sub"]}


def _user_info(
    provider: Any, metadata: dict[str, Any], token: dict[str, Any], settings: Oidc
) -> dict[str, Any]:
    answer = provider.get(metadata["userinfo_endpoint"], token=token, allow_redirects=False)
    answer.raise_for_status()
    if "application/jwt" not in answer.headers.get("Content-Type", ""):
        plain: dict[str, Any] = answer.json()
        return plain
    keys = KeySet.import_key_set(provider.fetch_jwk_set())
    signed = jwt.decode(answer.text, keys, algorithms=ALGORITHMS)
    jwt.JWTClaimsRegistry(
        leeway=30,
        iss={"essential": True, "value": settings.issuer},
        aud={"essential": True, "value": settings.client_id},
    ).validate(signed.claims)
    return dict(signed.claims)
