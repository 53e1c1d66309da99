"""Rehearsals from home: choosing one, beginning it again, leaving it."""

import asyncio
from typing import TYPE_CHECKING

from dmsa_tui.errors import DmsaError
from dmsa_tui.tui.widgets.welcome import IN_REHEARSAL, SENTENCES, Welcome

if TYPE_CHECKING:
    from dmsa_tui.tui.changes_on_home import Home


class RehearsalsOnHome:
    """What a person does about rehearsals."""

    def __init__(self, home: "Home") -> None:
        self._home = home

    def welcome(self) -> Welcome:
        """What is shown where nothing is saved."""
        app = self._home.app
        if app.session.rehearsal is None:
            return Welcome(SENTENCES, [("new", "New onboarding"), ("rehearse", "Try it on a practice company")])
        leave = "Start a real onboarding" if app.sessions.before is None else "Leave the rehearsal"
        actions = [("new", "Start the rehearsal"), ("rehearse", "Choose another rehearsal"), ("leave", leave)]
        aim = app.session.rehearsal.aim
        return Welcome((*IN_REHEARSAL, aim) if aim else IN_REHEARSAL, actions)

    async def choose(self) -> None:
        """Choose a scenario, and continue its last rehearsal."""
        from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog
        from dmsa_tui.tui.ending import rehearse

        app = self._home.app
        try:
            offered = await asyncio.to_thread(app.session.scenarios)
        except DmsaError as problem:
            self._home.tell_problem(problem)
            return
        chosen = await app.push_screen_wait(ScenariosDialog(offered))
        if chosen is not None:
            await rehearse(app, chosen.scenario, reset=chosen.reset)

    async def begin_again(self) -> None:
        """Start the rehearsal from the beginning; after a question, if something was done in it."""
        app, listed = self._home.app, self._home.listed
        if listed is not None and listed.entries:
            from dmsa_tui.tui.dialogs.scenarios import may_forget

            if not await may_forget(app, app.session.rehearsal.title if app.session.rehearsal else ""):
                return
        await app.session.disconnect()
        app.session.reset_rehearsal()
        self._home.read()
