"""Neither the pair's secret nor the token shows in anything that is kept, shown or logged."""

import base64
import copy
import html
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.errorbody import read_error
from dmsa_tui.procore.masking import Masking
from dmsa_tui.procore.request_record import ProcoreProblem
from dmsa_tui.procore.secret import Secret
from tests.procore.conftest import CLIENT_SECRET, TOKEN, Answer, Asked, Server


def echo(status: int) -> Answer:
    return Answer(status, {"error": f"bad secret {CLIENT_SECRET} or token {TOKEN}", "code": TOKEN})


TROUBLE = {
    "/refused": echo(400),
    "/forbidden": echo(403),
    "/unauthorised": echo(401),
    "/page": Answer(403, f"<html><title>{CLIENT_SECRET} {TOKEN}</title></html>"),
    "/broken": Answer(500, f"Traceback: {CLIENT_SECRET} {TOKEN}"),
    "/cut": Answer(body={"a": "b"}, cut=True),
    "/text": Answer(raw=b"not json"),
    "/away": Answer(302, "", {"Location": f"https://evil.example/?t={TOKEN}"}),
}


@pytest.mark.parametrize("path", TROUBLE)
async def test_no_exception_nor_log_holds_a_secret(
    server: Server, client: ProcoreClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.on(path, TROUBLE[path])
    with pytest.raises(ProcoreProblem) as caught:
        await client.get(path, [("a", "b")])
    error = caught.value
    chain = [error, error.__cause__, error.__context__]
    shown = "".join(
        [*map(repr, chain), *traceback.format_exception(error), repr(vars(error)), repr(client), caplog.text]
    )
    assert "GET http" in caplog.text
    assert CLIENT_SECRET not in shown and TOKEN not in shown
    # httpx's request, with its headers, must not hang on what is kept.
    assert error.__cause__ is None and error.__context__ is None


async def test_a_rejected_pair_that_the_server_echoes_is_masked(
    server: Server, client: ProcoreClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def echoing(asked: Asked) -> Answer:
        return Answer(401, {"error": "invalid_client", "error_description": asked.body.decode()})

    server.on("/oauth/token", echoing)
    with pytest.raises(ProcoreProblem) as caught:
        await client.authorize()
    shown = "".join([*traceback.format_exception(caught.value), repr(vars(caught.value)), caplog.text])
    assert CLIENT_SECRET not in shown and "••••" in str(caught.value)


async def test_no_url_and_no_query_holds_a_secret(server: Server, client: ProcoreClient) -> None:
    server.on("/rest/v1.0/me", Answer(401, {}), Answer(body=1))
    answered = await client.get("/rest/v1.0/me")
    for target in [*(each.target for each in server.log), *(each.url for each in answered.request_records)]:
        assert CLIENT_SECRET not in target and TOKEN not in target


@given(st.text(min_size=5).filter(lambda text: text not in "Secret ValueError •••• object"))
def test_a_secret_shows_in_no_rendering(value: str) -> None:
    secret = Secret(value)
    renderings = [repr(secret), str(secret), f"{secret}", f"{secret:>40}", f"{secret!s}", str([secret]), repr([secret])]
    renderings += [repr(pickle.loads(pickle.dumps(secret)).reveal()), str(copy.deepcopy(secret))]
    assert all(value not in each for each in renderings)
    assert secret.reveal() == value and len(secret) == len(value)


def test_a_secret_is_no_json_and_has_no_hash_nor_attributes() -> None:
    secret = Secret(CLIENT_SECRET)
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        hash(secret)
    with pytest.raises(TypeError):
        vars(secret)


def test_a_secret_compares_and_fingerprints_whatever_was_pasted() -> None:
    odd = Secret("\ud800 canary")
    assert odd == Secret("\ud800 canary") and odd != Secret("other") and odd != "\ud800 canary"
    assert odd.fingerprint("client") == Secret("\ud800 canary").fingerprint("client")
    assert odd.fingerprint("client") != odd.fingerprint("another")
    assert bool(odd) and not Secret("")


async def test_a_secret_that_is_no_unicode_is_sent_without_an_error_that_shows_it(
    server: Server, client: ProcoreClient
) -> None:
    client._secret = Secret("\ud800canary")
    await client.authorize()
    assert b"canary" in server.log[0].body


WAYS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "form": quote_plus,
    "path": lambda text: quote(text, safe=""),
    "json": lambda text: json.dumps(text)[1:-1],
    "html": html.escape,
    "base64": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
}


@given(st.text(max_size=40), st.sampled_from(sorted(WAYS)))
def test_a_secret_is_hidden_however_a_server_writes_it(text: str, way: str) -> None:
    secret = f"Zq7{text}"
    assert Secret(secret).hidden_in(f"({WAYS[way](secret)})") == "(••••)"
    assert Secret(secret).hidden_in("anything else") == "anything else"


def test_a_form_that_is_echoed_does_not_show_the_secret_in_it() -> None:
    secret = Secret('a+b/"<é>&')
    body = json.dumps({"error": "x", "error_description": f"client_secret={quote_plus(secret.reveal())} refused"})
    masking = Masking((secret,))
    assert read_error(masking.body(body.encode()), "application/json").said == "client_secret=•••• refused"
    page = masking.body(b"<html><title>a%2bb%2f%22%3c%c3%a9%3e%26</title>")
    assert read_error(page, "text/html").said == "••••"
