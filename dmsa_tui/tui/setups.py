"""Opens a setup from home: a saved one, or a new one."""

import time
from typing import TYPE_CHECKING

from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.mending_actions import mending_actions, opens_first

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record_files import Entry
    from dmsa_tui.onboarding.summary import Summary
    from dmsa_tui.tui.base_app import BaseApp
    from dmsa_tui.tui.customer_list import CustomerList


def open_record(app: "BaseApp", entry: "Entry") -> bool:
    """Open that setup's record, and no screen; whether that worked."""
    if entry.record is None:
        app.notify(entry.problem or "", severity="error", timeout=12, markup=False)
        return False
    try:
        app.session.open_record.open(entry.name)
    except DmsaError as problem:
        app.notify(str(problem), severity="error", timeout=10, markup=False)
        return False
    app.session.know_noted_secret()
    return True


def open_saved(app: "BaseApp", entry: "Entry", summary: "Summary | None" = None) -> None:
    """Open that setup where its `summary` says, or else where it was left."""
    if not open_record(app, entry):
        return
    session = app.session
    left_at = session.record.step
    step_id = (summary.step if summary is not None else "") or left_at
    asks = [each.id for each in session.actions.of(step_id) if summary is not None and summary.field in each.fields]
    if step_id != left_at or (summary is not None and summary.state is State.FAILING):  # the row names what fails
        asks += [opens_first(session, step_id, each) for each in mending_actions(session, step_id)]
    app.opened_at = time.monotonic()
    app.go_to_step(step_id, next(iter(asks), ""))  # without an action at the click that was open last
    if summary is not None and summary.task:
        app.open_task(summary.task)


async def start_new(app: "BaseApp", listed: "CustomerList | None", pasted: str = "") -> None:
    """Ask for the first answers and start, or open the setup that has the company already.

    A rehearsal knows its answers. `pasted`: what names the company, and maybe its hosts.
    """
    session, pair = app.session, None
    if session.rehearsal is not None:
        record = session.rehearsal.starting_record()
    else:
        from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog

        dialog = NewOnboardingDialog(session, listed, pasted, app.begun_onboarding)
        chosen = await app.push_screen_wait(dialog)
        app.begun_onboarding = dialog.typed if chosen is None else {}
        if chosen is None:
            return
        if not isinstance(chosen, Onboarding):
            open_saved(app, chosen, listed.summary(chosen) if listed else None)
            return
        record, pair = chosen, dialog.pair
    try:
        session.open_record.begin(record)
    except DmsaError as problem:
        app.notify(str(problem), severity="error", timeout=10, markup=False)
        return
    session.know_noted_secret()
    app.opened_at = time.monotonic()
    if pair is not None:
        session.open_record.note(client_id=pair[0])
        session.credentials.give(pair[1])
    app.go_to_step(record.step)
