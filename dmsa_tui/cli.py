"""The command line: finds the command and runs it. Only the command that runs is imported."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from dmsa_tui import __version__
from dmsa_tui.errors import DmsaError, InvalidInput, unknown_name, why
from dmsa_tui.terminal import output

if TYPE_CHECKING:
    import argparse

COMMANDS = {
    "demo": "rehearse the whole setup on a practice company; nothing leaves this machine",
    "check": "run the checks without a screen",
    "verify": "run the checks again from a setup record and show what has drifted",
    "permit": "add the service account to the projects that must be there, or undo it",
    "new": "create an onboarding without the wizard",
    "set": "change answers of a saved onboarding",
    "secret": "keep the client secret of an onboarding in the keyring, or remove it",
    "steps": "print the steps and tasks as plain text, for screen readers and for pasting into a chat",
    "manifest": "print the app manifest for a permission profile, or check a manifest",
    "handoff": "write the setup record of an onboarding; it contains no secret",
    "handout": "write the page for the Procore administrator, or a message to the person who must act",
    "review": "write the access review: what the account can see and change today, and how to revoke it",
    "list": "list the saved onboardings",
    "archive": "archive a finished onboarding; nothing is deleted",
    "forget": "remove an onboarding and its client secret from this machine",
    "paths": "show where records, profiles and logs are kept",
    "doctor": "check this machine: terminal, keyring, directories, network",
    "practice": "serve the practice company on 127.0.0.1, for rehearsals and for testing clients",
    "completion": "print the completion script for a shell",
}
"""The words on the command line, in the order of the help, and its line on each; no command is imported for them."""

INTERRUPTED_EXIT = 130
UNUSABLE_EXIT = 4
"""This machine could not do it: a disk, a right, a closed or full output."""
_STATUSES = {
    1: "check, verify, permit: Procore says no; others: as their help says",
    3: "Procore did not say enough to tell",
}
"""Those that only some commands have."""
CRASHED_EXIT = 70
"""An error of the program itself (EX_SOFTWARE of BSD's sysexits)."""


class Command(Protocol):
    """What a module in `dmsa_tui.commands` offers."""

    @property
    def EXAMPLES(self) -> Sequence[str]:
        """Command lines, for the command's help."""

    @property
    def STATUSES(self) -> Mapping[int, str]:
        """Exit status → meaning, where it is another than every command's."""

    @property
    def NAMES(self) -> Mapping[str, str]:
        """An argument → the command line that lists what it may be."""

    def add_arguments(self, parser: "argparse.ArgumentParser") -> None:
        """Declare the command's arguments."""

    def run(self, args: "argparse.Namespace") -> int:
        """Run the command and return the exit status; a DmsaError becomes one line and its own exit status."""


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
    """Print the error; return its exit status."""
    if isinstance(error, SystemExit):  # argparse's way of ending
        return error.code if isinstance(error.code, int) else 0
    from dmsa_tui.terminal import crash_report as crash

    cause = crash.innermost(error)
    if isinstance(cause, KeyboardInterrupt):
        return INTERRUPTED_EXIT
    if isinstance(cause, DmsaError):
        text = str(cause)
        if isinstance(cause, InvalidInput):
            from dmsa_tui.commands.parser import masked

            text = masked(text)
        print(f"dmsa-tui: {text}", file=sys.stderr)
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
    if words[:1] == ["help"]:
        if words[1:] and words[1] not in COMMANDS:
            raise unknown_name("command", words[1], COMMANDS)
        words = [*words[1:], "--help"]
    if not words:
        return _wizard()
    if words in (["-V"], ["--version"]):  # the answer needs no parser
        print(f"dmsa-tui {__version__}")
        return 0
    if words[0] in COMMANDS:
        parser = _parser(words[0])
        parser.set_defaults(all_commands=_all_commands)
        return _command(words[0]).run(parser.parse_args(words[1:]))
    if not words[0].startswith("-"):
        raise unknown_name("command", words[0], COMMANDS)
    args = _overview(with_commands="-h" in words or "--help" in words).parse_args(words)
    if args.command is None:
        return _wizard()
    raise unknown_name("command", args.command, COMMANDS)


def _wizard() -> int:
    from dmsa_tui.commands import wizard

    return wizard.run()


def _parser(word: str) -> "argparse.ArgumentParser":
    from dmsa_tui.commands.parser import CommandParser

    command = _command(word)
    parser = CommandParser(f"dmsa-tui {word}", COMMANDS[word], command.EXAMPLES, command.STATUSES, command.NAMES)
    command.add_arguments(parser)
    return parser


def _overview(*, with_commands: bool) -> "argparse.ArgumentParser":
    import argparse

    from dmsa_tui.commands.parser import CommandParser

    examples = ("dmsa-tui", "dmsa-tui demo", 'dmsa-tui check "Example Homes"', "dmsa-tui help check")
    parser = CommandParser(
        "dmsa-tui",
        "Sets up a Procore data connection app with a Developer Managed Service Account, step by step, and checks "
        "each step at Procore. Without a command it opens the wizard.",
        examples if with_commands else (),
        _STATUSES,
        usage="dmsa-tui [COMMAND …]",
    )
    if with_commands:
        parser.epilog = f"{_command_list()}\n\n{parser.epilog}"
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    return parser


def _command_list() -> str:
    width = max(map(len, COMMANDS))
    rows = [f"  {word:<{width}}  {summary}" for word, summary in COMMANDS.items()]
    return "\n".join(["commands:", *rows, "", "`dmsa-tui help COMMAND` explains each command."])


def _all_commands() -> "argparse.ArgumentParser":
    """One parser with every command under it, from which shells get their completion."""
    from dmsa_tui.commands.parser import CommandParser

    parser = CommandParser("dmsa-tui", "")
    under = parser.add_subparsers()
    for word, summary in COMMANDS.items():
        _command(word).add_arguments(one := under.add_parser(word, description="", help=summary))
        one.description = ""  # else a shell shows it beside the word, in place of the summary
    under.add_parser("help", description="", help="explain a command").add_argument("command", choices=tuple(COMMANDS))
    return parser


def _command(word: str) -> Command:
    """The module of a command. Each import is written out, so that packers of single-file programs find it."""
    match word:
        case "demo":
            from dmsa_tui.commands import demo

            return demo
        case "check":
            from dmsa_tui.commands import check

            return check
        case "verify":
            from dmsa_tui.commands import verify

            return verify
        case "permit":
            from dmsa_tui.commands import permit

            return permit
        case "new":
            from dmsa_tui.commands import new

            return new
        case "set":
            from dmsa_tui.commands import set_

            return set_
        case "secret":
            from dmsa_tui.commands import secret

            return secret
        case "steps":
            from dmsa_tui.commands import steps

            return steps
        case "manifest":
            from dmsa_tui.commands import manifest

            return manifest
        case "handoff":
            from dmsa_tui.commands import handoff

            return handoff
        case "handout":
            from dmsa_tui.commands import handout

            return handout
        case "review":
            from dmsa_tui.commands import review

            return review
        case "list":
            from dmsa_tui.commands import list_

            return list_
        case "archive":
            from dmsa_tui.commands import archive

            return archive
        case "forget":
            from dmsa_tui.commands import forget

            return forget
        case "paths":
            from dmsa_tui.commands import paths

            return paths
        case "doctor":
            from dmsa_tui.commands import doctor

            return doctor
        case "practice":
            from dmsa_tui.commands import practice

            return practice
        case "completion":
            from dmsa_tui.commands import completion

            return completion
    raise LookupError(word)
