"""What the interface stands on: the open record, its secret, the latest results, and the way to Procore. No Textual."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dmsa_tui.checks.model import Report, RequestCount, Result, Status
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.problems import StoreProblem
from dmsa_tui.onboarding.progress import StepState, step_states
from dmsa_tui.onboarding.record import Onboarding, Vouched
from dmsa_tui.onboarding.store import Saved, Store
from dmsa_tui.onboarding.vault import Kept, MemoryVault, Vault
from dmsa_tui.problems import BadInput
from dmsa_tui.procore.secret import Secret

if TYPE_CHECKING:
    from dmsa_tui.checks.registry import CheckDefinition
    from dmsa_tui.guide.model import EditionSteps, Guide, Profile, Step
    from dmsa_tui.onboarding.setup_record import SetupRecord
    from dmsa_tui.practice.transport import PracticeTransport
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.environments import Environment
    from dmsa_tui.rehearsing import Rehearsing


class Session:
    """One run of the wizard: at most one open onboarding, one client, one vault."""

    def __init__(self, paths: Paths, vault: Vault | MemoryVault, rehearsing: "Rehearsing | None" = None) -> None:
        self.paths = paths
        self.store = Store(paths)
        self.vault = vault
        self.rehearsing = rehearsing
        """Set in a rehearsal: the practice company and what was done there."""
        self.results: dict[str, Result] = {}
        """Check id → the latest result of this run."""
        self.report: Report | None = None
        """The last full check of this run."""
        self.requests: RequestCount | None = None
        """What the last run of checks cost."""
        self.masked = True
        """Screen-share mode: IDs and other customers' names are masked on screen."""
        self.web_base_url: str | None = None
        """The company's own web host, once Procore has named it."""
        self._record: Onboarding | None = None
        self._secrets: dict[tuple[str, str], Secret | None] = {}
        """What the vault has answered in this run: a keyring may take seconds to answer."""
        self._client: ProcoreClient | None = None
        self._client_key: tuple[object, ...] = ()
        self._saving = asyncio.Lock()
        self._unsaved: set[str] = set()

    @classmethod
    def for_customers(cls) -> "Session":
        """A session on the saved onboardings of this machine's user."""
        return cls(Paths.default(), Vault())

    @classmethod
    def for_rehearsal(cls, scenario: str, *, reset: bool = False) -> "Session":
        """A session on the practice company; BadInput for an unknown scenario."""
        from dmsa_tui.rehearsing import Rehearsing

        rehearsing = Rehearsing(Paths.default(), scenario)
        session = cls(rehearsing.paths, MemoryVault(), rehearsing)
        if reset:
            session.reset_rehearsal()
        return session

    # -- the record ------------------------------------------------------------------------------------------------

    @property
    def record(self) -> Onboarding:
        """The open onboarding; LookupError while none is open."""
        if self._record is None:
            raise LookupError("no onboarding is open")
        return self._record

    @property
    def is_open(self) -> bool:
        """Whether an onboarding is open."""
        return self._record is not None

    def begin(self, record: Onboarding) -> None:
        """Create `record` in the store and open it; BadInput if the name is taken."""
        self._adopt(self.store.create(record))

    def open(self, name: str) -> None:
        """Open a saved onboarding; StoreProblem if the disk still refuses the answers of the one that was open."""
        if self._unsaved and self._record is not None:
            if name == self._record.name:
                return  # what is here is newer than what is on disk
            self.store.save(self._record)
        self._adopt(self.store.load(name))

    def _adopt(self, record: Onboarding) -> None:
        self._record = record
        self._unsaved = set()
        self.results.clear()
        self.report, self.web_base_url, self.masked = None, None, True

    def note(self, **answers: Any) -> None:
        """Take answers into the open record; `flush` writes them."""
        for key, value in answers.items():
            if getattr(self.record, key) != value:
                setattr(self.record, key, value)
                self._unsaved.add(key)
                self._forget_results(key)

    def _forget_results(self, answer: str) -> None:
        """What Procore said about another company, pair or list proves nothing about this one."""
        if answer in ("environment", "company_id", "client_id", "login_url", "api_url", "profile"):
            self.results.clear()
            self.report, self.web_base_url = None, None
        elif answer in ("expect", "expected_projects", "future_projects"):
            for check in [each for each in self.results if each.startswith("projects.")]:
                del self.results[check]
            self.report = None

    async def flush(self) -> Saved | None:
        """Write what has been noted, off the event loop; None if there is nothing to write.

        Raises StoreProblem if the disk refuses; the answers stay in memory and are written with the next flush.
        """
        async with self._saving:
            if self._record is None or not self._unsaved:
                return None
            writing, self._unsaved = self._unsaved, set()
            try:
                saved = await asyncio.to_thread(self.store.save, self._record)
            except StoreProblem:
                self._unsaved |= writing
                raise
            return saved

    def confirm(self, step_id: str, by: str | None) -> None:
        """Keep a person's word that a step's actions are done; `by` None takes it back."""
        confirmed = {key: word for key, word in self.record.confirmed.items() if key != step_id}
        if by is not None:
            confirmed[step_id] = Vouched(by, datetime.now(UTC))
        self.note(confirmed=confirmed)

    def vouch(self, check_id: str, by: str) -> None:
        """Keep a person's word for what Procore did not say about a check."""
        self.note(accepted={**self.record.accepted, check_id: Vouched(by, datetime.now(UTC))})

    @property
    def farewell(self) -> str:
        """What is printed after the screen is gone."""
        if self._record is None:
            return ""
        if self._unsaved:
            return f"The last answers for {self._record.name} could not be saved: {', '.join(sorted(self._unsaved))}."
        again = "dmsa-tui" if self.rehearsing is None else f"dmsa-tui demo --scenario {self.rehearsing.scenario}"
        return f"{self._record.name} is saved at step {self._record.step!r}; `{again}` goes on there."

    def mask(self, text: str) -> str:
        """`text` for a shared screen: this customer's IDs and keys are dots unless they are revealed."""
        if not self.masked or self._record is None:
            return text
        record = self._record
        ids = (record.company_id, record.client_id, record.app_version_key)
        for value in (*ids, record.sandbox_client_id, record.sandbox_app_version_key):
            if len(value) > 4:
                text = text.replace(value, "••••" + value[-4:])
        return text

    # -- the guide -------------------------------------------------------------------------------------------------

    @cached_property
    def guide(self) -> "Guide":
        """The steps, editions and failures."""
        from dmsa_tui.guide.loader import load_guide

        return load_guide()

    def step(self, step_id: str) -> "Step":
        """A step of the guide."""
        return self.guide.step(step_id)

    def edition_of(self, step_id: str) -> "EditionSteps":
        """A step in the portal edition that this customer sees."""
        step = self.step(step_id)
        return step.editions.get(self.record.edition) or step.editions[self.guide.default_edition.id]

    @property
    def profile(self) -> "Profile":
        """The permission profile of the open record."""
        from dmsa_tui.guide.profiles import load_profile

        return load_profile(self.record.profile, self.paths.config)

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

    @property
    def environment(self) -> "Environment":
        """The open record's environment with its custom hosts, if any."""
        from dmsa_tui.procore.environments import environment, with_urls

        record = self.record
        return with_urls(environment(record.environment), record.login_url or None, record.api_url or None)

    async def secret(self) -> Secret | None:
        """The open record's client secret, if it is known."""
        key = (self.record.environment, self.record.client_id)
        if key[1] and key not in self._secrets:
            found = await asyncio.to_thread(self.vault.get, *key)
            self._secrets.setdefault(key, found)  # one may have been given while the keyring was being asked
        return self._secrets.get(key)

    async def keep_secret(self, secret: Secret) -> Kept:
        """Put the client secret where it is safe; says where that is."""
        key = (self.record.environment, self.record.client_id)
        if self._secrets.get(key) != secret:
            self._forget_results("client_id")
        self._secrets[key] = secret
        return await asyncio.to_thread(self.vault.put, *key, secret)

    async def try_vault(self) -> Kept:
        """Find out where a secret would be kept, before Procore shows it once."""
        return await asyncio.to_thread(self.vault.probe)

    async def missing(self) -> str | None:
        """What must be known before Procore can be asked, as a phrase; None if nothing is missing."""
        record = self.record
        needed = [("the company ID", bool(record.company_id)), ("the client ID", bool(record.client_id))]
        needed.append(("the client secret", await self.secret() is not None))
        absent = [phrase for phrase, known in needed if not known]
        return " and ".join([", ".join(absent[:-1]), absent[-1]] if len(absent) > 1 else absent) or None

    async def run_checks(
        self,
        only: frozenset[str] | None,
        on_event: Callable[[Result], None],
        on_wait: Callable[[float, str], None] | None = None,
        *,
        asked: bool = False,
    ) -> Report:
        """Run the checks `only` (and what they need; None: all), keep their results and note the verdict.

        `asked`: a person wants it now, so that what Procore has refused three times is sent again.
        Raises BadInput if the client ID, secret or company ID is not known yet.
        """
        from dmsa_tui.checks.model import Confirmation
        from dmsa_tui.checks.runner import Runner
        from dmsa_tui.checks.target import target_from_record

        client = await self._connected(on_wait)
        if asked:
            client.forget_refusals()
        accept = {check: Confirmation(word.by, word.at) for check, word in self.record.accepted.items()}

        def keep(result: Result) -> None:
            if result.status is not Status.RUNNING:
                self.results[result.id] = result
            on_event(result)

        target = target_from_record(self.record, self.profile, self.web_base_url)
        report = await Runner(client, target, only=set(only) if only else None, accept=accept).run(keep)
        host = self.results.get("company.reachable")
        if host is not None and isinstance(url := host.details.get("web_base_url"), str):
            self.web_base_url = url
        self.requests = report.requests
        if only is None:
            self.keep_verdict(report)
        return report

    @property
    def company_name(self) -> str:
        """The company's name as Procore gave it; empty until it did."""
        connected = self.results.get("install.connected")
        return str(connected.details.get("company") or "") if connected else ""

    async def setup_record(self) -> "SetupRecord":
        """The record that the next person keeps, as things stand."""
        from dmsa_tui.onboarding.history import read_history
        from dmsa_tui.onboarding.setup_record import build_setup_record, secret_facts

        record = self.record
        facts = await asyncio.to_thread(secret_facts, self.vault, record.environment, record.client_id)
        history = await asyncio.to_thread(read_history, self.paths, record)
        return build_setup_record(record, self.profile, self.report, facts, history)

    async def save_setup_record(self, kind: str) -> Path:
        """Write the setup record into the data directory; StoreProblem if the disk refuses."""
        from dmsa_tui.onboarding.setup_record import save_setup_record

        return await asyncio.to_thread(save_setup_record, await self.setup_record(), self.paths, kind)

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

        Raises BadInput while the client secret is not known.
        """
        from dmsa_tui.checks.elsewhere import found_elsewhere
        from dmsa_tui.checks.target import target_from_record
        from dmsa_tui.procore.elsewhere import try_other_environments

        secret = await self.secret()
        if secret is None:
            raise BadInput("The client secret is not known in this run; paste it first.")
        tried = await try_other_environments(
            self.record.client_id, secret, self.environment, agreed=True, transport=self._transport()
        )
        result = found_elsewhere(tried, target_from_record(self.record, self.profile), self.web_base_url)
        self.results[result.id] = result
        return result

    def keep_verdict(self, report: Report) -> None:
        """Note a full report as the last word on this customer."""
        self.report = report
        self.note(verdict=report.verdict.value, checked_at=datetime.now(UTC))

    async def _connected(self, on_wait: Callable[[float, str], None] | None) -> "ProcoreClient":
        from dmsa_tui.procore.client import ProcoreClient

        secret = await self.secret()
        if secret is None or not self.record.company_id:
            raise BadInput(f"Procore cannot be asked yet: {await self.missing()} is still missing.")
        record = self.record
        key = (self.environment, record.company_id, record.client_id, secret.fingerprint(record.client_id))
        if self._client is None or key != self._client_key:
            await self.disconnect()
            self._client = ProcoreClient(
                self.environment, record.company_id, record.client_id, secret,
                transport=self._transport(), wait=None, on_wait=on_wait,
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
        """Close the connection to Procore, if there is one."""
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
        self.results.clear()
        self.report = None
        # The same scenario invents the same pair again: nothing may go on talking to the company as it was.
        self.vault, self._secrets, self._client_key = MemoryVault(), {}, ()
