"""Every test runs as a newcomer: an empty home, no settings of this machine's user, no keyring, UTC."""

import gc
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, tzinfo
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

import pytest

sys.dont_write_bytecode = False
"""The workers, and the programs that the tests start, compile the same modules: each takes what another wrote."""

from hypothesis import settings  # noqa: E402  pytest compiles it as it does tests, which takes a second

from dmsa_tui.onboarding import approvals  # noqa: E402
from dmsa_tui.procore.known_secrets import KNOWN  # noqa: E402
from dmsa_tui.terminal import recording  # noqa: E402
from tests import program  # noqa: E402

if TYPE_CHECKING:
    from textual.css.model import RuleSet, Selector
    from textual.dom import DOMNode

settings.register_profile("usual", deadline=None, max_examples=20)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("long" if os.environ.get("DMSA_TUI_LONG_TESTS") else "usual")
"""How long an example takes says what else this machine does; the benchmarks measure time. Each run tries others."""

PREFIXES = ("XDG_", "PROCORE_", "TEXTUAL", "SSL_CERT_", "LC_", "ASCIINEMA_")
NAMES = {
    "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "PYTHONUNBUFFERED",
    "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    "SCRIPT", "VHS_RECORD", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME",
    "CLICOLOR", "CLICOLOR_FORCE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
}  # fmt: skip
HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")


class OneDay(datetime):
    """A run that goes on past midnight keeps its day: what is collected before it is asserted after it."""

    BEGAN = datetime.now()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """When the run began."""
        return cls.fromtimestamp(cls.BEGAN.timestamp(), tz)


def pytest_configure() -> None:
    """A run in the background (`&`, `nohup`) ignores signals, and the programs that it starts would do so too.

    Garbage is collected more seldom: looking for it took a seventh of the processor's time.
    """
    gc.set_threshold(500_000, 20, 20)
    vars(approvals)["datetime"] = OneDay
    for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has the first only
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Each worker imports the test files from another one on: what it has compiled, the others need not compile."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        return
    root = session.config.rootpath
    files = sorted(each for given in session.config.args for each in (root / given).rglob("test_*.py"))
    first = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for file in (*files[first:], *files[:first]):
        with suppress(Exception):  # the collection says what is wrong with it
            import_module(".".join(file.relative_to(root).with_suffix("").parts))


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_parsed_once() -> Iterator[None]:
    """Every test has an application of its own; the rules of its style sheets are the same, and never change."""
    from textual.css import stylesheet
    from textual.css.match import _check_selectors
    from textual.css.model import RuleSet
    from textual.css.stylesheet import Stylesheet

    parse, parsed = Stylesheet._parse_rules, {}

    def parse_once(sheet: Stylesheet, *args: Any, **options: Any) -> "list[RuleSet]":
        source = (args, *options.items(), *sheet._variables.items())
        if source not in parsed:
            parsed[source] = parse(sheet, *args, **options)
        return parsed[source]

    def last_first(selectors: "list[Selector]", path: "list[DOMNode]") -> bool:
        """Most rules end here: without the last selector nothing matches."""
        return selectors[-1].check(path[-1]) and _check_selectors(selectors, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        patch.setattr(stylesheet, "_check_selectors", last_first)
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity, as its own, which is written in Python
        yield


def pytest_unconfigure() -> None:
    """Leave no process behind."""
    program.end_helper()


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Make an empty directory. A numbered one of pytest costs a look at all that there are."""
    homes, numbers = tmp_path_factory.mktemp("homes"), itertools.count()

    def make() -> str:
        home = homes / str(next(numbers))
        home.mkdir()
        return str(home)

    return make


@pytest.fixture(autouse=True)
def newcomer(new_home: Callable[[], str]) -> Iterator[None]:
    """Hide the user's files, variables and keyring from the test and from every process that it starts."""
    home = new_home()
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper() in NAMES or name.startswith(PREFIXES):
                patch.delenv(name)
        for name in HOMES:
            patch.setenv(name, home)
        patch.setenv("LANG", "C.UTF-8")
        patch.setattr(KNOWN, "_pieces", set())
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        patch.setenv("TZ", "UTC")
        patch.setenv("TERM", "xterm-256color")  # with fewer colors the wizard begins in the terminal's own
        patch.setattr(recording, "ancestors", list)  # the tests may run under `script`, as a wizard may
        patch.setattr(os, "fsync", lambda _file: None)  # it takes longest of all, and only a power cut would tell
        _read_zone()
        yield
    _read_zone()
    with suppress(OSError):  # most tests leave it empty
        os.rmdir(home)


def _read_zone() -> None:
    if hasattr(time, "tzset"):  # Windows has none
        time.tzset()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a third of the suite's time is waiting, for timers and other processes."""
    return (os.cpu_count() or 1) + 1
