"""Moves an onboarding to another environment: which answers stay, are set aside, or come back."""

from typing import Any

from dmsa_tui.onboarding.record import ON_OLD_APP, Confirmed, Onboarding, words_elsewhere
from dmsa_tui.procore.environments import ENVIRONMENTS, Environment, environment

PAIR = ("client_id", "app_version_key")
"""Fields that belong to the pair of the record's environment."""


_OF_ROTATION = ("old_secret_proven_at", "old_secret_refused_at")
"""Times of Procore's answers about the old secret, which are put aside with the pair that it belonged to."""


def family(place: Environment) -> str:
    """The pair of that environment: production, sandbox, or its own if it has its own portal."""
    return place.pair if place.portal_url == ENVIRONMENTS["production"].portal_url else place.id


def answers_there(
    record: Onboarding, there: Environment, *, with_client: bool = False, at_custom_hosts: bool = False
) -> dict[str, Any]:
    """The answers that change when the record moves to `there`.

    Client ID and key of the other pair are put aside and come back with a return. `with_client`: the client ID stays,
    since it was refused where the record is and may be that environment's. What was confirmed about a company in the
    environment that is left is put aside, too. `at_custom_hosts`: it was about hosts to which no return leads.
    """
    answers: dict[str, Any] = {
        "environment": there.id,
        "web_url": "",
        "verdict": "",
        "checked_at": None,
        **dict.fromkeys(ON_OLD_APP),
        "access_ended_at": None,
        **_failed_there(record, there, at_custom_hosts),
        **_words_there(record, there, at_custom_hosts),
    }
    here = environment(record.environment)
    if not at_custom_hosts:
        answers |= _rotation_there(record, here, there, answers["other_words"], holds_pair=not with_client)
    if family(here) == family(there):
        return answers
    aside = dict(record.other_pairs)
    for name in PAIR:
        if with_client and name == "client_id":
            continue
        held, sandboxes = getattr(record, name), f"sandbox_{name}"
        if held and here.pair == "sandbox":
            answers[sandboxes] = held
        elif held:
            aside[f"{family(here)}.{name}"] = held
        returns = aside.pop(f"{family(there)}.{name}", "")
        answers[name] = getattr(record, sandboxes) if there.pair == "sandbox" else returns
    return answers | {"other_pairs": aside}


def _words_there(record: Onboarding, there: Environment, at_custom_hosts: bool) -> dict[str, Any]:
    """The words that hold at `there`, with those that were said there before, and the ones that are put aside."""
    words, aside = words_elsewhere(record), dict(record.other_words)
    for name, kept in words.items():
        returning = f"{there.id}.{name}."
        if not at_custom_hosts:
            left = {key: word for key, word in getattr(record, name).items() if key not in kept}
            aside |= {f"{record.environment}.{name}.{key}": word for key, word in left.items()}
        back = {key: aside.pop(key) for key in [*aside] if key.startswith(returning)}
        words[name] = kept | {key.removeprefix(returning): word for key, word in back.items()}
    return words | {"other_words": aside}


def _failed_there(record: Onboarding, there: Environment, at_custom_hosts: bool) -> dict[str, Any]:
    """What tasks could not prove at `there` is open again, and what they could not prove here is put aside."""
    aside, returning = dict(record.other_failed_proofs), f"{there.id}."
    if not at_custom_hosts:
        aside |= {f"{record.environment}.{key}": failed for key, failed in record.failed_proofs.items()}
    back = {key.removeprefix(returning): aside.pop(key) for key in [*aside] if key.startswith(returning)}
    return {"failed_proofs": back, "other_failed_proofs": aside}


def _rotation_there(
    record: Onboarding, here: Environment, there: Environment, aside: dict[str, Confirmed], *, holds_pair: bool
) -> dict[str, Any]:
    """What was proven of the old secret comes back with its pair, if its client ID was out of reach meanwhile."""
    comes, keys = f"{there.id}.rotation.", [each for each in aside if ".rotation." in each]
    back = {each.removeprefix(comes): aside[each].at for each in keys if each.startswith(comes)}
    near = [each for each in keys if family(ENVIRONMENTS.get(each.partition(".")[0], there)) == family(there)]
    left = {key: word for key, word in aside.items() if key not in near}  # a field of `there` may change its client ID
    if family(here) != family(there) and here.pair != "sandbox" and holds_pair:  # a sandbox's is a field elsewhere
        times = {each: getattr(record, each) for each in _OF_ROTATION}
        left |= {f"{here.id}.rotation.{each}": Confirmed("Procore", at) for each, at in times.items() if at is not None}
    return {**back, "other_words": left}
