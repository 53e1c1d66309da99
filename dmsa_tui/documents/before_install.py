"""The message that asks for the App Version ID: without it nobody can install the app."""

from dmsa_tui.documents.message_setup import MessageSetup, begun, line, numbered
from dmsa_tui.onboarding.known import guide_for
from dmsa_tui.onboarding.open_answers import key_field
from dmsa_tui.onboarding.turns import shown_on
from dmsa_tui.vocabulary import STEP_IDS

NO_KEY = "The App Version ID is not recorded, so this message asks the app's owner for it."


def before_install(setup: MessageSetup) -> tuple[str, str, list[str]]:
    """To whom, the subject and the paragraphs: the open steps up to the one that gives the App Version ID."""
    record, guide = setup.record, guide_for(setup.record)
    before, keys = STEP_IDS[: STEP_IDS.index("install")], key_field(record)
    asking = [(step, each) for step in before for each in shown_on(guide, step, record) if keys in each.fields]
    left = [guide.step(each).title for each in before if each not in record.confirmed or each in dict(asking)]
    gives = [f"In the last one: {line(each.text)} Send it to me." for _step, each in asking[:1]]
    return setup.owner, f"Before the install: the App Version ID is missing ({setup.company})", [
        f"{begun(setup.the_app)} cannot be installed in {setup.where} yet: its App Version ID is missing.",
        f"{'This step is' if len(left) == 1 else 'These steps are'} open at {setup.portal}. Please do them, or suggest"
        " a time for a call:",
        *numbered(*left),
        *gives,
        "Never send the client secret by email or chat.",
        f"There is nothing to do yet for {setup.administrator}.",
    ]  # fmt: skip
