"""File names for customers, safe on every system."""

import re
import unicodedata

SUFFIX = ".toml"
_LONGEST = 48
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))}
"""Names that Windows keeps for devices, with any suffix."""
_HASHED = re.compile(r"-[0-9a-f]{10}$")


def file_name(name: str) -> str:
    """The file name for a customer: the same one every time, and another one for every other customer.

    A name that is a safe file name already is used as it is; any other loses what is unsafe and gains a hash.
    """
    slug = beginning(name)
    if slug == name and slug not in _RESERVED and not _HASHED.search(slug):
        return slug + SUFFIX
    import hashlib  # here: the first screen need not wait for it

    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{slug or 'customer'}-{digest}{SUFFIX}"


def beginning(name: str) -> str:
    """What begins the file names of all names that differ from that one in case or accents alone."""
    letters = "".join(each for each in unicodedata.normalize("NFKD", name).lower() if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].rstrip("-")
