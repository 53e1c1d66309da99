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
_FILES = ("FILE", "all|FILE", "NAME|FILE", "RECORD.json", "JOURNAL")
"""What stands in a help where the name of a file goes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(args: argparse.Namespace) -> int:
    """Print the script, made from the parsers of all commands."""
    import shtab

    parser = args.all_commands()
    _complete(parser, _words(), shtab.FILE)
    sys.stdout.write(shtab.complete(parser, args.shell).rstrip("\n") + "\n")
    return 0


def _words() -> dict[str, tuple[str, ...]]:
    """Option, or name of an argument → the words that it may be; a command checks them itself, in its own sentence."""
    from dmsa_tui.guide.loader import load_guide
    from dmsa_tui.practice.faults import ALL_FAULTS
    from dmsa_tui.practice.scenarios import SCENARIOS
    from dmsa_tui.procore.environments import ENVIRONMENTS
    from dmsa_tui.vocabulary import CHECKS, MESSAGE_KINDS

    guide, checks = load_guide(), tuple(check.id for check in CHECKS)
    return {
        "--scenario": tuple(SCENARIOS),
        "--fault": tuple(ALL_FAULTS),
        "--environment": tuple(ENVIRONMENTS),
        "--only": checks,
        "--accept": checks,
        "--edition": tuple(edition.id for edition in guide.editions),
        "--message": tuple(MESSAGE_KINDS),
        "step": tuple(each.id for each in (*guide.steps, *guide.tasks)),
    }


def _complete(parser: argparse.ArgumentParser, words: dict[str, tuple[str, ...]], files: Any) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for under in action.choices.values():
                _complete(under, words, files)
        elif action.metavar in _FILES:
            action.complete = files  # type: ignore[attr-defined]  # shtab reads it there
        elif action.choices is None:
            action.choices = words.get((*action.option_strings, action.dest)[0])
