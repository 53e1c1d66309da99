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
        """In the JSON editor a button that opens the text to paste; in every edition one that checks a manifest."""
        refusal = Static(literal(self._refusal), id="no-manifest", markup=False)
        need(refusal, bool(self._refusal))
        read = CompactButton("View, copy or save the manifest…", id="read-manifest")
        need(read, self._is_pasted)
        yield at(read, "paste-snippet", "grant-type", "compare-manifest")
        yield at(refusal, "paste-snippet", "grant-type")
        yield at(compare_button(), "compare-manifest", "save-components")

    def draw_state(self) -> None:
        """The stepper, and the button or the refusal where the portal takes JSON."""
        super().draw_state()
        refusal = self.query_one("#no-manifest", Static)
        need(refusal, bool(self._refusal))
        need(self.query_one("#read-manifest"), self._is_pasted)
        update(refusal, literal(self._refusal))

    @property
    def _is_pasted(self) -> bool:
        """Whether there is a manifest to paste."""
        return self.session.record.edition == "json-editor" and bool(copy_value(self.session, "manifest"))

    @property
    def _refusal(self) -> str:
        """Why there is no manifest where the portal takes one: the profile cannot be read; empty otherwise."""
        from dmsa_tui.guide.manifest.build import manifest_text, schema_for

        edition = self.session.record.edition
        if edition != "json-editor":
            return ""
        try:
            manifest_text(self.session.profile, schema_for(edition))
        except DmsaError as problem:
            return f"✖ {problem}"
        return ""
