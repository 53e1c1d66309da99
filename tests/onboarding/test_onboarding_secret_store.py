"""The vault: secrets go into a keyring that encrypts, or stay in memory, and no keyring can hold the program up."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding import secret_store
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import Forgotten, MemorySecretStore, SecretStore
from dmsa_tui.procore.secret import Secret

CANARY = "canary0123456789canary0123456789canary01234"
KEY = SecretKey("production", "", "client")

SCRIPT = """
import json, sys
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.procore.secret import Secret
assert "keyring" not in sys.modules
key, elsewhere = SecretKey("production", "", "client"), SecretKey("developer-sandbox", "", "client")
trusted, timeout = json.loads(sys.argv[1])
vault = SecretStore(trusted, timeout) if trusted else SecretStore(timeout=timeout)
probed = vault.probe()
kept = vault.put(key, Secret(sys.argv[2]))
told = vault.where
got = vault.get(key)
other = vault.get(elsewhere)
again = SecretStore(trusted, timeout) if trusted else SecretStore(timeout=timeout)
later = again.get(key)
gone = vault.forget(key)
print(json.dumps({
    "probed": probed.where, "kept": kept.where, "sentence": kept.sentence, "where": told,
    "same": got is not None and got.reveal() == sys.argv[2], "other": other is not None, "later": later is not None,
    "certain": gone.certain, "gone": gone.sentence, "after": vault.get(key) is not None,
}))
"""

BASE = """
from keyring.backend import KeyringBackend
class Base(KeyringBackend):
    priority = 9
    held = {}
    def get_password(self, service, username): return self.held.get((service, username))
    def set_password(self, service, username, password): self.held[service, username] = password
    def delete_password(self, service, username): del self.held[service, username]
"""
BACKENDS = {
    "hanging": "import time\nclass Keyring(Base):\n    def get_password(self, *a): time.sleep(3600)\n"
    "    set_password = delete_password = get_password\n",
    "slow_import": "import time; time.sleep(3600)\n",
    "forgetful": "class Keyring(Base):\n    def get_password(self, *a): return None\n",
    "talkative": "class Keyring(Base):\n    def set_password(self, s, u, password): raise RuntimeError(password)\n",
    "real": "class Keyring(Base): name = 'of the test'\n",
}


def ask(tmp_path: Path, backend: str | None, *, trusted: list[str], timeout: float = 3.0) -> dict[str, object]:
    """What the vault says in a process of its own, with that keyring; `trusted` empty: the vault's own list."""
    for name, code in BACKENDS.items():
        (tmp_path / f"{name}.py").write_text(code if name == "slow_import" else BASE + code)
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    for name in ("PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    if backend is not None:
        env["PYTHON_KEYRING_BACKEND"] = backend
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps([trusted, timeout]), CANARY],
        capture_output=True, text=True, timeout=60, env=env,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert CANARY not in done.stdout + done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def assert_held_for_this_run(answer: dict[str, object], reason: str) -> None:
    assert (answer["probed"], answer["kept"]) == ("session", "session")
    assert answer["sentence"] == answer["where"]
    assert str(answer["where"]).startswith("Kept in memory until you quit: ") and reason in str(answer["where"])
    assert answer["same"] and not answer["later"] and not answer["other"] and not answer["after"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a keyring")
def test_without_a_keyring_the_secret_is_held_for_this_run_and_it_is_said(tmp_path: Path) -> None:
    answer = ask(tmp_path, None, trusted=[])
    assert_held_for_this_run(answer, "this machine has no keyring")
    assert answer["certain"]


def test_a_keyring_that_is_switched_off_is_not_believed(tmp_path: Path) -> None:
    answer = ask(tmp_path, "keyring.backends.null.Keyring", trusted=[])
    assert_held_for_this_run(answer, "turned off")


def plant_plaintext(tmp_path: Path) -> None:
    """Install what looks to keyring like the package with the plaintext file."""
    package = tmp_path / "keyrings" / "alt"
    package.mkdir(parents=True)
    package.joinpath("file.py").write_text(
        BASE + "import pathlib\nclass PlaintextKeyring(Base):\n"
        "    def set_password(self, s, u, password):\n"
        f"        pathlib.Path({str(tmp_path / 'plain.txt')!r}).write_text(password)\n"
        "        super().set_password(s, u, password)\n"
    )
    info = tmp_path / "fake_alt-1.0.dist-info"
    info.mkdir()
    info.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: fake-alt\nVersion: 1.0\n")
    info.joinpath("entry_points.txt").write_text("[keyring.backends]\nfile = keyrings.alt.file\n")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere keyring prefers the system's own")
@pytest.mark.parametrize(
    "backend",
    [None, "keyrings.alt.file.PlaintextKeyring", "keyring.backends.chainer.ChainerBackend"],
    ids=["chosen by keyring itself", "named", "behind a chain"],
)
def test_a_keyring_that_writes_plaintext_never_gets_the_secret(tmp_path: Path, backend: str | None) -> None:
    plant_plaintext(tmp_path)
    answer = ask(tmp_path, backend, trusted=[])
    assert_held_for_this_run(answer, "keyrings.alt.file is not known to encrypt")
    assert not (tmp_path / "plain.txt").exists()


@pytest.mark.parametrize("backend", ["hanging.Keyring", "slow_import.Keyring"])
def test_a_keyring_that_never_answers_does_not_hold_up_the_program_or_its_end(tmp_path: Path, backend: str) -> None:
    answer = ask(tmp_path, backend, trusted=["hanging", "slow_import"], timeout=0.3)
    assert_held_for_this_run(answer, "does not answer")
    assert not answer["certain"] and "may still hold" in str(answer["gone"])


def test_a_keyring_that_asks_for_its_password_is_waited_for_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    entered, asked, told = threading.Event(), threading.Event(), list[str]()

    class Locked(KeyringBackend):
        priority = 9

        def get_password(self, service: str, username: str) -> str | None:
            asked.set()
            return CANARY if entered.wait(60) else None

        def set_password(self, service: str, username: str, password: str) -> None: ...

        def delete_password(self, service: str, username: str) -> None: ...

    def on_wait(sentence: str) -> None:
        told.append(sentence)
        entered.set()  # the person reads it, finds the dialog and enters the password

    monkeypatch.setattr(secret_store, "_UNTOLD", 0.01)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    previous = keyring.get_keyring()
    keyring.set_keyring(Locked())  # type: ignore[no-untyped-call]
    try:
        vault = SecretStore([__name__])
        vault.on_wait = on_wait
        found = vault.get(KEY)
        assert found is not None and found.reveal() == CANARY
        assert told == ["Waiting up to 60 seconds for the keyring: it may ask for its password in a window."]

        entered.clear()
        asked.clear()
        vault.on_wait, began = told.append, time.monotonic()
        waiting = threading.Thread(target=vault.get, args=(KEY,))
        waiting.start()
        assert asked.wait(30)
        vault.give_up()  # the program ends
        waiting.join(30)
        assert not waiting.is_alive() and time.monotonic() - began < 30
    finally:
        entered.set()
        keyring.set_keyring(previous)


def test_two_questions_at_once_get_the_same_answer_from_a_machine_without_a_keyring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, goes_on = threading.Event(), threading.Event()

    def get_keyring() -> FailKeyring:
        asked.set()
        goes_on.wait(30)  # as the first import of the package on a slow machine
        return FailKeyring()  # type: ignore[no-untyped-call]

    monkeypatch.setattr(keyring, "get_keyring", get_keyring)
    vault, told = SecretStore(timeout=30), list[str]()
    threads = [threading.Thread(target=lambda: told.append(vault.probe().sentence)) for _ in range(2)]
    threads[0].start()
    assert asked.wait(30)
    threads[1].start()
    threads[1].join(0.3)  # it either waits, or has answered by itself
    goes_on.set()
    for each in threads:
        each.join(30)
    assert told == ["Kept in memory until you quit: this machine has no keyring."] * 2


def test_a_keyring_that_does_not_give_back_what_it_took_is_not_believed(tmp_path: Path) -> None:
    answer = ask(tmp_path, "forgetful.Keyring", trusted=["forgetful"])
    assert_held_for_this_run(answer, "did not give back")


def test_a_keyring_whose_error_quotes_the_secret_is_not_quoted(tmp_path: Path) -> None:
    answer = ask(tmp_path, "talkative.Keyring", trusted=["talkative"])
    assert_held_for_this_run(answer, "refused (RuntimeError)")


def test_a_keyring_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    answer = ask(tmp_path, "no_such_module.Keyring", trusted=[])
    assert_held_for_this_run(answer, "refused (ModuleNotFoundError)")


def test_a_keyring_is_refused_unless_it_is_on_the_list(tmp_path: Path) -> None:
    assert_held_for_this_run(ask(tmp_path, "real.Keyring", trusted=[]), "real is not known to encrypt")


def test_a_trusted_keyring_keeps_the_secret_for_the_next_run_until_it_is_forgotten(tmp_path: Path) -> None:
    answer = ask(tmp_path, "real.Keyring", trusted=["real"])
    assert (answer["probed"], answer["kept"]) == ("keyring", "keyring")
    assert answer["where"] == "Kept in the keyring of the test."
    assert answer["same"] and answer["later"] and not answer["other"]
    assert answer["certain"] and answer["gone"] == "The secret was removed from the keyring." and not answer["after"]


def test_a_rehearsal_holds_its_secrets_without_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "keyring", raising=False)  # another test of this process may have loaded it
    secret_store = MemorySecretStore()
    assert "rehearsal" in secret_store.where
    kept = secret_store.put(KEY, Secret(CANARY))
    assert kept.where == "session" and "rehearsal" in kept.sentence
    assert secret_store.get(KEY) == Secret(CANARY)
    assert isinstance(secret_store.forget(KEY), Forgotten)
    assert secret_store.get(KEY) is None and "keyring" not in sys.modules


def test_a_secret_without_a_client_id_is_not_kept() -> None:
    with pytest.raises(InvalidInput, match="client ID first"):
        MemorySecretStore().put(SecretKey("production", "", ""), Secret(CANARY))
