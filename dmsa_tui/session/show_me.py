"""Shows a step of a rehearsal: does its actions one after another in the practice company, and ticks them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dmsa_tui.checks.words import listed
from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.guide.model import Action
from dmsa_tui.guide.profiles import TABS
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.checklist import asked_on, tick_key
from dmsa_tui.onboarding.open_answers import undecided
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Approval, ApprovalState, ExpectMode
from dmsa_tui.onboarding.unanswered import unanswered
from dmsa_tui.practice.world import APP_NAME
from dmsa_tui.session.browser_values import APPROVED_BY, perform, renewed_values, shown_values, take_over
from dmsa_tui.session.handover import save_setup_record
from dmsa_tui.session.mending_clicks import is_mended, mending_clicks
from dmsa_tui.session.practiced_actions import CLICKS, OPENS_VERSION, ids_clicked
from dmsa_tui.session.rehearsal_end import PROJECT_LIST, SCAN, has_looked
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

APP_CREATED = "create-app/create"
"""The action that creates the app: from then on its name can be read."""
RUN_CHECKS = ("check/run", "check/run-again")
OF_FAILURES = ("check/first-failure", "check/run-again")
"""Actions without an object where nothing fails."""
PAIR = frozenset({"credentials.token"})
"""What Procore is asked about before the values that it accepts or refuses count as given."""
SAVE_RECORD = "handoff/setup-record"
"""Actions that this program does itself: their ticks say that it did."""


@dataclass(frozen=True)
class Shown:
    """An action that was shown, or a click that one needs."""

    text: str
    """The sentence of the guide, or the way to the click."""
    browser: str
    """The text of the practice browser afterwards; empty if nothing was clicked in it."""
    action: Action | None = None
    """None for a click of another step."""
    saved: Path | None = None
    """The setup record that was written."""
    looks_at: str = ""
    """What the scenario asks to look at, which the screen is to open."""
    asks: bool = False
    """Whether it mends something, so that Procore is to be asked about it before the next one."""


class ShowMe:
    """Does the rest of a step, one action at a time. Its ticks count as a person's word, like every tick."""

    def __init__(
        self, session: "Session", step_id: str, by: str, *, whole: bool = False,
        ask: Callable[[frozenset[str] | None], Awaitable[object]] | None = None,
    ) -> None:  # fmt: skip
        """`whole`: the setup is shown to its end, and the checker, which comes, mends what fails.

        `ask`: what runs these checks, or all, where a screen shows that they run; DmsaError where they cannot.
        """
        self._session = session
        self._ask = ask or (lambda ids: session.run_checks(ids, manual=True))
        self._step_id = step_id
        self._by = by
        self._mends = step_id == "check" or (not whole and self._fails_here)
        self.mended = False
        """Whether something that fails was mended, on a step that is no checker: its rest is for the next time."""
        self.has_shown = False
        """Whether anything was done."""

    async def next(self) -> Shown | None:
        """Do what is next, as `_next` says."""
        shown = await self._next()
        self.has_shown |= shown is not None
        return shown

    async def _next(self) -> Shown | None:
        """Do the next required action, or an optional one that a click stands for; None if the step is done.

        A click that is missing is made first: of an action that was only ticked, or of a step before. Raises
        InvalidInput where the practice company refuses a click or the checks cannot start, StorageError where the
        record cannot be saved.
        """
        actions, session = self._session.actions, self._session
        teaches = self._step_id == "check" and session.rehearsal is not None and bool(session.rehearsal.lesson)
        if self._step_id == "check" and (secret := await self._lost_secret()):
            await take_over(session, secret)
            return Shown(f"Copy the {FIELDS['client_secret']} into the wizard.", "", asks=True)
        if self._step_id == "check" and session.results.report is None:
            await self._ask(None)
        if self._mends and (mended := await self._mend()) is not None:
            self.mended = self._step_id != "check"
            return mended
        if self.mended:
            return None
        if self._step_id == "check" and (decided := await self._decide()) is not None:
            return decided
        self._mends = self._step_id == "check"  # what an action brings is for the next time
        if teaches and is_mended(session) and (looked := await self._look()) is not None:
            return looked
        if teaches and is_mended(session):  # the lesson comes at once
            actions.tick_all(self._step_id, self._by)
            return None
        for action in actions.of(self._step_id):
            key = f"{self._step_id}/{action.id}"
            ticked = actions.is_ticked(self._step_id, action.id)
            missing = self._missing(CLICKS.get(key, ""))
            left_out = action.optional and key not in CLICKS and action.id not in self._clicked()
            if left_out or (ticked and not missing and not await self._lacks_shown(action)):
                continue
            if key in OF_FAILURES and is_mended(self._session):
                actions.tick(self._step_id, action.id, self._by)  # there is no failure to start with
                continue
            if len(missing) > 1:
                return Shown(self._sentence(missing[0]), self._perform(missing[0]))
            browser = self._perform(missing[0]) if missing else ""
            await self._answer(action, key)
            saved = await self._do_here(action, key)
            actions.tick(self._step_id, action.id, self._by)
            return Shown(action.text, browser, action, saved)
        return None

    def _clicked(self) -> frozenset[str]:
        return ids_clicked(self._session, self._step_id) if self._session.rehearsal is not None else frozenset()

    @property
    def _fails_here(self) -> bool:
        """Whether something is to be mended before the actions are shown: a fault, or what fails once all are done.

        What comes before a task is to be set up yet.
        """
        session = self._session
        if session.rehearsal is not None and session.rehearsal.lesson and not session.rehearsal.task:
            return True
        return bool(not session.actions.open_in(self._step_id) and session.views()[self._step_id].failing)

    async def _mend(self) -> Shown | None:
        """Do what mends what fails; ask Procore again before the next one."""
        if renewed := renewed_values(self._session):
            await take_over(self._session, renewed)
            return Shown(f"Copy the new {listed([FIELDS[each] for each in renewed])} into the wizard.", "", asks=True)
        if clicks := mending_clicks(self._session):
            return Shown(self._sentence(clicks[0]), self._perform(clicks[0]), asks=True)
        return None

    async def _decide(self) -> Shown | None:
        """Answer what an earlier step asks about the projects and nobody has decided: without, no check proves it."""
        session = self._session
        for name in undecided(session.record):
            place = session.actions.asking_for(name)
            if place is None or self._decided(name) is None:
                continue
            step_id, action = place[0], next(each for each in session.actions.of(place[0]) if each.id == place[1])
            await self._answer(action, f"{step_id}/{action.id}")
            session.actions.tick(step_id, action.id, self._by)
            return Shown(action.text, "", action, asks=True)
        return None

    async def _look(self) -> Shown | None:
        """Do what the scenario asks to look at, where a play can."""
        session = self._session
        assert session.rehearsal is not None
        if has_looked(session):
            return None
        looks_at = session.rehearsal.looks_at
        if looks_at == SCAN:
            session.level_scan.begin()
            await session.level_scan.finished()
            return Shown("Check permissions on all projects.", "", looks_at=SCAN) if has_looked(session) else None
        row = next((each.title for each in session.definitions if each.id == looks_at), "")
        if not row and looks_at != PROJECT_LIST:
            return None  # a click, which the browser offers
        session.rehearsal.looked_at.add(looks_at)
        return Shown(f"Open the row {row}." if row else "Open Company projects.", "", looks_at=looks_at)

    async def _do_here(self, action: Action, key: str) -> Path | None:
        """Do what the action asks of this program itself. Returns the file that it wrote."""
        if key == SAVE_RECORD:
            return await save_setup_record(self._session, "html")
        last = self._session.results.report
        if key in RUN_CHECKS and (last is None or last.verdict in (Status.FAIL, Status.UNVERIFIED)):
            await self._ask(None)
        if "client_secret" in action.fields and await self._session.connection.missing(pair_alone=True) is None:
            await self._ask(PAIR)
        return None

    async def _lost_secret(self) -> dict[str, str]:
        """The client secret that the browser shows, where only an earlier run had it."""
        values = shown_values(self._session) if self._session.record.client_id else {}
        if "client_secret" not in values or await self._session.credentials.secret() is not None:
            return {}
        return {"client_secret": values["client_secret"]}

    async def _lacks_shown(self, action: Action) -> bool:
        """Whether the action asks for something that the browser shows, and the wizard does not have."""
        shown = shown_values(self._session).keys() & {*action.fields}
        if "client_secret" in shown and await self._session.credentials.secret() is None:
            return True
        return any(not getattr(self._session.record, name) for name in shown - {"client_secret"})

    def _missing(self, click: str) -> list[str]:
        """The clicks that are left until this one is done, itself the last; empty: it is done, or there is none."""
        if self._session.rehearsal is None or not click:
            return []
        states = {each.action.id: each for each in self._session.rehearsal.rehearsal.actions()}
        if states[click].done:
            return []
        if states[click].unavailable is None:
            return [click]
        before = takewhile(lambda id: id != click, states)
        possible = [id for id in before if id in CLICKS.values() and not states[id].done and not states[id].unavailable]
        if not possible and states[OPENS_VERSION].unavailable is None:
            possible = [OPENS_VERSION]
        return [*possible[:1], click]

    def _perform(self, click: str) -> str:
        return perform(self._session, click)

    def _sentence(self, click: str) -> str:
        """The way to that click, in whichever step."""
        assert self._session.rehearsal is not None
        states = self._session.rehearsal.rehearsal.actions()
        return next(f"{each.way.label}." for each in states if each.action.id == click)

    async def _answer(self, action: Action, key: str) -> None:
        """Fill in what the practice browser shows by now, and what a person would answer who has not yet."""
        names = [*action.fields, *(["app_name"] if key == APP_CREATED else [])]
        shown = {name: value for name, value in shown_values(self._session).items() if name in names}
        await take_over(self._session, {name: value for name, value in shown.items() if name not in APPROVED_BY})
        asked = {*unanswered(self._session.record, action), *(name for name in names if name in (*shown, "levels_set"))}
        decided = {name: self._decided(name) for name in asked}
        self._session.open_record.note(**{name: value for name, value in decided.items() if value is not None})

    def _count(self) -> int:
        assert self._session.rehearsal is not None
        return len(self._session.rehearsal.rehearsal.world.company.active_projects)

    def _decided(self, name: str) -> Any:
        if name == "levels_set":
            profile = self._session.profile
            return {tick_key(tab, row): row.level(tab).word for tab in TABS for row in asked_on(profile, tab)}
        given: dict[str, Callable[[], Any]] = {
            "app_owner": lambda: "customer",
            "app_name": lambda: self._session.record.app_name or APP_NAME,
            "administrator": lambda: "Practice administrator",
            "active_projects": lambda: self._count(),
            "old_account": lambda: self._session.record.old_account or NO_OLD_ACCOUNT,
            "sandbox_test": lambda: "tested",  # it is shown only where it was clicked
            "verification": lambda: Approval(ApprovalState.GRANTED, today().isoformat()),
            "production_access": lambda: Approval(ApprovalState.GRANTED, today().isoformat()),
            "expect": lambda: ExpectMode.ALL,
            "future_projects": lambda: True,
        }
        return given[name]() if name in given else None
