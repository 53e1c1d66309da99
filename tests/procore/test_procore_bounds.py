"""However large, deep or compressed an answer is: memory, time and the event loop stay within limits."""

import asyncio
import gzip
import json
import tracemalloc
import zlib
from typing import Any

import pytest

from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.inflating import LARGEST
from dmsa_tui.procore.parsing import AT_ONCE, LARGEST_OBJECT, Unparsable, parsed
from dmsa_tui.procore.request_record import NotUnderstood, Unreachable
from tests.procore.conftest import Answer, ClientMaker, Server

PATH = "/rest/v1.0/me"
ROW = {"id": 562949954728542, "name": "Pier 7 — Süd", "note": "x" * 2500, "flags": [True, None, 1.5], "sub": {"a": "]"}}


def zipped(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data, mtime=0)
    return data


@pytest.mark.parametrize(
    "encoding", ["gzip, gzip, gzip", "gzip,gzip", "br", "deflate", "gzip, identity, x-gzip", "zstd"]
)
async def test_nothing_but_one_layer_of_gzip_is_undone(server: Server, client: ProcoreClient, encoding: str) -> None:
    layers = encoding.count("gzip")
    server.on(PATH, Answer(raw=zipped(b"[]", layers), headers={"Content-Encoding": encoding}))
    with pytest.raises(NotUnderstood, match="which was not requested"):
        await client.get(PATH)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", "identity", "gzip, identity", ""])
async def test_a_compressed_answer_is_read(server: Server, client: ProcoreClient, encoding: str) -> None:
    data = json.dumps([ROW] * 300).encode()
    raw = zipped(data, encoding.lower().count("gzip"))
    server.on(PATH, Answer(raw=raw, headers={"Content-Encoding": encoding}))
    assert (await client.get(PATH)).value[299]["id"] == ROW["id"]
    assert server.log[-1].headers["accept-encoding"] == "gzip"


async def test_what_is_inflated_is_counted_while_it_is_inflated(server: Server, client: ProcoreClient) -> None:
    server.on(PATH, Answer(raw=zipped(b"[" + b"0," * 50_000_000 + b"0]", 1), headers={"Content-Encoding": "gzip"}))
    await client.authorize()
    tracemalloc.start()
    try:
        with pytest.raises(NotUnderstood, match="larger than 8 MB"):
            await client.get(PATH)
        assert tracemalloc.get_traced_memory()[1] < 4 * LARGEST
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("raw", [zipped(b"[1]" * 999, 1)[:-9], zlib.compress(b"[]"), b"\x1f\x8b", b"[]"])
async def test_compressed_data_that_breaks_off_is_no_answer(server: Server, client: ProcoreClient, raw: bytes) -> None:
    server.on(PATH, Answer(raw=raw, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(NotUnderstood, match="cannot be decoded"):
        await client.get(PATH)


async def test_the_timeout_is_for_the_whole_answer(make_client: ClientMaker) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        try:
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        except ConnectionError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(drip, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    with pytest.raises(Unreachable) as caught:
        await make_client(login_url=url, timeout=0.2).authorize()
    listening.close()
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize(
    ("body", "match"),
    [
        (b"[" + b"[]," * 1_000_000 + b"[]]", "more than 1,000,000 values"),
        (b'{"a":"' + b"x" * LARGEST_OBJECT + b'"}', "larger than 1 MB"),
        (b'["' + b"x" * AT_ONCE + b'"]', "row of absurd size"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"[" * 400_000, "nested too deeply"),
    ],
)
async def test_what_would_hold_everything_up_is_refused(
    server: Server, client: ProcoreClient, body: bytes, match: str
) -> None:
    server.on(PATH, Answer(raw=body))
    with pytest.raises(NotUnderstood, match=match):
        await client.get(PATH)


async def test_others_get_their_turn_while_a_page_of_thousands_of_rows_is_read(
    server: Server, client: ProcoreClient
) -> None:
    server.on(PATH, Answer(raw=json.dumps([ROW] * 2500, ensure_ascii=False).encode()))
    await client.authorize()
    turns = 0

    async def counting() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beside = asyncio.create_task(counting())
    reply, _ = await client._request_sender.deliver("GET", server.url + PATH, {})
    before = turns
    value = await asyncio.to_thread(parsed, reply.body)
    assert len(value) == 2500 and turns - before > 2
    beside.cancel()


SHAPES: list[Any] = [
    [ROW] * 400,
    [[ROW] * 20] * 20,
    list(range(10**12, 10**12 + 30_000)),
    ["é" * 99] * 3000,
    [None, True, -1.5e300, "a", {}, []] * 20_000,
    [{"a": 'quote " and \\ backslash ] and ,'}] * 9000,
]


@pytest.mark.parametrize("value", SHAPES)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_large_list_is_parsed_row_by_row_to_the_same_value(value: Any, indent: int | None) -> None:
    body = json.dumps(value, indent=indent).encode()
    assert len(body) > AT_ONCE
    assert parsed(b"\xef\xbb\xbf \n" + body + b"\n ") == value
    assert parsed(b"[" + b" " * AT_ONCE + b"]") == []


@pytest.mark.parametrize("spoilt", [b",]", b"] x", b"}", b"", b",,1]", b" 1]", b",NaN]", b',"\xff"]', b",0x1]"])
def test_a_large_list_that_is_spoilt_is_not_parsed(spoilt: bytes) -> None:
    with pytest.raises(Unparsable):
        parsed(b"[" + b",".join([b"12345"] * 60_000) + spoilt)
