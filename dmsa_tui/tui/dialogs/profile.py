"""The question which permissions the sync tool needs: a built-in profile, or a file."""

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.errors import DmsaError
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.search_line import SearchLine
from dmsa_tui.tui.widgets.wrapped_list import WrappedList

if TYPE_CHECKING:
    from dmsa_tui.guide.profiles import Profile
    from dmsa_tui.session.session import Session


class ProfileDialog(Dialog[tuple[str, "Profile"]]):
    """Gives the record's value for the profile, and the profile."""

    HEADING = "Which permissions does the sync tool need?"
    HELP = "A profile lists the permission levels that a sync tool needs. Choose one, or use a file of your own."
    SHOWS = ("profile",)

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def compose_dialog(self) -> ComposeResult:
        folder = self.session.paths.config / "profiles"
        yield WrappedList(id="profiles")
        yield Static(literal("Or your own file (TOML):", "bold"), classes="heading")
        yield SearchLine("/path/of/profile.toml", id="profile-file", name="Profile file")
        yield Static(literal(f"Files in {folder} are listed above by name.", "$foreground-muted"), id="profile-note")

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Use the file", key="Enter", id="use-file", variant="primary")

    async def on_mount(self) -> None:
        await self._draw()
        self.query_one(WrappedList).focus()

    def draw_again(self) -> None:
        """Mark the profile that is chosen now."""
        self.wrap_again()

    def wrap_again(self) -> None:
        self.run_worker(self._draw(), group="profiles", exclusive=True, exit_on_error=False)

    async def _draw(self) -> None:
        chooser = self.query_one(WrappedList)
        kept = chooser.highlighted or 0
        options = await asyncio.to_thread(self._options, chooser.wrap_width)
        chooser.clear_options()
        chooser.add_options(options)
        chooser.highlighted = kept

    def _options(self, width: int) -> list[Option]:
        from dmsa_tui.guide.profiles import load_profile, profile_names

        config, options = self.session.paths.config, []
        for name in profile_names(config):
            mark = literal("● " if name == self.session.record.profile else "○ ", "$text-accent")
            try:
                about, usable = prose(load_profile(name, config).description, "$foreground-muted"), True
            except DmsaError as problem:
                about, usable = literal(f"✖ {problem}", "$text-error"), False
            text = hanging([Line(literal(name, "bold"), mark, 2), Line(about, indent=2)], width)
            options.append(Option(text, id=name, disabled=not usable))
        return options

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option.id or "")

    @on(Button.Pressed, "#use-file")
    def _given(self, event: Button.Pressed) -> None:
        event.stop()
        self._take(self.query_one("#profile-file", Input).value)

    @work(group="dialog", exclusive=True, exit_on_error=False)
    async def _take(self, text: str) -> None:
        """Read the profile. If it cannot be used, say why and stay open."""
        from dmsa_tui.onboarding.answers import profile_answer

        if not text.strip():
            note = "✖ The line for the file is empty. Type the path of a TOML file, or choose a profile above."
            self.query_one("#profile-note", Static).update(literal(note, "$text-error"))
            return
        try:
            self.dismiss(await asyncio.to_thread(profile_answer, text, self.session.paths.config))
        except DmsaError as problem:
            self.query_one("#profile-note", Static).update(literal(f"✖ {problem}", "$text-error"))
