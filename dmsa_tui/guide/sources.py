"""Where a text of the guide was read: given once for many texts, and overridden key by key where one differs."""

from typing import cast

from dmsa_tui.guide.guide_table import GuideTable
from dmsa_tui.guide.model import Confidence, Source

CONFIDENCES = ("confirmed", "vendor", "inferred")


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
