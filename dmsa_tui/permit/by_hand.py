"""The list of projects for whoever adds them by hand: in blocks of a hundred, as text or as CSV.

Procore's own ways at 2,000 active projects or more (support articles, 2026): the user's Projects tab, which shows 100 a
page; Bulk Add a User to Projects in Procore Explore; Select Projects in App Management.
"""

import csv
import io
from collections.abc import Sequence

from dmsa_tui.permit.standing import in_chunks
from dmsa_tui.procore.records import ProjectAssignment

BLOCK = 100
WAYS = (
    "Directory → the app's user → Projects: tick the projects, a hundred a page, and add them",
    "Procore Explore → Bulk Add a User to Projects",
    "App Management → the app → View → Permissions → Select Projects",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(projects: Sequence[ProjectAssignment]) -> str:
    """The projects, one a line, in numbered blocks."""
    names = {project.id: project for project in projects}
    blocks = []
    for number, ids in enumerate(in_chunks([project.id for project in projects], BLOCK)):
        first = number * BLOCK
        lines = [f"Projects {first + 1:,} to {first + len(ids):,} of {len(projects):,}"]
        lines += [f"  {_line(names[id])}" for id in ids]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_csv(projects: Sequence[ProjectAssignment]) -> str:
    """The projects with the block that each is in; no cell is a formula."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("Block", "Project ID", "Number", "Name"))
    for number, project in enumerate(projects):
        table.writerow((number // BLOCK + 1, project.id, _cell(project.number or ""), _cell(project.name)))
    return text.getvalue()


def _line(project: ProjectAssignment) -> str:
    number = f"{project.number} - " if project.number else ""
    return f"{number}{project.name} (ID {project.id})"


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
