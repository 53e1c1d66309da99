"""The values that a person copies at an action, by the names in the steps' files."""

from typing import TYPE_CHECKING

from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.action_values import FIXED
from dmsa_tui.session.procore_names import app_user

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

LONG = ("manifest", "snippet")
"""Values of more than a few words. A screen shows their names, and the text on request."""


def copy_value(session: "Session", name: str) -> str:
    """The value of that name (see `action_values.COPY`); empty while it is unknown."""
    if name == "manifest":
        return _manifest(session)
    if name == "app-user":
        return app_user(session.answers)
    return FIXED.get(name) or str(getattr(session.record, name.replace("-", "_")))


def _manifest(session: "Session") -> str:
    from dmsa_tui.guide.manifest.build import manifest_text, schema_for

    try:
        return manifest_text(session.profile, schema_for(session.record.edition))
    except DmsaError:  # the permissions step says why the profile cannot be read
        return ""
