"""What the editions of the developer portal print: what a click there shows, and the ways of the editions of before.

A `PanelAction` has the words of today's edition. The ids are the guide's; a test compares these words with its labels.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dmsa_tui.practice.company import COMPANY_NAME
from dmsa_tui.practice.world import APP_NAME, NEWEST, World


class Way(NamedTuple):
    """A line of the practice browser."""

    label: str
    explanation: str


@dataclass(frozen=True)
class PortalWords:
    """One edition of the developer portal."""

    ways: Mapping[str, Way]
    """Id of a click → its line, where it is not that of the newest edition."""
    app_created: str
    no_draft: str
    draft_begun: str
    draft_opened: str
    has_component: str
    component_added: str
    no_component: str
    company_tab: str
    project_tab: str
    home: str
    """The company's row Home with its level."""
    read_only: str
    no_levels: str
    no_notes: str
    saved: str
    promoted: str
    no_pair: str
    has_secret: str
    no_secret: str
    new_secret: str


_COMPONENTS = PortalWords(
    ways={},
    app_created="My Apps shows {app}; its App Details & Versions tab has no version yet.",
    no_draft="No version is being edited; Create Version opens one.",
    draft_begun="Version {number} is open for editing; Components lists nothing yet.",
    draft_opened="Version {number} is open for editing, with the components and levels of {last}.",
    has_component="Both boxes are already selected.",
    component_added=(
        "User Level Authentication shows “No Config. Needed”. Service Account Authentication shows “Not Configured”, "
        "with Manage on its row."
    ),
    no_component="Select Service Account Authentication first; its row has Manage.",
    company_tab="Company Level",
    project_tab="Project Level",
    home="Portfolio (Home)",
    read_only="Read-only",
    no_levels="Save Configuration is refused while every tool is at None; set the levels first.",
    no_notes="Fill in Instructions URL, Instructions Page Name and Post-Installation Notes first.",
    saved="Version {number} is saved; the Sandbox App Version Key and the sandbox credentials now exist.",
    promoted="The Production App Version Key is there; Credentials shows No Client Secret generated yet.",
    no_pair="The Production OAuth Credentials panel stays empty until a version is promoted.",
    has_secret="A secret already exists; Reset Client Secret makes a new one.",
    no_secret="There is no production secret yet; Generate Client Secret makes one.",
    new_secret="Production OAuth Credentials shows the Client ID and, this once, the new Client Secret.",
)

_CONFIGURATION_BUILDER = PortalWords(
    ways={
        "verify-organisation": Way(
            "Sign In → Sign In with your Procore Account → Become a Verified Developer → "
            "Apply to Become Verified (Private Developer)",
            "Until the account is verified, an app stays in its sandbox; Procore reviews the application.",
        ),
        "begin-version": Way("Configuration Builder", "It opens the draft called New Version."),
        "add-component": Way(
            "Data Connector Components → Add Components → Service Account Authentication + User Level Authentication",
            "Select both boxes: the first one creates the service account. Leave the page open for the permissions.",
        ),
        "create-version": Way(
            "Configuration Builder", "It edits the draft called New Version. Companies must update to a new version."
        ),
        "set-company-levels": Way(
            "Permissions for Service Account → Company Level → Admin, Directory, Documents: Admin; "
            "Home (Portfolio): Read-only",
            "What the app may do with the company's own tools.",
        ),
        "set-project-levels": Way(
            "Project Level → Admin, Directory and Documents to Admin, Home to Read-only → Save Component",
            "What the app may do in permitted projects. People forget this tab.",
        ),
        "write-notes": Way(
            "Instructions and Post-Installation Notes → Instructions URL + Instructions Page Name + "
            "Post-Installation Notes",
            "The administrator reads them in App Management after the install.",
        ),
        "save-version": Way(
            "Create Version → version number → Create",
            "The version gets the number that you enter, and a Sandbox App Version Key.",
        ),
        "test-in-sandbox": Way(
            "Installation Keys → Sandbox App Version Key → Sandbox URL",
            "A test in the app's own sandbox, with its own key and credentials.",
        ),
        "promote-version": Way(
            "Promote Version → release notes → Promote",
            "Brings the version to production, with a production key and production credentials.",
        ),
        "generate-secret": Way(
            "Your Production Credentials → Client ID + Client Secret",
            "Open the password vault first: the secret is shown once. Keep the pop-up open until it is tested.",
        ),
        "reset-secret": Way(
            "My Apps → OAuth Credentials → Reset client secret",
            "The old secret ends at once: everything that still uses it stops working.",
        ),
    },
    app_created="{app} is open; its menu on the left lists Configuration Builder and OAuth Credentials.",
    no_draft="No version is being edited; Configuration Builder opens one.",
    draft_begun="New Version is open for editing; Data Connector Components lists nothing yet.",
    draft_opened="New Version is open for editing, with the components and levels of {last}.",
    has_component="Both boxes are already selected.",
    component_added="Both boxes are selected, and the page shows Permissions for Service Account.",
    no_component="Select Service Account Authentication first.",
    company_tab="Company Level",
    project_tab="Project Level",
    home="Home (Portfolio)",
    read_only="Read-only",
    no_levels="The version asks for no level while every tool is at None; set the levels first.",
    no_notes="Fill in Instructions URL, Instructions Page Name and Post-Installation Notes first.",
    saved="Versions lists {number} as Ready for Testing; Installation Keys shows its Sandbox App Version Key.",
    promoted=(
        "Installation Keys shows the Production App Version Key, and the pop-up Your Production Credentials opens."
    ),
    no_pair="The pop-up Your Production Credentials opens when a version is promoted.",
    has_secret="The pop-up was closed; Reset client secret makes a new secret.",
    no_secret="There is no production secret yet; the pop-up Your Production Credentials shows the first.",
    new_secret="The portal shows the production Client ID and, this once, the new Client Secret.",
)

_JSON_EDITOR = PortalWords(
    ways={
        "create-app": Way(
            "My Apps → Create a New App → Create New App: App Name → Create",
            "The organization refers to the app by this name; the service account's name begins with it.",
        ),
        "begin-version": Way(
            "Manage Manifests → Create New Version", "The version's manifest holds the component and the levels."
        ),
        "add-component": Way(
            "Data Connection: Copy Code Snippet → oauth: paste → components: grant_type = client_credentials → Create",
            "The OAuth component creates the service account.",
        ),
        "create-version": Way(
            "Manage App → Manage Manifests → Create New Version",
            "Manifest and levels change only in a new version. It has a new key, and companies must update to it.",
        ),
        "set-company-levels": Way(
            "Manage App → Manage Manifests → Create New Version → App Tool Permissions: Open Builder → "
            "Permission Builder: Company → Admin, Directory and Documents to Admin, Home to Read-Only",
            "What the app may do with the company's own tools.",
        ),
        "set-project-levels": Way(
            "Permission Builder: Project → Admin, Directory and Documents to Admin, Home to Read-Only → "
            "Update Manifest",
            "What the app may do in permitted projects. People forget this tab.",
        ),
        "write-notes": Way(
            "post_installation_instruction: url, label, notes",
            "The administrator reads them in App Management after the install.",
        ),
        "save-version": Way("Create", "Makes the new version; the Sandbox tab then shows its App Version Key."),
        "test-in-sandbox": Way(
            "Manage Manifests → Sandbox → App Version Key",
            "A test in the app's own sandbox, with its own key and credentials.",
        ),
        "promote-version": Way(
            "Manage Manifests → Promote → Promote Manifest: release notes → Promote",
            "Brings the version to production, with a production key and production credentials.",
        ),
        "generate-secret": Way(
            "Production Credentials → Production Client Key + Client Secret",
            "Open the password vault first: the secret is shown once. Keep the pop-up open until it is tested.",
        ),
        "reset-secret": Way(
            "My Apps → the app's page → a new production secret",
            "The old secret ends at once: everything that still uses it stops working.",
        ),
        "add-to-new-projects": Way(
            "Company Tools → Directory → the app → Edit → Company Permission Template: as it is → "
            f"Add {APP_NAME} to all new projects in {COMPANY_NAME} → Save",
            "Future projects then reach the sync tool automatically.",
        ),
        "add-all-existing": Way(
            "Company Tools → Directory → the app → Edit → DMSA App – Does Not Belong To → Add All → Complete → OK → "
            "Save",
            "Adds the account to every existing project at once, with the default template.",
        ),
    },
    app_created="My Apps shows {app}; its Manage Manifests panel has no version yet.",
    no_draft="No version is being edited; Create New Version opens one.",
    draft_begun="Version {number} is open in the editor, with an empty oauth section.",
    draft_opened="Version {number} is open in the editor, with the manifest of {last}.",
    has_component="The manifest already has the OAuth component.",
    component_added="Manage Manifests lists the version on the Sandbox tab; its grant_type is client_credentials.",
    no_component="Add the OAuth component first.",
    company_tab="Company",
    project_tab="Project",
    home="Home",
    read_only="Read-Only",
    no_levels="The manifest asks for no level while every tool is at None; set the levels first.",
    no_notes="Fill in url, label and notes of post_installation_instruction first.",
    saved="Manage Manifests lists version {number}; the Sandbox tab shows its App Version Key.",
    promoted="The Production tab shows the App Version Key, and the pop-up Production Credentials opens.",
    no_pair="The pop-up Production Credentials opens when a version is promoted.",
    has_secret="The pop-up was closed; a lost secret is replaced by a new one on the app's page.",
    no_secret="There is no production secret yet; the pop-up Production Credentials shows the first.",
    new_secret="The portal shows the Production Client Key and, this once, the new Client Secret.",
)

PORTAL_EDITIONS: Mapping[str, PortalWords] = {
    NEWEST: _COMPONENTS, "configuration-builder": _CONFIGURATION_BUILDER, "json-editor": _JSON_EDITOR,
}  # fmt: skip
"""Edition id → its words."""


def words(world: World) -> PortalWords:
    """Those of the edition that the portal of this world shows."""
    return PORTAL_EDITIONS.get(world.portal.edition, _COMPONENTS)
