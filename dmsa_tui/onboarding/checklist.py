"""Ticks for the rows of a profile that a person set in the permission builder. They prove nothing."""

from collections.abc import Iterable, Mapping

from dmsa_tui.guide.profiles import TABS, Profile, ProfileRow, Tab
from dmsa_tui.vocabulary import Level


def tab_of(action_id: str) -> Tab | None:
    """The tab on which that action sets levels; None for other actions."""
    return next((tab for tab in TABS if action_id.startswith(f"{tab}-levels")), None)


def tick_key(tab: Tab, row: ProfileRow) -> str:
    """The name of a row's tick on a tab, e.g. company:documents."""
    return f"{tab}:{row.key}"


def rows_on(profile: Profile, tab: Tab) -> tuple[ProfileRow, ...]:
    """The rows that the profile has on that tab."""
    return tuple(row for row in profile.rows if row.level(tab) is not Level.NONE)


def still_valid(ticks: Mapping[str, str], profile: Profile) -> dict[str, str]:
    """The ticks for rows of this profile at the level that it asks for now."""
    wanted = {tick_key(tab, row): row.level(tab).word for tab in TABS for row in rows_on(profile, tab)}
    return {key: level for key, level in ticks.items() if wanted.get(key) == level}


def asked_on(profile: Profile, tab: Tab) -> list[ProfileRow]:
    """The rows on that tab that are not optional."""
    return [row for row in rows_on(profile, tab) if not row.optional]


def rows_left(ticks: Mapping[str, str], profile: Profile, tab: Tab) -> list[ProfileRow]:
    """Those of them without a tick."""
    ticked = still_valid(ticks, profile)
    return [row for row in asked_on(profile, tab) if tick_key(tab, row) not in ticked]


def with_rows(ticks: Mapping[str, str], profile: Profile, tab: Tab, rows: Iterable[ProfileRow]) -> dict[str, str]:
    """The ticks with those of these rows, and without those that are no longer valid."""
    return still_valid(ticks, profile) | {tick_key(tab, row): row.level(tab).word for row in rows}


def toggled(ticks: Mapping[str, str], profile: Profile, tab: Tab, row: ProfileRow) -> dict[str, str]:
    """The ticks with this row's reversed, and without those that are no longer valid."""
    kept, key = still_valid(ticks, profile), tick_key(tab, row)
    if kept.pop(key, None) is None:
        kept[key] = row.level(tab).word
    return kept
