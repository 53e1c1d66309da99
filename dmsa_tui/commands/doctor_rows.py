"""What `dmsa-tui doctor` looks at: this machine, and whether Procore's hosts answer from it."""

import errno
import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from dmsa_tui import __version__
from dmsa_tui.checks.model import Result
from dmsa_tui.errors import why
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.procore.environments import Environment
from dmsa_tui.procore.hosts import HostAnswer, HostAnswers
from dmsa_tui.terminal import clipboard
from dmsa_tui.vocabulary import Cause, Status

SMALLEST, COMFORTABLE = (60, 20), (100, 30)
"""Columns and rows."""
LARGEST_SKEW = 60.0
"""Seconds; the same as in the check of the token."""
_ROLES = {"login": "Token host", "api": "API host", "web": "Web host", "portal": "Developer portal"}
TITLES = {
    "python": "Python and this program",
    "terminal": "The terminal",
    "clipboard": "Copying",
    "keyring": "Where a client secret is kept",
    "directories": "The program's own directories",
    "certificates": "Which certificates are trusted",
    "proxy": "The connection to Procore",
    **{f"host.{role}": title for role, title in _ROLES.items()},
    "clock": "This machine's clock",
}


FREE = 1_000_000
"""Bytes on the disk below which a record or a report may find no room."""


def urls_of(place: Environment, own: Environment) -> dict[str, str]:
    """The hosts to ask. Where one was replaced, the environment's pages for people are left out."""
    urls = {"login": place.login_url, "api": place.api_url}
    return urls if place != own else {**urls, "web": place.web_url, "portal": place.portal_url}


def machine_rows(paths: Paths, place: Environment) -> Iterator[Result]:
    """Everything that can be told without the network, the keyring included, which may take its timeout."""
    yield _python()
    yield _terminal()
    yield _clipboard()
    yield _keyring()
    yield _directories(paths)
    yield _certificates()
    yield _proxy(place)


def network_rows(hosts: HostAnswers) -> Iterator[Result]:
    """One row for each host, and the clock."""
    yield from map(_host, hosts.answers)
    yield _clock(hosts.clock_skew)


def _python() -> Result:
    summary = (
        f"dmsa-tui {__version__} on Python {platform.python_version()} ({platform.system()}, {platform.machine()})."
    )
    return Result("python", Status.PASS, summary)


def _terminal() -> Result:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        sentence = "Not checked: input or output is not a terminal; the wizard needs one, `check` and `steps` do not."
        return Result("terminal", Status.SKIPPED, sentence, required=False)
    columns, rows = shutil.get_terminal_size()
    size = f"{columns} columns and {rows} rows"
    if os.environ.get("TERM") == "dumb":
        return Result("terminal", Status.WARN, "TERM is dumb: the wizard cannot run here.", required=False)
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        sentence = f"{size}: the wizard needs {SMALLEST[0]} by {SMALLEST[1]}; enlarge the window or use a smaller font."
        return Result("terminal", Status.WARN, sentence, required=False)
    roomy = "" if columns >= COMFORTABLE[0] and rows >= COMFORTABLE[1] else "; 100 by 30 is comfortable"
    return Result("terminal", Status.PASS, f"{size}{roomy}; {_colors()}.", required=False)


def _colors() -> str:
    if os.environ.get("NO_COLOR"):
        return "no colors, because NO_COLOR is set"
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "16 million colors"
    return f"{'256' if '256' in os.environ.get('TERM', '') else 'at least 8'} colors"


def _clipboard() -> Result:
    tool = clipboard.tool_here()
    refused = tool is None and os.environ.get("TERM_PROGRAM") == "Apple_Terminal"
    status = Status.WARN if refused else Status.SKIPPED if tool is None else Status.PASS
    return Result("clipboard", status, clipboard.described(tool), required=False)


def _keyring() -> Result:
    from dmsa_tui.onboarding.secret_store import SecretStore

    kept = SecretStore().probe()
    if kept.where == "keyring":
        return Result(
            "keyring", Status.PASS, f"{kept.sentence} A value was written, read back and removed.", required=False
        )
    sentence = f"{kept.sentence} Commands can take the secret from elsewhere: `dmsa-tui check --help` says how."
    return Result("keyring", Status.WARN, sentence, required=False)


def _directories(paths: Paths) -> Result:
    places = {"data": paths.data, "config": paths.config, "state": paths.state, "logs": paths.logs}
    details = {name: {"path": str(path), "mode": _mode(path)} for name, path in places.items()}
    if bar := next(filter(None, map(_bar, places.values())), None):
        return Result("directories", Status.FAIL, bar, details=details)
    place = _existing(paths.data)
    if (left := shutil.disk_usage(place).free) < FREE:
        return Result("directories", Status.FAIL, f"The disk of {place} is full: {left:,} bytes left.", details=details)
    files = _files(paths.data)
    there = filter(os.path.lexists, places.values())  # a link that leads nowhere does not exist
    if odd := next(filter(None, map(_oddity, (*there, *files, *_files(paths.state)))), None):
        return Result("directories", Status.WARN, odd, details=details)
    loose = [file for file in files if os.name == "posix" and file.stat().st_mode & 0o077]
    if loose:
        sentence = f"{loose[0]} can be read by others; its mode should be {'700' if loose[0].is_dir() else '600'}."
        more = f" The same is true of {len(loose) - 1} more." if len(loose) > 1 else ""
        return Result("directories", Status.WARN, sentence + more, details=details)
    made = [name for name, path in places.items() if os.path.exists(path)]
    alone = "nobody else can read them"
    if os.name != "posix":
        alone = "whether others can read them was not checked"
    sentence = f"The program can write in them, and {alone}. They exist so far: {', '.join(made) or 'none'}."
    return Result("directories", Status.PASS, sentence, details=details)


def _bar(path: Path) -> str | None:
    """Why nothing can be written in this directory, as a sentence; None if it can be."""
    place = _existing(path)
    if not os.access(place, os.W_OK | os.X_OK):
        return f"The program cannot write in {place}{'' if place == path else f', where {path} belongs'}."
    try:
        path.lstat()
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):  # these are told as what lies in the way
            return f"{path} cannot be used: {why(error)}."
    return None


def _files(directory: Path) -> list[Path]:
    """Everything of ours; links are not followed."""
    return [directory, *sorted(directory.rglob("*"))] if os.path.exists(directory) else []


def _oddity(path: Path) -> str | None:
    """Why this one cannot be used, as a sentence; None if it can be."""
    try:
        usable = stat.S_ISREG(path.lstat().st_mode) or path.is_dir()
        readable = os.access(path, os.R_OK)
        closed = path.is_dir() and not os.access(path, os.W_OK | os.X_OK)
    except OSError:  # in a directory that may not be entered
        usable, readable, closed = True, False, False
    if not usable:
        return f"{path} is not a regular file or a directory; move it away: the program does not use it."
    if not readable:
        return f"You cannot read {path}, so the program cannot use it."
    return f"The program cannot write in {path}." if closed else None


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if os.path.exists(each))  # where `exists()` raises, it does not


def _mode(path: Path) -> str | None:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}" if os.path.exists(path) else None


def _certificates() -> Result:
    from dmsa_tui.procore.tls import trusted_context

    named = {name: os.environ[name] for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)}
    try:
        trusted_context()
    except OSError as error:
        sentence = f"{' and '.join(named) or 'The certificates'} cannot be loaded: {error.strerror or error}."
        return Result("certificates", Status.FAIL, sentence, Cause.TLS, details=named)
    if named:
        where = ", ".join(f"{name}={value}" for name, value in named.items())
        return Result(
            "certificates", Status.PASS, f"Certificates from {where}, instead of the operating system's.", details=named
        )
    return Result("certificates", Status.PASS, "Certificates from the operating system's store.")


def _proxy(place: Environment) -> Result:
    from dmsa_tui.procore.proxies import proxy_for

    hosts = {place.login_url: "the token host", place.api_url: "the API host"}
    through = {name: proxy for url, name in hosts.items() if (proxy := proxy_for(url)) is not None}
    if not through:
        sentence = "Direct: no proxy is set for Procore's hosts. A configuration script (PAC) is not read."
        return Result("proxy", Status.PASS, sentence, required=False)
    status = "; ".join(f"{name} through the proxy {proxy}" for name, proxy in through.items())
    return Result(
        "proxy", Status.PASS, f"{status[0].upper()}{status[1:]}.", details={"proxies": through}, required=False
    )


def _host(answer: HostAnswer) -> Result:
    id, required = f"host.{answer.role}", answer.role in ("login", "api")
    evidence = () if answer.request_record is None else (answer.request_record,)
    if answer.problem is not None:
        cause = Cause(answer.problem.kind)
        return Result(id, Status.UNVERIFIED, str(answer.problem), cause, evidence=evidence, required=required)
    answered = (
        f" ({answer.request_record.status}, {answer.request_record.elapsed_ms} ms)" if answer.request_record else ""
    )
    return Result(id, Status.PASS, f"{answer.host} answers{answered}.", evidence=evidence, required=required)


def _clock(skew: float | None) -> Result:
    if skew is None:
        return Result("clock", Status.UNVERIFIED, "No host sent its time.", required=False)
    details = {"seconds": round(skew)}
    if abs(skew) > LARGEST_SKEW:
        ahead = "ahead of" if skew > 0 else "behind"
        sentence = (
            f"It is {abs(skew):,.0f} s {ahead} Procore's: set it correctly, because tokens and limits depend on the "
            "time."
        )
        return Result("clock", Status.WARN, sentence, Cause.CLOCK_SKEW, details=details, required=False)
    sentence = f"It matches Procore's within {max(1.0, abs(skew)):.0f} s."
    return Result("clock", Status.PASS, sentence, details=details, required=False)
