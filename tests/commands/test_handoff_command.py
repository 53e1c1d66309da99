"""`dmsa-tui handoff` after `dmsa-tui check NAME`: the record proves what was asked, without the wizard."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from dmsa_tui import cli
from dmsa_tui.checks.report.json_report import report_schema
from dmsa_tui.documents.open_items import REFUSED
from dmsa_tui.documents.setup_record.build import setup_record_schema
from dmsa_tui.onboarding.last_report import report_file
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.secret import Secret
from tests.commands.conftest import Serve


def test_a_check_on_a_saved_onboarding_is_evidence_for_the_hand_off(
    serve: Serve, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    served = serve("missing-documents")
    store, paths = Store(Paths.default()), Paths.default()
    store.create(served.record("Acme"))
    assert cli.main(["handoff", "Acme"]) == 0
    err = capsys.readouterr().err
    assert "Not all checks have been run" in err and "`dmsa-tui check Acme` runs all checks." in err

    for other in (["--only", "credentials.token"], ["--projects", "none"], ["--expect", "all"]):
        cli.main(["check", "Acme", *other])
        assert not report_file(paths, "Acme").exists(), other
    capsys.readouterr()

    assert cli.main(["check", "Acme", "--format", "json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    stored = json.loads(report_file(paths, "Acme").read_text("ascii"))
    assert stored["report"] == printed and stored["rehearsal"] is True
    jsonschema.validate(stored["report"], json.loads(report_schema()))
    record = store.load("Acme")
    assert record.verdict == "fail" and record.checked_at is not None

    assert cli.main(["handoff", "Acme", "--format", "json"]) == 0
    found = capsys.readouterr()
    document = json.loads(found.out)
    jsonschema.validate(document, json.loads(setup_record_schema()))
    assert found.err == "" and document["checked_at"] == printed["started_at"]
    assert [each["id"] for each in document["checks"]] == [each["id"] for each in printed["checks"]]
    assert document["checks"][0]["evidence"][0]["status"] == 200 and document["environment"]["rehearsal"] is True
    for form in ("md", "html"):
        assert cli.main(["handoff", "Acme", "--format", form]) == 0
        page = capsys.readouterr().out
        assert "This onboarding uses a host on this computer." in page and "Verdict of the last run: fail (" in page

    report_file(paths, "Acme").write_text("{", "utf-8")
    assert cli.main(["handoff", "Acme", "--format", "json", "-o", str(tmp_path / "record.json")]) == 0
    assert "is damaged" in capsys.readouterr().err
    document = json.loads((tmp_path / "record.json").read_text("utf-8"))
    assert document["checks"] == [] and any("is damaged" in each["what"] for each in document["open_items"])

    assert cli.main(["check", "--all", "--format", "json"]) == 3  # no keyring: nothing to ask with, nothing to keep
    assert report_file(paths, "Acme").read_text() == "{"
    assert cli.main(["forget", "Acme", "--yes"]) == 0
    assert not report_file(paths, "Acme").exists()


@pytest.mark.parametrize("command", ["handoff", "review"])
@pytest.mark.parametrize("form", ["json", "md", "html", "text"])
def test_a_client_id_that_procore_refused_is_on_no_paper_as_it_may_be_the_secret(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, form: str
) -> None:
    served = serve("ready")
    store, (client_id, secret) = Store(Paths.default()), (served.record("Acme").client_id, "s" * 43)
    store.create(replace(served.record("Acme"), client_id=secret))
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", client_id)
    assert cli.main(["check", "Acme"]) == 1
    capsys.readouterr()
    assert cli.main([command, "Acme", "--format", form]) == 0
    assert secret not in capsys.readouterr().out
    if command == "handoff" and form == "text":
        cli.main([command, "Acme", "--format", form])
        assert REFUSED.split(".")[0] in capsys.readouterr().out


def test_an_onboarding_that_changed_while_procore_was_asked_keeps_no_report(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve("ready")
    store = Store(Paths.default())
    store.create(served.record("Acme"))

    def change() -> None:
        record = store.load("Acme")
        record.company_id = "7"
        store.save(record)

    served.at_first_answer = change
    cli.main(["check", "Acme"])
    assert "changed during the run" in capsys.readouterr().err
    assert not report_file(Paths.default(), "Acme").exists() and store.load("Acme").verdict == ""


def test_a_secret_that_is_not_the_keyrings_is_told_and_neither_is_shown(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve("ready")
    Store(Paths.default()).create(served.record("Acme"))
    right = Secret(served.credentials.client_secret or "")
    for kept, told in ((Secret("an-older-one"), True), (right, False)):
        monkeypatch.setattr(SecretStore, "get", lambda *_, kept=kept: kept)
        assert cli.main(["check", "Acme", "--only", "credentials.token"]) == 0
        printed = capsys.readouterr()
        assert ("the keyring has a different client secret" in printed.err) is told
        assert "an-older-one" not in printed.out + printed.err and right.reveal() not in printed.out + printed.err
