"""The guide's types: steps, tasks, portal editions, the failure catalogue.

In prose (texts, notes, warnings, branches, reasons) **two stars** enclose a label.
Titles, `where` and `label` are plain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from dmsa_tui.errors import unknown_name

if TYPE_CHECKING:
    from dmsa_tui.guide.profiles import Tab
    from dmsa_tui.guide.sources import Source
    from dmsa_tui.vocabulary import Level, Who

ExpectedProjects = Literal["undecided", "all", "list"]
"""Which existing projects the sync needs, in the record's words."""
ProjectCount = Literal["below-limit", "from-limit"]
"""Active projects, measured against `conditions.ADD_ALL_LIMIT`."""


@dataclass(frozen=True)
class Condition:
    """What must be known for an action to be shown; all that is stated must hold."""

    future_projects: bool | None = None
    expect: ExpectedProjects | None = None
    active_projects: ProjectCount | None = None
    old_account: bool | None = None
    added_by_program: bool | None = None
    new_version: bool | None = None
    update_ready: bool | None = None
    sandbox: bool | None = None
    retires_account: bool | None = None


@dataclass(frozen=True)
class Procedure:
    """A list of actions within a step that is done as a whole, under its own title."""

    id: str
    title: str
    when: tuple[Condition, ...]
    """It is shown where one of these holds; always if there is none."""
    where: str | None = None
    """Its place, in words; None: the step's."""
    expect: str | None = None
    """What is on the screen when it worked; None: the step says it."""


Shown = Literal["company", "permissions", "template-name", "template", "projects", "user"]
"""What the handout shows at a click: the company and its page, the app and the levels that it asks for, name and levels
of the template for projects, the projects, the app's user."""


@dataclass(frozen=True)
class HandoutClick:
    """What an administrator who never saw this program reads at a click, where it differs. No consultant's words."""

    text: str | None = None
    """In place of the action's text."""
    note: str | None = None
    """In place of the action's note and caution, which the handout leaves out."""
    see: str | None = None
    """What is on the screen afterwards."""
    show: Shown | None = None


@dataclass(frozen=True)
class ForHandout(HandoutClick):
    """An action on the handout: its click, and what it takes beyond."""

    then: tuple[HandoutClick, ...] = ()
    """Further clicks of the action, which has them in one sentence."""
    left_out: bool = False
    left_out_after: str | None = None
    """It is left out where this procedure is on the page too, which leads to the same place."""


@dataclass(frozen=True)
class Action:
    """One click of a step. In prose, **two stars** enclose a label exactly as the person's screen prints it."""

    id: str
    """Unique in its step; the same in all editions where it is the same click."""
    text: str
    """What to do: one sentence of at most 14 words that starts with a verb."""
    source: "Source"
    note: str | None = None
    """What it is good for, or what to look out for; at most 20 words."""
    customers_note: str | None = None
    """In place of the note where the app is in the customer's developer account; None: the note serves there too."""
    caution: str | None = None
    """What can go wrong at this click; at most 25 words."""
    where: str | None = None
    """Where it is done; None: where its procedure is, or else its step."""
    link: str | None = None
    """Template of a page that is not the step's own; None where the step's page serves."""
    fields: tuple[str, ...] = ()
    """What the person gives the wizard here: names out of `action_values.FIELDS`."""
    copy: tuple[str, ...] = ()
    """What the person takes from the wizard here: names out of `action_values.COPY`."""
    who: "Who | None" = None
    """Who does it, whoever acts on the rest of the step; None: the step says it."""
    optional: bool = False
    """Whether the step is done without it."""
    required_when: tuple[Condition, ...] = ()
    """Where one of these holds, it is not optional; `conditions.shown_actions` decides it."""
    until: str | None = None
    """Id of a later action of the list: once that or one after it is done, this one is over, done or not."""
    procedure: Procedure | None = None
    when: tuple[Condition, ...] = ()
    """It is shown where its procedure is, and one of these holds; no condition always holds."""
    handout: ForHandout = ForHandout()


@dataclass(frozen=True)
class Branch:
    """A way on for somebody who does not see what an action speaks of."""

    see: str
    """What they see instead, or do not see."""
    do: str
    failure: str | None = None
    """Id of the failure catalogue's entry that says more."""
    task: str | None = None
    """Id of the task that does it."""


@dataclass(frozen=True)
class EditionSteps:
    """A step as one portal edition shows it."""

    actions: tuple[Action, ...]
    """All of them, decided or not; `conditions.shown_actions` picks those for one customer."""
    expect: str
    """What is on the screen when it worked."""
    warnings: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Task:
    """A documented procedure of its own beside the setup, such as a new secret."""

    id: str
    title: str
    who: "Who"
    where: str
    """The place, in words: a path of labels."""
    link: str | None
    """URL template as in `links`; None where there is no page to open."""
    why: str
    needs: str | None
    """The rights or things that the person must have before starting."""
    proof: str
    """How we will know that it worked: which check proves it, or that a person confirms it."""
    editions: Mapping[str, EditionSteps]
    """Edition id → actions; every edition is present."""


@dataclass(frozen=True)
class Step(Task):
    """One documented step of the setup."""

    number: int
    short: str
    """At most nine characters, for the stepper."""
    in_sandbox: "Step | None" = None
    """The step as it reads where the setup is in the developer sandbox; None: it reads the same."""


@dataclass(frozen=True)
class Greyed:
    """Levels that a permission builder shows and does not let anybody choose."""

    tab: "Tab"
    tool: str
    """The row, as the builder prints it."""
    levels: tuple["Level", ...]
    source: "Source"


@dataclass(frozen=True)
class Builder:
    """The permission builder of one portal edition, in the labels that it prints."""

    tabs: Mapping["Tab", str]
    levels: Mapping["Level", str]
    """The levels that can be chosen, lowest first; where NONE is not among them, a row is left alone instead."""
    greyed: tuple[Greyed, ...] = ()

    def label(self, level: "Level") -> str:
        """A level as this builder prints it."""
        return self.levels.get(level, level.label)

    def greyed_on(self, tab: "Tab", tool: str) -> tuple["Level", ...]:
        """The levels of a row that are grayed out."""
        return tuple(level for each in self.greyed if (each.tab, each.tool) == (tab, tool) for level in each.levels)


@dataclass(frozen=True)
class Edition:
    """One generation of the developer portal's interface."""

    id: str
    name: str
    period: str
    recognise: tuple[str, ...]
    """What a person sees in an app that tells this edition from the others."""
    new_app: str
    """What tells it on the page that creates an app, before there is one: a sentence."""
    default: bool
    source: "Source"
    builder: Builder
    manifest_schema: str = "4.1"
    """The app manifest's schema version in this edition."""


@dataclass(frozen=True)
class Failure:
    """An entry of the failure catalogue."""

    id: str
    cause: str
    """A cause code of the checks; several entries may share one."""
    checks: tuple[str, ...]
    """Check ids that this entry is for; empty: any check with the cause."""
    symptom: str
    likely: tuple[str, ...]
    """Likely causes, most likely first."""
    screen: str
    """The step id whose screen shows the way."""
    who: "Who"
    where: str
    label: str
    """The exact label to click, or the field to look at."""
    link: str | None
    proof: str
    """What proves the fix."""
    source: "Source"
    labels: Mapping[str, str]
    """Edition id → label, where the editions differ; overrides `label`."""
    places: Mapping[str, str]
    """Edition id → place, where the editions differ; overrides `where`."""
    said: tuple[str, ...] = ()
    """Sentences in which people say it, for the search."""
    actions: tuple[str, ...] = ()
    """Ids of the step's actions that begin the fix; the first one that the customer's step has."""


@dataclass(frozen=True)
class Guide:
    """Everything that the documents say."""

    steps: tuple[Step, ...]
    editions: tuple[Edition, ...]
    failures: tuple[Failure, ...]
    tasks: tuple[Task, ...] = ()

    @cached_property
    def in_sandbox(self) -> "Guide":
        """The guide as it reads where the setup is in the developer sandbox; its conditions choose the actions."""
        return replace(self, steps=tuple(step.in_sandbox or step for step in self.steps))

    def documented(self, id: str) -> Task:
        """The step or task of that id, or the step of that number; InvalidInput names the valid ids."""
        for each in (*self.steps, *self.tasks):
            if id in (each.id, str(each.number) if isinstance(each, Step) else None):
                return each
        raise unknown_name("step or task", id, (each.id for each in (*self.steps, *self.tasks)))

    def step(self, id: str) -> Step:
        """The step of that id; InvalidInput names the valid ones."""
        for step in self.steps:
            if step.id == id:
                return step
        raise unknown_name("step", id, (step.id for step in self.steps))

    def edition(self, id: str) -> Edition:
        """The portal edition of that id; InvalidInput names the valid ones."""
        for edition in self.editions:
            if edition.id == id:
                return edition
        raise unknown_name("portal edition", id, (edition.id for edition in self.editions))

    def edition_or_default(self, id: str) -> Edition:
        """The portal edition of that id; the default one if a newer program has written the id."""
        return next((edition for edition in self.editions if edition.id == id), self.default_edition)

    def failure(self, id: str) -> Failure:
        """The failure catalogue's entry of that id; InvalidInput names the valid ones."""
        for failure in self.failures:
            if failure.id == id:
                return failure
        raise unknown_name("failure", id, (failure.id for failure in self.failures))

    @property
    def default_edition(self) -> Edition:
        """The edition to start with."""
        return next(edition for edition in self.editions if edition.default)
