"""`dmsa-tui check --all`: every saved onboarding, side by side, and one summary."""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.verdict import verdict
from dmsa_tui.commands.check_changes import Change, changes, sentences
from dmsa_tui.commands.check_inputs import Inputs, Lacking, read_only, read_saved
from dmsa_tui.commands.check_keeping import keep, keeps
from dmsa_tui.commands.check_output import Notes, emit, style_of
from dmsa_tui.commands.open_files import fit_at_once
from dmsa_tui.commands.secret_command import from_command, from_variable, says_host
from dmsa_tui.errors import DmsaError, InvalidInput
from dmsa_tui.onboarding.cautions import report_with_cautions
from dmsa_tui.onboarding.kept_scan import KeptScan
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.connections import Connections
from dmsa_tui.procore.environments import recorded_place
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.settings import load_secret_command
from dmsa_tui.vocabulary import CHECKS, Status, with_needs

SECRET_TO_COME = Secret("")
"""Stands for a secret that the command will print."""
SIDE_BY_SIDE, CONCURRENCY = 64, 4
"""Onboardings that are asked at once, and requests of each: more would not be quicker, for the processor is busy."""
SECRET_COMMANDS = 24
"""Secret commands that run at once."""
_OF_ONE = (
    "name", "environment", "login_url", "api_url", "company_id", "client_id", "app_name", "secret_stdin", "accept",
    "accepted_by", "watch",
)  # fmt: skip
"""Options that speak of one onboarding."""


@dataclass
class Case:
    """One saved onboarding: what is needed to ask, or why it cannot be asked."""

    entry: Entry
    only: frozenset[str] | None
    inputs: Inputs | None = None
    problem: str = "The run was interrupted before this onboarding was checked."
    """One sentence, for the report of an onboarding that is not asked."""
    lacks: str | None = None
    """What keeps it from being asked: company-id, client-id or client-secret; None for anything else."""
    report: Report | None = None
    """What Procore says, with which the last report is compared."""
    answered: Report | None = None
    """The same, if Procore was asked to the end: then it is kept."""
    command: tuple[str, ...] = ()
    """What prints the secret; empty where it is known."""
    before: Report | None = None
    """The last report that was kept, for --only-changed."""

    @property
    def told(self) -> Report | None:
        """What is printed, and counts: the report as the onboarding bears it out."""
        return self.report and report_with_cautions(self.inputs.asked if self.inputs else None, self.report)

    def unasked(self) -> Report:
        """The report of an onboarding that was not asked: unverified, with the sentence at the first check."""
        checks = CHECKS if self.only is None else with_needs(self.only)
        first, *rest = checks
        reason = f"Not checked: waits for {first.title}."
        results = (
            Result(
                first.id,
                Status.UNVERIFIED,
                self.problem,
                required=first.required,
                details={"asked": False, "lacks": self.lacks},
            ),
            *(
                Result(check.id, Status.SKIPPED, reason, details={"need": first.id}, required=check.required)
                for check in rest
            ),
        )
        target = described(self.entry.name, self.entry.record)
        return Report(verdict(results), datetime.now(UTC), 0, target, results, RequestCount())


def saved_cases(args: argparse.Namespace) -> list[Case]:
    """Every saved onboarding, damaged ones too, by name; InvalidInput if there is none or an option speaks of one."""
    for option in _OF_ONE:
        if getattr(args, option) not in (None, False):
            word = "NAME" if option == "name" else f"--{option.replace('_', '-')}"
            raise InvalidInput(f"--all checks every saved onboarding as it was saved; leave out {word}.")
    if args.only_changed and not keeps(args):
        raise InvalidInput(
            "--only-changed compares with the last full report; leave out options that change what is checked."
        )
    only, paths, secret_store = read_only(args), Paths.default(), SecretStore()
    store, command = Store(paths), load_secret_command(paths.config)
    cases = [Case(entry, only) for entry in store.entries() if entry.record is None or not entry.record.archived]
    names = [case.entry.name for case in cases]
    records = [case.entry.record for case in cases if case.entry.record is not None]
    by_name = any("{name}" in word for word in command)
    if not cases:
        raise InvalidInput("There is no saved onboarding to check; `dmsa-tui new NAME` creates one.")
    for case in cases:
        if case.entry.record is None:
            case.problem = case.entry.problem or ""
            continue
        if args.only_changed:
            case.before = store.last_report(case.entry.record).report
        try:
            secret = from_variable(case.entry.record, names)
            by_client_id = says_host(case.entry.record, records)
            case.command = command if secret is None and (by_name or by_client_id) else ()
            given = SECRET_TO_COME if case.command else secret
            case.inputs = read_saved(args, case.entry.record, paths, secret_store, given, by_client_id=by_client_id)
        except DmsaError as problem:
            case.problem = str(problem)
            case.lacks = problem.lacks if isinstance(problem, Lacking) else None
    return cases


def described(name: str, record: Onboarding | None) -> dict[str, str | None]:
    """The report's `target` as far as the onboarding states it; empty texts for the rest."""
    target: dict[str, str | None] = {"name": name}
    target |= dict.fromkeys(("environment", "login_url", "api_url", "company_id", "client_id"), "")
    if record is not None:
        target |= {"environment": record.environment, "company_id": record.company_id, "client_id": record.client_id}
        try:
            place = recorded_place(record.environment, record.login_url, record.api_url)
        except InvalidInput:
            return target
        target |= {"login_url": place.login_url, "api_url": place.api_url}
    return target


async def check_all(args: argparse.Namespace, cases: list[Case], on_interrupt: Callable[[], None]) -> list[Report]:
    """Ask all of them, each with its own client, and print each as soon as it and those before it are known.

    A client takes over the connections of one that has ended: handshakes are slow, for Procore too.
    """
    began = time.monotonic()
    lanes, writing, commands = asyncio.LifoQueue[Connections](), asyncio.Lock(), asyncio.Semaphore(SECRET_COMMANDS)
    for _ in range(fit_at_once(min(SIDE_BY_SIDE, len(cases)), CONCURRENCY + 1)):
        lanes.put_nowait(Connections())
    printer = _Printer(args.format, cases, args.color, only_changed=args.only_changed)
    notes = Notes()

    async def one(case: Case) -> None:
        lane = await lanes.get()
        try:
            await _ask(args, case, lane, commands)
        finally:
            lanes.put_nowait(lane)
        if case.answered and case.inputs is not None and case.inputs.record is not None and keeps(args):
            async with writing:  # one after the other: the store's lock would have them wait in turns for its polls
                await asyncio.to_thread(keep, case.inputs.record, case.answered)
        printer.print_known()
        notes.progress("onboardings", sum(each.report is not None for each in cases), len(cases))

    try:
        async with asyncio.TaskGroup() as group:
            for case in cases:
                group.create_task(one(case))
    except asyncio.CancelledError:
        printer.end(began)
        on_interrupt()
        raise
    finally:
        while not lanes.empty():
            await lanes.get_nowait().aclose()
    return printer.end(began)


async def _ask(args: argparse.Namespace, case: Case, connections: Connections, commands: asyncio.Semaphore) -> None:
    inputs = case.inputs
    if inputs is None:
        case.report = case.unasked()
        return
    target, notes, secret = inputs.target, Notes(case.entry.name), inputs.secret
    try:
        if case.command and inputs.record is not None:
            async with commands:
                secret = await from_command(case.command, inputs.record)
        async with ProcoreClient(
            target.environment, target.company_id, target.client_id, secret,
            timeout=args.timeout, wait=args.wait, on_wait=notes.wait, concurrency=CONCURRENCY, connections=connections,
        ) as client:  # fmt: skip
            notes.limits = lambda: client.rate_limits
            kept = KeptScan(Paths.default(), client)
            runner = Runner(client, target, inputs.only, inputs.confirmations, kept=kept)
            try:
                case.report = case.answered = await runner.run()
            except asyncio.CancelledError:
                case.report = runner.partial_report()
                raise
    except DmsaError as problem:
        case.problem = str(problem)
        case.lacks = "client-secret" if secret is SECRET_TO_COME else None
        case.report = case.unasked()


class _Printer:
    """The onboardings in their order, whichever is known first."""

    def __init__(self, format: str, cases: Iterable[Case], color: str, *, only_changed: bool) -> None:
        self._format = format
        self._only_changed = only_changed
        self._turned: list[Report] = []
        """What was printed."""
        self._cases = list(cases)
        self._style = style_of(sys.stdout, color)
        self._printed = 0

    def print_known(self) -> None:
        """Print what is known by now and comes next."""
        while self._printed < len(self._cases) and (report := self._cases[self._printed].report) is not None:
            case = self._cases[self._printed]
            changed = changes(case.before, report) if self._only_changed else None
            self._printed += 1
            if (changed is None or changed) and (told := case.told) is not None:
                self._turned.append(told)
                self._print(told, changed)

    def end(self, began: float) -> list[Report]:
        """Print the rest, those that were not asked included, and the summary."""
        for case in self._cases:
            case.report = case.report or case.unasked()
        self.print_known()
        reports = [told for case in self._cases if (told := case.told) is not None]
        if self._format == "junit":
            from dmsa_tui.checks.report.junit import to_junit

            emit(to_junit(self._turned))
        elif self._format == "text":
            from dmsa_tui.checks.report.text import summary_lines

            if not self._turned:
                emit("Nothing has changed since the last reports.")
            elapsed_ms = round((time.monotonic() - began) * 1000)
            emit("\n".join(("", *summary_lines(reports, elapsed_ms, self._style))))
        return reports

    def _print(self, report: Report, changed: Sequence[Change] | None) -> None:
        if self._format == "json":
            from dmsa_tui.checks.report.json_report import to_json

            more = {} if changed is None else {"changes": [each.described() for each in changed]}
            emit(to_json(report, indent=None, **more))
        elif self._format == "text":
            from dmsa_tui.checks.report.text import row_lines, turned_lines

            said = None if changed is None else sentences(changed)
            rows = row_lines(report, self._style) if said is None else turned_lines(report, said, self._style)
            emit("\n".join(rows))
