"""The practice company as an httpx transport: the demo's requests never leave the process."""

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from dmsa_tui.practice.http.asgi import App


PracticeTransport = httpx.ASGITransport


def transport(app: "App") -> PracticeTransport:
    """A transport that answers every host with `app`."""
    return PracticeTransport(app=app)
