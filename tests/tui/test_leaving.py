"""Ways to end the wizard that this system does not have."""

import os
import signal

import pytest

from tests.tui.driving import opened

pytestmark = pytest.mark.skipif(os.name != "posix", reason="another signal stands for Windows's")


async def test_ctrl_break_and_a_closed_window_on_windows_save_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR2, raising=False)
    before = signal.getsignal(signal.SIGUSR2)
    async with opened() as found:
        found.app.leaving.hear_signals()
        await found.fill("app-name", "Sync of Ace")
        os.kill(os.getpid(), signal.SIGUSR2)
        await found.until(lambda: found.app.leaving.signaled == signal.SIGTERM, "the signal to be heard")
        await found.saves("Sync of Ace")
    signal.signal(signal.SIGUSR2, before)
