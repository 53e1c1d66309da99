"""What a rehearsal says of practicing: how to play a step, how to fix a fault, where to look."""

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
        if self._is_beside:
            return f"Practice: click in the practice browser. {key} clicks through this step. {STOPS}."
        if self._app.practice_plays:
            return f"Practice: {key} clicks through this step. {STOPS}. Ctrl+P opens the practice browser."
        return f"Practice: {key} opens the practice browser. Press {key} again to click through this step. {STOPS}."

    @property
    def in_few_words(self) -> str:
        """The same in one row of a small terminal."""
        key = self._app.key_text("practice")
        if self._app.practice_plays:
            return f"{key} clicks through this step."
        return f"{key} twice clicks through this step."

    @property
    def how_to_fix(self) -> str:
        """Where the person fixes what is wrong in the scenario, or sees it fixed."""
        key = self._app.key_text("practice")
        if self._is_beside:
            return f"Fix it in the practice browser. {key} shows how."
        if self._app.practice_plays:
            return f"{key} shows how to fix it. Ctrl+P opens the practice browser."
        return f"{key} opens the practice browser, where you can fix it. {key} again shows how."

    @property
    def _is_beside(self) -> bool:
        """Whether the practice browser stands beside the step."""
        return self._app.practices_beside and self._app.practice_plays

    @property
    def open_task(self) -> str:
        """How to open the task that the scenario is for; empty where it has none, or it is done."""
        task = open_task(self._app.session)
        return f"Ctrl+P opens the task for it: {self._app.session.guide.documented(task).title}." if task else ""

    @property
    def look(self) -> str:
        """Where to see what the scenario teaches, where no check fails; or empty."""
        assert self._app.session.rehearsal is not None
        look = self._app.session.rehearsal.look.format(projects=self._app.key_text("projects"))
        return look and f"No check fails here. {look}"
