"""The errors that a person is told about. Each text is one sentence, fit for the screen and for standard error."""

from collections.abc import Iterable
from typing import ClassVar


def visibly(text: str) -> str:
    """The text with each control character, line break or other thing that prints nothing spelled out, as in `\\n`."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def quoted(text: object) -> str:
    """What somebody typed or a file has, as a sentence quotes it."""
    return f"“{visibly(str(text))}”"


class DmsaError(Exception):
    """Something that the program expects and explains; the text names what is wrong and what would be right."""

    exit_status: ClassVar[int]
    """What a command ends with when nobody else handles the error."""


class InvalidInput(DmsaError, ValueError):
    """Input that cannot be used."""

    exit_status = 2


class Unfinished(InvalidInput):
    """Input that could still become right; `wanted` says what is missing, to whoever still types."""

    def __init__(self, sentence: str, wanted: str) -> None:
        super().__init__(sentence)
        self.wanted = wanted


class StaleResult(InvalidInput):
    """What was being asked about has changed meanwhile: the answer counts for nothing."""


class StorageError(DmsaError):
    """This machine cannot read or write something: a full disk, a missing right, a file changed by another window."""

    exit_status = 4


class Gone(StorageError):
    """A record that another window has renamed or deleted."""


class DamagedRecord(StorageError):
    """A record file that this version cannot read. It is kept as it is, and nothing is written over it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(visibly(sentence))


class NewerRecord(DamagedRecord):
    """A record file that a newer version has written."""


NAME_THE_ONBOARDING = "Name the onboarding; `dmsa-tui list` shows the names."


def unknown_name(what: str, given: str, valid: Iterable[str]) -> InvalidInput:
    """The error for a name outside a closed list, with the list in it and the name that was probably meant."""
    names = list(valid)
    return InvalidInput(
        f"Unknown {what} {quoted(given)}; the valid ones are: {', '.join(names)}.{did_you_mean(given, names)}"
    )


def did_you_mean(given: str, valid: Iterable[str]) -> str:
    """A question with the nearest of the valid names and a space before it; empty if none is near."""
    from difflib import get_close_matches

    near = get_close_matches(given, list(valid), 1)
    return f" Did you mean {quoted(near[0])}?" if near else ""


def why(error: OSError) -> str:
    """The operating system's reason, as a clause."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]
