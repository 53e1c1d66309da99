"""A whole HTTP answer, free of httpx."""

from collections.abc import Mapping
from typing import NamedTuple

from dmsa_tui.procore.request_record import RequestRecord


class Reply(NamedTuple):
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    request_record: RequestRecord
    sent_at: float
    """Unix time, by the local clock."""
    received_at: float
