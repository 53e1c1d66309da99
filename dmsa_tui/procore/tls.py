"""Which certificates are trusted: the operating system's store, or what SSL_CERT_FILE and SSL_CERT_DIR name."""

import os
import ssl
from functools import lru_cache


def trusted_context() -> ssl.SSLContext:
    """The process's TLS context, built at first use (about 25 ms, so call it off the event loop).

    Raises OSError or ssl.SSLError if SSL_CERT_FILE or SSL_CERT_DIR cannot be loaded.
    """
    return _context(os.environ.get("SSL_CERT_FILE") or None, os.environ.get("SSL_CERT_DIR") or None)


def trusting_nobody() -> ssl.SSLContext:
    """A context for a client that speaks plain http on loopback only: cheap, and no certificate satisfies it."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@lru_cache
def _context(cert_file: str | None, cert_dir: str | None) -> ssl.SSLContext:
    if cert_file or cert_dir:
        return ssl.create_default_context(cafile=cert_file, capath=cert_dir)
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
