"""The theme that a person chose in the palette: it stays until they choose another one, or change the setting."""

from pathlib import Path

from dmsa_tui.onboarding.regular_files import read_regular

FILE = "chosen-theme"


def kept_theme(directory: Path, setting: str) -> str:
    """The theme that was chosen since the settings file names `setting`; empty if none was, or none can be read."""
    try:
        chosen, _, former = read_regular(directory / FILE).decode().strip().partition("\n")
    except (OSError, UnicodeDecodeError):
        return ""  # colors are no reason for a message
    return chosen if former == setting else ""


def keep_theme(directory: Path, chosen: str, setting: str) -> None:
    """Keep the choice, beside the theme that the settings file names. StorageError where it cannot be written."""
    from dmsa_tui.onboarding.files import write_privately

    write_privately(directory / FILE, f"{chosen}\n{setting}")
