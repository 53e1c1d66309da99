"""A click that the practice browser offers in place of the browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dmsa_tui.practice.portal_words import Way, words
from dmsa_tui.practice.world import World


@dataclass(frozen=True)
class PanelAction:
    """One thing that a person does in the developer portal or in Procore. Labels are the newest edition's."""

    id: str
    step: str
    """Id of the wizard's step, or of the task that alone needs it."""
    where: Literal["portal", "procore"]
    label: str
    """The way there: labels as the browser prints them, joined by arrows."""
    explanation: str
    """One sentence: what it is for."""
    available: Callable[[World], str | None]
    """Why it cannot be done now, in one sentence; None if it can."""
    done: Callable[[World], bool]
    """Whether what it brings about is the case now."""
    perform: Callable[[World], str]
    """Does it, and says in one sentence what the browser shows then."""
    optional: bool = False
    """Not on the shortest way to a finished setup."""
    tasks: tuple[str, ...] = ()
    """Ids of the tasks that need it beside its step."""

    def way(self, world: World) -> Way:
        """Its line in the portal edition that this world shows."""
        return words(world).ways.get(self.id) or Way(self.label, self.explanation)

    def belongs_to(self, id: str) -> bool:
        """Whether that step or task needs it."""
        return id == self.step or id in self.tasks
