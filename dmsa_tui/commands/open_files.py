"""How many files and connections this process may open at once."""

import contextlib

_OTHERS = 64
"""Files that are open besides: the streams, the records, what the libraries hold."""


def fit_at_once(wanted: int, each: int) -> int:
    """How many of `wanted` may go side by side where each opens up to that many; at least one.

    Systems let a program start with few (macOS with 256) and raise the number itself.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    needed = _OTHERS + wanted * each
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    if allowed != endless and allowed < needed:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed if most == endless else min(needed, most), most))
        allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if allowed == endless else max(1, min(wanted, (allowed - _OTHERS) // each))
