"""Tells an answer that can be used from one that cannot, and says why."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from dmsa_tui.procore.control_characters import is_visible_json, visible, visible_json
from dmsa_tui.procore.errorbody import is_html, read_error
from dmsa_tui.procore.parsing import Unparsable, parsed
from dmsa_tui.procore.request_record import (
    NotUnderstood,
    ProcoreProblem,
    RateLimited,
    Redirected,
    Refused,
    RequestRecord,
    ServerTrouble,
    Unreachable,
)

NO_NTLM = "; put a name and password in HTTPS_PROXY (NTLM and Kerberos are not supported)"
"""What a proxy may want and does not get."""


def request_words(request_record: RequestRecord) -> str:
    """Method and path of a request, without its query."""
    return f"{request_record.method} {urlsplit(request_record.url).path}"


def problem_in(
    status: int, headers: Mapping[str, str], body: bytes, request_record: RequestRecord
) -> ProcoreProblem | None:
    """What is wrong with an answer, going by its status; None for a success. 429 and 5xx are as final as here."""
    if 200 <= status < 300:
        return None
    host = urlsplit(request_record.url).netloc
    asked = f"{host} answered {request_words(request_record)} with {_status_words(status)}"
    if 300 <= status < 400:
        target = _host_of(headers.get("location", ""))
        return Redirected(
            f"{asked}, a redirect{target}; this program does not follow redirects with credentials.", request_record
        )
    if status == 407:
        sentence = f"A proxy on the way to {host} wants a sign-in first (407){NO_NTLM}."
        return Unreachable("proxy", host, sentence, request_record)
    error = read_error(body, headers.get("content-type", ""))
    detail = f": {error.said.rstrip('.')}." if error.said else "."
    if status == 429:
        return RateLimited(f"{asked}{detail}", request_record)
    if status >= 500:
        return ServerTrouble(status, f"{asked}{detail}", request_record)
    if error.html:
        # Procore's API gives its errors as JSON: a page is a proxy's or a firewall's word, not Procore's refusal.
        return NotUnderstood(
            f"{asked} and a web page instead of JSON{detail[:-1]}; "
            "a proxy, a firewall or a login page may have answered.",
            request_record,
            html=True,
        )
    code = f" ({error.code})" if error.code and error.code not in (error.said, str(status)) else ""
    return Refused(status, error.code, error.said, f"{asked}{code}{detail}", request_record)


def json_in(body: bytes, headers: Mapping[str, str], request_record: RequestRecord) -> Any:
    """The JSON of a successful answer, as sent. Raises NotUnderstood."""
    try:
        return parsed(body)
    except Unparsable as error:
        what = str(error)
    asked = f"{urlsplit(request_record.url).netloc} answered {request_words(request_record)}"
    if is_html(body, headers.get("content-type", "")):
        title = read_error(body, "text/html").said
        raise NotUnderstood(
            f"{asked} with a web page instead of JSON{f' ({visible(title, 80)})' if title else ''}; "
            "a proxy, a firewall or a login page may have answered.",
            request_record,
            html=True,
        )
    if not body.strip() or what == "is not JSON":
        what = "nothing" if not body.strip() else "text that is not JSON"
        raise NotUnderstood(f"{asked} with {what}.", request_record)
    raise NotUnderstood(f"The answer to {request_words(request_record)} {what}.", request_record)


def visible_json_in(body: bytes, headers: Mapping[str, str], request_record: RequestRecord) -> Any:
    """The JSON of a successful answer, with every text made visible. Raises NotUnderstood."""
    value = json_in(body, headers, request_record)
    if is_visible_json(body):
        return value
    try:
        return visible_json(value)
    except RecursionError:
        pass
    raise NotUnderstood(f"The answer to {request_words(request_record)} is nested too deeply.", request_record)


def _status_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _host_of(location: str) -> str:
    try:
        host = urlsplit(location).hostname
    except ValueError:
        return ""
    return f" to {visible(host, 100)}" if host else ""
