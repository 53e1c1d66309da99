"""The record of one onboarding: every answer that was given, none of them secret."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

SCHEMA = "dmsa-tui.onboarding/1"
ASKED_ABOUT = frozenset({
    "environment", "company_id", "client_id", "login_url", "api_url", "profile",
    "expect", "expected_projects", "future_projects", "app_name", "app_version_key",
})  # fmt: skip
"""Fields that decide what the checks ask or find. When one changes, the last verdict is dropped."""
ON_PROJECTS = frozenset({"expect", "expected_projects", "future_projects"})
"""Those about projects alone: when the checks ran stays true."""
OF_APP = frozenset({"environment", "client_id", "login_url"})
"""Those that say whose client secret it is."""
OF_ACCESS = OF_APP | {"company_id", "api_url"}
"""Those that say whose access was ended, and where."""
OF_PLACE = frozenset({"environment", "login_url", "api_url"})
"""Those that say who answers: Procore in that environment, or hosts in its place."""
STAYS_DONE = ("create-app", "manifest", "permissions")
"""Steps done in the portal: what a person says of them holds at every place."""
_COMPARED = "install/company"
"""The tick of whoever has compared Procore's name for the company with the customer's."""
ON_OLD_APP = ("old_secret_proven_at", "old_secret_refused_at", "secret_accepted_at")
"""Times that are of no other app's secret."""

NO_OLD_ACCOUNT = "none"
"""The answer where there is no old service account or app."""


def past_login_urls(record: "Onboarding", before: "Onboarding | None") -> list[str]:
    """What `Onboarding.past_login_urls` is once the record is written over the state `before`."""
    past, was = record.past_login_urls, "" if before is None else before.login_url
    return past if was in ("", record.login_url, *past) else [*past, was]


def words_elsewhere(record: "Onboarding") -> dict[str, Any]:
    """What a person's word still says where others answer: nothing about the company or its checks.

    That two names of the company were compared stays: another name there is to be compared again.
    """
    stay = {_COMPARED} if record.compared_company else set()
    return {
        "accepted": {},
        "confirmed": {step: word for step, word in record.confirmed.items() if step in STAYS_DONE},
        "ticked": {
            key: word for key, word in record.ticked.items() if key in stay or key.partition("/")[0] in STAYS_DONE
        },
        "skipped": {key: word for key, word in record.skipped.items() if key.partition("/")[0] in STAYS_DONE},
    }


def overtaken_verdict(record: "Onboarding", changed: Set[str]) -> dict[str, Any]:
    """What a change of these fields leaves of the last verdict, of what tasks have proven, and of a person's word."""
    of_app: dict[str, Any] = {} if changed.isdisjoint(OF_APP) else {**dict.fromkeys(ON_OLD_APP), "failed_proofs": {}}
    of_access = {} if changed.isdisjoint(OF_ACCESS) else {"access_ended_at": None}
    of_place = {} if changed.isdisjoint(OF_PLACE) else words_elsewhere(record)
    return of_place | {"verdict": ""} | ({} if changed <= ON_PROJECTS else {"checked_at": None}) | of_app | of_access


class ApprovalState(StrEnum):
    """The state of one of Procore's approvals."""

    NOT_ASKED = "not-asked"
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass
class Approval:
    """One of Procore's approvals: the developer organization's verification, the app's production access."""

    state: ApprovalState = ApprovalState.NOT_ASKED
    since: str = ""
    """ISO date on which the state was entered."""
    note: str = ""
    requested: str = ""
    """Once Procore has answered: the ISO date on or before which it was requested; empty if nobody said."""

    @property
    def is_answered(self) -> bool:
        """Whether somebody said where it stands; a person's "not requested" has its date."""
        return self.state is not ApprovalState.NOT_ASKED or bool(self.since)


class ExpectMode(StrEnum):
    """Which projects must be permitted."""

    UNDECIDED = "undecided"
    ALL = "all"
    """Every active project."""
    LIST = "list"


@dataclass
class Confirmed:
    """Who confirmed something, and when."""

    by: str
    at: datetime


@dataclass
class FailedProof:
    """What Procore said against what a task has to prove."""

    at: datetime
    said: str
    """One sentence."""
    mend: str
    """Id of the task's action that puts it right."""


class Refusal(StrEnum):
    """What Procore refused when the access had ended."""

    COMPANY = "company"
    """The account's calls for the company."""
    TOKEN = "token"
    """A token for credentials that it had accepted before."""


@dataclass
class EndProof:
    """What proved that the access has ended."""

    refused: Refusal
    requests: list[str]
    """Each in a line: method, URL, status and Procore's request ID."""


@dataclass
class ProjectChange:
    """What one run of the program did to the projects of the service account at Procore."""

    by: str
    """Who ran it: the name of the person's account on the machine."""
    at: datetime
    outcome: str
    """A word of the permit report, such as done or partly."""
    added: int
    removed: int


@dataclass
class Onboarding:
    """Everything known about one customer's setup. The client secret is in the secret store, never here."""

    name: str
    """The customer's name, as the consultant files it; unique in the store."""
    environment: str = "production"
    company_id: str = ""
    web_url: str = ""
    """The company's own web host, as a pasted address named it, for links; empty: the environment's."""
    login_url: str = ""
    """Empty: the environment's own."""
    past_login_urls: list[str] = field(default_factory=list)
    """Those that it had before: the keyring may still hold a secret for them."""
    api_url: str = ""
    edition: str = "components"
    edition_sure: bool | None = None
    """Whether the person could tell the portal edition; if not, the wizard asks again. None: not asked."""
    profile: str = "file-sync"
    levels_set: dict[str, str] = field(default_factory=dict)
    """What a person has ticked as set in the permission builder, e.g. company:documents → admin; it proves nothing."""
    step: str = "create-app"
    """The step that was open last."""
    action: str = ""
    """The action that was open last in it; empty: all were done."""
    app_name: str = ""
    app_owner: str = ""
    """customer or consultant: whose developer account owns the app."""
    administrator: str = ""
    """Who installs the app at the customer's."""
    contact: str = ""
    """Whom the administrator asks: the consultant, with a number or an address; empty: whom the settings name."""
    active_projects: int | None = None
    """How many active projects the company has, as a person estimates; None: not asked."""
    old_account: str = ""
    """The old service account or app that the new one replaces, or NO_OLD_ACCOUNT; empty: not asked."""
    sandbox_test: str = ""
    """tested or skipped: what became of the sandbox test; empty: not said."""
    verification: Approval = field(default_factory=Approval)
    production_access: Approval = field(default_factory=Approval)
    approvals_settled_by: str = ""
    """Environment and client ID to which Procore has issued a token, which settles both; see `approvals`."""
    client_id: str = ""
    app_version_key: str = ""
    secret_replaced_at: datetime | None = None
    """When another client secret last replaced the stored one. Neither is in the record."""
    secret_accepted_at: datetime | None = None
    """When Procore first accepted the client secret that is stored; None: not since it was stored."""
    old_secret_proven_at: datetime | None = None
    """When Procore last accepted the old secret in the task that rotates it; None: not in this rotation."""
    old_secret_refused_at: datetime | None = None
    """When Procore refused it there, after the new one worked; None: not in this rotation."""
    access_ended_at: datetime | None = None
    """When the task that ends the access proved its end; None again once Procore says that the app is installed."""
    access_end_proof: EndProof | None = None
    """What proved it; None where `access_ended_at` is, and in a record of before this was kept."""
    sandbox_client_id: str = ""
    sandbox_app_version_key: str = ""
    other_pairs: dict[str, str] = field(default_factory=dict)
    """Values set aside at a change of environment, e.g. production.client_id → the production pair's."""
    other_words: dict[str, Confirmed] = field(default_factory=dict)
    """Words set aside at a change of environment, e.g. production.ticked.promote/vault → who said it, and when.

    Also when Procore accepted or refused the old secret there, e.g. production.rotation.old_secret_proven_at.
    """
    other_failed_proofs: dict[str, FailedProof] = field(default_factory=dict)
    """What Procore said no to, set aside at a change of environment, e.g. production.offboard/prove."""
    expect: ExpectMode = ExpectMode.UNDECIDED
    expected_projects: list[str] = field(default_factory=list)
    """IDs, numbers or names, as pasted; used with ExpectMode.LIST."""
    future_projects: bool | None = None
    """Whether future projects are wanted; None: not yet asked."""
    confirmed: dict[str, Confirmed] = field(default_factory=dict)
    """Step id → who confirmed that its actions are done."""
    compared_company: str = ""
    """Procore's name for the company, where a person has compared it with the customer's; see `install/company`."""
    compared_account: str = ""
    """The service account's name and the app's, where a person has compared them; see `create-app/app-name`."""
    ticked: dict[str, Confirmed] = field(default_factory=dict)
    """Step and action id, e.g. install/app-management → who ticked it, and when; see `action_ticks`."""
    skipped: dict[str, Confirmed] = field(default_factory=dict)
    """Step and action id of an optional action → who skipped it, and when; a tick of it ends that."""
    failed_proofs: dict[str, FailedProof] = field(default_factory=dict)
    """Task and action id, e.g. offboard/prove → Procore's no, until it is proven or the task starts over."""
    accepted: dict[str, Confirmed] = field(default_factory=dict)
    """Check id → who confirms what Procore did not say."""
    archived: bool = False
    """Archived: finished or given up."""
    project_changes: dict[str, ProjectChange] = field(default_factory=dict)
    """A run's journal and mode, e.g. 20261128-101500-000001.apply → what it did at Procore."""
    verdict: str = ""
    """Verdict of the last full check; empty: never run."""
    checked_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    revision: int = 0
    """Counts the writes; a writer that has read an older one merges instead of overwriting."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Keys that this version does not know; they are written back unchanged."""

    @property
    def identity(self) -> str:
        """What stays of it when its name changes."""
        return str(self.created_at or self.name)
