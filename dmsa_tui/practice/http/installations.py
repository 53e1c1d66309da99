"""App installations: what is installed, in which version, and whether an update waits."""

from typing import Any

from dmsa_tui.practice.http.reply import Call, Reply, not_found
from dmsa_tui.practice.world import App, Installation


def installations(call: Call) -> Reply:
    """`GET /rest/v1.0/app_installations?company_id=`."""
    installation, app = call.company.installation, call.world.portal.app
    return call.page([_row(call, installation, app)] if installation and app else [], dict)


def one_installation(call: Call) -> Reply:
    """`GET /rest/v1.0/app_installations/{id}`."""
    installation, app = call.company.installation, call.world.portal.app
    if installation is None or app is None or str(installation.id) != call.path["installation_id"]:
        raise not_found()
    row = _row(call, installation, app)
    shown = ("id", "app_uid", "status", "installed_at", "developer_app", "components", "agentic")
    return Reply(
        {
            **{key: row[key] for key in shown},
            "app_version_id": installation.version.id,
            "installed_by": call.company.users[0].email,
            "uninstalled_by": None,
            "manifest_url": None,
        }
    )


def _row(call: Call, installation: Installation, app: App) -> dict[str, Any]:
    installer = call.company.users[0]
    promoted = app.require_promoted()
    return {
        "id": installation.id,
        "app_uid": call.token.client_id,
        "components": ["oauth"],
        "developer_app": {
            "id": app.id,
            "name": app.name,
            "internal_name": app.name,
            "uid": call.token.client_id,
            "app_type": "custom",
            "connectable": True,
            "internal": False,
            "published_app_version_id": promoted.id,
            "marketplace_app": None,
        },
        "installed_at": installation.installed_at,
        "installer": {
            "id": installer.id,
            "login": installer.email,
            "name": installer.name,
            "is_active": True,
            "contact_id": None,
            "company_name": call.company.name,
        },
        "semantic_version": installation.version.number,
        "status": installation.status,
        "uninstalled_at": None,
        "uninstaller": None,
        "updatable_app_version_id": None if installation.version is promoted else str(promoted.id),
        "pending_operation_id": installation.pending_operation,
        "agentic": False,
    }
