"""A step's links for another device: whole, to select or copy, and as a QR code over the whole window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Middle, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.guide.page_links import PageLink
from dmsa_tui.procore.weblinks import is_procore_link
from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.qr_code import Modules, QrCode, modules, size_of
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

BESIDE = 26
"""Columns that the words need, half of them on each side of the code."""
BELOW = 1
"""Rows that the buttons below it need."""
MUTED = "$foreground-muted"
UNMASK = "The code contains the whole company ID. Anyone who sees the code can read it. Press Enter to show the code."
FOREIGN = "No code: only https pages of Procore get one."
IN_ASCII = (
    "No code: this terminal shows ASCII only. Copy the link. "
    'If the terminal can show other signs, set signs = "unicode" in settings.toml.'
)
TOO_LONG = "No code: the link is too long for one."
PRACTICE = "This is a rehearsal: the practice company has no such page."


class LinkDialog(Dialog[None]):
    """`reason` says why it opened, if nobody asked for it."""

    HEADING = "For another device"
    HELP = "The pages of the step or task. Scan the code with another device, or copy or open the link."
    SHOWS = ("environment", "company_id", "edition", "login_url", "api_url")

    def __init__(self, session: "Session", links: Sequence[PageLink], reason: str = "") -> None:
        super().__init__()
        self.session = session
        self.links = links
        self._shown = links[0]
        self._said = reason
        self._agreed = False
        """Whether the person has agreed to a code that says what is masked."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="link-page"):
            with Vertical(id="link-choice"):
                if len(self.links) > 1:
                    yield Static(literal(self.HEADING, "bold $text-accent"))
                    yield OptionList(*(Option(literal(f"• {each.where}")) for each in self.links), id="links")
            with Middle():
                yield QrCode(id="code")
            with ScrollPane(id="link-words"):
                if len(self.links) == 1:
                    yield Static(literal(f"{self.HEADING}\n", "bold $text-accent"))
                yield Static(id="link-url")
                yield Static(id="link-note")
        with WrappingRow(classes="dialog-row"):
            yield CompactButton("Show the code", key="Enter", id="agree", variant="primary")
            yield CompactButton("Open", key=self.app.key_text("open"), id="open-link")
            yield CompactButton("Copy", key=self.app.key_text("copy"), id="copy-link")
            yield CompactButton("Close", key="Esc", id="close")

    def on_mount(self) -> None:
        self._draw()
        lists = self.query("#links")
        self.set_focus(lists.first() if lists else self._next)

    @property
    def _held_back(self) -> bool:
        """Whether the code would give away what the screen masks."""
        return not self._agreed and self.session.mask.text(self._shown.url) != self._shown.url

    @property
    def _next(self) -> Widget:
        """The button that is pressed most often."""
        agree = self.query_one("#agree")
        return agree if agree.display else self.query_one("#copy-link")

    def _code(self) -> tuple[Modules | None, str]:
        """The code, if it can be drawn, and a sentence about it."""
        link = self._shown.url
        is_rehearsal = self.session.rehearsal is not None
        if not (is_procore_link(link) or is_rehearsal):
            return None, FOREIGN
        if self.app.system_clipboard.is_kept_from_recording(link):
            return (
                None,
                f"No code: {self.session.mask.recorder} is recording this terminal, and the code contains the "
                "company ID.",
            )
        if self.app.appearance.in_ascii:
            return None, IN_ASCII
        if self._held_back:
            return None, UNMASK
        drawn = modules(link)
        if drawn is None:
            return None, TOO_LONG
        needed = size_of(drawn) + Size(BESIDE, BELOW)
        if needed.width > self.size.width or needed.height > self.size.height:
            return None, (
                f"No room for the code: it needs {needed.width} columns and {needed.height} rows, but there are "
                f"only {self.size.width} and {self.size.height}. Enlarge the window, or use a smaller font."
            )
        return drawn, PRACTICE if is_rehearsal and not is_procore_link(link) else ""

    def _draw(self) -> None:
        drawn, about = self._code()
        self.query_one(QrCode).show(drawn)
        self.query_one("#link-page").set_class(drawn is None, "-no-code")
        self.query_one("#agree").display = about == UNMASK
        where = literal("") if len(self.links) > 1 else literal(f"{self._shown.where}\n", MUTED)
        self.query_one("#link-url", Static).update(where + literal(self.session.mask.text(self._shown.url), "bold"))
        self.query_one("#link-note", Static).update(literal("\n\n".join(filter(None, (about, self._said)))))

    @on(OptionList.OptionHighlighted)
    def _another(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._shown = self.links[event.option_index]
        self._draw()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._next.focus()

    def on_resize(self, event: Resize) -> None:
        after_refresh(self, self._draw)

    @on(Button.Pressed, "#agree")
    def _agree(self, event: Button.Pressed) -> None:
        event.stop()
        self._agreed = True
        self._draw()
        self._next.focus()

    @on(Button.Pressed, "#copy-link")
    @work(group="clipboard", exit_on_error=False)
    async def _copy(self, event: Button.Pressed) -> None:
        event.stop()
        self._said = await self.app.system_clipboard.copied(self._shown.url, "the link")
        self._draw()

    @on(Button.Pressed, "#open-link")
    @work(group="browser", exit_on_error=False)
    async def _open(self, event: Button.Pressed) -> None:
        event.stop()
        self._said = await self.app.browser.open_page(self._shown.url) or ""
        self._draw()
