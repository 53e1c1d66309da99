"""The token endpoints: they take every encoding that Procore documents or clients have used.

Error bodies are RFC 6749's; Procore does not publish its own (inferred from the shape of token/info).
"""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from dmsa_tui.practice.http.reply import Problem, Reply, unauthorized
from dmsa_tui.practice.http.token_store import LIFETIME, Token, TokenStore, environment_of
from dmsa_tui.practice.world import World

_OTHER_GRANTS = frozenset({"authorization_code", "refresh_token"})


def host_of(request: Request) -> str:
    """The host that the client believes to speak to."""
    return request.headers.get("host", "")


async def issue_token(request: Request, world: World, desk: TokenStore) -> Reply:
    """`POST /oauth/token`: a token for a right pair, installed anywhere or not."""
    fields = await _fields(request)
    grant = fields.get("grant_type")
    if not grant:
        raise _oauth_error(400, "invalid_request", "The parameter grant_type is missing.")
    if grant in _OTHER_GRANTS:
        raise _oauth_error(400, "invalid_grant", "The code or refresh token is invalid, expired or revoked.")
    if grant != "client_credentials":
        raise _oauth_error(400, "unsupported_grant_type", "The grant type is not supported.")
    environment = environment_of(host_of(request))
    client_id, secret = _pair(request, fields)
    if not desk.accepts(client_id, secret, environment):
        raise _oauth_error(401, "invalid_client", "Client authentication failed: unknown client or wrong secret.")
    if not desk.grants(environment):
        raise _oauth_error(401, "unauthorized_client", "The client may not use this grant type.")
    token = desk.issue(client_id, environment)
    body = {
        "access_token": token.text,
        "token_type": "bearer",
        "expires_in": LIFETIME,
        "created_at": token.created_at,
    }
    return Reply(body, headers={"Cache-Control": "no-store"})


def describe_token(request: Request, world: World, desk: TokenStore) -> Reply:
    """`GET /oauth/token/info`."""
    token = bearer(request, desk)
    account = world.company.account
    body: dict[str, Any] = {
        "resource_owner_id": account.id if account else None,
        "scopes": [],
        "expires_in_seconds": desk.seconds_left(token),
        "application": {"uid": token.client_id},
        "created_at": token.created_at,
    }
    return Reply(body)


async def revoke_token(request: Request, world: World, desk: TokenStore) -> Reply:
    """`POST /oauth/revoke`: 200 also for a token that nobody knows."""
    fields = await _fields(request)
    client_id, secret = _pair(request, fields)
    if not desk.accepts(client_id, secret, environment_of(host_of(request))):
        raise _oauth_error(401, "invalid_client", "Client authentication failed: unknown client or wrong secret.")
    desk.revoke(fields.get("token", ""))
    return Reply({})


def bearer(request: Request, desk: TokenStore) -> Token:
    """The token of the Authorization header; Problem 401 if it is none that works here."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text.strip():
        raise unauthorized("missing")
    token = desk.find(text.strip(), environment_of(host_of(request)))
    if token is None:
        raise unauthorized("unknown")
    if desk.is_expired(token):
        raise unauthorized("expired")
    return token


def _pair(request: Request, fields: Mapping[str, str]) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:
            raise _oauth_error(401, "invalid_client", "The Basic authorization header is not readable.") from None
        return client_id, secret
    return fields.get("client_id", ""), fields.get("client_secret", "")


async def _fields(request: Request) -> dict[str, str]:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/json":
        return _json_fields(await request.body())
    if content_type == "multipart/form-data":
        try:
            async with request.form() as form:
                return {name: value for name, value in form.items() if isinstance(value, str)}
        except ValueError:  # python-multipart's, which older versions of Starlette let through
            raise _oauth_error(400, "invalid_request", "The body is not what its boundary says.") from None
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


def _json_fields(body: bytes) -> dict[str, str]:
    try:
        fields: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise _oauth_error(400, "invalid_request", "The body is not JSON.") from None
    if not isinstance(fields, dict):
        raise _oauth_error(400, "invalid_request", "The body is not a JSON object.")
    return {str(name): value for name, value in fields.items() if isinstance(value, str)}


def _oauth_error(status: int, code: str, description: str) -> Problem:
    headers = {"WWW-Authenticate": 'Basic realm="Procore"'} if status == 401 else {}
    return Problem(status, {"error": code, "error_description": description}, headers)
