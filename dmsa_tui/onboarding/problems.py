"""What can go wrong with a stored record. Each text is one sentence, fit for the screen and for standard error."""

from dmsa_tui.problems import BadInput


class StoreProblem(BadInput):
    """The store cannot be read or written: a full disk, a missing right, a record changed or forgotten elsewhere."""


class DamagedRecord(StoreProblem):
    """A record file that this version cannot read. It is kept as it is, and nothing is written over it."""

    def __init__(self, sentence: str) -> None:
        super().__init__("".join(each if each.isprintable() else ascii(each)[1:-1] for each in sentence))


class NewerRecord(DamagedRecord):
    """A record file that a newer version has written."""


def why(error: OSError) -> str:
    """The operating system's reason, as a clause."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]
