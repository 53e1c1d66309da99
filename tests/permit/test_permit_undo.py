"""Undo takes out what one run added, and leaves the set of projects exactly as it was before."""

import json
from pathlib import Path

import pytest

from dmsa_tui.errors import InvalidInput, StorageError
from dmsa_tui.permit.lock import only_run
from dmsa_tui.permit.model import Outcome
from tests.permit.company import Company, Serve


async def test_undo_restores_the_set_before_exactly(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        before = dict(served.memberships)
        served.chunk = 3
        added = await served.apply()
        assert len(served.assigned) == 12
        report = await served.undo()
        assert report.outcome is Outcome.DONE and set(report.removed) == set(added.added)
        assert served.memberships == before and report.left == ()


async def test_without_apply_an_undo_only_tells(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        await served.apply()
        served.log.clear()
        served.person.asked.clear()
        lines = len(served.lines())
        report = await served.undo(apply=False)
        assert (report.outcome, len(report.left), report.removed) == (Outcome.PLANNED, 7, ())
        assert {each.method for each in served.log if each.path != "/oauth/token"} == {"GET"}
        assert len(served.assigned) == 12 and served.person.asked == [] and len(served.lines()) == lines


async def test_an_undo_asks_for_the_name(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        await served.apply()
        served.person.name = "Another company"
        with pytest.raises(InvalidInput, match="not the name"):
            await served.undo()
        assert len(served.assigned) == 12


async def test_what_was_there_before_stays_even_if_the_journal_names_it(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        await served.apply()
        path = served.journals[-1]
        there = sorted(served.assigned)[:1]
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        kept = lines[0]["before"][0]
        lines[1]["ids"].append(kept)
        lines[0]["plan"].append([kept, "There before"])
        path.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
        report = await served.undo()
        assert kept in served.assigned and kept not in report.removed and there


async def test_what_somebody_has_given_another_template_since_stays(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        added = await served.apply()
        changed = added.added[0]
        served.memberships[int(changed)].template_id = served.rehearsal.world.company.templates[0].id
        report = await served.undo()
        assert report.outcome is Outcome.DONE and changed in served.assigned
        assert [(each.id, "so it stays" in each.said) for each in report.failed] == [(changed, True)]


async def test_an_undo_that_is_run_again_has_nothing_to_do(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        await served.apply()
        await served.undo()
        served.log.clear()
        report = await served.undo()
        assert (report.outcome, report.removed, served.writes) == (Outcome.DONE, (), [])


async def test_an_undone_run_does_not_go_on(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        await served.apply()
        await served.undo()
        with pytest.raises(InvalidInput, match="was undone"):
            await served.resume()


async def test_an_interrupted_undo_goes_on(company: Serve) -> None:
    async with company("ready", "write-limit-used-up", permitted=0) as served:
        served.person.yes = False
        await served.apply()  # the first write
        served.person.yes = True
        served.rehearsal.world.company.memberships = {}
        path = served.journals[-1]
        added = await served.apply()
        assert added.outcome is Outcome.STOPPED, "the limit ended it at the third write of all"
        resumed = await served.resume()
        assert resumed.outcome is Outcome.DONE
        served.chunk = 5
        report = await served.undo()
        assert report.outcome is Outcome.DONE and served.assigned == set() and path != served.journals[-1]


# Journals that are none, or another's.


def _journal(served: Company, change: str, value: str) -> Path:
    path = served.journals[-1]
    first, *rest = path.read_text().splitlines()
    changed = {**json.loads(first), change: value}
    other = path.with_name("other.txt")
    other.write_text("\n".join([json.dumps(changed), *rest]) + "\n")
    return other


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("company_id", "12", "another company"), ("api_url", "https://api.procore.com", "another API host"),
        ("client_id", "x" * 43, "another app"),
    ],
)  # fmt: skip
async def test_a_journal_of_another_place_is_refused_before_anything_is_sent(
    company: Serve, key: str, value: str, said: str
) -> None:
    async with company("ready", permitted=5) as served:
        served.person.yes = False
        await served.apply()
        path = _journal(served, key, value)
        served.log.clear()
        for run in (served.undo, served.resume):
            with pytest.raises(InvalidInput, match=said):
                await run(path)
        assert served.log == []


async def test_a_journal_of_another_account_is_refused(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        served.person.yes = False
        await served.apply()
        path = served.journals[-1]
        text = path.read_text()
        path.write_text(
            text.replace(f'"account": {{"id": "{served.rehearsal.world.require_account().id}"', '"account": {"id": "7"')
        )
        before = len(served.writes)
        for run in (served.undo, served.resume):
            with pytest.raises(InvalidInput, match="another service account"):
                await run(path)
        assert len(served.writes) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a journal of this program"), ("hello\n", "no complete first line"),
        ('{"journal": "x"}\n', "not a journal of this"), ("[]\n", "no complete first line"),
        ('{"journal": "dmsa-tui.permit-journal/1"}\n', "first line .* damaged"), ("\x00\xff", "no complete first line"),
    ],
)  # fmt: skip
async def test_what_is_no_journal_is_said_to_be_none(company: Serve, tmp_path: Path, text: str, said: str) -> None:
    async with company("ready", permitted=5) as served:
        path = tmp_path / "some.jsonl"
        path.write_bytes(text.encode("latin-1"))
        for run in (served.undo, served.resume):
            with pytest.raises(InvalidInput, match=said):
                await run(path)
        assert served.log == []


async def test_a_missing_journal_and_a_directory_are_said(company: Serve, tmp_path: Path) -> None:
    async with company("ready", permitted=5) as served:
        with pytest.raises(InvalidInput, match="There is no journal"):
            await served.resume(tmp_path / "none")
        with pytest.raises((InvalidInput, StorageError), match="directory"):
            await served.resume(tmp_path)


async def test_a_torn_last_line_is_left_out_and_one_in_the_middle_is_not(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        served.person.yes = False
        await served.apply()
        path = served.journals[-1]
        whole = path.read_bytes()
        path.write_bytes(whole + b'{"at": "2026-11-28T10:00:00Z", "request": 2, "do": "add", "ids": ["59')
        served.person.yes = True
        report = await served.resume()
        assert report.outcome is Outcome.DONE and len(served.assigned) == 12
        assert (await served.undo()).outcome is Outcome.DONE and len(served.assigned) == 5
        lines = whole.splitlines()
        path.write_bytes(b"\n".join([*lines[:2], b'{"torn', *lines[2:]]) + b"\n")
        with pytest.raises(InvalidInput, match="damaged in the middle"):
            await served.undo()


async def test_a_second_undo_at_once_is_refused(company: Serve) -> None:
    async with company("ready", permitted=5) as served:
        await served.apply()
        with only_run(served.directory), pytest.raises(StorageError, match="Another run"):
            await served.undo()


async def test_a_journal_that_is_there_already_is_not_written_over(company: Serve, tmp_path: Path) -> None:
    async with company("ready", permitted=5) as served:
        path = tmp_path / "mine.jsonl"
        path.write_text("something\n")
        with pytest.raises(InvalidInput, match="already exists"):
            await served.apply(path=path)
        assert path.read_text() == "something\n" and served.writes == []
