"""A paste outside a field, or in the wrong one: what it can be is told by its form, and a person says where it goes."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from textual.widgets import TextArea

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.onboarding.pasted_text import MANIFEST, PAIR, connection_in, pasted_text
from dmsa_tui.onboarding.validation import company_place
from dmsa_tui.procore.pasted import keys_in, pair_in
from dmsa_tui.procore.secret import MASK, Secret
from dmsa_tui.session.other_place import other_place
from dmsa_tui.tui.widgets.company_field import company_in
from dmsa_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget
    from textual.worker import Worker

    from dmsa_tui.onboarding.pasted_text import PastedText
    from dmsa_tui.tui.base_app import BaseApp

LARGEST = 1_000_000
"""Characters; a longer paste is a file, and no field takes it."""
TAKES_TEXT = (
    "client_secret", "client_id", "sandbox_client_id", "app_version_key", "sandbox_app_version_key", "company_id",
    "active_projects", "expected_projects", "app_name", "administrator", "old_account",
)  # fmt: skip
"""Fields of the record that a text can be given to."""
LABELS = {
    **{each: FIELDS[each] for each in TAKES_TEXT},
    PAIR: "Client ID and client secret",
    MANIFEST: "Compare as a manifest",
}
"""Field of the record → what a button calls it."""
FIRST_OF = {PAIR: "client_id"}
"""What stands for two fields → the first of them."""
NEW = "new"
"""Stands for an onboarding that starts with what was pasted."""
CLIENT_IDS = ("client_id", "sandbox_client_id")
"""Fields that no secret is offered to."""
OPENS_WITHIN = 10.0
"""Seconds for the step of the field to open."""


class Receives(Protocol):
    """A screen as far as a paste concerns it."""

    STEP: ClassVar[str]

    @property
    def open_fields(self) -> Sequence[str]:
        """The fields of the record that are asked for just now."""

    def receive(self, given: dict[str, Any]) -> None:
        """Fill in: field id → text."""


class TakesPaste(Protocol):
    """Home as far as a paste concerns it."""

    def paste(self, text: str) -> None:
        """Find the onboarding of the company in it, or start one."""


def too_long(text: str) -> str:
    """Why a paste is not looked at; empty: it is."""
    return f"The paste has {len(text):,} characters and was ignored." if len(text) > LARGEST else ""


def pair_given(text: str) -> dict[str, str]:
    """Field id → text, of a paste with client ID and secret, and what App Version Keys it has; empty for any other."""
    if (pair := pair_in(text)) is None:
        return {}
    named = connection_in(text).get("app_version_key")
    keys = {"app-version-key": named or " ".join(keys_in(text))} if keys_in(text) else {}
    return {"client-id": pair[0], "client-secret": pair[1], **keys}


class Pasting:
    """Asks where a pasted text belongs, and puts it there. Nothing is filled in without a key."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app

    def offer(self, screen: Receives, text: str, found_in: "Widget | None" = None) -> "Worker[None]":
        """Ask where `text` belongs; `found_in`: the field that it stands in, and that is not for it."""
        return self._app.run_worker(partial(self._offer, screen, text, found_in), group="paste", exit_on_error=False)

    async def _offer(self, screen: Receives, text: str, found_in: "Widget | None") -> None:
        from dmsa_tui.tui.dialogs.pasted import PastedDialog

        pasted = pasted_text(text[:LARGEST])
        if problem := await self._not_taken(text):
            self._say(problem)
            return
        if pasted.is_credential and found_in is not None and found_in.id in {*map(_widget_id, CLIENT_IDS)}:
            return  # the field says what is wrong with it
        if other := other_place(self._app.session, text):
            await self._ask_whose(other, text)
            return
        places = self._places(screen, pasted, text)
        holds = f"{'This field holds' if found_in else 'You pasted'} {pasted.words}."
        if not places and pasted.is_credential:
            self._say(f"{holds} It is masked, and not saved. Copy the whole value, and paste it into its field.")
            return
        if not places:
            leads = "No field takes sentences." if pasted.is_prose else "Go to its field, then paste again."
            self._say(f"{holds} {leads}")
            return
        replaced = await self._replaced(places, text)
        is_one = pasted.is_credential and PAIR not in places
        question = "Client ID or secret?" if is_one and len(places) > 1 else "Where does this belong?"
        about = holds
        if pasted.is_credential:
            about += (
                f" {'The value is' if is_one else 'All are' if keys_in(text) else 'Both are'} masked, and not saved."
            )
        in_doubt = self._is_in_doubt(text)
        if in_doubt:
            about += " You entered it as the client secret."
        for field, value in replaced.items():
            about += f" {LABELS[field] if len(places) > 1 else 'They' if field == PAIR else 'It'}"
            about += f" {'replace' if field == PAIR else 'replaces'} {value}."
        new = [each for each in places if each not in replaced]
        likely = new[0] if len(new) == 1 else ""  # of several, a person chooses
        chosen = await self._app.push_screen_wait(PastedDialog(question, about, places, likely=likely))
        if chosen is not None:
            _take_out(found_in, text)
            if in_doubt and chosen in CLIENT_IDS:
                await self._app.session.credentials.take_back()
            await self._give(chosen, text)
        elif found_in is None:
            self._say("Nothing was filled in. Paste again to choose the place.")

    async def _ask_whose(self, other: str, text: str) -> None:
        """Ask whether credentials of another company or host start an onboarding, or are for this one all the same."""
        from dmsa_tui.tui.dialogs.pasted import PastedDialog

        is_rehearsal = self._app.session.rehearsal is not None  # which takes no other company
        places = {} if is_rehearsal else {NEW: "New onboarding…"}
        places[PAIR] = "These credentials here anyhow"
        dialog = PastedDialog("Which onboarding are these for?", other, places, likely="" if is_rehearsal else NEW)
        chosen = await self._app.push_screen_wait(dialog)
        if chosen == PAIR:
            await self._give(PAIR, text)
        elif chosen == NEW:
            self._app.go_home()
            cast(TakesPaste, self._app.screen).paste(text)
        else:
            self._say("Nothing was filled in.")

    async def _replaced(self, places: Iterable[str], text: str) -> dict[str, str]:
        """Field → what is lost in it, masked as on every screen; fields that hold nothing are left out.

        Of a company both are named: one number looks like the other.
        """
        session, replaced = self._app.session, dict[str, str]()
        for field in places:
            held = None if field == MANIFEST else getattr(session.record, _first_of(field), None)
            if field == "client_secret" and self._is_in_doubt(text):
                continue
            if field in (PAIR, "client_secret") and await session.credentials.secret() is not None:
                replaced[field] = "the client secret that the wizard has"
            elif isinstance(held, list) and held:
                replaced[field] = f"a list of {counted(len(held), 'line')}"
            elif held:
                shown = session.mask.text(str(held))
                # No part is shown of a client ID that may be the secret.
                replaced[field] = shown if shown != MASK else "the one that is there"
                if field == "company_id":
                    replaced[field] += f" with {session.mask.id(company_in(text))}"
        return replaced

    async def _not_taken(self, text: str) -> str:
        """Why the paste goes nowhere; empty: it may."""
        session = self._app.session
        if problem := too_long(text):
            return problem
        value = text.strip()
        if problem := session.credentials.problem_of_refused(client_id=value, secret=value):
            return problem
        if value.lower() in (session.record.app_version_key, session.record.sandbox_app_version_key):
            return "The wizard already has this App Version Key."
        if value == session.record.client_id:
            return "The wizard already has this client ID."
        with suppress(InvalidInput):
            place = company_place(text, session.record.environment)
            if place.id == session.record.company_id and place.web_url in ("", session.record.web_url):
                return "The wizard already has this company ID."
        secret = await session.credentials.secret()
        if secret is not None and secret.reveal() == value and not self._is_in_doubt(text):
            return "The wizard already has this client secret."
        return ""

    def _is_in_doubt(self, text: str) -> bool:
        """Whether it was given as the secret before there was a client ID: it may be that."""
        session, given = self._app.session, Secret(text.strip())
        is_given = session.credentials.untested == given and not session.credentials.has_worked(given)
        return is_given and not session.record.client_id

    def _places(self, screen: Receives, pasted: "PastedText", text: str) -> dict[str, str]:
        """Field → label, those of the open action first; a sandbox's own fields only there."""
        session, opened = self._app.session, list(screen.open_fields)
        is_secret = session.credentials.problem_of_client_id(text.strip()) and not self._is_in_doubt(text)
        fields = [each for each in pasted.fields if not (is_secret and each in CLIENT_IDS)]
        if not fields and not pasted.is_credential and not pasted.is_prose:
            fields = [each for each in opened if each in LABELS and self._accepts(screen, each, text)]
        given = [each for each in opened if getattr(session.record, each, None)]
        wanted = sorted(fields, key=lambda each: (_first_of(each) not in opened, each in given, fields.index(each)))
        places: dict[str, str] = {}
        for each in wanted:
            step_id = self._step_of(each)
            if step_id and (each in opened or not each.startswith("sandbox_")):
                number = session.guide.step(step_id).number
                places[each] = (
                    LABELS[each] if step_id == screen.STEP or each == MANIFEST else f"{LABELS[each]} (step {number})"
                )
        return places

    def _accepts(self, screen: Receives, field: str, text: str) -> bool:
        fields = cast("Screen[None]", screen).query(f"#{_widget_id(field)}").results(Field)
        return any(each.accepts(text) for each in fields)

    def _step_of(self, field: str) -> str:
        """The step that asks for it; empty: none does now."""
        if field == MANIFEST:
            return MANIFEST
        session, named = self._app.session, _first_of(field)
        asks = (
            step.id for step in session.guide.steps for action in session.actions.of(step.id) if named in action.fields
        )
        return next(asks, "")

    async def _give(self, field: str, text: str) -> None:
        """Open the step of the field, and fill it in there."""
        if field == MANIFEST:
            from dmsa_tui.tui.dialogs.manifest import ManifestDialog

            await self._app.push_screen(ManifestDialog(self._app.session, text))
            return
        if (step_id := self._step_of(field)) != self._app.step_in_front:
            self._app.go_to_step(step_id, visits=True)
        # The notice that the terminal is too small may be over it.
        front = next((each for each in self._app.screen_stack if getattr(each, "STEP", "") == step_id), None)
        if front is None:
            return  # home was opened meanwhile
        await asyncio.wait_for(front._mounted_event.wait(), OPENS_WITHIN)
        given = pair_given(text) if field == PAIR else {}
        cast(Receives, front).receive(given or {_widget_id(field): text})

    def _say(self, sentence: str) -> None:
        self._app.notify(sentence, severity="warning", timeout=8, markup=False)


def _first_of(field: str) -> str:
    return FIRST_OF.get(field, field)


def _widget_id(field: str) -> str:
    return field.replace("_", "-")


def _take_out(field: "Widget | None", text: str) -> None:
    """The words of the text leave the field that is not for them; what else stands there stays."""
    for word in text.split():
        if isinstance(field, Field):
            field.input.value = field.input.value.replace(word, "").strip()
        elif isinstance(field, TextArea):
            field.text = field.text.replace(word, "")
