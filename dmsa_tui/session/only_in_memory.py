"""What goes with the program, because no file and no keyring has it, in words."""

from typing import NamedTuple


class Lost(NamedTuple):
    """How it is said while it can still be kept, and afterwards."""

    what: str
    """With its verb, in the middle of a sentence."""
    gone: str

    @property
    def warning(self) -> str:
        """What is said before the program ends."""
        return f"{self.what[0].upper()}{self.what[1:]} only in memory and will be lost."


_VAULT = "in your password vault."
SECRET = Lost("the client secret is", f"The client secret was only in memory and is gone: keep it {_VAULT}")
CLIENT_ID = Lost("the client ID is", "The client ID was only in memory and is gone: enter it again.")
BOTH = Lost("client ID and secret are", f"Client ID and secret were only in memory and are gone: keep them {_VAULT}")


def lost(*, secret: bool, client_id: bool) -> Lost | None:
    """What is lost, of both; None for nothing."""
    return (BOTH if secret else CLIENT_ID) if client_id else SECRET if secret else None
