"""Step 2: the component that makes a service account; an optional look at the manifest that came of it."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from dmsa_tui.screens.manifest_dialog import compare_button
from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.prose import plain


class ManifestScreen(StepScreen):
    """The OAuth component with `client_credentials`."""

    STEP = "manifest"

    def compose_fields(self) -> Iterable[Widget]:
        """In the JSON editor the text to paste; in every edition a place to have a manifest checked."""
        yield Static(id="snippet", markup=False)
        yield compare_button()

    def draw_state(self) -> None:
        """The rail, and the JSON where the portal takes JSON."""
        super().draw_state()
        from dmsa_tui.guide.manifest import manifest_text, schema_for

        snippet = self.query_one("#snippet", Static)
        snippet.display = self.session.record.edition == "json-editor"
        if snippet.display:
            schema = schema_for(self.session.record.edition)
            snippet.update(plain(manifest_text(self.session.profile, schema)))
