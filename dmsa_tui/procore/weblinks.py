"""Addresses that people paste from Procore, and addresses that may be opened for them."""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from dmsa_tui.errors import InvalidInput, Unfinished
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.pasted import bare, holds_credential, one_line

_DOMAINS = ("procore.com", "procoregov.com")
_SERVICES = frozenset({"developers", "support", "www", "marketplace", "learn", "status", "community", "storage"})
_LABEL = re.compile(r"(?:procore )?company(?: id| number)?\s*[:=#]?\s*(?=\d+$)|#\s*(?=\d+$)", re.I)
_SCHEMELESS = re.compile(r"[a-z0-9.-]+\.(?:procore|procoregov)\.com/", re.I)
_BEGUN = re.compile(r"h(?:t(?:t(?:p(?:s(?::/?)?)?)?)?)?|(?:https://)?[a-z0-9.-]*", re.I)
"""The beginning of an address, before its path."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_LONGEST_ID = 20
_WANTED = (
    "either digits alone or the https address of a company page, such as https://app.procore.com/1234567/company/home"
)

_WANTED_NEXT = "The https address of a company page, or the company ID in digits."


def is_procore_link(url: str) -> bool:
    """Whether `url` may be opened in a browser: https, on Procore's own hosts, without user name or odd port."""
    return _procore_parts(url) is not None


def web_origin(url: str) -> str | None:
    """`https://` and the host of an address of Procore's pages; None for any other address, which no link may have."""
    parts = _procore_parts(url)
    return None if parts is None else f"https://{parts.hostname}"


class CompanyPlace(NamedTuple):
    """What a typed or pasted company ID says."""

    id: str
    environment: str = ""
    """Id of the environment whose host is in the address; empty for digits alone."""
    web_url: str = ""
    """The company's own web host, such as https://us02.procore.com; empty where the address names the general one."""

    def checked_in(self, environment_id: str) -> "CompanyPlace":
        """The same place; OtherEnvironment if its address is of another environment than that."""
        if self.environment not in ("", environment_id):
            raise OtherEnvironment(self, environment_id)
        return self


class OtherEnvironment(InvalidInput):
    """A pasted address of another environment. `place` holds what it names, so that a screen can offer it."""

    def __init__(self, place: CompanyPlace, environment_id: str) -> None:
        there, here = ENVIRONMENTS[place.environment], ENVIRONMENTS[environment_id]
        super().__init__(
            f"This address belongs to the environment {there.name}, but this onboarding is for {here.name}; change the "
            f"environment to {there.name}, or paste an address of {here.name}."
        )
        self.place = place


def company_place(text: str) -> CompanyPlace:
    """The company in what a person typed or pasted, whose address names an environment too. Raises InvalidInput.

    Source: Procore documentation, oauth_client_credentials (2026-06): the address of a company page starts with its ID.
    """
    text = bare(one_line(unicodedata.normalize("NFKC", text))).strip("<>")
    text = _LABEL.sub("", text)
    if "://" in text or _SCHEMELESS.match(text):
        text = text.replace(" ", "")  # where an address was broken in two
    if text.isascii() and text.isdigit():
        return CompanyPlace(_checked(text))
    if text[:1].isdigit() or not text:
        raise InvalidInput(f"A company ID has only digits; paste {_WANTED}.")
    parts = _procore_parts(text if "://" in text or not _SCHEMELESS.match(text) else f"https://{text}")
    if parts is None:
        refusal = f"This is not a company ID or an https address of Procore; paste {_WANTED}."
        if holds_credential(text):
            raise InvalidInput(f"This looks like a client ID or a secret, not like a company ID; paste {_WANTED}.")
        raise Unfinished(refusal, _WANTED_NEXT) if _BEGUN.fullmatch(text) else InvalidInput(refusal)
    host = parts.hostname or ""
    place = environment_of(host)
    web_url = f"https://{host}" if _is_web_host(host) and f"https://{host}" != ENVIRONMENTS[place].web_url else ""
    segments = [segment for segment in parts.path.split("/") if segment]
    for name, value in pairwise(segments):
        if name == "companies" and value.isascii() and value.isdigit():
            return CompanyPlace(_checked(value), place, web_url)
    if segments and segments[0].isascii() and segments[0].isdigit():
        if segments[1:2] in (["project"], ["projects"]):
            raise InvalidInput(f"This address names a project ({segments[0]}), not the company; paste {_WANTED}.")
        return CompanyPlace(_checked(segments[0]), place, web_url)
    raise Unfinished(f"This Procore address contains no company ID; paste {_WANTED}.", _WANTED_NEXT)


def environment_of(host: str) -> str:
    """The id of the environment that a Procore host belongs to: by its domain and by what its first label says."""
    if host == "procoregov.com" or host.endswith(".procoregov.com"):
        return "federal"
    if "monthly" in host:
        return "monthly-sandbox"
    return "developer-sandbox" if "sandbox" in host else "production"


def _is_web_host(host: str) -> bool:
    """Whether a company's pages are there: on one label below the domain, which is not a service's."""
    label, _, domain = host.partition(".")
    return domain in _DOMAINS and label not in _SERVICES and not label.startswith(("login", "api"))


def _checked(digits: str) -> str:
    digits = digits.lstrip("0")
    refusal = f"A company ID is a number above 0 of at most {_LONGEST_ID} digits; paste {_WANTED}."
    if not digits:
        raise Unfinished(refusal, _WANTED_NEXT)
    if len(digits) > _LONGEST_ID:
        raise InvalidInput(refusal)
    return digits


def _procore_parts(url: str) -> SplitResult | None:
    # urlsplit drops control characters and browsers read backslashes as slashes: such addresses are not taken at all.
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or port not in (None, 443) or not _HOST.fullmatch(host):
        return None
    return parts if any(host == domain or host.endswith(f".{domain}") for domain in _DOMAINS) else None
