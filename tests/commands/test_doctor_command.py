"""`dmsa-tui doctor`: what it says about this machine, and about hosts that answer, do not, or tell another time."""

import json
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.commands import doctor_rows
from dmsa_tui.commands.doctor_rows import TITLES, urls_of
from dmsa_tui.commands.writing import published
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.procore.environments import environment, with_urls
from tests.server_thread import serve_in_thread

SCHEMA = json.loads(published("doctor_schema.json"))
Doctor = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def url() -> Iterator[str]:
    """A practice company that answers."""
    with serve_in_thread(Rehearsal("ready").app) as served:
        yield served


@pytest.fixture
def doctor(url: str, capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Run the command against the practice company, or against the hosts of the options."""

    def run(*options: str) -> tuple[int, dict[str, Any]]:
        hosts = [] if "--login-url" in options else ["--login-url", url, "--api-url", url]
        status = cli.main(["doctor", *hosts, *options, "--format", "json"])
        document = json.loads(capsys.readouterr().out)
        jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
        return status, document

    return run


def row(document: dict[str, Any], id: str) -> dict[str, Any]:
    """One row of the report."""
    found: dict[str, Any] = next(each for each in document["checks"] if each["id"] == id)
    return found


@contextmanager
def answering(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A host that says the same thing to everybody, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(4096))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_hosts_that_answer_pass_and_only_the_keyring_is_a_caution(doctor: Doctor) -> None:
    status, document = doctor()
    assert (status, document["verdict"], document["schema"]) == (0, "warn", "dmsa-tui.doctor-report/1")
    found = {each["id"]: each["status"] for each in document["checks"]}
    assert found["host.login"] == found["host.api"] == found["clock"] == found["directories"] == "pass"
    assert [id for id, word in found.items() if word == "warn"] == ["keyring"]
    assert "no keyring" in row(document, "keyring")["summary"]
    assert set(found) == set(TITLES) - {"host.web", "host.portal"}


def test_the_schema_is_printed_knows_every_row_and_refuses_other_keys(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["checks"]["items"]["properties"]["id"]["enum"] == list(TITLES)
    validator, (_, document) = jsonschema.Draft202012Validator(SCHEMA), doctor()
    directories = row(document, "directories")["details"]
    for each in (document, document["environment"], document["checks"][0], directories, directories["data"]):
        for key in list(each):
            value = each.pop(key)
            assert not validator.is_valid(document), key
            each[key] = value
        each["surprise"] = 1
        assert not validator.is_valid(document)
        del each["surprise"]
    assert validator.is_valid(document)


def test_a_host_that_refuses_is_unverified_and_names_the_cause(doctor: Doctor) -> None:
    status, document = doctor("--login-url", "http://127.0.0.1:9", "--api-url", "http://127.0.0.1:9")
    assert (status, document["verdict"]) == (3, "unverified")
    assert (row(document, "host.login")["status"], row(document, "host.login")["cause"]) == ("unverified", "refused")
    assert row(document, "clock")["status"] == "unverified"


@pytest.mark.parametrize("line", ["200 OK", "302 Found", "401 Unauthorized", "403 Forbidden", "503 Unavailable"])
def test_any_http_answer_counts(doctor: Doctor, line: str) -> None:
    with answering(f"HTTP/1.1 {line}\r\nLocation: http://127.0.0.1:1/\r\nConnection: close\r\n\r\n".encode()) as (
        url,
        _,
    ):
        status, document = doctor("--login-url", url, "--api-url", url)
    assert status == 0
    assert line.split()[0] in row(document, "host.api")["summary"]


def test_nothing_of_anybodys_is_sent(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLIENT_ID", "CLIENT_SECRET", "COMPANY_ID"):
        monkeypatch.setenv(f"PROCORE_{name}", f"canary-{name}")
    with answering(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nConnection: close\r\n\r\n") as (url, asked):
        doctor("--login-url", url, "--api-url", url)
    assert len(asked) == 2
    for request in asked:
        lines = request.decode().lower().split("\r\n")
        assert lines[0] == "head / http/1.1"
        names = {line.partition(":")[0] for line in lines[1:] if line}
        assert names <= {"host", "accept", "accept-encoding", "connection", "user-agent"}
        assert "canary" not in request.decode()


def test_a_clock_that_is_off_is_a_caution_with_its_direction(doctor: Doctor) -> None:
    answer = b"HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nConnection: close\r\n\r\n"
    with answering(answer) as (url, _):
        status, document = doctor("--login-url", url, "--api-url", url)
    clock = row(document, "clock")
    assert (status, clock["status"], clock["cause"]) == (0, "warn", "clock-skew")
    assert "ahead of Procore's" in clock["summary"] and clock["details"]["seconds"] > 60


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_a_record_that_others_can_read_is_named(doctor: Doctor) -> None:
    paths = Paths.default()
    Store(paths).create(Onboarding("Acme"))
    assert row(doctor()[1], "directories")["status"] == "pass"
    path = next(paths.records.glob("*.toml"))
    path.chmod(0o644)
    found = row(doctor()[1], "directories")
    assert found["status"] == "warn" and f"{path} can be read by others; its mode should be 600." == found["summary"]


@pytest.mark.skipif(os.name != "posix", reason="pipes and modes as POSIX has them")
def test_what_lies_in_the_way_of_a_file_is_named(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths.default()
    Store(paths).create(Onboarding("Acme"))
    pipe, link = paths.records / "pipe.toml", paths.records / "a-link.toml"
    os.mkfifo(pipe)
    for odd in (pipe, link):
        found = row(doctor()[1], "directories")
        wanted = f"{odd} is not a regular file or a directory; move it away: the program does not use it."
        assert (found["status"], found["summary"]) == ("warn", wanted)
        odd.unlink()
        if odd is pipe:
            link.symlink_to(tmp_path / "elsewhere")
    record = next(paths.records.glob("*.toml"))
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != record and access(path, mode))
    assert row(doctor()[1], "directories")["summary"] == f"You cannot read {record}, so the program cannot use it."
    monkeypatch.setattr(
        os, "access", lambda path, mode: (path != paths.records or not mode & os.W_OK) and access(path, mode)
    )
    assert row(doctor()[1], "directories")["summary"] == f"The program cannot write in {paths.records}."


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
@pytest.mark.parametrize("name", ["data", "config", "state"])
def test_a_link_that_leads_nowhere_in_place_of_a_directory_is_named(doctor: Doctor, name: str) -> None:
    place: Path = getattr(Paths.default(), name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(place)
    found = row(doctor()[1], "directories")
    assert found["status"] == "warn" and found["summary"].startswith(f"{place} is not a regular file or a directory;")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_fails(doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    status, document = doctor()
    assert (status, row(document, "directories")["status"]) == (4, "fail")


def test_where_rights_are_not_modes_nothing_is_claimed_of_them(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_rows, "os", SimpleNamespace(**{**vars(os), "name": "nt"}))
    found = row(doctor()[1], "directories")
    assert found["status"] == "pass" and "whether others can read them was not checked" in found["summary"]


def test_a_full_disk_fails(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4_096))
    status, document = doctor()
    found = row(document, "directories")
    assert (status, found["status"]) == (4, "fail") and found["summary"].endswith(" is full: 4,096 bytes left.")


@pytest.mark.skipif(os.name != "posix", reason="names are that short on POSIX")
@pytest.mark.parametrize("name", ["DATA", "CONFIG", "STATE"])
def test_a_directory_that_cannot_be_looked_at_is_named_among_the_rest(
    doctor: Doctor, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / ("n" * 300)))
    status, document = doctor()
    found = row(document, "directories")
    assert (status, found["status"]) == (4, "fail") and found["summary"].endswith("cannot be used: file name too long.")
    assert str(tmp_path / "n") in found["summary"] and row(document, "clock")["status"] == "pass"
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)  # as one that may not be entered
    assert row(doctor()[1], "directories")["summary"].startswith(f"The program cannot write in {tmp_path}, where ")


def test_looking_leaves_nothing_behind(doctor: Doctor) -> None:
    doctor()
    assert list(Path.home().rglob("*")) == []


def test_certificates_that_cannot_be_loaded_fail(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/missing.pem")
    status, document = doctor()
    found = row(document, "certificates")
    assert (status, found["status"], found["cause"]) == (4, "fail", "tls")
    assert "SSL_CERT_FILE cannot be loaded" in found["summary"]


def test_a_proxy_is_named_without_its_password(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://user:canary@127.0.0.1:9")
    _, document = doctor("--login-url", "https://login.procore.example", "--api-url", "https://api.procore.example")
    assert "through the proxy 127.0.0.1:9" in row(document, "proxy")["summary"]
    assert row(document, "host.login")["cause"] == "proxy"
    assert "canary" not in json.dumps(document)


def test_a_keyring_that_hangs_costs_its_timeout_and_is_named(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dmsa_tui.onboarding import secret_store as secret_store

    def hang(self: secret_store.SecretStore) -> Any:
        threading.Event().wait(0.5)

    monkeypatch.setattr(secret_store.SecretStore, "_keyring", hang)
    monkeypatch.setattr(secret_store.SecretStore.__init__, "__defaults__", (tuple(secret_store.REAL_BACKENDS), 0.05))
    found = row(doctor()[1], "keyring")
    assert found["status"] == "warn" and "did not answer within 0.05 seconds" in found["summary"]


def test_the_pages_for_people_are_asked_too_unless_a_host_was_replaced() -> None:
    own = environment("federal")
    assert list(urls_of(own, own).values()) == [own.login_url, own.api_url, own.web_url, own.portal_url]
    replaced = with_urls(own, "https://login.example", None)
    assert list(urls_of(replaced, own)) == ["login", "api"]


@pytest.mark.parametrize(
    ("variables", "status", "said"),
    [
        ({"TERM_PROGRAM": "Apple_Terminal"}, "warn", "accepts no copies"),
        ({"TMUX": "x"}, "skipped", "set-clipboard on"),
        ({}, "skipped", "does not confirm them"),
    ],
)
def test_copying_is_told_as_far_as_it_can_be(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], status: str, said: str
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = row(doctor()[1], "clipboard")
    assert found["status"] == status and said in found["summary"]


def test_text_fits_eighty_columns_and_ends_with_the_verdict(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--login-url", url, "--api-url", url]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80 and "\033" not in "".join(lines)
    assert lines[-2] == "! WARN       Production: it works, with a caution."


def test_junit_counts_what_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    dead = "http://127.0.0.1:9"
    assert cli.main(["doctor", "--login-url", dead, "--api-url", dead, "--format", "junit"]) == 3
    suite = ElementTree.fromstring(capsys.readouterr().out)
    assert suite.get("errors") == "3" == str(len(suite.findall("testcase/error")))
    assert suite.get("failures") == "0" and suite.get("tests") == str(len(suite.findall("testcase")))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--environment", "moon"], "Unknown environment “moon”"),
        (["--login-url", "http://login.procore.example"], "must start with https://"),
        (["--timeout", "0"], "--timeout is a number of seconds"),
        (["--timeout", "nan"], "--timeout is a number of seconds"),
    ],
)
def test_unusable_options_are_refused(capsys: pytest.CaptureFixture[str], options: list[str], sentence: str) -> None:
    assert cli.main(["doctor", *options]) == 2
    assert sentence in capsys.readouterr().err
