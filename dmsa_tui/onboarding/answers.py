"""The record's answers as `KEY=VALUE`: the keys, and what each accepts."""

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.list_file import read_list_file
from dmsa_tui.errors import InvalidInput, quoted, unknown_name
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import Profile, load_profile, profile_names
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import with_state
from dmsa_tui.onboarding.checklist import still_valid
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode, Onboarding
from dmsa_tui.procore.environments import checked_url, environment
from dmsa_tui.procore.pasted import holds_credential, one_line, unquoted, without_invisible
from dmsa_tui.procore.secret import Secret
from dmsa_tui.vocabulary import STEP_IDS


def give(record: Onboarding, key: str, text: str, config_dir: Path) -> None:
    """Put one answer into the record; InvalidInput for an unknown key or a value that cannot be used.

    `config_dir` holds the person's own permission profiles. No sentence repeats the value of an unknown key.
    """
    name = key.strip().lower().replace("-", "_")
    if name in ("client_secret", "secret", "password", "token"):
        raise InvalidInput(
            "Do not give a secret as an argument: other programs can read "
            "it there. `dmsa-tui check --help` lists other ways."
        )
    if name == "name":
        raise InvalidInput("The customer's name is not an answer; `dmsa-tui set NAME name=NEW` renames the onboarding.")
    if not text.strip():
        if name in _NOT_REMOVABLE:
            raise InvalidInput(f"The {name} cannot be removed; `{name}=…` changes it.")
        text = _REMOVED.get(name, text)
    if name == "profile":
        record.profile, profile = profile_answer(text, config_dir)
        record.levels_set = still_valid(record.levels_set, profile)
        return
    if name not in ANSWERS:
        keys = [*ANSWERS, "profile", "name"]
        near = [each.replace("_", "-") for each in get_close_matches(name, keys, 1) or sorted(keys)]
        hint = f"; did you mean {near[0]}?" if len(near) == 1 else f"; the keys are: {', '.join(near)}."
        raise InvalidInput(f"Unknown key {'••••' if holds_credential(key) else quoted(key[:40])}{hint}")
    ANSWERS[name](record, text)


def profile_answer(text: str, config_dir: Path) -> tuple[str, Profile]:
    """What a record holds for the profile of that name or file, and the profile; InvalidInput if it is neither."""
    profile = load_profile(text, config_dir)
    if text.strip() in profile_names(config_dir):
        return profile.id, profile
    return str(Path(text.strip()).expanduser().resolve()), profile  # the record is used from any directory


def _environment(record: Onboarding, text: str) -> None:
    there = environment(one_line(unquoted(text)).lower().replace(" ", "-")).id
    if there != record.environment:
        record.environment, record.web_url = there, ""


def _company_id(record: Onboarding, text: str) -> None:
    if not text.strip():
        record.company_id = record.web_url = ""
        return
    place = fields.company_place(text, record.environment)
    if place.environment or place.id != record.company_id:  # digits of the same company keep the host that is known
        record.web_url = place.web_url
    record.company_id = place.id


def _login_url(record: Onboarding, text: str) -> None:
    record.login_url = checked_url("login URL", one_line(unquoted(text))) if text.strip() else ""


def _api_url(record: Onboarding, text: str) -> None:
    record.api_url = checked_url("API URL", one_line(unquoted(text))) if text.strip() else ""


def _edition(record: Onboarding, text: str) -> None:
    record.edition = _one_of("portal edition", text, [edition.id for edition in load_guide().editions])
    record.edition_sure = True


def _step(record: Onboarding, text: str) -> None:
    by_number = {str(number): id for number, id in enumerate(STEP_IDS, 1)}
    record.step = by_number.get(text.strip()) or _one_of("step", text, STEP_IDS)


def _app_name(record: Onboarding, text: str) -> None:
    record.app_name = fields.app_name(text) if text.strip() else ""


def _app_owner(record: Onboarding, text: str) -> None:
    record.app_owner = _one_of("app owner", text, ("customer", "consultant")) if text.strip() else ""


def _administrator(record: Onboarding, text: str) -> None:
    record.administrator = fields.administrator(text) if text.strip() else ""


def _contact(record: Onboarding, text: str) -> None:
    record.contact = fields.contact(text) if text.strip() else ""


def _active_projects(record: Onboarding, text: str) -> None:
    digits = fields.active_projects(text)
    record.active_projects = int(digits) if digits else None


def _old_account(record: Onboarding, text: str) -> None:
    record.old_account = fields.old_account(text) if text.strip() else ""


def _sandbox_test(record: Onboarding, text: str) -> None:
    record.sandbox_test = _one_of("answer for sandbox_test", text, ("tested", "skipped")) if text.strip() else ""


def _client_id(record: Onboarding, text: str) -> None:
    record.client_id = fields.client_id(text, secrets=_held(record)) if text.strip() else ""


def _sandbox_client_id(record: Onboarding, text: str) -> None:
    record.sandbox_client_id = fields.client_id(text, secrets=_held(record)) if text.strip() else ""


def _held(record: Onboarding) -> list[Secret]:
    """The client secrets that this machine holds: one that is typed as the client ID would be saved in the open."""
    from dmsa_tui.onboarding.secret_key import SecretKey
    from dmsa_tui.onboarding.secret_store import SecretStore

    given = os.environ.get("PROCORE_CLIENT_SECRET", "")
    kept = SecretStore(timeout=1.0).get(SecretKey.of_record(record)) if record.client_id else None
    return [each for each in (Secret(unquoted(without_invisible(given))), kept) if each]


def _app_version_key(record: Onboarding, text: str) -> None:
    other, client = record.sandbox_app_version_key, record.client_id
    record.app_version_key = fields.app_version_key(text, other_key=other, client_id=client) if text.strip() else ""


def _sandbox_app_version_key(record: Onboarding, text: str) -> None:
    other, client = record.app_version_key, record.sandbox_client_id
    key = fields.app_version_key(text, other_key=other, client_id=client) if text.strip() else ""
    record.sandbox_app_version_key = key


def _verification(record: Onboarding, text: str) -> None:
    record.verification = _approval(record.verification, text)


def _production_access(record: Onboarding, text: str) -> None:
    record.production_access = _approval(record.production_access, text)


def _expect(record: Onboarding, text: str) -> None:
    if text.strip() in (ExpectMode.ALL, ExpectMode.UNDECIDED):
        record.expect = ExpectMode(text.strip())
        return
    listed = read_list_file(text).lstrip("\ufeff").rstrip()
    expected_list(listed)  # what cannot be read is not saved
    record.expected_projects = [line.strip(" ") for line in listed.splitlines()]  # blank ones count as lines
    record.expect = ExpectMode.LIST


def _future_projects(record: Onboarding, text: str) -> None:
    words = {"yes": True, "no": False, "undecided": None}
    record.future_projects = words[_one_of("answer for future_projects", text, tuple(words))]


ANSWERS: Mapping[str, Callable[[Onboarding, str], None]] = {
    "environment": _environment,
    "company_id": _company_id,
    "login_url": _login_url,
    "api_url": _api_url,
    "edition": _edition,
    "step": _step,
    "app_name": _app_name,
    "app_owner": _app_owner,
    "administrator": _administrator,
    "contact": _contact,
    "active_projects": _active_projects,
    "old_account": _old_account,
    "sandbox_test": _sandbox_test,
    "client_id": _client_id,
    "sandbox_client_id": _sandbox_client_id,
    "app_version_key": _app_version_key,
    "sandbox_app_version_key": _sandbox_app_version_key,
    "verification": _verification,
    "production_access": _production_access,
    "expect": _expect,
    "future_projects": _future_projects,
}
"""Key → function that puts its value into a record. `profile` is apart: it needs the config directory."""
_REMOVED = {
    "expect": ExpectMode.UNDECIDED.value, "future_projects": "undecided", "profile": Onboarding.profile,
    "edition": Onboarding.edition,
}  # fmt: skip
"""Key → what an empty value means, where the key's own function does not take one: what a new onboarding says."""
_NOT_REMOVABLE = ("environment", "step")


def _one_of(what: str, text: str, valid: tuple[str, ...] | list[str]) -> str:
    word = text.strip().lower()
    if word not in valid:
        raise unknown_name(what, text.strip()[:40], valid)
    return word


def _approval(approval: Approval, text: str) -> Approval:
    if not text.strip():
        return Approval(note=approval.note)
    state = ApprovalState(_one_of("state of an approval", text, [state.value for state in ApprovalState]))
    return with_state(approval, state)
