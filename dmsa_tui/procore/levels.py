"""Permission levels as Procore numbers them."""

from enum import IntEnum


class Level(IntEnum):
    """A tool's permission level; the values are the level ids of `settings/permissions` (procore-api.md 5.5)."""

    NONE = 1
    READ_ONLY = 2
    STANDARD = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """The word of reports and profile files: none, read-only, standard, admin."""
        return self.name.lower().replace("_", "-")

    @property
    def label(self) -> str:
        """The word as Procore's permission builder prints it: None, Read-Only, Standard, Admin."""
        return self.name.replace("_", "-").title()

    @property
    def manifest_word(self) -> str | None:
        """The word of an app manifest; None where the manifest leaves the tool out. "admin" is inferred."""
        return None if self is Level.NONE else self.word.replace("-", "")

    @classmethod
    def from_word(cls, word: str) -> "Level":
        """The level named by a report's, a profile's or a manifest's word; KeyError for any other."""
        words = {level.word.replace("-", ""): level for level in cls}
        return words[word.strip().lower().replace("-", "").replace(" ", "")]
