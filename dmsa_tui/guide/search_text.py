"""What a search found, as plain text of 80 columns."""

from collections.abc import Iterable

from dmsa_tui.guide.search import TroubleshootingEntry
from dmsa_tui.guide.text import WHO
from dmsa_tui.guide.wrapping import wrapped


def ways_text(ways: Iterable[TroubleshootingEntry]) -> str:
    """The ways, best first: symptom, likely causes in order, who, where, label and proof of each."""
    lines: list[str] = []
    for number, way in enumerate(ways, 1):
        lines += ["", *wrapped(way.symptom, f"{number}. ")] if lines else wrapped(way.symptom, f"{number}. ")
        if way.likely:
            lines.append("   Likely causes, most likely first:")
            for place, cause in enumerate(way.likely):
                lines += wrapped(cause, f"   {chr(ord('a') + place)}) ")
        for do in way.do:
            lines += wrapped(f"Then: {do}" if way.failure is None else f"Seen as: {do}", "   ")
        lines += wrapped(f"Who: {WHO[way.who]}", "   ")
        lines += wrapped(f"Where: {way.where}", "   ")
        if way.label is not None:
            lines += wrapped(f"Label: ‘{way.label}’", "   ")
        lines += wrapped(f"Proof: {way.proof}", "   ")
        lines.append(f"   More: dmsa-tui steps {way.step}")
    return "\n".join(lines)
