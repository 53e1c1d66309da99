"""A whole HTTP answer, free of httpx."""

from collections.abc import Mapping
from dataclasses import dataclass

from dmsa_tui.procore.request_record import RequestRecord


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    request_record: RequestRecord
    sent_at: float
    """Unix time, by the local clock."""
    received_at: float
