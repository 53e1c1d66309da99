"""What is asked before an action is marked done without something; the next press goes on without that alone."""

from typing import Literal

Lack = Literal["", "answer", "proof"]


class AskedTwice:
    """The questions about one action, each asked once."""

    def __init__(self) -> None:
        self.about = ""
        """Id of the action that is asked about; empty if none is."""
        self.now: Lack = ""
        """What the question on the screen is about."""
        self._passed = set[Lack]()

    def ask(self, action_id: str, *, answer: bool, proof: bool) -> bool:
        """Ask about what that action lacks and nobody was asked about yet; whether there is a question."""
        if self.about != action_id:
            self.withdraw()
        lacking: dict[Lack, bool] = {"answer": answer, "proof": proof}
        lacks = [each for each, is_lacking in lacking.items() if is_lacking]
        self.now = next((each for each in lacks if each not in self._passed), "")
        self._passed.add(self.now)
        self.about = action_id if self.now else ""
        return bool(self.now)

    def withdraw(self) -> None:
        """Ask nothing any more."""
        self.about, self.now, self._passed = "", "", set()
