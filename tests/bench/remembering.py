"""A server that does its work once, so that it does not hide what is measured beside it."""

from collections.abc import Callable, Hashable
from typing import Any

from dmsa_tui.practice.http.asgi import App

Key = Callable[[Any], Hashable]
"""The scope of a request → what its answer depends on; None for one that is answered anew each time."""


def remembering(app: App, key_of: Key) -> App:
    """`app`, which answers from memory what it was asked before."""
    told: dict[Hashable, list[Any]] = {}

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        key = key_of(scope)
        if key is None:
            return await app(scope, receive, send)
        if key not in told:
            told[key] = []

            async def keep(message: Any) -> None:
                told[key].append(message)

            await app(scope, receive, keep)
        for message in told[key]:
            await send(message)

    return answer
