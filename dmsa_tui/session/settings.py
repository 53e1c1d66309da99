"""The person's own settings: a small TOML file that only people write."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dmsa_tui.errors import InvalidInput, StorageError, quoted, unknown_name, why
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.terminal.ascii_signs import SIGN_SETTINGS

FILE = "settings.toml"
SECRET_COMMAND = "secret-command"
PLACES = ("name", "environment", "client_id", "company_id")
"""What `{…}` in a word of the secret command may name."""
ANIMATIONS = ("none", "basic", "full")
"""How much may move; the same words as in TEXTUAL_ANIMATIONS."""

KNOWN = ("theme", "person", "contact", "signs", "animations", "home-names", SECRET_COMMAND, "keys")
"""The keys that the file may have."""
HOME_NAMES = ("shown", "hidden")
"""Whether home shows the customers' names, or their initials."""


class Settings(NamedTuple):
    """The content of `settings.toml`. Every key has a default."""

    theme: str = ""
    """The theme's name; empty: dark, or what TEXTUAL_THEME names."""
    person: str = ""
    """The name under which steps are confirmed; empty: the account's."""
    signs: str = "auto"
    """Whether signs and borders are drawn in ASCII: one of `SIGN_SETTINGS`."""
    animations: str = ""
    """One of `ANIMATIONS`; empty: none over SSH, otherwise what TEXTUAL_ANIMATIONS says."""
    keymap: Mapping[str, str] = {}
    """Command id → key, in place of the key that the registry gives it."""
    secret_command: tuple[str, ...] = ()
    """The words of the command that prints a client secret, with `PLACES` in them; empty: none."""
    home_names: str = ""
    """One of `HOME_NAMES`; empty: hidden from two customers on."""
    contact: str = ""
    """Whom handouts and messages name where the record names nobody; empty: `person`."""


def load_settings(directory: Path, *, themes: Sequence[str], keys: Mapping[str, str]) -> Settings:
    """The settings in `directory`; the defaults without a file.

    `themes`: the names of the themes there are; `keys`: command id → its key. Raises InvalidInput, which names the
    file, the setting and what would be right, and StorageError for a file that cannot be read.
    """
    path = directory / FILE
    try:
        return _checked(_read(path), themes, keys)
    except InvalidInput as problem:
        raise InvalidInput(f"The settings in {path} are not used: {problem}") from None


def load_contact(directory: Path) -> str:
    """Whom handouts and messages name by the settings in `directory`, whatever else they say; empty: nobody.

    InvalidInput or StorageError for a file that cannot be used.
    """
    path = directory / FILE
    try:
        data = _read(path)
        return _text(data, "contact") or _text(data, "person")
    except InvalidInput as problem:
        raise InvalidInput(f"The settings in {path} are not used: {problem}") from None


def load_secret_command(directory: Path) -> tuple[str, ...]:
    """The secret command of the settings in `directory`, whatever else they say; empty if there is none.

    InvalidInput for a file or a command that cannot be used, StorageError for a file that cannot be read.
    """
    path = directory / FILE
    try:
        return _words(_read(path))
    except InvalidInput as problem:
        raise InvalidInput(f"The settings in {path} are not used: {problem}") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        data = read_regular(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StorageError(f"The settings in {path} are not used: the file cannot be read: {why(error)}.") from None
    import tomllib

    try:
        return tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"the file cannot be read: {error}.") from None


def _checked(data: dict[str, Any], themes: Sequence[str], keys: Mapping[str, str]) -> Settings:
    theme = _one_of(data, "theme", themes)
    signs = _one_of(data, "signs", SIGN_SETTINGS) or "auto"
    animations = _one_of(data, "animations", ANIMATIONS)
    home_names = _one_of(data, "home-names", HOME_NAMES)
    person, contact = _text(data, "person"), _text(data, "contact")
    keymap, secret_command = data.pop("keys", {}), _words(data)
    if data:
        raise unknown_name("setting", next(iter(data)), KNOWN)
    if not isinstance(keymap, dict) or not all(isinstance(key, str) and key.strip() for key in keymap.values()):
        raise InvalidInput('`keys` is a table of commands and keys, such as check = "f12".')
    for command in keymap:
        if command not in keys:
            raise unknown_name("command under `keys`", command, keys)
    taken = {key: command for command, key in keys.items() if command not in keymap}
    for command, key in keymap.items():
        if key in taken:
            raise InvalidInput(f"The key {quoted(key)} for {quoted(command)} is already used for {quoted(taken[key])}.")
        taken[key] = command
    return Settings(theme, person, signs, animations, dict(keymap), secret_command, home_names, contact)


def _one_of(data: dict[str, Any], key: str, known: Sequence[str]) -> str:
    value = _text(data, key)
    if value and value not in known:
        raise unknown_name(key, value, known)
    return value


def _words(data: dict[str, Any]) -> tuple[str, ...]:
    words = data.pop(SECRET_COMMAND, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words) or (words and not words[0]):
        raise InvalidInput(f'`{SECRET_COMMAND}` is a list of words, such as ["vault", "read", "{{client_id}}"].')
    for word in words:
        for place in re.findall(r"\{(\w+)\}", word):
            if place not in PLACES:
                raise unknown_name(f"place in `{SECRET_COMMAND}`", place, PLACES)
    return tuple(words)


def _text(data: dict[str, Any], key: str) -> str:
    value = data.pop(key, "")
    if not isinstance(value, str):
        raise InvalidInput(f"`{key}` must be text in quotes.")
    return value.strip()
