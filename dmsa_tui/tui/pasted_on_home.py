"""A paste on home goes into no onboarding: a company finds the one that has it, or starts one."""

from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.pasted_text import connection_in, pasted_text
from dmsa_tui.onboarding.validation import company_place
from dmsa_tui.session.saved_onboardings import of_company
from dmsa_tui.tui.pasting import too_long
from dmsa_tui.tui.setups import start_new

if TYPE_CHECKING:
    from dmsa_tui.tui.base_app import BaseApp
    from dmsa_tui.tui.customer_list import CustomerList


async def take_paste(app: "BaseApp", listed: "CustomerList | None", text: str) -> None:
    """Highlight the onboarding that has the pasted company, or offer a new one with it; `listed`: what is on home."""
    if problem := too_long(text):
        app.notify(problem, severity="warning", timeout=8)
        return
    connection = connection_in(text)
    try:
        place = company_place(connection.get("company_id", text))
    except InvalidInput:
        _say_kept_nowhere(app, listed, text)
        return
    entry = of_company(listed.entries, place, connection.get("login_url", "")) if listed is not None else None
    if entry is not None and listed is not None:
        name, key = listed.names.told(entry), app.key_text("resume")
        listed.choose(entry.name)
        app.screen.set_focus(listed.table)
        lost = " The credentials were not kept: paste them again at step 4." if pasted_text(text).is_credential else ""
        app.screen.notify(f"{name} has this company. Press {key} to open it.{lost}", timeout=8, markup=False)
    elif app.session.rehearsal is not None:
        _say_kept_nowhere(app, listed, text)
    else:
        app.screen.notify("No onboarding has this company yet.", timeout=8)
        await start_new(app, listed, text)


def _say_kept_nowhere(app: "BaseApp", listed: "CustomerList | None", text: str) -> None:
    first = "Start an onboarding first" if listed is None else "Open the onboarding that it is for"
    sentence = f"You pasted {pasted_text(text).words}. Nothing was kept. {first}, then paste again."
    app.notify(sentence, severity="warning", timeout=8, markup=False)
