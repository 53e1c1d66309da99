"""Makes the table of `docs/permit.md` again: python -m tests.permit.table."""

import asyncio
import tempfile
from pathlib import Path

from tests.permit.company import serve_company
from tests.permit.rows import HEAD, ROWS, line_of
from tests.permit.test_permit_faults import DOCUMENT, plainly, ran

TITLE = """## Bad days

Ten of twelve projects are missing; they are added in lists of three, the first one alone. A test makes each row.

"""


async def lines() -> list[str]:
    """Every row as it comes out now."""
    found = []
    for row in ROWS:
        with tempfile.TemporaryDirectory() as home:
            async with serve_company(Path(home), row.scenario, *row.faults, permitted=row.permitted) as served:
                found.append(plainly(line_of(row, await ran(served, row))))
    return found


if __name__ == "__main__":
    before, _, table = DOCUMENT.read_text("utf-8").partition(HEAD)
    rest = table.partition("\n\n")[2]
    before = before if table else f"{before.rstrip()}\n\n{TITLE}"
    DOCUMENT.write_text(before + HEAD + "\n".join(asyncio.run(lines())) + "\n" + (f"\n{rest}" if rest else ""), "utf-8")
