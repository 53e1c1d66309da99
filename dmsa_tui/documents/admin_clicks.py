"""Which of the administrator's clicks the papers ask for, and which of them Procore confirms already."""

from collections.abc import Mapping
from dataclasses import dataclass

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import listed
from dmsa_tui.documents.values import NamedProjects, are_named, told
from dmsa_tui.guide.conditions import handout_actions
from dmsa_tui.guide.model import Action, Guide
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.known import counted_projects, is_update_ready, known_of
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.vocabulary import Cause, Status

INSTALL, UPDATE, TEMPLATE, NEW = "install", "update", "template", "new"
"""Parts of the administrator's work: the install step's two, and procedures of the projects step."""
ADDS = frozenset({"chosen", "existing", "existing-by-page"})
"""The procedures that add existing projects; `ADDED` is that part, whichever of them is chosen."""
ADDED = "added"
_PROVEN_BY = {
    INSTALL: "install.connected",
    ADDED: "projects.permitted",
    TEMPLATE: "projects.template",
    NEW: "projects.new",
}
"""Part → the check that proves it."""
_CONFIRMED = {
    INSTALL: "the installation",
    ADDED: "the projects",
    TEMPLATE: "the default project template",
    NEW: "that new projects are added",
}


@dataclass(frozen=True)
class AdminClicks:
    """The clicks of the install step and the projects step, as the papers have them."""

    install: tuple[Action, ...]
    """What is left of the install step: the installation, or an update of what is installed."""
    projects: tuple[Action, ...]
    """What is left of the projects step; without projects that nobody has named."""
    confirmed: frozenset[str]
    """The parts that Procore confirms."""
    is_whole: bool
    """Whether every answer is given that decides what there is to do."""

    @property
    def left(self) -> tuple[Action, ...]:
        """All that is left, in the order of the steps."""
        return (*self.install, *self.projects)

    @property
    def is_installed(self) -> bool:
        """Whether Procore confirms the installation."""
        return INSTALL in self.confirmed

    @property
    def is_done(self) -> bool:
        """Whether nothing is left, and nothing will be."""
        return self.is_installed and self.is_whole and not self.left

    @property
    def adds(self) -> bool:
        """Whether existing projects are to be added."""
        return any(part_of(each) == ADDED for each in self.projects)

    def asked(self, add: str) -> str:
        """What is left after the installation, as the end of a sentence; empty for nothing. `add`: to add projects."""
        parts = {part_of(each) for each in self.left}
        said = {
            "update the app to its newer version": UPDATE in parts,
            add: ADDED in parts,
            "let Procore add new projects automatically": NEW in parts,
            "give the app's user a default project template": parts & {TEMPLATE, ADDED, NEW} == {TEMPLATE},
        }
        return listed([words for words, is_left in said.items() if is_left])

    @property
    def confirmed_words(self) -> str:
        """What Procore confirms, as the end of a sentence."""
        return listed([words for part, words in _CONFIRMED.items() if part in self.confirmed])


def part_of(click: Action) -> str:
    """The part of the work that the click belongs to."""
    if click.procedure is None:
        return UPDATE if click.id == UPDATE else INSTALL
    return ADDED if click.procedure.id in ADDS else click.procedure.id


def admin_clicks(
    record: Onboarding, guide: Guide, named: NamedProjects, results: Mapping[str, Result], counted: int | None = None
) -> AdminClicks:
    """The clicks for the record, by Procore's last answers; `named`: the projects of its list.

    `counted`: the company's active projects as Procore counted them, where the results do not say. InvalidInput for an
    unknown edition.
    """
    known = known_of(
        record,
        counted=counted_projects(record, results) if counted is None else counted,
        company=told(results, _PROVEN_BY[INSTALL], "company"),
        update_ready=is_update_ready(results.get("install.version")),
    )
    is_named = are_named(record, named)
    edition, confirmed = guide.edition(record.edition).id, _confirmed(record, results, is_named=is_named)
    of_install = handout_actions(guide.step("install"), edition, known)
    step = guide.step("projects")
    ways = {each.procedure.id for each in handout_actions(step, edition, known) if each.procedure}
    done = {way for way in ways if (ADDED if way in ADDS else way) in confirmed}
    gone = done if is_named else done | ADDS
    if (ADDED in confirmed and not record.future_projects) or _needs_no_template(results):
        gone = gone | {TEMPLATE}
    now = UPDATE if INSTALL in confirmed else INSTALL
    return AdminClicks(
        install=tuple(each for each in of_install if part_of(each) == now),
        projects=handout_actions(step, edition, known, without=gone),
        confirmed=confirmed,
        is_whole=is_named and record.future_projects is not None,
    )


def _confirmed(record: Onboarding, results: Mapping[str, Result], *, is_named: bool) -> frozenset[str]:
    """The parts that Procore confirms, of those that are wanted; none before the installation, which comes first."""
    passed = {part for part, check in _PROVEN_BY.items() if check in results and _holds(results[check])}
    version = results.get("install.version")
    if said_of_end(record) or INSTALL not in passed or (version and version.cause is Cause.NOT_INSTALLED):
        return frozenset()
    unwanted = {ADDED: not is_named, NEW: not record.future_projects}
    unwanted[TEMPLATE] = unwanted[NEW] or _needs_no_template(results)
    return frozenset(part for part in passed if not unwanted.get(part))


def _holds(result: Result) -> bool:
    """Whether nothing is left to click: an entry that is no project of the company is the list's fault."""
    return result.status is Status.PASS or result.cause is Cause.NOT_IN_COMPANY


def _needs_no_template(results: Mapping[str, Result]) -> bool:
    """Whether Procore shows that the company's levels do for new projects what a template would."""
    return "projects.template" in results and "raised_on" in results["projects.template"].details
