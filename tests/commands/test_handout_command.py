"""`dmsa-tui handout`, as a shell sees it."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from dmsa_tui.cli import main

KEY = "3f12716f-4737-4c82-953b-27a01e30e813"
SECRET = "canary0123456789canary0123456789canary01234"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the user is made of XDG variables")


@pytest.fixture(autouse=True)
def cedar(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """A user with one onboarding, and a secret in the environment."""
    variables = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    with patch.dict(os.environ, {**variables, "HOME": str(tmp_path), "PROCORE_CLIENT_SECRET": SECRET}):
        assert main(["new", "Cedar", "--environment", "production", "--company-id", "598134325571120"]) == 0
        capfd.readouterr()
        yield tmp_path


def test_the_page_goes_to_standard_output_and_says_that_the_key_is_missing(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["handout", "Cedar"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("# Install the sync app in Cedar\n") and "598134325571120" in out
    said = "Not known yet: app name, App Version ID, which projects must be there, whether new projects join"
    asked = "Ask the person who gave you this page before you start."
    assert err == f"Note: {said}, the contact. {asked}\n" and f"> {said}. {asked}\n" in out


@pytest.mark.parametrize(
    ("file", "words", "start"),
    [
        ("page.html", [], "<!DOCTYPE html>"),
        ("page.json", [], '{\n  "schema": "dmsa-tui.handout/1"'),
        ("page.txt", [], "Install Cedar Sync"),
        ("page.md", [], "# Install"),
        ("page", [], "# Install"),
        ("page.md", ["--format", "html"], "<!DOCTYPE html>"),
    ],
)
def test_a_file_is_written_for_its_owner_alone_in_the_format_of_its_name(
    cedar: Path, capfd: pytest.CaptureFixture[str], file: str, words: list[str], start: str
) -> None:
    answers = [f"app-version-key={KEY}", "app-name=Cedar Sync", "expect=all", "future-projects=no"]
    assert main(["set", "Cedar", *answers]) == 0
    assert main(["handout", "Cedar", "-o", str(cedar / file), "--contact", "Jo", *words]) == 0
    odd = f"Note: {cedar / file} is written as html, whatever its name says.\n"
    assert capfd.readouterr() == ("", odd if words else "")
    text = (cedar / file).read_text(encoding="utf-8")
    assert text.startswith(start) and KEY in text and "Tell Jo" in text and SECRET not in text
    assert stat.S_IMODE((cedar / file).stat().st_mode) == 0o600


def test_the_contact_is_the_given_one_then_the_onboardings_then_that_of_the_settings(
    cedar: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = cedar / "config" / "dmsa-tui" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    told = []
    for text in ('person = "Robin"', 'person = "Robin"\ncontact = "Robin, 555 0100"'):
        settings.write_text(text, encoding="utf-8")
        assert main(["handout", "Cedar"]) == 0
        told.append(capfd.readouterr().out)
    assert main(["set", "Cedar", "contact=Kim, kim@example.com"]) == 0
    for words in ([], ["--contact", "Jo"], ["--message", "install"]):
        assert main(["handout", "Cedar", *words]) == 0
        told.append(capfd.readouterr().out)
    assert "Tell Robin." in told[0] and "Tell Robin, 555 0100." in told[1]
    assert "Tell Kim, " in told[2] and "Tell Jo." in told[3] and told[4].endswith("\nKim, kim@example.com\n")


def test_a_message_is_plain_text_signed_by_the_contact(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["set", "Cedar", "app-name=Cedar Sync"]) == 0
    capfd.readouterr()
    assert main(["handout", "Cedar", "--message", "verification", "--contact", "Jo"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("To: the owner") and out.endswith("Thank you\nJo\n") and err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Name the onboarding"),
        (["Cedra"], "Did you mean “Cedar”?"),
        (["Cedar", "--message", "moon"], "verification, production-access"),
        (["Cedar", "--message", "install", "--format", "html"], "plain text"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(
    capfd: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["handout", *words]) == 2
    out, err = capfd.readouterr()
    assert out == "" and said in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("place", "said"),
    [(".", "as a file"), ("no/such/folder/page.md", "create it, or choose"), ("/dev/full/x", "not a directory")],
)
def test_a_place_for_no_file_is_one_sentence_and_status_4(
    capfd: pytest.CaptureFixture[str], place: str, said: str
) -> None:
    assert main(["handout", "Cedar", "-o", place]) == 4
    out, err = capfd.readouterr()
    assert out == "" and said in err and len(err.splitlines()) == 1


def test_a_file_that_is_there_keeps_its_mode(cedar: Path) -> None:
    file = cedar / "page.html"
    file.write_text("old", "utf-8")
    file.chmod(0o644)
    assert main(["handout", "Cedar", "-o", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o644 and file.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_message_with_gaps_is_written_and_both_say_what_is_missing(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["set", "Cedar", "app-version-key=3f12716f-4737-4c82-953b-27a01e30e813"]) == 0
    capfd.readouterr()
    assert main(["handout", "Cedar", "--message", "install"]) == 0
    out, err = capfd.readouterr()
    said = "Do not send this yet. Not recorded: app name, which projects must be there, your name."
    assert " ".join(out.split()).startswith(f"{said} To: the Procore administrator")
    assert err == f"Note: {said}\n"
