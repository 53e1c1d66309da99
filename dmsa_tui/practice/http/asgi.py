"""The ASGI types that the room shares."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Clock = Callable[[], float]
"""Seconds since 1970."""

CUT = "practice.cut"
"""The server's extension to ASGI: a message of this type breaks the connection off, at `where` (before, head, body)."""
