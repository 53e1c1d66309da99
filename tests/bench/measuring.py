"""What the measurements share: medians, ratios, and the bytecode that an installed program has."""

import os
import statistics
from collections.abc import Sequence


def median_and_spread(seconds: Sequence[float]) -> str:
    """The median with the fastest and the slowest run, in milliseconds."""
    fastest, slowest = min(seconds) * 1000, max(seconds) * 1000
    return f"{statistics.median(seconds) * 1000:6.0f} ms  (of {len(seconds)}: {fastest:.0f} to {slowest:.0f} ms)"


def with_bytecode() -> dict[str, str]:
    """This environment, in which the first run keeps its bytecode as an installation does."""
    hindering = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    return {name: value for name, value in os.environ.items() if name not in hindering}


def ratios(ours: Sequence[float], others: Sequence[float]) -> str:
    """How many times as long ours took, for runs in turns: of each pair, where other programs disturb both alike."""
    pairs = statistics.median(mine / theirs for mine, theirs in zip(ours, others, strict=True))
    medians, fastest = statistics.median(ours) / statistics.median(others), min(ours) / min(others)
    return f"ratio {pairs:.2f} (median of the pairs; {medians:.2f} of the medians, {fastest:.2f} of the fastest)"
