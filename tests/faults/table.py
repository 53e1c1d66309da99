"""What the report says on every bad day of the matrix, as docs/faults.md: `python -m tests.faults.table`."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.verdict import exit_status
from dmsa_tui.checks.words import at_label
from dmsa_tui.practice.faults import FAULTS
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.vocabulary import Status
from tests.faults.rows import ROWS, Row
from tests.faults.running import NETWORKS, host_of, report_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"
MAKE_AGAIN = "run `python -m tests.faults.table`, read the changes in docs/faults.md, and commit them"
HEAD = """# What the checks say on a bad day

One line for each row of the fault matrix (`tests/faults/rows.py`). To try one out, serve it with
`dmsa-tui practice --scenario NAME --fault NAME`; `dmsa-tui practice --list` explains the names. This file is made by
`python -m tests.faults.table`, and a test holds it to what the checks really say.

A check never fails because Procore did not answer: it is then *unverified* (exit status 3), or *warn* (0) where
the check is not required. A dash says that every check passed.

| What goes wrong | Verdict (exit) | What the report says | Who acts, and where |
|---|---|---|---|
"""
OPEN = (Status.FAIL, Status.WARN, Status.UNVERIFIED)


def line_of(row: Row, report: Report) -> str:
    """The row's line of the table."""
    cells = [
        f"`{row.id}`<br>{_title(row)}",
        f"{report.verdict} ({exit_status(report.verdict)})",
        "<br>".join(_said(report)) or "–",
        "<br>".join(_acts(report)) or "–",
    ]
    return "| " + " | ".join(_steady(cell, host_of(report)).replace("|", "\\|") for cell in cells) + " |"


def kept_lines() -> dict[str, str]:
    """The lines of the committed document, by row."""
    if not DOCUMENT.exists():
        return {}
    found = (re.match(r"\| `([^`]+)`", line) for line in DOCUMENT.read_text("utf-8").splitlines())
    return {match[1]: match.string for match in found if match}


def _title(row: Row) -> str:
    parts = [] if row.scenario == "ready" else [SCENARIOS[row.scenario].title]
    parts += [FAULTS[id].title for id in row.faults]
    if row.network:
        parts.append((NETWORKS[row.network].__doc__ or "").rstrip("."))
    return "; ".join(part.replace("[", "\\[") for part in (*parts, row.note) if part)


def _groups(report: Report) -> list[list[Result]]:
    """The results that are not green; those in a row with the same status and cause are one group."""
    groups: list[list[Result]] = []
    for result in report.results:
        if result.status not in OPEN:
            continue
        if groups and (groups[-1][0].status, groups[-1][0].cause) == (result.status, result.cause):
            groups[-1].append(result)
        else:
            groups.append([result])
    return groups


def _said(report: Report) -> Iterable[str]:
    for group in _groups(report):
        first = group[0]
        more = f" *{', '.join(each.id for each in group[1:])}: likewise.*" if group[1:] else ""
        text = first.summary.replace("[", "\\[").replace("<", "&lt;")
        yield f"**{first.id}** {first.status}, {first.cause}: {text}{more}"


def _acts(report: Report) -> Iterable[str]:
    seen = set()
    for group in _groups(report):
        for result in group:
            assert result.remedy is not None
            place, then = at_label(result.remedy.where)
            line = f"{result.remedy.who}: {place} → **{result.remedy.label}**{then}".replace("[", "\\[")
            if line not in seen:
                seen.add(line)
                yield line


def _steady(text: str, host: str) -> str:
    """Without what differs from run to run: ports, and seconds that have passed meanwhile."""
    text = text.replace(f"http://{host}", "https://procore.example").replace(host, "procore.example")
    text = re.sub(r"127\.0\.0\.1:\d+", "proxy.example:3128", text)
    text = re.sub(r"\b(29\d|30\d) seconds", "300 seconds", text)
    return re.sub(r"limit resets in \d+ s", "limit resets in … s", text)


async def _lines() -> list[str]:
    return [line_of(row, await report_of(row)) for row in ROWS]


def main() -> None:
    """Writes the document."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(HEAD + "\n".join(asyncio.run(_lines())) + "\n", "utf-8")


if __name__ == "__main__":
    main()
