"""Where a text of the guide was read: given once for many texts, and overridden key by key where one differs."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from dmsa_tui.guide.guide_table import GuideTable

Confidence = Literal["confirmed", "vendor", "inferred"]
"""confirmed: a Procore source or the source document; vendor: one vendor or field report; inferred: not yet seen."""


CONFIDENCES = ("confirmed", "vendor", "inferred")


@dataclass(frozen=True)
class Source:
    """Where a label was read, when that source was current, and how far to trust it."""

    ref: str
    date: date
    confidence: Confidence


def source(table: GuideTable, default: Source | None = None) -> Source:
    """The source that `table` states; a key that it leaves out comes from `default`, and is refused without one."""
    with table:
        return Source(
            ref=default.ref if default and not table.has("ref") else table.text("ref"),
            date=default.date if default and not table.has("date") else table.day("date"),
            confidence=default.confidence if default and not table.has("confidence") else _confidence(table),
        )


def _confidence(table: GuideTable) -> Confidence:
    return cast(Confidence, table.one_of("confidence", CONFIDENCES))
