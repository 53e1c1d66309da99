"""What working credentials settle, as far as the record tells: Procore issues a token to an approved app only."""

from collections.abc import Collection

from dmsa_tui.onboarding.record import Approval, Onboarding
from dmsa_tui.procore.environments import environment

_WORKS = ("pass", "warn")
"""Verdicts with which the credentials work."""


def settled_by(record: Onboarding) -> str:
    """The credentials that settle the approvals, without the secret; empty: a sandbox's, which need none."""
    place = environment(record.environment)
    if place.pair != "production" or not record.client_id:
        return ""
    return " ".join(filter(None, (place.id, record.login_url, record.client_id)))


def credentials_work(record: Onboarding) -> bool:
    """Whether the record says that the credentials which settle the approvals have worked."""
    credentials = settled_by(record)
    return bool(credentials) and (record.approvals_settled_by == credentials or record.verdict in _WORKS)


def has_settled(record: Onboarding, fields: Collection[str]) -> bool:
    """Whether an action that asks for these fields is done by them: it asks for approvals alone."""
    asks = bool(fields) and all(isinstance(getattr(record, each, None), Approval) for each in fields)
    return asks and credentials_work(record)
