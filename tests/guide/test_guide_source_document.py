"""Nothing of the source document is lost in the edition whose labels it prints, and what it leaves out is added."""

import pytest

from dmsa_tui.guide.model import EditionSteps, Guide

# What the source document says, in its order → the step that says it. Words in order, each as it must appear.
INSTRUCTIONS: list[tuple[str, list[str]]] = [
    # Create a New App
    ("create-app", ["Open your browser", "Procore Developer Portal", "https://developers.procore.com"]),
    ("create-app", ["**Sign In**", "log in", "Developer Portal account"]),
    ("create-app", ["**My Apps**", "**Create a New App**"]),
    ("create-app", ["**Create New App** dialog box", "**App Name**", "Procore DMSA App"]),
    ("create-app", ["name you refer to the application inside your organisation"]),
    ("create-app", ["**Create** button"]),
    # Add OAuth Component with ‘client credentials’ Grant Type
    ("manifest", ["video", "https://developers.procore.com/documentation/developer-managed-service-accounts"]),
    ("manifest", ["In the Developer Portal", "**Manage Manifests** panel"]),
    ("manifest", ["**Create New Version**"]),
    ("manifest", ["add an OAuth component", "**Copy Code Snippet** under **Data Connection**"]),
    ("manifest", ["Paste the code snippet between the brackets", "**oauth** section"]),
    ("manifest", ["‘O auth’"]),
    ("manifest", ["Replace the content of **components**", "**grant_type**", "**client_credentials**"]),
    ("manifest", ['"components": {"oauth": {"instances": [{"grant_type": "client_credentials"}]}}']),
    ("manifest", ["Compare the editor with the manifest"]),
    ("manifest", ["**Create** in the lower right-hand corner"]),
    # Specify Tool Permissions Using Permission Builder
    ("permissions", ["**Manage App** view", "scroll down", "**Manage Manifests** section", "**Create New Version**"]),
    ("permissions", ["**App Tool Permissions**", "**Create New Version** page", "**Open Builder**"]),
    ("permissions", ["**Permission Builder** window", "**Company**"]),
    ("permissions", ["**Project** tab"]),
    ("permissions", ["**Admin** = **Admin**", "**Directory** = **Admin**", "**Documents** = **Admin**"]),
    ("permissions", ["**Home** = **Read-Only**"]),
    ("permissions", ["**Update Manifest**"]),
    ("permissions", ["OAuth component in the manifest is updated with the permissions"]),
    ("permissions", ["**Create** to save", "new version of the manifest"]),
    # Promote Updated Sandbox Manifest to Production
    ("promote", ["after the version was tested in the development sandbox"]),
    ("promote", ["**Promote** option"]),
    ("promote", ["**Promote Manifest**", "**Promote** button again"]),
    ("promote", ["**Production Credentials** pop-up", "copy and save"]),
    ("promote", ["**Production Client Key**", "**Client Secret**"]),
    ("promote", ["same Client Secret cannot be retrieved"]),
    ("promote", ["**Close**"]),
    ("promote", ["**Manage Manifests**", "**Production**", "copy and save", "**App Version Key**"]),
    ("promote", ["needed to install the custom app"]),
    ("promote", ["**Production OAuth Credentials** shows the Client ID only", "Client Secret is not displayed"]),
    # App Installation and Management
    ("install", ["Procore App Marketplace", "custom app"]),
    ("install", ["Admin on the company **Directory** tool"]),
    ("install", ["company level **Admin** tool", "https://app.procore.com/"]),
    ("install", ["**Company Settings**", "**App Management**"]),
    ("install", ["**Install App**", "**Install Custom App**"]),
    ("install", ["36-character **App Version ID**", "provided to you by the custom app's developer"]),
    ("install", ["Click **Install**."]),
    ("install", ["**Install** again to confirm the installation"]),
    ("install", ["**View** next to the newly installed app"]),
    ("install", ["Click **Permissions**."]),
    ("install", ["**Permitted Projects**", "**Select Projects** drop-down"]),
    ("install", ["**Add** button"]),
    ("install", ["added to the newly installed DMSA custom app"]),
    # How to add the newly created Procore Projects to the DMSA App
    ("projects", ["**Company Tools**", "**Directory**"]),
    ("projects", ["Select the app", "**Edit** button"]),
    ("projects", ["Important", "not make any changes", "**Company Permission Template**"]),
    ("projects", ["**Project settings**", "first check box"]),
    ("projects", ["**Add [App Name] to all new projects in [Company]**"]),
    ("projects", ["Click **Save**."]),
    ("projects", ["created later is then added to the DMSA app"]),
    ("handoff", ["all steps before this one are complete"]),
    ("handoff", ["Sync Tool application", "**New Procore Integration**", "production DMSA credentials"]),
    ("handoff", ["Create a new connection with this Procore integration"]),
    ("handoff", ["Start the sync process"]),
    # How to add all the existing Procore Projects to the DMSA App at once
    ("projects", ["**DMSA App – Does Not Belong To** list", "**Add All** button"]),
    ("projects", ["not yet added to the DMSA custom app"]),
    ("projects", ["more than 2,000 projects the button is disabled"]),
    ("projects", ["Once all the projects are added", "**Save** button"]),
    ("projects", ["**Current Project Settings**"]),
]

# What it leaves out, in every edition → the step that says it.
OMISSIONS: list[tuple[str, list[str]]] = [
    ("create-app", ["**Become a Verified Developer**"]),
    ("create-app", ["**Request Production Credential Access**"]),
    ("create-app", ["who owns the app", "customer's own administrator"]),
    ("create-app", ["Admin on both the company **Directory** and the company **Admin** tool"]),
    ("create-app", ["18 March 2025"]),
    ("promote", ["https://sandbox.procore.com", "Sandbox App Version Key"]),
    ("promote", ["1234 – Sandbox Test Project"]),
    ("promote", ["Release notes are required and final"]),
    ("promote", ["vault", "the secret is shown once"]),
    ("promote", ["**App Version ID**"]),
    ("install", ["App Version ID", "App Version Key"]),
    ("install", ["Click **Install** twice"]),
    ("install", ["configuration", "**Skip**"]),
    ("install", ["**Automatically add these permissions to all new projects**"]),
    ("install", ["may drop the permitted projects"]),
    ("projects", ["**Project (Global) – Assignable to All Projects**"]),
    ("projects", ["**Select Default Permission Template**", "**Apply**"]),
    ("projects", ["fewer than 2,000 active projects"]),
    ("projects", ["**Bulk Add a User to Projects**"]),
    ("projects", ["**Save** at the bottom of the page"]),
    ("projects", ["may drop the permitted projects"]),
    ("permissions", ["**Webhooks API**", "**Standard**"]),
    ("permissions", ["advises against Admin on the company **Directory**"]),
    ("handoff", ["**Validate DMSA**"]),
    ("handoff", ["no overlap between two secrets"]),
]


def passages(guide: Guide, step_id: str, edition_id: str) -> list[str]:
    """Each text of a step on its own: words that belong together must stand together."""
    step = guide.step(step_id)
    shown: EditionSteps = step.editions[edition_id]
    texts = [step.why, step.needs or "", shown.expect, *shown.warnings]
    texts += [f"{action.text} {action.note or ''}" for action in shown.actions]
    texts += [f"{branch.see} {branch.do}" for branch in shown.branches]
    return texts


def in_order(text: str, words: list[str]) -> bool:
    place = 0
    for word in words:
        found = text.find(word, place)
        if found < 0:
            return False
        place = found + len(word)
    return True


@pytest.mark.parametrize(("step_id", "words"), INSTRUCTIONS, ids=lambda value: str(value)[:50])
def test_an_instruction_of_the_source_document_is_in_its_step(guide: Guide, step_id: str, words: list[str]) -> None:
    assert any(in_order(text, words) for text in passages(guide, step_id, "json-editor"))


@pytest.mark.parametrize("edition_id", ["json-editor", "configuration-builder", "components"])
@pytest.mark.parametrize(("step_id", "words"), OMISSIONS, ids=lambda value: str(value)[:50])
def test_what_the_source_document_leaves_out_is_in_every_edition(
    guide: Guide, edition_id: str, step_id: str, words: list[str]
) -> None:
    assert any(in_order(text, words) for text in passages(guide, step_id, edition_id))


@pytest.mark.parametrize("edition_id", ["configuration-builder", "components"])
def test_both_authentication_boxes_and_the_three_notes_are_asked_for(guide: Guide, edition_id: str) -> None:
    component = " ".join(passages(guide, "manifest", edition_id))
    assert "Tick **User Level Authentication**" in component and "Tick **Service Account Authentication**" in component
    notes = ["**Instructions URL**", "**Instructions Page Name**", "**Post-Installation Notes**", "A text to use"]
    assert any(in_order(text, notes) for text in passages(guide, "permissions", edition_id))


@pytest.mark.parametrize("edition_id", ["json-editor", "configuration-builder", "components"])
def test_the_template_is_set_before_anything_joins_projects(guide: Guide, edition_id: str) -> None:
    texts = [action.text for action in guide.step("projects").editions[edition_id].actions]
    order = ["**Project (Global)", "**Select Default Permission Template**", "**Add [App Name]", "**Add All**"]
    places = [next(index for index, text in enumerate(texts) if word in text) for word in order]
    assert places == sorted(places)


def test_the_vault_is_open_before_the_secret_is_made(guide: Guide) -> None:
    for edition_id, click in (
        ("json-editor", "**Promote** option"),
        ("configuration-builder", "**Promote Version**"),
        ("components", "**Generate Client Secret**"),
    ):
        texts = [action.text for action in guide.step("promote").editions[edition_id].actions]
        vault = next(index for index, text in enumerate(texts) if "vault now" in text)
        assert vault < next(index for index, text in enumerate(texts) if click in text)
