"""Which proxy the environment puts between this machine and a host."""

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
        found = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = found.port
    except ValueError:
        return "(its address is not a URL)"
    return f"{found.hostname}:{port}" if port else found.hostname
