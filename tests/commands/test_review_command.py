"""`dmsa-tui review` after `dmsa-tui check NAME`: what Procore reported is in it."""

import json
from pathlib import Path

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.store import Store
from tests.commands.conftest import Serve


def test_a_check_on_a_saved_onboarding_is_what_the_review_tells(
    serve: Serve, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    served = serve("ready")
    Store(Paths.default()).create(served.record("Acme"))
    assert cli.main(["review", "Acme"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# Access review: the sync app in Acme\n") and "`dmsa-tui check Acme` asks Procore" in err
    assert "today is not known" in out

    assert cli.main(["check", "Acme"]) == 0
    capsys.readouterr()
    assert cli.main(["review", "Acme", "-o", str(tmp_path / "review.json")]) == 0
    assert capsys.readouterr() == ("", "")
    document = json.loads((tmp_path / "review.json").read_text("utf-8"))
    assert cli.main(["review", "--schema"]) == 0
    jsonschema.validate(document, json.loads(capsys.readouterr().out))
    assert document["company_admin"]["today"] is True and document["rehearsal"] is True
    assert document["projects"]["assigned"] == document["projects"]["active"] == 12
    assert {row["tool"] for row in document["project_tools"]} >= {"Documents", "Directory"}
    assert document["installation"]["installer"] and document["installation"]["installed_at"]


@pytest.mark.parametrize(
    ("file", "begins"), [("a.html", "<!"), ("a.json", "{"), ("a.txt", "Access review"), ("a.md", "# "), ("a", "# ")]
)
def test_the_suffix_chooses_the_format(file: str, begins: str, tmp_path: Path, serve: Serve) -> None:
    Store(Paths.default()).create(serve("ready").record("Acme"))
    assert cli.main(["review", "Acme", "-o", str(tmp_path / file)]) == 0
    assert (tmp_path / file).read_text("utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("words", "said"),
    [([], "Name the onboarding"), (["Acme"], "no onboarding"), (["Acme", "--format", "xml"], "xml")],
)
def test_wrong_usage_is_status_2(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err
