"""Credentials that name another company, or other hosts, than the open onboarding are not put into it unasked."""

import json

import pytest

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import Wizard, wizard
from tests.tui.test_pasting_on_home import customers

PAIR = {
    "client_id": "V8mzH6BEWc4iJNkxdyB_yyRstT-_I7apPYat37Nkbdw",
    "client_secret": "notasecretH6BEWc4iJNkxdyB_yyRstT-_I7apPYat3",
}
HERE = {"login_url": "http://127.0.0.1:9", "api_url": "http://127.0.0.1:9", "company_id": "562949953421312"}
OTHER_COMPANY = HERE | {"company_id": "598442879583768"}
OTHER_HOSTS = HERE | {"login_url": "http://127.0.0.1:10", "api_url": "http://127.0.0.1:10"}


async def opened(found: Wizard) -> None:
    session = found.session
    record = Onboarding("Example Homes", company_id=HERE["company_id"], edition_sure=True)
    record.login_url = record.api_url = HERE["login_url"]
    session.store.create(record)
    session.open_record.open("Example Homes")
    await found.go("promote")
    await found.at("client-id")


@pytest.mark.parametrize("field", ["client-id", ""], ids=["in the client ID", "outside a field"])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        (OTHER_COMPANY, "for company ••••3768. This onboarding has company ••••1312."),
        (OTHER_HOSTS, "at http://127.0.0.1:10. This onboarding has company ••••1312, at http://127.0.0.1:9."),
    ],
    ids=["company", "hosts"],
)
async def test_what_differs_is_named_and_enter_begins_a_new_onboarding(
    line: dict[str, str], words: str, field: str
) -> None:
    async with wizard(customers(), size=(80, 24)) as found:
        await opened(found)
        found.app.screen.set_focus(found.step.query_one(f"#{field}", Field).input if field else None)
        await found.paste(json.dumps(line | PAIR))
        await found.sees("New onboarding…", "These credentials here anyhow")
        text = " ".join(each.strip(" │┃▌▐") for each in found.lines)
        assert words in " ".join(text.split())
        assert "notasecret" not in found.text
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, NewOnboardingDialog), "the new onboarding")
        await found.until(
            lambda: found.app.screen.query_one("#company-id", Field).accepted == line["company_id"], "it filled in"
        )
        assert found.session.store.load("Example Homes").client_id == ""


async def test_they_can_be_put_here_all_the_same() -> None:
    async with wizard(customers(), size=(80, 24)) as found:
        await opened(found)
        found.app.screen.set_focus(None)
        await found.paste(json.dumps(OTHER_COMPANY | PAIR))
        await found.click("These credentials here anyhow")
        await found.until(lambda: found.session.record.client_id == PAIR["client_id"], "the client ID")
        assert found.session.record.company_id == HERE["company_id"]


async def test_credentials_of_this_company_at_these_hosts_are_taken_without_that_question() -> None:
    async with wizard(customers(), size=(80, 24)) as found:
        await opened(found)
        found.step.query_one("#client-id", Field).input.focus()
        await found.paste(json.dumps(HERE | PAIR))
        await found.until(lambda: found.session.record.client_id == PAIR["client_id"], "the client ID")
        found.app.screen.set_focus(None)
        await found.paste(json.dumps(HERE | PAIR | {"client_id": PAIR["client_id"][::-1]}))
        await found.sees("They replace the client secret")
