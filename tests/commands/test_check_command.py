"""`dmsa-tui check`: exit status, output, secrets, interruption; against the practice company over HTTP."""

import argparse
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.checks.report.json_report import report_schema
from dmsa_tui.commands import check
from dmsa_tui.commands.writing import shell_command
from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.rehearsal import Credentials, Rehearsal
from dmsa_tui.vocabulary import CHECKS
from tests import program
from tests.server_thread import serve_in_thread

Start = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable, record or keyring of the machine takes part."""
    for name in [name for name in os.environ if name.startswith(("PROCORE_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Serve a scenario, put its secret into the environment, and return the options that reach it."""
    with ExitStack() as stack:

        def serve(scenario: str) -> list[str]:
            rehearsal = Rehearsal(scenario)
            url = stack.enter_context(serve_in_thread(rehearsal.app))
            noted: Credentials = rehearsal.credentials
            monkeypatch.setenv("PROCORE_CLIENT_SECRET", noted.client_secret or "")
            ids = ["--company-id", noted.company_id, "--client-id", noted.client_id or ""]
            return ["check", "--login-url", url, "--api-url", url, *ids]

        yield serve


@pytest.mark.parametrize(
    ("scenario", "options", "status"),
    [
        ("ready", ["--expect", "all"], 0),
        ("missing-documents", [], 1),
        ("not-installed", [], 1),
        ("wrong-secret", [], 1),
        ("unpermitted-projects", ["--expect", "all"], 1),
        ("unpermitted-projects", [], 0),
        ("unpermitted-projects", ["--strict"], 1),
        ("no-future-projects", [], 1),
        ("no-future-projects", ["--future-projects", "no"], 0),
        ("ready", ["--projects", "none"], 3),
        ("ready", ["--projects", "none", "--accept", "permissions.project", "--accepted-by", "Ada"], 0),
    ],
)
def test_the_exit_status_tells_the_verdict(
    start: Start, capsys: pytest.CaptureFixture[str], scenario: str, options: list[str], status: int
) -> None:
    assert cli.main([*start(scenario), *options]) == status
    out = capsys.readouterr().out
    assert "Verdict:" in out and "\033" not in out


def test_json_is_one_object_that_fits_the_published_schema(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    options = start("ready")
    assert cli.main(["check", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert cli.main([*options, "--format", "json", "--only", "install.version"]) == 0
    output = capsys.readouterr()
    report = json.loads(output.out)
    jsonschema.Draft202012Validator(schema).validate(report)
    assert [each["id"] for each in report["checks"]][-1] == "install.version"
    assert os.environ["PROCORE_CLIENT_SECRET"] not in output.out + output.err


def test_the_list_names_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CHECKS) and lines[0].split()[:3] == ["credentials.token", "required", "promote"]
    assert max(map(len, lines)) <= 80


ID, SECRET = "a" * 43, "Zq8Yw3Vb6Nn1Mm5Kk9Jj2Hh7Gg4Ff0DdSs4Aa1Pp3ox"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "The company ID is missing"),
        (["--company-id", "12a", "--client-id", ID], "has only digits"),
        (["--company-id", "1"], "The client ID is missing"),
        (["--company-id", "1", "--client-id", ID], "The client secret is missing"),
        (["--company-id", "1", "--client-id", ID, "--secret-stdin"], "Standard input contains no client secret"),
        (["--company-id", "1", "--client-id", ID, "--login-url", "http://example.com"], "must start with https://"),
        (["--company-id", "1", "--client-id", ID, "--environment", "moon"], "Unknown environment “moon”"),
        (["--company-id", "1", "--client-id", ID, "--profile", "moon"], "Unknown profile “moon”"),
        (["--company-id", "1", "--client-id", ID, "--projects", "sample:0"], "sample:N with N of at least 1"),
        (["--company-id", "1", "--client-id", ID, "--expect", "no-such-file"], "cannot be read"),
        (["--company-id", "1", "--client-id", "••••••••"], "not the client ID but its mask"),
        (["--company-id", "1", "--client-id", "3f12716f-4737-4c82-953b-27a01e30e813"], "App Version Key"),
        (["--company-id", "1", "--client-id", "two words"], "a client ID has 40 to 64"),
        (["--company-id", "1", "--client-id", "c" * 257], "it has 257 characters (letters); a client ID has 40 to 64"),
        (["--company-id", "https://sandbox.procore.com/1/company/home", "--client-id", ID], "developer-sandbox"),
        (["--company-id", "1", "--client-id", ID, "--app-name", "b" * 43], "looks like a client ID or a secret"),
        (["--accept", "projects.new", "--accepted-by", "b" * 43], "looks like a client ID or a secret"),
        (["--only", "moon"], "Unknown check “moon”"),
        (["--accept", "projects.new"], "--accept needs --accepted-by"),
        (["--accept", "moon", "--accepted-by", "Ada"], "Unknown check “moon”"),
        (["Nobody"], "There is no onboarding named “Nobody”"),
    ],
)
def test_unusable_input_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, options: list[str], sentence: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    parser = argparse.ArgumentParser()
    check.add_arguments(parser)
    with pytest.raises(InvalidInput) as problem:
        check.run(parser.parse_args(options))
    assert sentence in str(problem.value)


def test_the_secret_is_read_from_standard_input(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    options = start("ready")
    monkeypatch.setattr(sys, "stdin", io.StringIO(os.environ["PROCORE_CLIENT_SECRET"] + "\n"))
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", "another")
    assert cli.main([*options, "--secret-stdin", "--only", "credentials.token"]) == 0


PASTES = {
    "BOM": "\ufeff{}", "zero-width": "{}\u200b", "quotes": '"{}"', "typographic quotes": "“{}”", "blanks": "  {} ",
    "no-break space": "\u00a0{}", "label": "Client Secret: {}", "variable": "PROCORE_CLIENT_SECRET={}", "CR": "{}\r",
}  # fmt: skip


@pytest.mark.parametrize("form", PASTES.values(), ids=PASTES)
@pytest.mark.parametrize("way", ["standard input", "variable"])
def test_what_copying_adds_to_a_secret_is_taken_out_whichever_way_it_comes(
    start: Start, monkeypatch: pytest.MonkeyPatch, form: str, way: str
) -> None:
    options = start("ready")
    given = form.format(os.environ["PROCORE_CLIENT_SECRET"])
    more = ["--only", "credentials.token"]
    if way == "variable":
        monkeypatch.setenv("PROCORE_CLIENT_SECRET", given)
    else:
        monkeypatch.delenv("PROCORE_CLIENT_SECRET")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"\n{given}\n".encode())))
        more.append("--secret-stdin")
    assert cli.main([*options, *more]) == 0


def test_a_secret_from_a_shell_that_writes_utf_16_is_read(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    options = start("ready")
    given = os.environ["PROCORE_CLIENT_SECRET"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{given}\r\n".encode("utf-16"))))
    assert cli.main([*options, "--secret-stdin", "--only", "credentials.token"]) == 0


def test_two_lines_on_standard_input_are_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["check", "--company-id", "1", "--client-id", ID, "--login-url", "http://127.0.0.1:9", "--secret-stdin"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"x\n{SECRET}\n".encode())))
    assert cli.main(words) == 2
    assert "more than one line" in capsys.readouterr().err


def test_a_secret_whose_writer_keeps_standard_input_open_is_read(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    options = start("ready")
    reading, writing = os.pipe()
    with open(writing, "wb", buffering=0) as writer, open(reading) as reader:
        writer.write(b"\n" + os.environ["PROCORE_CLIENT_SECRET"].encode() + b"\n")
        monkeypatch.setattr(sys, "stdin", reader)
        rescue = threading.Timer(30, writer.close)
        rescue.start()
        assert cli.main([*options, "--secret-stdin", "--only", "credentials.token"]) == 0
        rescue.cancel()
        assert not writer.closed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("••••••••••••", "mask"),
        ("*" * 43, "mask"),
        ("YOUR_CLIENT_SECRET", "placeholder"),
        ("<client secret>", "placeholder"),
        ("${PROCORE_CLIENT_SECRET}", "placeholder"),
        ("$SECRET", "placeholder"),
        ("your-client-secret-goes-here-000000000000000", "placeholder"),
        ("op://vault/procore/secret", "placeholder"),
        ("3f12716f-4737-4c82-953b-27a01e30e813", "App Version Key"),
        ("short é", "a secret has 40 to 64"),
        ("ID", "placeholder"),
    ],
)
@pytest.mark.parametrize("way", ["standard input", "variable"])
def test_what_is_no_secret_is_named_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str, said: str, way: str
) -> None:
    words = ["check", "--company-id", "1", "--client-id", ID, "--login-url", "http://127.0.0.1:9"]  # nobody is there
    if way == "variable":
        monkeypatch.setenv("PROCORE_CLIENT_SECRET", given)
    else:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        words.append("--secret-stdin")
    assert cli.main(words) == 2
    err = capsys.readouterr().err
    assert said in err
    if way == "variable":
        assert "PROCORE_CLIENT_SECRET: " in err


def test_an_odd_length_is_said_and_tried(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = start("ready")
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", "short")
    assert cli.main([*words, "--only", "credentials.token"]) == 1
    assert "Note: the client secret has 5 characters (letters), and Procore's have 40 to 64" in capsys.readouterr().err


def test_a_secret_of_an_impossible_length_goes_nowhere(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = start("ready")
    for length, status in ((256, 1), (257, 2), (5_000, 2)):
        monkeypatch.setenv("PROCORE_CLIENT_SECRET", "ab" * (length // 2) + "c" * (length % 2))
        assert cli.main([*words, "--only", "credentials.token"]) == status
        assert (f"it has {length} characters (letters); a secret has 40 to 64" in capsys.readouterr().err) == (
            status == 2
        )


def test_the_client_id_again_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", ID)
    assert cli.main(["check", "--company-id", "1", "--client-id", ID]) == 2
    assert "the client ID again" in capsys.readouterr().err


def test_the_secret_in_the_place_of_the_client_id_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROCORE_CLIENT_ID", ID)
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", f"“{SECRET}”")
    assert cli.main(["check", "--company-id", "1", "--client-id", SECRET]) == 2
    told = capsys.readouterr().err
    assert "This is the client secret, not the client ID" in told and SECRET not in told


def test_a_client_id_with_its_label_owns_the_secret_beside_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    words = start("ready")
    place = words.index("--client-id")
    monkeypatch.setenv("PROCORE_CLIENT_ID", f"Client ID: {words[place + 1]}")
    del words[place : place + 2]
    assert cli.main([*words, "--only", "credentials.token"]) == 0


@pytest.mark.parametrize(
    "given",
    [
        "https://us02.procore.com/{}/company/home", "app.procore.com/{}/company/app_management", "“{}”", "\u200b{}",
        "<https://app.procore.com/webclients/host/companies/{}/home>", "Company ID: {}",
    ],
)  # fmt: skip
def test_a_company_may_be_given_by_an_address(
    start: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    words = start("ready")
    place = words.index("--company-id") + 1
    number, words[place] = words[place], given.format(words[place])
    assert cli.main([*words, "--only", "company.reachable", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["target"]["company_id"] == number
    monkeypatch.setenv("PROCORE_COMPANY_ID", words[place])
    del words[place - 1 : place + 1]
    assert cli.main([*words, "--only", "company.reachable", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["target"]["company_id"] == number


def test_a_secret_of_another_client_id_is_not_sent(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    options = start("ready")
    monkeypatch.setenv("PROCORE_CLIENT_ID", "another-" * 5)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert cli.main(options) == 2


def test_a_saved_onboarding_says_what_to_check_and_options_override_it(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = dict(zip((words := start("unpermitted-projects")[1:])[::2], words[1::2], strict=True))
    record = Onboarding(
        name="Practice Builders",
        company_id=options["--company-id"],
        client_id=options["--client-id"],
        login_url=options["--login-url"],
        api_url=options["--api-url"],
        expect=ExpectMode.LIST,
        expected_projects=["Harbor Annex"],
        future_projects=False,
    )
    Store(Paths.default()).create(record)
    assert cli.main(["check", "Practice Builders", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["target"]["name"] == "Practice Builders" and report["verdict"] == "pass"
    expected = tmp_path / "expected.csv"
    expected.write_text("\ufeffProject\nHarbor Annex\nNo Such Project\n", "utf-8")
    assert cli.main(["check", "Practice Builders", "--expect", str(expected)]) == 1
    said = capsys.readouterr()
    assert "No Such Project" in said.out
    assert "not saved as the last report of “Practice Builders”, because of --expect" in said.err
    kept = Store(Paths.default()).load("Practice Builders")
    assert kept.verdict == "pass", "it answers another question than the onboarding's"


def test_an_output_without_the_signs_gets_ascii(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    options = start("unpermitted-projects")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    assert cli.main(options) == 0
    assert b"+ PASS" in raw.getvalue()


def test_control_c_prints_what_is_known_and_waits_for_no_answer(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = [sys.executable, "-m", "dmsa_tui", "check", "--login-url", url, "--api-url", url]
        command += ["--timeout", "3600"]
        environment = os.environ | {
            "PROCORE_CLIENT_SECRET": "s" * 43,
            "PROCORE_CLIENT_ID": "c" * 43,
            "PROCORE_COMPANY_ID": "1",
        }
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with program.beside(process):
            connection, _ = silent.accept()
            with connection:
                connection.recv(10)
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out.decode().count("SKIPPED") == len(CHECKS) and "UNVERIFIED Verdict" in out.decode()
    assert b"Traceback" not in err


def test_an_abbreviated_option_is_not_guessed() -> None:
    assert cli.main(["check", "--secret", "s3cret"]) == 2


@pytest.mark.parametrize("options", [["--list"], ["--schema"]])
def test_listing_imports_neither_the_screen_nor_http(options: list[str]) -> None:
    code = (
        "import sys; from dmsa_tui.cli import main; status = main(['check', *sys.argv[1:]]);"
        "heavy = {'textual', 'rich', 'httpx', 'keyring', 'starlette'} & {name.split('.')[0] for name in sys.modules};"
        "print(sorted(heavy), file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code, *options], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_a_check_never_imports_textual(start: Start) -> None:
    code = "import sys; from dmsa_tui.cli import main; main(sys.argv[1:]); sys.exit('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *start("ready")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_text_names_the_command_that_adds_missing_projects(
    start: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(start("unpermitted-projects"))
    assert "\n  dmsa-tui permit …, with the same options\n" in capsys.readouterr().out
    cli.main([*start("ready"), "--expect", "all"])
    assert "dmsa-tui permit" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "line"),
    [("Acme", "dmsa-tui permit Acme --apply"), ("A b'c", "dmsa-tui permit 'A b'\"'\"'c' --apply"),
     ("-dash", "dmsa-tui permit --apply -- -dash")],
)  # fmt: skip
def test_a_suggested_command_can_be_pasted(name: str, line: str) -> None:
    assert shell_command("permit", name, "--apply") == line


@pytest.mark.parametrize(
    ("options", "app"), [([], "the app"), (["--app-name", "Practice File Sync"], "Practice File Sync")]
)
def test_what_to_do_names_the_app(
    start: Start, capsys: pytest.CaptureFixture[str], options: list[str], app: str
) -> None:
    assert cli.main([*start("no-future-projects"), *options]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert f": Add {app} to all new projects. `dmsa-tui steps projects`" in said


@pytest.mark.parametrize(
    ("answers", "caution"),
    [
        (
            {"name": "Acme"},
            "WARN Company (company.reachable) Procore calls the company “Practice Builders”; here it is",
        ),
        ({"expect": ExpectMode.UNDECIDED}, "permitted. Which projects must be permitted is undecided. What to do:"),
        ({"expect": ExpectMode.LIST}, "permitted. The list of projects that must be permitted is empty. What to do:"),
        ({"future_projects": None}, "new projects. Whether future projects are wanted is undecided. What to do:"),
        ({}, ""),
    ],
)
def test_what_the_onboarding_leaves_open_is_a_caution_of_its_check_and_no_pass(
    start: Start, capsys: pytest.CaptureFixture[str], answers: dict[str, Any], caution: str
) -> None:
    _check, *options = start("ready")
    url, company, client = options[1], options[5], options[7]
    record = Onboarding("Practice Builders", company_id=company, client_id=client, login_url=url, api_url=url)
    record = replace(record, **{"expect": ExpectMode.ALL, "future_projects": True, **answers})
    Store(Paths.default()).create(record)
    assert cli.main(["check", record.name]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert caution in said and ("PASS Verdict" in said) is not bool(caution)
    assert cli.main(["check", record.name, "--strict", "--format", "json"]) == (1 if caution else 0)
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, json.loads(report_schema()))
    warned = [each for each in report["checks"] if each["status"] == "warn"]
    assert report["verdict"] == ("warn" if caution else "pass")
    assert all(each["cause"] == "person" and each["remedy"] for each in warned) and bool(warned) is bool(caution)
    cli.main(["check", record.name, "--format", "junit"])
    assert ("warn" in capsys.readouterr().out) is bool(caution)
    decided = ["--expect", "all", "--future-projects", "yes"]
    assert cli.main(["check", record.name, "--strict", *decided]) == (1 if "name" in answers else 0)
