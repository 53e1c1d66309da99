"""One token per run: fetched once, shared by everyone who asks at the same time, renewed when it has to be."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.records import TokenGrant
from dmsa_tui.procore.request_record import Answered
from dmsa_tui.procore.secret import Secret

USUAL_LIFE = 5400
"""Seconds that a token lasts where its answer does not say (Procore documentation, oauth_client_credentials, 2026)."""
_MARGIN = 30.0
"""Seconds before its end at which a token is no longer used, at the most a tenth of its life."""


@dataclass(eq=False)
class Token:
    """An access token and what is known about it."""

    secret: Secret
    grant: Answered[TokenGrant]
    expires_at: float
    """By the monotonic clock."""
    replaced_a_refused_one: bool = False
    accepted_for: set[str] = field(default_factory=set)
    """Kinds of requests that it was accepted for."""


def expiry(asked_at: float, expires_in: int) -> float:
    """When to stop using a token, by the clock that `asked_at` was read from."""
    return asked_at + expires_in - min(_MARGIN, expires_in / 10)


class TokenKeeper:
    """Holds the run's token."""

    def __init__(self, fetch: Callable[[], Awaitable[Token]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._token: Token | None = None
        self._fetching: asyncio.Task[Token] | None = None

    async def current(self) -> Token:
        """The token; fetched first if there is none or it has expired. Raises what fetching raises."""
        if self._token is not None and self._clock.monotonic() < self._token.expires_at:
            return self._token
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetched())
            # Everyone who waits may be cancelled; nobody then asks for the error, and that is fine.
            self._fetching.add_done_callback(lambda task: task.cancelled() or task.exception())
        return await asyncio.shield(self._fetching)

    async def after_refusal(self, refused: Token, kind: str) -> Token | None:
        """The token to try once more with after a 401, or None where another token would change nothing.

        A token that itself replaced a refused one is replaced only if it was once accepted for the same kind of
        request: before an app is installed every company call may be answered with 401, whatever the token.
        """
        if self._token is refused:
            if refused.replaced_a_refused_one and kind not in refused.accepted_for:
                return None
            self._token = None
            renewed = await self.current()
            renewed.replaced_a_refused_one = True
            return renewed
        return await self.current()

    def trust_renewal_again(self) -> None:
        """A person asked again: the next 401 may renew the token."""
        if self._token is not None:
            self._token.replaced_a_refused_one = False

    def renew(self) -> None:
        """The next request fetches a new token: a person asks whether the pair is accepted now."""
        self._token = None

    @property
    def secret(self) -> Secret | None:
        """The token's text, for masking; None if there is no token."""
        return None if self._token is None else self._token.secret

    async def aclose(self) -> None:
        """Stop a fetch that is under way and forget the token."""
        self._token = None
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _fetched(self) -> Token:
        try:
            self._token = await self._fetch()
            return self._token
        finally:
            self._fetching = None
