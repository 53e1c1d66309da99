"""Whether the first-run tour was closed: an empty file beside the logs and nothing more."""

import os

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.paths import Paths

FILE = "tour-closed"


def was_closed(paths: Paths) -> bool:
    """Whether the tour was closed on this machine, by this user; False where nobody can tell."""
    return os.path.exists(paths.state / FILE)  # unlike Path.exists, it takes a forbidden directory for an absent file


def keep_closed(paths: Paths) -> None:
    """Remember that it was closed; a disk that refuses only has it shown again next time."""
    from dmsa_tui.onboarding.files import write_privately

    try:
        write_privately(paths.state / FILE, "")
    except StorageError:
        return
