"""The look in this terminal: theme, ASCII in place of signs, animation."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING, cast

from textual.filter import ANSIToTruecolor
from textual.theme import Theme

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.session.chosen_theme import keep_theme, kept_theme
from dmsa_tui.terminal.ascii_signs import ascii_encoding
from dmsa_tui.tui.themes import TEXTUALS, THEMES, starting_theme
from dmsa_tui.tui.widgets.terminal_colors import DimWords, TerminalColors
from dmsa_tui.tui.widgets.text_fields import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App
    from textual.filter import LineFilter
    from textual.types import AnimationLevel
    from textual.widget import Widget

    from dmsa_tui.session.settings import Settings


class Appearance:
    """Applies settings, environment and terminal to the application."""

    def __init__(self, app: "App[str]") -> None:
        self._app = app
        self._ascii: LineFilter | None = None
        self._first_filters: Sequence[LineFilter] = ()
        self._own_filters: Sequence[LineFilter] = ()
        self._setting = ""
        """The theme that the settings file names."""

    def apply(self, settings: "Settings") -> None:
        """Apply `settings`.

        Call it before the styles are read: later, they would be read twice, and the first frame drawn in other colors.
        """
        app = self._app
        if settings.animations:
            app.animation_level = cast("AnimationLevel", settings.animations)
        elif "SSH_CONNECTION" in os.environ:
            app.animation_level = "none"
        stream = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__  # where Textual draws
        encoding = ascii_encoding(settings.signs, os.environ, getattr(stream, "encoding", None) or "utf-8")
        if encoding is not None:
            from dmsa_tui.tui.widgets.ascii_filter import AsciiFilter

            self._ascii = AsciiFilter(encoding)
        for theme in THEMES:
            app.register_theme(theme)
        self._setting = settings.theme
        wish = kept_theme(Paths.default().state, settings.theme) or settings.theme
        app.set_reactive(type(app).theme, starting_theme(wish, os.environ, self.offered_themes))
        app.stylesheet.set_variables(app.get_css_variables())
        for each in app.get_line_filters():
            if isinstance(each, ANSIToTruecolor):
                each.enabled = not app.native_ansi_color
        self.theme_changed()

    @property
    def in_ascii(self) -> bool:
        """Whether signs and borders are drawn in ASCII."""
        return self._ascii is not None

    @property
    def offered_themes(self) -> tuple[Theme, ...]:
        """The themes that can be chosen; without colors Textual draws the terminal's own black on black."""
        own = (theme for theme in THEMES if not (theme.ansi and self._app.no_color))
        return (*own, *TEXTUALS)

    async def choose_theme(self, name: str) -> None:
        """Draw in that theme, and begin with it from now on."""
        self._app.theme = name
        try:
            await asyncio.to_thread(keep_theme, Paths.default().state, name, self._setting)
        except StorageError as problem:
            self._app.notify(f"The next start has the former theme: {problem}", severity="warning", markup=False)

    def theme_changed(self) -> None:
        """Choose the filters that the theme needs."""
        self._own_filters = [] if self._ascii is None else [self._ascii]
        self._first_filters = [DimWords()]
        if self._app.native_ansi_color:
            self._own_filters = [TerminalColors(), *self._own_filters]
            self._first_filters = []

    def with_own_filters(self, filters: "Sequence[LineFilter]") -> "Sequence[LineFilter]":
        """Ours around Textual's filters of drawn lines: what is dim comes first, ASCII last."""
        return [*self._first_filters, *filters, *self._own_filters]

    def steady_cursor(self, widget: "Widget") -> None:
        """Stop the cursor's blinking in a text field where nothing may move."""
        if self._app.animation_level == "none" and isinstance(widget, TextField):
            widget.cursor_blink = False
