"""What a rehearsal says of practicing: how to play a step, how to fix a fault, where to look."""

from collections.abc import Sequence

from dmsa_tui.checks.words import listed
from dmsa_tui.session.rehearsal_end import open_task
from dmsa_tui.tui.base_app import BaseApp

STOPS = "Any key or click stops it"


class PracticeWords:
    """Its sentences, with the keys of the moment."""

    def __init__(self, app: BaseApp) -> None:
        self._app = app

    @property
    def how_to_play(self) -> str:
        """How the person practices the step, or sees it played."""
        key = self._app.key_text("practice")
        if self._app.practice_plays:
            return f"Practice: click in the practice browser. {key} clicks through this step. {STOPS}."
        return f"Practice: {key} opens the practice browser. Press {key} again to click through this step. {STOPS}."

    @property
    def _presses(self) -> str:
        """The key that plays, and how often it is to be pressed for that."""
        return f"{self._app.key_text('practice')}{'' if self._app.practice_plays else ' twice'}"

    @property
    def in_few_words(self) -> str:
        """The same in one row of a small terminal."""
        return f"{self._presses} clicks through this step."

    def not_clicked(self, numbers: Sequence[int]) -> str:
        """How to make the clicks of these actions, which are marked done without."""
        one = len(numbers) == 1
        actions = f"Action{'' if one else 's'} {listed([str(each) for each in numbers])} {'is' if one else 'are'}"
        how = f"clicks {'it' if one else 'them'} in" if self._app.practice_plays else "opens"
        return f"{actions} marked done, but not clicked. {self._app.key_text('practice')} {how} the practice browser."

    @property
    def how_to_fix(self) -> str:
        """Where the person fixes what is wrong in the scenario, or sees it fixed."""
        key = self._app.key_text("practice")
        if self._app.practice_plays:
            return f"Fix it in the practice browser. {key} shows how."
        return f"{key} opens the practice browser, where you can fix it. {key} again shows how."

    @property
    def open_task(self) -> str:
        """How to open the task that the scenario is for, once nothing fails; empty where it has none, or it is done."""
        return f"{self._presses} opens the task: {self._task}." if self._task else ""

    @property
    def leads_to_task(self) -> str:
        """Where that is said; likewise."""
        number = self._app.session.guide.step("check").number
        return f"Step {number} leads to the task: {self._task}." if self._task else ""

    @property
    def _task(self) -> str:
        task = open_task(self._app.session)
        return self._app.session.guide.documented(task).title if task else ""

    @property
    def look(self) -> str:
        """Where to see what the scenario teaches, where no check fails; or empty."""
        assert self._app.session.rehearsal is not None
        look = self._app.session.rehearsal.look.format(projects=self._app.key_text("projects"))
        return look and f"No check fails here. {look}"
