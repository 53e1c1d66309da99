"""The command line: finds the command and runs it. Only the command that runs is imported."""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from dmsa_tui import __version__
from dmsa_tui.errors import DmsaError, InvalidInput, why
from dmsa_tui.terminal import output

if TYPE_CHECKING:
    import argparse

COMMANDS = {
    "demo": "demo",
    "check": "check",
    "verify": "verify",
    "permit": "permit",
    "new": "new",
    "set": "set_",
    "steps": "steps",
    "manifest": "manifest",
    "handoff": "handoff",
    "handout": "handout",
    "list": "list_",
    "forget": "forget",
    "paths": "paths",
    "doctor": "doctor",
    "practice": "practice",
}
"""The word on the command line → the module in `dmsa_tui.commands`."""

INTERRUPTED_EXIT = 130
UNUSABLE_EXIT = 4
"""This machine could not do it: a disk, a right, a closed or full output."""
CRASHED_EXIT = 70
"""An error of the program itself (EX_SOFTWARE of BSD's sysexits)."""


class Command(Protocol):
    """What a module in `dmsa_tui.commands` offers."""

    HELP: str
    """One line for the list of commands."""

    def add_arguments(self, parser: "argparse.ArgumentParser") -> None:
        """Declare the command's arguments."""

    def run(self, args: "argparse.Namespace") -> int:
        """Run the command and return the exit status; InvalidInput becomes one line and exit status 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: this process's) and return the exit status; it raises nothing."""
    words = list(sys.argv[1:] if argv is None else argv)
    with output.StandardStreams() as streams:
        if not _log_wanted():
            return _outcome(words, streams)
        from dmsa_tui.commands import debug_log

        debug_log.start(words[0] if words and words[0] in COMMANDS else "", words)
        status = _outcome(words, streams)
        debug_log.end(status)
        return status


def _log_wanted() -> bool:
    return os.environ.get("DMSA_TUI_LOG", "0") not in ("", "0")


def _outcome(words: list[str], streams: output.StandardStreams) -> int:
    """Run, and turn every way of ending into its exit status. What an unwritable output has broken is no crash."""
    try:
        status = _run(words)
    except BaseException as error:
        status = 0 if streams.broken else _status_of(error, words)
    return streams.delivered(status)


def _status_of(error: BaseException, words: list[str]) -> int:
    """The exit status of an error, once it is said."""
    if isinstance(error, SystemExit):  # argparse's way of ending
        return error.code if isinstance(error.code, int) else 0
    from dmsa_tui.terminal import crash_report as crash

    cause = crash.innermost(error)
    if isinstance(cause, KeyboardInterrupt):
        return INTERRUPTED_EXIT
    if isinstance(cause, DmsaError):
        print(f"dmsa-tui: {cause}", file=sys.stderr)
        return cause.exit_status
    if isinstance(cause, OSError) and crash.about_the_machine(cause):
        print(f"dmsa-tui: {cause.filename} cannot be used: {why(cause)}.", file=sys.stderr)
        return UNUSABLE_EXIT
    if _log_wanted():
        from dmsa_tui.commands import debug_log

        debug_log.crashed(error)
    command = words[0] if words and words[0] in COMMANDS else "the command line"
    print(crash.crash_report(error, command, None), file=sys.stderr)
    return CRASHED_EXIT


def _run(words: list[str]) -> int:
    if not words:
        return _wizard()
    import argparse

    if words[0] in COMMANDS:
        command = _command(words[0])
        parser = argparse.ArgumentParser(prog=f"dmsa-tui {words[0]}", description=command.HELP)
        command.add_arguments(parser)
        return command.run(parser.parse_args(words[1:]))
    parser = _overview(with_commands="-h" in words or "--help" in words)
    args = parser.parse_args(words)
    if args.command is None:
        return _wizard()
    from difflib import get_close_matches

    near = get_close_matches(args.command, COMMANDS, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise InvalidInput(f"Unknown command {args.command!r}; the commands are: {', '.join(COMMANDS)}.{hint}")


def _wizard() -> int:
    from dmsa_tui.commands import wizard

    return wizard.run()


def _overview(*, with_commands: bool) -> "argparse.ArgumentParser":
    import argparse

    parser = argparse.ArgumentParser(
        prog="dmsa-tui",
        usage="dmsa-tui [COMMAND …]",
        description="Sets up a Procore data connection app with a Developer Managed Service Account, step by step, "
        "and checks each step at Procore. Without a command it opens the wizard.",
        epilog=_command_list() if with_commands else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dmsa-tui {__version__}")
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    return parser


def _command_list() -> str:
    width = max(map(len, COMMANDS))
    rows = [f"  {word:<{width}}  {_command(word).HELP}" for word in COMMANDS]
    return "\n".join(["commands:", *rows, "", "`dmsa-tui COMMAND --help` says more about each."])


def _command(word: str) -> Command:
    return cast(Command, importlib.import_module(f"dmsa_tui.commands.{COMMANDS[word]}"))
