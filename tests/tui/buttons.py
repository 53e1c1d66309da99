"""Which buttons name no key, and why."""

import re

from textual.screen import Screen

from dmsa_tui.tui.widgets.compact_button import CompactButton

AT_ITS_ACTION = "used once, at its own action, where Tab reaches it"
IN_PALETTE = "the palette has it by name"
KEYLESS = {
    "access-review": IN_PALETTE,
    "add-projects": f"P on the checker; elsewhere letters are text, and {IN_PALETTE}",
    "ask-old": AT_ITS_ACTION,
    "by-hand": "beside the field for the company's name letters are text",
    "clear": "beside fields, in which letters are text",
    "clear-search": "Escape in the search does the same",
    "compare-manifest": AT_ITS_ACTION,
    "copy-secret": "a secret leaves by a deliberate press alone",
    "elsewhere": AT_ITS_ACTION,
    "environment": AT_ITS_ACTION,
    "from-sandbox": AT_ITS_ACTION,
    "go-task": f"letters are text in the search, and {IN_PALETTE}",
    "fold": "a heading that unfolds what few need",
    "other-profile": AT_ITS_ACTION,
    "prove-ended": AT_ITS_ACTION,
    "put-right": "beside a text area, in which letters are text",
    "read-manifest": AT_ITS_ACTION,
    "run-checks": AT_ITS_ACTION,
    "save-json": "the HTML has the key",
    "save-md": "the HTML has the key",
    "save-txt": "the CSV has the key, and letters are text in the search",
    "start": "it names Enter while Enter starts",
    "start-over": "it takes back all ticks of a task",
    "swap": AT_ITS_ACTION,
    "take-environment": "it has the focus when it comes",
    "test-old": AT_ITS_ACTION,
    "to-sandbox": AT_ITS_ACTION,
    "use-list": AT_ITS_ACTION,
    "use-hosts": "it names Enter while Enter takes both",
}
"""Id of a button without a key → why."""
_NAMED = re.compile(r"(^| )([A-Z0-9]|F\d+|Ctrl\+.|Esc|Enter|Del)( ▶)?$")


def keyless(screen: Screen[object]) -> list[str]:
    """The buttons whose label names no key, without a reason."""
    buttons = [each for each in screen.query(CompactButton) if str(each.label)]
    return [str(each.label) for each in buttons if not _NAMED.search(str(each.label)) and each.id not in KEYLESS]
