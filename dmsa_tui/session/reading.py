"""How far a run of checks has read what takes long: the lists of a large company."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dmsa_tui.session.observable import Observable

if TYPE_CHECKING:
    from dmsa_tui.procore.client import ProcoreClient

PROGRESS = "progress"
LONG_SECONDS = 1.0
"""What is read faster is not worth a bar that comes and goes."""
NOTICE_SECONDS = 0.25
"""Between two notices: drawing each page of a list would delay keys."""


class Reading(Observable):
    """The progress of the run that began last. Observers are told when it moves on, and when it has ended."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = ""
        """E.g. "4,100 of 10,000, about 20 s left"; empty while nothing takes long."""
        self.done, self.total = 0, 0
        self._of: object = None

    @contextmanager
    def of(self, client: "ProcoreClient") -> Iterator[Callable[[str, int, int | None], None]]:
        """While a run is under way: what it calls with its progress."""
        from dmsa_tui.checks.progress import Progress

        pace, begun = Progress(lambda: client.rate_limits), time.monotonic()
        mine = self._of = object()
        noticed_at = begun

        def progressed(_check_id: str, done: int, total: int | None) -> None:
            nonlocal noticed_at
            sentence, now = pace.sentence(done, total), time.monotonic()
            if self._of is not mine or not total or now - begun < LONG_SECONDS or now - noticed_at < NOTICE_SECONDS:
                return
            noticed_at = now
            self.progress, self.done, self.total = sentence, done, total
            self._changed(PROGRESS)

        try:
            yield progressed
        finally:
            if self._of is mine and self.progress:
                self.progress, self.done, self.total = "", 0, 0
                self._changed(PROGRESS)
