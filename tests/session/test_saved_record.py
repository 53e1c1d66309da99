"""The setup record's files of this run: the one that a person asked for stays the one that is named."""

from dmsa_tui.session import handover
from tests.tui.driving import rehearsal


async def test_the_form_that_a_person_asked_for_is_named_also_while_the_one_beside_it_is_written_again() -> None:
    session = rehearsal("ready")
    saved = session.saved_record
    path = await handover.save_setup_record(session, "html")
    assert saved.path == path and path.suffix == ".html" and not saved.older
    session.open_record.note(administrator="Ada Example")
    saved.begin("html")  # it is being written, so only the other one is left to write
    assert await handover.save_again(session) == path, "what is told to be saved again is what was asked for"
    saved.wrote("json", path.with_suffix(".json"))
    assert saved.path == path
    markdown = await handover.save_setup_record(session, "md")
    assert saved.path == markdown
    assert await handover.save_setup_record(session, "html") == saved.path == path
