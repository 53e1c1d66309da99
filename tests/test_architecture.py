"""The rooms of the program and the arrows between them: what may import what, read from the source and tried out."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import dmsa_tui
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.server import serve_in_thread

PACKAGE = Path(dmsa_tui.__file__).parent
LONGEST_MODULE = 400

ROOMS_BELOW = {"checks", "guide", "onboarding", "procore"}
ARROWS: dict[str, set[str]] = {
    "__main__": {"cli"},
    "errors": set(),
    "output": {"ascii_signs"},
    "ascii_signs": set(),
    "keys": set(),
    "themes": set(),
    "cli": {"output", "errors", "crash", "commands"},
    "procore": {"errors"},
    "guide": {"errors", "procore.levels"},
    "checks": {"errors", "procore", "guide"},
    # The words that results are told in, and the reader of the list that people paste.
    "onboarding": {"errors", "procore", "guide", "checks.model", "checks.expect", "checks.list_file"},
    "practice": {"errors"},
    "permit": {"errors", *ROOMS_BELOW},
    "commands": {"errors", "practice", "permit", *ROOMS_BELOW},
    "commands.demo": {"errors", "session", "quiet_times", "commands.wizard"},
    "commands.wizard": {"errors", "session", "quiet_times", "app"},
    "rehearsing": {"errors", "onboarding", "practice"},
    "recording": set(),
    "project_names": {"checks.model"},
    "desk": {"errors", "recording", *ROOMS_BELOW},
    "long_work": {"errors", "crash", *ROOMS_BELOW},
    "announcing": {"screens", "long_work"},
    "moving": {"checks.model", "onboarding", "procore"},
    "session": {"errors", "desk", "long_work", "project_names", "rehearsing", "practice.transport", *ROOMS_BELOW},
    "widgets": {"errors", "keys", "ascii_signs", *ROOMS_BELOW},
    "screens": {
        "errors",
        "crash",
        "keys",
        "themes",
        "sheets",
        "outside",
        "widgets",
        "session",
        "long_work",
        "moving",
        *ROOMS_BELOW,
    },
    "crash": set(),
    "settings": {"errors", "keys", "themes", "ascii_signs"},
    "looks": {"ascii_signs", "themes", "widgets.ascii_filter", "widgets.own_colours"},
    "quiet_times": set(),
    "sheets": set(),
    "warming": {"sheets"},
    "outside": {"procore.weblinks"},
    "palette": {"keys", "themes", "sheets", "guide", "screens"},
    "app": {
        "errors",
        "crash",
        "keys",
        "looks",
        "settings",
        "session",
        "outside",
        "announcing",
        "palette",
        "quiet_times",
        "sheets",
        "warming",
        "screens",
        "widgets",
        *ROOMS_BELOW,
    },
}
"""A room or module → what it may import besides itself; the row with the longest name that fits decides."""

ARROWS_FOR_TYPES: dict[str, set[str]] = {
    "checks": {"onboarding.record"},
    "widgets": {"session", "long_work"},
    "screens": {"app", "rehearsing", "practice.rehearsal"},
    "long_work": {"session"},
    "moving": {"session"},
    "announcing": {"session", "quiet_times", "long_work", "checks.model"},
    "looks": {"settings"},
    "outside": {"session", "procore.secret"},
    "palette": {"app"},
}
"""What is imported besides for annotations alone, under TYPE_CHECKING."""

LIBRARIES: dict[str, set[str]] = {
    "procore": {"httpx", "truststore"},
    "onboarding": {"filelock", "keyring", "platformdirs", "tomli_w"},
    "permit": {"filelock"},
    "practice": {"h11", "starlette"},
    "practice.transport": {"httpx"},
    "themes": {"textual"},
    "widgets": {"textual"},
    "widgets.project_rows": {"textual", "rich"},  # a line of Textual's Line API is made of rich's segments
    "widgets.ascii_filter": {"textual", "rich"},  # a line that is filtered is made of rich's segments
    "widgets.own_colours": {"textual", "rich"},  # the same
    "widgets.qr_code": {"textual", "segno"},
    "screens": {"textual"},
    "announcing": {"textual"},
    "looks": {"textual"},
    "warming": {"textual"},
    "outside": {"textual"},
    "palette": {"textual"},
    "app": {"textual", "rich"},  # the crash report, printed by the library that Textual prints with
}
"""A room or module → the installed libraries that it may import; no row, none."""

CHOSEN_BY_NAME = {"cli": "commands", "app": "screens"}
"""The modules that import by a name worked out at run time → the room that the name is in."""


@dataclass(frozen=True)
class Import:
    """One module named in one import statement; both names without the package's own."""

    importer: str
    imported: str
    library: bool
    for_types: bool

    def __str__(self) -> str:
        return f"{self.importer} → {self.imported}{' (for types)' if self.for_types else ''}"


def module_files() -> dict[str, Path]:
    """Every module's dotted name without the package's own → its file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


FILES = module_files()


def imports_of(module: str, source: str) -> Iterator[Import]:
    """Every import statement of a module, wherever it stands."""
    tree = ast.parse(source)
    typed = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively, which hides the room"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            top, _, rest = name.partition(".")
            if top == "dmsa_tui":
                while rest not in FILES:  # the end of the name is something inside a module
                    rest = rest.rpartition(".")[0]
                yield Import(module, rest, False, id(node) in typed)
            elif top not in sys.stdlib_module_names:
                yield Import(module, top, True, id(node) in typed)


IMPORTS = [found for module, path in FILES.items() for found in imports_of(module, path.read_text("utf-8"))]


def row(names: Iterable[str], module: str) -> str | None:
    """The longest of the names that is the module's own or that of a room around it."""
    return max((name for name in names if f"{module}.".startswith(f"{name}.")), key=len, default=None)


def within(table: dict[str, set[str]], found: Import) -> bool:
    """Whether the table has an arrow for the import."""
    name = row(table, found.importer)
    return name is not None and row(table[name], found.imported) is not None


def permitted(found: Import) -> bool:
    """Whether the import keeps to the tables; a room may import itself, and anyone the package's version."""
    if found.library:
        return within(LIBRARIES, found)
    return (
        found.imported == ""
        or found.importer.split(".")[0] == found.imported.split(".")[0]
        or within(ARROWS, found)
        or (found.for_types and within(ARROWS_FOR_TYPES, found))
    )


def test_every_module_is_in_a_row_of_the_table() -> None:
    assert [module for module in FILES if module and row(ARROWS, module) is None] == []


def test_every_row_of_the_tables_is_a_room_or_module_that_exists() -> None:
    named = {*ARROWS, *ARROWS_FOR_TYPES, *LIBRARIES, *CHOSEN_BY_NAME}
    named |= {name for table in (ARROWS, ARROWS_FOR_TYPES) for names in table.values() for name in names}
    assert named - set(FILES) == set()


def test_no_import_goes_against_the_arrows() -> None:
    assert [str(found) for found in IMPORTS if not permitted(found)] == []


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("checks.facts", "import httpx"),
        ("checks.facts", "from dmsa_tui.practice.world import World"),
        ("checks.facts", "from dmsa_tui.onboarding.record import Onboarding"),
        ("guide.text", "from dmsa_tui.procore import client"),
        ("guide.text", "def later():\n    import textual.app"),
        ("practice.world", "from dmsa_tui.checks import model"),
        ("practice.http.gate", "from dmsa_tui.procore.levels import Level"),
        ("practice.http.gate", "import httpx"),
        ("onboarding.store", "from dmsa_tui.checks.runner import Runner"),
        ("commands.check", "from rich.console import Console"),
        ("commands.steps", "from dmsa_tui.app import DmsaApp"),
        ("screens.home", "import httpx"),
        ("screens.home", "from dmsa_tui.app import DmsaApp"),
        ("session", "from dmsa_tui import app"),
        ("keys", "import dmsa_tui.errors"),
        ("procore.tls", "from dmsa_tui.guide import model"),
    ],
)
def test_the_table_would_notice(module: str, statement: str) -> None:
    assert [found for found in imports_of(module, statement) if not permitted(found)] != []


def test_the_rooms_form_no_circle_at_run_time() -> None:
    def room(module: str) -> str:
        return row(ARROWS, module) or ""

    graph: dict[str, set[str]] = {}
    for found in IMPORTS:
        if not (found.library or found.for_types) and room(found.importer) != room(found.imported):
            graph.setdefault(room(found.importer), set()).add(room(found.imported))
    assert list(TopologicalSorter(graph).static_order())


def test_modules_form_no_circle_at_import() -> None:
    graph: dict[str, set[str]] = {}
    for module, path in FILES.items():
        top_level = "\n".join(
            ast.unparse(node)
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.Import | ast.ImportFrom)
        )
        graph[module] = {found.imported for found in imports_of(module, top_level) if not found.library} - {module}
    assert list(TopologicalSorter(graph).static_order())


def test_only_the_two_openers_import_by_a_name_worked_out_at_run_time() -> None:
    found = {
        module
        for module, path in FILES.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "import_module")
        or (isinstance(node, ast.Name) and node.id in ("import_module", "__import__"))
    }
    assert found == set(CHOSEN_BY_NAME)
    for module, room in CHOSEN_BY_NAME.items():
        assert f'f"dmsa_tui.{room}.{{' in FILES[module].read_text("utf-8")


def test_no_module_is_too_long() -> None:
    lengths = {module: len(path.read_text("utf-8").splitlines()) for module, path in FILES.items()}
    assert {module: lines for module, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_rooms_are_empty_at_the_door() -> None:
    for path in PACKAGE.rglob("*/__init__.py"):
        body = ast.parse(path.read_text("utf-8")).body
        assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body), path


def loaded(code: str, *words: str, variables: dict[str, str] | None = None) -> set[str]:
    """The top-level names of all modules that a fresh interpreter has loaded after `code`."""
    report = "\nimport json, os, sys; os.write(2, json.dumps(['loaded', *sys.modules]).encode())"
    done = subprocess.run(
        [sys.executable, "-c", code + report, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=60, env=os.environ | (variables or {}),
    )  # fmt: skip
    marker, *names = json.loads(done.stderr[done.stderr.rindex('["loaded"') :])
    assert marker == "loaded" and done.returncode == 0
    return {name.split(".")[0] for name in names} | {name for name in names if name.startswith("dmsa_tui.")}


def loaded_by_importing(*modules: str) -> set[str]:
    return loaded("import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)", *modules)


def rooms_in(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("dmsa_tui.")}


SCREEN = {"textual", "rich"}
HTTP = {"httpx", "httpcore", "truststore"}
SERVER = {"starlette", "h11", "anyio"}
HEAVY = SCREEN | HTTP | SERVER | {"keyring", "segno"}


@pytest.mark.parametrize(
    ("room", "may_load"),
    [
        ("guide", set()),
        ("checks", set()),
        ("onboarding", set()),
        ("commands", set()),
        ("procore", HTTP | {"anyio", "h11"}),
        ("practice", HTTP | SERVER),
    ],
)  # fmt: skip
def test_importing_a_whole_room_loads_no_more_than_it_may(room: str, may_load: set[str]) -> None:
    modules = [f"dmsa_tui.{module}" for module in FILES if row({room}, module)]
    names = loaded_by_importing(*modules)
    assert set(modules) <= names
    assert names & HEAVY <= may_load
    assert rooms_in(names).isdisjoint({"app", "session", "screens", "widgets", "themes"})


def test_importing_the_practice_company_loads_nothing_of_what_it_tests() -> None:
    modules = [f"dmsa_tui.{module}" for module in FILES if row({"practice"}, module)]
    assert rooms_in(loaded_by_importing(*modules)) == {"practice", "errors"}


def test_importing_the_interface_loads_no_network_and_no_keyring() -> None:
    modules = [f"dmsa_tui.{module}" for module in FILES if row({"screens", "widgets"}, module)]
    names = loaded_by_importing("dmsa_tui.app", *modules)
    assert "textual" in names
    assert names & (HEAVY - SCREEN) == set()


RUN = "import sys\nfrom dmsa_tui import cli\nstatus = cli.main(sys.argv[1:])"


@pytest.mark.parametrize(
    "words",
    [
        "--version", "--help", "check --help", "check --list", "check --schema", "steps", "paths", "list",
        "manifest show", "new Acme --environment production --company-id 1", "nothing", "demo", "",
    ],
)  # fmt: skip
def test_a_command_without_screen_and_network_loads_neither(words: str) -> None:
    assert loaded(RUN, *words.split()) & HEAVY == set()


def test_the_version_needs_no_room_at_all() -> None:
    assert rooms_in(loaded(RUN, "--version")) == {"ascii_signs", "cli", "output", "errors"}


def test_a_check_over_http_loads_no_screen_no_server_and_no_keyring() -> None:
    rehearsal = Rehearsal("ready")
    noted = rehearsal.credentials
    with serve_in_thread(rehearsal.app) as url:
        names = loaded(
            RUN + "\nassert status == 0", "check", "--login-url", url, "--api-url", url,
            variables={
                "PROCORE_COMPANY_ID": noted.company_id,
                "PROCORE_CLIENT_ID": noted.client_id or "",
                "PROCORE_CLIENT_SECRET": noted.client_secret or "",
            },
        )  # fmt: skip
    assert "httpx" in names
    assert names & (SCREEN | {"starlette", "keyring"}) == set()
    assert "practice" not in rooms_in(names)
