"""Why no answer came, told from what httpx raised."""

import socket
import ssl
from collections.abc import Iterator

import httpx

from dmsa_tui.procore.answer_validation import NO_NTLM
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.request_record import TroubleKind


def explain(error: BaseException, host: str, proxy: str | None, timeout: float) -> tuple[TroubleKind, str]:
    """The kind of a failure, and one sentence about it that holds no secret. `timeout` is in seconds."""
    chain = tuple(_chain(error))
    if isinstance(error, httpx.ProxyError):
        reason = visible(str(error), 200) or "no reason given"
        sign_in = NO_NTLM if reason.startswith("407") else ""
        return "proxy", f"The proxy {proxy} did not connect to {host}: {reason}{sign_in}."
    for each in chain:
        if isinstance(each, ssl.SSLError):
            return "tls", _tls_sentence(each, host)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) and proxy is not None:
        return "proxy", f"The proxy {proxy}, which this machine uses to reach {host}, could not be reached."
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "timeout", f"{host} did not answer within {timeout:g} s."
    if any(isinstance(each, socket.gaierror | UnicodeError) for each in chain):
        return "dns", f"The name {host} could not be found; check the network, the VPN and the spelling of the host."
    if isinstance(error, httpx.ConnectError):
        if any(isinstance(each, ConnectionRefusedError) for each in chain):
            return "refused", f"{host} refused the connection: nothing listens there, or a firewall blocks it."
        return "refused", f"No connection to {host} could be made: {_reason(chain)}."
    return "interrupted", f"The connection to {host} broke before the answer was complete."


def _tls_sentence(error: ssl.SSLError, host: str) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = visible(error.verify_message or error.reason or "not valid", 200)
        return (
            f"The certificate of {host} is not trusted ({reason}); if a proxy here inspects TLS, its certificate must "
            "be in the system's store or in the file that SSL_CERT_FILE names."
        )
    reason = visible(error.reason or error.strerror or "handshake failed", 200)
    return f"No secure connection to {host} could be made ({reason}); a proxy or firewall may interfere with TLS."


def _reason(chain: tuple[BaseException, ...]) -> str:
    texts = (each.strerror for each in chain if isinstance(each, OSError) and each.strerror)
    return visible(next(texts, "no reason given"), 200)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and what caused that; groups are opened."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting.extend(each.exceptions)
        waiting.extend(cause for cause in (each.__cause__, each.__context__) if cause is not None)
