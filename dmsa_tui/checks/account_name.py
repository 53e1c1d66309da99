"""The name that Procore makes for an app's service account, of the app's own."""

import re


def slug(text: str | None) -> str:
    """`text` as Procore forms an account's name from the app's: small letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", (text or "").casefold()).strip("-")


def is_named_after(name: str, app_name: str) -> bool:
    """Whether Procore makes that name from the app's."""
    start = slug(app_name)
    own = rf"{re.escape(start)}(-(?=[a-z]*[0-9])[0-9a-z]{{8}})?"
    return bool(start) and re.fullmatch(own, name) is not None
