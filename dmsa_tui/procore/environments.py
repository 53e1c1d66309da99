"""Where Procore answers: hosts, and which credential pair and App Version Key belong to each environment.

Source: Procore documentation, platform_concepts/development_environments (2026-05) and federal_zone_overview.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from dmsa_tui.errors import InvalidInput, Unfinished, quoted, unknown_name
from dmsa_tui.procore.pasted import holds_credential

PRACTICE = "Practice"
"""What stands in for Procore in a rehearsal."""
LOCAL = "Local host"
"""What stands in for Procore on this machine: a practice company that is served, or a proxy; nothing tells which."""
_ON_PAPER = {PRACTICE: "practice company", LOCAL: "host on this computer"}
REHEARSAL = "This is a rehearsal on the practice company: it says nothing about a company at Procore."
_BEGINNINGS = ("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")
"""What an accepted URL begins with."""
NO_SCHEME = "does not start with https://"
_PORTS = {"https": 443, "http": 80}
"""The ports that a URL need not name."""
_PLAIN = re.compile(r"[A-Za-z0-9:/._~\[\]-]+")


class Environment(NamedTuple):
    """One Procore environment."""

    id: str
    name: str
    login_url: str
    """Base URL of the host that issues tokens."""
    api_url: str
    """Base URL of the REST API."""
    web_url: str
    """Base URL of the pages that a person sees, until `company_base_url` names the company's own."""
    portal_url: str
    """The developer portal in which the app is managed."""
    pair: Literal["production", "sandbox"]
    """Which of the app's two credential pairs and version keys are used here."""
    note: str = ""
    """What people get wrong about it."""


def _environment(
    id: str, name: str, login: str, api: str, web: str, pair: Literal["production", "sandbox"], note: str = "",
    portal: str = "https://developers.procore.com",
) -> Environment:  # fmt: skip
    return Environment(id, name, f"https://{login}", f"https://{api}", f"https://{web}", portal, pair, note)


ENVIRONMENTS: Mapping[str, Environment] = {
    each.id: each
    for each in (
        _environment(
            "production", "Production", "login.procore.com", "api.procore.com", "app.procore.com", "production",
            "For an On-Demand sandbox, choose Production and enter the sandbox's company ID.",
        ),
        _environment(
            "developer-sandbox", "Developer sandbox", "login-sandbox.procore.com", "sandbox.procore.com",
            "sandbox.procore.com", "sandbox", "Uses only the Sandbox credentials and the Sandbox App Version Key.",
        ),
        _environment(
            "monthly-sandbox", "Monthly sandbox", "login-sandbox-monthly.procore.com", "api-monthly.procore.com",
            "api-sandbox-monthly.procore.com", "production",
            "Uses the Production credentials and key; an app appears here only after the monthly refresh.",
        ),
        # Documented are the federal login and API hosts; app.procoregov.com and developers.procoregov.com are inferred.
        _environment(
            "federal", "Federal", "login.procoregov.com", "api.procoregov.com", "app.procoregov.com", "production",
            "Has its own portal, app and credentials, and no sandboxes.", portal="https://developers.procoregov.com",
        ),
    )
}  # fmt: skip


def environment(id: str) -> Environment:
    """The environment of that id; InvalidInput names the valid ones."""
    try:
        return ENVIRONMENTS[id]
    except KeyError:
        raise unknown_name("environment", id, ENVIRONMENTS) from None


def with_urls(base: Environment, login_url: str | None, api_url: str | None) -> Environment:
    """`base` with custom hosts; InvalidInput for a URL that secrets must not be sent to."""
    if login_url is None and api_url is None:
        return base
    return base._replace(
        login_url=base.login_url if login_url is None else checked_url("login URL", login_url),
        api_url=base.api_url if api_url is None else checked_url("API URL", api_url),
    )


def recorded_place(environment_id: str, login_url: str, api_url: str) -> Environment:
    """The place that a record names. An older version saved URLs with a path: such an onboarding opens all the same."""
    base = environment(environment_id)
    return base._replace(
        login_url=_safe_url("login URL", login_url) if login_url else base.login_url,
        api_url=_safe_url("API URL", api_url) if api_url else base.api_url,
    )


def custom_login(environment_id: str, login_url: str) -> str:
    """The login host that is in place of the environment's own, as scheme, host and port; empty for its own.

    Never raises: a record may hold a URL that nothing is sent to.
    """
    own = ENVIRONMENTS.get(environment_id)
    custom = origin(login_url) if login_url else ""
    return "" if own is not None and custom == origin(own.login_url) else custom


def origin(url: str) -> str:
    """Scheme, host and port, in one spelling for each host; a text that is no URL stays as it is."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if not host:
        return url
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _PORTS.get(parts.scheme)) else f":{port}")


def custom_hosts(environment_id: str, login_url: str, api_url: str) -> tuple[str, str]:
    """Both URLs as a record has them: empty where they are the environment's own, typed out. Never raises."""
    own = ENVIRONMENTS[environment_id]
    is_own = all(origin(url or of) == origin(of) for url, of in ((login_url, own.login_url), (api_url, own.api_url)))
    return ("", "") if is_own else (login_url, api_url)


def has_custom_api(place: Environment) -> bool:
    """Whether the API calls go to another host than the environment's own."""
    return place.api_url != ENVIRONMENTS[place.id].api_url


def checked_url(what: str, url: str) -> str:
    """`url` without a trailing slash if it is only a host that secrets may go to: https, or http on this machine."""
    try:
        return _checked_url(what, url)
    except InvalidInput as refusal:
        if any(each.startswith(url.strip().lower()) for each in _BEGINNINGS):
            raise Unfinished(str(refusal), "https:// and a host, or http:// on this machine.") from None
        raise


def _checked_url(what: str, url: str) -> str:
    url = _safe_url(what, url)
    if urlsplit(url).path:  # every call has its own path: after another one it finds nothing
        raise InvalidInput(f"The {what} is more than a host; {_right(what)}")
    return url


def _safe_url(what: str, url: str) -> str:
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidInput(f"The {what} is not a URL; {_right(what)}") from None
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise InvalidInput(f"The {what} is more than a host; {_right(what)}")
    if holds_credential(parts.path if host and "." in host else url):  # a name in the DNS may be as long
        raise InvalidInput(f"The {what} contains something that looks like a client ID or a secret; remove it.")
    # urlsplit drops control characters silently, and backslashes mean different hosts to different programs.
    if fault := _fault(url, parts.scheme, host):
        here = fault == NO_SCHEME and is_loopback(_host_of(f"//{url}"))
        right = f"write http://{url} (https:// works too)." if here else _right(what)
        raise InvalidInput(f"The {what} {fault}; {right}")
    if parts.scheme == "http" and not is_loopback(host or ""):
        raise InvalidInput(
            f"The {what} {quoted(url)} must start with https://; http is accepted for this machine (127.0.0.1) only."
        )
    return url.rstrip("/")


def _host_of(url: str) -> str:
    """Its host; empty where it is no URL, as with a bracket that opens an IPv6 address and is not closed."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _fault(url: str, scheme: str, host: str | None) -> str:
    """What keeps that text from being a URL, to go on a sentence with; empty where nothing does."""
    if any(map(str.isspace, url)):
        return "contains a space"
    if scheme not in ("http", "https"):
        return NO_SCHEME
    if not host:
        return "names no host"
    return "" if _PLAIN.fullmatch(url) else "contains a character that no URL of a host has"


def _right(what: str) -> str:
    return f"write https:// and a host, for example https://{'api' if what == 'API URL' else 'login'}.procore.com."


def is_rehearsal(login_url: str | None, api_url: str | None) -> bool:
    """Whether one of the hosts is no company's: a name that resolves nowhere, or this machine, which may serve one."""
    hosts = [urlsplit(url or "").hostname or "" for url in (login_url, api_url)]
    return any(host.endswith(".invalid") or is_loopback(host) for host in hosts)


def stand_in(login_url: str | None, api_url: str | None) -> str:
    """What stands in for Procore, in a few words; empty where both hosts are Procore's own."""
    if is_rehearsal(login_url, api_url):
        hosts = (urlsplit(url or "").hostname or "" for url in (login_url, api_url))
        return PRACTICE if any(host.endswith(".invalid") for host in hosts) else LOCAL
    procores = {url for each in ENVIRONMENTS.values() for url in (each.login_url, each.api_url)}
    custom = next((url for url in (api_url, login_url) if url and url.rstrip("/") not in procores), "")
    return f"at {urlsplit(custom).netloc}" if custom else ""


def place_name(name: str, login_url: str | None, api_url: str | None) -> str:
    """The environment's name with what stands in for it: Production at procore.example."""
    other = stand_in(login_url, api_url)
    if other == PRACTICE:
        return f"{other.split()[0]} {name.lower()}"
    if other == LOCAL:
        return f"{name}, {other.lower()}"
    return f"{name} {other}".rstrip()


def place_on_paper(name: str, login_url: str | None, api_url: str | None) -> str:
    """The same for a reader who does not see the screen, e.g. Production (practice company)."""
    on_paper = _ON_PAPER.get(stand_in(login_url, api_url))
    return f"{name} ({on_paper})" if on_paper else place_name(name, login_url, api_url)


def stand_in_warning(login_url: str | None, api_url: str | None) -> str:
    """What the reader of a paper must know where Procore's own hosts were not asked; empty where they were."""
    other = stand_in(login_url, api_url)
    if other == PRACTICE:
        return REHEARSAL
    host = f"a {_ON_PAPER[LOCAL]}" if other == LOCAL else f"{other.removeprefix('at ')}, a custom host"
    unless = "Unless it is a proxy to Procore, this says nothing about Procore."
    return f"This onboarding uses {host}. {unless}" if other else ""


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    if host == "localhost":
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
