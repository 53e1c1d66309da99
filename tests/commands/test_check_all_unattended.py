"""`check --all` in a night run: secrets from variables and from a command, and what turned since the last report."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.checks.report.json_report import report_schema
from dmsa_tui.commands import secret_command
from dmsa_tui.commands.check_changes import changes, sentences
from dmsa_tui.commands.secret_command import variable_of
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.session.settings import load_secret_command
from dmsa_tui.vocabulary import Status
from tests.commands.conftest import Serve, Served

Capture = pytest.CaptureFixture[str]
VALIDATOR = jsonschema.Draft202012Validator(json.loads(report_schema()))


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecretStore, "get", lambda *_: None)


def use_command(*words: str) -> None:
    config = Paths.default().config
    config.mkdir(parents=True, exist_ok=True)
    (config / "settings.toml").write_text(f"secret-command = {json.dumps(list(words))}\n", "utf-8")


def saved(served: Served, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Save the onboarding and take its secret out of the environment."""
    monkeypatch.delenv("PROCORE_CLIENT_SECRET", raising=False)
    Store(Paths.default()).create(served.record(name))
    return served.credentials.client_secret or ""


def reports(capsys: Capture) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_command_gives_each_secret_and_is_told_for_whom(
    serve: Serve, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beta, acme = serve("ready"), serve("ready")
    secrets = {"Beta; rm -rf": saved(beta, "Beta; rm -rf", monkeypatch), "Acme": saved(acme, "Acme", monkeypatch)}
    told = tmp_path / "told"
    code = (
        "import json, sys; assert sys.stdin.read() == '';"
        f"open({str(told)!r}, 'a').write(json.dumps(sys.argv[1:]) + chr(10));"
        f"print({secrets!r}[sys.argv[1]]); print('noise', file=sys.stderr)"
    )
    use_command(sys.executable, "-c", code, "{name}", "{environment}/{client_id}", "{company_id}")
    assert cli.main(["check", "--all", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [(each["target"]["name"], each["verdict"]) for each in found] == [("Acme", "pass"), ("Beta; rm -rf", "pass")]
    assert not any(secret in out + err for secret in secrets.values()) and "noise" not in out + err
    lines = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
    ids = beta.credentials
    assert ["Beta; rm -rf", f"production/{ids.client_id}", ids.company_id] in lines


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("raise SystemExit(3)", "ended with status 3"),
        ("pass", "printed nothing"),
        ("print(chr(120) * 70_000)", "more than 64 kB"),
        ("import sys; sys.stdout.buffer.write(bytes([255, 254, 0]))", "not UTF-8"),
        ("import time; time.sleep(60)", "took longer than"),
    ],
)
def test_a_failed_command_makes_its_onboarding_unverified_and_the_others_go_on(
    code: str, sentence: str, serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = serve("ready"), serve("ready")
    secret = saved(good, "Good", monkeypatch)
    saved(bad, "Bad", monkeypatch)
    monkeypatch.setattr(secret_command, "TIME", 1.5)
    use_command(
        sys.executable, "-c", f"import sys\nif sys.argv[1] == 'Good': print({secret!r})\nelse:\n  {code}", "{name}"
    )
    assert cli.main(["check", "--all", "--format", "json"]) == 3
    found = {each["target"]["name"]: each for each in reports(capsys)}
    assert (found["Good"]["verdict"], found["Bad"]["verdict"]) == ("pass", "unverified")
    assert sentence in found["Bad"]["checks"][0]["summary"] and bad.asked == []


def test_a_command_that_is_not_there_is_one_sentence(
    serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(serve("ready"), "Acme", monkeypatch)
    use_command("no-such-program-here", "{name}")
    assert cli.main(["check", "--all"]) == 3
    assert "The secret command could not be started" in " ".join(capsys.readouterr().out.split())


@pytest.mark.skipif(os.name != "posix", reason="a group of processes")
def test_what_a_slow_command_started_is_ended_with_it(
    serve: Serve, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(serve("ready"), "Acme", monkeypatch)
    monkeypatch.setattr(secret_command, "TIME", 1.0)
    pid = tmp_path / "pid"
    use_command("/bin/sh", "-c", f"sleep 300 & echo $! > {pid}; wait")
    assert cli.main(["check", "--all"]) == 3
    for _ in range(100):
        if subprocess.run(["ps", "-p", pid.read_text().strip()], capture_output=True).returncode:
            return
        time.sleep(0.1)
    pytest.fail("the child still runs")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('secret-command = "vault"', "is a list of words"),
        ("secret-command = [1]", "is a list of words"),
        ('secret-command = [""]', "is a list of words"),
        ('secret-command = ["vault", "{customer}"]', "name, environment, client_id, company_id"),
        ("secret-command = [", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_status_2(
    line: str, said: str, serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(serve("ready"), "Acme", monkeypatch)
    use_command("x")
    (Paths.default().config / "settings.toml").write_text(line, "utf-8")
    assert cli.main(["check", "--all"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and len(err.splitlines()) == 1


def test_other_settings_do_not_matter_to_the_command(tmp_path: Path) -> None:
    assert load_secret_command(tmp_path) == ()
    (tmp_path / "settings.toml").write_text('theme = "moon"\nsecret-command = ["a", "{name}"]\n', "utf-8")
    assert load_secret_command(tmp_path) == ("a", "{name}")


def test_a_variable_of_the_onboarding_comes_before_the_command(
    serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert variable_of("Example Homes, Ltd.") == "PROCORE_CLIENT_SECRET_EXAMPLE_HOMES_LTD"
    assert variable_of("Überbau") == "PROCORE_CLIENT_SECRET_BERBAU" and variable_of("建設") == ""
    secret = saved(serve("ready"), "Example Homes", monkeypatch)
    monkeypatch.setenv("PROCORE_CLIENT_SECRET_EXAMPLE_HOMES", secret)
    use_command(sys.executable, "-c", "raise SystemExit(1)")
    assert cli.main(["check", "--all"]) == 0
    capsys.readouterr()
    saved(serve("ready"), "example-homes", monkeypatch)
    assert cli.main(["check", "--all"]) == 3
    assert "is also the variable of" in " ".join(capsys.readouterr().out.split())


def test_only_what_turned_is_printed_and_the_status_is_that_of_all(
    serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, beta = serve("ready"), serve("missing-documents")
    for name, served in (("Acme", acme), ("Beta", beta)):
        monkeypatch.setenv(variable_of(name), saved(served, name, monkeypatch))
    assert cli.main(["check", "--all", "--only-changed"]) == 1
    first = capsys.readouterr().out
    assert first.count("There is no last report to compare with.") == 2

    assert cli.main(["check", "--all", "--only-changed"]) == 1
    again = capsys.readouterr().out
    assert (
        "Acme" not in again and "Beta" not in again and again.startswith("Nothing has changed since the last reports.")
    )
    assert "2 onboardings, 1 pass, 1 fail" in again

    acme.rehearsal.perform("uninstall-app")
    assert cli.main(["check", "--all", "--only-changed"]) == 1
    turned = " ".join(capsys.readouterr().out.split())
    assert "Installation: was pass, is fail (not-installed)." in turned and "Beta" not in turned
    assert "9 other checks are not run because of that." in turned and "is skipped" not in turned

    assert cli.main(["check", "--all", "--only-changed", "--format", "json"]) == 1
    assert capsys.readouterr().out == ""


def test_the_json_says_what_turned(serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    acme = serve("ready")
    monkeypatch.setenv(variable_of("Acme"), saved(acme, "Acme", monkeypatch))
    words = ["check", "--all", "--only-changed", "--format", "json"]
    assert cli.main(words) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["changes"] == [{"check": None, "was": None, "sentence": "There is no last report to compare with."}]
    acme.rehearsal.perform("uninstall-app")
    assert cli.main(words) == 1
    report = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(report)
    turned = {each["check"]: each["was"] for each in report["changes"]}
    assert turned["install.connected"] == {"status": "pass", "cause": None} and len(turned) == 10
    assert cli.main(["check", "--all", "--format", "json"]) == 1
    assert "changes" not in json.loads(capsys.readouterr().out)


def test_one_that_cannot_be_asked_is_one_line_each_night(
    serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable_of("Acme"), saved(serve("ready"), "Acme", monkeypatch))
    assert cli.main(["check", "--all", "--only-changed"]) == 0
    monkeypatch.delenv(variable_of("Acme"))
    saved(serve("ready"), "Never asked", monkeypatch)
    capsys.readouterr()
    for _ in range(2):
        assert cli.main(["check", "--all", "--only-changed"]) == 3
        said = " ".join(capsys.readouterr().out.split())
        assert said.count("This machine has no client secret") == 2
        assert not [words for words in ("no last report", "was pass", "ot run because") if words in said]


def test_what_was_skipped_and_passes_again_is_counted() -> None:
    names = ("credentials.token", "company.reachable", "install.connected")
    passed = report(*(Result(id, Status.PASS, "Yes.") for id in names))
    failed = report(
        Result(names[0], Status.FAIL, "No."),
        *(Result(id, Status.SKIPPED, "Not asked.", details={"need": names[0]}) for id in names[1:]),
    )
    assert [*sentences(changes(passed, failed))] == [
        "Credentials: was pass, is fail. No.", "2 other checks are not run because of that.",
    ]  # fmt: skip
    assert [*sentences(changes(failed, passed))] == [
        "Credentials: was fail, is pass. Yes.", "2 other checks are run again, and pass.",
    ]  # fmt: skip
    assert [*sentences(changes(passed, failed)[1:])] == [
        "Company: was pass, is skipped. Not asked.", "Installation: was pass, is skipped. Not asked.",
    ]  # fmt: skip


def report(*results: Result) -> Report:
    return Report(Status.PASS, datetime.now(UTC), 0, {"name": "Acme"}, results, RequestCount())


@pytest.mark.parametrize("words", [["--only-changed"], ["--all", "--only-changed", "--only", "credentials.token"]])
def test_only_changed_goes_with_all_and_whole_runs_alone(
    words: list[str], serve: Serve, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(serve("ready"), "Acme", monkeypatch)
    assert cli.main(["check", *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
