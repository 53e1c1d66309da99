"""The settings file: what it may say, and one sentence for everything else."""

import os
from pathlib import Path

import pytest

from dmsa_tui.errors import InvalidInput, StorageError
from dmsa_tui.session.settings import FILE, Settings, load_settings
from dmsa_tui.tui import keys
from dmsa_tui.tui.themes import THEMES


def loaded(directory: Path) -> Settings:
    """The settings as the wizard loads them, with its own themes and keys."""
    known = {each.id: each.key for each in keys.all_commands()}
    return load_settings(directory, themes=[each.name for each in THEMES], keys=known)


def settings(tmp_path: Path, text: str) -> Settings:
    """The settings that a file with that text gives."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    return loaded(tmp_path)


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert loaded(tmp_path) == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = (
        'theme = "dmsa-light"\nperson = " Example Person "\nsigns = "ascii"\nanimations = "none"\n'
        'home-names = "shown"\ncontact = "Example Person, 555 0100"\n'
        '[keys]\ncheck = "f12"\n'
    )
    assert settings(tmp_path, text) == Settings(
        "dmsa-light",
        "Example Person",
        "ascii",
        "none",
        {"check": "f12"},
        home_names="shown",
        contact="Example Person, 555 0100",
    )


def test_two_commands_may_change_keys_with_each_other(tmp_path: Path) -> None:
    assert settings(tmp_path, '[keys]\nback = "f8"\nnext = "f7"\n').keymap == {"back": "f8", "next": "f7"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("theme = ", "cannot be read"),
        ('theme = "neon"', "dmsa-dark, dmsa-light"),
        ("theme = 3", "`theme` must be text"),
        ('signs = "emoji"', "auto, ascii, unicode"),
        ('animations = "some"', "none, basic, full"),
        ('home-names = "some"', "shown, hidden"),
        ("signs = false", "`signs` must be text"),
        ('color = "red"', "Unknown setting “color”"),
        ("keys = 3", "`keys` is a table"),
        ("[keys]\ncheck = 5", "`keys` is a table"),
        ('[keys]\nchekc = "f12"', "Unknown command under `keys` “chekc”"),
        ('[keys]\ncheck = "f8"', "already used for “next”"),
        ('[keys]\ncheck = "f12"\nback = "f12"', "already used for “check”"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_reason(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        settings(tmp_path, text)
    assert says in str(refused.value) and str(tmp_path / FILE) in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInput, match="cannot be read"):
        loaded(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as POSIX has them")
def test_a_pipe_at_the_settings_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    with pytest.raises(StorageError, match=r"settings\.toml are not used: .*not a regular file"):
        loaded(tmp_path)
