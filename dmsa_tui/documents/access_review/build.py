"""Builds the access review from the record, the last full report and the permission profile, and writes it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.resources import files

from dmsa_tui import __version__
from dmsa_tui.checks.model import Confirmation, Result
from dmsa_tui.documents.access_review import answers
from dmsa_tui.documents.access_review.model import SCHEMA, AccessReview, CompanyAdmin, Installation, Projects
from dmsa_tui.documents.access_review.page import review_page
from dmsa_tui.documents.access_review.tools import beyond_asked, company_tools, directory_level, project_tools, rows_of
from dmsa_tui.documents.reach import asked_reach
from dmsa_tui.documents.render.formats import WRITERS
from dmsa_tui.documents.render.json import to_json
from dmsa_tui.documents.setup_record.model import SecretFacts
from dmsa_tui.documents.values import app_name, granted_by, told
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.account_name import misnamed
from dmsa_tui.onboarding.check_states import others_permitted
from dmsa_tui.onboarding.company_names import names_confirmed
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.known import counted_projects
from dmsa_tui.onboarding.last_answers import LastAnswers
from dmsa_tui.onboarding.last_report import LastReport, is_about
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.environments import is_rehearsal, place_on_paper, recorded_place, stand_in_warning
from dmsa_tui.vocabulary import WITHOUT_ANSWER, Level, Status

LEVELS = ("permissions.company", "permissions.project")
NOTHING = LastAnswers()
NO_LEVELS = "Not all checks have been run, so today's levels are not known."
NOT_ALL = "Not all checks have been run: what was not read is marked so."


def write_access_review(review: AccessReview, kind: str) -> str:
    """The review in one of `FORMATS`."""
    return to_json(SCHEMA, review) if kind == "json" else WRITERS[kind](review_page(review))


def access_review_schema() -> str:
    """The JSON Schema of the JSON form, as published with the package."""
    return files("dmsa_tui.documents.access_review").joinpath("access_review_schema.json").read_text(encoding="utf-8")


def build_access_review(
    record: Onboarding,
    profile: Profile,
    last: LastReport,
    secret: SecretFacts | None = None,
    *,
    single: LastAnswers = NOTHING,
    client_id_refused: bool = False,
    client_id_accepted: bool = False,
    now: datetime | None = None,
) -> AccessReview:
    """The review. Levels are those of `last`, the full report that answers what the record asks now.

    Without one, it says what `single`, Procore's answers to single checks, tells.

    A refused client ID is left out, and one that Procore has not accepted is marked: either may be the client secret.

    InvalidInput for a record with an unknown environment or an unusable URL.
    """
    place = recorded_place(record.environment, record.login_url, record.api_url)
    report = last.report
    if report is not None and not is_about(report, record):
        report, last = None, LastReport(problem="The last report is about another company, app or environment.")
    known = report or (single.report if single.report and is_about(single.report, record) else None)
    results = {result.id: result for result in known.results} if known else {}
    company, project = map(results.get, LEVELS)
    projects = _projects(record, results)
    in_company = company.details.get("tools") if company else None
    in_projects = project.details.get("projects") if project else None
    tools = company_tools(in_company), project_tools(in_projects)
    read_at = report.started_at if report else None
    if known and not report and any(tools):
        read_at = max(single.times.get(each, known.started_at) for each in LEVELS if each in results)
    lower = [row.tool for side in tools for row in side if row.level and row.level != Level.ADMIN.word]
    admin = _company_admin(company, profile, lower)
    account = told(results, "install.account", "name")
    company_name = told(results, "install.connected", "company") or None
    word = names_confirmed(record, company_name)
    return AccessReview(
        program=f"dmsa-tui {__version__}",
        written_at=(now or datetime.now(UTC)).astimezone(),
        customer=record.name,
        company_name=company_name,
        names_confirmed_by=None if word is None else Confirmation(word.by, word.at),
        company_id=record.company_id,
        environment=place_on_paper(place.name, place.login_url, place.api_url),
        rehearsal=is_rehearsal(place.login_url, place.api_url),
        stand_in=stand_in_warning(place.login_url, place.api_url),
        app=app_name(record, results),
        account=account or None,
        misnamed=misnamed(record, account),
        client_id="" if client_id_refused else record.client_id,
        client_id_tested=client_id_accepted,
        read_at=read_at,
        not_read="" if report else last.problem or (NOT_ALL if read_at else NO_LEVELS),
        ended=said_of_end(record),
        answered=tuple(each.id for each in results.values() if _is_answer(each)),
        asked=granted_by(profile),
        company_admin=admin,
        company_tools=tools[0],
        project_tools=tools[1],
        beyond=beyond_asked(in_company, in_projects),
        projects=projects,
        installation=_installation(results.get("install.version")),
        cannot=answers.cannot(admin, read=bool(in_company), asked_procore=company is not None and _is_answer(company)),
        questions=(
            *answers.old_account(record),
            *answers.why_directory_admin(profile, admin),
            *answers.why_admin(profile),
            *answers.questions(record, secret, report, projects, admin, answers.personal_data(*tools), account),
        ),
        revoke=answers.ways_to_end(admin),
        revoke_order=answers.order_of_ending(),
        less=answers.less(admin),
    )


def _is_answer(result: Result) -> bool:
    """Whether Procore has answered, if only that it does not tell."""
    return result.status is not Status.SKIPPED and result.cause not in WITHOUT_ANSWER


def _company_admin(company: Result | None, profile: Profile, lower: Iterable[str]) -> CompanyAdmin:
    """A company admin is who has company Directory = Admin; a tool at None may be missing among the rows."""
    asked = asked_reach(profile).company_admin
    tools = company.details.get("tools") if company else None
    levels = list(directory_level(tools))
    if Level.ADMIN in levels:
        return CompanyAdmin(True, asked, answers.company_admin(True, asked, lower=lower))
    answered = company is not None and company.status is not Status.UNVERIFIED and bool(rows_of(tools))
    today = False if answered and None not in levels else None
    refused = company is not None and _is_answer(company)
    return CompanyAdmin(today, asked, answers.company_admin(today, asked, asked_procore=refused))


def _projects(record: Onboarding, results: Mapping[str, Result]) -> Projects:
    permitted, levels = results.get("projects.permitted"), results.get("permissions.project")
    details = permitted.details if permitted else {}
    assigned, extra = details.get("assigned"), rows_of(details.get("extra"))
    runs = record.project_changes.values()
    read = levels.details.get("checked") if levels else 0
    return Projects(
        assigned=assigned + len(extra) if isinstance(assigned, int) else None,
        active=counted_projects(record, results),
        permitted_too=others_permitted(permitted),
        levels_read=read if isinstance(read, int) else 0,
        added_by_program=sum(run.added for run in runs),
        removed_by_program=sum(run.removed for run in runs),
    )


def _installation(version: Result | None) -> Installation:
    details = version.details if version else {}
    values = (details.get(key) for key in ("version", "installed_at", "installer"))
    return Installation(*(value if isinstance(value, str) and value else None for value in values))
