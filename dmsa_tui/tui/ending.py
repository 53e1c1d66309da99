"""Shows the end of a setup, and goes where the person chooses."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from dmsa_tui.errors import DmsaError
from dmsa_tui.session import handover
from dmsa_tui.session.ending import OpenPoint, ending, faults_to_try
from dmsa_tui.session.rehearsal_end import is_over
from dmsa_tui.tui.dialogs.ending import AGAIN, HANDOUT, HOME, REAL, RECORD, EndingDialog

if TYPE_CHECKING:
    from dmsa_tui.tui.base_app import BaseApp


async def end_setup(app: "BaseApp") -> None:
    """Show the end of the open setup until the person leaves it. Run it in a worker of the group "dialog"."""
    session = app.session
    faults = []
    if session.rehearsal is not None:
        offered = await asyncio.to_thread(session.scenarios)
        faults = faults_to_try(offered, session.rehearsal.scenario)
    while True:
        try:
            await handover.save_again(session)
            if session.rehearsal is not None and is_over(session):
                session.rehearsal.note_played()
        except DmsaError as problem:
            app.notify(str(problem), severity="error", timeout=10, markup=False)
        saved = session.saved_record.path
        wanted = await app.push_screen_wait(EndingDialog(session, await ending(session), faults, saved))
        if wanted == AGAIN:
            continue
        if wanted not in (HANDOUT, RECORD):
            break
        try:
            await _show_paper(app, wanted)
        except DmsaError as problem:
            app.notify(str(problem), severity="error", timeout=10, markup=False)
    if isinstance(wanted, OpenPoint):
        go_to_point(app, wanted)
    elif wanted == HOME:
        app.go_home()
    elif wanted == REAL:
        await app.sessions.change()
        app.call_later(app.screen_stack[0].run_action, "new")  # by home: the step that was ended goes
    elif wanted is not None:
        await rehearse(app, wanted)


def go_to_point(app: "BaseApp", point: OpenPoint) -> None:
    """Go where an open point is done."""
    if point.task:
        app.open_task(point.task)
    else:
        app.row_left = point.check
        app.go_to_step(point.step, point.action, point.field)


async def rehearse(app: "BaseApp", scenario: str, *, reset: bool = False) -> None:
    """Start a rehearsal of `scenario`: continue its last one, or from its start."""
    try:
        await app.sessions.change(scenario, reset=reset)
    except DmsaError as problem:
        app.notify(str(problem), severity="error", timeout=10, markup=False)
        return
    await resume(app)


async def resume(app: "BaseApp") -> None:
    """Open the rehearsal of this session where it stopped, or begin it."""
    session = app.session
    assert session.rehearsal is not None
    try:
        names = await asyncio.to_thread(session.store.names)
        if names:
            session.open_record.open(names[0])
        else:
            session.open_record.begin(session.rehearsal.starting_record())
    except DmsaError as problem:
        app.notify(str(problem), severity="error", timeout=10, markup=False)
        return
    session.know_noted_secret()
    app.go_to_step(session.record.step)


async def _show_paper(app: "BaseApp", which: str) -> None:
    """Show the handout or the setup record, to read, copy and save."""
    from dmsa_tui.documents.render.text import to_text
    from dmsa_tui.documents.setup_record.page import setup_page
    from dmsa_tui.tui.dialogs.page import PageDialog

    session = app.session
    if which == HANDOUT:
        page, written, path = await handover.handout(session, app.contact)
        heading, save = "Handout for the administrator", partial(handover.save_page, page, path)
    else:
        written = partial(to_text, setup_page(await handover.setup_record(session)))
        heading = "The setup record"
        save = partial(handover.save_setup_record, session, "html")
    dialog = PageDialog(heading, written, session.mask.text, save, to_save=which == RECORD)
    await app.push_screen_wait(dialog)
