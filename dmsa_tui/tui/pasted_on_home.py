"""A paste on home goes into no onboarding: a company finds the one that has it, or starts one."""

from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.pasted_text import connection_in, pasted_text
from dmsa_tui.onboarding.validation import company_place
from dmsa_tui.session.saved_onboardings import of_company
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.pasting import too_long
from dmsa_tui.tui.setups import start_new

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from dmsa_tui.tui.base_app import BaseApp
    from dmsa_tui.tui.customer_list import CustomerList


class PastedOnHome:
    """Takes what is pasted on home."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app
        self._notice = OneNotice()
        self._said = ""
        """What the last paste was answered."""

    async def take(self, listed: "CustomerList | None", text: str) -> None:
        """Highlight the onboarding that has the pasted company, or offer a new one with it; `listed`: what is there."""
        app = self._app
        if problem := too_long(text):
            self._say(problem, severity="warning")
            return
        connection = connection_in(text)
        try:
            place = company_place(connection.get("company_id", text))
        except InvalidInput:
            self._say_kept_nowhere(listed, text)
            return
        entry = of_company(listed.entries, place, connection.get("login_url", "")) if listed is not None else None
        if entry is not None and listed is not None:
            name, key = listed.names.told(entry), app.key_text("resume")
            listed.choose(entry.name)
            app.screen.set_focus(listed.table)
            has_credential = pasted_text(text).is_credential
            lost = " The credentials were not kept: paste them again at step 4." if has_credential else ""
            self._say(f"{name} has this company. Press {key} to open it.{lost}")
        elif app.session.rehearsal is not None:
            self._say_kept_nowhere(listed, text)
        else:
            self._say("No onboarding has this company yet.")
            await start_new(app, listed, text)

    def _say_kept_nowhere(self, listed: "CustomerList | None", text: str) -> None:
        first = "Start an onboarding first" if listed is None else "Open the onboarding that it is for"
        sentence, leads = f"You pasted {pasted_text(text).words}.", f"{first}, then paste again."
        self._say(f"{sentence} Nothing was kept. {leads}", again=f"Again nothing was kept. {leads}", severity="warning")

    def _say(self, sentence: str, *, again: str = "", severity: "SeverityLevel" = "information") -> None:
        """Answer this paste in place of the one before. `again`: what says the same of another one."""
        is_same = sentence == self._said and self._notice.is_shown(self._app)
        self._said = sentence
        self._notice.say(
            self._app, (again or f"Again: {sentence}") if is_same else sentence, timeout=8, severity=severity
        )
