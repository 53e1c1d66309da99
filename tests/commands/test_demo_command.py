"""`dmsa-tui demo --play`: what was done in a rehearsal stays, until it is finished or `--reset` is given."""

from argparse import Namespace
from typing import Any

import pytest

from dmsa_tui.commands import demo, wizard
from dmsa_tui.session.session import Session

CLICK = "enable-documents"


@pytest.mark.parametrize(
    ("finished", "options", "kept"),
    [(False, {}, [CLICK]), (True, {}, []), (False, {"reset": True}, []), (True, {"play": False}, [CLICK])],
)
def test_a_rehearsal_is_played_on_from_where_it_stopped(
    finished: bool, options: dict[str, bool], kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, opened = Session.for_rehearsal("tool-disabled"), list[Session]()
    assert before.rehearsal is not None
    before.open_record.begin(before.rehearsal.starting_record())
    before.rehearsal.perform(CLICK)
    if finished:
        before.rehearsal.note_played()

    def open_wizard(session: Session, **_options: Any) -> int:
        opened.append(session)
        return 0

    monkeypatch.setattr(wizard, "require_terminal", lambda: None)
    monkeypatch.setattr(wizard, "open_wizard", open_wizard)
    demo.run(Namespace(**{"scenario": "tool-disabled", "play": True, "speed": None, "reset": False, **options}))
    assert opened[0].rehearsal is not None and opened[0].rehearsal.rehearsal.journal == kept
    assert bool(opened[0].store.names()) is bool(kept)
