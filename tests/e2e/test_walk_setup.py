"""A real setup in a pseudo-terminal at 80×24, against the practice company over HTTP: wrong inputs first."""

import json
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from dmsa_tui.practice.rehearsal import Rehearsal
from tests.e2e.terminal import FEWER_FRAMES, Terminal, private_environment
from tests.e2e.test_practice_and_check import practising
from tests.layout.whole import LONG

WIZARD = [sys.executable, "-m", "dmsa_tui"]
SANDBOX = "https://sandbox.procore.com/598134325571120/company/home"
DONE = r"(?:All actions are (?:done|ticked)|actions are marked done)|All required actions are done"


def tick_all(terminal: Terminal, answers: Mapping[int, str | None] = {}) -> None:
    """Tick every action of the step, some with an answer: a key or a text; without one it is skipped."""
    number = 0
    while found := re.search(r"▸ +(\d+) ", terminal.wait_for(rf"▸ +(?!{number} )\d+ |{DONE}")):
        number = int(found.group(1))
        terminal.rest()
        if answer := answers.get(number):
            terminal.press(answer)
        terminal.press("f6")
        gone_on = rf"▸ +(?!{number} )\d+ |{DONE}"
        if terminal.wait_for(rf"No answer yet|Which developer portal|{gone_on}").startswith("No"):
            terminal.press("f6")
        elif "Which developer portal" in terminal.text:
            terminal.press("enter")
        terminal.wait_for(gone_on)


def replace(terminal: Terminal, text: str) -> None:
    """Paste into the field of the secret, which has the cursor, in place of what it holds."""
    terminal.rest()
    terminal.press("ctrl+a", "backspace")
    terminal.paste(text)


def step(terminal: Terminal, number: int, key: str = "f8") -> None:
    terminal.press(key)
    terminal.wait_for(rf"(?m)^ +{number}\. ")
    terminal.rest()


@pytest.mark.skipif(not LONG, reason="a long walk")
def test_a_setup_with_wrong_inputs_first_is_set_up_at_the_end(tmp_path: Path) -> None:
    environment = private_environment(str(tmp_path)) | FEWER_FRAMES
    with practising("ready") as company, Terminal(WIZARD, environment) as terminal:
        client_id, secret = company["client_id"], company["client_secret"]
        key = Rehearsal("ready").credentials.app_version_key
        assert key is not None

        terminal.wait_for("New onboarding")
        terminal.press("n")
        terminal.wait_for("New onboarding")
        terminal.press("Practice Builders", "tab")
        terminal.paste(SANDBOX)
        terminal.wait_for("This address belongs to the environment Developer sandbox")
        terminal.press("enter")
        terminal.wait_for("change the")
        terminal.paste(json.dumps({name: company[name] for name in ("login_url", "api_url", "company_id")}))
        terminal.wait_for("Where does this belong")
        time.sleep(1)  # nobody answers at once a dialog that opens by itself
        terminal.press("enter")
        terminal.wait_for("Login URL")
        terminal.wait_for(f"•{company['company_id'][-4:]}")
        terminal.wait_for("Start Enter")
        terminal.rest()
        terminal.press("enter")
        terminal.wait_for(r"1\. Create the app")
        tick_all(terminal, {1: "space", 6: company["app_name"], 10: "Robin", 12: "12", 13: "none"})
        step(terminal, 2, "f6")
        tick_all(terminal)
        step(terminal, 3, "f6")
        step(terminal, 4)

        terminal.click("known: action")
        terminal.wait_for("Of the production credentials")
        terminal.rest()
        terminal.paste(secret)  # both are swapped
        terminal.wait_for("43 characters")
        terminal.press("enter")
        terminal.paste(client_id)
        terminal.wait_for("✖ Procore refuses")
        terminal.click("Swap client ID and client secret")
        terminal.wait_for("Procore accepts the credentials")
        terminal.rest()
        terminal.click("Client secret", last=True, below=1)
        replace(terminal, secret[::-1])
        terminal.wait_for("✖ Credentials")
        replace(terminal, secret)
        terminal.wait_for("Procore accepts the credentials")
        terminal.click("10 Copy and save the Production")
        terminal.wait_for("The install asks for it as App Version ID")
        terminal.rest()
        terminal.paste("1.0.0")
        terminal.wait_for("✖ This is not an App Version Key")
        terminal.press(*["backspace"] * len("1.0.0"))
        terminal.paste(key)
        terminal.wait_for_no("✖ This is not")
        tick_all(terminal)  # nothing but a person's word says that this key was promoted

        step(terminal, 5)
        terminal.wait_for("✔ proven")
        step(terminal, 6)
        terminal.press("right", "space")
        terminal.wait_for("● all active")
        terminal.press("tab", "space")
        terminal.wait_for("● yes")
        terminal.wait_for("✔ proven .*Permitted projects")
        step(terminal, 7)
        terminal.wait_for(r"All \d+ checks pass")
        step(terminal, 8)
        tick_all(terminal)
        terminal.press("f6")
        terminal.wait_for("Practice Builders is set up")
        assert secret.encode() not in b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
