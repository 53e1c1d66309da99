"""The open onboarding's connection to Procore: one client, made anew when environment, company or pair changes."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.session.credentials import Credentials
from dmsa_tui.session.open_record import OpenRecord

if TYPE_CHECKING:
    from dmsa_tui.practice.transport import PracticeTransport
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.environments import Environment


class Connection:
    """One client at a time, over the network or, with `transport`, to the practice company."""

    def __init__(
        self, open_record: OpenRecord, credentials: Credentials, transport: "Callable[[], PracticeTransport | None]"
    ) -> None:
        self.on_wait: Callable[[float, str], None] = lambda _seconds, _reason: None
        """Called at each pause for a rate limit, with its seconds and the reason."""
        self.transport = transport
        self._open_record, self._credentials = open_record, credentials
        self._client: ProcoreClient | None = None
        self._client_key: tuple[object, ...] = ()
        self._held: set[ProcoreClient] = set()
        """Clients that long work still uses, whatever the open record says by now."""

    @property
    def environment(self) -> "Environment":
        """The open record's environment with its custom hosts, if any."""
        from dmsa_tui.procore.environments import recorded_place

        record = self._open_record.record
        return recorded_place(record.environment, record.login_url, record.api_url)

    async def missing(self, *, pair_alone: bool = False) -> str | None:
        """What must be known before Procore can be asked, e.g. "the credentials are"; None if nothing is missing.

        `pair_alone`: about the pair, which the login host answers without a company.
        """
        return missing_words(await self.missing_fields(pair_alone=pair_alone))

    async def missing_fields(self, *, pair_alone: bool = False) -> list[str]:
        """Which of `company_id`, `client_id` and `client_secret` are not known, as far as they are needed."""
        record = self._open_record.record
        known = {} if pair_alone else {"company_id": record.company_id}
        known["client_id"] = record.client_id
        known["client_secret"] = "" if await self._credentials.secret() is None else "held"
        return [field for field, value in known.items() if not value]

    async def client(self, *, pair_alone: bool = False) -> "ProcoreClient":
        """The client for the open onboarding. Raises InvalidInput while something is missing that it needs."""
        from dmsa_tui.procore.client import ProcoreClient

        secret, record = await self._credentials.secret(), self._open_record.record
        missing = await self.missing(pair_alone=pair_alone)
        if secret is None or missing is not None:
            raise InvalidInput(f"Checks cannot start yet: {missing} still missing.")
        environment = self.environment
        key = (environment, record.company_id, record.client_id, secret.fingerprint(record.client_id))
        if self._client is None or key != self._client_key:
            await self.close()
            self._client = ProcoreClient(
                environment, record.company_id, record.client_id, secret,
                transport=self.transport(), wait=None, on_wait=lambda seconds, reason: self.on_wait(seconds, reason),
            )  # fmt: skip
            self._client_key = key
        return self._client

    @asynccontextmanager
    async def held(self) -> "AsyncIterator[ProcoreClient]":
        """The client, which stays open until the work with it has ended; InvalidInput as for `client`."""
        client = await self.client()
        self._held.add(client)
        try:
            yield client
        finally:
            self._held.discard(client)
            if client is not self._client:
                await client.aclose()

    async def close(self) -> None:
        """Close the connection, unless long work still uses it."""
        if self._client is not None:
            client, self._client = self._client, None
            if client not in self._held:
                await client.aclose()

    def forget_refusals(self) -> None:
        """Something was done about what Procore has refused: ask again, also what it refused three times."""
        if self._client is not None:
            self._client.forget_refusals()

    def forget(self) -> None:
        """Ask nothing more through this client, not even with the same pair."""
        self._client_key = ()


def missing_words(fields: list[str]) -> str | None:
    """What of `Connection.missing_fields` must be known, e.g. "the credentials are"; None for nothing."""
    company, pair = fields[: "company_id" in fields], fields["company_id" in fields :]
    words = [*company, "credentials" if len(pair) > 1 else "".join(pair)]
    absent = [f"the {each.replace('_id', '_ID').replace('_', ' ')}" for each in words if each]
    return f"{' and '.join(absent)} {'are' if len(fields) > 1 else 'is'}" if absent else None
