"""What stays of `dmsa-tui check` on a saved onboarding: its report and its verdict, beside the record."""

import argparse
import sys

from dmsa_tui.checks.model import Report
from dmsa_tui.checks.report.json_report import as_json
from dmsa_tui.checks.words import listed
from dmsa_tui.errors import DmsaError, InvalidInput, quoted
from dmsa_tui.onboarding.check_states import accepts_client_id
from dmsa_tui.onboarding.ended_access import has_access_again, not_ended, words_for_end
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.settled import settled_by
from dmsa_tui.onboarding.store import Store

_QUESTIONS = (
    "environment", "login_url", "api_url", "company_id", "client_id", "app_name", "profile", "expect",
    "future_projects",
)  # fmt: skip
"""Answers of the record that decide what is asked, and the options that stand in for them."""


def keeps(args: argparse.Namespace) -> bool:
    """Whether the run asks what a saved onboarding asks, and everything that it asks."""
    return not _asking_otherwise(args)


def say_unkept(args: argparse.Namespace, record: Onboarding) -> None:
    """Say on standard error why the report is not kept: home and `list` still show the one before."""
    options = listed(_asking_otherwise(args))
    print(f"dmsa-tui: not saved as the last report of {quoted(record.name)}, because of {options}", file=sys.stderr)


def _asking_otherwise(args: argparse.Namespace) -> list[str]:
    """The options that ask something else than the saved onboarding does, or only a part of it."""
    given = [option for option in (*_QUESTIONS, "only") if getattr(args, option) is not None]
    return [f"--{option.replace('_', '-')}" for option in given] + ["--projects none"] * (args.projects == "none")


def keep(record: Onboarding, report: Report) -> None:
    """Keep the report as the last one on `record`, unless the onboarding was changed while Procore was asked.

    What keeps it from being written is a note on standard error: the report itself has been printed.
    """
    store = Store(Paths.default())
    try:
        now = store.load(record.name)
        if any(getattr(now, answer) != getattr(record, answer) for answer in (*_QUESTIONS, "expected_projects")):
            raise InvalidInput(
                f"{quoted(record.name)} changed during the run, so this report is not saved as its last report."
            )
        if has_access_again(next((each for each in report.results if each.id == "install.connected"), None)):
            for name, value in not_ended().items():
                setattr(now, name, value)
        if now.access_ended_at is not None:
            raise InvalidInput(
                f"{words_for_end(now.access_ended_at)} What was found before stays: this report is not saved."
            )
        store.keep_report(now, as_json(report))
        now.verdict, now.checked_at = report.verdict.value, report.started_at
        if any(each.id == "credentials.token" and accepts_client_id(each) for each in report.results):
            now.approvals_settled_by = settled_by(now) or now.approvals_settled_by
        store.save(now)
    except DmsaError as problem:
        print(f"dmsa-tui: {problem}", file=sys.stderr)
