"""An ASGI application that has a bad day: the practice company's answers, changed as its faults say."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import parse_qs

from dmsa_tui.practice.changes import Answer, Asked
from dmsa_tui.practice.fault import Fault
from dmsa_tui.practice.http.asgi import CUT, App, Clock, Message, Receive, Scope, Send
from dmsa_tui.practice.world import World


class Faulty:
    """An ASGI application around another."""

    def __init__(self, inner: App, faults: Iterable[Fault], world: World, clock: Clock = time.time) -> None:
        self._inner = inner
        self._faults = tuple(
            fault if fault.make_deed is None else replace(fault, deed=fault.make_deed()) for fault in faults
        )
        self._world = world
        self._clock = clock
        self._met: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        asked = Asked(scope["method"], scope["path"], query, _page(query), await _body(receive))
        struck = [fault for fault in self._faults if self._strikes(fault, asked)]
        for fault in struck:
            query = fault.ask(query)
        answer = await self._worked({**scope, "query_string": query.encode("latin-1")}, asked, struck)
        for fault in struck:
            answer = fault.change(answer, asked)
        await asyncio.sleep(answer.pause)
        if answer.cut is not None:
            if CUT not in scope.get("extensions", {}):
                raise ConnectionResetError("the practice company closed the connection")
            await send({"type": CUT, "where": answer.cut})
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _strikes(self, fault: Fault, asked: Asked) -> bool:
        if not re.search(fault.at, asked.line):
            return False
        self._met[fault.id] += 1
        met = self._met[fault.id] - fault.after
        return met > 0 and (fault.times is None or met <= fault.times)

    async def _worked(self, scope: Scope, asked: Asked, struck: Iterable[Fault]) -> Answer:
        with ExitStack() as deeds:
            reaches: bytes | None = asked.body
            for fault in struck:
                body = deeds.enter_context(fault.deed(self._world, replace(asked, body=reaches or b""), self._clock()))
                reaches = None if reaches is None else body
            if reaches is None:  # whatever stands in for the answer has its headers, and the company has no request
                scope, reaches = {**scope, "method": "OPTIONS"}, b""
            return await self._answered(scope, reaches)

    async def _answered(self, scope: Scope, body: bytes) -> Answer:
        messages: list[Message] = []
        incoming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._inner(scope, receive, keep)
        start = messages[0]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
        # Whoever sends the answer counts anew: a change may make it longer.
        headers.pop("content-length", None)
        return Answer(start["status"], headers, b"".join(each.get("body", b"") for each in messages[1:]))


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return b"".join(parts)


def _page(query: str) -> int:
    text = parse_qs(query).get("page", ["1"])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
