"""Opens the papers for others, over a step or a task: messages, handout, access review, manifest, diagnosis."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from dmsa_tui.checks.model import Result
from dmsa_tui.guide.wrapping import WIDTH
from dmsa_tui.session import handover
from dmsa_tui.session.copy_values import copy_value

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.base_app import BaseApp


class Opens(Protocol):
    """A step, or a task over one or over home."""

    STEP: ClassVar[str]

    @property
    def app(self) -> "BaseApp": ...
    @property
    def session(self) -> "Session": ...
    def notify(
        self, message: str, *, severity: "SeverityLevel" = "information", timeout: float | None = None
    ) -> None: ...
    def run_worker(self, work: Any, *, group: str, exit_on_error: bool) -> Any: ...


def show_manifest(screen: Opens) -> None:
    """Show the manifest that the portal takes as text, to read, copy or save."""
    text = copy_value(screen.session, "manifest")
    path = handover.page_path(screen.session, "manifest", "json")
    _show_page(screen, "Manifest for the JSON editor", lambda _columns: text, text, path)


def show_handout(screen: Opens) -> None:
    """Show the handout."""
    begin(screen, partial(_write_handout, screen))


def show_access_review(screen: Opens) -> None:
    """Show what the account can see and change."""
    begin(screen, partial(_write_access_review, screen))


def diagnose_all(screen: Opens) -> None:
    """Show the diagnosis of every check that has a result."""
    found = screen.session.results
    if results := [found[each.id] for each in screen.session.definitions if each.id in found]:
        show_diagnosis(screen, results)
    else:
        screen.notify(f"Nothing has been checked yet. Press {screen.app.key_text('check')} to check.", timeout=4)


def write_due_message(screen: Opens) -> None:
    """Show the message to whoever must act now."""
    begin(screen, partial(_write_message, screen, handover.due_message(screen.session)))


def show_message(screen: Opens, kind: str) -> None:
    """Show a message to somebody who is absent: of that kind, or the one for the next approval."""
    begin(screen, partial(_write_message, screen, kind))


def show_diagnosis(screen: Opens, results: Sequence[Result]) -> None:
    """Show the diagnosis of these results for Procore's support."""
    begin(screen, partial(_diagnose, screen, results))


PAGES: Mapping[str, Callable[[Opens], None]] = {
    "message": write_due_message,
    "handout": show_handout,
    "diagnosis": diagnose_all,
}
"""Id of a command → what writes its page on a step that has no button for it."""


def begin(screen: Opens, work: Callable[[], Awaitable[None]]) -> None:
    """Open a dialog that waits for something first."""
    screen.run_worker(work, group="dialog", exit_on_error=False)


async def _diagnose(screen: Opens, results: Sequence[Result]) -> None:
    from dmsa_tui.tui.dialogs.diagnosis import DiagnosisDialog

    session = screen.session
    await screen.app.push_screen(DiagnosisDialog(session, results, await session.credentials.secret()))


async def _write_message(screen: Opens, kind: str) -> None:
    """Show a message to somebody who is absent: of that kind, or the one for the next approval."""
    from dmsa_tui.documents.messages import waiting_message

    kind = kind or waiting_message(screen.session.record) or "verification"
    heading, text, path = await handover.message(screen.session, kind, screen.app.contact)
    _show_page(screen, heading, text, text(WIDTH), path)


async def _write_handout(screen: Opens) -> None:
    page, text, path = await handover.handout(screen.session, screen.app.contact)
    _show_page(screen, "Handout for the administrator", text, page, path)


async def _write_access_review(screen: Opens) -> None:
    page, text, path = await handover.access_review(screen.session)
    _show_page(screen, "Access review", text, page, path)


def _show_page(screen: Opens, heading: str, text: handover.Written, saved: str, path: Path) -> None:
    from dmsa_tui.tui.dialogs.page import PageDialog

    dialog = PageDialog(heading, text, screen.session.mask.text, lambda: handover.save_page(saved, path))
    screen.app.push_screen(dialog)
