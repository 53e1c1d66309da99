"""Notices over a screen."""

import re
from time import time
from typing import TYPE_CHECKING

from textual.notifications import Notification
from textual.widgets._toast import Toast, ToastHolder, ToastRack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.screen import Screen

UNREAD = 3.0
"""Seconds in which nobody has read a notice."""
MOMENT = 0.05
"""Seconds for which a notice is shown that comes to be drawn after its time."""


class Notice(Notification):
    """A notification whose time never ends before it is drawn.

    Textual sets a timer to what is left of it. A timer for less than nothing, after a machine slept or was busy in
    between, counts without an end, and nothing else goes on.
    """

    @property
    def time_left(self) -> float:
        return max(super().time_left, MOMENT)

    @property
    def has_expired(self) -> bool:
        return super().time_left <= 0


class PassingNotice(Notice):
    """A notice about the screen in front; unless it is an error, it goes when a person leaves the screen."""


def stays(notice: Notification) -> bool:
    """Whether it stays when another one comes."""
    return notice.severity == "error" or (notice.severity == "warning" and time() - notice.raised_at < UNREAD)


def withdraw(app: "App[str]", notice: Notification) -> None:
    """Remove it with its row. Textual 8.2 leaves the row empty, and the next notice would lie on the stepper."""
    app._unnotify(notice, refresh=False)
    for screen in app.screen_stack:
        for holder in screen.query(ToastHolder):
            if holder.id == ToastRack._toast_id(notice):
                holder.remove()


def rows_of_notices(screen: "Screen[object]") -> int:
    """Rows that the notices over the screen take."""
    toasts = _toasts_on(screen)  # nothing tells how high the rack is, which is never seen itself
    return max((screen.find_widget(each).visible_region.bottom for each in toasts if each.region), default=0)


def columns_before_notices(screen: "Screen[object]") -> int:
    """Columns of the first row that no notice takes."""
    first = [toast.region.x for toast in _toasts_on(screen) if toast.region and toast.region.y == 0]
    return min(first, default=screen.size.width)


def _toasts_on(screen: "Screen[object]") -> list[Toast]:
    """This is asked after each layout, and the whole screen need not be searched."""
    return [toast for rack in screen.children if isinstance(rack, ToastRack) for toast in rack.walk_children(Toast)]


def withdraw_passing(app: "App[str]") -> None:
    """Remove what was said about the screen that is left."""
    for notice in list(app._notifications):
        if isinstance(notice, PassingNotice) and notice.severity != "error":
            withdraw(app, notice)


def withdraw_naming(app: "App[str]", names: "Iterable[str]") -> None:
    """Remove the notices in which one of these names is."""
    named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names if name) or "(?!)")
    for notice in [each for each in app._notifications if named.search(each.message)]:
        withdraw(app, notice)
