"""What the practice browser shows, as a person would copy it into the wizard."""

import json
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.record import Approval, ApprovalState
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import rotation
from dmsa_tui.vocabulary import Level

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

APPROVED_BY = {"verification": "verify-organisation", "production_access": "request-production-access"}
"""Approval → the click after which the practice company has granted it."""
ASKED_AT = {
    "create-app": ("app_name", *APPROVED_BY),
    "permissions": ("sandbox_app_version_key",),
    "promote": (
        "client_id", "app_version_key", "client_secret", "production_access", "sandbox_client_id",
        "sandbox_app_version_key",
    ),
    "rotate": ("client_secret",),
    "migrate": ("old_account", "list_of_projects"),
}  # fmt: skip
"""Step or task → the values that it has fields for."""
VIEWED = "view-manifest"
"""The action at which the portal shows the manifest."""
_RENEWED = ("client_id", "app_version_key", "sandbox_client_id", "sandbox_app_version_key")
"""Fields of the record for which a click can make a new value."""


def shown_values(session: "Session") -> dict[str, str]:
    """Every value that there is to copy by now, by the name of its field."""
    assert session.rehearsal is not None
    rehearsal = session.rehearsal.rehearsal
    seen = rehearsal.credentials
    done = {each.action.id for each in rehearsal.actions() if each.done}
    values = {
        "company_id": seen.company_id,
        "app_name": seen.app_name,
        "client_id": seen.client_id,
        "client_secret": seen.client_secret,
        "app_version_key": seen.app_version_key,
        "sandbox_client_id": seen.sandbox_client_id,
        "sandbox_app_version_key": seen.sandbox_app_version_key,
        "old_account": seen.old_account,
        "list_of_projects": "\n".join(seen.old_account_projects),
        **{field: ApprovalState.GRANTED.value for field, click in APPROVED_BY.items() if click in done},
    }
    if session.environment.pair == "sandbox":
        values |= {
            "client_id": seen.sandbox_client_id,
            "client_secret": seen.sandbox_client_secret,
            "app_version_key": seen.sandbox_app_version_key,
            "sandbox_client_id": None,
            "sandbox_app_version_key": None,
        }
    return {field: value for field, value in values.items() if value}


def perform(session: "Session", click: str) -> str:
    """Make a click with the key that the record has; the text of the browser. InvalidInput if it cannot be made now."""
    assert session.rehearsal is not None
    typed = session.record.app_version_key if session.environment.pair == "production" else ""
    return session.rehearsal.perform(click, typed)


def values_for(session: "Session", step_id: str, action_id: str = "") -> dict[str, str]:
    """The values that this step or task has fields for.

    The rotation has its one at the open action alone, and none for a secret that the wizard holds: the old one.
    """
    shown = shown_values(session)
    values = {field: shown[field] for field in ASKED_AT.get(step_id, ()) if field in shown}
    if step_id == rotation.TASK:
        is_held = Secret(values.get("client_secret", "")) in session.credentials.held
        return {} if is_held or action_id not in (rotation.OLD, rotation.NEW) else values
    return values


def manifest_to_paste(session: "Session", guide_id: str) -> str:
    """The manifest as the portal shows it, where an action of that step asks to paste it; or empty."""
    assert session.rehearsal is not None
    app = session.rehearsal.rehearsal.world.portal.app
    if app is None or not app.versions or VIEWED not in {each.id for each in session.actions.of(guide_id)}:
        return ""
    version = app.versions[-1]
    permissions = {
        tab: {tool: Level(level).manifest_word for tool, level in levels.items()}
        for tab, levels in (("company", version.company), ("project", version.project))
    }
    schema = session.guide.edition_or_default(session.record.edition).manifest_schema
    return json.dumps({"schema_version": schema, "permissions": permissions}, indent=2)


def lacks(session: "Session", values: dict[str, str]) -> bool:
    """Whether the wizard lacks one of these."""
    return any(
        not session.credentials.held if name == "client_secret"
        else getattr(session.record, name).state != ApprovalState.GRANTED if name in APPROVED_BY
        else not (session.record.expected_projects if name == "list_of_projects" else getattr(session.record, name))
        for name in values
    )  # fmt: skip


def renewed_values(session: "Session") -> dict[str, str]:
    """The values that the wizard holds from before a click made new ones."""
    record, shown = session.record, shown_values(session)
    held = {name: value for name in _RENEWED if (value := getattr(record, name))}
    renewed = {name: shown[name] for name, value in held.items() if shown.get(name, value) != value}
    secret = shown.get("client_secret")
    if secret and session.credentials.held and Secret(secret) not in session.credentials.held:
        renewed["client_secret"] = secret
    return renewed


def note_values(session: "Session", values: dict[str, str]) -> None:
    """Put values of the browser into the record, which never has a secret."""
    granted = Approval(ApprovalState.GRANTED, today().isoformat())
    notes = {name: granted if name in APPROVED_BY else value for name, value in values.items()}
    notes.pop("client_secret", None)
    session.open_record.note(**notes)


async def take_over(session: "Session", values: dict[str, str]) -> None:
    """Put values of the browser into the record, and the secret into the secret store."""
    note_values(session, values)
    if secret := values.get("client_secret"):
        await session.credentials.keep(Secret(secret))
