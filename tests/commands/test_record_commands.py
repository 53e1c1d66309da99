"""Records without a screen: new, set, list, forget, paths, handoff."""

import json
import os
import stat
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dmsa_tui.commands import set_
from dmsa_tui.onboarding.answers import ANSWERS
from dmsa_tui.onboarding.codec import dumps
from dmsa_tui.onboarding.filenames import file_name
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ApprovalState, Confirmed, ExpectMode, FailedProof, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.session.saved_onboardings import SavedOnboardings
from dmsa_tui.vocabulary import CHECKS
from tests import program

CANARY = "canary0123456789canary0123456789canary01234"
ID = "c" * 43
KEY = "3f12716f-4737-4c82-953b-27a01e30e813"

KEYRING = """
import json, pathlib
from keyring.backend import KeyringBackend
FILE = pathlib.Path(__file__).with_suffix(".json")
class Keyring(KeyringBackend):
    __module__ = "keyring.backends.SecretService"
    priority = 9
    def _all(self): return json.loads(FILE.read_text()) if FILE.exists() else {}
    def get_password(self, service, user): return self._all().get(f"{service} {user}")
    def set_password(self, service, user, text): FILE.write_text(json.dumps({**self._all(), f"{service} {user}": text}))
    def delete_password(self, service, user):
        held = self._all()
        del held[f"{service} {user}"]
        FILE.write_text(json.dumps(held))
"""
HANGING = """
import time
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    __module__ = "keyring.backends.SecretService"
    priority = 9
    def get_password(self, *_): time.sleep(60)
    set_password = delete_password = get_password
"""


class User:
    """Somebody with a home directory and a keyring of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.keyring = "keyring.backends.null.Keyring"
        (home / "kept.py").write_text(KEYRING)
        (home / "hanging.py").write_text(HANGING)

    @property
    def environ(self) -> dict[str, str]:
        """The variables of this user's programs."""
        directories = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
        own = {"HOME": str(self.home), "PYTHONPATH": str(self.home), "PYTHON_KEYRING_BACKEND": self.keyring}
        return {**os.environ, **directories, **own, "PYTHONUTF8": "1"}

    def types(self, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        """Run `dmsa-tui` with these words."""
        return program.run(*words, given=answer, variables=self.environ)

    @property
    def store(self) -> Store:
        """The user's store, read anew."""
        data = self.home / "data" / "dmsa-tui"
        return Store(Paths(data, self.home / "config" / "dmsa-tui", self.home / "state", self.home / "log"))

    @property
    def secrets(self) -> dict[str, str]:
        """What the keyring holds."""
        file = self.home / "kept.json"
        held: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        return held

    def keeps(self, *entries: str) -> None:
        """Use a keyring that holds a secret under each of `entries`."""
        self.keyring = "kept.Keyring"
        (self.home / "kept.json").write_text(json.dumps(dict.fromkeys(entries, CANARY)))


@pytest.fixture
def user(tmp_path: Path) -> User:
    """A user without any onboarding."""
    return User(tmp_path)


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the user is made of XDG variables")


def refused(done: subprocess.CompletedProcess[str], status: int = 2) -> str:
    """The one sentence of a refusal with that exit status."""
    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    (line,) = done.stderr.splitlines()
    return line


# -- new and set -----------------------------------------------------------------------------------------------------


def test_new_makes_a_record_and_names_its_file(user: User) -> None:
    done = user.types(
        "new", " Acme  & Söhne", "--environment", "production",
        "--company-id", "https://app.procore.com/562949954728542/company/home",
        "--client-id", ID, "--app-name", "Acme – Sync", "--app-version-key", KEY.upper(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    record = user.store.load("Acme & Söhne")
    assert (record.company_id, record.client_id, record.app_version_key) == ("562949954728542", ID, KEY)
    assert Path(done.stdout.strip()).is_file()


def test_new_refuses_a_taken_name(user: User) -> None:
    user.store.create(Onboarding("Acme", app_name="first"))
    done = user.types("new", "Acme", "--environment", "production", "--company-id", "5")
    assert "already an onboarding named “Acme”" in refused(done)
    assert user.store.load("Acme").app_name == "first"


def test_a_name_typed_in_another_case_is_found_and_of_two_such_both_are_named(user: User) -> None:
    user.store.create(Onboarding("Delta Homes"))
    assert user.types("set", "DELTA HOMES", "company_id=7").returncode == 0
    assert user.store.load("Delta Homes").company_id == "7"
    older = "delta homes"  # as an older version let it be named
    user.store.entries()[0].path.with_name(file_name(older)).write_bytes(dumps(Onboarding(older)))
    said = refused(user.types("set", "DELTA HOMES", "company_id=8"))
    assert "Several onboardings have that name: “Delta Homes” and “delta homes”. Type one of them exactly." in said
    assert user.types("set", older, "company_id=9").returncode == 0
    assert user.store.load("Delta Homes").company_id == "7" and user.store.load(older).company_id == "9"


def test_new_says_which_onboarding_has_the_company_already(user: User) -> None:
    user.store.create(Onboarding("Acme", company_id="5", archived=True))
    user.store.create(Onboarding("Bolt", company_id="5", environment="developer-sandbox"))
    done = user.types("new", "Cedar", "--environment", "production", "--company-id", "5")
    assert done.returncode == 0 and "“Acme” already has this company ID and is archived." in done.stderr
    assert user.store.load("Cedar").company_id == "5"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--environment", "prod", "--company-id", "5"], "Unknown environment “prod”"),
        (["--environment", "production", "--company-id", "five"], "company ID"),
        (["--environment", "production", "--company-id", "5", "--client-id", "x"], "client ID"),
        (["--environment", "production", "--company-id", "5", "--login-url", "http://example.com"], "https://"),
    ],
)
def test_new_refuses_what_cannot_be_used_and_makes_nothing(user: User, words: list[str], sentence: str) -> None:
    assert sentence in refused(user.types("new", "Acme", *words))
    assert user.store.entries() == []


def test_set_changes_answers(user: User, tmp_path: Path) -> None:
    user.store.create(Onboarding("Acme"))
    wanted = tmp_path / "projects.txt"
    wanted.write_bytes("\ufeff4711\n\n Söder Tower \n".encode())
    done = user.types(
        "set", "Acme", "company-id=7", "future_projects=no", f"expect={wanted}", "verification=waiting",
        "edition=json-editor", "app_owner=customer", f"client_id={ID}", "step=install",
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    record = user.store.load("Acme")
    assert (record.company_id, record.future_projects, record.step) == ("7", False, "install")
    assert user.types("set", "Acme", "step=6").returncode == 0 and user.store.load("Acme").step == "projects"
    assert (record.expect, record.expected_projects) == (ExpectMode.LIST, ["4711", "", "Söder Tower"])
    assert record.verification.state is ApprovalState.WAITING and record.verification.since.startswith("20")
    assert user.types("set", "Acme", "company_id=", "future_projects=undecided", "expect=all").returncode == 0
    record = user.store.load("Acme")
    assert (record.company_id, record.future_projects, record.expect) == ("", None, ExpectMode.ALL)


REMOVABLE = {
    "expect": "all", "future-projects": "yes", "edition": "json-editor", "verification": "granted", "app-name": "Sync",
    "production-access": "refused", "company-id": "7", "login-url": "https://a.example", "api-url": "https://b.example",
    "app-owner": "customer", "administrator": "Robin", "contact": "Kim", "active-projects": "12", "old-account": "none",
    "sandbox-test": "tested", "client-id": ID, "sandbox-client-id": "d" * 43, "app-version-key": KEY,
    "sandbox-app-version-key": KEY.replace("3", "4"), "profile": "",
}  # fmt: skip


def test_an_empty_value_makes_every_answer_that_of_a_new_onboarding(user: User) -> None:
    assert {*REMOVABLE, "environment", "step", "name"} == {*set_.KEYS}
    assert {key.replace("-", "_") for key in set_.KEYS} == {*ANSWERS, "profile", "name"}
    user.store.create(Onboarding("Acme"))
    new = user.store.load("Acme")
    answers = [f"{key}={value}" for key, value in REMOVABLE.items()]
    done = user.types("set", "Acme", *answers)
    assert done.returncode == 0, done.stderr
    given = user.store.load("Acme")
    done = user.types("set", "Acme", *(f"{key}=" for key in REMOVABLE))
    assert done.returncode == 0, done.stderr
    removed = user.store.load("Acme")
    for field in (key.replace("-", "_") for key in REMOVABLE):
        assert getattr(removed, field) == getattr(new, field)
        assert field == "profile" or getattr(given, field) != getattr(new, field)


def test_a_name_that_begins_with_a_dash_is_reached_by_every_command(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    assert user.types("set", "Acme", "name=-dash").returncode == 0
    for words in (
        ["set", "--", "-dash", "company-id=7", "app-name=-x"], ["archive", "--", "-dash"],
        ["archive", "--undo", "--", "-dash"], ["handoff", "--", "-dash"], ["handout", "--format", "md", "--", "-dash"],
        ["review", "--", "-dash"], ["forget", "--dry-run", "--", "-dash"],
        ["new", "--environment", "production", "--company-id", "5", "--", "--other"],
    ):  # fmt: skip
        done = user.types(*words)
        assert done.returncode == 0, (words, done.stderr)
    assert (user.store.load("-dash").company_id, user.store.load("-dash").app_name) == ("7", "-x")
    assert "no client ID yet" in refused(user.types("check", "--only", "credentials.token", "--", "-dash"))
    for word in ("check", "permit", "archive", "forget"):
        assert "after --, as in -- -dash" in user.types(word, "-dash").stderr
    assert user.types("forget", "--yes", "--", "--other").returncode == 0
    assert user.store.names() == ["-dash"]


def test_new_says_all_that_is_missing_and_what_there_is_of_that_name_already(user: User) -> None:
    assert "NAME, --environment and --company-id are missing." in user.types("new").stderr
    assert "--company-id is missing: " in user.types("new", "Acme", "--environment", "federal").stderr
    user.store.create(Onboarding("Acme", company_id="5", archived=True))
    words = ["new", "Acme", "--environment", "federal", "--company-id", "5", "--app-name", "Sync"]
    said = refused(user.types(*words))
    assert "and is archived; choose another name" in said and "--if-missing" in said and "`dmsa-tui set`" in said
    said = user.types(*words, "--if-missing").stderr
    assert (
        said == "“Acme” already exists and is archived, with another environment and app-name; nothing was changed.\n"
    )
    same = ["new", "Acme", "--environment", "production", "--company-id", "5", "--if-missing"]
    assert user.types(*same).stderr == "“Acme” already exists and is archived; nothing was changed.\n"


def test_set_takes_a_list_in_the_shapes_that_check_takes_and_no_others(user: User, tmp_path: Path) -> None:
    user.store.create(Onboarding("Acme"))
    wanted = tmp_path / "my list.csv"
    wanted.write_bytes("Project #;Project Name\n1234;Söder Tower\n".encode("utf-16"))
    assert user.types("set", "Acme", f"expect='{wanted}'").returncode == 0
    assert user.store.load("Acme").expected_projects == ["Project #;Project Name", "1234;Söder Tower"]
    assert user.types("set", "Acme", f"expect={wanted.as_uri()}").returncode == 0
    wanted.write_bytes(b"PK\x03\x04\x14\x00")
    assert "save it as CSV" in refused(user.types("set", "Acme", f"expect={wanted}"))
    wanted.write_text(f"1234\n{CANARY}\n")
    said = refused(user.types("set", "Acme", f"expect={wanted}"))
    assert "Line 2" in said and CANARY not in said
    assert len(user.store.load("Acme").expected_projects) == 2


def test_set_renames_and_a_name_that_is_taken_changes_nothing(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    user.store.create(Onboarding("Bolt"))
    assert "already an onboarding named “Bolt”" in refused(user.types("set", "Acme", "company_id=7", "name=Bolt"))
    assert user.store.load("Acme").company_id == ""
    assert user.types("set", "Acme", "company_id=7", "name=Acme & Sons").returncode == 0
    assert user.store.names() == ["Acme & Sons", "Bolt"] and user.store.load("Acme & Sons").company_id == "7"


def test_set_changes_everything_or_nothing(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    assert "future_projects" in refused(user.types("set", "Acme", "company_id=7", "future_projects=maybe"))
    assert user.store.load("Acme").company_id == ""


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (f"client_secret={CANARY}", "Do not give a secret"),
        (f"client-secret={CANARY}", "Do not give a secret"),
        (f"clientid_={CANARY}", "did you mean client-id?"),
        (f"whatever={CANARY}", "the keys are: active-projects"),
        (CANARY, "KEY=VALUE"),
        ("name=", "The customer name is empty"),
        (f"name={CANARY}", "looks like a client ID or a secret"),
        ("edition=new", "the valid ones are"),
        ("profile=nope", "Unknown profile “nope”"),
        ("expect=/nowhere/at/all", "cannot be read"),
        ("environment=x", "Unknown environment"),
        ("environment=", "cannot be removed"),
        ("step= ", "cannot be removed"),
    ],
)
def test_set_refuses_in_one_sentence_that_never_repeats_a_secret(user: User, answer: str, sentence: str) -> None:
    user.store.create(Onboarding("Acme"))
    said = refused(user.types("set", "Acme", answer))
    assert sentence in said and CANARY not in said


def test_a_profile_file_is_found_again_from_any_directory(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dmsa_tui.guide

    built_in = Path(dmsa_tui.guide.__file__).parent / "data" / "profiles" / "file-sync.toml"
    (tmp_path / "mine.toml").write_bytes(built_in.read_bytes())
    user.store.create(Onboarding("Acme"))
    monkeypatch.chdir(tmp_path)
    done = user.types("set", "Acme", "profile=./mine.toml")
    assert done.returncode == 0, done.stderr
    assert user.store.load("Acme").profile == str(tmp_path / "mine.toml")


# -- list and paths --------------------------------------------------------------------------------------------------


def width(line: str) -> int:
    """Terminal cells."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)


def test_list_fits_eighty_columns_whatever_the_names(user: User) -> None:
    for name in ("Acme", "漢字" * 40, "a" * 300, "\x1b]52;c;x\x07", "🏗" * 100):
        user.store.create(Onboarding(name, environment="developer-sandbox", verdict="unverified"))
    done = user.types("list")
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == 9 and done.stderr == ""
    assert max(map(width, lines)) <= 80 and "\x1b" not in done.stdout
    assert lines[0].split() == ["NAME", "ENVIRONMENT", "NEXT", "STATE", "CHANGED"]


def test_list_names_what_home_names_next_and_marks_hosts_on_this_machine(user: User) -> None:
    practice: dict[str, Any] = {"login_url": "http://127.0.0.1:9", "api_url": "http://127.0.0.1:9"}
    user.store.create(Onboarding("Acme", step="handoff", app_name="Sync", company_id="1", **practice))
    user.store.create(Onboarding("Bolt", api_url="https://proxy.example"))
    document = json.loads(user.types("list", "--format", "json").stdout)
    jsonschema.validate(document, json.loads(user.types("list", "--schema").stdout))
    acme, bolt = document["onboardings"]
    home = SavedOnboardings(user.store, lambda: CHECKS)
    for each in (acme, bolt):
        assert each["next"] == home.next_step(user.store.load(each["name"]))
    assert (acme["step"], acme["environment"], acme["rehearsal"]) == ("handoff", "production", True)
    assert bolt["rehearsal"] is False
    _head, *rows = user.types("list").stdout.splitlines()
    assert [row.split()[:3] for row in rows] == [["Acme", "local", "host"], ["Bolt", "production", "at"]]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [({}, "pass"), ({"future_projects": None}, "warn"), ({"expect": ExpectMode.LIST}, "warn"), ({"verdict": ""}, None)],
)
def test_list_calls_nothing_passed_that_is_undecided(user: User, answers: dict[str, Any], verdict: str) -> None:
    decided = {"expect": ExpectMode.ALL, "future_projects": True, "verdict": "pass", **answers}
    user.store.create(Onboarding("Acme", **decided))
    (row,) = json.loads(user.types("list", "--format", "json").stdout)["onboardings"]
    assert row["verdict"] == verdict
    assert "proven" not in user.types("list").stdout, "steps are open"


def test_list_says_what_home_says_of_a_task_whose_proof_fails(user: User) -> None:
    failed = FailedProof(now := datetime.now(UTC), "The account still works.", "uninstall")
    ticked = {"offboard/stop": Confirmed("Kim", now)}
    user.store.create(
        Onboarding("Acme", client_id="c" * 43, verdict="pass", ticked=ticked, failed_proofs={"offboard/prove": failed})
    )
    _head, row = user.types("list").stdout.splitlines()
    assert "End the app's" in row and "✖ failing" in row and "offboard" not in row and "pass" not in row
    (found,) = json.loads(user.types("list", "--format", "json").stdout)["onboardings"]
    assert found["next"] == "offboard"


def test_list_has_names_whole_as_the_commands_ask_for_them(user: User) -> None:
    user.store.create(Onboarding(name := "Example Construction and Development of the North"))
    assert name in user.types("list").stdout.splitlines()


def test_list_keeps_standard_output_clean_and_explains_what_cannot_be_read(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    file = user.store.entries()[0].path
    file.with_name("torn.toml").write_bytes(b"name = ")
    done = user.types("list")
    assert done.returncode == 0
    assert "unreadable" in done.stdout and "torn.toml" in done.stderr and "was left as it is" in done.stderr
    document = json.loads(user.types("list", "--format", "json").stdout)
    assert document["schema"] == "dmsa-tui.onboarding-list/1"
    acme, torn = document["onboardings"]
    assert (acme["name"], acme["environment"], acme["verdict"], acme["problem"]) == ("Acme", "production", None, None)
    assert acme["file"] == str(file) and acme["updated_at"].endswith("Z")
    assert torn["environment"] is None and "not TOML" in torn["problem"]


def test_an_empty_list_says_how_to_begin(user: User) -> None:
    done = user.types("list")
    assert (done.returncode, done.stdout) == (0, "") and "dmsa-tui new" in done.stderr
    assert json.loads(user.types("list", "--format", "json").stdout)["onboardings"] == []


def test_paths_are_shown_and_not_made(user: User) -> None:
    done = user.types("paths")
    assert f"records     {user.home / 'data' / 'dmsa-tui' / 'onboardings'}\n" in done.stdout
    assert not (user.home / "data").exists()


@pytest.mark.parametrize("words", [["list"], ["paths"], ["set", "Acme", "company_id=5"]])
def test_commands_on_records_start_without_the_heavy_libraries(user: User, words: list[str]) -> None:
    user.store.create(Onboarding("Acme"))
    code = (
        f"import sys; from dmsa_tui.cli import main; assert main({words!r}) == 0;"
        "found = {'textual', 'httpx', 'keyring', 'starlette', 'truststore', 'h11', 'rich'} & set(sys.modules);"
        "assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], env=user.environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


# -- secret ----------------------------------------------------------------------------------------------------------

KEY_OF_ACME = f"dmsa-tui/production {ID}"
OTHER = "other0123456789other0123456789other01234567"


def test_secret_keeps_what_standard_input_has_in_the_keyring(user: User) -> None:
    user.store.create(Onboarding("Acme", client_id=ID))
    user.keeps()
    done = user.types("secret", "Acme", answer=f"{CANARY}\n")
    assert (done.returncode, done.stdout) == (0, "") and "`dmsa-tui check Acme`" in done.stderr, done.stderr
    assert user.secrets == {KEY_OF_ACME: CANARY} and CANARY not in done.stderr
    assert user.store.load("Acme").secret_replaced_at is None
    done = user.types("secret", "Acme", answer=f"{OTHER}\n")
    assert done.returncode == 0 and "It replaces another one" in done.stderr
    assert user.secrets == {KEY_OF_ACME: OTHER} and user.store.load("Acme").secret_replaced_at is not None
    others = [each.read_bytes() for each in user.home.rglob("*") if each.is_file() and each.name != "kept.json"]
    assert others and not any(value.encode() in data for data in others for value in (CANARY, OTHER))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "no client secret"),
        (f"{CANARY}\n{OTHER}\n", "more than one line"),
        ("••••••••••\n", "mask"),
        (ID, "client ID"),
    ],
)
def test_secret_refuses_what_is_none_and_keeps_the_one_that_is_there(user: User, answer: str, said: str) -> None:
    user.store.create(Onboarding("Acme", client_id=ID))
    user.keeps(KEY_OF_ACME)
    assert said in refused(user.types("secret", "Acme", answer=answer))
    assert user.secrets == {KEY_OF_ACME: CANARY}


def test_secret_says_what_is_lacking_before_it_reads_anything(user: User) -> None:
    user.store.create(Onboarding("Acme", client_id=ID))
    user.store.create(Onboarding("Bolt"))
    assert "`dmsa-tui set Bolt client-id=ID`" in refused(user.types("secret", "Bolt", answer=CANARY))
    assert "This machine has no keyring for" in refused(user.types("secret", "Acme"), status=4)
    user.keyring = "hanging.Keyring"
    done = user.types("secret", "Acme", answer=CANARY)
    assert done.returncode == 4 and "This machine has no keyring for" in done.stderr


def test_secret_deletes_it_and_says_when_the_keyring_may_still_hold_it(user: User) -> None:
    user.store.create(Onboarding("Acme", client_id=ID))
    user.keeps(KEY_OF_ACME, "dmsa-tui/production other")
    done = user.types("secret", "Acme", "--delete")
    assert done.returncode == 0 and "was removed" in done.stderr
    assert list(user.secrets) == ["dmsa-tui/production other"] and user.store.names() == ["Acme"]
    user.keyring = "hanging.Keyring"
    done = user.types("secret", "Acme", "--delete")
    assert done.returncode == 4 and "may still hold the secret" in done.stderr


# -- forget ----------------------------------------------------------------------------------------------------------


def test_forget_removes_the_record_and_its_secrets_everywhere(user: User) -> None:
    aside = {"federal.client_id": "f" * 43, "federal.app_version_key": "k"}
    user.store.create(Onboarding("Acme", client_id=ID, sandbox_client_id="s" * 43, other_pairs=aside))
    user.keeps(
        f"dmsa-tui/production {ID}", f"dmsa-tui/developer-sandbox {'s' * 43}", f"dmsa-tui/federal {'f' * 43}",
        "dmsa-tui/production other",
    )  # fmt: skip
    done = user.types("forget", "Acme", "--yes")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "The secret was removed from the keyring." in done.stderr
    assert user.store.names() == [] and list(user.secrets) == ["dmsa-tui/production other"]


def test_forget_leaves_a_secret_that_another_customer_uses(user: User) -> None:
    user.store.create(Onboarding("Acme", client_id=ID))
    user.store.create(Onboarding("Best", client_id=ID))
    user.keeps(f"dmsa-tui/production {ID}")
    done = user.types("forget", "Acme", "--yes")
    assert done.returncode == 0 and "another onboarding uses the same client ID" in done.stderr
    assert user.store.names() == ["Best"] and list(user.secrets) == [f"dmsa-tui/production {ID}"]


def test_forget_says_when_the_keyring_may_still_hold_the_secret(user: User) -> None:
    user.store.create(Onboarding("Acme", client_id=ID))
    user.keyring = "hanging.Keyring"
    done = user.types("forget", "Acme", "--yes")
    assert done.returncode == 4 and "may still hold the secret" in done.stderr
    assert user.store.names() == []


def test_forget_asks_nothing_where_there_is_no_terminal(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    assert "add --yes" in refused(user.types("forget", "Acme", answer="y\n"))
    assert user.store.names() == ["Acme"]


@pytest.mark.parametrize(("answer", "left"), [("y\n", []), ("n\n", ["Acme"]), ("\n", ["Acme"])])
def test_forget_asks_on_a_terminal(user: User, answer: str, left: list[str]) -> None:
    import pty

    user.store.create(Onboarding("Acme"))
    outer, inner = pty.openpty()
    try:
        with program.beside(subprocess.Popen(
            [sys.executable, "-m", "dmsa_tui", "forget", "Acme"],
            stdin=inner, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=user.environ,
        )) as process:  # fmt: skip
            os.write(outer, answer.encode())
            _, said = process.communicate(timeout=60)
    finally:
        os.close(inner)
        os.close(outer)
    assert process.returncode == 0 and "[y/N]" in said
    assert user.store.names() == left


def test_an_unknown_name_lists_the_near_ones(user: User) -> None:
    user.store.create(Onboarding("Acme Builders"))
    user.store.create(Onboarding("Zenith"))
    for command in (["forget", "acme", "--yes"], ["set", "Acme Bilders", "step=check"], ["handoff", "ACME BUILDER"]):
        said = refused(user.types(*command))
        assert "Did you mean “Acme Builders”?" in said and "Zenith" not in said


def test_a_damaged_record_can_be_forgotten_and_nothing_else_touches_it(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    torn = user.store.entries()[0].path.with_name("torn.toml")
    torn.write_bytes(b"name = ")
    for command in (["set", "torn", "company_id=5"], ["handoff", "torn"]):
        assert "was left as it is" in refused(user.types(*command), status=4)
    assert torn.read_bytes() == b"name = "
    assert user.types("forget", "torn", "--yes").returncode == 4
    assert not torn.exists() and user.store.names() == ["Acme"]


# -- handoff ---------------------------------------------------------------------------------------------------------


def test_handoff_prints_the_setup_record_without_the_secret(user: User) -> None:
    user.store.create(Onboarding("Acme", company_id="5", client_id=ID, app_version_key=KEY))
    user.keeps(f"dmsa-tui/production {ID}")
    markdown, document = user.types("handoff", "Acme"), user.types("handoff", "Acme", "--format", "json")
    assert (markdown.returncode, document.returncode) == (0, 0), markdown.stderr + document.stderr
    assert markdown.stdout.startswith("# Setup record: Acme\n")
    assert json.loads(document.stdout)["secret"]["length"] == 43
    assert "Kept in the desktop's Secret Service." in markdown.stdout
    for done in (markdown, document):
        assert CANARY not in done.stdout + done.stderr


def test_handoff_writes_a_file_for_its_owner_alone(user: User, tmp_path: Path) -> None:
    user.store.create(Onboarding("Acme"))
    target = tmp_path / "record.md"
    before = stat.S_IMODE(tmp_path.stat().st_mode)
    done = user.types("handoff", "Acme", "-o", str(target))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert target.read_text(encoding="utf-8").startswith("# Setup record: Acme\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600 and stat.S_IMODE(tmp_path.stat().st_mode) == before


@pytest.mark.parametrize("target", ["/dev/null", "/nowhere/at/all.md", "."])
def test_handoff_refuses_a_target_that_is_no_file(user: User, target: str) -> None:
    user.store.create(Onboarding("Acme"))
    assert target in refused(user.types("handoff", "Acme", "-o", target), status=4)
    assert Path("/dev/null").is_char_device()


def test_handoff_to_standard_output_by_another_name_than_the_dash_names_the_dash(user: User) -> None:
    user.store.create(Onboarding("Acme"))
    assert "or - for standard output" in refused(user.types("handoff", "Acme", "-o", " "))
    reading, writing = os.pipe()
    try:
        done = program.run(
            "handoff", "Acme", "-o", "/dev/stdout", variables=user.environ, streams={1: writing}
        )  # fmt: skip
    finally:
        os.close(reading)
        os.close(writing)
    assert done.returncode == 4 and "or - for standard output" in done.stderr


def test_handoff_names_a_profile_that_is_gone(user: User) -> None:
    user.store.create(Onboarding("Acme", profile="gone"))
    assert "Unknown profile “gone”" in refused(user.types("handoff", "Acme"))


def test_a_change_of_the_hosts_drops_the_host_of_the_companys_pages_and_the_own_ones_are_no_change(user: User) -> None:
    web = "https://us02.procore.com"
    user.store.create(Onboarding("Acme", company_id="7", web_url=web, checked_at=datetime(2026, 11, 1, tzinfo=UTC)))
    own = ("login-url=https://login.procore.com", "api-url=https://api.procore.com/")
    assert user.types("set", "Acme", *own).returncode == 0
    assert user.store.load("Acme").web_url == web and user.store.load("Acme").checked_at is not None
    assert user.types("set", "Acme", "login-url=https://a.example", "api-url=https://a.example").returncode == 0
    assert user.store.load("Acme").web_url == ""
