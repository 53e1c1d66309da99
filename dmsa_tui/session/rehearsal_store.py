"""A rehearsal that survives quitting: the practice company, and a journal of the actions in it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.errors import InvalidInput, StorageError, why
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.files import write_privately
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Approval, ApprovalState, Confirmed, ExpectMode, Onboarding
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.onboarding.store import Store
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import Rehearsal
    from dmsa_tui.practice.scenarios import Scenario

LOGIN_URL = "https://login.practice.invalid"
API_URL = "https://api.practice.invalid"
"""Hosts that can never resolve (RFC 2606): even a mistake could not send a rehearsal's request anywhere."""
HOSTS = {
    "production": (LOGIN_URL, API_URL),
    "developer-sandbox": ("https://login-sandbox.practice.invalid", "https://sandbox.practice.invalid"),
}
"""Environment id → login and API URL, for the environments of the practice company."""

STARTING_SCENARIO = "fresh"
SCENARIO = "the scenario"
"""Who has confirmed what is done before a rehearsal begins."""
JOURNAL, PLAYED = "journal.json", "played"
"""The file of a rehearsal, and its key that says that the lesson was told."""
HEALTHY = (STARTING_SCENARIO, "ready")
"""Scenarios in which nothing goes wrong."""


class Offered(NamedTuple):
    """A scenario to choose."""

    id: str
    title: str
    teaches: str
    """One sentence."""
    record: Onboarding | None
    """The record of its last rehearsal; None if there is none."""
    played: bool = False
    """Whether that rehearsal was played to its end."""


def offered(paths: Paths) -> list[Offered]:
    """Every scenario, in the order in which they teach best."""
    from dmsa_tui.practice.scenarios import SCENARIOS

    offers = []
    for each in SCENARIOS.values():
        own = paths.practice(each.id)
        record = next((entry.record for entry in Store(own).entries() if entry.record is not None), None)
        played = record is not None and (STEP_IDS[-1] in record.confirmed or _is_played(own.data / JOURNAL))
        offers.append(Offered(each.id, each.title, each.teaches, record, played))
    return offers


def _is_played(journal: Path) -> bool:
    """Whether that journal says so; one that cannot be read says nothing."""
    import json

    try:
        return bool(json.loads(read_regular(journal))[PLAYED])
    except (OSError, ValueError, KeyError, TypeError):
        return False


class RehearsalStore:
    """The rehearsal of one scenario. Every action is on disk before its effect is shown."""

    def __init__(self, paths: Paths, scenario: str) -> None:
        self.paths = paths.practice(scenario)
        """Each scenario has its own record and journal."""
        self.scenario = scenario
        self._journal = self.paths.data / JOURNAL
        self.played = False
        """Whether its lesson was told: nothing is wrong any more."""
        self._saved = self._read(scenario)
        self.shows = ""
        """The text of the browser after the last click; empty where something else came after it."""
        self.looked_at: set[str] = set()
        """What was looked at in this run."""
        self._edition = ""
        """Id of the portal edition that is chosen; empty: the newest."""
        if self._saved or not self.begins_with_nothing:
            self.rehearsal  # noqa: B018  a name or a journal that is wrong is told now

    @cached_property
    def rehearsal(self) -> "Rehearsal":
        """The practice company with every action so far; built late, because home does without it."""
        from dmsa_tui.practice.rehearsal import Rehearsal

        rehearsal = Rehearsal.replay(self.scenario, self._saved)
        rehearsal.world.portal.edition = self._edition or rehearsal.world.portal.edition
        return rehearsal

    def show_edition(self, id: str) -> None:
        """Let the developer portal be that edition from now on."""
        self._edition = id
        if "rehearsal" in vars(self):
            self.rehearsal.world.portal.edition = id

    @property
    def begins_with_nothing(self) -> bool:
        """Whether the whole setup is still to be made."""
        return self.scenario == STARTING_SCENARIO

    @property
    def title(self) -> str:
        """The scenario in a few words; empty for the one that begins with nothing, whose home draws without it."""
        if self.begins_with_nothing:
            return ""
        return self._scenario.title.rstrip(".")

    @property
    def lesson(self) -> str:
        """What is the matter in the scenario, and what it teaches; empty where nothing is wrong in it."""
        return f"{self.title}. {self.teaches}" if self.teaches else ""

    @property
    def aim(self) -> str:
        """What the scenario is for: its lesson, or what is to be done in it; empty for the one that begins with
        nothing."""
        if self.begins_with_nothing:
            return ""
        return self.lesson or f"{self.title}. {self._scenario.aim}"

    @property
    def teaches(self) -> str:
        """What the scenario teaches, in a sentence; empty where nothing is wrong in it."""
        if self.scenario in HEALTHY:
            return ""
        return self._scenario.teaches

    @property
    def look(self) -> str:
        """Where to see what the scenario teaches, in one sentence, if no check of it fails; or empty."""
        return self._scenario.look

    @property
    def looks_at(self) -> str:
        """What `look` names, where it is more than a check of everything; or empty."""
        return self._scenario.looks_at

    @property
    def first(self) -> str:
        """Id of the check whose fault the title names, where more is to be set up once it is fixed; or empty."""
        return self._scenario.first

    @property
    def task(self) -> str:
        """Id of the task that the scenario is for; or empty."""
        return self._scenario.task

    @property
    def _scenario(self) -> "Scenario":
        from dmsa_tui.practice.scenarios import SCENARIOS

        return SCENARIOS[self.scenario]

    @property
    def hosts(self) -> Mapping[str, tuple[str, str]]:
        """Environment id → login and API URL, for the environments of this practice company."""
        return HOSTS

    def perform(self, action_id: str, typed: str = "") -> str:
        """Do what a person would click, and return the text of the browser. Raises InvalidInput if it cannot be done
        now. `typed`: as in `Rehearsal.perform`."""
        self.shows = self.rehearsal.perform(action_id, typed)
        self._write()
        return self.shows

    def keep_memberships(self) -> None:
        """Keep what was added to projects, or taken out of them, through the API; StorageError if the disk refuses."""
        if self.rehearsal.keep_memberships():
            self.shows = ""
            self._write()

    def note_played(self) -> None:
        """Keep that the lesson was told; StorageError if the disk refuses."""
        if not self.played:
            self.played = True
            self._write()

    def _write(self) -> None:
        actions = list(self.rehearsal.journal)
        import json

        text = json.dumps({"scenario": self.scenario, "actions": actions, PLAYED: self.played}, indent=1)
        write_privately(self._journal, text)

    def reset(self) -> None:
        """Put the practice company back to the start of the scenario."""
        self._journal.unlink(missing_ok=True)
        for told in (self.paths.permit_journals, self.paths.setup_records):
            rmtree(told, ignore_errors=True)  # of a company that is not there any more
        self._saved, self.played = [], False
        vars(self).pop("rehearsal", None)

    def starting_record(self) -> Onboarding:
        """The record that a rehearsal of this scenario starts with."""
        record = Onboarding(name="Practice Builders", login_url=LOGIN_URL, api_url=API_URL)
        seen = self.rehearsal.credentials
        record.company_id = seen.company_id
        if self.begins_with_nothing:
            return record
        # Everything is set up already in the other scenarios: they start where the checks or the open answers are.
        record.step = self._scenario.start
        by = Confirmed(SCENARIO, datetime.now(UTC))
        record.confirmed = dict.fromkeys(("create-app", "manifest", "promote"), by)
        record.app_owner, record.administrator = "customer", "Practice administrator"
        record.verification = Approval(ApprovalState.GRANTED, today().isoformat())
        record.production_access = Approval(ApprovalState.GRANTED, today().isoformat())
        record.old_account = seen.old_account or NO_OLD_ACCOUNT
        record.active_projects = len(self.rehearsal.world.company.active_projects)
        record.app_name = seen.app_name or ""
        record.client_id = seen.client_id or ""
        record.app_version_key = seen.app_version_key or ""
        if STEP_IDS.index(record.step) > STEP_IDS.index("projects"):
            record.expect, record.future_projects = ExpectMode.ALL, True
            if not self._scenario.first:  # no earlier fault: what fails there was done before, and is not to do
                record.confirmed["projects"] = by
        return record

    def _read(self, scenario: str) -> list[str]:
        try:
            journal = read_regular(self._journal)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StorageError(f"The last rehearsal in {self._journal} cannot be read: {why(error)}.") from None
        import json

        try:
            saved = json.loads(journal)
        except ValueError:
            saved = None
        match saved:
            case {"scenario": str(name), "actions": list(actions)} if name == scenario:
                self.played = bool(saved.get(PLAYED))
                return [str(action) for action in actions]
        raise InvalidInput(
            f"The last rehearsal in {self._journal} cannot be read; delete that file to begin a new one."
        )
