"""Step 3: the permission levels, tool by tool and tab by tab."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.manifest_paste import ManifestPaste
from dmsa_tui.widgets.prose import INDENT, plain, prose


class PermissionsScreen(StepScreen):
    """The profile as the permission builder shows it."""

    STEP = "permissions"

    def compose_fields(self) -> Iterable[Widget]:
        """The profile's rows with their reasons, and a place to have the result compared."""
        profile = self.session.profile
        yield Static(plain(f"Profile {profile.id}: {profile.name}", "bold"), classes="heading")
        yield Static(Content.styled(f"{'Tool':<14}{'Company tab':<14}{'Project tab':<14}", "$foreground-muted"))
        for row in profile.rows:
            name = row.tool + (" (optional)" if row.optional else "")
            head = Content.assemble(
                (f"{name:<14}", "bold"), (f"{row.company.label:<14}", "$text-primary bold"),
                (f"{row.project.label:<14}", "$text-primary bold"),
            )  # fmt: skip
            also = f" May be called {', '.join(row.also_known_as)}." if row.also_known_as else ""
            lines = [head, prose(INDENT + row.reason + also, "$foreground-muted")]
            if row.caution:
                lines.append(prose(f"{INDENT}! {row.caution}", "$text-warning"))
            yield Static(Content("\n").join(lines), classes="profile-row")
        yield ManifestPaste(self.session)
