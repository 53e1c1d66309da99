"""How far the local clock is off, told from the `Date` of the latest answers."""

from collections import deque

from dmsa_tui.procore.backoff import server_time
from dmsa_tui.procore.reply import Reply

_KEPT = 5


class Skew:
    """Bounds on local minus server time, from the latest answers."""

    def __init__(self) -> None:
        self._bounds: deque[tuple[float, float]] = deque(maxlen=_KEPT)

    @property
    def seconds(self) -> float | None:
        """Local minus server time: the smallest error that fits the answers; None before the first `Date`."""
        if not self._bounds:
            return None
        low, high = max(low for low, _ in self._bounds), min(high for _, high in self._bounds)
        if low > high:
            # The clock was set meanwhile: only the latest answer counts.
            low, high = self._bounds[-1]
        return min(max(0.0, low), high)

    def note(self, reply: Reply) -> None:
        """Learn from one answer: its `Date`, a whole second, was told between sending and receiving."""
        date = server_time(reply.headers)
        if date is not None:
            self._bounds.append((reply.sent_at - date - 1.0, reply.received_at - date))
