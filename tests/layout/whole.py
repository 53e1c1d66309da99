"""Whether what is on the screen is whole: the way on in sight, nothing cut off."""

import os

from rich.segment import Segment
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, TextArea

from dmsa_tui.guide.model import Action
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import prose
from dmsa_tui.tui.widgets.hanging_text import NBSP, TALL
from dmsa_tui.tui.widgets.open_action import OpenAction
from tests.tui.driving import Wizard

LONG = bool(os.environ.get("DMSA_TUI_LONG_TESTS"))
"""Whether every combination is looked at, which takes minutes."""
SIZES = [(60, 20), (80, 24), *([(100, 30)] if LONG else []), (120, 36), (200, 60)]
"""From compact to roomy; a long run has one more, between the sizes at which the layout changes."""


def viewport(found: Wizard) -> Region:
    return found.app.screen.size.region


def buttons(found: Wizard) -> list[Button]:
    """The buttons of the row that never scrolls, without those that are not offered now."""
    row = found.app.screen.query("#action-row CompactButton, .dialog-row CompactButton").results(Button)
    return [each for each in row if each.display]


def assert_way_on_in_sight(found: Wizard) -> None:
    """Each button of the action row is wholly on the screen, with its whole label."""
    row = buttons(found)
    names = {button.id for button in row}
    screen = found.app.screen
    first = isinstance(screen, StepScreen) and screen.procedure.number == 1
    expected = {"done", "next"} if first else {"back", "done", "next"}
    assert names >= (expected if isinstance(screen, StepScreen) else {"close"})
    for button in row:
        label = str(button.label)
        assert viewport(found).contains_region(button.region), f"{label} of {where(found)} is at {button.region}"
        line = found.line(button.region.y)[button.region.x : button.region.right]
        assert label in line, f"{label!r} of {where(found)} is drawn as {line!r}"


def assert_nothing_overflows(found: Wizard) -> None:
    """Nothing is cut off at its right, and nothing but a long answer has to be scrolled sideways."""
    screen = found.app.screen
    assert screen.max_scroll_x == 0, where(found)
    for widget in screen.query("*"):
        if not widget.is_on_screen:
            continue
        place = screen.find_widget(widget)
        right = min(place.clip.right, screen.size.width)
        assert place.region.right <= right, f"{widget!r} of {where(found)} reaches {place.region.right} of {right}"
        if isinstance(widget, ScrollableContainer) and not isinstance(widget, Input):
            assert widget.max_scroll_x == 0, f"{widget!r} of {where(found)} scrolls sideways"


def assert_not_clipped(found: Wizard) -> None:
    """What does not fit can be scrolled to, is wrapped, or ends in an ellipsis; nothing simply stops."""
    screen = found.app.screen
    for widget in screen.query("*"):
        if not widget.is_attached or not all(each.display for each in widget.ancestors_with_self):
            continue
        scrolls = any(each.max_scroll_y for each in widget.ancestors if isinstance(each, Widget))
        place = screen.find_widget(widget)
        name = f"{widget!r} of {where(found)}"
        assert scrolls or place.region.bottom <= place.clip.bottom, f"{name} is cut off below"
        if isinstance(widget, Input):
            if not widget.value:
                room = widget.content_size.width
                assert Content(str(widget.placeholder)).cell_length <= room, f"{name} cuts its hint"
        elif isinstance(widget, Field):
            assert Content(widget.label).cell_length <= widget.content_size.width, f"{name} cuts its label"
        elif not (widget.is_container or isinstance(widget, OptionList | TextArea)):
            assert_text_has_room(widget, name)


def assert_text_has_room(widget: Widget, name: str) -> None:
    """All rows of the text, or with an ellipsis; and all of its columns."""
    drawn = widget.render()
    if not isinstance(drawn, Content) or not drawn.plain or not widget.content_size.width:
        return
    if widget.styles.text_wrap == "nowrap":
        longest = max((line.cell_length for line in drawn.split()), default=0)
        assert longest <= widget.content_size.width or widget.styles.text_overflow == "ellipsis", f"{name} is cut off"
    else:
        rows = len(drawn.wrap(widget.content_size.width))
        assert rows <= widget.content_size.height, f"{name} has {rows} rows and shows {widget.content_size.height}"


def assert_all_in_sight(found: Wizard) -> None:
    assert_way_on_in_sight(found)
    assert_nothing_overflows(found)
    assert_not_clipped(found)
    assert_gap_before_scrollbars(found)


def assert_gap_before_scrollbars(found: Wizard) -> None:
    """Between a text and the scrollbar at its right is a column that is empty."""
    lines = found.lines
    for widget in found.app.screen.query("*"):
        if not widget.show_vertical_scrollbar or not widget.is_on_screen or not widget.vertical_scrollbar.display:
            continue
        visible = found.app.screen.find_widget(widget).visible_region
        bar = visible.right - widget.scrollbar_size_vertical - widget.styles.gutter.right
        for y in range(visible.y + widget.styles.gutter.top, visible.bottom - widget.styles.gutter.bottom):
            column = Strip([Segment(lines[y])]).crop(bar - 1, bar).text  # an accent takes none
            assert column in (" ", "│"), f"{widget!r} of {where(found)} has text at its scrollbar: {lines[y]!r}"


async def assert_whole_in_every_edition(found: Wizard) -> None:
    """In each portal edition every action is drawn to its last word, and the way on stays in sight."""
    for edition_id in found.session.guide.step(found.step.STEP).editions:
        found.session.open_record.note(edition=edition_id)
        await found.pilot.pause()
        assert_all_in_sight(found)
        await assert_each_action_is_whole(found)


async def assert_each_action_is_whole(found: Wizard) -> None:
    """Opened one by one, each action is drawn to its last word."""
    actions = found.step.actions
    for action in actions.current.all if actions else ():
        assert actions is not None
        actions.choose(action.id)
        await found.pilot.pause()
        assert_is_drawn_whole(found, action)


def assert_is_drawn_whole(found: Wizard, action: Action) -> None:
    """The open action is drawn to its last word; the rows of levels say its note, and where there is little room, its
    caution."""
    drawn = words(str(found.step.query_one(OpenAction).render()))
    by_rows = "levels_set" in action.fields
    caution = None if by_rows and found.app.size.height < TALL else action.caution
    for said in (action.text, None if by_rows else action.note, caution):
        assert said is None or words(prose(said).plain) in drawn, f"{said!r} is not drawn on {where(found)}"


def words(text: str) -> str:
    """The text without spaces: a line may end at any of them, and inside a long address."""
    return "".join(text.replace(NBSP, " ").split())


def where(found: Wizard) -> str:
    return f"{getattr(found.app.screen, 'STEP', type(found.app.screen).__name__)} at {found.app.size}"


async def resize(found: Wizard, size: tuple[int, int]) -> None:
    await found.pilot.resize_terminal(*size)
    await found.until(lambda: laid_out(found) == size, f"the size {size}")
    await found.pilot.pause()


def laid_out(found: Wizard) -> tuple[int, int] | None:
    """The size at which the widgets stand; None while they are still on their way there."""
    screen = found.app.screen
    waiting = screen._layout_required or screen.size != screen._compositor.size
    return None if waiting else (screen.size.width, screen.size.height)
