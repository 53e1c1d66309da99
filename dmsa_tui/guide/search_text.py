"""What a search found, as plain text of 80 columns."""

from collections.abc import Iterable

from dmsa_tui.guide.search import TroubleshootingEntry
from dmsa_tui.guide.text import WHO
from dmsa_tui.guide.wrapping import wrapped


def entries_text(entries: Iterable[TroubleshootingEntry]) -> str:
    """The ways, best first: symptom, likely causes in order, who, where, label and proof of each."""
    lines: list[str] = []
    for number, entry in enumerate(entries, 1):
        lines += ["", *wrapped(entry.symptom, f"{number}. ")] if lines else wrapped(entry.symptom, f"{number}. ")
        if entry.likely:
            lines.append("   Likely causes, most likely first:")
            for place, cause in enumerate(entry.likely):
                lines += wrapped(cause, f"   {chr(ord('a') + place)}) ")
        for way in entry.ways:
            lines += wrapped(way.sentence if way.see else f"Then: {way.do}", "   ")
        lines += wrapped(f"Who: {WHO[entry.who]}", "   ")
        lines += wrapped(f"Where: {entry.where}", "   ")
        if entry.label is not None:
            lines += wrapped(f"Label: ‘{entry.label}’", "   ")
        lines += wrapped(f"Proof: {entry.proof}", "   ")
        lines.append(f"   More: dmsa-tui steps {entry.step}")
    return "\n".join(lines)
