"""What Procore has answered in this run about pairs of client ID and client secret."""

from datetime import datetime

from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.pair import Pair


class PairAnswers:
    """The pairs, client IDs and secrets that Procore has accepted, and the pair that it refused last."""

    def __init__(self) -> None:
        self.client_ids: set[str] = set()
        """Client IDs that Procore has accepted: none of them is a secret."""
        self.secrets: list[Secret] = []
        """Secrets that Procore has accepted, also those that another one has replaced."""
        self.refused: Pair | None = None
        """The pair of the open record that Procore refused last, until it accepts one; it outlives a cleared field."""
        self.last_is_no = False
        """Whether Procore refused the open record's pair when it was asked last, in this run or an earlier one."""
        self._accepted: list[tuple[Pair, datetime]] = []

    def accept(self, secret: Secret | None) -> None:
        """Procore accepted the open record's pair, whose secret this is; None: it is not held any more."""
        self.refused = None
        if secret is not None and secret not in self.secrets:
            self.secrets.append(secret)

    def note(self, pair: Pair, at: datetime) -> None:
        """Remember when Procore first accepted that pair."""
        self._accepted.append((pair, at))

    def accepted_at(self, pair: Pair) -> datetime | None:
        """When Procore first accepted that pair; None: this run knows of no such answer."""
        return next((at for each, at in self._accepted if each == pair), None)

    def forget_secrets(self) -> None:
        """Drop every secret that was accepted."""
        self.secrets, self._accepted = [], []
