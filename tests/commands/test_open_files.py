"""How many onboardings go side by side on a system that lets a program open few files."""

import sys
from types import SimpleNamespace

import pytest

from dmsa_tui.commands.open_files import fit_at_once

ENDLESS = -1


class Limits(SimpleNamespace):
    """The module `resource` of a system with these limits."""

    RLIMIT_NOFILE, RLIM_INFINITY = 7, ENDLESS

    def getrlimit(self, which: int) -> tuple[int, int]:
        return self.allowed, self.most

    def setrlimit(self, which: int, limits: tuple[int, int]) -> None:
        if self.refuses:
            raise ValueError("not allowed to raise it")
        self.allowed, self.most = limits


@pytest.mark.parametrize(
    ("allowed", "most", "refuses", "fit"),
    [
        (256, ENDLESS, False, 64),
        (256, 10_240, False, 64),
        (20_000, 20_000, False, 64),
        (ENDLESS, ENDLESS, False, 64),
        (256, 256, False, 38),
        (256, ENDLESS, True, 38),
        (16, 16, False, 1),
    ],
)
def test_as_many_as_the_system_allows(
    allowed: int, most: int, refuses: bool, fit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(allowed=allowed, most=most, refuses=refuses)
    monkeypatch.setitem(sys.modules, "resource", limits)
    assert fit_at_once(64, 5) == fit
    assert limits.allowed in (allowed, 64 + 64 * 5), "raised to what is needed and no further"
    assert limits.most == most


def test_where_there_is_no_limit_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert fit_at_once(64, 5) == 64
