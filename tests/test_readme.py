"""The README says what is so: keys, commands, links, and outputs that the commands really give."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dmsa_tui.cli import COMMANDS
from dmsa_tui.tui import keys
from dmsa_tui.tui.themes import THEMES
from tests import program

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMAND_PAGE = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", *(
    f"docs/{page}.md" for page in ("commands", "keys", "nightly", "settings", "single-file", "troubleshooting")
))  # fmt: skip

INSTALL = "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/dmsa-tui demo"
TEST = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/python -m pytest"
LONGEST_README = 170
PORT = "8642"


def key_table() -> str:
    """The table as it has to be."""
    rows = [f"| <kbd>{each.key_text}</kbd> | {each.label} | {each.help} |" for each in keys.all_commands()]
    return "\n".join(["| Key | Name | What it does |", "| --- | --- | --- |", *rows])


def test_the_key_table_is_that_of_the_registry() -> None:
    table = "\n".join(
        line for line in (PROJECT / "docs" / "keys.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
    )
    assert table == key_table(), f"put this table into docs/keys.md:\n{key_table()}"


def test_every_command_has_a_section() -> None:
    headings = re.findall(r"^## (\S+)$", COMMAND_PAGE, re.MULTILINE)
    assert set(COMMANDS) <= set(headings)


def test_every_theme_is_named() -> None:
    settings = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [theme.name for theme in THEMES if f"`{theme.name}`" not in settings] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_and_picture_is_there(page: str) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not re.match(r"https?://|#", link)]
    missing = [link for link in links if not (PROJECT / page).parent.joinpath(link.partition("#")[0]).is_file()]
    assert not missing


def test_the_first_two_commands_are_those_of_the_continuous_integration() -> None:
    first, second = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)[:2]
    run = (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert first == INSTALL
    assert second == TEST and TEST in run


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= LONGEST_README


@pytest.mark.parametrize("page", PAGES)
def test_no_path_of_a_machine_is_on_the_page(page: str) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.~…}])/(home|root|Users|tmp|work|var|opt)/|[A-Z]:\\", text)


# -- the outputs --------------------------------------------------------------------------------------------------


def examples() -> Iterator[tuple[str, str]]:
    """Each command line of the page of commands with the output that it says."""
    for block in re.findall(r"```console\n(.*?)```", COMMAND_PAGE, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            yield command, output.rstrip("\n")


def pattern(output: str) -> re.Pattern[str]:
    """A line of … stands for any lines, … within a line for any text in it."""
    lines = []
    for line in output.splitlines():
        lines.append(r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n")
    return re.compile("".join(lines))


@contextmanager
def practice_company(command: str, said: str) -> Iterator[dict[str, str]]:
    """The README's practice server on a free port; gives what it announces."""
    words = [sys.executable, "-m", "dmsa_tui", *shlex.split(command.replace(PORT, "0"))[1:]]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert server.stdout and server.stderr
        first, notes = server.stdout.readline(), "".join(server.stderr.readline() for _ in range(2))
        announced: dict[str, str] = json.loads(first)
        own_port = announced["api_url"].rpartition(":")[2]
        assert pattern(said).fullmatch(first.replace(own_port, PORT) + notes)
        yield {**announced, "port": own_port}
    finally:
        server.terminate()
        server.communicate(timeout=10)


def test_the_outputs_are_what_the_commands_give() -> None:
    (serve, said), *others = examples()
    assert serve.startswith("dmsa-tui practice")
    with practice_company(serve, said) as company:
        known = {f"PROCORE_{name.upper()}": company[name] for name in ("company_id", "client_id", "client_secret")}
        for command, output in others:
            words = shlex.split(command.replace(PORT, company["port"]))[1:]
            done = program.run(*words, variables=os.environ | known)
            given = done.stdout or done.stderr
            assert pattern(output).fullmatch(given), f"`{command}` gives:\n{given}"
