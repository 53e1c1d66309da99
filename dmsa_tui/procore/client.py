"""The client through which everything asks Procore."""

import asyncio
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar
from urllib.parse import quote, urlencode

from dmsa_tui import __version__
from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.procore.answer_validation import json_in, problem_in, visible_json_in
from dmsa_tui.procore.circuit_breaker import CircuitBreaker, request_signature
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.connections import Connections
from dmsa_tui.procore.counts import RateLimit, RequestCounts
from dmsa_tui.procore.environments import Environment
from dmsa_tui.procore.json_fields import JsonFields, fields_of, rows_of
from dmsa_tui.procore.masking import Masking
from dmsa_tui.procore.pacing import CONCURRENCY
from dmsa_tui.procore.paging import Page, all_pages
from dmsa_tui.procore.parsing import Unparsable, parsed
from dmsa_tui.procore.records import TokenGrant
from dmsa_tui.procore.reply import Reply
from dmsa_tui.procore.request_record import Answered, NotUnderstood, ProcoreProblem, Refused, RequestRecord
from dmsa_tui.procore.request_sender import RequestSender
from dmsa_tui.procore.secret import Secret
from dmsa_tui.procore.tokens import USUAL_LIFE, Token, TokenKeeper, expiry

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
Host = Literal["api", "login"]
PAGE, SMALL_PAGE = 1000, 100
"""Rows of a page where the API reference names no maximum, and where a server wants no such page."""
_PAGE_TOO_LARGE = (400, 413, 414, 422)
_AT_ONCE = 96 * 1024
"""Bytes of an answer that are parsed on the event loop, 20 ms at the worst; what is larger is parsed in a thread."""
_ROWS_AT_ONCE = 500
"""Rows that are read before others get a turn."""
_TOKEN_PATH = "/oauth/token"
_TOKEN_SIGNATURE = request_signature("POST", _TOKEN_PATH)


class ProcoreClient:
    """One run's conversation with one company: a token, a pace, and the counts of both.

    `timeout` is for one request with its whole answer, in seconds. `wait` is how long the client may wait for rate
    limits in all, in seconds; None means as long as the person does. `on_wait(seconds, reason)` is called before each
    pause. `concurrency` is how many requests may be in flight at once. `connections` are left open for the next client.
    Every method that asks raises a `ProcoreProblem`, and InvalidInput for a company ID that is not a number.
    """

    def __init__(
        self,
        environment: Environment,
        company_id: str,
        client_id: str,
        secret: Secret,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        timeout: float = 15.0,
        wait: float | None = 60.0,
        on_wait: Callable[[float, str], None] | None = None,
        clock: Clock | None = None,
        concurrency: int = CONCURRENCY,
        connections: Connections | None = None,
    ) -> None:
        self.environment = environment
        self.company_id = company_id
        self.client_id = client_id
        self._secret = secret
        self._masking = Masking((secret,))
        self._clock = clock or Clock()
        urls = (environment.login_url, environment.api_url)
        self._request_sender = RequestSender(
            urls, transport, timeout, wait, on_wait, self._clock, self._masking, concurrency, connections
        )
        self._tokens = TokenKeeper(self._fetch_token, self._clock)
        self._circuit_breaker = CircuitBreaker()

    def __repr__(self) -> str:
        return f"ProcoreClient({self.environment.id!r}, company_id={self.company_id!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, signature: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections and forget the token."""
        await self._tokens.aclose()
        await self._request_sender.aclose()

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that tell this pair from another one with the same client ID."""
        return self._secret.fingerprint(self.client_id)

    @property
    def requests(self) -> RequestCounts:
        """What was sent so far."""
        return self._request_sender.counts

    @property
    def clock_skew(self) -> float | None:
        """Seconds, local minus server time, by the latest answers; None before the first one with a `Date`."""
        return self._request_sender.skew.seconds

    @property
    def rate_limit(self) -> RateLimit | None:
        """The API's rate limit as last told; None before that."""
        return self._request_sender.pacer(self.environment.api_url).rate_limit

    @property
    def rate_limits(self) -> tuple[RateLimit, ...]:
        """All of the API's limits that are known, as an estimate needs them: each answer names but one."""
        return self._request_sender.pacer(self.environment.api_url).rate_limits

    def forget_refusals(self) -> None:
        """A person asked again: what was refused three times may be asked again, and a lost host be tried."""
        self._circuit_breaker.forget()
        self._request_sender.forget_lost_hosts()
        self._tokens.trust_renewal_again()

    def renew_token(self) -> None:
        """A person asks whether the pair is accepted now: a token that was issued before would not tell."""
        self._tokens.renew()

    async def authorize(self) -> Answered[TokenGrant]:
        """The run's token grant, fetched at the first call and again when it has expired."""
        return (await self._tokens.current()).grant

    async def get(self, path: str, params: Sequence[tuple[str, str]] = (), *, host: Host = "api") -> Answered[Any]:
        """The parsed JSON at `path`, every text in it made visible; IDs are as sent, int or str."""
        value, _, request_records = await self._fetched(path, params, host)
        return Answered(value, request_records)

    async def pages(
        self,
        path: str,
        read: Callable[[JsonFields], T],
        params: Sequence[tuple[str, str]] = (),
        *,
        at_once: Callable[[list[Any]], list[T] | None] | None = None,
        per_page: int = PAGE,
        on_progress: Callable[[int, int | None], None] | None = None,
        id_of: Callable[[T], Hashable] | None = None,
        under: str | None = None,
    ) -> Answered[list[T]]:
        """All rows of the paged list at `path`, in order, each as `read` makes it, page by page as they come.

        `at_once` may make a whole page's rows faster; where it gives None, `read` makes them.
        `on_progress(rows, total)` is called after each page. `id_of`: the list has to be whole. Then every row counts,
        and a list that moved while it was read is read once more, then Unsteady. Else a row that `read` cannot read is
        passed over. `under` is the key that holds the rows, as `data` does in v2.
        """
        size = per_page

        async def ask(number: int) -> tuple[Any, Mapping[str, str], tuple[RequestRecord, ...]]:
            return await self._fetched(path, [*params, ("page", str(number)), ("per_page", str(size))], "api")

        async def fetch(number: int) -> Page[T]:
            nonlocal size
            try:
                value, headers, request_records = await ask(number)
            except Refused as refusal:
                if number > 1 or size <= SMALL_PAGE or refusal.status not in _PAGE_TOO_LARGE:
                    raise
                size = SMALL_PAGE
                value, headers, request_records = await ask(number)
            if under is not None:
                value = value.get(under) if isinstance(value, dict) else None
            rows = at_once(value) if at_once is not None and isinstance(value, list) else None
            if rows is None:
                rows = []
                for row in rows_of(Answered(value, request_records), read, every=id_of is not None):
                    rows.append(row)
                    if len(rows) % _ROWS_AT_ONCE == 0:
                        await asyncio.sleep(0)
            return Page(rows, headers, request_records, size)

        return await all_pages(fetch, on_progress, id_of=id_of)

    async def _fetched(
        self, path: str, params: Sequence[tuple[str, str]], host: Host
    ) -> tuple[Any, Mapping[str, str], tuple[RequestRecord, ...]]:
        base = self.environment.api_url if host == "api" else self.environment.login_url
        query = urlencode(params, quote_via=quote)
        url = f"{base}{path}?{query}" if query else f"{base}{path}"
        reply, request_records = await self._authorized(
            url, self._headers(host), request_signature("GET", path, params)
        )
        self._raise_problem(reply)
        return await _value_of(reply), reply.headers, request_records

    async def reach_api(self) -> None:
        """Ask the API host what needs no company ID. Its answer, whatever it is, says that the host is there."""
        path, params = "/rest/v1.0/companies", [("per_page", "1")]
        url = f"{self.environment.api_url}{path}?{urlencode(params)}"
        await self._authorized(url, self._headers("login"), request_signature("GET", path, params))

    async def write(self, method: Literal["POST", "DELETE"], path: str, body: Any = None) -> Answered[Any]:
        """The parsed JSON of the answer to a request that changes something; None for an answer without content.

        It is sent again only where Procore surely did nothing, after a 401 or a 429: after any other failure the
        caller has to look at what was done.
        """
        headers = self._headers("api")
        content = None if body is None else json.dumps(body).encode()
        if content is not None:
            headers["Content-Type"] = "application/json"
        url, signature = self.environment.api_url + path, request_signature(method, path)
        reply, request_records = await self._authorized(url, headers, signature, method, content)
        self._raise_problem(reply)
        return Answered(None if reply.status == 204 else await _value_of(reply), request_records)

    async def _authorized(
        self, url: str, headers: Mapping[str, str], signature: str, method: str = "GET", content: bytes | None = None
    ) -> tuple[Reply, tuple[RequestRecord, ...]]:
        """The answer to a request with the run's token, which is renewed once if it is refused."""
        writes = method != "GET"
        async with self._circuit_breaker.allowed(signature):
            token = await self._tokens.current()
            reply, request_records = await self._request_sender.deliver(
                method, url, _bearing(token, headers), content, writes=writes
            )
            times = 1
            if reply.status == 401:
                renewed = await self._renewed(token, signature)
                if renewed is not None:
                    token = renewed
                    reply, more = await self._request_sender.deliver(
                        method, url, _bearing(token, headers), content, again=True, writes=writes
                    )
                    request_records += more
                    times += 1
            self._circuit_breaker.note(signature, reply.status, times if reply.status == 401 else 1)
            if reply.status != 401:
                token.accepted_for.add(signature)
            return reply, request_records

    async def _renewed(self, token: Token, signature: str) -> Token | None:
        try:
            return await self._tokens.after_refusal(token, signature)
        except ProcoreProblem:
            self._circuit_breaker.note(signature, 401)
            raise

    def _headers(self, host: Host) -> dict[str, str]:
        headers = {"Accept": "application/json", "User-Agent": f"dmsa-tui/{__version__}"}
        if host == "api":
            if not (self.company_id.isascii() and self.company_id.isdigit()):
                raise InvalidInput(
                    f"The company ID {quoted(self.company_id)} is not a number; a company ID has only digits."
                )
            headers["Procore-Company-Id"] = self.company_id
        return headers

    async def _fetch_token(self) -> Token:
        pair = {"client_id": self.client_id, "client_secret": self._secret.reveal()}
        form = urlencode({"grant_type": "client_credentials", **pair}, errors="replace").encode()
        headers = {**self._headers("login"), "Content-Type": "application/x-www-form-urlencoded"}
        issued: list[Secret] = []

        def take(status: int, body: bytes) -> None:
            token = _token_in(body)
            if token is not None:
                self._masking.learn(token)
                issued[:] = [token]

        async with self._circuit_breaker.allowed(_TOKEN_SIGNATURE):
            asked_at = self._clock.monotonic()
            reply, request_records = await self._request_sender.deliver(
                "POST", self.environment.login_url + _TOKEN_PATH, headers, form, learn=take
            )
            self._circuit_breaker.note(_TOKEN_SIGNATURE, reply.status)
        self._raise_problem(reply)
        answer = json_in(reply.body, reply.headers, reply.request_record)
        if not issued:
            raise NotUnderstood(f"The answer to POST {_TOKEN_PATH} has no usable access_token.", reply.request_record)
        life = fields_of(Answered(answer, request_records)).optional_number("expires_in")
        if life is not None and not 0 < life < 10**9:
            life = None
        return Token(issued[0], Answered(TokenGrant(life), request_records), expiry(asked_at, life or USUAL_LIFE))

    @staticmethod
    def _raise_problem(reply: Reply) -> None:
        problem = problem_in(reply.status, reply.headers, reply.body, reply.request_record)
        if problem is not None:
            raise problem


async def _value_of(reply: Reply) -> Any:
    if len(reply.body) <= _AT_ONCE:
        return visible_json_in(reply.body, reply.headers, reply.request_record)
    return await asyncio.to_thread(visible_json_in, reply.body, reply.headers, reply.request_record)


def _token_in(body: bytes) -> Secret | None:
    """The token of an answer, before it is masked there."""
    try:
        answer = parsed(body) if len(body) <= _AT_ONCE else None
    except Unparsable:
        return None
    text = answer.get("access_token") if isinstance(answer, dict) else None
    # No request can carry a token of other characters, and an error about it would show it.
    if not (isinstance(text, str) and text and text.isascii() and text.isprintable() and " " not in text):
        return None
    return Secret(text)


def _bearing(token: Token, headers: Mapping[str, str]) -> dict[str, str]:
    return {**headers, "Authorization": f"Bearer {token.secret.reveal()}"}
