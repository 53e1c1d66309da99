"""The record of one HTTP request, and the errors of requests."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

TroubleKind = Literal["dns", "tls", "proxy", "refused", "timeout", "interrupted"]
"""Why no answer came: the words are the cause codes of the report."""


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request and the head of its answer: the evidence that a report shows. It holds no secret."""

    method: str
    url: str
    status: int | None
    """None where no answer came."""
    request_id: str | None
    """Procore's `x-request-id`."""
    elapsed_ms: int
    at: datetime | None = field(default=None, compare=False)
    """When it was sent, by this machine's clock; None where that was not kept."""


@dataclass(frozen=True)
class Answered(Generic[T]):
    """What Procore answered, and the requests behind it."""

    value: T
    request_records: tuple[RequestRecord, ...]


class ProcoreProblem(Exception):
    """A request that brought no usable answer. `str()` is one sentence, free of secrets and control characters."""

    def __init__(self, sentence: str, request_record: RequestRecord | None = None) -> None:
        super().__init__(sentence)
        self.request_record = request_record


class Unreachable(ProcoreProblem):
    """No answer: DNS, TLS, a proxy, a closed port, a timeout or a broken connection.

    `connected`: there may have been a connection to the host.
    """

    def __init__(
        self,
        kind: TroubleKind,
        host: str,
        sentence: str,
        request_record: RequestRecord | None = None,
        *,
        connected: bool = False,
    ) -> None:
        super().__init__(sentence, request_record)
        self.kind: TroubleKind = kind
        self.host = host
        self.connected = connected


class Refused(ProcoreProblem):
    """A 4xx answer other than 429. `code` is OAuth's or Procore's error word, `said` its text, both as sent."""

    def __init__(
        self, status: int, code: str | None, said: str, sentence: str, request_record: RequestRecord | None = None
    ) -> None:
        super().__init__(sentence, request_record)
        self.status = status
        self.code = code
        self.said = said


class NotUnderstood(ProcoreProblem):
    """An answer that is not JSON (`html`: it is a web page), or JSON that does not fit the documented `shape`."""

    def __init__(
        self, sentence: str, request_record: RequestRecord | None = None, *, html: bool = False, shape: bool = False
    ) -> None:
        super().__init__(sentence, request_record)
        self.html = html
        self.shape = shape


class Unsteady(ProcoreProblem):
    """A list that moved while it was read, twice: rows may have been missed, so it proves nothing."""


class Redirected(ProcoreProblem):
    """A redirect; this program follows no redirect with credentials. It is a proxy's or a login page's."""


class RateLimited(ProcoreProblem):
    """429, or a limit whose reset lies beyond what this run may wait. `retry_in` is seconds, None if unknown."""

    def __init__(
        self, sentence: str, request_record: RequestRecord | None = None, *, retry_in: float | None = None
    ) -> None:
        super().__init__(sentence, request_record)
        self.retry_in = retry_in


class ServerTrouble(ProcoreProblem):
    """A 5xx answer that stayed after the retries."""

    def __init__(self, status: int, sentence: str, request_record: RequestRecord | None = None) -> None:
        super().__init__(sentence, request_record)
        self.status = status


class StoppedAsking(ProcoreProblem):
    """Not sent: Procore has given the same refusal three times, and counts failing calls against the app."""

    def __init__(self, status: int, sentence: str, signature: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.signature = signature
        """Method and path of what was not sent, for the evidence."""
