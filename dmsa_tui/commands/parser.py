"""The parser of every command: whole option names only, what was probably meant, and a help that says it all."""

import argparse
import itertools
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from dmsa_tui import __version__
from dmsa_tui.errors import did_you_mean

COMMON_STATUSES = {
    0: "done",
    2: "wrong usage or unusable input",
    4: "this machine could not do it: disk, permissions, keyring, closed or full output",
    70: "an error of the program itself",
    130: "interrupted (Ctrl+C)",
    141: "the reader of the output has gone",
}
"""Exit status → meaning, for every command that says nothing else."""

_SECRETS = ("--client-secret", "--secret", "--password", "--token", "--access-token")
NEVER_AN_OPTION = (
    "a client secret is never an option, because other programs can read it there; `dmsa-tui check --help` has the "
    "ways to give it"
)

_DASHED = re.compile(r"-[^-\d]")
"""What begins with one dash and is no number."""
_REQUIRED = "the following arguments are required: "
"""What argparse says, before the names."""
_BEHIND = "\0"
"""Marks a word behind `--`: argparse drops the two dashes before it looks for the names. No word has it."""


class CommandParser(argparse.ArgumentParser):
    """An argument parser that takes no abbreviation and suggests the nearest name."""

    def __init__(
        self,
        prog: str,
        description: str,
        examples: Sequence[str] = (),
        statuses: Mapping[int, str] | None = None,
        names: Mapping[str, str] | None = None,
        **others: Any,
    ) -> None:
        sentence = f"{description[:1].upper()}{description[1:].removesuffix('.')}." if description else None
        super().__init__(
            prog=prog, description=sentence, epilog=_epilog(examples, statuses or {}, names or {}),
            formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **others,
        )  # fmt: skip
        self._lacking: list[argparse.Action] = []
        """Required options that were not given."""
        self.add_argument("-V", "--version", action="version", version=f"dmsa-tui {__version__}")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse all of the words, options in any place; SystemExit(2) names what is unknown and what is near."""
        words = list(args or ())
        before = list(itertools.takewhile(lambda word: word != "--", words))
        for word in before:
            option = word.partition("=")[0]
            if option in _SECRETS:
                self.error(NEVER_AN_OPTION)
            if option.startswith("--") and option not in self._option_string_actions:
                self.error(f"unknown option {option}{_hint([option], self._option_string_actions)}")
            if _DASHED.match(word) and word[:2] not in self._option_string_actions:
                self.error(f"unknown option {word}; a name that begins with a dash goes behind --, as in -- {word}")
        self._lacking = [each for each in self._actions if each.required and _is_lacking(each, before)]
        for each in self._lacking:  # argparse looks for options first, and would name them without the names
            each.required = False
        parsed, unknown = self.parse_known_intermixed_args(
            [*before, *words[len(before) :][:1], *(_BEHIND + word for word in words[len(before) + 1 :])], namespace
        )
        if self._lacking:
            self.error(_REQUIRED)
        if unknown := [word.removeprefix(_BEHIND) for word in unknown if word != "--"]:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        return super()._get_value(action, arg_string.removeprefix(_BEHIND))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            if action.choices is not None and "maybe you meant" not in error.message:
                error.message += _hint([str(value)], map(str, action.choices))
            raise

    def error(self, message: str) -> NoReturn:
        """Print usage and message on standard error, and end with 2."""
        if message.startswith(_REQUIRED):
            options = [each.option_strings[-1] for each in self._lacking]
            message = _REQUIRED + ", ".join(filter(None, (message.removeprefix(_REQUIRED), *options)))
        for each in self._lacking:
            each.required = True
        message = masked(message)
        self.print_usage(sys.stderr)
        self.exit(2, f"dmsa-tui: {message[:1].upper()}{message[1:]}{'' if message.endswith(('.', '?')) else '.'}\n")


def _is_lacking(action: argparse.Action, words: Iterable[str]) -> bool:
    given = {word.partition("=")[0] for word in words}
    return bool(action.option_strings) and given.isdisjoint((*action.option_strings, "-h", "--help", "-V", "--version"))


def masked(message: str) -> str:
    """A message about what was typed, which may be a client secret in a wrong place."""
    from dmsa_tui.procore.pasted import without_credentials

    return without_credentials(message)


def _hint(given: Iterable[str], valid: Iterable[str]) -> str:
    names = list(valid)
    hint = next(filter(None, (did_you_mean(each, names) for each in given)), "")
    return f".{hint}" if hint else ""


def _epilog(examples: Sequence[str], statuses: Mapping[int, str], names: Mapping[str, str]) -> str:
    lines = ["examples:", *(f"  {each}" for each in examples), ""] if examples else []
    if names:
        lines += ["where to find names:", *(f"  {name}: {source}" for name, source in names.items()), ""]
    meaning = {**COMMON_STATUSES, **statuses}
    return "\n".join([*lines, "exit status:", *(f"  {status:<4}{meaning[status]}" for status in sorted(meaning))])
