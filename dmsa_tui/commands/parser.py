"""The parser of every command: whole option names only, what was probably meant, and a help that says it all."""

import argparse
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from dmsa_tui import __version__
from dmsa_tui.errors import NAME_THE_ONBOARDING, did_you_mean, quoted

COMMON_STATUSES = {
    0: "done",
    2: "wrong usage or unusable input",
    4: "this machine could not do it: disk, permissions, keyring, closed or full output",
    70: "an error of the program itself",
    130: "interrupted (Ctrl+C)",
    141: "the program that reads the output has closed it",
}
"""Exit status → meaning, for every command that says nothing else."""

_SECRETS = ("--client-secret", "--secret", "--password", "--token", "--access-token")
NEVER_AN_OPTION = (
    "do not give a client secret as an option: other programs can read it there; `dmsa-tui check "
    "--help` lists other ways"
)

_DASHED = re.compile(r"-[^-\d]")
"""What begins with one dash and is no number."""
_REQUIRED, _NOT_BOTH = "the following arguments are required: ", "not allowed with argument "
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
        self._is_about_saved = "NAME" in (names or {})
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
                self.error(f"unknown option {word}; put a name that begins with a dash after --, as in -- {word}")
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
        choices = [] if action.choices is None else [str(each) for each in action.choices]
        if choices and value not in choices:
            hint = _hint([str(value)], choices)
            raise argparse.ArgumentError(action, f"{quoted(value)} is not one of {', '.join(choices)}{hint}")

    def error(self, message: str) -> NoReturn:
        """Print a sentence on what is wrong and where the right words are, on standard error, and end with 2."""
        if message.startswith(_REQUIRED):
            options = [each.option_strings[-1] for each in self._lacking]
            message = _REQUIRED + ", ".join(filter(None, (message.removeprefix(_REQUIRED), *options)))
        text = masked(self._in_plain_words(message))
        text = f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"
        self.exit(2, f"dmsa-tui: {text}{'' if '--help' in text else f' See `{self.prog} --help`.'}\n")

    def _in_plain_words(self, message: str) -> str:
        """What `argparse` says, as a sentence that tells what would be right."""
        if message.startswith(_REQUIRED):
            names = message.removeprefix(_REQUIRED).split(", ")
            if names[0] == "NAME" and self._is_about_saved:
                return NAME_THE_ONBOARDING
            if names[1:]:
                return f"{', '.join(names[:-1])} and {names[-1]} are missing"
            one = next(each for each in self._actions if names[0] in (each.metavar, *each.option_strings))
            right = (
                f"; it is one of {', '.join(one.choices)}" if one.choices else f": {(one.help or '').partition(';')[0]}"
            )
            return f"{names[0]} is missing{right}"
        name, _, rest = message.removeprefix("argument ").partition(": ")
        if rest in ("expected one argument", "expected at least one argument"):
            action = self._option_string_actions[name.rpartition("/")[2]]
            return f"{name} needs a value: {action.metavar or ', '.join(map(str, action.choices or ()))}"
        if rest.startswith("invalid float value"):
            return f"{name} needs a number: {self._option_string_actions[name.rpartition('/')[2]].metavar}"
        if rest.startswith(_NOT_BOTH):
            return f"{name} cannot be used with {rest.removeprefix(_NOT_BOTH)}"
        return message.removeprefix("argument ")


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
    lines += ["exit status:", *(f"  {status:<4}{meaning[status]}" for status in sorted(meaning))]
    return "\n".join([*lines, "", "Standard output has only the result; notes and errors go to standard error."])
