"""The one registry of keys: bindings, footer, palette, help screen and the README's table are made from it."""

from collections.abc import Iterator
from typing import NamedTuple


class KeyCommand(NamedTuple):
    """Something a person can do by key, button and palette."""

    id: str
    key: str
    """In Textual's spelling, e.g. f5 or ctrl+o."""
    action: str
    """The Textual action, looked up on the screen and then on the app."""
    label: str
    """One or two words for the footer."""
    help: str
    """One sentence for the palette, the help screen and the README."""
    footer: bool = True
    short: str = ""
    """The label where there is little room; empty for the same."""
    words: str = ""
    """By which the palette finds it too."""
    detail: str = ""
    """What follows the label where there is much room."""

    @property
    def key_text(self) -> str:
        """The key as people write it: F5, Ctrl+O."""
        return key_text(self.key)


_WRITTEN = {"delete": "Del", "slash": "/"}


def key_text(key: str) -> str:
    """A key in Textual's spelling as people write it: F5, Ctrl+O, Del, /."""
    return "+".join(_WRITTEN.get(part, part.capitalize()) for part in key.split("+"))


APP = (
    KeyCommand("help", "f1", "explain", "Help", "Explain this screen and list its keys."),
    KeyCommand(
        "home",
        "ctrl+g",
        "home",
        "Home",
        "Go to the list of onboardings.",
        footer=False,
        words="customers archived rename delete rehearse",
    ),
    KeyCommand(
        "quit",
        "ctrl+q",
        "quit",
        "Quit",
        "Quit. Answers are saved; credentials held in memory are lost.",
        footer=False,
    ),
    KeyCommand(
        "suspend", "ctrl+z", "suspend_process", "Suspend", "Go to the shell; type `fg` to come back.", footer=False
    ),
)
"""Works everywhere."""

ONBOARDING = (
    KeyCommand("edition", "f2", "edition", "Portal", "Choose the developer portal that you see. All labels follow."),
    KeyCommand(
        "branches",
        "f3",
        "branches",
        "Doesn't match?",
        "What to do when your screen looks different.",
        short="No match?",
    ),
    KeyCommand(
        "practice",
        "f4",
        "practice",
        "Practice",
        "In a rehearsal: open the practice browser; where it is open, click through the step.",
    ),
    KeyCommand("check", "f5", "check", "Check", "Ask Procore now.", footer=False),
    KeyCommand("follow", "ctrl+r", "watch", "Watch", "Check again automatically until all checks pass.", footer=False),
    KeyCommand("done", "f6", "done", "Done, next", "Mark the open action done and open the next one.", footer=False),
    KeyCommand("back", "f7", "back", "Previous step", "Go to the step before.", footer=False),
    KeyCommand("next", "f8", "next", "Next step", "Go to the next step.", footer=False),
    KeyCommand(
        "checker",
        "f10",
        "checker",
        "All checks",
        "Go to all checks, at the row that you left, and back.",
        short="Checks",
    ),
    KeyCommand("reveal", "f9", "reveal", "Show IDs", "Press twice to show IDs, again to mask them.", short="IDs"),
    KeyCommand(
        "names", "ctrl+n", "project_names", "Mask project names", "Mask or show the names of projects.", footer=False
    ),
    KeyCommand(
        "projects",
        "ctrl+t",
        "project_list",
        "Company projects",
        "See the company's projects: search, filter, save.",
        footer=False,
    ),
    KeyCommand("open", "ctrl+o", "open_link", "Open page", "Open the action's page in the browser.", footer=False),
    KeyCommand(
        "copy",
        "ctrl+y",
        "copy",
        "Copy value",
        "Copy the action's value, or the page's link, to the clipboard.",
        footer=False,
    ),
    KeyCommand(
        "message", "ctrl+e", "press('message')", "Message", "Write the message to whoever must act now.", footer=False
    ),
    KeyCommand(
        "handout",
        "ctrl+k",
        "press('handout')",
        "Handout",
        "Write the handout for the administrator.",
        footer=False,
    ),
    KeyCommand(
        "save",
        "ctrl+s",
        "press('save')",
        "Save",
        "Save the setup record on the last step, or what the dialog shows.",
        footer=False,
    ),
    KeyCommand(
        "diagnosis",
        "ctrl+d",
        "press('diagnosis')",
        "Diagnosis",
        "Write a diagnosis of all checks for Procore's support.",
        footer=False,
    ),
    KeyCommand(
        "link", "ctrl+l", "show_link", "QR code", "Show the links of the step or task, also as a QR code.", footer=False
    ),
)
"""Works on the screens of an open onboarding."""

IN_DIALOGS = tuple(each for each in ONBOARDING if each.id in ("copy", "open", "save", "check", "reveal"))
"""Their keys press the button of a dialog that names them."""

TABLE = (
    KeyCommand("resume", "enter", "open", "Open", "Open the chosen onboarding where it stopped.", footer=False),
    KeyCommand("new", "n", "new", "New", "Start the onboarding of another customer.", footer=False),
    KeyCommand("rehearse", "r", "rehearse", "Rehearse", "Choose what to rehearse.", footer=False),
    KeyCommand(
        "tasks",
        "t",
        "tasks",
        "Tasks",
        "Rotate, migrate or end the chosen onboarding.",
        footer=False,
        words="rotation migration offboarding",
    ),
    KeyCommand("rename", "e", "rename", "Rename", "Rename the chosen onboarding.", footer=False),
    KeyCommand(
        "archive",
        "a",
        "archive",
        "Archive",
        "Archive the chosen onboarding, or restore it.",
        footer=False,
        words="archived",
    ),
    KeyCommand("delete", "delete", "delete", "Delete", "Delete the chosen onboarding, after asking.", footer=False),
    KeyCommand("undo", "u", "undo", "Undo", "Undo the last renaming or archiving.", footer=False),
    KeyCommand("search", "slash", "search", "Search", "Go to the search on home; Escape goes back.", footer=False),
    KeyCommand("again", "b", "begin_again", "Start over", "Start the rehearsal again from nothing.", footer=False),
    KeyCommand("leave", "l", "leave", "Leave", "Leave the rehearsal to start or open a real onboarding.", footer=False),
)
"""Works on home, wherever the focus is; in the search, letters are text."""

HOME = (
    *TABLE,
    *(
        each._replace(
            label="Show names",
            help="Show the customers' names, or hide them, until you leave home. "
            "The setting `home-names` keeps them shown.",
            words="settings",
        )
        for each in ONBOARDING
        if each.id == "reveal"
    ),
)
"""Works on home."""


def all_commands() -> Iterator[KeyCommand]:
    """Every command, in the order of help and README."""
    yield from APP
    yield from ONBOARDING
    yield from TABLE
