"""Puts the ASGI application together."""

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dmsa_tui.practice.http.asgi import App, Clock
from dmsa_tui.practice.http.authorization import authorize
from dmsa_tui.practice.http.endpoints import ENDPOINTS, Endpoint
from dmsa_tui.practice.http.middleware import Middleware
from dmsa_tui.practice.http.oauth import describe_token, issue_token, revoke_token
from dmsa_tui.practice.http.reply import Problem, Reply
from dmsa_tui.practice.http.token_store import TokenStore
from dmsa_tui.practice.world import World

_TEXTS: Mapping[int, str] = {404: "The URI requested is invalid.", 405: "The method is not allowed here."}


def build(world: World, clock: Clock = time.time) -> App:
    """Procore's HTTP interface over `world`: the login host's paths and the API host's alike."""
    desk = TokenStore(world, clock)
    routes = [
        Route("/oauth/token", partial(_oauth, issue_token, world, desk), methods=["POST"]),
        Route("/oauth/token/info", partial(_token_info, world, desk), methods=["GET"]),
        Route("/oauth/revoke", partial(_oauth, revoke_token, world, desk), methods=["POST"]),
    ]
    for endpoint in ENDPOINTS:
        handler = partial(_api, endpoint, world, desk)
        paths = [f"/rest/{version}/{endpoint.path}" for version in endpoint.versions]
        routes += [Route(path, handler, methods=[endpoint.method]) for path in paths]
    handlers: Mapping[Any, Any] = {HTTPException: _http_error, Problem: _problem}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Middleware(app, world, desk, clock)


_OAuthHandler = Callable[[Request, World, TokenStore], Awaitable[Reply]]


async def _oauth(handler: _OAuthHandler, world: World, desk: TokenStore, request: Request) -> Response:
    return _response(await handler(request, world, desk))


async def _token_info(world: World, desk: TokenStore, request: Request) -> Response:
    return _response(describe_token(request, world, desk))


async def _api(endpoint: Endpoint, world: World, desk: TokenStore, request: Request) -> Response:
    body = b"" if endpoint.method == "GET" else await request.body()
    return _response(endpoint.handler(authorize(request, endpoint, world, desk, body)))


def _response(reply: Reply) -> Response:
    if reply.status == 204:
        return Response(status_code=204, headers=dict(reply.headers))
    return JSONResponse(reply.body, reply.status, dict(reply.headers))


async def _problem(request: Request, problem: Problem) -> Response:
    body = problem.in_v2() if request.scope["path"].startswith("/rest/v2.") else problem.body
    return JSONResponse(body, problem.status, dict(problem.headers))


async def _http_error(request: Request, error: HTTPException) -> Response:
    body = {"errors": [_TEXTS.get(error.status_code, error.detail)]}
    return JSONResponse(body, error.status_code, dict(error.headers or {}))
