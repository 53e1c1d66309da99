"""Ways to end the wizard that this system does not have."""

import os
import signal
import subprocess
import sys

import pytest

from dmsa_tui.session.session import Session
from tests.tui.driving import opened, wizard

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


async def test_where_no_shell_would_bring_it_back_the_program_does_not_suspend_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.getsid", lambda _pid: os.getpgrp())  # as the command of a window of tmux
    async with wizard(Session.for_customers(), size=(80, 24)) as found:
        await found.press("ctrl+z")
        await found.is_told("No shell started this program, so there is none to go to.")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs sessions of processes")
def test_a_job_of_a_shell_has_one_to_go_back_to_and_the_leader_of_a_session_has_none() -> None:
    code = "from dmsa_tui.tui.leaving import has_shell; print(has_shell())"
    command = [sys.executable, "-c", code]
    answers = [
        subprocess.check_output(command, text=True, start_new_session=True),
        subprocess.check_output(command, text=True, process_group=0),
    ]
    assert answers == ["False\n", "True\n"]
