"""What the interface stands on: the desk, the latest results, the way to Procore, the rehearsal. No Textual."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dmsa_tui.checks.model import Report, RequestCount, Result, Status
from dmsa_tui.errors import InvalidInput, StorageError
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.progress import StepState, step_states
from dmsa_tui.onboarding.secret_store import MemorySecretStore, SecretStore
from dmsa_tui.onboarding.store import Saved
from dmsa_tui.session.level_scan import CHANGED, LEFT, LEVELS, LevelScan
from dmsa_tui.session.open_record import OpenRecord
from dmsa_tui.session.project_names import ProjectNames

if TYPE_CHECKING:
    from dmsa_tui.checks.expected_list import Expectation
    from dmsa_tui.checks.model import Confirmation
    from dmsa_tui.checks.registry import CheckDefinition
    from dmsa_tui.checks.target import Target
    from dmsa_tui.documents.setup_record.build import SetupRecord
    from dmsa_tui.practice.transport import PracticeTransport
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.records import ProjectAssignment
    from dmsa_tui.session.rehearsal_store import Offered, RehearsalStore

RESULTS_OF: "dict[str, tuple[str, ...]]" = {
    **dict.fromkeys(("name", "environment", "company_id", "client_id", "login_url", "api_url", "profile"), ("",)),
    **dict.fromkeys(("expect", "expected_projects", "future_projects"), ("projects.",)),
    "app_name": ("install.account", "install.version"),
    "sandbox_client_id": ("credentials.token",),
}
"""Answer → the beginnings of the ids of the checks whose results are stale once it has changed; "" is all of them."""


class StaleResult(InvalidInput):
    """What was being asked about has changed meanwhile: the answer counts for nothing."""


class Session(OpenRecord):
    """One run of the wizard: at most one open onboarding, one client, one vault."""

    def __init__(
        self, paths: Paths, vault: SecretStore | MemorySecretStore, rehearsing: "RehearsalStore | None" = None
    ) -> None:
        super().__init__(paths, vault)
        self.rehearsing = rehearsing
        """Set in a rehearsal: the practice company and what was done there."""
        self.results: dict[str, Result] = {}
        """Check id → the latest result of this run."""
        self.report: Report | None = None
        """The last full check of this run."""
        self.row_left = ""
        """Id of the check whose way to a step was taken; the checker goes on at it."""
        self._report_to_keep: Report | None = None
        """A full report that is not on disk yet."""
        self.projects: tuple[ProjectAssignment, ...] = ()
        """The company's projects, from the last run that asked for them."""
        self.requests: RequestCount | None = None
        """What the last run of checks cost."""
        self.web_base_url: str | None = None
        """The company's own web host, once Procore has named it."""
        self._project_names = ProjectNames()
        self.every_project = LevelScan(self)
        """The reading of every project's levels, which goes on whatever is on the screen."""
        self.on_wait: Callable[[float, str], None] = lambda _seconds, _reason: None
        """Told of each pause for a rate limit: its seconds and the reason."""
        self._era = 0
        """Counts what was asked about: an answer that arrives in another era counts for nothing."""
        self._client: ProcoreClient | None = None
        self._client_key: tuple[object, ...] = ()

    @classmethod
    def for_customers(cls) -> "Session":
        """A session on the saved onboardings of this machine's user."""
        return cls(Paths.default(), SecretStore())

    @classmethod
    def for_rehearsal(cls, scenario: str, *, reset: bool = False) -> "Session":
        """A session on the practice company; InvalidInput for an unknown scenario."""
        from dmsa_tui.session.rehearsal_store import RehearsalStore

        rehearsing = RehearsalStore(Paths.default(), scenario)
        session = cls(rehearsing.paths, MemorySecretStore(), rehearsing)
        if reset:
            session.reset_rehearsal()
        return session

    @staticmethod
    def scenarios() -> "list[Offered]":
        """What can be rehearsed, and where the last rehearsal of each stands; reads files."""
        from dmsa_tui.session.rehearsal_store import offered

        return offered(Paths.default())

    def _forget_results(self, answer: str) -> None:
        """What Procore said about another company, pair or list proves nothing about this one."""
        key, _, check_id = answer.partition(".")
        if key == "accepted":
            self._forget_withdrawn(check_id)
        if key not in RESULTS_OF:
            return
        self._era += 1
        self.report = None
        for check in [each for each in self.results if each.startswith(RESULTS_OF[key])]:
            del self.results[check]
        if "" in RESULTS_OF[key]:
            self.every_project.stop(LEFT if key == "name" else CHANGED)
            self.web_base_url, self.projects, self.requests = None, (), None

    def _forget_withdrawn(self, check_id: str) -> None:
        """A result that stood on a person's word, which was taken back."""
        for each in [each for each in self.results.values() if each.confirmed_by and check_id in ("", each.id)]:
            if each.id not in self.record.accepted:
                self._era += 1
                self.report = None
                del self.results[each.id]

    def remedy_label(self, result: Result) -> str:
        """What to click to mend it, in the portal edition that is chosen now; the result may be older."""
        from dmsa_tui.guide.failures import label_in

        return label_in(self.guide, result, self.record.edition)

    def mask(self, text: str) -> str:
        """Also project names, where they are to be masked."""
        if self.names_masked and self._record is not None:
            text = self._project_names.hidden_in(text, self.results, self.projects, self._record.expected_projects)
        return super().mask(text)

    @property
    def farewell(self) -> str:
        """What is printed after the screen is gone."""
        if self._record is None:
            return ""
        if self._unsaved:
            return f"The last answers for {self._record.name} could not be saved: {', '.join(sorted(self._unsaved))}."
        again = "dmsa-tui" if self.rehearsing is None else f"dmsa-tui demo --scenario {self.rehearsing.scenario}"
        return f"{self._record.name} is saved at step {self._record.step!r}; `{again}` goes on there."

    @property
    def expectation(self) -> "Expectation":
        """Which projects must be permitted, as the record says it; InvalidInput for a list that cannot be read."""
        from dmsa_tui.onboarding.check_target import target_from_record

        return target_from_record(self.record, self.profile).expect

    # -- the checks ------------------------------------------------------------------------------------------------

    @cached_property
    def definitions(self) -> "tuple[CheckDefinition, ...]":
        """All checks, in the order of the report."""
        from dmsa_tui.checks.registry import CHECKS

        return tuple(CHECKS)

    def checks_of(self, step_id: str) -> "tuple[CheckDefinition, ...]":
        """The checks that confirm a step; all of them for the checker."""
        return tuple(each for each in self.definitions if step_id in (each.step, "") or step_id == "check")

    def states(self) -> dict[str, StepState]:
        """Every step's state, for the rail."""
        return step_states(self.record, self.results, self.definitions)

    async def missing(self) -> str | None:
        """What must be known before Procore can be asked, e.g. "the company ID is"; None if nothing is missing."""
        record = self.record
        needed = [("the company ID", bool(record.company_id)), ("the client ID", bool(record.client_id))]
        needed.append(("the client secret", await self.secret() is not None))
        absent = [phrase for phrase, known in needed if not known]
        if len(absent) < 2:
            return f"{absent[0]} is" if absent else None
        return f"{', '.join(absent[:-1])} and {absent[-1]} are"

    async def run_checks(
        self, only: frozenset[str] | None, on_event: Callable[[Result], None], *, asked: bool = False
    ) -> Report:
        """Run the checks `only` (and what they need; None: all), keep their results and note the verdict.

        `asked`: a person wants it now, so that what Procore has refused three times is sent again. Raises InvalidInput
        if the client ID, secret or company ID is not known yet, and Outdated if what is asked about has changed
        before the answers were there.
        """
        from dmsa_tui.checks.runner import Runner

        client, era = await self.connected(), self._era
        if asked:
            client.forget_refusals()
        runner = Runner(client, self.target(), only=only, accept=self.accepted)
        report = await runner.run(lambda result: self._keep(result, on_event, era))
        if era != self._era:
            raise StaleResult("What is asked about has changed.")
        self.note_run(report, runner.projects)
        if only is None:
            self.keep_verdict(report)
        return report

    def asked_by_itself(self, only: frozenset[str] | None) -> frozenset[str] | None:
        """Which checks of `only` a screen asks about when it is opened: no sample replaces what is read everywhere."""
        if not self.every_project.answers:
            return only
        return (only or frozenset(each.id for each in self.definitions)) - {LEVELS}

    def note_run(self, report: Report, projects: "tuple[ProjectAssignment, ...]") -> None:
        """Keep what a run tells besides its results."""
        host = self.results.get("company.reachable")
        if host is not None and isinstance(url := host.details.get("web_base_url"), str):
            self.web_base_url = url
        self.requests, self.projects = report.requests, projects or self.projects

    def target(self) -> "Target":
        """What the checks ask about."""
        from dmsa_tui.onboarding.check_target import target_from_record

        return target_from_record(self.record, self.profile, self.web_base_url)

    @property
    def accepted(self) -> "dict[str, Confirmation]":
        """Check id → who vouches for it."""
        from dmsa_tui.checks.model import Confirmation

        return {check: Confirmation(word.by, word.at) for check, word in self.record.accepted.items()}

    def _keep(self, result: Result, on_event: Callable[[Result], None], era: int) -> None:
        if era != self._era:
            return
        if result.status is not Status.RUNNING:
            self.results[result.id] = result
        on_event(result)

    @property
    def company_name(self) -> str:
        """The company's name as Procore gave it; empty until it did."""
        connected = self.results.get("install.connected")
        return str(connected.details.get("company") or "") if connected else ""

    async def setup_record(self) -> "SetupRecord":
        """The record that the next person keeps, as things stand."""
        from dmsa_tui.documents.setup_record.build import build_setup_record, secret_facts
        from dmsa_tui.onboarding.history import read_history

        record = self.record
        facts = await asyncio.to_thread(secret_facts, self.vault, record.environment, record.client_id)
        history = await asyncio.to_thread(read_history, self.paths, record)
        report, problem = self.report, ""
        if report is None:
            last = await asyncio.to_thread(self.store.last_report, record)
            report, problem = last.report, last.problem
        return build_setup_record(record, self.profile, report, facts, history, no_report=problem)

    async def save_setup_record(self, kind: str) -> Path:
        """Write the setup record into the data directory; StorageError if the disk refuses."""
        from dmsa_tui.documents.setup_record.build import save_setup_record

        return await asyncio.to_thread(save_setup_record, await self.setup_record(), self.paths, kind)

    async def message(self, kind: str) -> tuple[str, str, Path]:
        """A message of `gate_messages`, its text, and where `save_page` would put it."""
        from dmsa_tui.documents.messages import gate_message

        message = gate_message(kind, self.record, self.profile, company_name=self.company_name or None)
        return f"To {message.to}", message.text, self.page_path(f"{kind}-message", "txt")

    async def handout(self) -> tuple[str, str, Path]:
        """The administrator's page as HTML, as text, and where `save_page` would put it."""
        from dmsa_tui.documents.handout.build import build_handout
        from dmsa_tui.documents.handout.formats import FORMATS

        web = self.web_base_url or self.record.web_url or self.environment.web_url
        page = build_handout(self.record, self.profile, self.guide, company_name=self.company_name or None, web_url=web)
        return FORMATS["html"](page), FORMATS["text"](page), self.page_path("handout", "html")

    def page_path(self, what: str, suffix: str) -> Path:
        """Where a page about this customer is saved."""
        from dmsa_tui.onboarding.filenames import SUFFIX, file_name

        return self.paths.setup_records / f"{file_name(self.record.name).removesuffix(SUFFIX)}-{what}.{suffix}"

    @staticmethod
    async def save_page(text: str, path: Path) -> Path:
        """Write a page privately; StorageError if the disk refuses."""
        from dmsa_tui.onboarding.files import write_privately

        await asyncio.to_thread(write_privately, path, text)
        return path

    @property
    def cost_sentence(self) -> str:
        """What the last run of checks cost Procore."""
        if self.requests is None:
            return ""
        again = f", {self.requests.retried} of them repeated" if self.requests.retried else ""
        waited = f", {self.requests.throttled_ms / 1000:.0f} s of waiting" if self.requests.throttled_ms else ""
        return f"{self.requests.sent} requests to Procore{again}{waited}."

    async def look_elsewhere(self) -> Result:
        """Ask Procore's other environments for a refused pair; call it only after the person has agreed.

        Raises InvalidInput while the client secret is not known.
        """
        from dmsa_tui.checks.other_environments import found_elsewhere
        from dmsa_tui.onboarding.check_target import target_from_record
        from dmsa_tui.procore.other_environments import try_other_environments

        secret = await self.secret()
        if secret is None:
            raise InvalidInput("The client secret is not known in this run; paste it first.")
        tried = await try_other_environments(
            self.record.client_id, secret, self.environment, agreed=True, transport=self._transport()
        )
        result = found_elsewhere(tried, target_from_record(self.record, self.profile), self.web_base_url)
        self.results[result.id] = result
        return result

    def keep_verdict(self, report: Report) -> None:
        """Note a full report as the last word on this customer; `flush` writes it beside the record."""
        self.report = self._report_to_keep = report
        self.note(verdict=report.verdict.value, checked_at=report.started_at)

    async def flush(self) -> Saved | None:
        """Also the last full report, which is evidence for a setup record that is written in another run."""
        saved = await super().flush()
        if self._report_to_keep is not None and self._report_to_keep is self.report:
            from dmsa_tui.checks.report.json_report import as_json

            report, self._report_to_keep = self._report_to_keep, None
            try:
                await asyncio.to_thread(self.store.keep_report, self.record, as_json(report))
            except StorageError:
                self._report_to_keep = report
                raise
        return saved

    async def connected(self) -> "ProcoreClient":
        """The client that asks about the open onboarding; InvalidInput while it is not known whom to ask."""
        from dmsa_tui.procore.client import ProcoreClient

        secret = await self.secret()
        if secret is None or not self.record.company_id:
            raise InvalidInput(f"Procore cannot be asked yet: {await self.missing()} still missing.")
        record = self.record
        key = (self.environment, record.company_id, record.client_id, secret.fingerprint(record.client_id))
        if self._client is None or key != self._client_key:
            await self._hang_up()
            self._client = ProcoreClient(
                self.environment, record.company_id, record.client_id, secret,
                transport=self._transport(), wait=None, on_wait=lambda seconds, reason: self.on_wait(seconds, reason),
            )  # fmt: skip
            self._client_key = key
        return self._client

    def _transport(self) -> "PracticeTransport | None":
        """The way to the practice company in a rehearsal; None for the network."""
        if self.rehearsing is None:
            return None
        from dmsa_tui.practice.transport import transport

        return transport(self.rehearsing.rehearsal.app)

    async def disconnect(self) -> None:
        """End what is being read, and close the connection to Procore, if there is one."""
        await self.every_project.ended()
        await self._hang_up()

    async def _hang_up(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()

    # -- the rehearsal ---------------------------------------------------------------------------------------------

    def reset_rehearsal(self) -> None:
        """Begin the rehearsal again: the practice company and its record as they were at the start."""
        if self.rehearsing is None:
            return
        self.rehearsing.reset()
        for name in self.store.names():
            self.store.forget(name)
        self._record = None
        self._forget_results("name")
        self.every_project.forget()
        # The same scenario invents the same pair again: nothing may go on talking to the company as it was.
        self.vault, self._secrets, self._client_key = MemorySecretStore(), {}, ()
