"""The command palette: commands with keys, steps, portal editions, themes, and troubleshooting entries."""

import re
from collections.abc import Awaitable, Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.dom import DOMNode
from textual.events import ScreenResume
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.guide.search import TroubleshootingEntry, search_failures
from dmsa_tui.onboarding.open_tasks import FROM_OLD, unfinished_tasks
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT
from dmsa_tui.procore.pasted import holds_credential
from dmsa_tui.session.known_values import KnownValue, known_values
from dmsa_tui.tui import keys
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.dialogs.dialog import name_keys
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.keys import KeyCommand
from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.stylesheets import DIALOGS
from dmsa_tui.tui.widgets.behind import Drawn, behind
from dmsa_tui.tui.widgets.key_bar import ShownKey
from dmsa_tui.tui.widgets.refilled_list import Refilled
from dmsa_tui.tui.widgets.search_line import MASKED, is_dotted
from dmsa_tui.tui.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task

NO_MARKUP = str.maketrans("[]", "()")
"""Textual takes the title of a hit for markup."""
NOTHING = "No command of this name."
Runs = Callable[[], Awaitable[None]]

HELP_WEIGHT, ENTRY_WEIGHT = 2.5, 2.0
"""Score for each letter of the query in a command's sentence, and in a troubleshooting entry.

Textual scores at least 3 for a title that contains the whole query, and less than 2 for one with its letters scattered.
"""


class Command(NamedTuple):
    """A line of the palette."""

    title: str
    help: str
    callback: Runs
    discover: bool = True
    """Whether it is listed before anything is typed."""
    words: str = ""
    """By which it is found too."""


class Found(Refilled, CommandList):
    """The hits."""


class Palette(ClosedOnce, CommandPalette):
    """Textual's palette with our commands, and a sign that is one column wide on every terminal."""

    CSS_PATH: ClassVar = [DIALOGS]
    LAST_LINE: ClassVar = (ShownKey("↑ ↓", "Choose", ""), ShownKey("Enter", "Run", ""), ShownKey("Esc", "Close", ""))

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__([Commands], placeholder="A step, a command, or what goes wrong")

    def compose(self) -> ComposeResult:
        """Textual's widgets, with a list that can be clicked while it is refilled."""
        for widget in super().compose():
            yield Found() if type(widget) is CommandList else widget

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = "›"
        self.query_one("#--container").border_title = "Commands"
        self.watch(self.query_one(Input), "value", self._mask, init=False)

    def render(self) -> Drawn:
        """The screens behind, whose last line names the keys of the palette."""
        return behind(super().render(), self.app._background_screens)

    @on(ScreenResume)
    def _name_keys(self) -> None:
        name_keys(self.app)

    def _mask(self, text: str) -> None:
        """Mask what looks like a client ID or a secret, and an address with its IDs, before it is drawn."""
        self.query_one(Input).password = is_dotted(text)


class Commands(Provider):
    """Finds commands by title and sentence, and troubleshooting entries by what a person sees."""

    @cached_property
    def _offered(self) -> tuple[Command, ...]:
        """The commands, collected once for each opening of the palette."""
        return tuple(commands(cast(BaseApp, self.app), self.screen))

    async def discover(self) -> Hits:
        """The commands listed before anything is typed, in the order of the work."""
        for each in self._offered:
            if each.discover:
                yield DiscoveryHit(each.title, each.callback, help=each.help)

    async def search(self, query: str) -> Hits:
        """The hits for the query. A client ID or a secret is not searched for.

        Titles with its letters scattered count only where nothing has its words.
        """
        if holds_credential(query):
            yield Hit(1.0, MASKED, _nothing)
            return
        matcher, asked = self.matcher(query), _words(query)
        hits: list[Hit] = []
        scattered: list[Hit] = []
        for each in self._offered:
            said, score = _words(f"{each.title} {each.help} {each.words}"), matcher.match(each.title)
            if says := all(any(word.startswith(part) for word in said) for part in asked):
                score = max(score, HELP_WEIGHT * len(query))
            if score > 0:
                hit = Hit(score, matcher.highlight(each.title), each.callback, help=each.help)
                (hits if says else scattered).append(hit)
        for hit in hits:
            yield hit
        app = cast(BaseApp, self.app)
        for place, entry in enumerate(entries(app, query)):
            title, help, run = _entry_command(app, entry)
            hits.append(hit := Hit(ENTRY_WEIGHT * len(query) - place / 100, title, run, help=help))
            yield hit
        for hit in () if hits else scattered:
            yield hit
        if not hits and not scattered:
            run = _running(app, self.screen, "explain", app)
            yield Hit(1.0, NOTHING, run, help=f"Press Enter for the keys of this screen ({app.key_text('help')}).")


def entries(app: BaseApp, query: str) -> tuple[TroubleshootingEntry, ...]:
    """The troubleshooting entries for the query, best first; none while no onboarding is in front."""
    if not has_open(app):
        return ()
    guide = app.session.guide
    return search_failures(guide, query, guide.edition_or_default(app.session.record.edition).id)


def has_open(app: BaseApp) -> bool:
    """Whether the open onboarding is in front, at a step or in a task: on home it is only the one that was left."""
    in_task = any(isinstance(each, TaskDialog) for each in app.screen_stack)
    return app.session.is_open and (in_task or bool(app.step_in_front))


def commands(app: BaseApp, screen: Screen[object]) -> Iterator[Command]:
    """The commands that can be run while `screen` is open: first what leads back to a task that is not finished."""
    begun, about_open = {}, has_open(app)
    if about_open:
        begun = {task.id: (task, at) for task, at in unfinished_tasks(app.session.record, app.session.guide)}
    for task, at in begun.values():
        yield _of_task(app, task, f"Not finished: at action {at.words}.")
    offered: list[tuple[KeyCommand, DOMNode]] = [(each, app) for each in keys.APP]
    if isinstance(screen, WizardScreen):
        offered += [(each, screen) for each in screen.commands]
    for each, namespace in offered:
        action = "ask_to_quit" if each.id == "quit" else each.action  # who clicks has no key to press again
        run = _running(app, screen, action, namespace)
        words = "" if each.id == "home" and not app.step_in_front else each.words  # what is there is not elsewhere
        chosen = screen.named_by(each.id) if isinstance(screen, WizardScreen) else ""
        named = f": {chosen.translate(NO_MARKUP)}" if chosen else ""
        title = each.label.removesuffix("…" if named else "") + named
        yield Command(title, f"{each.help} ({app.key_text(each.id)})", run, words=words)
    if about_open:
        has_old = app.session.record.old_account not in ("", NO_OLD_ACCOUNT)
        for step in app.session.guide.steps:
            yield Command(f"Step {step.number}: {step.short}", step.title, _opening(app, step.id))
            asked_at = {name: each.id for each in app.session.actions.of(step.id) for name in each.fields}
            for name, action_id in asked_at.items():
                help_text, run = f"Answer it in step {step.number}.", _opening(app, step.id, action_id, name)
                if name == "old_account" and has_old:  # a task replaces it, and asks for it too
                    task = app.session.guide.documented(FROM_OLD)
                    help_text, run = f"Replace it in the task “{task.title}”.", _beginning(app, task)
                yield Command(FIELDS[name], help_text, run, discover=False)
            if "levels_set" in asked_at:
                help_text = f"Other permission levels, for another sync tool: choose them in step {step.number}."
                run = _opening(app, step.id, asked_at["levels_set"], "other_profile")
                yield Command("Another profile…", help_text, run, discover=False)
        for known in known_values(app.session):
            help_text = f"Put the {known.called} on the clipboard."
            yield Command(f"Copy the {known.called}", help_text, _copying(app, known), discover=False)
        for task in app.session.guide.tasks:
            if task.id not in begun:
                yield _of_task(app, task, task.why)
    if isinstance(screen, WizardScreen) and screen.STEP:
        yield Command(
            "Add the missing projects…", "Through Procore: one first, then the others; or manually from a list.",
            _adding(app), words="undo what was added remove continue interrupted",
        )  # fmt: skip
        yield Command(
            "Summary…", "How far the setup is, what is open, and what the customer gets.",
            _over(screen, "end_setup"), discover=False,
        )  # fmt: skip
        yield Command(
            "Access review…", "For a security review: what the account can see and change, and how to revoke it.",
            _over(screen, "show_access_review"), discover=False,
        )  # fmt: skip
        yield Command(
            "Change the environment…", "Production, a sandbox or Federal: another host, perhaps other credentials.",
            _running(app, screen, "environment", screen),
        )  # fmt: skip
        if app.session.credentials.can_swap:
            yield Command(
                "Swap client ID and client secret", "Procore refused them: each may be in the other's field.",
                _over(screen, "swap_pair"),
            )  # fmt: skip
        if app.session.rehearsal is None:
            yield Command(
                "Custom hosts…", "The URLs of a test server or a proxy instead of Procore's hosts.",
                _over(screen, "choose_hosts"), discover=False, words="settings",
            )  # fmt: skip
        for edition in app.session.guide.editions:
            help_text = f"Use the labels of this edition of the developer portal ({edition.period})."
            yield Command(f"Portal: {edition.name}", help_text, _labelling(screen, edition.id))
    yield Command(
        "Picture",
        "Save a picture of this screen (SVG), while its IDs are masked.",
        _running(app, screen, "screenshot", app),
    )
    for theme in app.appearance.offered_themes:
        now = "; used now" if theme.name == app.theme else ""
        yield Command(f"Theme: {theme.name}", f"{_colors(theme)}{now}.", _painting(app, theme.name), words="settings")


def _colors(theme: Theme) -> str:
    return "The terminal's own colors" if theme.ansi else "Dark colors" if theme.dark else "Light colors"


def _entry_command(app: BaseApp, entry: TroubleshootingEntry) -> tuple[str, str, Runs]:
    """Title, sentence and command of something that goes wrong."""

    async def run() -> None:
        from dmsa_tui.tui.dialogs.troubleshooting import EntryDialog

        for each in app.screen_stack:
            if isinstance(each, EntryDialog):
                each.dismiss()  # this one was chosen from the palette over it
        app.push_screen(EntryDialog(app.session, entry, app.go_to_step))

    return (
        entry.symptom,
        f"Likely causes, and who clicks where (step {app.session.guide.step(entry.step).number}).",
        run,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold()) or [text]


async def _nothing() -> None:
    """The command of a line that only shows text."""


def _running(app: BaseApp, screen: Screen[object], action: str, namespace: DOMNode) -> Runs:
    async def run() -> None:
        if screen in app.screen_stack:
            await app.run_action(action, namespace)

    return run


def _opening(app: BaseApp, step_id: str, action_id: str = "", field: str = "") -> Runs:
    async def run() -> None:
        app.go_to_step(step_id, action_id, field)

    return run


def _of_task(app: BaseApp, task: "Task", help: str) -> Command:
    return Command(f"Task: {task.title}", help, _beginning(app, task), words=f"{task.id} start over")


def _beginning(app: BaseApp, task: "Task") -> Runs:
    async def run() -> None:
        app.open_task(task.id)

    return run


def _copying(app: BaseApp, known: KnownValue) -> Runs:
    async def run() -> None:
        app.system_clipboard.copy_text(known.value, f"the {known.called}")

    return run


def _adding(app: BaseApp) -> Runs:
    async def run() -> None:
        app.add_projects()

    return run


def _labelling(screen: WizardScreen, edition_id: str) -> Runs:
    async def run() -> None:
        from dmsa_tui.tui.steps import openers

        if screen in screen.app.screen_stack:
            await openers.use_edition(screen, edition_id)

    return run


def _over(screen: WizardScreen, opener: str) -> Runs:
    """Run one of the functions of `steps.openers`, which are imported only now."""

    async def run() -> None:
        from dmsa_tui.tui.steps import openers

        if screen in screen.app.screen_stack:
            getattr(openers, opener)(screen)

    return run


def _painting(app: BaseApp, theme: str) -> Runs:
    async def run() -> None:
        await app.appearance.choose_theme(theme)

    return run
