"""How the application looks in this terminal: its theme, ASCII in place of signs, and what may move."""

import os
import sys
from typing import TYPE_CHECKING, cast

from textual.events import DescendantFocus
from textual.filter import ANSIToTruecolor
from textual.theme import Theme

from dmsa_tui.terminal.ascii_signs import ascii_encoding
from dmsa_tui.tui.themes import THEMES, starting_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App
    from textual.filter import LineFilter
    from textual.types import AnimationLevel

    from dmsa_tui.session.settings import Settings

    Base = App[str]
else:
    Base = object


class Appearance(Base):
    """What DmsaApp takes from the settings, the environment and the terminal."""

    _ascii: "LineFilter | None" = None
    _ours: "Sequence[LineFilter]" = ()

    def dress(self, settings: "Settings") -> None:
        """Take over `settings`.

        To be called before the styles are read: later, they would be read twice, and the first frame drawn in other
        colors.
        """
        if settings.animations:
            self.animation_level = cast("AnimationLevel", settings.animations)
        elif "SSH_CONNECTION" in os.environ:
            self.animation_level = "none"
        stream = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__  # where Textual draws
        encoding = ascii_encoding(settings.signs, os.environ, getattr(stream, "encoding", None) or "utf-8")
        if encoding is not None:
            from dmsa_tui.tui.widgets.ascii_filter import AsciiFilter

            self._ascii = AsciiFilter(encoding)
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(type(self).theme, starting_theme(settings.theme, os.environ, self.offered_themes))
        self.stylesheet.set_variables(self.get_css_variables())
        for each in super().get_line_filters():
            if isinstance(each, ANSIToTruecolor):
                each.enabled = not self.native_ansi_color
        self.watch_theme()

    @property
    def in_ascii(self) -> bool:
        """Whether signs and borders are drawn in ASCII."""
        return self._ascii is not None

    @property
    def offered_themes(self) -> tuple[Theme, ...]:
        """The themes that can be chosen; without colors Textual draws the terminal's own black on black."""
        return tuple(theme for theme in THEMES if not (theme.ansi and self.no_color))

    def watch_theme(self) -> None:
        """A theme has filters of its own."""
        self._ours = [] if self._ascii is None else [self._ascii]
        if self.native_ansi_color:
            from dmsa_tui.tui.widgets.terminal_colors import TerminalColors

            self._ours = [TerminalColors(), *self._ours]

    def get_line_filters(self) -> "Sequence[LineFilter]":
        """What every drawn line passes through; ASCII comes last."""
        filters = super().get_line_filters()
        return [*filters, *self._ours] if self._ours else filters

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A cursor that blinks moves as well."""
        if self.animation_level == "none":
            from textual.widgets import Input, TextArea

            if isinstance(event.widget, Input | TextArea):
                event.widget.cursor_blink = False
