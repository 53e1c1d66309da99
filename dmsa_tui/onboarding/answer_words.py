"""The record's fields, in words for somebody who does not know its keys."""

ANSWERS = {
    "accepted": "confirmed checks", "action": "the open action", "approvals_settled_by": "what settled the approvals",
    "access_ended_at": "when the access was ended", "access_end_proof": "what proved the end of the access",
    "active_projects": "the number of active projects",
    "administrator": "the administrator", "api_url": "the API host", "app_name": "the app's name",
    "app_owner": "the app's owner", "app_version_key": "the App Version Key", "archived": "whether it is archived",
    "checked_at": "when the checks ran", "created_at": "when the onboarding was begun",
    "client_id": "the client ID", "client_secret": "the client secret", "company_id": "the company ID",
    "compared_account": "the comparison of the name of the app's user",
    "compared_company": "the comparison of the company's name",
    "confirmed": "confirmed steps", "contact": "the contact for the administrator",
    "edition": "the portal edition", "edition_sure": "whether the portal edition is known",
    "environment": "the environment",
    "expect": "which projects must be there", "expected_projects": "the list of projects",
    "extra": "what a newer version wrote", "failed_proofs": "what a task could not prove",
    "future_projects": "whether future projects are wanted", "levels_set": "levels that were set",
    "login_url": "the token host", "name": "the customer's name", "old_account": "the old account",
    "old_secret_proven_at": "when the old secret was proven",
    "old_secret_refused_at": "when the old secret was refused",
    "other_pairs": "client IDs of other environments", "production_access": "production access",
    "other_failed_proofs": "what a task could not prove in other environments",
    "other_words": "confirmations of other environments",
    "past_login_urls": "earlier token hosts",
    "profile": "the permission profile", "project_changes": "projects added or removed",
    "revision": "the number of changes", "sandbox_app_version_key": "the Sandbox App Version Key",
    "sandbox_client_id": "the sandbox client ID",
    "sandbox_test": "the sandbox test", "secret_accepted_at": "when the secret was accepted",
    "secret_replaced_at": "when the secret was replaced",
    "step": "the open step", "ticked": "the actions marked done",
    "skipped": "the skipped actions", "updated_at": "when it was changed last",
    "verdict": "the verdict of the checks", "verification": "the organization verification",
    "web_url": "the company's web host",
}  # fmt: skip
"""Field of the record → what a sentence calls it."""


def answer_words(name: str) -> str:
    """What a sentence calls a field of the record; a key that a newer version wrote, without underscores."""
    return ANSWERS.get(name, name.replace("_", " "))
