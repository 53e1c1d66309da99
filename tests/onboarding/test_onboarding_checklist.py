"""Ticks of the permission builder: they are for a row at a level, they are saved, and two windows' ticks join."""

from dataclasses import replace
from pathlib import Path

from dmsa_tui.guide.profiles import Profile, load_profile
from dmsa_tui.onboarding.answers import give
from dmsa_tui.onboarding.check_states import Answers
from dmsa_tui.onboarding.checklist import rows_on, still_valid, toggled
from dmsa_tui.onboarding.history import changes_between
from dmsa_tui.onboarding.merge import merge
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.progress import step_views
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.store import Store
from dmsa_tui.vocabulary import CHECKS, Level

FILE_SYNC = load_profile("file-sync")
EXAMPLE = Path(__file__).parents[2] / "docs" / "example-profile.toml"
ALL = {f"{tab}:{row.key}": row.level(tab).word for tab in ("company", "project") for row in FILE_SYNC.rows}


def with_documents_at(level: Level) -> Profile:
    rows = (row._replace(company=level) if row.key == "documents" else row for row in FILE_SYNC.rows)
    return FILE_SYNC._replace(rows=tuple(rows))


def test_a_tick_is_for_one_row_of_one_tab_and_a_second_one_takes_it_back() -> None:
    documents = FILE_SYNC.rows[2]
    once = toggled({}, FILE_SYNC, "project", documents)
    assert once == {"project:documents": "admin"}
    assert toggled(once, FILE_SYNC, "project", documents) == {}
    assert toggled(once, FILE_SYNC, "company", documents) == once | {"company:documents": "admin"}


def test_a_changed_profile_keeps_no_tick_for_a_row_or_level_that_it_does_not_ask_for() -> None:
    assert still_valid(ALL, FILE_SYNC) == ALL
    lowered = with_documents_at(Level.READ_ONLY)
    assert set(ALL) - set(still_valid(ALL, lowered)) == {"company:documents"}
    assert toggled(ALL, lowered, "project", lowered.rows[2]).keys() == ALL.keys() - {
        "company:documents", "project:documents"
    }  # fmt: skip
    gone = with_documents_at(Level.NONE)
    assert "company:documents" not in still_valid(ALL, gone)
    assert gone.rows[2] not in rows_on(gone, "company") and gone.rows[2] in rows_on(gone, "project")
    assert still_valid({"company:": "x", "documents": "admin", "planet:documents": "admin"}, FILE_SYNC) == {}


def test_another_profile_given_without_a_screen_drops_what_it_does_not_ask_for(tmp_path: Path) -> None:
    record = Onboarding("Acme", levels_set=dict(ALL))
    give(record, "profile", str(EXAMPLE), tmp_path)
    assert record.levels_set == {"company:webhooks_api": "standard", "project:webhooks_api": "standard"}


def test_ticks_are_saved_and_two_windows_ticks_join_key_by_key(store: Store, paths: Paths) -> None:
    record = store.create(Onboarding("Acme", levels_set={"company:home": "read-only"}))
    other = Store(paths)
    theirs = other.load("Acme")
    theirs.levels_set = {"project:home": "read-only"}
    other.save(theirs)
    record.levels_set = {**record.levels_set, "company:admin": "admin"}
    saved = store.save(record)
    assert record.levels_set == {"company:admin": "admin", "project:home": "read-only"} == theirs.levels_set | {
        "company:admin": "admin"
    }  # fmt: skip
    assert saved.merged_fields and not saved.disputed_fields
    assert Store(paths).load("Acme").levels_set == record.levels_set


def test_a_tick_taken_back_in_one_window_and_kept_in_the_other_is_taken_back() -> None:
    base = Onboarding("Acme", levels_set=dict(ALL))
    mine, theirs = replace(base, levels_set={}), replace(base, app_name="Sync")
    assert merge(base, mine, theirs).record.levels_set == {}


def test_all_ticks_together_prove_nothing_and_are_no_event_of_the_history() -> None:
    blank, ticked = Onboarding("Acme"), Onboarding("Acme", levels_set=dict(ALL))
    assert step_views(ticked, Answers({}), CHECKS) == step_views(blank, Answers({}), CHECKS)
    assert step_views(ticked, Answers({}), CHECKS)["permissions"].state is State.TODO
    assert changes_between(blank, ticked) == ()
