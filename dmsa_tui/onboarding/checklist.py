"""The rows of a profile that a person has ticked as set in the permission builder: an aid, which proves nothing."""

from collections.abc import Mapping

from dmsa_tui.guide.model import TABS, Profile, ProfileRow, Tab
from dmsa_tui.vocabulary import Level


def tick_key(tab: Tab, row: ProfileRow) -> str:
    """The name of a row's tick on a tab, e.g. company:documents."""
    return f"{tab}:{row.key}"


def rows_on(profile: Profile, tab: Tab) -> tuple[ProfileRow, ...]:
    """The rows for which the profile asks on that tab."""
    return tuple(row for row in profile.rows if row.level(tab) is not Level.NONE)


def still_valid(ticks: Mapping[str, str], profile: Profile) -> dict[str, str]:
    """The ticks that are for a row of this profile and for the level that it asks for now."""
    wanted = {tick_key(tab, row): row.level(tab).word for tab in TABS for row in rows_on(profile, tab)}
    return {key: level for key, level in ticks.items() if wanted.get(key) == level}


def toggled(ticks: Mapping[str, str], profile: Profile, tab: Tab, row: ProfileRow) -> dict[str, str]:
    """The ticks with that row's turned over, and without those that are no longer meant."""
    kept, key = still_valid(ticks, profile), tick_key(tab, row)
    if kept.pop(key, None) is None:
        kept[key] = row.level(tab).word
    return kept
