"""The requests behind a check's result, as an open row lists them."""

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import counted
from dmsa_tui.vocabulary import UNSENT

EXCHANGES_SHOWN = 12
"""How many requests an open row lists: levels on every project have thousands."""


def evidence_of(result: Result) -> list[str]:
    """The requests behind a result, a line each."""
    from dmsa_tui.checks.report.support import worth_telling

    lines = [] if result.cause is None else [f"cause: {result.cause}"]
    records, left_out = worth_telling(result.evidence, EXCHANGES_SHOWN)
    for request_record in records:
        status = request_record.status if request_record.status is not None else "no answer"
        request = f", request {request_record.request_id}" if request_record.request_id else ""
        lines.append(
            f"{request_record.method} {request_record.url} → {status} in {request_record.elapsed_ms} ms{request}"
        )
    if unsent := result.details.get(UNSENT):
        lines.append(f"not sent: {unsent}")
    if left_out:
        lines.append(f"and {counted(left_out, 'more request')}")
    if result.confirmed_by is not None:
        word = result.confirmed_by
        lines.append(f"confirmed by {word.by}, {word.at:%Y-%m-%d %H:%M} UTC")
    return lines or ["No request was made for this."]
