"""Step 2: the OAuth component, and an optional check of the manifest."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.widgets import Static

from dmsa_tui.errors import DmsaError
from dmsa_tui.session.copy_values import copy_value
from dmsa_tui.tui.dialogs.manifest import compare_button
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal, update


class ManifestScreen(StepScreen):
    """The OAuth component with `client_credentials`."""

    STEP = "manifest"
    SHOWS: ClassVar[Mapping[str, str]] = {**StepScreen.SHOWS, "profile": ""}

    def compose_fields(self) -> Iterable[Given]:
        """In the JSON editor the text to paste; in every edition a button that checks a manifest."""
        snippet = Static(literal(self.snippet()), id="snippet", markup=False)
        need(snippet, bool(self.snippet()))
        read = CompactButton("View, copy or save the manifest…", id="read-manifest")
        need(read, self._is_pasted)
        yield at(read, "paste-snippet", "grant-type", "compare-manifest")
        yield at(snippet, "paste-snippet", "grant-type")
        yield at(compare_button(), "compare-manifest", "save-components")

    def draw_state(self) -> None:
        """The stepper, and the JSON where the portal takes JSON."""
        super().draw_state()
        snippet = self.query_one("#snippet", Static)
        need(snippet, bool(self.snippet()))
        need(self.query_one("#read-manifest"), self._is_pasted)
        update(snippet, literal(self.snippet()))

    @property
    def _is_pasted(self) -> bool:
        """Whether there is a manifest to paste."""
        return self.session.record.edition == "json-editor" and bool(copy_value(self.session, "manifest"))

    def snippet(self) -> str:
        """The JSON to paste; empty where the portal takes none; the reason where the profile cannot be read."""
        from dmsa_tui.guide.manifest.build import manifest_text, schema_for

        edition = self.session.record.edition
        if edition != "json-editor":
            return ""
        try:
            return manifest_text(self.session.profile, schema_for(edition))
        except DmsaError as problem:
            return f"✖ {problem}"
