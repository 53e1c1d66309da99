"""Adding: nothing is written before the name, one project before the question, and nothing twice."""

import asyncio
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.errors import InvalidInput, StorageError
from dmsa_tui.onboarding.files import append_line
from dmsa_tui.permit.lock import only_run
from dmsa_tui.permit.model import Outcome, Plan, Report
from dmsa_tui.permit.probing import Probe
from dmsa_tui.permit.text import report_text
from dmsa_tui.procore.clock import Clock
from tests.permit.company import Company, Serve, Someone


async def test_a_plan_sends_nothing_but_get(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        before = dict(served.memberships)
        report = await served.plan()
        assert (report.outcome, report.wanted, report.already, report.to_add) == (Outcome.PLANNED, 12, 8, 4)
        assert {each.method for each in served.log if each.path != "/oauth/token"} == {"GET"}
        assert served.memberships == before and not served.directory.exists() and served.person.asked == []
        assert set(report.left) == {str(each.id) for each in served.rehearsal.world.company.active_projects[2::3]}


async def test_a_template_project_that_procore_lists_as_one_is_not_planned(company: Serve) -> None:
    async with company("template-project") as served:
        report = await served.plan()
        assert (report.outcome, report.wanted, report.to_add, report.left) == (Outcome.PLANNED, 12, 0, ())
        assert report.notes == ("Left out, because Procore lists it as a template: “Standard Project Template”.",)
        assert report.notes[0] in report_text(report)
        assert (await served.apply()).outcome is Outcome.DONE and served.writes == []


async def test_where_procore_does_not_tell_templates_the_plan_says_so(company: Serve) -> None:
    async with company("template-project", "template-filter-ignored") as served:
        report = await served.plan()
        assert (report.outcome, report.to_add) == (Outcome.PLANNED, 1)
        assert "This may be a template project; Procore did not say: “Standard Project Template”" in report.notes[0]


async def test_the_missing_projects_are_added_and_confirmed(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        report = await served.apply()
        assert (report.outcome, report.problem, len(report.added), report.left) == (Outcome.DONE, None, 4, ())
        assert served.person.asked == ["name", "goes on"]
        assert [len(each.projects) for each in served.writes] == [1, 3]
        template = served.rehearsal.world.require_account().default_template_id
        assert all(served.memberships[int(id)].template_id == template for id in report.added)
        assert len(served.assigned) == 12
        assert report.look_at is not None and report.look_at.id == served.writes[0].projects[0]


async def test_nothing_leaves_the_company_but_the_requests_that_are_named(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        await served.apply()
        await served.undo()
        account = served.rehearsal.world.require_account().id
        assert {each.method for each in served.log} == {"GET", "POST"}
        assert {each.path.rpartition("/")[2] for each in served.writes} == {"bulk_add", "bulk_remove"}
        for each in served.writes:
            assert all(row["user_id"] == account for row in json.loads(each.body)["users"])
            assert f"/users/{account}" not in each.path


async def test_a_wrong_name_or_none_writes_nothing(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        for name in ("Practice builders", "Another", None):
            served.person.name = name
            with pytest.raises(InvalidInput, match="Nothing was written"):
                await served.apply()
        assert served.writes == [] and served.journals == []


async def test_a_name_is_compared_in_nfc_and_without_outer_blanks(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        served.rehearsal.world.company.name = "Bau Müller  GmbH"
        served.person.name = " Bau Mu\u0308ller GmbH "
        assert (await served.apply()).outcome is Outcome.DONE


async def test_without_a_yes_it_is_one_project(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        served.person.yes = False
        report = await served.apply()
        assert (report.outcome, len(report.added), len(report.left)) == (Outcome.STOPPED, 1, 3)
        assert len(served.assigned) == 9 and [each.projects for each in served.writes] == [list(report.added)]


async def test_the_journal_is_private_holds_no_secret_and_has_a_line_on_both_sides_of_each_write(
    company: Serve,
) -> None:
    async with company("unpermitted-projects") as served:
        served.chunk = 2
        report = await served.apply()
        (path,) = served.journals
        assert report.journal == path and stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        lines = served.lines()
        requests = [(each["request"], "do" in each) for each in lines if "request" in each]
        assert requests == [(1, True), (1, False), (2, True), (2, False), (3, True), (3, False)]
        assert lines[-1]["end"] == "done" and {"go_on": True}.items() <= lines[3].items()
        text = path.read_text()
        tokens = {
            each.headers["authorization"].partition(" ")[2] for each in served.log if "authorization" in each.headers
        }
        assert tokens and not any(token in text for token in tokens)
        assert (served.rehearsal.credentials.client_secret or "?") not in text


@pytest.mark.parametrize("failing", [1, 2, 4])
async def test_nothing_is_sent_where_the_journal_cannot_be_written(
    company: Serve, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Line 1 is the header, 2 comes before the first request, 4 tells the answer to the question."""
    written = 0

    def full(path: Path, line: bytes) -> None:
        nonlocal written
        written += 1
        if written >= failing:
            raise OSError(28, "No space left on device")
        append_line(path, line)

    async with company("unpermitted-projects") as served:
        monkeypatch.setattr("dmsa_tui.permit.journal.append_line", full)
        with pytest.raises(StorageError, match="no space left on device; nothing more was sent"):
            await served.apply()
        assert len(served.writes) == (1 if failing == 4 else 0)


async def test_a_second_run_on_one_company_is_refused(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        with only_run(served.directory), pytest.raises(StorageError, match="Another run"):
            await served.apply()
        assert served.log == []
        assert (await served.apply()).outcome is Outcome.DONE


async def test_where_nothing_is_missing_nobody_is_asked(company: Serve) -> None:
    async with company() as served:
        report = await served.apply()
        assert (report.outcome, report.writes, served.person.asked) == (Outcome.DONE, 0, [])


async def test_stop_ends_it_after_the_request_under_way(company: Serve) -> None:
    async with company("ready", permitted=0) as served:
        served.chunk = 3

        def stop_at_the_second(run: Any) -> None:
            served.said = type("", (list,), {"append": lambda self, told: told[:2] == ("adding", 4) and run.stop()})()

        report = await served.apply(started=stop_at_the_second)
        assert (report.outcome, len(report.added), len(served.writes)) == (Outcome.STOPPED, 4, 2)
        assert len(report.left) == 8
        resumed = await served.resume()
        assert (resumed.outcome, len(resumed.added), len(served.assigned)) == (Outcome.DONE, 12, 12)


async def test_a_clock_that_jumps_changes_nothing(company: Serve) -> None:
    async with company("ready", permitted=0) as served:
        served.chunk = 3
        days = iter([0.0, 86_400.0, -86_400.0, 3_600.0] * 500)
        real = served.time.clock
        served.time.clock = Clock(real.monotonic, lambda: real.wall() + next(days), real.sleep)
        report = await served.apply()
        assert report.outcome is Outcome.DONE and len(served.assigned) == 12
        assert served.time.ahead < 60


async def test_answers_may_come_at_any_later_time(company: Serve) -> None:
    """What a screen needs: the run waits for each answer, tells how far it is, and can be watched beside."""
    async with company("unpermitted-projects") as served:
        questions: asyncio.Queue[tuple[str, asyncio.Future[Any]]] = asyncio.Queue()

        class Screen(Someone):
            async def company_name(self, company: str, plan: Plan) -> str | None:
                return str(await self._later(f"name of {len(plan.to_add)}"))

            async def goes_on(self, first: Probe, more: int) -> bool:
                return bool(await self._later(f"{more} after {first.project.id}"))

            async def _later(self, question: str) -> Any:
                answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
                await questions.put((question, answer))
                return await answer

        served.person = Screen()
        work = asyncio.create_task(served.apply())
        asked, answer = await questions.get()
        assert asked == "name of 4" and served.writes == [] and not work.done()
        answer.set_result("Practice Builders")
        asked, answer = await questions.get()
        assert asked.startswith("3 after ") and len(served.writes) == 1 and len(served.assigned) == 9
        answer.set_result(True)
        assert (await work).outcome is Outcome.DONE
        assert served.said[-1][0] == "verifying" and ("adding", 4, 4) in served.said


# What has to hold first.

Change = Callable[[Company], Any]


def _low(served: Company) -> None:
    account, company = served.rehearsal.world.require_account(), served.rehearsal.world.company
    account.default_template_id = company.templates[1].id


def _no_default(served: Company) -> None:
    served.rehearsal.world.require_account().default_template_id = None


def _pending(served: Company) -> None:
    installation = served.rehearsal.world.company.installation
    assert installation is not None
    installation.pending_operation = "77"


def _waiting_update(served: Company) -> None:
    for click in ("create-version", "save-version", "promote-version"):
        served.rehearsal.perform(click)


def _inactive(served: Company) -> None:
    served.rehearsal.world.require_account().is_active = False


def _uninstalled(served: Company) -> None:
    served.rehearsal.perform("uninstall-app")


@pytest.mark.parametrize(
    ("scenario", "change", "cause", "said"),
    [
        ("no-directory-admin", lambda served: None, "level-too-low", "Company Directory is Standard"),
        ("wrong-secret", lambda served: None, "wrong-credentials", "does not accept"),
        ("not-installed", lambda served: None, "not-installed", "not installed"),
        ("unpermitted-projects", _uninstalled, "not-installed", "not installed"),
        ("unpermitted-projects", _pending, "update-pending", "still applying"),
        ("unpermitted-projects", _waiting_update, "update-pending", "newer version"),
        ("unpermitted-projects", _no_default, "no-default-template", "no default project template"),
        ("unpermitted-projects", _low, "template-too-low", "too low"),
    ],
)
@pytest.mark.parametrize("write", [False, True])
async def test_what_does_not_hold_is_named_and_nothing_is_written(
    company: Serve, scenario: str, change: Change, cause: str, said: str, write: bool
) -> None:
    async with company(scenario) as served:
        change(served)
        report: Report = await (served.apply() if write else served.plan())
        assert (report.outcome, report.cause) == (Outcome.PRECONDITION, cause)
        assert report.problem is not None and said in report.problem
        assert served.writes == [] and served.journals == [] and served.person.asked == []


@pytest.mark.parametrize(
    ("pick", "said"), [("company_tools", "is for company tools"), ("project_specific", "belongs to one project")]
)
async def test_a_template_for_something_else_is_refused(company: Serve, pick: str, said: str) -> None:
    async with company("unpermitted-projects") as served:
        own = served.rehearsal.world.company
        own.templates[0].type = "project_specific"
        template = next(each for each in own.templates if each.type == pick)
        report = await served.apply(template=str(template.id))
        assert report.outcome is Outcome.PRECONDITION and report.problem is not None and said in report.problem
        unknown = await served.apply(template="12")
        assert unknown.outcome is Outcome.PRECONDITION and "no permission template with the ID 12" in str(
            unknown.problem
        )


async def test_another_template_is_used_where_it_is_named(company: Serve) -> None:
    from dmsa_tui.practice.tools import FILE_SYNC
    from dmsa_tui.practice.world import Template

    async with company("unpermitted-projects") as served:
        own = served.rehearsal.world.company
        own.templates.append(Template(4711, "Another", "global", dict(FILE_SYNC)))
        report = await served.apply(template="4711")
        assert report.outcome is Outcome.DONE
        assert {own.memberships[int(id)].template_id for id in report.added} == {4711}


# Which projects.


async def test_a_list_is_planned_by_exact_matches_and_the_rest_is_named(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        missing = served.rehearsal.world.company.active_projects[2]
        served.wants(missing.name, "Atlantis Tower", "Old Tannery")
        report = await served.apply()
        assert (report.outcome, report.added) == (Outcome.PARTLY, (str(missing.id),))
        assert [(each.line, each.text) for each in report.unknown] == [(2, "Atlantis Tower")]
        assert [each.said for each in report.failed] == ["it is closed"]
        assert served.person.asked == ["name"]  # one project: there is no second one to ask about


@pytest.mark.parametrize("yes", [True, False])
async def test_what_matches_almost_is_planned_after_a_yes_only(company: Serve, yes: bool) -> None:
    async with company("unpermitted-projects") as served:
        projects = served.rehearsal.world.company.active_projects
        projects[2].number, projects[5].number = "0042", "77"
        served.wants("42", projects[5].name)
        served.person.takes_them = yes
        plan = await served.plan()
        assert len(plan.plan.doubtful if plan.plan else ()) == 1 and plan.to_add == 1
        report = await served.apply()
        assert served.person.asked[0] == "takes"
        assert (str(projects[2].id) in report.added) is yes
        assert report.outcome is (Outcome.DONE if yes else Outcome.PARTLY)


async def test_projects_without_the_directory_tool_are_named_and_not_sent(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        bare = served.rehearsal.world.company.active_projects[2]
        bare.disabled_tools.add("directory")
        report = await served.apply()
        assert report.outcome is Outcome.PARTLY
        assert [(each.id, each.said) for each in report.failed] == [(str(bare.id), "its Directory tool is turned off")]
        assert report.left == (str(bare.id),)
        assert not any(str(bare.id) in each.projects for each in served.writes)


async def test_no_project_that_was_there_is_sent_and_none_twice(company: Serve) -> None:
    async with company("unpermitted-projects") as served:
        there = served.assigned
        served.chunk = 1
        await served.apply()
        sent = [id for each in served.writes for id in each.projects]
        assert len(sent) == len(set(sent)) == 4 and not there & set(sent)
