"""Wherever an answer repeats a secret, and however it writes it, nothing that comes out of `procore` shows it."""

import base64
import html
import itertools
import json
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.procore.api import endpoints
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.masking import LONGEST_PAGE, Masking
from dmsa_tui.procore.request_record import ProcoreProblem
from dmsa_tui.procore.secret import MASK, PART, Secret
from tests.procore.conftest import Answer, Asked, Server

PAIR = "Zk3v-Q8wXy_1LmPr7TbNc5UdGh2JfSa9EoIt4KqRz6"
OLD = "eyJhbGciOiJFUzUxMiJ9.Hq7_pLd2-WmXs9Tb4RcZ.Vn8kYf3-GjQe6Ua1Do5Ix"
NEW = "eyJhbGciOiJFUzUxMiJ9.Bt5-nKw8_ZrCg2Mf7YdS.Px4hLj9_TeVu3Qa6Oi1Nk"
SECRETS = {"the pair's secret": PAIR, "the token": NEW, "an old token": OLD}

WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "upper case": str.upper,
    "percent codes": lambda text: "".join(f"%{ord(each):02x}" for each in text),
    "percent codes twice": lambda text: quote("".join(f"%{ord(each):02X}" for each in text)),
    "named and numbered entities": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(each):X};" for each in text),
    "entities of entities": lambda text: html.escape("".join(f"&#{ord(each)};" for each in text)),
    "JSON escapes": lambda text: "".join(f"\\u{ord(each):04x}" for each in text),
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64 behind a client ID": lambda text: base64.b64encode(f"client-1:{text}".encode()).decode(),
    "hexadecimal digits": lambda text: text.encode().hex(),
    "blanks between": lambda text: " ".join(text[at : at + 5] for at in range(0, len(text), 5)),
    "zero-width spaces between": lambda text: "\u200b".join(text),
    "a part of twelve": lambda text: text[-PART:],
    "a part of thirteen in Base64": lambda text: base64.b64encode(text[-PART - 1 :].encode()).decode(),
    "cut in the middle": lambda text: text[: len(text) * 2 // 3],
}


async def granted(client: ProcoreClient) -> Any:
    return await endpoints.granted_tools(client)


async def token(client: ProcoreClient) -> Any:
    client._tokens._token = None  # as if it had expired
    return await client.authorize()


Ask = Callable[[ProcoreClient], Awaitable[Any]]
Make = Callable[[str], Answer]
LEVELS, COMPANIES, ME = (
    "/rest/v1.0/settings/permissions",
    "/rest/v1.0/companies",
    "/rest/v1.0/companies/562949954728542/me",
)
PLACES: dict[str, tuple[str, Make, Ask]] = {
    "a page with 200": (LEVELS, lambda text: Answer(200, f"<html><title>{text}</title></html>"), granted),
    "a page with 200 of the login host": (
        "/oauth/token", lambda text: Answer(200, f"<html><body><p>{text}</p></body></html>"), token,
    ),
    "a page with 403": (LEVELS, lambda text: Answer(403, f"<html><body><b>{text}</b></body></html>"), granted),
    "a page with the secret between tags": (
        LEVELS, lambda text: Answer(403, f'<body>{text[:9]}<b class="x">{text[9:20]}</b><i>{text[20:]}</i>'), granted,
    ),
    "a page that is cut off": (LEVELS, lambda text: Answer(403, "<html>" + "x" * 8170 + text), granted),
    "a plain text": (LEVELS, lambda text: Answer(403, raw=text.encode()), granted),
    "a 5xx": (LEVELS, lambda text: Answer(500, {"errors": [text]}), granted),
    "an error's message": (LEVELS, lambda text: Answer(400, {"message": text}), granted),
    "an error's code": (LEVELS, lambda text: Answer(400, {"code": text, "message": "no"}), granted),
    "an error's key": (LEVELS, lambda text: Answer(422, {"errors": {text: ["is odd"]}}), granted),
    "an OAuth error": (
        "/oauth/token", lambda text: Answer(401, {"error": "invalid_client", "error_description": text}), token,
    ),
    "a request id": (LEVELS, lambda text: Answer(200, {"tools": []}, {"X-Request-Id": text}), granted),
    "a redirect's host": (LEVELS, lambda text: Answer(302, "", {"Location": f"https://{text}.example/"}), granted),
    "a content type": (LEVELS, lambda text: Answer(200, [], {"Content-Type": text}), granted),
    "a wrong-typed value": (
        ME, lambda text: Answer(body={"id": 1, "is_active": text}), endpoints.directory_record,
    ),
    "a list in place of an object": (LEVELS, lambda text: Answer(body=[text]), granted),
    "a name of a field": (LEVELS, lambda text: Answer(body={text: 1}), granted),
    "the token's app": (
        "/oauth/token/info", lambda text: Answer(body={"application": {"uid": text}}), endpoints.token_info,
    ),
    "a company's name": (COMPANIES, lambda text: Answer(body=[{"id": 1, "name": text}]), endpoints.companies),
    "an ID": (COMPANIES, lambda text: Answer(body=[{"id": text[:60], "name": "x"}]), endpoints.companies),
    "an account's name and address": (
        ME, lambda text: Answer(body={"id": 1, "name": text, "email_address": f"{text}@x"}), endpoints.directory_record,
    ),
    "a project's name and number": (
        "/rest/v1.1/projects",
        lambda text: Answer(body=[{"id": 1, "name": f"Pier {text}", "project_number": text}], headers={"Total": "1"}),
        endpoints.projects,
    ),
    "a project among thousands": (
        "/rest/v1.1/projects",
        lambda text: Answer(
            body=[{"id": at, "name": f"Pier & {at} {text if at == 777 else ''}"} for at in range(5000)],
            headers={"Total": "5000"},
        ),
        endpoints.projects,
    ),
    "the zone": (
        "/rest/v1.0/company_base_url",
        lambda text: Answer(body={"zone": text, "web_base_url": f"https://{text}.procore.com"}),
        endpoints.company_host,
    ),
    "a tool's name and level": (
        LEVELS,
        lambda text: Answer(
            body={"tools": [{"name": text, "friendly_name": text, "user_access_level": {"id": 9, "name": text}}]}
        ),
        granted,
    ),
    "an answer that is too large": (LEVELS, lambda text: Answer(200, {"tools": text * 300_000}), granted),
    "an encoding": (LEVELS, lambda text: Answer(200, {}, {"Content-Encoding": text}), granted),
}  # fmt: skip


def hidden(shown: str) -> bool:
    """Whether no part of twelve characters of any secret is in what is shown, in any form that a person can undo."""
    plain = html.unescape(html.unescape(shown))
    for _ in range(3):
        plain = unquote(plain)
    plain = plain.lower().replace(" ", "").replace("⟨u+200b⟩", "").replace("\u200b", "")
    for text in SECRETS.values():
        for at in range(len(text) - PART + 1):
            part = text[at : at + PART]
            if part.lower() in plain or part.encode().hex() in plain:
                return False
            encoded = base64.b64encode(part.encode()).decode().lower()
            if encoded in plain:
                return False
    return True


@pytest.fixture
def asking(server: Server, make_client: Callable[..., ProcoreClient]) -> ProcoreClient:
    """A client whose token was renewed once, and that holds the long secret."""
    tokens = [OLD, NEW]

    def issue(_: Asked) -> Answer:
        return Answer(body={"access_token": tokens.pop(0), "expires_in": 5400})

    server.on("/oauth/token", issue)
    client = make_client()
    client._secret = Secret(PAIR)
    client._masking.learn(Secret(PAIR))
    return client


@pytest.mark.parametrize("place", PLACES)
async def test_what_an_answer_repeats_is_masked(
    server: Server, asking: ProcoreClient, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    caplog.set_level(logging.DEBUG)
    path, make, ask = PLACES[place]
    await asking.authorize()
    asking._tokens._token = None
    await asking.authorize()
    # Each place meets each way and each secret, and each way each secret; the mask knows nothing of places.
    large = len(make("x").raw or json.dumps(make("x").body)) > 100_000
    turns = itertools.islice(itertools.cycle(SECRETS.values()), [*PLACES].index(place), None)
    for way, secret in [("as it is", OLD)] if large else zip(WAYS, turns, strict=False):
        answer = make(WAYS[way](secret))
        if any(not value.isascii() for value in answer.headers.values()):
            continue  # no header can hold it
        server.on(path, answer)
        asking.forget_refusals()
        try:
            shown = repr(await ask(asking))
        except ProcoreProblem as error:
            shown = "".join([str(error), repr(vars(error)), *traceback.format_exception(error)])
        assert hidden(shown + caplog.text), (way, shown[:2000])
        caplog.clear()


@given(
    st.text("ABCabc123_-", min_size=20, max_size=80),
    st.data(),
)
def test_every_part_of_twelve_is_found_wherever_it_lies(secret: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(secret) - PART))
    part = secret[start : start + PART]
    before, after = data.draw(st.text('xyz"{}:, ', max_size=20)), data.draw(st.text('xyz"{}:, ', max_size=20))
    masking = Masking([Secret(secret)])
    for way in ("as it is", "upper case", "percent codes", "JSON escapes"):
        body = f"[{before} {WAYS[way](part)} {after}".encode()
        masked = masking.body(body).decode()
        assert MASK in masked and WAYS[way](part) not in masked


def test_what_is_no_secret_stays_as_it_came() -> None:
    masking = Masking([Secret(each) for each in SECRETS.values()])
    rows = [{"id": 562949954728542 + at, "name": f"Pier {at} & <b>Sons</b> 100 % \u00e9 \\u0041"} for at in range(999)]
    body = json.dumps(rows).encode()
    assert masking.body(body) == body
    assert masking.text("Documents is Read-Only instead of Admin") == "Documents is Read-Only instead of Admin"
    eleven = json.dumps([PAIR[: PART - 1], NEW[25 : 24 + PART]]).encode()
    assert masking.body(eleven) == eleven


def test_json_stays_json_where_a_secret_is_masked_in_it() -> None:
    masking = Masking([Secret(PAIR)])
    value = {"a": f'say "{PAIR}"', "b": ["\n" + PAIR[1:], f"x\\{PAIR}", WAYS["Base64"](PAIR)], PAIR: 1}
    assert json.loads(masking.body(json.dumps(value).encode())) == {
        "a": f'say "{MASK}"', "b": [json.loads(masking.body(json.dumps(value["b"]).encode()))[0], f"x\\{MASK}", MASK],
        MASK: 1,
    }  # fmt: skip
    many = [f"{PAIR} {at}" for at in range(2000)]
    assert json.loads(masking.body(json.dumps(many).encode()))[1] == f"{MASK} 1"


@pytest.mark.parametrize("filling", ["1,", "<b", "x "])
def test_a_large_answer_is_looked_at_bit_by_bit_and_none_cuts_a_secret(
    filling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dmsa_tui.procore.masking._CHUNK", 2048)
    looked: list[int] = []
    masking = Masking((Secret(PAIR),))
    met = masking._met

    def noting(data: bytes) -> bool:
        looked.append(len(data))
        return met(data)

    monkeypatch.setattr(masking, "_met", noting)
    for place in range(2000, 2060, 3):
        secret = "".join(f"%{ord(each):02x}" for each in PAIR[:20])
        text = f"{(filling * 3000)[:place]}{secret}{filling * 11_000}"
        looked.clear()
        assert masking.body(f'{{"a":"{text}"}}'.encode()) == f'{{"a":"{MASK}"}}'.encode(), place
        assert max(looked) <= 2048
    rows = json.dumps([{"id": number, "note": "x" * 50} for number in range(200)] + [filling * 3000]).encode()
    assert masking.body(rows) == rows and max(looked) <= 2048


def test_in_an_answer_full_of_secrets_what_is_not_looked_at_is_hidden_whole() -> None:
    masking = Masking([Secret(each) for each in SECRETS.values()])
    body = json.dumps([f"{PAIR} and {NEW}"] * 9_000).encode()
    masked = json.loads(masking.body(body))
    assert masked[0] == f"{MASK} and {MASK}" and masked[-1] == MASK and len(masked) == 9_000


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_quick_look_at_a_page_of_rows_misses_no_secret(way: str, secret: str) -> None:
    masking = Masking([Secret(each) for each in SECRETS.values()])
    rows: list[dict[str, Any]] = [{"id": at, "name": f"Pier {at}", "stage": "Bidding"} for at in range(200)]
    assert len(json.dumps(rows)) > LONGEST_PAGE and masking.needs_no_mask(json.dumps(rows).encode())
    text = WAYS[way](SECRETS[secret])
    turn = [*WAYS].index(way) + [*SECRETS].index(secret)  # each way meets both kinds of spaces
    for row in ({"name": text}, {"name": f"Pier, {text}, East", "id": 1}, {text: 1}, {"sub": [1, [text]]}):
        spaces = ((", ", ": "), (",", ":"))[turn % 2]
        turn += 1
        body = json.dumps([*rows, row], separators=spaces).encode()
        assert not masking.needs_no_mask(body)
        assert hidden(masking.body(body).decode())
        # What the second and the third row have in common is looked at only once.
        alike = [{"number": at} | row | {"last": at} for at in range(200)]
        for page in (alike, [*rows[:2], row, *rows], [rows[0], *alike[:2], *rows]):
            assert not masking.needs_no_mask(json.dumps(page, separators=spaces).encode())
