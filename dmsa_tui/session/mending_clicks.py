"""Which clicks of the practice company mend what Procore's answers say is wrong: they come first in its browser."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.session.browser_values import renewed_values
from dmsa_tui.session.practiced_actions import OPENS_VERSION, WAYS_IN, other_ways
from dmsa_tui.vocabulary import Cause

if TYPE_CHECKING:
    from dmsa_tui.onboarding.check_states import CheckState
    from dmsa_tui.practice.rehearsal import ActionState
    from dmsa_tui.session.session import Session

_LEVELS = ("set-company-levels", "set-project-levels")
_PAIR = ("generate-secret", "reset-secret")
_PROMOTED = ("save-version", "promote-version", "update-app")
_TEMPLATE = ("create-template", "set-default-template")
MENDS: Mapping[Cause, tuple[str, ...]] = {
    Cause.WRONG_CREDENTIALS: _PAIR,
    Cause.WRONG_ENVIRONMENT: _PAIR,
    Cause.GRANT_NOT_ENABLED: ("add-component", OPENS_VERSION, *_LEVELS, *_PROMOTED),
    Cause.NOT_INSTALLED: ("install-app",),
    Cause.ACCOUNT_MISSING: ("install-app",),
    Cause.UPDATE_PENDING: ("update-app",),
    Cause.LEVEL_TOO_LOW: (*_LEVELS, OPENS_VERSION, *_PROMOTED),
    Cause.TOOL_DISABLED: ("enable-documents",),
    Cause.PROJECT_NOT_PERMITTED: WAYS_IN,
    Cause.NO_PROJECTS: WAYS_IN,
    Cause.NOT_AUTOMATIC: ("add-to-new-projects",),
    Cause.NO_DEFAULT_TEMPLATE: _TEMPLATE,
    Cause.TEMPLATE_TOO_LOW: _TEMPLATE,
}
"""Cause of a finding → ids of the clicks, in order; those that are done are passed over."""


def is_mended(session: "Session") -> bool:
    """Whether Procore was asked about everything in this run, and nothing fails or needs a caution any more."""
    seen = overview(session.record, session.answers, session.definitions)
    left = [each for each in seen.to_do if not each.undecided or _causes([each])]  # what nobody has decided is no fault
    # Another name of the company is for a person to compare: Procore has no caution about it.
    cautions = [each for each in seen.cautions if session.results.get(each.check.id) == each.result]
    return session.results.report is not None and not (seen.wrong or cautions or seen.waiting or left)


def mending_clicks(session: "Session", guide_id: str = "check") -> list[str]:
    """Ids of the clicks that mend what fails, or else what needs a caution; those that can be made now, in order.

    Where nothing is to be mended, the click that the rehearsal is for.
    Empty on the other steps of a scenario without a fault: there, the actions say what is next.
    """
    if session.rehearsal is None or not session.is_open or not (session.rehearsal.lesson or guide_id == "check"):
        return []
    seen = overview(session.record, session.answers, session.definitions)
    states = {each.action.id: each for each in session.rehearsal.rehearsal.actions()}
    failing, cautions = _causes(seen.wrong), _causes((*seen.cautions, *seen.to_do))
    lacks_template = any(MENDS.get(each) is _TEMPLATE for each in (*failing, *cautions))
    for causes in (failing, cautions):
        clicks = [click for each in causes for click in _mending(session, each, states, lacks_template)]
        if clicks:
            return [*dict.fromkeys(clicks)]
    shows = states.get(session.rehearsal.looks_at)
    return [shows.action.id] if shows is not None and not shows.done and is_mended(session) else []


def _causes(rows: "Iterable[CheckState]") -> list[Cause]:
    return [row.result.cause for row in rows if row.result is not None and row.result.cause is not None]


def _mending(session: "Session", cause: Cause, states: "Mapping[str, ActionState]", lacks_template: bool) -> list[str]:
    """The clicks that mend a finding of that cause, those that can be made now."""
    mends = MENDS.get(cause, ())
    if mends is WAYS_IN:
        mends = _ways_in(session, states, lacks_template)
    elif mends is _PAIR and renewed_values(session):
        return []  # a new pair is there already, and is to be copied
    left = [each for each in mends if not states[each].done]
    if left[:1] == [OPENS_VERSION]:
        del left[0]  # needed only while a click before it is still to do
    return [each for each in left if states[each].unavailable is None]


def _ways_in(session: "Session", states: "Mapping[str, ActionState]", lacks_template: bool) -> tuple[str, ...]:
    """The one way in for projects that can be gone now, the decided one if it is.

    In the directory the template that they get comes first.
    """
    ways = sorted(WAYS_IN, key=other_ways(session, "projects").__contains__)
    possible = [each for each in ways if not (states[each].done or states[each].unavailable)]
    first = _TEMPLATE if lacks_template and possible[:1] != [WAYS_IN[0]] else ()
    return (*first, *possible[:1])
