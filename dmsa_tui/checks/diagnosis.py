"""Turns a request without a usable answer into a finding: one table from problem to finding."""

import re
from dataclasses import replace

from dmsa_tui.checks.model import Finding
from dmsa_tui.checks.target import Target
from dmsa_tui.procore.environments import has_custom_api
from dmsa_tui.procore.request_record import (
    NotUnderstood,
    ProcoreProblem,
    RateLimited,
    Redirected,
    Refused,
    RequestRecord,
    ServerTrouble,
    StoppedAsking,
    Unreachable,
    Unsteady,
)
from dmsa_tui.vocabulary import NOT_SENT, UNSENT, Cause, Status, definition

TOKEN_CHECK = "credentials.token"
HOST_CHECK = "company.reachable"
GRANT_CODES = ("unauthorized_client", "unsupported_grant_type")
PROJECT_CHECK = "permissions.project"
_ELSE = {
    "credentials.account": "",
    "company.reachable": ", or the app is not installed",
    "install.connected": ", or the app is not installed",
    "permissions.read": "",
}
"""Other possible reasons for a refusal, where levels are not the reason."""
_COMPANY_UNKNOWN = (
    r"(invalid|unknown|no such|not a valid|not find|not found).{0,20}\bcompany\b|\bcompany[ _]?id\b"
    r"|\bcompany\b.{0,20}(invalid|unknown|not found|not exist)"
)
_PAIR_REFUSED = ("invalid_client", "invalid_grant")


def diagnose(problem: ProcoreProblem, check_id: str, target: Target) -> Finding:
    """The finding for `problem` in the check `check_id`. Only what Procore itself refused can be a failure."""
    match problem:
        case Unreachable():
            return _unanswered(problem, Cause(problem.kind))
        case RateLimited():
            return _unanswered(problem, Cause.RATE_LIMITED)
        case ServerTrouble():
            return _unanswered(problem, Cause.SERVER_ERROR)
        case Unsteady():
            return replace(_unanswered(problem, Cause.NOT_OFFERED), failure="list-moved")
        case NotUnderstood() if problem.shape:
            return _unanswered(problem, Cause.NOT_OFFERED)
        case NotUnderstood():
            return _unanswered(problem, Cause.NOT_JSON)
        case Redirected():
            return _unanswered(problem, Cause.PROXY)
        case StoppedAsking():
            return replace(_unanswered(problem, Cause.NO_ACCESS), details={NOT_SENT: True, UNSENT: problem.signature})
        case Refused() if check_id == TOKEN_CHECK:
            return _pair_refused(problem, target)
        case Refused():
            return _refused(problem, check_id, target)
    return _unanswered(problem, None)


def is_not_connected(problem: BaseException | None) -> bool:
    """Whether Procore says that the app is not installed: "App is not connected to this company"."""
    return (
        isinstance(problem, Refused)
        and problem.status in (401, 403)
        and "not connected to this company" in problem.said.casefold()
    )


def is_withheld(problem: BaseException | None) -> bool:
    """Whether Procore refuses, hides or has changed this one resource, so that asking another endpoint can help."""
    if isinstance(problem, NotUnderstood):
        return problem.shape
    return isinstance(problem, Refused) and problem.status in (403, 404, 405, 410) and not is_not_connected(problem)


def evidence_of(problem: ProcoreProblem) -> tuple[RequestRecord, ...]:
    """The request that failed, if there was one."""
    return () if problem.request_record is None else (problem.request_record,)


def said(problem: Refused) -> str:
    """Procore's own words of a refusal, quoted: status, error word and text. It ends a sentence."""
    words = [word for word in (problem.code, problem.said) if word and word != str(problem.status)]
    if len(words) == 2 and words[0] in words[1]:
        words = words[1:]
    text = ": ".join(words)
    if not text:
        return f"{problem.status}."
    return f"“{problem.status} {text}”" if text.endswith((".", "!", "?")) else f"“{problem.status} {text}”."


def _unanswered(problem: ProcoreProblem, cause: Cause | None) -> Finding:
    return Finding(Status.UNVERIFIED, str(problem), cause, evidence_of(problem))


def _pair_refused(problem: Refused, target: Target) -> Finding:
    if problem.code in GRANT_CODES:
        sentence = (
            "In the Developer Portal, the app has no “Service Account Authentication” component, or the version with "
            f"it is not promoted; Procore answered {said(problem)}"
        )
        details = {"grant_type": "client_credentials", **_words(problem)}
        return Finding(Status.FAIL, sentence, Cause.GRANT_NOT_ENABLED, evidence_of(problem), details)
    elif target.other_pair_client_id and target.client_id == target.other_pair_client_id:
        cause = Cause.WRONG_ENVIRONMENT
        sentence = (
            f"This client ID belongs to the app's credentials for another environment; {target.environment.name} "
            f"does not know it; Procore answered {said(problem)}"
        )
    elif problem.status not in (401, 404) and problem.code not in _PAIR_REFUSED:
        sentence = (
            "The login host refuses the request, but does not say that the credentials are wrong; a firewall or "
            f"another server may have answered: {said(problem)}"
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.NO_ACCESS, evidence_of(problem), _words(problem))
    elif problem.status == 404 and problem.code not in _PAIR_REFUSED:
        sentence = (
            f"{target.environment.login_url} has no token endpoint, so it is probably not a Procore login host; it "
            f"answered {said(problem)}"
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, evidence_of(problem), _words(problem))
    else:
        cause = Cause.WRONG_CREDENTIALS
        sentence = f"Procore does not accept this client ID and secret in this environment; it answered {said(problem)}"
    return Finding(Status.FAIL, sentence, cause, evidence_of(problem), _words(problem))


def _refused(problem: Refused, check_id: str, target: Target) -> Finding:
    if is_not_connected(problem):
        sentence = f"The app is not installed in this company; Procore answered {said(problem)}"
        return Finding(Status.FAIL, sentence, Cause.NOT_INSTALLED, evidence_of(problem), _words(problem))
    if "procore-company-id" in problem.said.casefold():
        sentence = (
            "The header Procore-Company-Id did not reach Procore: a proxy may have "
            f"removed it; Procore answered {said(problem)}"
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.PROXY, evidence_of(problem), _words(problem))
    if check_id == HOST_CHECK and problem.status == 400 and re.search(_COMPANY_UNKNOWN, problem.said, re.IGNORECASE):
        sentence = f"Procore does not know this company ID in this environment; it answered {said(problem)}"
        return Finding(Status.FAIL, sentence, Cause.COMPANY_UNKNOWN, evidence_of(problem), _words(problem))
    if problem.status == 404 and not _is_procores_404(problem) and _may_be_another_host(check_id, target):
        sentence = (
            f"The custom API URL {target.environment.api_url} may be wrong, or the app has no access, or it is not "
            f"installed; the host answered {said(problem)}"
        )
        words = _words(problem)
        return Finding(
            Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, evidence_of(problem), words, failure="custom-api-url"
        )
    cause = Cause.NOT_OFFERED
    if problem.status == 401:
        cause = Cause.NO_ACCESS
        reason = "Procore did not accept the token for this company, which also happens when the app is not installed"
    elif check_id == HOST_CHECK and _is_procores_404(problem):
        reason = (
            "Procore finds nothing: a proxy may remove the header Procore-Company-Id, the ID may be from "
            "another environment, or the app may not be installed"
        )
    elif problem.status not in (403, 404):
        reason = f"Procore does not accept the request for {definition(check_id).withheld}"
    elif check_id == PROJECT_CHECK:
        # Procore documents four causes of a 403 and hides with 404 what the caller may not see (2026-06).
        cause = Cause.NO_ACCESS
        reason = "The project is not permitted, a level is too low, or the tool is turned off"
        if problem.status == 404:
            reason = "The project does not exist, or the service account cannot see it"
    else:
        either = _ELSE.get(check_id, ", or a level is too low")
        reason = f"Procore does not show {definition(check_id).withheld}: the app has no access{either}"
    sentence = f"{reason}; Procore answered {said(problem)}"
    return Finding(Status.UNVERIFIED, sentence, cause, evidence_of(problem), _words(problem))


def _is_procores_404(problem: Refused) -> bool:
    """Whether it is what Procore says to everything without the header, and where it knows nothing of that number."""
    return problem.status == 404 and problem.said.casefold().startswith("item not found")


def _may_be_another_host(check_id: str, target: Target) -> bool:
    """Whether the host may not be Procore's: one is set, and nothing of the company was found there yet."""
    return has_custom_api(target.environment) and definition(check_id).step == "install"


def _words(problem: Refused) -> dict[str, str]:
    """OAuth's `error` and `error_description`, or Procore's counterparts, verbatim."""
    words = {"error": problem.code or "", "error_description": problem.said}
    return {key: text for key, text in words.items() if text}
