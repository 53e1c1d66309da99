"""A written message: to whom, its words, and why it must not be sent as it is."""

from dataclasses import dataclass

from dmsa_tui.guide.wrapping import WIDTH, wrapped
from dmsa_tui.procore.environments import REHEARSAL

INSTALLED = "Procore says that the app is installed, so this message is about what is left to do."


@dataclass(frozen=True)
class Message:
    """A message to send."""

    to: str
    """Who has to read it, in words."""
    subject: str
    body: str
    """Paragraphs with empty lines between them, in lines of at most `width` columns."""
    missing: tuple[str, ...] = ()
    """Names of the values that the message is for and that are not recorded."""
    width: int = WIDTH
    stand_in: str = ""
    """That Procore's own hosts were not asked, as a sentence; empty if they were."""
    instead: str = ""
    """Why it is about something else than what was asked for, as a sentence; empty if it is not."""

    @property
    def warning(self) -> str:
        """Why it must not be sent as it is; empty if it can be."""
        gaps = f"Not recorded: {', '.join(self.missing)}." if self.missing else ""
        if self.stand_in == REHEARSAL:
            return f"Do not send this. {REHEARSAL} {gaps}".rstrip()
        return f"{self.stand_in} {'Do not send this yet. ' if gaps else ''}{gaps}".strip()

    @property
    def text(self) -> str:
        """The whole message with a line end, under the warning if there is one."""
        above = "".join(f"{line}\n" for line in wrapped(self.warning, width=self.width)) + "\n" if self.warning else ""
        return f"{above}To: {self.to}\nSubject: {self.subject}\n\n{self.body}\n"
