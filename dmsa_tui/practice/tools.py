"""The tools of the practice company, permission levels, and the levels that a file sync asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

NONE, READ_ONLY, STANDARD, ADMIN = 1, 2, 3, 4
"""Level ids as Procore numbers them (Procore documentation, managed equipment permissions)."""

LEVEL_NAMES: Mapping[int, str] = {NONE: "None", READ_ONLY: "Read Only", STANDARD: "Standard", ADMIN: "Admin"}

Levels = Mapping[str, int]
"""Engine name → level id; a tool that is left out is at None."""


@dataclass(frozen=True)
class Tool:
    """A tool: the engine name that the API uses and the name that people see."""

    name: str
    title: str
    required: bool = False
    """Whether a project cannot switch it off."""


COMPANY_TOOLS = (
    Tool("admin", "Admin", required=True),
    Tool("directory", "Directory", required=True),
    Tool("documents", "Documents"),
    # Inferred: the company's Home is called Portfolio while its engine name stays `home`.
    Tool("home", "Portfolio", required=True),
    Tool("permissions", "Permissions"),
    Tool("schedule", "Schedule"),
    Tool("timesheets", "Timesheets"),
)

PROJECT_TOOLS = (
    Tool("admin", "Admin", required=True),
    Tool("home", "Home", required=True),
    Tool("directory", "Directory"),
    Tool("documents", "Documents"),
    Tool("daily_log", "Daily Log"),
    Tool("rfi", "RFIs"),
    Tool("submittal_log", "Submittals"),
)

FILE_SYNC: Levels = {"admin": ADMIN, "directory": ADMIN, "documents": ADMIN, "home": READ_ONLY}
"""What the documented file sync asks for, at company and at project level alike."""
