"""Whatever is sent, the application answers in JSON and does not crash."""

import asyncio
import json
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.practice.http.asgi import Message
from dmsa_tui.practice.http.endpoints import ENDPOINTS
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.world import Window

REHEARSAL = Rehearsal("ready")
REHEARSAL.world.windows = (Window(10**9, 3600),)
PATHS = [f"/rest/{endpoint.versions[0]}/{endpoint.path}" for endpoint in ENDPOINTS]
header_value = st.binary(max_size=40).filter(lambda value: not set(value) & {0, 10, 13})
path_value = st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=20)


def _send(method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> tuple[int, Any]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": path, "root_path": "",
        "query_string": query, "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def answer() -> None:
        await REHEARSAL.app(scope, receive, send)

    asyncio.run(answer())
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent[1:]))


@cache
def _token() -> str:
    credentials = REHEARSAL.credentials
    fields = {
        "grant_type": "client_credentials",
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
    }
    headers = [(b"content-type", b"application/json"), (b"host", b"x")]
    status, body = _send("POST", "/oauth/token", b"", headers, json.dumps(fields).encode())
    assert status == 200
    return str(body["access_token"])


@given(
    path=st.sampled_from(PATHS), values=st.lists(path_value, min_size=3, max_size=3), query=st.binary(max_size=60),
    host=header_value, own=st.booleans(),
)  # fmt: skip
def test_any_query_host_and_path_value_gets_an_answer_in_json(
    path: str, values: list[str], query: bytes, host: bytes, own: bool
) -> None:
    company = REHEARSAL.credentials.company_id
    for name, value in zip(("project_id", "user_id", "template_id"), values, strict=True):
        path = path.replace(f"{{{name}}}", value or "0")
    path = path.replace("{company_id}", company if own else values[0])
    path = path.replace("{installation_id}", values[1]).replace("{engine_name}", values[2])
    headers = [
        (b"host", host),
        (b"authorization", f"Bearer {_token()}".encode()),
        (b"procore-company-id", company.encode()),
    ]
    status, body = _send("GET", path, query, headers, b"")
    assert 200 <= status < 500
    assert isinstance(body, (dict, list))


@given(
    path=st.sampled_from(["/oauth/token", "/oauth/revoke", "/oauth/token/info"]),
    content_type=st.sampled_from(
        [b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=b", b"", b"\xff"]
    ),
    authorization=st.one_of(header_value, header_value.map(lambda value: b"Basic " + value)),
    body=st.one_of(st.binary(max_size=200), st.binary(max_size=50).map(lambda part: b"--b\r\n" + part + b"\r\n--b--")),
)
def test_any_token_request_gets_an_answer_in_json(
    path: str, content_type: bytes, authorization: bytes, body: bytes
) -> None:
    headers = [(b"host", b"x"), (b"content-type", content_type), (b"authorization", authorization)]
    method = "GET" if path.endswith("info") else "POST"
    status, said = _send(method, path, b"", headers, body)
    assert 400 <= status < 500
    assert isinstance(said, dict)


@given(method=st.sampled_from(["GET", "PUT", "PATCH", "TRACE"]), path=path_value)
def test_any_other_address_is_a_404_in_json(method: str, path: str) -> None:
    status, said = _send(method, f"/{path}", b"", [(b"host", b"x")], b"")
    assert (status, list(said)) == (404, ["errors"])
