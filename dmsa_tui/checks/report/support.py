"""A diagnosis for Procore's support: what was asked when, and what came back. Plain text, without a secret."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from dmsa_tui import __version__
from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import counted
from dmsa_tui.procore.environments import Environment, stand_in_warning
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import definition

IN_A_DIAGNOSIS = 40
"""Requests listed for one check: support looks one up by its request id, and does not read thousands."""


def worth_telling(request_records: Sequence[RequestRecord], limit: int) -> tuple[list[RequestRecord], int]:
    """At most `limit` requests in their order, preferably those without a good answer; and how many are left out."""
    if len(request_records) <= limit:
        return list(request_records), 0
    by_worth = sorted(range(len(request_records)), key=lambda index: _is_good(request_records[index]))
    return [request_records[index] for index in sorted(by_worth[:limit])], len(request_records) - limit


def diagnosis(
    results: Iterable[Result], environment: Environment, company_id: str, hide: Callable[[str], str], made_at: datetime
) -> str:
    """The text for these checks; `hide` puts dots for whatever is not to be told, the company ID among it."""
    warning = stand_in_warning(environment.login_url, environment.api_url)
    lines = [
        *([f"Do not send this to Procore's support. {warning}", ""] if warning else []),
        "Diagnosis of a Procore data connection app" + ("" if warning else ", for Procore's support"),
        f"made:        {_moment(made_at)} by dmsa-tui {__version__}",
        f"environment: {environment.id} ({_host(environment.login_url)}, {_host(environment.api_url)})",
        f"company ID:  {company_id or 'not known'}",
    ]
    for result in results:
        lines += ["", f"{definition(result.id).title} ({result.id})", f"  status: {result.status.value}"]
        if result.cause is not None:
            lines.append(f"  cause:  {result.cause.value}")
        lines.append(f"  found:  {result.summary}")
        if result.confirmed_by is not None:
            lines.append("  A person confirmed it, because Procore did not say.")
        records, left_out = worth_telling(result.evidence, IN_A_DIAGNOSIS)
        lines += [f"  {_told(record)}" for record in records]
        if left_out:
            lines.append(f"  and {counted(left_out, 'more request')}")
        if not records:
            lines.append("  No request was made for this.")
    return hide("\n".join(lines)) + "\n"


def _is_good(request_record: RequestRecord) -> bool:
    return request_record.status is not None and request_record.status < 400


def _told(request_record: RequestRecord) -> str:
    parts = urlsplit(request_record.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    status = request_record.status if request_record.status is not None else "no answer"
    at = "" if request_record.at is None else f"{_moment(request_record.at)}, "
    request_id = request_record.request_id or "not given"
    line = f"{at}{parts.netloc}: {request_record.method} {path} → {status} in {request_record.elapsed_ms} ms"
    return f"{line}, request id {request_id}"


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
