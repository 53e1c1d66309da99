"""One run of the wizard: the open onboarding, the results about it, and the connection to ask."""

from functools import cached_property
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.onboarding.check_states import Answers
from dmsa_tui.onboarding.ended_access import DELETED
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.progress import overtaken_checks, step_views
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore, SecretStore
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.check_results import CheckResults
from dmsa_tui.session.connection import Connection
from dmsa_tui.session.credentials import TOKEN, Credentials
from dmsa_tui.session.held_client_ids import identity
from dmsa_tui.session.kept_answers import KeptAnswers
from dmsa_tui.session.level_scan import CHANGED, LEVELS, LevelScan
from dmsa_tui.session.mask import Mask
from dmsa_tui.session.open_points import with_open_points
from dmsa_tui.session.open_record import OpenRecord
from dmsa_tui.session.project_changes import ProjectChanges
from dmsa_tui.session.project_run import About, ProjectRun
from dmsa_tui.session.reading import Reading
from dmsa_tui.session.saved_onboardings import SavedOnboardings
from dmsa_tui.session.saved_record import SavedRecord
from dmsa_tui.session.step_actions import StepActions
from dmsa_tui.session.watching import Watching
from dmsa_tui.vocabulary import CHECKS, Check, on_pair_alone

if TYPE_CHECKING:
    from dmsa_tui.checks.expectation import Expectation
    from dmsa_tui.checks.kept_levels import KeptLevels
    from dmsa_tui.checks.model import Confirmation, Report
    from dmsa_tui.checks.target import Target
    from dmsa_tui.guide.links import Places
    from dmsa_tui.guide.model import EditionSteps, Guide
    from dmsa_tui.guide.profiles import Profile
    from dmsa_tui.onboarding.progress import StepView
    from dmsa_tui.onboarding.store import Saved
    from dmsa_tui.practice.transport import PracticeTransport
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.environments import Environment
    from dmsa_tui.session.rehearsal_store import Offered, RehearsalStore
    from dmsa_tui.session.rotation import Rotation


class Session:
    """At most one open onboarding, with everything that this run knows about it."""

    def __init__(
        self, paths: Paths, secret_store: SecretStore | MemorySecretStore, rehearsal: "RehearsalStore | None" = None
    ) -> None:
        self.paths = paths
        self.store = Store(paths)
        self.rehearsal = rehearsal
        """The current rehearsal; None with a real customer."""
        self.saved = SavedOnboardings(self.store, lambda: self.definitions)
        self.open_record = OpenRecord(self.store, paths.state)
        self.results = CheckResults(self.open_record, "" if rehearsal is None else "the practice company")
        self.credentials = Credentials(self.open_record, secret_store)
        self.saved_record = SavedRecord(self.open_record, self.results)
        self.mask = Mask(self.open_record, self.results, self.credentials)
        self.connection = Connection(self.open_record, self.credentials, self._transport)
        self.actions = StepActions(self.open_record, self.results, lambda: self.answers, lambda: self.guide)
        self.reading = Reading()
        self.level_scan = LevelScan(
            self.connection, self.results, self.target, lambda: self.confirmations,
            # A practice company begins anew whenever a person likes.
            lambda client: None if rehearsal is not None else _kept_scan(paths, client),
        )  # fmt: skip
        self.project_run = ProjectRun(
            self.connection, self._about, self.target, lambda: self.paths.permits(*self._about()[1:3]),
            ProjectChanges(self.open_record, self.results, self._about, rehearsal).wrote,
        )  # fmt: skip
        self.kept_answers = KeptAnswers(
            self.store,
            self.open_record,
            self.results,
            lambda: [each for view in self.views().values() for each in view.checks],
        )
        self.watching = Watching(
            self.definitions, lambda ids, manual: self.run_checks(ids, manual=manual), self.results, self.kept_answers,
            lambda: overview(self.record, self.answers, self.definitions),
            lambda: identity(self.record) if self.is_open else "",
        )  # fmt: skip
        self._views: dict[str, StepView] | None = None
        """The last value of `views`; None after a change."""
        self.open_record.observe(lambda _names: self._show_edition())
        self.open_record.observe(self._forget_views)
        self.results.observe(self._forget_views)
        self.open_record.observe(self.results.answers_changed)
        self.open_record.observe(self.level_scan.answers_changed)
        self.open_record.observe(self.project_run.answers_changed)
        self.open_record.observe(lambda _names: self._watch_what_is_open())
        self.open_record.observe(self.kept_answers.read)
        self.open_record.observe(self.credentials.answers_changed)
        self.open_record.observe(self.actions.answers_changed)
        self.results.observe(self.actions.answered)
        self.results.observe(
            lambda _names: self.credentials.answered(self.results.get(TOKEN), self.results.latest(TOKEN))
        )
        self.credentials.observe(lambda _names: self._secret_replaced())
        self.project_run.observe(self._forget_views)

    @classmethod
    def for_customers(cls) -> "Session":
        """A session on the saved onboardings of this machine's user."""
        return cls(Paths.default(), SecretStore())

    @classmethod
    def for_rehearsal(
        cls, scenario: str, *, reset: bool = False, secrets: MemorySecretStore | None = None
    ) -> "Session":
        """A session on the practice company; InvalidInput for an unknown scenario. `secrets`: of this run so far."""
        from dmsa_tui.session.rehearsal_store import RehearsalStore

        rehearsal = RehearsalStore(Paths.default(), scenario)
        session = cls(rehearsal.paths, secrets or MemorySecretStore(), rehearsal)
        if reset:
            session.reset_rehearsal()
        return session

    def know_noted_secret(self) -> None:
        """In a rehearsal that begins with a setup the secret is given, as somebody noted it; which may be the fault.

        Whoever has deleted it is not given it again.
        """
        if self.rehearsal is None or self.rehearsal.begins_with_nothing or DELETED in self.record.ticked:
            return
        noted = self.rehearsal.rehearsal.credentials
        if noted.client_secret and noted.client_id == self.record.client_id:
            secret = Secret(noted.client_secret)
            self.credentials.know(secret)
            self.credentials.store.put(SecretKey.of_record(self.record), secret)  # papers ask there

    @staticmethod
    def scenarios() -> "list[Offered]":
        """What can be rehearsed, with the record of each last rehearsal. Reads files."""
        from dmsa_tui.session.rehearsal_store import offered

        return offered(Paths.default())

    # -- what is open ----------------------------------------------------------------------------------------------

    @property
    def record(self) -> Onboarding:
        """The open onboarding; LookupError while none is open."""
        return self.open_record.record

    @property
    def is_open(self) -> bool:
        """Whether an onboarding is open."""
        return self.open_record.is_open

    @property
    def environment(self) -> "Environment":
        """The open record's environment with its custom hosts, if any."""
        return self.connection.environment

    @property
    def web_url(self) -> str:
        """The web host of links: the one that Procore named, else that of a pasted address, else the environment's."""
        return self.results.web_base_url or self.record.web_url or self.environment.web_url

    @property
    def places(self) -> "Places":
        """The values of the placeholders in the guide's links."""
        from dmsa_tui.guide.links import Places

        return Places(self.environment.portal_url, self.web_url, self.record.company_id or None)

    @property
    def guide(self) -> "Guide":
        """The steps, editions and failures, as they read in the open record's environment, or else in production."""
        from dmsa_tui.onboarding.known import guide_for

        return guide_for(self.record if self.is_open else None)

    @cached_property
    def rotation(self) -> "Rotation":
        """The change of the client secret that this run has seen."""
        from dmsa_tui.session.rotation import Rotation

        return Rotation(self.open_record, self.credentials, self.connection, self._recorded_secret)

    def _recorded_secret(self) -> str | None:
        from dmsa_tui.session.recorded_secret import recorded_fingerprint

        return recorded_fingerprint(self.record, self.paths, self.connection.environment.login_url, "rotate")

    def edition_of(self, step_id: str) -> "EditionSteps":
        """A step or task in the portal edition that this customer sees."""
        editions = self.guide.documented(step_id).editions
        return editions.get(self.record.edition) or editions[self.guide.default_edition.id]

    @property
    def profile(self) -> "Profile":
        """The permission profile of the open record; InvalidInput if it cannot be read."""
        from dmsa_tui.guide.profiles import load_profile

        return load_profile(self.record.profile, self.paths.config)

    async def flush(self) -> "Saved | None":
        """Write changed answers, the last full report for documents, and what Procore answered since.

        Raises StorageError if the disk refuses.
        """
        saved = await self.open_record.flush()
        await self.kept_answers.flush()
        return saved

    @property
    def loses_secret(self) -> bool:
        """Whether a customer's client secret goes with the program, because no keyring keeps it."""
        return self.rehearsal is None and self.credentials.any_in_memory_alone

    @property
    def loses_client_id(self) -> bool:
        """Whether a customer's client ID goes with it, because Procore does not know it yet."""
        return self.rehearsal is None and self.open_record.any_client_id_held

    # -- the checks ------------------------------------------------------------------------------------------------

    @cached_property
    def definitions(self) -> tuple[Check, ...]:
        """All checks, in the order of the report."""
        return tuple(CHECKS)

    def checks_of(self, step_id: str) -> tuple[Check, ...]:
        """The checks that confirm a step; all of them for the checker."""
        return tuple(each for each in self.definitions if step_id in (each.step, "") or step_id == "check")

    @property
    def answers(self) -> Answers:
        """Procore's answers of this run, and of an earlier one while the record still asks the same."""
        found = self.results
        return Answers(
            found,
            found.earlier,
            found.running,
            found.aged,
            found.earlier_at,
            found.asked_all,
            found.found_at,
            no_answer=found.no_answer,
            waiting=self.project_run.holds_up,
        )

    def views(self) -> "dict[str, StepView]":
        """Step id → its state, with the age of answers of an earlier run."""
        if self._views is None:
            views = step_views(self.record, self.answers, self.definitions)
            self._views = with_open_points(views, self.record, self.results, self.mask)
        return self._views

    @property
    def portal(self) -> str:
        """The name of the portal edition whose labels are shown."""
        return self.guide.edition_or_default(self.record.edition).name

    def overtaken(self, step_id: str) -> frozenset[str]:
        """The checks of that step whose no is older than a tick that may have made it a yes."""
        return overtaken_checks(self.record, self.answers, self.checks_of(step_id))

    def _forget_views(self, _names: frozenset[str]) -> None:
        self._views = None
        self.actions.forget_known()

    def target(self) -> "Target":
        """What the checks ask about."""
        from dmsa_tui.onboarding.check_target import target_from_record

        return target_from_record(self.record, self.profile, self.results.web_base_url)

    @property
    def expectation(self) -> "Expectation":
        """Which projects must be permitted, as the record says it; InvalidInput for a list that cannot be read."""
        return self.target().expect

    @property
    def confirmations(self) -> "dict[str, Confirmation]":
        """Check id → the person who confirmed it."""
        from dmsa_tui.checks.model import Confirmation

        return {check: Confirmation(word.by, word.at) for check, word in self.record.accepted.items()}

    def asked_by_itself(self, only: frozenset[str] | None) -> frozenset[str] | None:
        """Which checks of `only` a screen runs when it opens: a sample does not replace a scan of every project."""
        if not self.level_scan.answers:
            return only
        return (only or frozenset(each.id for each in self.definitions)) - {LEVELS}

    async def run_checks(self, only: frozenset[str] | None, *, manual: bool = False) -> "Report":
        """Run the checks `only` (and what they need; None: all), keep the results, and note the verdict.

        `manual`: a person asked for it, so the pair is tried again, and so is what Procore refused three times.

        Raises InvalidInput if client ID or secret is unknown, or the company ID and it is not about the pair alone,
        and StaleResult if an answer changed meanwhile that the run depends on.
        """
        from dmsa_tui.checks.runner import Runner

        run = self.results.begin_run()
        try:
            client = await self.connection.client(pair_alone=on_pair_alone(only))
            if manual:
                client.forget_refusals()
                client.renew_token()
            runner = Runner(client, self.target(), only=only, confirmations=self.confirmations)
            with self.reading.of(client) as progressed:
                report = await runner.run(lambda result: self.results.keep(result, run, runner.requests), progressed)
            report = self.results.settled(report)
            self.results.keep_run(report, runner.projects, run)
        finally:
            self.results.end_run(run)
        await self.credentials.settle()
        if only is None:
            self.kept_answers.note_full(report)
        else:
            self.kept_answers.note_partial(report)
        return report

    def _secret_replaced(self) -> None:
        """Drop the results: they are about the old pair."""
        self.level_scan.stop(CHANGED)
        self.project_run.replaced()
        self.results.secret_replaced()

    def _watch_what_is_open(self) -> None:
        self.watching.answers_changed(access_ended=self.is_open and self.record.access_ended_at is not None)

    def _about(self) -> About:
        """What a run that adds projects is about."""
        if not self.is_open:
            return About("", "", "", "", "")
        record = self.record
        return About(record.name, record.environment, record.company_id, record.client_id, self.environment.api_url)

    def _transport(self) -> "PracticeTransport | None":
        """The transport to the practice company in a rehearsal; None for the network."""
        if self.rehearsal is None:
            return None
        from dmsa_tui.practice.transport import transport

        return transport(self.rehearsal.rehearsal.app)

    def _show_edition(self) -> None:
        """Let the practice portal be the edition that the person sees."""
        if self.rehearsal is not None and self.is_open:
            self.rehearsal.show_edition(self.record.edition)

    async def disconnect(self) -> None:
        """Stop background work, and close the connection to Procore."""
        self.credentials.store.give_up()
        await self.watching.ended()
        await self.level_scan.ended()
        await self.project_run.ended()
        await self.connection.close()

    def reset_rehearsal(self) -> None:
        """Start the rehearsal again, with the practice company and its record as they were at the start."""
        if self.rehearsal is None:
            return
        self.rehearsal.reset()
        for name in self.store.names():
            self.store.forget(name)
        self.close()

    def close(self) -> None:
        """Close the open onboarding without writing it, and drop everything known about it."""
        # The same scenario invents the same pair again: nothing may go on talking to the company as it was.
        self.credentials.forget()
        self.open_record.close()
        self.level_scan.forget()
        self.connection.forget()


def _kept_scan(paths: Paths, client: "ProcoreClient") -> "KeptLevels":
    from dmsa_tui.onboarding.kept_scan import KeptScan

    return KeptScan(paths, client)
