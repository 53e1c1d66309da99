"""`dmsa-tui permit`: options that fit together, exit statuses, output, questions at a terminal, Ctrl+C."""

import io
import json
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.checks.words import others
from dmsa_tui.commands import check_inputs
from dmsa_tui.documents.setup_record.build import setup_record_schema
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.rehearsal import Rehearsal
from tests.server_thread import serve_in_thread

NAME = "Practice Builders"


class Served:
    """A practice company behind an address, and what was asked of it."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.url = ""
        self.asked: list[str] = []
        self.pause: Callable[[str], float] = lambda path: 0.0

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        import asyncio

        self.asked.append(f"{scope['method']} {scope['path']}")
        await asyncio.sleep(self.pause(scope["path"]))
        await self.rehearsal.app(scope, receive, send)

    @property
    def writes(self) -> list[str]:
        return [each for each in self.asked if not each.startswith("GET ") and "/oauth/" not in each]

    @property
    def options(self) -> list[str]:
        noted = self.rehearsal.credentials
        ids = ["--company-id", noted.company_id, "--client-id", noted.client_id or ""]
        return ["permit", "--login-url", self.url, "--api-url", self.url, *ids]

    @property
    def journals(self) -> list[Path]:
        state = Paths.default().permits("production", self.rehearsal.credentials.company_id)
        return sorted(state.glob("*.jsonl"))

    @property
    def there(self) -> int:
        return len(self.rehearsal.world.company.memberships)


Serve = Callable[..., Served]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(scenario: str = "unpermitted-projects", *faults: str) -> Served:
            served = Served(Rehearsal(scenario, faults=faults))
            served.url = stack.enter_context(serve_in_thread(served.app))
            monkeypatch.setenv("PROCORE_CLIENT_SECRET", served.rehearsal.credentials.client_secret or "")
            return served

        yield start


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_plan_ends_with_0_and_writes_nothing(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    served = serve()
    assert cli.main(served.options) == 0
    out = capsys.readouterr().out
    assert "12 wanted, 8 there before, 4 to add" in out and "2 requests to write" in out and "--apply" in out
    assert f"Company    {NAME}, ID " in out
    assert cli.main([*served.options, "--format", "json"]) == 0
    assert _json(capsys)["company"] == NAME
    assert served.writes == [] and served.journals == [] and served.there == 8


def test_adding_and_undoing_by_options_alone(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    served = serve()
    assert cli.main([*served.options, "--apply", "--confirm", NAME, "--yes"]) == 0
    out = capsys.readouterr().out
    assert "Done. Procore shows it." in out and "App Management" in out and served.there == 12
    (journal,) = map(str, served.journals)
    assert journal in out
    assert cli.main([*served.options, "--undo", journal]) == 0
    assert "4 left" in capsys.readouterr().out and served.there == 12
    assert f"What an undo would remove:\n  {shlex.join(['dmsa-tui', *served.options, '--undo', journal])}\n" in out
    assert cli.main([*served.options, "--undo", journal, "--apply", "--confirm", NAME]) == 0
    assert served.there == 8
    capsys.readouterr()
    assert cli.main([*served.options, "--undo", journal]) == 0
    assert "0 of that run to remove, 0 removed, 0 left" in capsys.readouterr().out


def test_without_a_yes_and_nobody_to_ask_it_is_one_project_and_3(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve()
    assert cli.main([*served.options, "--apply", "--confirm", NAME]) == 3
    assert "Stopped." in capsys.readouterr().out and served.there == 9 and len(served.writes) == 1
    resume = ["--resume", str(served.journals[0])]
    assert cli.main([*served.options, *resume]) == 0
    assert "3 to add" in capsys.readouterr().out and served.there == 9
    assert cli.main([*served.options, *resume, "--apply", "--confirm", NAME, "--yes"]) == 0
    assert served.there == 12


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--apply"], "no terminal to ask on"),
        (["--apply", "--confirm", "Another"], "is not the name of this company"),
        (["--apply", "--yes"], "no terminal to ask on"),
        (["--confirm", NAME], "--confirm needs --apply"),
        (["--yes"], "--yes needs --apply"),
        (["--journal", "x.jsonl"], "--journal needs --apply"),
        (["--resume", "x", "--expect", "all"], "--expect cannot be used with --resume"),
        (["--undo", "x", "--template", "1"], "--template cannot be used with --undo"),
        (["--undo", "x", "--apply", "--yes", "--confirm", NAME], "--yes cannot be used with --undo"),
        (["--resume", "x", "--undo", "y"], "--undo cannot be used with"),
        (["--chunk", "0"], "not a number from 1 to 1,000"),
        (["--chunk", "1001"], "not a number from 1 to 1,000"),
        (["--resume", "nowhere.jsonl"], "There is no journal"),
        (["--expect", "nowhere.csv"], "cannot be read"),
        (["--app"], "Unknown option --app"),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_writes_nothing(
    serve: Serve, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    served = serve()
    assert cli.main([*served.options, *options]) == 2
    assert said in capsys.readouterr().err
    assert served.writes == [] and served.there == 8 and served.journals == []


@pytest.mark.parametrize(
    ("scenario", "fault", "status", "outcome"),
    [
        ("no-directory-admin", None, 1, "precondition"), ("unpermitted-projects", "add-refused", 1, "refused"),
        ("unpermitted-projects", "add-some-never", 1, "partly"), ("unpermitted-projects", "add-absent", 1, "refused"),
        ("unpermitted-projects", "assignments-refused", 3, "unverified"),
        ("unpermitted-projects", "server-503", 3, "unverified"),
        ("unpermitted-projects", "own-record-refused", 3, "unverified"),
    ],
)  # fmt: skip
def test_json_is_one_object_that_fits_the_published_schema(
    serve: Serve, capsys: pytest.CaptureFixture[str], scenario: str, fault: str | None, status: int, outcome: str
) -> None:
    served = serve(scenario, *([fault] if fault else []))
    if scenario == "no-directory-admin":
        served.rehearsal.world.company.raises_tools = False
    options = ["--apply", "--confirm", NAME, "--yes", "--format", "json"]
    assert cli.main([*served.options, *options]) == status
    report = _json(capsys)
    assert cli.main(["permit", "--schema"]) == 0
    jsonschema.validate(report, json.loads(capsys.readouterr().out))
    assert report["outcome"] == outcome and report["mode"] == "apply"
    assert (report["problem"] is None) == (outcome == "done")
    assert report["requests"]["writes"] == len(served.writes)
    # What was under way when the server gave up may have been sent, and was not asked any more.
    assert report["requests"]["sent"] - len(served.asked) in ((0, 1) if fault == "server-503" else (0,))


def test_the_schema_is_a_schema_and_names_every_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    from dmsa_tui.permit.model import Mode, Outcome

    assert cli.main(["permit", "--schema"]) == 0
    schema = _json(capsys)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["outcome"]["enum"] == [each.value for each in Outcome]
    assert schema["properties"]["mode"]["enum"] == [each.value for each in Mode]


def test_a_list_with_strangers_is_partly_done(serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    served = serve()
    missing = served.rehearsal.world.company.active_projects[2]
    listed = tmp_path / "list.csv"
    listed.write_text(f"Project Name\n{missing.name}\nAtlantis Tower\n")
    options = ["--expect", str(listed), "--format", "json"]
    assert cli.main([*served.options, *options[:2]]) == 0
    assert "Do it with --apply." in capsys.readouterr().out
    assert cli.main([*served.options, *options]) == 0
    plan = _json(capsys)
    assert plan["projects"]["unknown"] == [{"line": 3, "text": "Atlantis Tower"}]
    assert plan["projects"]["left"] == [str(missing.id)]
    assert cli.main([*served.options, *options, "--apply", "--confirm", NAME, "--yes"]) == 1
    assert _json(capsys)["outcome"] == "partly" and served.there == 9
    assert cli.main([*served.options, *options[:2]]) == 0
    assert "Nothing can be added. Fix the entries above." in capsys.readouterr().out
    assert cli.main([*served.options, *options[:2], "--apply", "--confirm", NAME, "--yes"]) == 1
    out = capsys.readouterr().out
    assert "Correct the entries above in the list." in out and "--resume" not in out


def test_a_template_that_is_not_there_is_answered_with_the_accounts_own(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve()
    assert cli.main([*served.options, "--template", "12"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "Projects not counted" in out and "0 wanted" not in out
    (default,) = re.findall(r"the account's default template has the ID (\d+)\.", out)
    assert cli.main([*served.options, "--template", default]) == 0


def test_the_command_that_comes_next_has_what_was_given(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served, secret = serve(), os.environ["PROCORE_CLIENT_SECRET"]
    Store(Paths.default()).create(Onboarding("-dash"))
    listed = tmp_path / "the list.csv"
    listed.write_text("\n".join(each.name for each in served.rehearsal.world.company.active_projects))
    given = [*served.options, "--secret-stdin", "--chunk", "2", "--wait", "90"]

    def run(words: list[str]) -> str:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(secret.encode())))
        cli.main(words)
        return capsys.readouterr().out

    def suggested(out: str) -> list[list[str]]:
        return [shlex.split(line)[1:] for line in out.splitlines() if line.startswith("  dmsa-tui")]

    dash = ["--", "-dash"]
    (apply,) = suggested(run([*given, "--expect", str(listed), *dash]))
    assert sorted(apply) == sorted([*given, "--expect", str(listed), "--apply", *dash])
    out = run([*apply[:-2], "--confirm", NAME, *dash])
    resume, undo = suggested(out)
    journal = str(served.journals[0])
    assert sorted(resume) == sorted([*given, "--confirm", NAME, "--resume", journal, "--apply", *dash])
    assert sorted(undo) == sorted([*given, "--undo", journal, *dash])
    assert "Planned" in run(undo) and served.there == 9
    run([*resume[:-2], "--yes", *dash])
    assert served.there == 12


def test_a_saved_onboarding_says_where_and_what(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    served = serve()
    noted, missing = served.rehearsal.credentials, served.rehearsal.world.company.active_projects[2]
    record = Onboarding(
        "Example Homes", login_url=served.url, api_url=served.url, company_id=noted.company_id,
        client_id=noted.client_id or "", expect=ExpectMode.LIST, expected_projects=[missing.name],
    )  # fmt: skip
    Store(Paths.default()).create(record)
    assert cli.main(["permit", "Example Homes", "--format", "json"]) == 0
    report = _json(capsys)
    assert (report["target"]["name"], report["projects"]["left"]) == ("Example Homes", [str(missing.id)])


def test_history_and_setup_record_say_what_was_added_by_whom_and_when(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    noted, store = served.rehearsal.credentials, Store(Paths.default())
    monkeypatch.setenv("LOGNAME", "ada")
    record = Onboarding("Example Homes", login_url=served.url, api_url=served.url, company_id=noted.company_id)
    record.client_id = noted.client_id or ""
    store.create(record)
    assert cli.main(["permit", "Example Homes"]) == 0
    assert store.load("Example Homes").project_changes == {}
    assert cli.main(["permit", "Example Homes", "--apply", "--confirm", NAME, "--yes"]) == 0
    journal = str(served.journals[0])
    assert cli.main(["permit", "Example Homes", "--undo", journal, "--apply", "--confirm", NAME]) == 0
    runs = list(store.load("Example Homes").project_changes.values())
    assert [(run.by, run.outcome, run.added, run.removed) for run in runs] == [
        ("ada", "done", 4, 0), ("ada", "done", 0, 4),
    ]  # fmt: skip
    capsys.readouterr()
    assert cli.main(["handoff", "Example Homes", "--format", "md"]) == 0
    out = capsys.readouterr().out
    assert "## Projects that this program added at Procore" in out
    assert re.search(r"2\d{3}-\d\d-\d\d \d\d:\d\d UTC, ada: 4 added, Procore shows it", out)
    assert "ada: projects 4 added through Procore, which confirms it." in out
    assert "ada: projects 4 removed through Procore, which confirms it." in out
    assert cli.main(["handoff", "Example Homes", "--format", "json"]) == 0
    setup = _json(capsys)
    jsonschema.validate(setup, json.loads(setup_record_schema()))
    assert [(each["added"], each["removed"]) for each in setup["project_changes"]] == [(4, 0), (0, 4)]
    assert cli.main(["handoff", "Example Homes", "--format", "html"]) == 0
    assert "ada: 4 removed, Procore shows it." in capsys.readouterr().out


def test_a_saved_rehearsal_is_refused(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    served = serve()
    practice = "https://api.practice.invalid"
    options = [*served.options, "--login-url", "https://login.practice.invalid", "--api-url", practice]
    assert cli.main(options) == 2
    assert "saved rehearsal" in capsys.readouterr().err and served.asked == []


def test_a_second_run_at_once_ends_with_4(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    from dmsa_tui.permit.lock import only_run

    served = serve()
    with only_run(Paths.default().permits("production", served.rehearsal.credentials.company_id)):
        assert cli.main([*served.options, "--apply", "--confirm", NAME, "--yes"]) == 4
    assert "Another run" in capsys.readouterr().err and served.asked == []


def test_a_journal_that_cannot_be_written_ends_with_4_and_nothing_is_sent(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve()
    options = ["--apply", "--confirm", NAME, "--yes", "--journal", "/proc/1/journal.jsonl"]
    assert cli.main([*served.options, *options]) == 4
    assert "cannot be written" in capsys.readouterr().err and served.writes == []


def test_secret_and_token_are_nowhere(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    monkeypatch.setenv("DMSA_TUI_LOG", "1")
    assert cli.main([*served.options, "--apply", "--confirm", NAME, "--yes"]) == 0
    home = Path(os.environ["HOME"])
    text = "".join(capsys.readouterr()) + "".join(
        each.read_text("utf-8", "replace") for each in home.rglob("*") if each.is_file()
    )
    assert (served.rehearsal.credentials.client_secret or "?") not in text
    assert "eyJ" not in text and "Bearer" not in text and "POST http" in text


# At a terminal.


class Terminal:
    """The command at a terminal of its own."""

    def __init__(self, words: list[str]) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dmsa_tui", *words], stdin=slave, stdout=subprocess.PIPE, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.said = ""

    def until(self, text: str, seconds: float = 60.0) -> None:
        """Wait until that was said on standard error."""
        end = time.monotonic() + seconds
        while text not in self.said:
            assert time.monotonic() < end, self.said
            if select.select([self._master], [], [], 0.2)[0]:
                try:
                    self.said += os.read(self._master, 65536).decode()
                except OSError:
                    break
        assert text in self.said, self.said

    def type(self, line: str) -> None:
        os.write(self._master, line.encode() + b"\n")

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def end(self) -> tuple[int, str]:
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, out.decode()


@contextmanager
def terminal(*words: str) -> Iterator[Terminal]:
    at = Terminal(list(words))
    try:
        yield at
    finally:
        at.process.kill()
        at.process.wait()
        os.close(at._master)


def test_at_a_terminal_the_name_is_typed_and_the_first_project_is_asked_about(serve: Serve) -> None:
    served = serve()
    with terminal(*served.options, "--apply") as at:
        at.until("Type the company's name to continue: ")
        assert "Add the account to 4 projects of “Practice Builders”." in at.said and served.writes == []
        at.type(NAME)
        at.until("Add the other 3 too? [y/N] ")
        assert len(served.writes) == 1 and re.search(r"Documents: Admin", at.said)
        at.type("y")
        assert at.end()[0] == 0
    assert served.there == 12


@pytest.mark.parametrize(
    ("name", "answer", "status", "there"), [("Wrong", "", 2, 8), ("", "", 2, 8), (NAME, "n", 3, 9)]
)
def test_another_name_or_a_no_ends_it(serve: Serve, name: str, answer: str, status: int, there: int) -> None:
    served = serve()
    with terminal(*served.options, "--apply") as at:
        at.until("name to continue: ")
        at.type(name)
        if answer:
            at.until("[y/N] ")
            at.type(answer)
        assert at.end()[0] == status
    assert served.there == there


def test_ctrl_c_at_the_name_writes_nothing_and_is_130(serve: Serve) -> None:
    served = serve()
    with terminal(*served.options, "--apply") as at:
        at.until("name to continue: ")
        at.interrupt()
        status, out = at.end()
    assert status == 130 and "Interrupted before anything was written." in out
    assert served.writes == [] and served.journals == []


def test_ctrl_c_while_it_reads_ends_it_at_once(serve: Serve) -> None:
    served = serve()
    served.pause = lambda path: 30.0 if path.endswith("/me") else 0.0
    for more in ([], ["--apply", "--confirm", NAME, "--yes"]):
        served.asked.clear()
        with terminal(*served.options, *more, "--format", "json") as at:
            while not any(each.endswith("/me") for each in served.asked):
                time.sleep(0.05)
            at.interrupt()
            status, out = at.end()
        assert (status, json.loads(out)["outcome"]) == (130, "stopped")
        assert json.loads(out)["problem"] == "Interrupted before anything was written."
    assert served.writes == []


def test_ctrl_c_before_anything_is_asked_says_so_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_inputs, "read_inputs", interrupted)
    assert cli.main(["permit"]) == 130
    assert "Interrupted before anything was written." in capsys.readouterr().err


def test_ctrl_c_at_the_first_project_is_told_as_a_stop_and_not_as_a_no(serve: Serve) -> None:
    served = serve()
    served.pause = lambda path: 1.0 if path.endswith("bulk_add") else 0.0
    with terminal(*served.options, "--apply", "--confirm", NAME, "--yes") as at:
        while not served.writes:
            time.sleep(0.05)
        at.interrupt()
        status, out = at.end()
    assert status == 130 and "Stopped on request" in out and "nobody" not in out
    assert served.there == 9 and len(served.writes) == 1


def test_ctrl_c_at_a_question_is_a_no_and_130(serve: Serve) -> None:
    served = serve()
    with terminal(*served.options, "--apply", "--confirm", NAME) as at:
        at.until("[y/N] ")
        at.interrupt()
        status, out = at.end()
    assert status == 130 and "Stopped." in out and "--resume" in out and served.there == 9


def test_ctrl_c_ends_after_the_request_under_way_and_a_second_one_at_once(serve: Serve) -> None:
    served = serve("ready")
    served.rehearsal.world.company.memberships = {}
    served.pause = lambda path: 1.5 if path.endswith("bulk_add") else 0.0
    options = [*served.options, "--apply", "--confirm", NAME, "--yes", "--chunk", "3"]
    with terminal(*options) as at:
        while len(served.writes) < 2:
            time.sleep(0.05)
        at.interrupt()
        status, out = at.end()
    assert (status, served.there, len(served.writes)) == (130, 4, 2) and "4 added, 8 left" in out
    assert cli.main([*served.options, "--undo", str(served.journals[0]), "--apply", "--confirm", NAME]) == 0
    assert served.there == 0

    served.asked.clear()
    served.pause = lambda path: 30.0 if path.endswith("bulk_add") else 0.0
    with terminal(*options) as at:
        while not served.writes:
            time.sleep(0.05)
        at.interrupt()
        at.until("press Ctrl+C again")
        at.interrupt()
        status, out = at.end()
    assert status == 130 and "0 added, 12 left" in out and "--resume" in out


def test_the_secret_and_the_name_are_not_both_read_from_standard_input(serve: Serve) -> None:
    served = serve()
    words = [sys.executable, "-m", "dmsa_tui", *served.options, "--apply", "--secret-stdin"]
    secret = (served.rehearsal.credentials.client_secret or "") + "\n"
    run = subprocess.run(words, input=secret + NAME + "\n", capture_output=True, text=True, timeout=60)
    assert run.returncode == 2 and "--confirm" in run.stderr and served.asked == []
    run = subprocess.run([*words, "--confirm", NAME, "--yes"], input=secret, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and served.there == 12


def test_a_single_other_project_is_called_one() -> None:
    assert (others(1), others(2431)) == ("one", "2,431")
