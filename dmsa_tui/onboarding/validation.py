"""The rules of the answers that people type or paste: each cleans a text and returns it, or raises InvalidInput."""

import re
import unicodedata
from datetime import date

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.procore.secret import Secret
from dmsa_tui.procore.weblinks import company_id_from

LONGEST_NAME = 300
FIRST_YEAR = 2021
"""No approval is older: both are younger than the portal edition of November 2021 (procore-dmsa-flow.md 2)."""
_CREDENTIAL = re.compile(r"[A-Za-z0-9_-]{40,64}")
"""Loose on purpose: older ones are 64 hex digits, newer ones 43 base64url characters, neither is promised.

Source: Procore documentation, oauth_client_credentials (2026-06) and the portal's own pictures (2024).
"""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEY = "App Version Key (asked for as App Version ID)"


def customer_name(text: str) -> str:
    """The name under which the consultant files a customer."""
    return _name("customer name", "Example Builders", text)


def app_name(text: str) -> str:
    """The app's name, which becomes the service account's name in the customer's directory."""
    return _name("app name", "Example Builders – Sync", text)


def company_id(text: str) -> str:
    """A company ID, given as such or inside a Procore address."""
    return company_id_from(text)


def client_id(text: str) -> str:
    """A client ID of the portal's Credentials page."""
    cleaned = _without_hidden(text).strip()
    if not cleaned:
        raise InvalidInput("The client ID is empty; copy it from the app's OAuth credentials in the developer portal.")
    if _UUID.fullmatch(cleaned.lower()):
        raise InvalidInput(f"This is a 36-character {_KEY}, not a client ID; a client ID has no groups of 8-4-4-4-12.")
    if not _CREDENTIAL.fullmatch(cleaned):
        raise InvalidInput(
            f"This is not a client ID: it has {_shape(cleaned)}; a client ID has 40 to 64 letters, digits, - or _."
        )
    return cleaned


def client_secret(text: str, *, client_id: str = "") -> Secret:
    """A client secret, with what a paste adds (spaces, line ends, invisible characters) taken out.

    No sentence of a refusal contains any part of it.
    """
    cleaned = "".join(_without_hidden(text).split())
    if not cleaned:
        raise InvalidInput("The client secret is empty; copy it from the same place as the client ID.")
    if cleaned == client_id:
        raise InvalidInput("This is the client ID again; the client secret is the other value of the pair.")
    if _UUID.fullmatch(cleaned.lower()):
        raise InvalidInput(
            f"This is a 36-character {_KEY}, not a client secret; the secret stands beside the client ID."
        )
    if not _CREDENTIAL.fullmatch(cleaned):
        raise InvalidInput(
            f"This is not a client secret: it has {_shape(cleaned)}; a secret has 40 to 64 letters, digits, - or _."
        )
    return Secret(cleaned)


def app_version_key(text: str, *, other_key: str = "", client_id: str = "") -> str:
    """An App Version Key, in lower case; `other_key` is the other environment's, which is never the same."""
    cleaned = _without_hidden(text).strip().strip("{}").lower()
    if not cleaned:
        raise InvalidInput(f"The {_KEY} is empty; copy it from the app's Installation Keys in the developer portal.")
    if client_id and cleaned == client_id.lower():
        raise InvalidInput(f"This is the client ID; the {_KEY} has 36 characters in groups of 8-4-4-4-12.")
    if not _UUID.fullmatch(cleaned):
        raise InvalidInput(
            f"This is not an {_KEY}: it has {_shape(cleaned)}; the key has 36 characters, "
            "like 01234567-89ab-cdef-0123-456789abcdef."
        )
    if other_key and cleaned == other_key.lower():
        raise InvalidInput(
            f"The production and the sandbox {_KEY} are the same; each environment has its own, "
            "under the label of that environment."
        )
    return cleaned


def gate_date(text: str) -> str:
    """The day on which an approval was asked for, granted or refused, as YYYY-MM-DD."""
    cleaned = _without_hidden(text).strip()
    try:
        day = date.fromisoformat(cleaned)
    except ValueError:
        raise InvalidInput("This is not a date; write it as year, month and day, for example 2026-11-02.") from None
    if day > today():
        raise InvalidInput(f"{day.isoformat()} has not come yet; the date is the day on which it happened.")
    if day.year < FIRST_YEAR:
        raise InvalidInput(
            f"{day.isoformat()} is older than Procore's approvals; {FIRST_YEAR} is the first possible year."
        )
    return day.isoformat()


def gate_note(text: str) -> str:
    """A remark on an approval, on one line; it is saved as plain text, so that nothing secret may be in it."""
    cleaned = _name("note", "case 1234, answered by e-mail", text)
    if any(_CREDENTIAL.fullmatch(word.strip(".,;:()\"'")) for word in cleaned.split()):
        raise InvalidInput(
            "The note holds something that looks like a client ID or a secret; notes are saved as plain text, "
            "so leave it out."
        )
    return cleaned


def shape(secret: Secret) -> str:
    """What a secret looks like, without the secret: its length and the kinds of characters in it."""
    return _shape(secret.reveal())


def _shape(text: str) -> str:
    kinds = {
        "letters": str.isalpha,
        "digits": str.isdigit,
        "- or _": lambda each: each in "-_",
        "spaces": str.isspace,
    }
    found = [kind for kind, belongs in kinds.items() if any(map(belongs, text))]
    if any(not any(belongs(each) for belongs in kinds.values()) for each in text):
        found.append("other characters")
    plural = "" if len(text) == 1 else "s"
    return f"{len(text)} character{plural} ({', '.join(found)})"


def _name(what: str, example: str, text: str) -> str:
    cleaned = unicodedata.normalize("NFC", " ".join(text.split()))
    if not cleaned:
        raise InvalidInput(f"The {what} is empty; an example is {example}.")
    # Cc: control, Cs: half a character; the direction controls of Cf can make one name look like another.
    if any(unicodedata.category(each) in ("Cc", "Cs") or _turns_direction(each) for each in cleaned):
        raise InvalidInput(f"The {what} holds a control or direction character; type it instead of pasting it.")
    if len(cleaned) > LONGEST_NAME:
        raise InvalidInput(f"The {what} has {len(cleaned)} characters; {LONGEST_NAME} are the most.")
    return cleaned


def _turns_direction(character: str) -> bool:
    return character in "\u061c\u200e\u200f" or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def _without_hidden(text: str) -> str:
    """`text` without the invisible characters that pages and chats put into what is copied from them."""
    return "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Cc") or each.isspace())
