"""Which proxy the environment puts between this machine and a host."""

import os
from collections.abc import Collection
from importlib.util import find_spec
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """Host and port of the proxy for `url`, never its user name or password; None if there is none."""
    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return None
    try:
        address = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = address.port
    except ValueError:
        return "(its address is not a URL)"
    return f"{address.hostname}:{port}" if port else address.hostname


def unusable_proxy(schemes: Collection[str]) -> str | None:
    """One sentence about a proxy setting for these schemes that cannot be used, without its value: it may be secret."""
    for kind, proxy in getproxies().items():
        if kind not in schemes:
            continue
        name = next((each for each in (f"{kind}_proxy".upper(), f"{kind}_proxy") if each in os.environ), None)
        where = f"The variable {name}" if name else f"This machine's {kind} proxy setting"
        try:
            parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
            fit = (
                proxy.isascii()
                and proxy.isprintable()
                and " " not in proxy
                and bool(parts.hostname)
                and parts.port != 0
            )
        except ValueError:
            fit, parts = False, urlsplit("")
        if fit and parts.scheme in ("socks5", "socks5h"):
            if find_spec("socksio") is None:
                return f"{where} names a SOCKS proxy, which needs one more package: pip install 'httpx[socks]'."
        elif not fit or parts.scheme not in ("http", "https"):
            return f"{where} has no usable proxy address; write it as http://HOST:PORT."
    return None
