"""A client secret that is kept for one login host goes to no other one, whichever command asks the keyring for it."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace

import keyring
import pytest

from dmsa_tui import cli
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from tests.commands.conftest import Serve, Served

PROCORES = "procores0123456789procores0123456789procores"
Capture = pytest.CaptureFixture[str]
Keep = Callable[[str, str], None]


class Keyring:
    """A keyring that is trusted and holds what it is given in memory."""

    name = "of the test"

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, user: str) -> str | None:
        return self.held.get((service, user))

    def set_password(self, service: str, user: str, text: str) -> None:
        self.held[service, user] = text

    def delete_password(self, service: str, user: str) -> None:
        del self.held[service, user]


Keyring.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """Service and user of each entry of this machine's keyring → the secret."""
    mine = Keyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: mine)
    return mine.held


@pytest.fixture
def keep(held: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch) -> Keep:
    """`dmsa-tui secret` with a secret on standard input."""

    def keep_it(name: str, secret: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{secret}\n".encode())))
        assert cli.main(["secret", name]) == 0
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))

    return keep_it


@pytest.fixture
def served(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A practice company, and two onboardings with its client ID: one there, and one at Procore."""
    served = serve("ready")
    monkeypatch.delenv("PROCORE_CLIENT_SECRET")
    Store(Paths.default()).create(served.record("Stand-in"))
    Store(Paths.default()).create(at_procore(served, "Real"))
    return served


def at_procore(served: Served, name: str) -> Onboarding:
    """An onboarding of the same company and client ID at Procore's own hosts."""
    return replace(served.record(name), login_url="", api_url="")


def test_procores_secret_is_not_sent_to_a_host_in_its_place(served: Served, keep: Keep, capsys: Capture) -> None:
    keep("Real", PROCORES)
    hosts = ["--login-url", served.url, "--api-url", served.url]
    for words in (["Stand-in"], ["Real", *hosts], served.options):
        assert cli.main(["check", *words]) == 2
        assert "The client secret is missing" in capsys.readouterr().err
    assert served.asked == []


def test_a_secret_for_a_host_in_procores_place_is_not_sent_to_procore(
    served: Served, keep: Keep, capsys: Capture
) -> None:
    keep("Stand-in", served.credentials.client_secret or "")
    assert cli.main(["check", "Stand-in", "--only", "credentials.token"]) == 0
    ids = ["--company-id", served.credentials.company_id, "--client-id", served.credentials.client_id or ""]
    for words in (["Real"], ids):
        assert cli.main(["check", *words]) == 2
        assert "The client secret is missing" in capsys.readouterr().err


def test_each_of_two_hosts_has_its_own_secret_and_every_command_finds_it(
    served: Served, held: dict[tuple[str, str], str], keep: Keep, capsys: Capture
) -> None:
    theirs, id = served.credentials.client_secret or "", served.credentials.client_id or ""
    keep("Real", PROCORES)
    keep("Stand-in", theirs)
    assert "It replaces another one" not in capsys.readouterr().err
    assert held == {("dmsa-tui/production", id): PROCORES, (f"dmsa-tui/production at {served.url}", id): theirs}
    for words in (["check", "Stand-in"], ["check", *served.options], ["check", "--all"]):
        cli.main([*words, "--only", "credentials.token", "--format", "json"])
        printed = capsys.readouterr().out
        reports = [json.loads(line) for line in printed.splitlines()] if "--all" in words else [json.loads(printed)]
        (found,) = (each for each in reports if each["target"]["login_url"] == served.url)
        assert found["checks"][0]["status"] == "pass"
    lengths = {}
    for name in ("Real", "Stand-in"):
        assert cli.main(["handoff", name, "--format", "json"]) == 0
        lengths[name] = json.loads(capsys.readouterr().out)["secret"]["length"]
    assert lengths == {"Real": len(PROCORES), "Stand-in": len(theirs)}


@pytest.mark.parametrize("words", [["secret", "Stand-in", "--delete"], ["forget", "Stand-in", "--yes"]])
def test_what_removes_it_leaves_the_secret_of_another_host(
    words: list[str], served: Served, held: dict[tuple[str, str], str], keep: Keep, capsys: Capture
) -> None:
    keep("Real", PROCORES)
    keep("Stand-in", served.credentials.client_secret or "")
    assert cli.main(words) == 0
    assert "The secret was removed from the keyring." in capsys.readouterr().err
    assert list(held) == [("dmsa-tui/production", served.credentials.client_id)]


@pytest.mark.parametrize("answers", [["login-url=https://proxy.example"], ["login-url=", "environment=federal"]])
def test_forgetting_finds_the_secret_of_a_host_that_the_onboarding_had_before(
    answers: list[str], served: Served, held: dict[tuple[str, str], str], keep: Keep, capsys: Capture
) -> None:
    keep("Stand-in", served.credentials.client_secret or "")
    assert cli.main(["set", "Stand-in", *answers]) == 0
    assert cli.main(["set", "Stand-in", "name=Renamed"]) == 0
    assert cli.main(["check", "Renamed"]) == 2, "it is not sent there"
    assert cli.main(["forget", "Renamed", "--yes"]) == 0
    assert "The secret was removed from the keyring." in capsys.readouterr().err
    assert held == {}


def test_forgetting_says_before_and_after_which_secret_stays(
    served: Served, held: dict[tuple[str, str], str], keep: Keep, capsys: Capture
) -> None:
    Store(Paths.default()).create(served.record("Beside"))
    keep("Stand-in", served.credentials.client_secret or "")
    for name, said in (("Stand-in", "Would keep the client secret of"), ("Real", "Would remove the client secret of")):
        assert cli.main(["forget", name, "--dry-run"]) == 0
        assert said in capsys.readouterr().out
    assert cli.main(["forget", "Stand-in", "--yes"]) == 0
    assert "another onboarding uses the same client ID" in capsys.readouterr().err and len(held) == 1


def test_what_goes_by_the_client_id_alone_is_sent_to_neither_of_two_hosts(
    served: Served, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, check_all = served.credentials.client_secret or "", ["check", "--all", "--only", "credentials.token"]
    config = Paths.default().config
    config.mkdir(parents=True)

    def command(*words: str) -> None:
        print_it = [sys.executable, "-c", f"print({secret!r})", *words]
        (config / "settings.toml").write_text(f"secret-command = {json.dumps(print_it)}\n", "utf-8")

    monkeypatch.setenv("PROCORE_CLIENT_ID", served.credentials.client_id or "")
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", secret)
    for words in ((), ("{environment}", "{client_id}")):
        if words:
            command(*words)
        assert cli.main(check_all) == 3
        out = " ".join(capsys.readouterr().out.split())
        assert out.count("Another onboarding with this client ID has another login host") == 2
        assert served.asked == []
    Store(Paths.default()).forget("Real")
    assert cli.main(check_all) == 0
    Store(Paths.default()).create(at_procore(served, "Real"))
    command("{name}")
    cli.main(check_all)
    assert len(served.asked) == 2
