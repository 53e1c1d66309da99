"""What every step screen stands on: rail, instructions, fields, live checks, and an action row that never scrolls."""

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets.button import ButtonVariant

from dmsa_tui.checks.words import listed
from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.links import PageLink, Places, page_links
from dmsa_tui.guide.model import Step
from dmsa_tui.session import handover
from dmsa_tui.tui import keys
from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.steps.check_runner import CheckRunnerScreen
from dmsa_tui.tui.stylesheets import PARTS, STEPS
from dmsa_tui.tui.widgets.backdrop import Row
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import plain, prose
from dmsa_tui.tui.widgets.hanging_text import Line
from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.tui.widgets.instructions import Instructions
from dmsa_tui.tui.widgets.key_bar import KeyBar
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.stepper import Stepper

REVEAL_WITHIN = 3.0
"""Seconds in which a second press shows the IDs."""
WHO_ACTS = {"consultant": "The CONSULTANT acts", "admin": "The ADMINISTRATOR acts", "both": "BOTH of you look"}


class StepScreen(CheckRunnerScreen):
    """One documented step."""

    AUTO_FOCUS = ""
    CSS_PATH: ClassVar = [PARTS, STEPS]
    SHOWS: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("environment", "company_id", "edition", "confirmed", "accepted", "verification", "production_access"), ""
    )
    _reveal_asked_at = -REVEAL_WITHIN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(each.key, each.action, each.label, show=each.footer, tooltip=each.help, id=each.id, priority=True)
        for each in keys.ONBOARDING
    ]

    @property
    def step(self) -> Step:
        """This step in the guide."""
        return self.session.guide.step(self.STEP)

    # -- what is drawn ---------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Top line, rail, body, action row, footer."""
        yield HeaderBar()
        with Row(id="middle"):
            yield Stepper(self.STEP)
            with ScrollPane(id="page"):
                yield from self.compose_page()
        with Row(id="action-row"):
            yield self._row_button("back", "◀ Back", disabled=self.step.number == 1)
            if self.session.checks_of(self.STEP):
                yield self._row_button("check", "Check")
            yield self._row_button("done", self.done_label)
            yield self._row_button("next", "Next ▶", variant="primary")
        yield KeyBar(self.shown_keys(keys.ONBOARDING))

    def _row_button(
        self, command: str, label: str, *, variant: ButtonVariant = "default", disabled: bool = False
    ) -> Button:
        key = self.app.key_text(command)
        return CompactButton(label, id=command, variant=variant, disabled=disabled, tooltip=key)

    def compose_page(self) -> ComposeResult:
        """The guide and, after or beside it, what is live."""
        with ScrollPane(id="guide-part"):
            yield from self.compose_guide()
        with ScrollPane(id="live-part"):
            yield from self.compose_live()

    def compose_guide(self) -> ComposeResult:
        """Whose turn it is, where, and what to click."""
        yield Instructions(self.step, self.session.edition_of(self.STEP), self.turn, self._link_as_shown)

    def compose_live(self) -> ComposeResult:
        """What the person gives, and what Procore says."""
        yield from self.compose_fields()
        if checks := self.session.checks_of(self.STEP):
            heading = plain("How we know that it worked", "bold")
            yield self.rows_of(heading, checks)
            yield Static(id="check-note", markup=False)

    def compose_fields(self) -> Iterable[Widget]:
        """What the person gives the wizard on this step."""
        return ()

    def on_mount(self) -> None:
        """Draw what depends on the record, then ask Procore if that is already possible."""
        self.session.open_record.note(step=self.STEP)
        self.save_soon()
        after_refresh(self, self._ready)

    def _ready(self) -> None:
        """Now that it is known what scrolls: take the focus, and ask Procore."""
        for field in self.query(Field):
            field.recorded = bool(self.session.mask.recorder)
            field.reveal(not self.session.mask.ids_hidden)
        if self.focused is None:
            self.set_focus(next((pane for pane in self.query(ScrollPane) if pane.focusable), None))
        if self.session.checks_of(self.STEP):
            self.run_checks()

    def turn(self) -> Sequence[Line]:
        """Who acts, where, and the page to open."""
        step, link, keys_of = self.step, self.link, self.app.key_text
        who = plain(f" {WHO_ACTS[step.who]} ", "$text-accent bold reverse")
        lines = [Line(Content.assemble(who, " ", prose(step.where)), blank_before=not self.has_class("-compact"))]
        if link:
            hint = f"  (open {keys_of('open')}, copy {keys_of('copy')}, QR {keys_of('link')})"
            lines.append(Line(plain(self.masked(link) + hint, "$foreground-muted")))
        return lines

    def draw_turn(self) -> None:
        """Say again who acts and where: the edition, the links or their mask may have changed."""
        self.query_one(Instructions).change(self.session.edition_of(self.STEP))

    def draw_state(self) -> None:
        """The Done button; the screens say what else."""
        self.query_one("#done", Button).label = self.done_label

    @property
    def done_label(self) -> str:
        """The Done button says whether it was pressed."""
        return "✎ Done" if self.STEP in self.session.record.confirmed else "Done"

    def masked(self, text: str) -> str:
        """`text` for a shared screen: the IDs in it are dots unless they are revealed."""
        return self.session.mask.text(text)

    @property
    def places(self) -> Places:
        """What the guide's links stand for with this customer."""
        session = self.session
        return Places(session.environment.portal_url, session.web_url, session.record.company_id or None)

    @property
    def link(self) -> str | None:
        """The page that this step is done on."""
        return self.places.fill(self.step.link)

    @property
    def links(self) -> tuple[PageLink, ...]:
        """That page, and those of actions that are elsewhere."""
        return page_links(self.step, self.session.edition_of(self.STEP), self.places)

    def _link_as_shown(self, template: str | None) -> str | None:
        link = self.places.fill(template)
        return None if link is None else self.masked(link)

    # -- going on --------------------------------------------------------------------------------------------------

    @on(Stepper.Chosen)
    def _rail_chosen(self, event: Stepper.Chosen) -> None:
        self.app.go_to_step(event.step_id)

    @on(Button.Pressed, "#back, #next, #check, #done")
    async def _row_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(event.button.id or "")

    def action_back(self) -> None:
        """The step before."""
        self._turn_page(-1)

    def action_next(self) -> None:
        """The step after; the last leads home."""
        self._turn_page(+1)

    def action_checker(self) -> None:
        """All checks."""
        if self.STEP != "check":
            self.app.go_to_step("check")

    def _turn_page(self, by: int) -> None:
        steps = self.session.guide.steps
        place = [step.id for step in steps].index(self.STEP) + by
        if place == len(steps):
            self.app.go_home()
        elif place >= 0:
            self.app.go_to_step(steps[place].id)

    def action_check(self) -> None:
        """Ask Procore now."""
        if self.session.checks_of(self.STEP):
            self.run_checks(manual=True)
        else:
            done = self.app.key_text("done")
            self.notify(f"Procore offers no way to check this step; press {done} when its actions are done.", timeout=6)

    @work(group="save", exit_on_error=False)
    async def action_done(self) -> None:
        """Say that the actions are done, or take it back."""
        done = self.STEP in self.session.record.confirmed
        self.session.open_record.confirm_step(self.STEP, None if done else self.app.person)
        await self.save()

    @work(group="dialog", exit_on_error=False)
    async def action_edition(self) -> None:
        """Choose the portal edition."""
        from dmsa_tui.tui.dialogs.edition import EditionDialog

        chosen = await self.app.push_screen_wait(EditionDialog(self.session))
        if chosen is not None and chosen != self.session.record.edition:
            self.use_edition(chosen)
            await self.save()

    @work(group="dialog", exit_on_error=False)
    async def action_environment(self, to: str = "") -> None:
        """Change the environment; `to`: the one that is offered already."""
        from dmsa_tui.tui.dialogs.environment import change_environment

        await change_environment(self, to)

    def use_edition(self, edition_id: str) -> None:
        """Draw the actions as that portal edition labels them."""
        self.session.open_record.note(edition=edition_id)

    @on(Button.Pressed, "#compare-manifest")
    def _compare_manifest(self, event: Button.Pressed) -> None:
        from dmsa_tui.tui.dialogs.manifest import ManifestDialog

        event.stop()
        self.app.push_screen(ManifestDialog(self.session))

    @on(Button.Pressed, "#message")
    @work(group="dialog", exit_on_error=False)
    async def _write_message(self, event: Button.Pressed) -> None:
        """The message to the absent person: the button's own kind, or that of the approval which is next."""
        from dmsa_tui.documents.messages import waiting_message

        kind = event.button.name or waiting_message(self.session.record) or "verification"
        heading, text, path = await handover.message(self.session, kind)
        self._show_page(heading, text, text, path)

    @on(Button.Pressed, "#handout")
    @work(group="dialog", exit_on_error=False)
    async def _write_handout(self, event: Button.Pressed) -> None:
        page, text, path = await handover.handout(self.session)
        self._show_page("Handout for the administrator", text, page, path)

    def _show_page(self, heading: str, text: str, saved: str, path: Path) -> None:
        from dmsa_tui.tui.dialogs.page import PageDialog

        dialog = PageDialog(heading, self.masked(text), text, lambda: handover.save_page(saved, path))
        self.app.push_screen(dialog)

    @on(Button.Pressed, "#project-list")
    def _list_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_project_list()

    def action_project_list(self) -> None:
        """Every project with its state; searched, filtered and saved there."""
        from dmsa_tui.tui.dialogs.project_list import ProjectListDialog

        try:
            self.app.push_screen(ProjectListDialog(self.session))
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=6)

    def action_branches(self) -> None:
        """What to do when the screen looks different."""
        from dmsa_tui.tui.dialogs.troubleshooting import TroubleshootingDialog

        self.app.push_screen(TroubleshootingDialog(self.session, self.step))

    def action_practice(self) -> None:
        """Open the practice panel."""
        from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser

        if self.session.rehearsal is not None:
            self.app.push_screen(PracticeBrowser(self.session.rehearsal, self))

    def action_reveal(self) -> None:
        """Mask IDs; or show them, if the key is pressed again soon after it was said what that shows."""
        session, asked_at, self._reveal_asked_at = self.session, self._reveal_asked_at, time.monotonic()
        if not session.mask.ids_hidden:
            session.mask.hide_ids(True)
            said = "IDs are masked."
        elif session.mask.recorder:
            said = self._recorded("IDs")
        elif self._reveal_asked_at - asked_at > REVEAL_WITHIN:
            ids = listed(session.mask.hideable) or "every ID that will be known"
            key = self.app.key_text("reveal")
            said = f"This shows {ids} on this screen; press {key} again within {REVEAL_WITHIN:.0f} s to do so."
        else:
            session.mask.hide_ids(False)
            self._reveal_asked_at = -REVEAL_WITHIN
            said = "IDs are shown on this screen."
        self.notify(said, timeout=4)

    def action_project_names(self) -> None:
        """Mask or show the names of projects."""
        session = self.session
        session.mask.hide_names(not session.mask.names_hidden)
        masked = "Project names are masked." if session.mask.names_hidden else "Project names are shown."
        self.notify(self._recorded("Project names") if session.mask.recorder else masked, timeout=4)

    def _recorded(self, what: str) -> str:
        return f"{what} stay masked: {self.session.mask.recorder} is recording this terminal."

    @work(group="browser", exit_on_error=False)
    async def action_open_link(self) -> None:
        """Open the step's page in the browser; where there is none, the link goes another way."""
        link = self.link
        if (reason := await self.app.open_page(link)) and link:
            self._show_links(f"{reason} {await self.app.copied(link, 'the link')}")

    def action_show_link(self) -> None:
        """The step's links whole, and as a QR code."""
        if self.links:
            self._show_links()
        else:
            self.notify("This step has no page to open yet; the path is written above.", timeout=5)

    def _show_links(self, reason: str = "") -> None:
        from dmsa_tui.tui.dialogs.link import LinkDialog

        self.app.push_screen(LinkDialog(self.session, self.links, reason))

    def action_copy_link(self) -> None:
        """Send the step's link to the clipboard."""
        self.app.copy_text(self.link, "the link")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done here."""
        if action == "practice":
            return self.session.rehearsal is not None
        if action == "check":
            return bool(self.session.checks_of(self.STEP))
        if action == "follow":
            return hasattr(self, "action_follow")
        return True
