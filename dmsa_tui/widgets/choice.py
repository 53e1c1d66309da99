"""A choice of a few words on one line."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Label, RadioButton, RadioSet


class Choice(Vertical):
    """A label over its options; arrow keys move, Enter or a click chooses."""

    class Chosen(Message):
        """The person chose a value."""

        def __init__(self, choice: "Choice", value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> "Choice":
            """The choice, for `@on` selectors."""
            return self.choice

    def __init__(self, label: str, options: Mapping[str, str], *, id: str, chosen: str = "") -> None:
        super().__init__(id=id, classes="choice")
        self.label = label
        self.options = dict(options)
        self.chosen = chosen

    def compose(self) -> ComposeResult:
        """Label and options."""
        yield Label(self.label, classes="choice-label", markup=False)
        with RadioSet(compact=True):
            for value, words in self.options.items():
                yield RadioButton(words, value=value == self.chosen)

    @on(RadioSet.Changed)
    def _changed(self, event: RadioSet.Changed) -> None:
        event.stop()
        value = list(self.options)[event.index]
        if value != self.chosen:
            self.chosen = value
            self.post_message(self.Chosen(self, value))
