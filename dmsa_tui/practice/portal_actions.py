"""What a developer does in the developer portal (labels: Procore documentation, September 2026).

The portal's editions of before, and what each shows after a click, are in `portal_words`.
"""

from dmsa_tui.practice.panel import PanelAction
from dmsa_tui.practice.portal_words import words
from dmsa_tui.practice.tools import FILE_SYNC
from dmsa_tui.practice.world import APP_NAME, App, Pair, Version, World

_NO_APP = "Create the app first."


def _current(world: World) -> Version | None:
    return world.portal.app.current if world.portal.app else None


def _draft(world: World) -> Version:
    draft = world.require_app().draft
    assert draft is not None, "a click in a version is there only once one is open"
    return draft


# Create the app, and Procore's two approvals.


def _can_create_app(world: World) -> str | None:
    return "The app already exists." if world.portal.app else None


def _create_app(world: World) -> str:
    world.portal.app = App(id=world.ids.number("app"), name=APP_NAME)
    return words(world).app_created.format(app=APP_NAME)


def _can_verify(world: World) -> str | None:
    return "The account is already verified." if world.portal.verified else None


def _verify(world: World) -> str:
    world.portal.verified = True
    return "The account reads Verified: Private Developer; the real review takes days."


def _can_request_access(world: World) -> str | None:
    if world.portal.app is None:
        return _NO_APP
    if not world.portal.verified:
        return "The account must be verified before it can request production access."
    return "Production access is already granted." if world.portal.app.production_access else None


def _request_access(world: World) -> str:
    world.require_app().production_access = True
    return "Production access is granted for this app; the real review takes days."


# The version: component, levels, notes, save.


def _can_begin(world: World) -> str | None:
    if world.portal.app is None:
        return _NO_APP
    return "There is already a version." if _current(world) else None


def _begin(world: World) -> str:
    app = world.require_app()
    app.draft = Version(number=f"{len(app.versions) + 1}.0.0")
    return words(world).draft_begun.format(number=app.draft.number)


def _can_add_component(world: World) -> str | None:
    app = world.portal.app
    if app is None:
        return _NO_APP
    if _component_done(world):
        return words(world).has_component
    return words(world).no_draft if app.draft is None else None


def _component_done(world: World) -> bool:
    version = _current(world)
    return version is not None and version.user_level and version.service_account


def _add_component(world: World) -> str:
    draft = _draft(world)
    draft.user_level = draft.service_account = True
    return words(world).component_added


def _can_set_levels(world: World) -> str | None:
    app = world.portal.app
    if app is None:
        return _NO_APP
    if app.draft is None:
        return words(world).no_draft
    return None if app.draft.service_account else words(world).no_component


def _can_set_company(world: World) -> str | None:
    return _can_set_levels(world) or (f"{words(world).company_tab} is already set." if _company_done(world) else None)


def _can_set_project(world: World) -> str | None:
    return _can_set_levels(world) or (f"{words(world).project_tab} is already set." if _project_done(world) else None)


def _company_done(world: World) -> bool:
    version = _current(world)
    return version is not None and version.company == FILE_SYNC


def _project_done(world: World) -> bool:
    version = _current(world)
    return version is not None and version.project == FILE_SYNC


def _set_company(world: World) -> str:
    _draft(world).company = dict(FILE_SYNC)
    said = words(world)
    return f"{said.company_tab} shows Admin, Directory and Documents at Admin, and {said.home} at {said.read_only}."


def _set_project(world: World) -> str:
    _draft(world).project = dict(FILE_SYNC)
    said = words(world)
    return f"{said.project_tab} shows Admin, Directory and Documents at Admin, and Home at {said.read_only}."


def _can_note(world: World) -> str | None:
    app = world.portal.app
    if app is None:
        return _NO_APP
    if app.draft is None:
        return words(world).no_draft
    return "The notes are already filled in." if app.draft.notes else None


def _noted(world: World) -> bool:
    version = _current(world)
    return version is not None and version.notes


def _note(world: World) -> str:
    _draft(world).notes = True
    return "The three fields are filled in; whoever installs the app reads the notes."


def _can_save(world: World) -> str | None:
    app = world.portal.app
    if app is None:
        return _NO_APP
    if app.draft is None:
        return words(world).no_draft
    if app.draft.service_account and not (app.draft.company or app.draft.project):
        return words(world).no_levels
    return None if app.draft.notes else words(world).no_notes


def _saved(world: World) -> bool:
    app = world.portal.app
    return app is not None and bool(app.versions) and app.draft is None


def _save_version(world: World) -> str:
    app, version = world.require_app(), _draft(world)
    version.id = world.ids.number("version")
    version.sandbox_key = world.ids.uuid("sandbox-key")
    app.versions.append(version)
    app.draft = None
    if app.sandbox is None:
        app.sandbox = Pair(world.ids.secret("sandbox-client-id"), world.ids.secret("sandbox-secret"))
    return words(world).saved.format(number=version.number)


def _can_create_version(world: World) -> str | None:
    app = world.portal.app
    if app is None:
        return _NO_APP
    if app.draft is not None:
        return f"Version {app.draft.number} is already being edited."
    return None if app.versions else "There is no version yet."


def _create_version(world: World) -> str:
    app = world.require_app()
    last = app.versions[-1]
    app.draft = Version(
        f"{len(app.versions) + 1}.0.0",
        last.user_level,
        last.service_account,
        dict(last.company),
        dict(last.project),
        last.notes,
    )
    return words(world).draft_opened.format(number=app.draft.number, last=last.number)


# Sandbox, promotion, credentials.


def _can_test(world: World) -> str | None:
    if not _saved(world):
        return "Save the version first."
    return "The sandbox test is already done." if world.require_app().tested_in_sandbox else None


def _test(world: World) -> str:
    world.require_app().tested_in_sandbox = True
    return "The sandbox lists the app under Installed Apps; 1234 – Sandbox Test Project is there to test with."


def _can_promote(world: World) -> str | None:
    app = world.portal.app
    if app is None:
        return _NO_APP
    if not _saved(world):
        return "Save the version first."
    if not world.portal.verified:
        return "The portal shows Become a Verified Developer instead; the account must be verified first."
    if not app.production_access:
        return "The portal shows Request Production Credential Access instead; Procore must grant that first."
    return "The newest version is already promoted." if _promoted(world) else None


def _promoted(world: World) -> bool:
    version = _current(world)
    return version is not None and version.production_key is not None


def _promote(world: World) -> str:
    app = world.require_app()
    version = app.versions[-1]
    version.production_key = world.ids.uuid("production-key")
    if app.production is None:
        app.production = Pair(world.ids.secret("production-client-id"))
        return words(world).promoted
    return "The new App Version Key of production is there; companies that have the app see Update Available."


def _secret_exists(world: World) -> bool:
    app = world.portal.app
    return app is not None and app.production is not None and app.production.secret is not None


def _can_generate(world: World) -> str | None:
    app = world.portal.app
    if app is None or app.production is None:
        return words(world).no_pair
    return words(world).has_secret if app.production.secret else None


def _can_reset(world: World) -> str | None:
    return None if _secret_exists(world) else words(world).no_secret


def _new_secret(world: World) -> str:
    pair = world.require_app().production
    if pair is not None:
        pair.secret = world.ids.secret("production-secret")
    world.noted = None
    return words(world).new_secret


def _reset_secret(world: World) -> str:
    return f"{_new_secret(world)[:-1]}; the old one stops working at once."


PORTAL_ACTIONS = (
    PanelAction(
        "create-app", "create-app", "portal", "My Apps → Create a New App → App Name → Create App",
        "The name is what the customer sees in App Management, and the start of the service account's name.",
        _can_create_app, lambda world: world.portal.app is not None, _create_app,
    ),
    PanelAction(
        "verify-organisation", "create-app", "portal",
        "Sign In → Become a Verified Developer → Apply to Become Verified (Private Developer)",
        "Until the account is verified, an app stays in its sandbox; Procore reviews the application.",
        _can_verify, lambda world: world.portal.verified, _verify,
    ),
    PanelAction(
        "request-production-access", "create-app", "portal", "Request Production Credential Access",
        "Procore grants production credentials app by app; until then no production company can install the app.",
        _can_request_access, lambda world: world.portal.app is not None and world.portal.app.production_access,
        _request_access,
    ),
    PanelAction(
        "begin-version", "manifest", "portal", "My Apps → App Details & Versions → Create Version",
        "A version holds the component and the levels.",
        _can_begin, lambda world: _current(world) is not None, _begin,
    ),
    PanelAction(
        "add-component", "manifest", "portal",
        "Components → Edit Components → Data Connector → User Level Authentication + Service Account Authentication → "
        "Save",
        "Select both boxes; the second one creates the service account.",
        _can_add_component, _component_done, _add_component,
    ),
    PanelAction(
        "create-version", "manifest", "portal", "App Details & Versions → Create Version",
        "Components and levels change only in a new version. It has a new key, and companies must update to it.",
        _can_create_version, lambda world: world.portal.app is not None and world.portal.app.draft is not None,
        _create_version, optional=True,
    ),
    PanelAction(
        "set-company-levels", "permissions", "portal",
        "Service Account Authentication → Manage → Company Level → Admin, Directory, Documents: Admin; "
        "Portfolio (Home): Read-only",
        "What the app may do with the company's own tools.",
        _can_set_company, _company_done, _set_company,
    ),
    PanelAction(
        "set-project-levels", "permissions", "portal",
        "Project Level → Admin, Directory and Documents to Admin, Home to Read-only → Save Configuration",
        "What the app may do in permitted projects. People forget this tab.",
        _can_set_project, _project_done, _set_project,
    ),
    PanelAction(
        "write-notes", "permissions", "portal",
        "Instructions URL + Instructions Page Name + Post-Installation Notes",
        "The administrator reads them in App Management after the install.",
        _can_note, _noted, _note,
    ),
    PanelAction(
        "save-version", "permissions", "portal", "Save Version",
        "Procore assigns the number and makes the Sandbox App Version Key.",
        _can_save, _saved, _save_version,
    ),
    PanelAction(
        "test-in-sandbox", "promote", "portal", "App Details & Versions → App Information → Sandbox URL",
        "A test in the app's own sandbox, with the Sandbox App Version Key and the sandbox credentials.",
        _can_test, lambda world: world.portal.app is not None and world.portal.app.tested_in_sandbox, _test,
        optional=True,
    ),
    PanelAction(
        "promote-version", "promote", "portal", "App Details & Versions → Promote Version",
        "Brings the version to production, with a production key and production credentials.",
        _can_promote, _promoted, _promote,
    ),
    PanelAction(
        "generate-secret", "promote", "portal", "Credentials → Production OAuth Credentials → Generate Client Secret",
        "Open the password vault first: the secret is shown once. Keep the page open until it is tested.",
        _can_generate, _secret_exists, _new_secret,
    ),
    PanelAction(
        "reset-secret", "promote", "portal",
        "My Apps → Credentials → Production OAuth Credentials → Reset Client Secret",
        "The old secret ends at once: everything that still uses it stops working.",
        _can_reset, lambda world: _secret_exists(world) and world.noted is None, _reset_secret, optional=True,
        tasks=("rotate",),
    ),
)  # fmt: skip
