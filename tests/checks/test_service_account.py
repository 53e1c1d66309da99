"""Which directory user is the app's service account, where only a search by the app's name is possible."""

import pytest

from dmsa_tui.checks.account import find_account, is_app_account
from dmsa_tui.checks.groups.install import account, version
from dmsa_tui.checks.model import Finding
from dmsa_tui.procore.records import AppInstallation, DirectoryUser, TokenInfo
from dmsa_tui.procore.request_record import Answered, ProcoreProblem, Refused
from dmsa_tui.vocabulary import Cause, Status

APP = "Acme Sync"
OWN = DirectoryUser("1", "acme-sync-77aa00bb", "acme-sync-77aa00bb@procore.com", True)
PERSON = DirectoryUser("2", "Acme Sync Coordinator", "acme.sync@example.com", True)
OTHER = DirectoryUser("3", "acme-syncer-77aa00bb", "acme-syncer-77aa00bb@procore.com", True)
STRANGER = DirectoryUser("4", "Zoe Acme", "zoe@example.com", True)


class Facts:
    """A company whose own record is withheld, with these users."""

    def __init__(self, active: list[DirectoryUser], inactive: list[DirectoryUser]) -> None:
        self.target = type("Target", (), {"app_name": APP, "client_id": "client-1"})
        self._active, self._inactive = active, inactive
        self.rows: list[AppInstallation] = []
        self.uid: str | None = "client-1"

    async def me(self) -> None:
        raise Refused(404, None, "Item not found", "Procore hides the record.")

    async def users_named(self, text: str) -> Answered[list[DirectoryUser]]:
        return Answered(self._active, ())

    async def inactive_users(self) -> Answered[list[DirectoryUser]]:
        return Answered(self._inactive, ())

    async def account(self) -> object:
        return await find_account(self)  # type: ignore[arg-type]

    async def installations(self) -> Answered[list[AppInstallation]]:
        return Answered(self.rows, ())

    async def token_info(self) -> Answered[TokenInfo]:
        if self.uid is None:
            raise ProcoreProblem("No answer.")
        return Answered(TokenInfo(self.uid), ())


async def found(active: list[DirectoryUser], inactive: list[DirectoryUser] | None = None) -> Finding:
    return await account.ask(Facts(active, inactive or []))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "address", "own"),
    [
        ("acme-sync-77aa00bb", "acme-sync-77aa00bb@procore.com", True),
        ("acme-sync", "acme-sync@procore.com", True),
        ("Acme", "acme-sync-77aa00bb@PROCORE.com", True),
        ("acme-sync-77aa00bb", "x1@procore.com", True),
        ("acme-sync-77aa00bb", "acme-sync-77aa00bb@example.com", False),
        ("acme-sync-77aa00bb", "acme-sync-77aa00bb@procore.com.example", False),
        ("acme-sync-77aa00bb", "acme-sync-77aa00bb@procore.co", False),
        ("acme-sync-77aa00bb", None, False),
        ("Acme Sync Coordinator", "acme.sync@procore.com", False),
        ("acme-syncer-77aa00bb", "acme-syncer-77aa00bb@procore.com", False),
        ("acme-sync-pro-77aa00bb", "acme-sync-pro-77aa00bb@procore.com", False),
        ("acme-sync-platform", "acme-sync-platform@procore.com", False),
        ("acme-sync-77aa00b", "acme-sync-77aa00b@procore.com", False),
    ],
)
def test_an_account_is_the_apps_by_its_address_and_its_whole_name(name: str, address: str | None, own: bool) -> None:
    assert is_app_account(DirectoryUser("1", name, address, True), APP) is own
    assert not is_app_account(DirectoryUser("1", name, address, True), "")


async def test_the_apps_own_account_passes_whoever_is_beside_it() -> None:
    finding = await found([PERSON, OWN, OTHER])
    assert (finding.status, finding.details["id"]) == (Status.PASS, "1")


@pytest.mark.parametrize("alike", [[PERSON], [OTHER], [PERSON, OTHER]])
async def test_who_merely_looks_like_it_never_passes(alike: list[DirectoryUser]) -> None:
    finding = await found(alike)
    assert (finding.status, finding.cause) == (Status.UNVERIFIED, Cause.PERSON)
    assert all(each.name in finding.summary and str(each.email_address) in finding.summary for each in alike)


async def test_a_person_beside_an_inactive_account_does_not_hide_it() -> None:
    finding = await found([PERSON], [DirectoryUser("9", OWN.name, OWN.email_address, False)])
    assert (finding.status, finding.cause) == (Status.FAIL, Cause.ACCOUNT_INACTIVE)


async def test_nobody_who_fits_is_a_missing_account() -> None:
    finding = await found([STRANGER])
    assert (finding.status, finding.cause) == (Status.FAIL, Cause.ACCOUNT_MISSING)


async def test_two_accounts_of_the_app_are_for_a_person_to_tell() -> None:
    finding = await found([OWN, DirectoryUser("5", "acme-sync-11bb22cc", "acme-sync-11bb22cc@procore.com", True)])
    assert (finding.status, finding.cause) == (Status.UNVERIFIED, Cause.PERSON)


@pytest.mark.parametrize("uid", ["another", None])
async def test_an_installation_of_the_same_name_is_not_taken_for_the_apps(uid: str | None) -> None:
    facts = Facts([], [])
    facts.rows = [AppInstallation(uid, APP, "installed", "1.0.0", None, None)]
    finding = await version.ask(facts)  # type: ignore[arg-type]
    assert (finding.status, finding.cause) == (Status.UNVERIFIED, Cause.NOT_OFFERED)
