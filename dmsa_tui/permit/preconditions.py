"""Conditions that must hold before anything is written, read live from Procore through the facts of the checks."""

from dataclasses import dataclass

from dmsa_tui.checks.diagnosis import diagnose, is_withheld
from dmsa_tui.checks.facts import Facts
from dmsa_tui.checks.level_comparison import DIRECTORY, compare_template
from dmsa_tui.checks.model import Finding, Remedy
from dmsa_tui.checks.registry import QUESTIONS
from dmsa_tui.checks.remedies import remedy_for
from dmsa_tui.checks.words import at_label, listed
from dmsa_tui.errors import quoted
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.permit.model import Account, Outcome, Template
from dmsa_tui.procore.records import DirectoryRecord, PermissionTemplate
from dmsa_tui.procore.request_record import ProcoreProblem, Refused
from dmsa_tui.vocabulary import Cause, Level, Status

DEFAULT = "default"
"""The account's default project template."""
_CHECKS = ("credentials.token", "company.reachable", "install.connected", "install.account")
"""Checks that must pass, each needing the ones before it."""


@dataclass(frozen=True)
class Ready:
    """All conditions hold."""

    account: Account
    record: DirectoryRecord
    company: str
    """The company's name, which a person types; its ID where Procore names it nowhere."""
    template: Template | None
    """None only where none was asked about."""
    notes: tuple[str, ...] = ()


class Obstacle(Exception):
    """A condition that does not hold, or about which Procore did not say."""

    def __init__(self, outcome: Outcome, sentence: str, cause: str | None = None) -> None:
        super().__init__(sentence)
        self.outcome = outcome
        self.cause = cause


async def look(facts: Facts, template: str | None) -> Ready:
    """Read the conditions. Raises Obstacle for the first that does not hold. `template` is an ID or `default`.

    None is for taking projects out, for which no template matters and which may go on while an update is pending.
    """
    for check in ("install.version", "permissions.company", "install.connected", "company.reachable"):
        QUESTIONS[check].prefetch(facts)
    for check in _CHECKS:
        finding = await _found(facts, check)
        if finding.status not in (Status.PASS, Status.WARN):
            raise _obstacle(facts, check, finding)
    directory_account = (await facts.account()).value
    record = directory_account.record
    if record is None or directory_account.id is None:
        raise Obstacle(
            Outcome.UNVERIFIED,
            "Procore does not show the service account's directory entry, so its projects cannot be read back.",
        )
    account = Account(directory_account.id, directory_account.name)
    company = await _company_name(facts)
    await _directory_admin(facts)
    if template is None:
        return Ready(account, record, company, None)
    notes = await _nothing_pending(facts)
    return Ready(account, record, company, await _template(facts, record, template), notes)


async def _found(facts: Facts, check: str) -> Finding:
    try:
        return await QUESTIONS[check].ask(facts)
    except ProcoreProblem as problem:
        return diagnose(problem, check, facts.target)


def _obstacle(facts: Facts, check: str, finding: Finding) -> Obstacle:
    outcome = Outcome.PRECONDITION if finding.status in (Status.FAIL, Status.WARN) else Outcome.UNVERIFIED
    cause = finding.cause
    remedy = None
    if cause is not None:
        remedy = remedy_for(load_guide(), check, cause, facts.target, facts.web_base_url(), finding.failure)
    return Obstacle(outcome, finding.summary + _to_do(remedy), None if cause is None else cause.value)


def _to_do(remedy: Remedy | None) -> str:
    if remedy is None:
        return ""
    who = {"admin": "The administrator", "consultant": "The consultant"}.get(remedy.who, "Consultant or administrator")
    place, then = at_label(remedy.where)
    return f" {who}, {place}: {remedy.label}{then}"


async def _nothing_pending(facts: Facts) -> tuple[str, ...]:
    """An update drops the projects that an account has, so it comes first."""
    finding = await _found(facts, "install.version")
    if finding.cause in (Cause.UPDATE_PENDING, Cause.NOT_INSTALLED):
        raise _obstacle(facts, "install.version", finding)
    if finding.status is Status.UNVERIFIED:
        return (f"It is not known whether an update of the app is pending: {finding.summary}",)
    return ()


async def _directory_admin(facts: Facts) -> None:
    try:
        tools = (await facts.company_levels()).value
    except ProcoreProblem as problem:
        raise _obstacle(facts, "permissions.company", diagnose(problem, "permissions.company", facts.target)) from None
    directory = next((tool for tool in tools if tool.name == DIRECTORY), None)
    if directory is not None and directory.level is Level.ADMIN:
        return
    level = "not granted" if directory is None else directory.level_name or "unknown"
    raise Obstacle(
        Outcome.PRECONDITION,
        f"Company Directory is {level} for the service account, and only Admin may add users to projects.",
        Cause.LEVEL_TOO_LOW.value,
    )


async def _template(facts: Facts, record: DirectoryRecord, wanted: str) -> Template:
    id = record.default_permission_template_id if wanted == DEFAULT else wanted
    if id is None:
        if not record.default_template_stated:
            raise Obstacle(
                Outcome.UNVERIFIED,
                "Procore did not say which default project template the account has. `dmsa-tui permit --template ID` "
                "names one.",
                Cause.NOT_OFFERED.value,
            )
        raise Obstacle(
            Outcome.PRECONDITION,
            "The service account has no default project template, so it may have no permissions on the projects. The "
            "administrator assigns one: Permissions → User Permissions → Actions → Assign Default Project Permissions",
            Cause.NO_DEFAULT_TEMPLATE.value,
        )
    try:
        template = (await facts.template(id)).value
    except ProcoreProblem as problem:
        if isinstance(problem, Refused) and problem.status == 404:
            default = record.default_permission_template_id
            own = f"; the account's default template has the ID {default}" if default not in (None, id) else ""
            raise Obstacle(
                Outcome.PRECONDITION, f"There is no permission template with the ID {id} in this company{own}."
            ) from None
        outcome = Outcome.PRECONDITION if is_withheld(problem) else Outcome.UNVERIFIED
        raise Obstacle(outcome, f"The permission template {id} cannot be read: {problem}") from None
    return _fit(facts, template)


def _fit(facts: Facts, template: PermissionTemplate) -> Template:
    if template.type != "global":
        kind = {"project_specific": "belongs to one project", "company_tools": "is for company tools"}
        kind_words = kind.get(template.type or "", f"is of type {quoted(template.type)}")
        raise Obstacle(
            Outcome.PRECONDITION,
            f"The permission template “{template.name}” {kind_words}; only a Project (Global) template fits all "
            "projects.",
        )
    tools = compare_template(facts.target.profile, template.levels)
    if unclear := [tool.sentence() for tool in tools if tool.unclear]:
        sentence = f"It is not clear which levels the permission template “{template.name}” gives: {listed(unclear)}."
        raise Obstacle(Outcome.UNVERIFIED, sentence)
    low = [tool.sentence() for tool in tools if tool.too_low]
    if low:
        raise Obstacle(
            Outcome.PRECONDITION,
            f"The permission template “{template.name}” is too low: {listed(low)}. The administrator sets these "
            "levels in Permissions → Project Permissions Templates, or chooses another template.",
            Cause.TEMPLATE_TOO_LOW.value,
        )
    return Template(template.id, template.name)


async def _company_name(facts: Facts) -> str:
    id = facts.target.company_id
    try:
        companies = (await facts.companies()).value
    except ProcoreProblem:
        return id
    return next((company.name for company in companies if company.id == id and company.name.strip()), id)
