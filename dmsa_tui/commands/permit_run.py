"""One run of `dmsa-tui permit`: the questions at the terminal, progress, Ctrl+C, and the printed report."""

import argparse
import asyncio
import contextlib
import getpass
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType

from dmsa_tui.checks.words import counted, others
from dmsa_tui.commands.check_inputs import Inputs
from dmsa_tui.commands.check_output import Notes, emit
from dmsa_tui.commands.permit_command_line import going_on
from dmsa_tui.commands.reading import can_ask
from dmsa_tui.errors import DmsaError, InvalidInput
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.store import Store
from dmsa_tui.permit.adding import Adding
from dmsa_tui.permit.model import Outcome, Plan, Report
from dmsa_tui.permit.pace import Pace, cost
from dmsa_tui.permit.preconditions import DEFAULT
from dmsa_tui.permit.probing import Probe
from dmsa_tui.permit.report import change_of, to_json
from dmsa_tui.permit.run import Run
from dmsa_tui.permit.text import report_text
from dmsa_tui.permit.undoing import Undoing
from dmsa_tui.procore.client import ProcoreClient

_EVERY = 5.0
"""Seconds between two notes on the progress."""


@dataclass(frozen=True)
class Ending:
    """How the command ended."""

    report: Report
    interrupted: bool


async def carry_out(args: argparse.Namespace, inputs: Inputs) -> Ending:
    """Run and print the report; InvalidInput and StorageError as the run raises them."""
    target, notes = inputs.target, Notes()
    began = time.monotonic()
    async with ProcoreClient(
        target.environment, target.company_id, target.client_id, inputs.secret,
        timeout=args.timeout, wait=args.wait, on_wait=notes.wait,
    ) as client:  # fmt: skip
        person = _AtTheTerminal(args)
        directory = Paths.default().permits(target.environment.id, target.company_id)
        progress = _Progress(client, args.chunk, notes.say)
        run: Run
        if args.undo is not None:
            undoing = Undoing(client, target, person, directory, chunk=args.chunk, on_progress=progress)
            run, work = undoing, undoing.undo(args.undo, apply=args.apply)
        else:
            adding = Adding(
                client, target, person, directory, chunk=args.chunk, path=args.journal, on_progress=progress,
                template=args.template or DEFAULT,
            )  # fmt: skip
            run = adding
            if args.resume is not None:
                work = adding.resume(args.resume, apply=args.apply)
            else:
                work = adding.apply() if args.apply else adding.plan()
        with _interruptible(run, person, notes.say) as interrupted:
            task = asyncio.create_task(work)
            interrupted.task = task
            try:
                report = await task
            except (asyncio.CancelledError, InvalidInput):
                if not interrupted.times:  # a question that was interrupted has no answer either
                    raise
                report = run.so_far()
        least = None
        if report.outcome is Outcome.PLANNED and report.to_add:
            least = cost(report.to_add, args.chunk, report.sent, client.rate_limits, time.monotonic() - began)
    emit(to_json(report) if args.format == "json" else report_text(report, least=least, command=going_on(args)))
    if inputs.record is not None:
        _keep(inputs.record.name, report)
    return Ending(report, bool(interrupted.times) and report.outcome is Outcome.STOPPED)


class _AtTheTerminal:
    """The person at the terminal, or nobody."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._can_ask = can_ask(args)
        self._gone = asyncio.Event()

    def go(self) -> None:
        """Answer no to what is being asked."""
        self._gone.set()

    async def company_name(self, company: str, plan: Plan) -> str | None:
        if self._args.confirm is not None:
            return str(self._args.confirm)
        what = "Remove the account from" if self._args.undo is not None else "Add the account to"
        print(f"{what} {counted(len(plan.to_add), 'project')} of “{company}”.", file=sys.stderr)
        return await self._asked("Type the company's name to continue: ")

    async def takes(self, doubtful: Sequence[str]) -> bool:
        if not self._can_ask:
            return False
        print("These entries on the list match a project, but not exactly:", file=sys.stderr)
        for each in doubtful:
            print(f"  {each}", file=sys.stderr)
        return _is_yes(await self._asked("Are they right? [y/N] "))

    async def goes_on(self, first: Probe, more: int) -> bool:
        template = f" with the template “{first.template}”" if first.template else ""
        print(f"“{first.project.name}” was added{template}, and Procore shows it.", file=sys.stderr)
        for tool in first.levels:
            print(f"  {tool.tool}: {'not granted' if tool.granted is None else tool.granted.label}", file=sys.stderr)
        if self._args.yes:
            return True
        return self._can_ask and _is_yes(await self._asked(f"Add the other {others(more)} too? [y/N] "))

    async def _asked(self, question: str) -> str | None:
        if not self._can_ask:
            return None
        print(question, end="", file=sys.stderr, flush=True)
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str | None] = loop.create_future()

        def answer(text: str | None) -> None:
            if not line.done():
                line.set_result(text)

        def read() -> None:
            text = _line(sys.stdin.fileno(), sys.stdin.encoding or "utf-8")
            with contextlib.suppress(RuntimeError):  # the run is over, and so is its loop
                loop.call_soon_threadsafe(answer, text)

        # A daemon that reads the descriptor itself: nothing has to wait for a line that never comes.
        threading.Thread(target=read, daemon=True).start()
        gone = asyncio.create_task(self._gone.wait())
        try:
            await asyncio.wait((line, gone), return_when=asyncio.FIRST_COMPLETED)
            return line.result() if line.done() else None
        finally:
            gone.cancel()


def _line(descriptor: int, encoding: str) -> str | None:
    data = b""
    while not data.endswith(b"\n"):
        try:
            some = os.read(descriptor, 4096)
        except OSError:
            return None
        if not some:
            break
        data += some
    return data.decode(encoding, "replace").strip() or None


def _is_yes(answer: str | None) -> bool:
    return (answer or "").strip().lower() in ("y", "yes")


class _Progress:
    """Whole lines on standard error, from time to time."""

    def __init__(self, client: ProcoreClient, chunk: int, say: Callable[[str], None]) -> None:
        self._pace = Pace(lambda: client.rate_limits, chunk)
        self._say = say
        self._phase = ""
        self._last = 0.0

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        line, now = self._pace.line(phase, done, total), time.monotonic()
        if phase != self._phase:
            self._phase, self._last = phase, now
        elif now - self._last >= _EVERY and total is not None:
            self._last = now
            self._say(line)


@dataclass
class _Interrupted:
    times: int = 0
    task: "asyncio.Task[Report] | None" = None


@contextlib.contextmanager
def _interruptible(run: Run, person: _AtTheTerminal, say: Callable[[str], None]) -> Iterator[_Interrupted]:
    """Ctrl+C ends a run that may write after the request that is under way; a second one, or any other run, at once."""
    loop, state = asyncio.get_running_loop(), _Interrupted()

    def act() -> None:
        state.times += 1
        if state.times == 1 and run.may_write:
            say("Stopping after the current request; press Ctrl+C again to stop at once.")
            run.stop()
            person.go()
        elif state.task is not None:
            state.task.cancel()

    def pressed(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(act)

    previous = signal.signal(signal.SIGINT, pressed)
    try:
        yield state
    finally:
        signal.signal(signal.SIGINT, previous)


def _keep(name: str, report: Report) -> None:
    """Let the customer's record tell what was done; what keeps it from being written is a note."""
    changes = change_of(report, _user(), datetime.now(UTC))
    if not changes:
        return
    store = Store(Paths.default())
    try:
        record = store.load(name)
        record.project_changes |= changes
        store.save(record)
    except DmsaError as problem:
        print(f"dmsa-tui: {problem}", file=sys.stderr)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name in the environment, and none for the user's number
        return "unknown"
