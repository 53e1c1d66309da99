"""How home names the customers: whole, or by initials where other people may look on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmsa_tui.errors import quoted
from dmsa_tui.onboarding.filenames import SUFFIX, file_name
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.session.names_on_home import LONGEST, is_hidden
from dmsa_tui.session.stand_ins import initials
from dmsa_tui.tui.notices import withdraw_naming

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record_files import Entry
    from dmsa_tui.tui.base_app import BaseApp


class CustomerNames:
    """The names of the listed onboardings, as they may be shown now."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app
        self._entries: Sequence[Entry] = ()
        self._known: set[str] = set()
        """Every name that was listed; a notice may have it when it is deleted or changed."""
        self._initials: dict[str, str] = {}
        """Name → what replaces it where names are hidden."""
        self._asked: bool | None = None
        """Whether the person asked to show all names, or to hide them; None for neither."""

    def list(self, entries: "Sequence[Entry]") -> None:
        """These onboardings are listed from now on."""
        self._entries = entries
        self._known |= {each.name for each in entries}
        self._initials = self._app.session.saved.stand_ins.of(entries)

    def is_hidden(self, entry: "Entry") -> bool:
        """Whether initials replace a customer's name, because other people see this screen or its recording."""
        session = self._app.session
        if self._asked is not None and session.rehearsal is None and not session.mask.recorder:
            return not self._asked
        return is_hidden(session, self._app.home_names, entry.name, len(self._entries))

    @property
    def are_hidden(self) -> bool:
        """Whether initials replace a name."""
        return any(map(self.is_hidden, self._entries))

    def turn(self) -> None:
        """Show all names, or where all are shown, hide them."""
        self._asked = self.are_hidden

    def hide_again(self) -> None:
        """Forget what the person asked for."""
        self._asked = None

    def shown(self, entry: "Entry") -> str:
        """The customer's name as it may be shown now."""
        return self._initials[entry.name] if self.is_hidden(entry) else visible(entry.name, LONGEST)

    def told(self, entry: "Entry") -> str:
        """The same, and whether it is archived."""
        name = self.shown(entry)
        return f"{name} (archived)" if entry.record and entry.record.archived else name

    def in_text(self, text: str) -> str:
        """That text of an error, with customers' names, and the files that bear them, as they may be shown now."""
        session = self._app.session
        opened = {session.record.name} if session.is_open else set[str]()
        entries = {each.name: each for each in self._entries}
        for name in sorted(self._known | opened, key=len, reverse=True):
            entry = entries.get(name)
            if self.is_hidden(entry) if entry is not None else self.are_hidden:
                shown = self._initials.get(name) or initials(name)
                text = text.replace(quoted(name), f"“{shown}”").replace(file_name(name), f"…{SUFFIX}")
                text = text.replace(entry.path.name, f"…{SUFFIX}") if entry is not None else text
        return text

    def withdraw_notices(self) -> None:
        """Remove the notices with a name that is hidden now."""
        if self._app._notifications and self.are_hidden:
            shown = {each.name for each in self._entries if not self.is_hidden(each)}
            withdraw_naming(self._app, self._known - shown)
