"""Addresses that people paste from Procore, and addresses that may be opened for them."""

import re
from itertools import pairwise
from urllib.parse import SplitResult, urlsplit

from dmsa_tui.errors import InvalidInput

_DOMAINS = ("procore.com", "procoregov.com")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_LONGEST_ID = 20
_WANTED = (
    "either digits alone or the https address of a company page, such as https://app.procore.com/1234567/company/home"
)


def is_procore_link(url: str) -> bool:
    """Whether `url` may be opened in a browser: https, on Procore's own hosts, without user name or odd port."""
    return _procore_parts(url) is not None


def company_id_from(text: str) -> str:
    """The company ID in what a person typed or pasted. Raises InvalidInput.

    Source: Procore documentation, oauth_client_credentials (2026-06): the address of a company page starts with its ID.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return _checked(text)
    if text[:1].isdigit() or not text:
        raise InvalidInput(f"A company ID consists of digits only; paste {_WANTED}.")
    parts = _procore_parts(text)
    if parts is None:
        raise InvalidInput(f"This is no company ID and no https address of Procore; paste {_WANTED}.")
    segments = [segment for segment in parts.path.split("/") if segment]
    for name, value in pairwise(segments):
        if name == "companies" and value.isascii() and value.isdigit():
            return _checked(value)
    if segments and segments[0].isascii() and segments[0].isdigit():
        if segments[1:2] in (["project"], ["projects"]):
            raise InvalidInput(f"This address names a project ({segments[0]}), not the company; paste {_WANTED}.")
        return _checked(segments[0])
    raise InvalidInput(f"This address of Procore holds no company ID; paste {_WANTED}.")


def _checked(digits: str) -> str:
    digits = digits.lstrip("0")
    if not digits or len(digits) > _LONGEST_ID:
        raise InvalidInput(f"A company ID is a number above 0 of at most {_LONGEST_ID} digits; paste {_WANTED}.")
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
