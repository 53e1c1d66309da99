"""The one error that every room may raise for input that cannot be used."""

from collections.abc import Iterable


class BadInput(ValueError):
    """Input that cannot be used; the text is one sentence that names what is wrong and what would be right."""


def unknown_name(what: str, given: str, valid: Iterable[str]) -> BadInput:
    """The error for a name outside a closed list, with the list in it."""
    return BadInput(f"Unknown {what} {given!r}; the valid ones are: {', '.join(valid)}.")
