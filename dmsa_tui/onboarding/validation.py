"""The rules for what people type or paste: each returns the cleaned text, or raises InvalidInput."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from dmsa_tui.errors import InvalidInput, Unfinished
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT
from dmsa_tui.procore import weblinks
from dmsa_tui.procore.pasted import (
    CREDENTIAL_FORM,
    KEY_FORM,
    bare,
    holds_credential,
    is_address,
    one_line,
    unquoted,
    value_of_form,
    without_invisible,
)
from dmsa_tui.procore.secret import Secret
from dmsa_tui.procore.weblinks import CompanyPlace

LONGEST_NAME = 300
_LONGEST_CREDENTIAL = 256
"""Four times Procore's longest: a value beyond is a file or a page, and goes nowhere."""
_CREDENTIAL_BEGUN = re.compile(r"[A-Za-z0-9_-]{1,39}")
_KEY_SHAPE = "01234567-89ab-cdef-0123-456789abcdef"
_DAY_BEGUN = re.compile(
    r"\d{1,7}|\d{4}-(?:\d{0,2}|\d{2}-\d?)|\d{1,2}/(?:\d{0,2}|\d{1,2}/\d{0,3})|\d{1,4}\+? ?d?a?y?s? ?a?g?", re.ASCII
)
_DAYS_AGO = re.compile(r"(\d{1,4})\+? days?(?: ago)?", re.ASCII | re.IGNORECASE)
_AMERICAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_COUNT_BEGUN = re.compile(
    r"([a-z]*\.?|~)\s*(?:(?:\d[.,'’ ]?){1,9}\s*(?:p|pr|pro|proj|proje|projec|project)?)?", re.IGNORECASE
)
"""The word before a number, which may be begun, and the number."""
_MOST_DIGITS = 9
_ABOUT = re.compile(r"^(?:about|around|approx(?:imately|\.)?|circa|ca\.?|~)\s*|\s*projects?$", re.IGNORECASE)
_ABOUT_WORDS = ("about", "around", "approximately", "approx.", "circa", "ca.", "~")
_GROUPED = re.compile(r"\d+|\d{1,3}(?:[.,'’ ]\d{3})+", re.ASCII)
"""A whole number, also with a mark between thousands."""
_APP_LABEL = re.compile(r"(?:app(?:lication)?[ _-]*)?name\s*[:=]\s*|app(?:lication)?[ _-]*name$", re.IGNORECASE)
FIRST_YEAR = 2021
"""No approval is older: both are younger than the portal edition of November 2021 (procore-dmsa-flow.md 2)."""
_MASKS = "*•●∙·⋅◦○▪■█…xX.-_#"
_SHORTEST_MASK = 3
_PLACEHOLDER = re.compile(
    r"^[<\[{(%$].*[>\]})%]$|^\$[A-Za-z_]\w*$|^op://|[*•●]{4,}|x{6,}|^(?:null|none|undefined|todo|secret|id)$"
    r"|(?:^|[_-])(?:your|my|the|insert|paste|enter|replace)[_-]?(?:client|app|api|secret|id|key|real|own|value)"
    r"|(?:client|app)[_-]?(?:secret|id|key)|procore_client|placeholder|change[_-]?me",
    re.I,
)
_LABEL = re.compile(
    r"^(?:export\s+|set\s+)?(?:[\w .-]*?\b)?(?:procore_)?(?:client|app|production|sandbox)?[ _-]*"
    r"(?:client[ _-]*)?(?:id|secret|key)[\"'”]?\s*[:=]\s*",
    re.I,
)
_KEY = "App Version Key"


def customer_name(text: str) -> str:
    """The name under which the consultant files a customer; an address of the company is none."""
    if is_address(text):
        raise InvalidInput("This is an address, not a name: it belongs in the company ID. Enter the customer's name.")
    return _name("customer name", "Example Builders", text)


def app_name(text: str) -> str:
    """The app's name, which becomes the service account's name in the customer's directory; its label is cut off."""
    cleaned = _name("app name", "Example Builders – Sync", text)
    without = unquoted(_APP_LABEL.sub("", cleaned, count=1)) if _APP_LABEL.match(cleaned) else cleaned
    if not without:
        raise InvalidInput("This is only the label of the app name; copy the value.")
    return without


def company_id(text: str, environment_id: str = "") -> str:
    """A company ID, given as such or inside a Procore address; OtherEnvironment for one of another environment."""
    return company_place(text, environment_id).id


def company_place(text: str, environment_id: str = "") -> CompanyPlace:
    """The same, with the environment and the web host that a pasted address names."""
    place = weblinks.company_place(text)
    return place.checked_in(environment_id) if environment_id else place


def client_id(text: str, *, secrets: Iterable[Secret] = (), any_form: bool = False) -> str:
    """A client ID of the portal's Credentials page. `secrets` are the client secrets that are held already.

    `any_form`: also one of another length, for commands that must outlive a change of Procore's.
    """
    cleaned = _credential("client ID", value_of_form(text, CREDENTIAL_FORM) or text)
    if not cleaned:
        raise InvalidInput("The client ID is empty; copy it from the app's OAuth credentials in the developer portal.")
    if any(cleaned == secret.reveal() for secret in secrets):
        raise InvalidInput("This is the client secret, not the client ID; copy the other value.")
    if KEY_FORM.fullmatch(cleaned):
        raise InvalidInput(f"This is a 36-character {_KEY}, not a client ID; a client ID has no groups of 8-4-4-4-12.")
    if not CREDENTIAL_FORM.fullmatch(cleaned) and not (any_form and _is_word(cleaned)):
        raise _refusal(
            "client ID", cleaned,
            f"This is not a client ID: it has {_shape(cleaned)}; a client ID has 40 to 64 letters, digits, - or _.",
        )  # fmt: skip
    return cleaned


def client_secret(text: str, *, client_id: str = "", any_form: bool = False) -> Secret:
    """A client secret, with what a paste adds (spaces, line ends, quotes, invisible characters) taken out.

    No sentence of a refusal contains any part of it. `any_form`: also one of another length.
    """
    cleaned = "".join(_credential("client secret", value_of_form(text, CREDENTIAL_FORM) or text).split())
    if not cleaned:
        raise InvalidInput("The client secret is empty; copy it from the same place as the client ID.")
    if cleaned == client_id:
        raise InvalidInput("This is the client ID again; the client secret is the other value.")
    if KEY_FORM.fullmatch(cleaned):
        raise InvalidInput(f"This is a 36-character {_KEY}, not a client secret; the secret is next to the client ID.")
    if not CREDENTIAL_FORM.fullmatch(cleaned) and not (any_form and _is_word(cleaned)):
        raise InvalidInput(
            f"This is not a client secret: it has {_shape(cleaned)}; a secret has 40 to 64 letters, digits, - or _."
        )
    return Secret(cleaned)


def app_version_key(text: str, *, other_key: str = "", client_id: str = "") -> str:
    """An App Version Key, in lower case; `other_key` is the other environment's, which is never the same."""
    cleaned = value_of_form(text, KEY_FORM) or _credential(_KEY, bare(without_invisible(text)).strip("{}"))
    joined = ("".join(cleaned.split()), "-".join(cleaned.split()))  # spaces in a key, or in place of its dashes
    cleaned = next(filter(KEY_FORM.fullmatch, joined), cleaned).lower()
    if not cleaned:
        raise InvalidInput(f"The {_KEY} is empty; copy it from the promoted version in the developer portal.")
    if client_id and cleaned == client_id.lower():
        raise InvalidInput(f"This is the client ID; the {_KEY} has 36 characters in groups of 8-4-4-4-12.")
    if not KEY_FORM.fullmatch(cleaned):
        raise _refusal(
            _KEY, cleaned,
            f"This is not an {_KEY}: it has {_shape(cleaned)}; the key has 36 characters without a space: "
            "digits and a to f, in groups of 8-4-4-4-12.",
        )  # fmt: skip
    if other_key and cleaned == other_key.lower():
        raise InvalidInput(
            f"The production and the sandbox {_KEY} are the same; each environment has its own, "
            "under the label of that environment."
        )
    return cleaned


def approval_date(text: str) -> str:
    """The day on which an approval was asked for, granted or refused, as YYYY-MM-DD.

    It is also given as month/day/year or "21 days ago".
    """
    from dmsa_tui.onboarding.approvals import today

    cleaned = without_invisible(text).strip()
    try:
        if ago := _DAYS_AGO.fullmatch(cleaned):
            cleaned = (today() - timedelta(int(ago[1]))).isoformat()
        american = _AMERICAN_DAY.fullmatch(cleaned)
        day = date(int(american[3]), int(american[1]), int(american[2])) if american else date.fromisoformat(cleaned)
    except ValueError:
        refusal = "This is not a date; write it as 2026-11-02 or 11/2/2026."
        if _DAY_BEGUN.fullmatch(cleaned):
            raise Unfinished(refusal, "A date, for example 2026-11-02 or 11/2/2026.") from None
        raise InvalidInput(refusal) from None
    if day > today():
        raise InvalidInput(f"{day.isoformat()} is in the future; enter the day when it happened.")
    if day.year < FIRST_YEAR:
        raise InvalidInput(
            f"{day.isoformat()} is older than Procore's approvals; {FIRST_YEAR} is the first possible year."
        )
    return day.isoformat()


def approval_note(text: str) -> str:
    """A remark on an approval, on one line; it is saved as plain text, so that nothing secret may be in it."""
    return _name("note", "case 1234, answered by email", text)


def administrator(text: str) -> str:
    """Who installs the app: a name, or a name and a company."""
    return _name("administrator's name", "Robin, or robin@example.com", text)


def contact(text: str) -> str:
    """Whom the administrator asks: a name, with a number or an address."""
    return _name("contact", "Robin, robin@example.com", text)


def old_account(text: str) -> str:
    """The service account or app that the new one replaces; `none` if there is none."""
    cleaned = _name("old account", "Old Sync, service account, or none", text)
    return NO_OLD_ACCOUNT if cleaned.lower() in ("no", NO_OLD_ACCOUNT) else cleaned


def active_projects(text: str) -> str:
    """About how many active projects a company has, as digits; empty for an empty text."""
    number = _ABOUT.sub("", " ".join(without_invisible(text).split()))
    if not number and not text.strip():
        return ""
    digits = "".join(filter(str.isdigit, number))
    if not _GROUPED.fullmatch(number) or len(digits) > _MOST_DIGITS:
        refusal = "The number of active projects is a whole number in digits, such as 1200 or “about 2,400”."
        begun = _COUNT_BEGUN.fullmatch(text.strip())
        if begun and any(word.startswith(begun[1].lower()) for word in _ABOUT_WORDS):
            raise Unfinished(refusal, "A number such as 1,200.")
        raise InvalidInput(refusal)
    return str(int(digits))


def free_text(what: str, text: str) -> str:
    """`text`, which is not cleaned; InvalidInput if it holds what may be a client ID or secret, which is not repeated.

    For whatever is saved, shown or sent as it is: a search, the name of a person, an app name of a command.
    """
    if holds_credential(text):
        raise InvalidInput(
            f"The {what} contains something that looks like a client ID or a secret, which is not saved or sent "
            "here; remove it."
        )
    return text


def odd_form(what: str, value: str) -> str:
    """A sentence about a credential of another form than Procore's; empty if it has that form."""
    if CREDENTIAL_FORM.fullmatch(value):
        return ""
    return f"the {what} has {_shape(value)}, and Procore's have 40 to 64 letters, digits, - or _"


def shape(secret: Secret) -> str:
    """Describes a secret without showing it: its length and kinds of characters."""
    return _shape(secret.reveal())


def _shape(text: str) -> str:
    kinds = {
        "letters": str.isalpha,
        "digits": str.isdigit,
        "- or _": lambda character: character in "-_",
        "spaces": str.isspace,
    }
    present = [kind for kind, belongs in kinds.items() if any(map(belongs, text))]
    if any(not any(belongs(character) for belongs in kinds.values()) for character in text):
        present.append("other characters")
    plural = "" if len(text) == 1 else "s"
    return f"{len(text)} character{plural} ({', '.join(present)})"


def _name(what: str, example: str, text: str) -> str:
    if any(unicodedata.category(each) == "Cs" for each in text):  # a byte that is no text in this terminal's encoding
        raise InvalidInput(f"The {what} contains something that is not text; type it again.")
    # Cc: control; the direction controls of Cf can make one name look like another.
    if any(unicodedata.category(each) == "Cc" and not each.isspace() for each in text) or any(
        map(_turns_direction, text)
    ):
        raise InvalidInput(f"The {what} contains a control or direction character; type it instead of pasting it.")
    cleaned = unquoted(one_line(text))
    if not cleaned:
        raise InvalidInput(f"The {what} is empty; an example is {example}.")
    if len(cleaned) > LONGEST_NAME:
        raise InvalidInput(f"The {what} has {len(cleaned)} characters; the limit is {LONGEST_NAME}.")
    if KEY_FORM.fullmatch(bare(cleaned)):
        raise InvalidInput(f"This looks like an {_KEY}, not like the {what}; an example is {example}.")
    return free_text(what, cleaned)


def _turns_direction(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_CREDENTIAL and text.isascii() and text.isprintable() and " " not in text


def _credential(what: str, text: str) -> str:
    """A pasted credential without what copying adds; InvalidInput for a placeholder, a mask or a variable's name."""
    cleaned = bare(without_invisible(text))
    labeled, cleaned = cleaned, bare(_LABEL.sub("", cleaned, count=1).rstrip(",;"))
    if labeled and not cleaned:
        raise InvalidInput(f"This is only the label of the {what}; copy the value.")
    joined = "".join(cleaned.split())
    if len(joined) >= _SHORTEST_MASK and len(set(joined)) == 1 and joined[0] in _MASKS:
        raise InvalidInput(f"This is not the {what} but its mask; copy it with the portal's copy button.")
    if _PLACEHOLDER.search(joined):
        raise _refusal(
            what, joined, f"This is a placeholder, not the {what}; copy the value from the developer portal."
        )
    return cleaned


def _refusal(what: str, text: str, sentence: str) -> InvalidInput:
    """The error for a credential or key; Unfinished for the beginning of one."""
    if what == _KEY and len(text) < len(_KEY_SHAPE) and all(map(_fits_key, text.lower(), _KEY_SHAPE)):
        return Unfinished(sentence, f"{len(text)} of {len(_KEY_SHAPE)} characters so far.")
    if what != _KEY and _CREDENTIAL_BEGUN.fullmatch(text):
        return Unfinished(sentence, f"{len(text)} of 40 to 64 characters so far.")
    return InvalidInput(sentence)


def _fits_key(character: str, place: str) -> bool:
    return character == "-" if place == "-" else character in "0123456789abcdef"
