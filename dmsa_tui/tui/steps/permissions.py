"""Step 3: the permission levels, tool by tool and tab by tab."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import on, work
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Static

from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.checklist import asked_on, rows_left, still_valid, tab_of, toggled, with_rows
from dmsa_tui.tui.dialogs.manifest import compare_button
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.at_action import Given, at
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder

TYPED = "json-editor"
"""The edition in which the person edits the manifest's own text."""


class PermissionsScreen(StepScreen):
    """The profile as the builder shows it, and a button that compares a manifest with it."""

    STEP = "permissions"
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "levels_set": "#levels-set",
        "profile": "",
        "sandbox_app_version_key": "#sandbox-app-version-key",
    }

    def compose_fields(self) -> Iterable[Given]:
        """The rows to set and to tick, another profile, and a place to have the result compared."""
        record = self.session.record
        yield at(Vertical(self._profile_part(), id="profile"), "levels_set")
        yield at(CompactButton("Another profile…", id="other-profile"), "levels_set")
        yield at(compare_button(), "view-manifest")
        yield at(Field(
            "Sandbox App Version Key", fields.app_version_key, id="sandbox-app-version-key",
            value=record.sandbox_app_version_key, confidential=True, hint="36 characters, of the version just saved.",
        ), "sandbox_app_version_key")  # fmt: skip

    def on_mount(self) -> None:
        """The builder's tab follows the action."""
        for actions in self.walk_children(ActionList):
            self.watch(actions, "opened", self._show_tab)

    def _show_tab(self, opened: str | None) -> None:
        for shown in self.walk_children(PermissionBuilder):
            if (tab := tab_of(opened or "")) is not None:
                shown.ask_for(tab)

    async def action_done(self) -> None:
        """Also show the tab of the open action, where rows have no tick; the press that confirms them ticks them."""
        asked = "" if self.actions is None else self.actions.asking.about
        await super().action_done()
        if self.actions is not None and self.actions.asking.about:
            self._show_tab(self.actions.opened)
        elif (tab := tab_of(asked)) is not None and self.session.actions.is_ticked(self.STEP, asked):
            ticks, profile = self.session.record.levels_set, self.session.profile
            self._note_ticks(with_rows(ticks, profile, tab, asked_on(profile, tab)))

    def _profile_part(self) -> Widget:
        """The rows to set and to tick, or why the profile cannot be used."""
        session = self.session
        self._drawn_profile = session.record.profile
        try:
            profile = session.profile
        except DmsaError as problem:
            return Static(literal(f"✖ {problem}", "$text-error"), id="no-profile", markup=False)
        builder = session.guide.edition_or_default(session.record.edition).builder
        tab = tab_of(session.record.action)
        return PermissionBuilder(profile, builder, session.record.levels_set, in_manifest=self._typed, tab=tab)

    def _change_profile(self) -> None:
        """Show the profile that another window chose."""
        part = self._profile_part()
        for shown in self.walk_children(PermissionBuilder):
            if isinstance(part, PermissionBuilder):
                shown.use(part.profile, self.session.record.levels_set)
                return
        self.query("#levels-set, #no-profile").remove()
        self.query_one("#profile").mount(part)

    @property
    def _typed(self) -> bool:
        return self.session.record.edition == TYPED

    @on(PermissionBuilder.Ticked)
    def _ticked(self, event: PermissionBuilder.Ticked) -> None:
        event.stop()
        profile = self.query_one(PermissionBuilder).profile
        self._note_ticks(toggled(self.session.record.levels_set, profile, event.tab, event.row))
        self._take_back_unset()

    def _note_ticks(self, ticks: dict[str, str]) -> None:
        self.session.open_record.note(levels_set=ticks)
        self.query_one(PermissionBuilder).show(ticks)
        self.app.autosave.soon()

    def _take_back_unset(self) -> None:
        """Take back the tick of an action that has rows without one again, and stay at the open action."""
        ticks, profile, actions = self.session.record.levels_set, self.session.profile, self.actions
        for id in [each.id for each in self.session.actions.of(self.STEP)]:
            tab = tab_of(id)
            if actions is None or tab is None or not rows_left(ticks, profile, tab):
                continue
            if self.session.actions.is_ticked(self.STEP, id):
                actions.choose(actions.opened or id, takes_cursor=False)
                actions.tell_taken_back(id)
                self.session.actions.take_back(self.STEP, id)

    def draw_state(self) -> None:
        """The stepper, and the builder in the labels of the portal edition."""
        super().draw_state()
        if self._drawn_profile != self.session.record.profile:
            self._change_profile()
        builder = self.session.guide.edition_or_default(self.session.record.edition).builder
        for shown in self.walk_children(PermissionBuilder):
            shown.change(builder, in_manifest=self._typed)

    def scroll_to_center(self, widget: Widget, *args: Any, **options: Any) -> None:
        """Skip Textual's scrolling: the builder may be taller than the terminal, and scrolls itself."""
        if isinstance(widget, PermissionBuilder):
            widget.keep_in_sight()
        else:
            super().scroll_to_center(widget, *args, **options)

    @on(Button.Pressed, "#other-profile")
    @work(group="dialog", exit_on_error=False)
    async def _choose_profile(self, event: Button.Pressed) -> None:
        """Change the profile, and drop the ticks of rows that it does not have."""
        from dmsa_tui.tui.dialogs.profile import ProfileDialog

        chosen = await self.app.push_screen_wait(ProfileDialog(self.session))
        if chosen is None:
            return
        name, profile = chosen
        if name != self.session.record.profile:
            self.session.open_record.note(profile=name, levels_set=still_valid(self.session.record.levels_set, profile))
            self._take_back_unset()
            await self.app.autosave.now()
