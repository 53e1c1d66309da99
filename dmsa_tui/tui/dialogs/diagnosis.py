"""The diagnosis for Procore's support: to read, copy or save; with the company ID only if the person wants it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button

from dmsa_tui.checks.model import Result
from dmsa_tui.procore.environments import stand_in
from dmsa_tui.session import handover
from dmsa_tui.tui.dialogs.page import PageDialog, PageText
from dmsa_tui.tui.widgets.compact_button import CompactButton

if TYPE_CHECKING:
    from dmsa_tui.procore.secret import Secret
    from dmsa_tui.session.session import Session

MASKED_HERE = "Project and request IDs are masked; copied or saved, they are whole."
WITH, WITHOUT = "With company ID", "Mask company ID"


class DiagnosisDialog(PageDialog):
    """Shows the diagnosis of these results, from which `secret` is removed once more."""

    HELP = "What Procore answered, for its support. It contains no secret; copy or save it."

    def __init__(self, session: "Session", results: Sequence[Result], secret: "Secret | None") -> None:
        self.session = session
        self.results = results
        self.secret = secret
        self.made_at = datetime.now(UTC)
        self.whole = False
        """Whether the person wants the company ID in it."""
        name = "diagnosis" if len(results) != 1 else f"diagnosis-{results[0].id.replace('.', '-')}"
        path = handover.page_path(session, name, "txt")
        is_stand_in = bool(stand_in(session.environment.login_url, session.environment.api_url))
        super().__init__(
            ("Diagnosis of this rehearsal" if session.rehearsal else "Diagnosis: not for Procore support")
            if is_stand_in
            else "For Procore support",
            lambda _columns: self.text(),
            self._on_screen,
            lambda: handover.save_page(self.text(), path),
        )
        self._note = MASKED_HERE if session.mask.ids_hidden else ""

    def compose_row(self) -> ComposeResult:
        yield CompactButton(WITH, key="I", id="whole")
        yield from super().compose_row()

    def text(self) -> str:
        """The diagnosis as it would be copied or saved now."""
        from dmsa_tui.checks.report.support import diagnosis

        session = self.session
        return diagnosis(self.results, session.environment, session.record.company_id, self._hidden, self.made_at)

    def _hidden(self, text: str) -> str:
        return self._masked(self.session.mask.values, text if self.secret is None else self.secret.hidden_in(text))

    def _on_screen(self, text: str) -> str:
        """What is copied has the IDs by which Procore finds projects and requests; a shared screen has not."""
        mask = self.session.mask
        return mask.text(text) if mask.recorder else self._masked(mask.text, text)

    def _masked(self, mask: Callable[[str], str], text: str) -> str:
        """The text behind that mask, but for the company ID where the person wants it."""
        kept = self.session.record.company_id if self.whole else ""
        return mask(text.replace(kept, "\0")).replace("\0", kept) if kept else mask(text)

    @on(Button.Pressed, "#whole")
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        self.whole = not self.whole
        event.button.label = WITHOUT if self.whole else WITH
        self.query_one(PageText).draw()
