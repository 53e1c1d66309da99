"""What is still to be done for a customer, by whom, and since when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.documents.setup_record.model import Lead, OpenItem
from dmsa_tui.documents.values import told
from dmsa_tui.onboarding.account_name import misnamed
from dmsa_tui.onboarding.action_ticks import doing_task, open_actions
from dmsa_tui.onboarding.approvals import are_settled
from dmsa_tui.onboarding.check_states import is_confirmed
from dmsa_tui.onboarding.clicker import PORTAL, clicker
from dmsa_tui.onboarding.company_names import uncompared_name
from dmsa_tui.onboarding.ended_access import ENDED, said_of_end
from dmsa_tui.onboarding.known import counted_projects, guide_for, in_sandbox, unexpected_count
from dmsa_tui.onboarding.last_answers import was_with_old_secret
from dmsa_tui.onboarding.open_answers import NO_CLIENT_ID, open_answers
from dmsa_tui.onboarding.open_tasks import unfinished_tasks
from dmsa_tui.onboarding.progress import StepView, lacks_word_for_key, missing_answers
from dmsa_tui.onboarding.record import ApprovalState, Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.turns import first_mender, shown_on, turn_for, turn_of
from dmsa_tui.vocabulary import CHECKS, HANDOFF, PROCORE, STEP_IDS, Status

_APPROVALS = {"verification": "The organization verification", "production_access": "Production access"}

REPLACED = "Another client secret was entered after the last full check. Run the checks again."
REFUSED = "Procore refused the client ID. It is not shown here, because it may be the client secret in the wrong field."
NOBODY = "Nobody has confirmed "
"""What the items begin with that lack a person's word."""
NOT_HANDED_OVER = f"{NOBODY}that the sync tool has the credentials."
NOT_COMPLETE = f"{NOBODY}that the handoff is complete."
SAYS_NO = " says no: "
"""What stands in an item between who says so and what a task could not prove."""
OF_HANDOFF = (NOT_HANDED_OVER, NOT_COMPLETE)
"""What is open of the step that hands the setup over."""
_HANDED_OVER = "handoff/integration"
"""The tick that says so: the sync tool has the credentials."""
_CHECKER = Lead(step="check")
_NOT_ASKED_ABOUT = frozenset(STEP_IDS) - {"check", "handoff", *(check.step for check in CHECKS)}
"""Steps that no check proves: they are open until a person confirms them."""
_WAITS = "Not checked: waits for "
"""How the checks say what they wait for."""
_TITLES = {check.id: check.title for check in CHECKS}


def open_items(
    record: Onboarding, results: Mapping[str, Result], report: Report | None, today: date, no_report: str = "",
    client_id_refused: bool = False,
) -> Iterator[OpenItem]:  # fmt: skip
    """Everything open, in the order of the setup; `results` are those of `report`, `no_report` why there is none.

    What nobody has done yet is open since the setup was begun.
    """
    if said := said_of_end(record):  # nothing else is to be done but a task's last actions
        yield OpenItem(said, "both", _day(record.access_ended_at, today))
        yield from _begun(record, today)
        return
    yield from _begun(record, today)
    if not are_settled(record, results.get("credentials.token")):
        yield from _approvals(record, today)
    yield from _unconfirmed(record, results, today)
    guide = guide_for(record)
    for each in open_answers(record):
        if each.what != NO_CLIENT_ID or not client_id_refused:
            lead = Lead(each.field, _held_by(record, each.field))
            yield OpenItem(each.what, turn_for(guide, each.field, record), _day(each.since, today), lead)
    if client_id_refused:
        owner = turn_for(guide, "client_id", record)
        yield OpenItem(REFUSED, owner, _day(record.created_at, today), Lead("client_id"))
    if report is None:
        since = _day(record.checked_at or record.created_at, today)
        yield OpenItem(no_report or _not_checked(record), "both", since, _CHECKER)
    elif was_with_old_secret(record, report.started_at):
        yield OpenItem(REPLACED, "both", _day(record.secret_replaced_at, today), _CHECKER)
    if differs := uncompared_name(record, told(results, "install.connected", "company")):
        since = _day(report.started_at if report else None, today)
        yield OpenItem(differs, "both", since, Lead(step="install", action="company"))
    if doubt := misnamed(record, told(results, "install.account", "name")):
        since = _day(report.started_at if report else None, today)
        yield OpenItem(doubt, "both", since, Lead("app_name"))
    if unexpected := unexpected_count(record, counted_projects(record, results)):
        since = _day(report.started_at if report else None, today)
        yield OpenItem(unexpected, "both", since, Lead("active_projects"))
    yield from _of_checks(record, results, _day(report.started_at if report else None, today))
    if "handoff" not in record.confirmed and not _left_to_task(record):
        what = NOT_COMPLETE if _HANDED_OVER in record.ticked else NOT_HANDED_OVER
        owner = turn_of(guide, "handoff", record)
        yield OpenItem(what, owner, _day(record.created_at, today), Lead(step="handoff"))


def _left_to_task(record: Onboarding) -> bool:
    """Whether all that is left of the handoff is done by a begun task, which is open itself."""
    left = open_actions(record, HANDOFF, shown_on(guide_for(record), HANDOFF, record))
    return bool(left) and all(doing_task(record, HANDOFF, each.id) for each in left)


def _of_checks(record: Onboarding, results: Mapping[str, Result], since: str) -> Iterator[OpenItem]:
    """What the checks leave open; those that wait for the same one are one item."""
    left = [each for each in results.values() if _is_open(record, each)]
    waiting = Counter(each.summary for each in left if each.summary.startswith(_WAITS))
    for result in left:
        count = waiting.pop(result.summary, None)
        if count and count > 1:
            yield OpenItem(f"{count} checks wait for {result.summary.removeprefix(_WAITS)}", "both", since, _CHECKER)
        elif count or not result.summary.startswith(_WAITS):
            what = f"{_TITLES.get(result.id, result.id)}: {result.summary}"
            yield OpenItem(what, first_mender([result], record), since, Lead(check=result.id))


def with_handoff(views: dict[str, StepView], items: Iterable[OpenItem]) -> dict[str, StepView]:
    """The steps' views, the handoff to do while something before it is open: its first action is that nothing is.

    A task that was begun is no part of the setup.
    """
    view = views[HANDOFF]
    before = (each for each in items if each.what not in OF_HANDOFF and not each.lead.task)
    if view.state is State.CONFIRMED and any(before):
        return {**views, HANDOFF: view._replace(state=State.TODO)}
    return views


def is_end(item: OpenItem) -> bool:
    """Whether it says that the access was ended: that is why nothing else is open, and nothing that somebody does."""
    return item.what.startswith(ENDED)


def _begun(record: Onboarding, today: date) -> Iterator[OpenItem]:
    """Tasks that were begun and are not done: the sync may stand still meanwhile."""
    for task, at in unfinished_tasks(record, guide_for(record)):
        times = {key: failed.at for key, failed in record.failed_proofs.items()}
        times |= {key: word.at for key, word in record.ticked.items()}
        since = min(since for key, since in times.items() if key.startswith(f"{task.id}/"))
        what = f"The task “{task.title}” is not finished: {at.left}."
        if at.fails:
            what += f" {at.says_no}"
        yield OpenItem(what, at.who, _day(since, today), Lead(task=task.id))


def _approvals(record: Onboarding, today: date) -> Iterator[OpenItem]:
    for id, what in _APPROVALS.items():
        approval = getattr(record, id)
        if in_sandbox(record) and approval.state is ApprovalState.NOT_ASKED:
            continue
        owner = PROCORE if approval.state is ApprovalState.WAITING else clicker(PORTAL, "consultant", record)
        says = {
            ApprovalState.NOT_ASKED: "has not been requested.",
            ApprovalState.WAITING: "is waiting for Procore.",
            ApprovalState.REFUSED: "was refused by Procore.",
        }.get(approval.state)
        if says:
            yield OpenItem(f"{what} {says}", owner, approval.since or _day(record.created_at, today), Lead(id))


def _unconfirmed(record: Onboarding, results: Mapping[str, Result], today: date) -> Iterator[OpenItem]:
    guide, asked_for = guide_for(record), _NOT_ASKED_ABOUT
    if lacks_word_for_key(record, results.get("credentials.token")):
        asked_for = asked_for | {"promote"}
    for step in guide.steps:
        if step.id in asked_for and step.id not in record.confirmed:
            what = f"{NOBODY}the step “{step.title}”."
            owner = turn_of(guide, step.id, record)
            yield OpenItem(what, owner, _day(record.created_at, today), Lead(step=step.id))


def _held_by(record: Onboarding, field: str) -> str:
    """Id of the step that a person confirmed and that is not done without this answer; empty for none."""
    return next((step for step in record.confirmed if field in missing_answers(record, step)), "")


def _not_checked(record: Onboarding) -> str:
    if not record.verdict:
        return "Not all checks have been run." if record.checked_at else "The checks have not been run."
    return f"The last verdict was {record.verdict}; run the checks again to add their evidence to this record."


def _is_open(record: Onboarding, result: Result) -> bool:
    if result.status is Status.PASS or is_confirmed(record, result):
        return False
    if result.status is Status.SKIPPED:
        return result.required
    return result.status is not Status.WARN or result.remedy is not None


def _day(moment: datetime | None, today: date) -> str:
    return today.isoformat() if moment is None else moment.astimezone(UTC).date().isoformat()
