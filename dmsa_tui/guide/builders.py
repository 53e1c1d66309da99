"""Reads what is known of an edition's permission builder."""

from typing import cast

from dmsa_tui.errors import quoted
from dmsa_tui.guide.guide_table import GuideTable
from dmsa_tui.guide.model import Builder, Greyed
from dmsa_tui.guide.profiles import TABS, Tab
from dmsa_tui.guide.sources import source
from dmsa_tui.vocabulary import Level


def builder(table: GuideTable) -> Builder:
    """The table `builder` of an edition; InvalidInput for a level that does not exist."""
    with table:
        return Builder(
            tabs={tab: table.text(tab) for tab in TABS},
            levels=dict(sorted((_level(table, label), label) for label in table.names("levels"))),
            greyed=tuple(_greyed(each) for each in table.optional_tables("greyed")),
        )


def _greyed(table: GuideTable) -> Greyed:
    with table:
        return Greyed(
            tab=cast(Tab, table.one_of("tab", TABS)),
            tool=table.text("tool"),
            levels=tuple(_level(table, label) for label in table.names("levels")),
            source=source(table.table("source")),
        )


def _level(table: GuideTable, label: str) -> Level:
    try:
        return Level.from_word(label)
    except KeyError:
        valid = ", ".join(level.label for level in Level)
        raise table.refuse("levels", f"has {quoted(label)}; the valid levels are: {valid}") from None
