"""The rooms of the program and the arrows between them: what may import what, read from the source and tried out."""

import ast
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import Screen

import dmsa_tui
from dmsa_tui.practice.rehearsal import Rehearsal
from tests.server_thread import serve_in_thread

PACKAGE = Path(dmsa_tui.__file__).parent
LONGEST_MODULE = 400

GROUND = {"errors", "vocabulary", "structured", "terminal"}
"""What every room stands on; these import nothing of the rooms above."""
ROOMS = ("procore", "guide", "checks", "onboarding", "documents", "permit", "session", "tui", "commands")
"""From the lowest to the highest: a room imports those below it, and none above."""
ROOT = {"__main__", "cli", *GROUND - {"terminal"}}
"""The modules at the package's root; everything else is in a room."""

ARROWS: dict[str, set[str]] = {
    "__main__": {"cli"},
    "cli": GROUND | {"commands"},
    "practice": GROUND,  # nothing of what it tests: a checker is never tested against itself
    "terminal": {"errors"},
    "structured": {"errors"},
    "vocabulary": {"errors"},
    "errors": set(),
    **{room: GROUND | set(ROOMS[:place]) for place, room in enumerate(ROOMS)},
}
"""A room or module → what it may import besides itself; the row with the longest name that fits decides."""
for _room in ("session", "tui", "commands"):
    ARROWS[_room] = ARROWS[_room] | {"practice"}
ARROWS["documents"] -= {"permit"}
ARROWS["permit"] -= {"documents"}
ARROWS = {room: names for room, names in ARROWS.items() if [*PACKAGE.glob(f"{room}.py"), *PACKAGE.glob(f"{room}/")]}

LIBRARIES: dict[str, set[str]] = {
    "procore": {"httpx", "sniffio", "truststore"},
    "onboarding": {"filelock", "keyring", "platformdirs", "tomli_w"},
    "permit": {"filelock"},
    "practice": {"h11", "starlette"},
    "commands.completion": {"shtab"},
    "practice.transport": {"httpx"},
    "tui": {"textual"},
    "tui.app": {"textual", "rich"},  # the crash report, printed by the library that Textual prints with
    "tui.widgets.customer_table": {"textual", "rich"},  # the same as for project_rows
    "tui.widgets.project_rows": {"textual", "rich"},  # a line of Textual's Line API is made of rich's segments
    "tui.widgets.ascii_filter": {"textual", "rich"},  # a line that is filtered is made of rich's segments
    "tui.widgets.terminal_colors": {"textual", "rich"},  # the same
    "tui.widgets.behind": {"textual", "rich"},  # the screen behind a dialog is drawn in rich's segments
    "tui.widgets.masked_area": {"textual", "rich"},  # Textual's text area asks for a line as rich's text
    "tui.widgets.qr_code": {"textual", "segno"},
}
"""A room or module → the installed libraries that it may import; no row, none."""

CHOSEN_BY_NAME = {"tui.step_screens": "tui.steps"}
"""The modules that import by a name worked out at run time → the room that the name is in."""


@dataclass(frozen=True)
class Import:
    """One module named in one import statement; both names without the package's own."""

    importer: str
    imported: str
    third_party: bool
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


@cache
def imports() -> list[Import]:
    """Every import of the package. Reading them takes seconds, and few of the processes that run tests need them."""
    return [found for module, path in FILES.items() for found in imports_of(module, path.read_text("utf-8"))]


def row(names: Iterable[str], module: str) -> str | None:
    """The longest of the names that is the module's own or that of a room around it."""
    return max((name for name in names if f"{module}.".startswith(f"{name}.")), key=len, default=None)


def within(table: dict[str, set[str]], found: Import) -> bool:
    """Whether the table has an arrow for the import."""
    name = row(table, found.importer)
    return name is not None and row(table[name], found.imported) is not None


def permitted(found: Import) -> bool:
    """Whether the import keeps to the tables; a room may import itself, and anyone the package's version."""
    if found.third_party:
        return within(LIBRARIES, found)
    return found.imported == "" or found.importer.split(".")[0] == found.imported.split(".")[0] or within(ARROWS, found)


def test_every_module_is_in_a_row_of_the_table() -> None:
    assert [module for module in FILES if module and row(ARROWS, module) is None] == []


def test_every_row_of_the_tables_is_a_room_or_module_that_exists() -> None:
    assert {*ARROWS, *LIBRARIES, *CHOSEN_BY_NAME} - set(FILES) == set()


def test_the_root_holds_no_other_modules() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"} == ROOT


def test_no_import_goes_against_the_arrows() -> None:
    assert [str(found) for found in imports() if not permitted(found)] == []


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("checks.facts", "import httpx"),
        ("checks.facts", "from dmsa_tui.practice.world import World"),
        ("checks.facts", "from dmsa_tui.onboarding.record import Onboarding"),
        ("guide.text", "from dmsa_tui.checks import model"),
        ("guide.text", "def later():\n    import textual.app"),
        ("practice.world", "from dmsa_tui.checks import model"),
        ("practice.http.authorization", "from dmsa_tui.procore.hosts import is_loopback"),
        ("practice.http.authorization", "import httpx"),
        ("onboarding.store", "from dmsa_tui.session.session import Session"),
        ("onboarding.store", "from dmsa_tui.documents.messages import message"),
        ("commands.check", "from rich.console import Console"),
        ("tui.home", "import httpx"),
        ("tui.home", "from dmsa_tui.commands import check"),
        ("session.session", "from dmsa_tui.tui import app"),
        ("session.settings", "if TYPE_CHECKING:\n    from dmsa_tui.tui import keys"),
        ("terminal.output", "from dmsa_tui.procore import client"),
        ("procore.tls", "from dmsa_tui.guide import model"),
    ],
)
def test_the_table_would_notice(module: str, statement: str) -> None:
    assert [found for found in imports_of(module, statement) if not permitted(found)] != []


def circle(imports: Iterable[Import]) -> list[str]:
    """Files that import each other, directly or through others; imports for types count. Empty: there are none."""
    graph: dict[str, set[str]] = {}
    for found in imports:
        if not found.third_party and found.imported and found.importer != found.imported:
            graph.setdefault(found.importer, set()).add(found.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_files_form_no_circle() -> None:
    assert circle(imports()) == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("checks.account", "checks.facts"),
        ("checks.memberships", "checks.facts"),
        ("commands.permit_run", "commands.permit"),
        ("procore.records", "checks.facts"),
    ],
)
def test_a_circle_would_be_noticed(importer: str, imported: str) -> None:
    back = Import(importer, imported, third_party=False, for_types=True)
    assert importer in circle([*imports(), back])


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


def test_screens_and_the_application_stand_on_two_classes_of_ours_at_most() -> None:
    for module in FILES:
        if row({"tui"}, module):
            importlib.import_module(f"dmsa_tui.{module}")
    unseen: list[type[object]] = [Screen, App]
    own_bases: dict[str, list[str]] = {}
    while unseen:
        children: list[type[object]] = unseen.pop().__subclasses__()
        for each in children:
            bases = [base for base in each.__mro__[1:] if base.__module__.startswith("dmsa_tui.")]
            if each.__module__.startswith("dmsa_tui."):
                own_bases[each.__name__] = [base.__name__ for base in bases if issubclass(base, (Screen, App))]
            unseen.append(each)
    assert {name: bases for name, bases in own_bases.items() if len(bases) > 2} == {}
    assert (own_bases["PromoteScreen"], own_bases["DmsaApp"]) == (["StepScreen", "WizardScreen"], ["BaseApp"])


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


def test_the_list_of_commands_imports_no_command() -> None:
    names = loaded("from dmsa_tui import cli\nassert cli.main(['--help']) == 0")
    assert {name for name in names if name.startswith("dmsa_tui.commands.")} == {"dmsa_tui.commands.parser"}


SCREEN = {"textual", "rich"}
HTTP = {"httpx", "httpcore", "sniffio", "truststore"}
SERVER = {"starlette", "h11", "anyio"}
HEAVY = SCREEN | HTTP | SERVER | {"keyring", "segno"}


@pytest.mark.parametrize(
    ("room", "may_load"),
    [
        ("guide", set()),
        ("checks", set()),
        ("onboarding", set()),
        ("documents", set()),
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
    assert names.isdisjoint({"dmsa_tui.session.session", "dmsa_tui.tui.app"})


def test_importing_the_practice_company_loads_nothing_of_what_it_tests() -> None:
    modules = [f"dmsa_tui.{module}" for module in FILES if row({"practice"}, module)]
    assert rooms_in(loaded_by_importing(*modules)) == {"practice", "errors"}


def test_importing_the_interface_loads_no_network_and_no_keyring() -> None:
    modules = [f"dmsa_tui.{module}" for module in FILES if row({"screens", "widgets"}, module)]
    names = loaded_by_importing("dmsa_tui.tui.app", *modules)
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
    assert rooms_in(loaded(RUN, "--version")) == {"cli", "errors", "terminal"}


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
