"""Step 3: the permission levels, tool by tool and tab by tab."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from dmsa_tui.guide.model import Profile
from dmsa_tui.screens.manifest_dialog import compare_button
from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.hanging import Hanging, Line
from dmsa_tui.widgets.prose import plain, prose

LEVEL = "$text-primary bold"


class ProfileTable(Hanging):
    """A profile as the permission builder shows it, each row with its reason and caution."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(id="profile")
        self.profile = profile

    def lines(self) -> Sequence[Line]:
        """Tool, level on each tab, and why."""
        profile = self.profile
        lines = [Line(plain(f"Profile {profile.id}: {profile.name}", "bold"), blank_before=True)]
        lines.append(Line(plain(_columns("Tool", "Company tab", "Project tab"), "$foreground-muted")))
        for row in profile.rows:
            name = row.tool + (" (optional)" if row.optional else "")
            lines.append(Line(plain(_columns(name, row.company.label, row.project.label), LEVEL), blank_before=True))
            also = f" May be called {', '.join(row.also_known_as)}." if row.also_known_as else ""
            lines.append(Line(prose(row.reason + also, "$foreground-muted"), indent=2))
            if row.caution:
                lines.append(Line(prose(row.caution, "$text-warning"), plain("  ! ", "$text-warning"), 4))
        return lines


def _columns(tool: str, company: str, project: str) -> str:
    return f"{tool:<24}{company:<13}{project}".replace(" ", "\u00a0")


class PermissionsScreen(StepScreen):
    """The profile, and a place to have the manifest compared with it."""

    STEP = "permissions"

    def compose_fields(self) -> Iterable[Widget]:
        """The profile's rows with their reasons, and a place to have the result compared."""
        yield ProfileTable(self.session.profile)
        yield compare_button()
