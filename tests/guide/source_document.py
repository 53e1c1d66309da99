"""Where each instruction of the source document, and each thing that it leaves out, stands in the guide.

`python -m tests.guide.source_document` writes docs/source-document.md; a test holds the file to what the guide says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dmsa_tui.guide.action_values import FIXED
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.model import Guide

DOCUMENT = Path(__file__).parents[2] / "docs" / "source-document.md"
MAKE_AGAIN = "python -m tests.guide.source_document"
SOURCE_EDITION = "json-editor"
"""The edition of the portal whose labels the source document prints."""


@dataclass(frozen=True)
class Entry:
    """Something that the guide has to say."""

    what: str
    """In short: the instruction, or what is left out."""
    step: str
    words: tuple[str, ...]
    """These words stand in one passage of the step, in this order."""
    chapter: str = ""


@dataclass(frozen=True)
class Passage:
    """One text of a step."""

    place: str
    """Such as: action 3."""
    text: str


def passages(guide: Guide, step_id: str, edition_id: str) -> Iterator[Passage]:
    """Each text of a step on its own, actions first: words that belong together must stand together.

    All actions are there, whatever a customer has decided; each with the values that it offers to every customer.
    """
    step = guide.step(step_id)
    shown = step.editions[edition_id]
    for number, action in enumerate(shown.actions, 1):
        offered = (FIXED[name] for name in action.copy if name in FIXED)
        yield Passage(f"action {number}", " ".join(filter(None, (action.text, action.note, action.caution, *offered))))
    yield from (Passage(f"warning {number}", text) for number, text in enumerate(shown.warnings, 1))
    for number, branch in enumerate(shown.branches, 1):
        yield Passage(f"“I don't see this” {number}", f"{branch.see} {branch.do}")
    yield Passage("what to expect", shown.expect)
    yield Passage("why", step.why)
    yield Passage("needs", step.needs or "")


def place_of(guide: Guide, entry: Entry, edition_id: str) -> Passage | None:
    """The first passage of the entry's step with its words in their order."""
    return next((each for each in passages(guide, entry.step, edition_id) if _in_order(each.text, entry.words)), None)


def _in_order(text: str, words: tuple[str, ...]) -> bool:
    place = 0
    for word in words:
        found = text.find(word, place)
        if found < 0:
            return False
        place = found + len(word)
    return True


def document(guide: Guide) -> str:
    """The whole of docs/source-document.md."""
    return "\n".join([*_head(), *_instructions(guide), *_omissions(guide)]) + "\n"


def _head() -> Iterator[str]:
    yield "# The source document in the guide"
    yield ""
    yield "The documented steps come from HingePoint's guide 05, whose labels are those of Procore's JSON editor."
    yield "This file says where the wizard and `dmsa-tui steps --edition json-editor` have each of its instructions,"
    yield "and where every edition has what it leaves out."
    yield f"It is made by `{MAKE_AGAIN}`, and a test holds it to the guide."


def _instructions(guide: Guide) -> Iterator[str]:
    chapter = ""
    for entry in INSTRUCTIONS:
        if entry.chapter != chapter:
            chapter = entry.chapter
            yield from (
                "",
                f"## {chapter}",
                "",
                "| The source document | Step | Where | The guide's words |",
                "|---|---|---|---|",
            )
        found = place_of(guide, entry, SOURCE_EDITION)
        where, text = (found.place, found.text) if found else ("nowhere", "")
        yield f"| {_cell(entry.what)} | `{entry.step}` | {where} | {_cell(text)} |"


def _omissions(guide: Guide) -> Iterator[str]:
    names = [edition.id for edition in guide.editions]
    yield from ("", "## What the source document leaves out", "")
    yield f"| What | Step | {' | '.join(names)} |"
    yield "|---|---|" + "---|" * len(names)
    for entry in OMISSIONS:
        found = [place_of(guide, entry, name) for name in names]
        yield f"| {_cell(entry.what)} | `{entry.step}` | {' | '.join(each.place if each else '–' for each in found)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[", "\\[").replace("_", "\\_")


def _chapter(title: str, *rows: tuple[str, str, tuple[str, ...]]) -> list[Entry]:
    return [Entry(what, step, words, title) for what, step, words in rows]


INSTRUCTIONS: list[Entry] = [
    *_chapter(
        "Create a New App",
        (
            "Open the developer portal",
            "create-app",
            ("Open your browser", "Procore Developer Portal", "https://developers.procore.com"),
        ),
        ("Sign in", "create-app", ("**Sign In**", "log in", "Developer Portal account")),
        ("My Apps, Create a New App", "create-app", ("**My Apps**", "**Create a New App**")),
        (
            "The app's name, for example Procore DMSA App",
            "create-app",
            ("**App Name**", "**Create New App** dialog box", "Procore DMSA App"),
        ),
        ("What the name is for", "create-app", ("organization refers to the app by this name",)),
        ("Create", "create-app", ("**Create** button",)),
    ),
    *_chapter(
        "Add OAuth Component with ‘client credentials’ Grant Type",
        (
            "Why: the grant type is client credentials",
            "manifest",
            ("names client credentials as the grant type of its OAuth component",),
        ),
        (
            "The video",
            "manifest",
            ("video", "https://developers.procore.com/documentation/developer-managed-service-accounts"),
        ),
        ("Manage Manifests panel", "manifest", ("**Manage Manifests** panel", "in the Developer Portal")),
        ("Create New Version", "manifest", ("**Create New Version**",)),
        (
            "Copy Code Snippet under Data Connection",
            "manifest",
            ("**Copy Code Snippet** under **Data Connection**", "add an OAuth component"),
        ),
        (
            "Paste it into the OAuth section",
            "manifest",
            ("Paste the code snippet between the brackets", "**oauth** section"),
        ),
        ("The section's name as it is printed", "manifest", ("‘O auth’",)),
        (
            "Replace the content of components",
            "manifest",
            ("Replace the content of **components**", "**grant_type**", "**client_credentials**"),
        ),
        (
            "The snippet",
            "manifest",
            ('"components": {"oauth": {"instances": [{"grant_type": "client_credentials"}]}}',),
        ),
        ("How it should look afterwards", "manifest", ("Compare the editor with the manifest",)),
        ("Create, lower right", "manifest", ("**Create** in the lower right-hand corner",)),
    ),
    *_chapter(
        "Specify Tool Permissions Using Permission Builder",
        (
            "Why: the permissions that install and use take",
            "permissions",
            ("which company and project tools the app may use", "installs the app grants exactly this"),
        ),
        (
            "Manage App view, Manage Manifests",
            "permissions",
            ("**Manage App** view", "scroll down", "**Manage Manifests** section"),
        ),
        ("Create New Version", "permissions", ("Click **Create New Version**",)),
        (
            "App Tool Permissions, Open Builder",
            "permissions",
            ("**Open Builder** under **App Tool Permissions**", "**Create New Version** page"),
        ),
        ("The levels at company level", "permissions", ("**Company** tab", "**Permission Builder** window")),
        ("The levels at project level", "permissions", ("**Project** tab",)),
        (
            "Admin, Directory, Documents = Admin",
            "permissions",
            ("**Admin** = **Admin**", "**Directory** = **Admin**", "**Documents** = **Admin**"),
        ),
        ("Home = Read-Only", "permissions", ("**Home** = **Read-Only**",)),
        ("Update Manifest", "permissions", ("**Update Manifest**",)),
        ("What that changes", "permissions", ("updates the OAuth component in the manifest with the permissions",)),
        ("Create the new version", "permissions", ("**Create** to save", "new version of the manifest")),
    ),
    *_chapter(
        "Promote Updated Sandbox Manifest to Production",
        ("Test in the sandbox first", "promote", ("First test the version in the developer sandbox",)),
        ("Why: production, and its credentials", "promote", ("in production", "creates the production credentials")),
        ("Promote", "promote", ("**Promote** option",)),
        ("Promote again, in the dialog", "promote", ("**Promote Manifest**", "**Promote** button again")),
        ("Copy and save the pair from the pop-up", "promote", ("Copy and save", "**Production Credentials** pop-up")),
        ("Client Key and Client Secret", "promote", ("**Production Client Key**", "**Client Secret**")),
        ("The secret cannot be retrieved later", "promote", ("same Client Secret cannot be retrieved",)),
        ("Close", "promote", ("**Close**",)),
        (
            "Save the Production App Version Key",
            "promote",
            ("Copy and save", "**App Version Key**", "**Manage Manifests**", "**Production**"),
        ),
        ("What it is needed for", "promote", ("needed to install the custom app",)),
        (
            "Only the Client ID is displayed afterwards",
            "promote",
            ("**Production OAuth Credentials** shows the Client ID only", "Client Secret is not displayed"),
        ),
    ),
    *_chapter(
        "App Installation and Management: How to Install a Custom App",
        ("From the Marketplace or as a custom app", "install", ("Procore App Marketplace", "custom app")),
        ("Prerequisite: Admin on the company Directory", "install", ("Admin on the company **Directory** tool",)),
        ("Company level Admin tool", "install", ("company level **Admin** tool", "https://app.procore.com/")),
        ("Company Settings, App Management", "install", ("**App Management**", "**Company Settings**")),
        ("Install App, Install Custom App", "install", ("**Install App**", "**Install Custom App**")),
        (
            "The 36-character App Version ID",
            "install",
            ("36-character **App Version ID**", "provided to you by the custom app's developer"),
        ),
        ("Install", "install", ("Click **Install**.",)),
        ("Install again to confirm", "install", ("**Install** again to confirm the installation",)),
        ("View", "projects", ("**View** next to the newly installed app",)),
        ("Permissions", "projects", ("Click **Permissions**.",)),
        (
            "Permitted Projects, Select Projects",
            "projects",
            ("**Select Projects** drop-down", "**Permitted Projects**"),
        ),
        ("Add", "projects", ("**Add** button",)),
        ("The projects are added", "projects", ("added to the newly installed DMSA custom app",)),
    ),
    *_chapter(
        "How to add the newly created Procore Projects to the DMSA App",
        ("Company Tools, Directory", "projects", ("**Company Tools**", "**Directory**")),
        ("Select the app, Edit", "projects", ("Select the app", "**Edit** button")),
        (
            "Leave the Company Permission Template alone",
            "projects",
            ("Important", "not make any changes to", "**Company Permission Template**"),
        ),
        ("Project settings, the first check box", "projects", ("first check box", "**Project settings**")),
        ("The box's text", "projects", ("**Add [App Name] to all new projects in [Company]**",)),
        ("Save", "projects", ("Click **Save**.",)),
        ("New projects join by themselves", "projects", ("created later is then added to the DMSA app",)),
        ("All installations are complete", "handoff", ("all steps before this one are complete",)),
        (
            "New Procore Integration in the Sync Tool",
            "handoff",
            ("Sync Tool application", "**New Procore Integration**", "production DMSA credentials"),
        ),
        ("A new connection with it", "handoff", ("Create a new connection with this Procore integration",)),
        ("Start the sync", "handoff", ("Start the sync process",)),
    ),
    *_chapter(
        "How to add all the existing Procore Projects to the DMSA App at once",
        ("Company Tools, Directory", "projects", ("**Company Tools**", "**Directory**")),
        ("Select the app, Edit", "projects", ("Select the app", "**Edit** button")),
        ("Does Not Belong To, Add All", "projects", ("**Add All** button", "**DMSA App – Does Not Belong To** list")),
        ("Where the list is", "projects", ("list is in **Project settings**",)),
        ("What the list has", "projects", ("not yet added to the DMSA custom app",)),
        ("Disabled above 2,000 projects", "projects", ("**Add All** button is disabled with 2,000 or more",)),
        ("Save when all are added", "projects", ("**Save** button", "once all the projects are added")),
        ("Current Project Settings lists them", "projects", ("**Current Project Settings**",)),
    ),
]
"""What the source document says, in its order."""

OMISSIONS: list[Entry] = [
    Entry(
        "Organization verification",
        "create-app",
        ("**Become a Verified Developer**", "organization verification", "Gmail"),
    ),
    Entry(
        "Production access for the app",
        "create-app",
        ("**Request Production Credential Access**", "no production company"),
    ),
    Entry("Who owns the app", "create-app", ("who owns the app", "customer's administrator")),
    Entry("A second person with the portal role Admin", "create-app", ("**Admin**", "**Developer** role cannot")),
    Entry("The owner who left", "create-app", ("**Owner** has left", "apisupport@procore.com")),
    Entry(
        "The installing person's rights",
        "create-app",
        ("Admin on the company tools **Directory** and **Admin**", "**Permissions**"),
    ),
    Entry("Install App may be missing", "create-app", ("**App Management** shows **Install App**",)),
    Entry("How many active projects", "create-app", ("how many active projects", "2,000 or more")),
    Entry("Traditional service accounts have ended", "create-app", ("March 18, 2025",)),
    Entry("The old account is retired last", "create-app", ("old service account", "Retire it last")),
    Entry("The Federal zone", "create-app", ("Federal zone", "procoregov.com")),
    Entry("The Marketplace app as the way out", "create-app", ("Marketplace app",)),
    Entry("The portal role that can change a manifest", "manifest", ("role is **Developer**",)),
    Entry("Both tabs, company and project", "permissions", ("Set both tabs",)),
    Entry(
        "Why not Admin on the company Directory", "permissions", ("advises against Admin on the company **Directory**",)
    ),
    Entry("Webhooks API = Standard", "permissions", ("**Webhooks API**", "**Standard**")),
    Entry("Home may be called Portfolio", "permissions", ("**Home**", "**Portfolio**")),
    Entry("Installation notes", "permissions", ("administrator reads", "after the install")),
    Entry("The sandbox key", "permissions", ("sandbox test", "36 characters; label it SANDBOX")),
    Entry("The sandbox test", "promote", ("developer sandbox", "Sandbox App Version Key")),
    Entry("What the sandbox shows", "promote", ("sandbox credentials", "1234 – Sandbox Test Project")),
    Entry("The gate before the promotion", "promote", ("granted production access for this app",)),
    Entry("Release notes are permanent", "promote", ("asks for release notes, they are final",)),
    Entry("The vault before the secret", "promote", ("vault", "the secret is shown once")),
    Entry(
        "Copying the secret once, and trying the pair at once",
        "promote",
        ("while the portal page is still open", "you need a new secret"),
    ),
    Entry("App Version Key = App Version ID", "promote", ("**App Version ID**",)),
    Entry("A promotion waits for Update", "promote", ("only when its administrator clicks **Update**",)),
    Entry(
        "Sandboxes that take the Production key",
        "promote",
        ("monthly sandbox and the On-Demand sandbox use the Production key",),
    ),
    Entry("The right company", "install", ("company's name and ID",)),
    Entry("App Version Key = App Version ID", "install", ("App Version ID", "App Version Key")),
    Entry("The second click on Install", "install", ("Click **Install** twice",)),
    Entry("Skip the configuration", "install", ("**Skip**", "configuration")),
    Entry("Compare what is granted", "install", ("**Permissions Requested**", "permission profile")),
    Entry(
        "The box for new projects in the dialog",
        "install",
        ("**Automatically add these permissions to all new projects**",),
    ),
    Entry("Admin on the company Admin tool, too", "install", ("Admin on the company **Admin** tool",)),
    Entry("Update or new install drops permitted projects", "install", ("may drop the permitted projects",)),
    Entry("Leave the service account's user alone", "install", ("Do not edit or delete the service account's user",)),
    Entry(
        "The project template, before anything else",
        "projects",
        ("**Create Project Permissions Template**", "no permissions or the wrong ones"),
    ),
    Entry(
        "It is a global project template",
        "projects",
        ("**Project (Global) – Assignable to All Projects**", "differ from that of every company template"),
    ),
    Entry(
        "It is the user's default",
        "projects",
        ("**Assign Default Project Permissions**", "**Confirm**", "before any project is added"),
    ),
    Entry(
        "Never the company template",
        "projects",
        ("do not change the **Company Permissions Template**", "default **Project** template is a different template"),
    ),
    Entry(
        "The limit of 2,000 and three ways around",
        "projects",
        (
            "2,000 or more active projects",
            "**Save Changes**",
            "**Bulk Add a User to Projects**",
            "**Select Projects**",
        ),
    ),
    Entry("Wait for Complete", "projects", ("**Complete**", "**OK**")),
    Entry("Save at the bottom of the page", "projects", ("**Save** at the bottom of the page",)),
    Entry("The newer page for future projects", "projects", ("**Manage Future Projects**",)),
    Entry("Projects without the Directory tool", "projects", ("without the Directory tool",)),
    Entry("Update or new install drops permitted projects", "projects", ("may drop the permitted projects",)),
    Entry("The tool's own validation", "handoff", ("**Validate DMSA**",)),
    Entry("The secret by a vault, not by e-mail", "handoff", ("vault or a one-time link",)),
    Entry("No overlap between two secrets", "handoff", ("Two secrets never work at the same time",)),
    Entry(
        "After every new version",
        "handoff",
        ("After every new version", "**Update**", "permitted projects", "template"),
    ),
    Entry("Only then retire the old account", "handoff", ("Retire the old service account", "not earlier")),
    Entry("What to watch afterwards", "handoff", ("**Integration Health**",)),
]
"""What the source document leaves out and every edition has to say."""


if __name__ == "__main__":
    DOCUMENT.write_text(document(load_guide()), encoding="utf-8")
    print(DOCUMENT)
