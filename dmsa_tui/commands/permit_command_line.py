"""The command line that goes on from a run of `dmsa-tui permit`: what was given, as far as it fits, and more."""

import argparse
from collections.abc import Callable

from dmsa_tui.commands.writing import shell_command

USUAL = {"chunk": 50, "timeout": 15.0, "wait": 60.0}
"""Options with a default."""
_OF_EVERY_RUN = (
    "environment", "login_url", "api_url", "company_id", "client_id", "app_name", "profile", "secret_stdin",
)  # fmt: skip
_OF_A_NEW_RUN = ("expect", "template", "confirm", "yes")
_OF_A_RESUMED_RUN = ("confirm", "yes")


def going_on(args: argparse.Namespace) -> Callable[..., str]:
    """A function of the options that come next, which gives the whole command line, for pasting into a shell."""

    def line(*more: str) -> str:
        own = () if "--undo" in more else _OF_A_RESUMED_RUN if "--resume" in more else _OF_A_NEW_RUN
        words: list[str] = []
        for name in (*_OF_EVERY_RUN, *own, *USUAL):
            value = getattr(args, name)
            if value is None or value is False or value == USUAL.get(name):
                continue
            words += [f"--{name.replace('_', '-')}"]
            words += [] if value is True else [f"{value:g}" if name in USUAL else value]
        return shell_command("permit", args.name, *words, *more)

    return line
