"""What all runs share: the person's answers, the journal, stopping, and the report."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from unicodedata import normalize

from dmsa_tui.checks.target import Target
from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.permit import journal as journal_file
from dmsa_tui.permit.journal import Header
from dmsa_tui.permit.model import Account, Mode, Outcome, Plan, Report
from dmsa_tui.permit.preconditions import Obstacle, Ready
from dmsa_tui.permit.probing import Probe
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock

OnProgress = Callable[[str, int, int | None], None]
"""What is under way (`reading`, `adding`, `removing`, `verifying`), how many projects are done, of how many."""


class Person(Protocol):
    """The person who decides. The run waits for each answer, however long it takes."""

    async def company_name(self, company: str, plan: Plan) -> str | None:
        """The company's name as typed; None if nobody can be asked, or nothing was typed."""

    async def takes(self, doubtful: Sequence[str]) -> bool:
        """Whether these entries of a list were taken for the right projects."""

    async def goes_on(self, first: Probe, more: int) -> bool:
        """Whether to add the others after the first. No, if nobody can be asked."""


class Run:
    """One run in one company. `directory` is where its journals and its lock are; `path` names another journal.

    `stop` ends it after the request that is under way. A run that is cancelled ends at once; `so_far` then tells what
    is known.
    """

    def __init__(
        self,
        client: ProcoreClient,
        target: Target,
        person: Person,
        directory: Path,
        *,
        chunk: int = 50,
        path: Path | None = None,
        on_progress: OnProgress | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.client = client
        self.target = target
        self.person = person
        self.directory = directory
        self.chunk = chunk
        self.path = path
        self.clock = clock or Clock()
        self.mode = Mode.PLAN
        self.ready: Ready | None = None
        self.may_write = False
        """Whether the company's name was confirmed: until then, nothing is under way that a stop has to wait for."""
        self._before = client.requests
        """What the client had sent before this run, which may share it."""
        self._on_progress = on_progress
        self._stopping = False

    def stop(self) -> None:
        """End after the request that is under way."""
        self._stopping = True

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopping

    def progress(self, phase: str, done: int, total: int | None) -> None:
        """Report progress."""
        if self._on_progress is not None:
            self._on_progress(phase, done, total)

    async def confirm(self, company: str, plan: Plan) -> None:
        """Ask for the company's name before anything is written. Raises InvalidInput for none or another one."""
        typed = await self.person.company_name(company, plan)
        if typed is None:
            raise InvalidInput("Nothing was written: type the company's name, or give it with --confirm.")
        if not same_name(typed, company):
            raise InvalidInput(
                f"Nothing was written: {quoted(typed)} is not the name of this company, "
                f"which Procore calls {quoted(company)}."
            )
        self.may_write = True

    async def note(self, path: Path, entry: dict[str, Any]) -> None:
        """Add a line to the journal, off the event loop."""
        await asyncio.to_thread(journal_file.write, path, entry)

    def new_path(self) -> Path:
        """Where this run's journal is kept."""
        return self.path or self.directory / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.jsonl"

    def same_place(self, path: Path, header: Header) -> None:
        """Raise InvalidInput for a journal of another company, environment or app."""
        target = self.target
        for what, mine, its in (
            ("company", target.company_id, header.company_id),
            ("API host", target.environment.api_url, header.api_url),
            ("app (client ID)", target.client_id, header.client_id),
        ):
            if mine != its:
                raise InvalidInput(f"The journal {path} is about another {what}: {its}, not {mine}.")

    def same_account(self, path: Path, header: Header, account: Account) -> None:
        """Raise InvalidInput for a journal of another service account."""
        if account.id != header.account.id:
            raise InvalidInput(
                f"The journal {path} is about another service account: {header.account.name} ({header.account.id})."
            )

    @property
    def sent(self) -> int:
        """Requests since the run began."""
        return self.client.requests.sent - self._before.sent

    def report(self, outcome: Outcome, problem: str | None = None, **more: Any) -> Report:
        """A report with what every run knows."""
        ready = self.ready
        return Report(
            mode=self.mode,
            outcome=outcome,
            target=self.target.described(),
            company=None if ready is None else ready.company,
            account=more.pop("account", None if ready is None else ready.account),
            template=more.pop("template", None if ready is None else ready.template),
            problem=problem,
            sent=self.sent,
            writes=self.client.requests.writes - self._before.writes,
            **more,
        )

    def obstructed(self, obstacle: Obstacle, **more: Any) -> Report:
        """The report of a run that could not begin."""
        return self.report(obstacle.outcome, str(obstacle), cause=obstacle.cause, **more)

    def so_far(self) -> Report:
        """What is known of a cancelled run."""
        raise NotImplementedError


def same_name(typed: str, company: str) -> bool:
    """Whether that is the company's name as Procore has it; case counts, blanks and the form of accents do not."""
    return _folded(typed) == _folded(company)


def _folded(text: str) -> str:
    return " ".join(normalize("NFC", text).split())
