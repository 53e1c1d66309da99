"""`dmsa-tui completion`: what a shell needs to complete commands, options and their values."""

import argparse
import sys
from typing import Any

EXAMPLES = (
    'eval "$(dmsa-tui completion bash)"   (a line for ~/.bashrc)',
    'eval "$(dmsa-tui completion zsh)"   (a line for ~/.zshrc, below compinit)',
    "dmsa-tui completion fish | source   (a line for ~/.config/fish/config.fish)",
    "dmsa-tui completion powershell | Out-String | Invoke-Expression   (a line for $PROFILE)",
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {}

SHELLS = ("bash", "zsh", "fish", "powershell")
_FILES = ("FILE", "all|FILE", "NAME|FILE", "RECORD.json")
"""What stands in a help where the name of a file goes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(args: argparse.Namespace) -> int:
    """Print the script, made from the parsers of all commands."""
    import shtab

    parser = args.all_commands()
    _complete_files(parser, shtab.FILE)
    sys.stdout.write(shtab.complete(parser, args.shell).rstrip("\n") + "\n")
    return 0


def _complete_files(parser: argparse.ArgumentParser, by_shell: Any) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for under in action.choices.values():
                _complete_files(under, by_shell)
        elif action.metavar in _FILES:
            action.complete = by_shell  # type: ignore[attr-defined]  # shtab reads it there
