"""A planted secret and the tokens that it buys appear in no output, no file and no argument, whatever the command."""

import base64
import html
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, quote_plus

import pytest

from dmsa_tui import cli
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.practice.rehearsal import Rehearsal
from tests.server_thread import serve_in_thread

AWKWARD = "canary-_Zq7x0123456789-_canary-_Zq7x012345678"
"""A secret of the form that Procore gives them."""
CLIENT_ID = "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg"
TOKEN = "canarytoken.Zm9v-91c4e0b2a7d3f6"
SHORTEST = 8
"""Characters of a form below which finding it would prove nothing."""


def forms(secret: str) -> set[str]:
    """How text could be written down by a program: plainly, in Base64 at any offset, in addresses, JSON, HTML, hex."""
    data = secret.encode()
    found = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], html.escape(secret)}
    found |= {json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1], data.hex(), secret[::-1]}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for offset in range(3):
            whole = encode(b"\0" * offset + data).decode().rstrip("=")
            found.add(whole[offset + 1 if offset else 0 :][: len(whole) - offset - 3])
    return {form for form in found if len(form) >= SHORTEST}


class Watched:
    """The secrets that are planted, and the search for them."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {AWKWARD: "the awkward secret", TOKEN: "the echoed token"}

    def plant(self, secret: str, what: str) -> None:
        """Look for this one as well."""
        self.planted[secret] = what

    def look_at(self, text: str, where: str) -> None:
        """Fail if any form of any secret is in `text`; the failure names which, and not the form."""
        for secret, what in self.planted.items():
            unwrapped = "".join(text.split())  # what is printed is broken into lines
            if any(form in text or form in unwrapped for form in forms(secret)):
                pytest.fail(f"{what} is in {where}")

    def look_through(self, directory: Path) -> None:
        """Fail if any file's name or content has one."""
        for path in directory.rglob("*"):
            self.look_at(str(path), "the name of a file")
            if path.is_file():
                self.look_at(path.read_bytes().decode("utf-8", "replace"), str(path.relative_to(directory)))


class FakeKeyring:
    """A keyring that is trusted and keeps what it is given in memory."""

    held: ClassVar[dict[tuple[str, str], str]] = {}
    name = "fake"

    def get_password(self, service: str, user: str) -> str | None:
        return self.held.get((service, user))

    def set_password(self, service: str, user: str, text: str) -> None:
        self.held[service, user] = text

    def delete_password(self, service: str, user: str) -> None:
        del self.held[service, user]


FakeKeyring.__module__ = "keyring.backends.SecretService"

Run = Callable[..., int]
typed_commands: set[str] = set()
"""The commands that the running test has typed so far."""


@pytest.fixture
def watched() -> Watched:
    """The search, with what every test plants."""
    return Watched()


@pytest.fixture
def run(
    watched: Watched, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Run]:
    """Run a command in this process with the debug log on, and look at all that it prints; at the end at the home."""
    monkeypatch.setenv("DMSA_TUI_LOG", "1")
    monkeypatch.chdir(tmp_path)

    ran = typed_commands
    ran.clear()

    def typed(*words: str, expected: int | None = None) -> int:
        status = cli.main(words)
        printed = capsys.readouterr()
        watched.look_at(printed.out, f"the output of {words[0]}")
        watched.look_at(printed.err, f"the notes of {words[0]}")
        assert "Traceback" not in printed.err
        assert expected is None or status == expected, printed
        ran.add(words[0])
        return status

    yield typed
    log = (Paths.default().logs / "debug.log").read_text("utf-8")
    assert "exit status" in log, "the log was not written, so nothing was looked for in it"
    watched.look_through(Path.home())
    watched.look_through(tmp_path)


@contextmanager
def echoing(refusing: bool, page: bool) -> Iterator[str]:
    """A host that gives back what it was sent, the Authorization header included, in every error."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer(connection: socket.socket) -> None:
            with connection:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    asked += connection.recv(65_536)
                head, _, body = asked.partition(b"\r\n\r\n")
                length = int(
                    dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:]).get(b"content-length", 0)
                )
                while len(body) < length:
                    body += connection.recv(65_536)
                known = AWKWARD if refusing else f"{AWKWARD} {TOKEN}"  # a token that was never issued is no secret
                said = f"{known} {quote_plus(AWKWARD)} {body.decode()} {head.decode()}"
                status, content = "403 Forbidden", json.dumps({"error": "x", "error_description": said, "errors": said})
                if b"/oauth/token " in head and not refusing:
                    status, content = "200 OK", json.dumps({"access_token": TOKEN, "expires_in": 5400})
                elif page:
                    content = f"<html><title>{said}</title>{said}</html>"
                data = content.encode()
                connection.sendall(
                    f"HTTP/1.1 {status}\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n".encode() + data
                )

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@contextmanager
def practice(scenario: str, watched: Watched) -> Iterator[tuple[str, Any]]:
    """A practice company whose secret and tokens are looked for."""
    rehearsal = Rehearsal(scenario)
    watched.plant(rehearsal.credentials.client_secret or "", "the practice secret")
    issue = rehearsal.world.ids.token

    def issued() -> str:
        token = issue()
        watched.plant(token, "an issued token")
        return token

    with pytest.MonkeyPatch.context() as patch, serve_in_thread(rehearsal.app) as url:
        patch.setattr(rehearsal.world.ids, "token", issued)
        yield url, rehearsal.credentials


def make(run: Run, url: str, noted: Any) -> None:
    """An onboarding on the practice company."""
    run(
        "new", "Acme", "--environment", "production", "--company-id", noted.company_id, "--client-id",
        noted.client_id, "--app-name", noted.app_name, "--login-url", url, "--api-url", url, expected=0,
    )  # fmt: skip


def test_the_search_finds_every_form() -> None:
    watched = Watched()
    for form in (
        AWKWARD, quote(AWKWARD, safe=""), json.dumps({"a": AWKWARD}), html.escape(AWKWARD), AWKWARD.encode().hex(),
        *(base64.b64encode(f"{'i' * length}:{AWKWARD}:x".encode()).decode() for length in range(3)),
    ):  # fmt: skip
        with pytest.raises(pytest.fail.Exception, match="the awkward secret is in here"):
            watched.look_at(f"something {form} something", "here")


@pytest.mark.parametrize("scenario", ["ready", "missing-documents", "not-installed", "wrong-secret", "hostile-names"])
def test_no_command_lets_a_working_secret_or_its_tokens_out(
    run: Run, watched: Watched, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    import keyring

    monkeypatch.setattr(keyring, "get_keyring", FakeKeyring)
    with practice(scenario, watched) as (url, noted):
        make(run, url, noted)
        monkeypatch.setattr(FakeKeyring, "held", {})
        with monkeypatch.context() as typing:
            typing.setattr(sys, "stdin", io.StringIO(noted.client_secret + "\n"))
            run("secret", "Acme", expected=0)
        assert FakeKeyring.held == {(f"dmsa-tui/production at {url}", noted.client_id): noted.client_secret}
        run("set", "Acme", "expect=all", "future-projects=yes", expected=0)
        for form in ("text", "json", "junit"):
            assert run("check", "Acme", "--format", form) in (0, 1)
            assert run("doctor", "--login-url", url, "--api-url", url, "--format", form) == 0
        for form in ("md", "html", "json"):
            run("handoff", "Acme", "--format", form, expected=0)
        run("handoff", "Acme", "--format", "json", "-o", "record.json", expected=0)
        assert json.loads(Path("record.json").read_text("utf-8"))["secret"]["length"] == len(noted.client_secret)
        for form in ("text", "json"):
            run("verify", "record.json", "--login-url", url, "--api-url", url, "--format", form)
        for form in ("md", "html", "text"):
            run("handout", "Acme", "--format", form, expected=0)
            run("review", "Acme", "--format", form, expected=0)
        for words in (["list"], ["list", "--format", "json"], ["paths"], ["steps"], ["manifest", "show"]):
            run(*words, expected=0)
        run("handout", "Acme", "--message", "install", expected=0)
        for form in ("text", "json", "junit"):
            assert run("check", "--all", "--format", form) in (0, 1)
        if scenario == "ready":
            run("check", "Acme", "--watch", "0.1", expected=0)
        run("demo", expected=2)  # it needs a terminal; what it draws is looked at with the screens
        stored = list(Paths.default().reports.glob("*.json"))
        assert stored and "access_token" not in stored[0].read_text("ascii")
        for form in ("text", "json"):
            run("permit", "Acme", "--format", form)
        run("completion", "bash", expected=0)
        run("archive", "Acme", expected=0)
        run("forget", "Acme", "--yes", expected=0)
    assert typed_commands == set(cli.COMMANDS) - {"practice"}, "practice alone prints a secret: its own company's"
    assert FakeKeyring.held == {}
    tokens = [what for what in watched.planted.values() if what == "an issued token"]
    assert tokens or scenario == "wrong-secret", "no token was issued, so nothing was looked for"


@pytest.mark.parametrize("form", ["text", "json", "junit"])
@pytest.mark.parametrize(("refusing", "page"), [(True, False), (True, True), (False, False), (False, True)])
def test_a_host_that_gives_the_secret_or_the_token_back_gets_it_into_no_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, form: str, refusing: bool, page: bool
) -> None:
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", AWKWARD)
    with echoing(refusing, page) as url:
        options = ["--login-url", url, "--api-url", url, "--company-id", "1", "--client-id", CLIENT_ID]
        assert run("check", *options, "--format", form) in (1, 3)


def test_no_refusal_repeats_a_secret_that_was_put_in_the_wrong_place(
    run: Run, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", AWKWARD)
    secret = "canaryCANARYcanaryCANARYcanaryCANARYcanary1"
    watched.plant(secret, "a secret in the wrong place")
    with practice("ready", watched) as (url, noted):
        make(run, url, noted)
        for key in ("client_secret", "client-secret", "secret", "password", "token"):
            run("set", "Acme", f"{key}={secret}", expected=2)
            run("set", "Acme", f"{key}={AWKWARD}", expected=2)
        run("set", "Acme", f"app-version-key={secret}", expected=2)
        run("set", "Acme", secret, expected=2)
        ids = ["--company-id", "1", "--client-id", CLIENT_ID, "--login-url", "http://127.0.0.1:9"]
        assert run("check", *ids, "--api-url", "http://127.0.0.1:9", "--timeout", "1") == 3
        assert run("check", "Acme") == 1
        Path("torn.json").write_text(json.dumps({"schema": "dmsa-tui.setup-record/1", "customer": AWKWARD[:6]}))
        run("verify", "torn.json", expected=2)


@pytest.mark.skipif(sys.platform != "linux", reason="arguments as Linux shows them")
def test_no_process_shows_the_secret_among_its_arguments(watched: Watched) -> None:
    seen: set[str] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    seen.add(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
                except OSError:
                    continue
            time.sleep(0.01)

    with practice("ready", watched) as (url, noted):
        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        where = ["--login-url", url, "--api-url", url, "--company-id", noted.company_id, "--client-id", noted.client_id]
        for options, variables, typed in (
            (where, {"PROCORE_CLIENT_SECRET": noted.client_secret}, ""),
            ([*where, "--secret-stdin"], {}, noted.client_secret),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "dmsa_tui", "check", *options], input=typed, capture_output=True, text=True,
                timeout=60, env=os.environ | variables,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            watched.look_at(done.stdout + done.stderr, "the output")
        stop.set()
        looking.join(5)
    assert any("dmsa_tui check" in line for line in seen), "the process was not seen, so nothing was looked at"
    for line in seen:
        if "dmsa_tui" in line:  # other tests run meanwhile, and theirs hold what they like
            watched.look_at(line, "the arguments of a process")
