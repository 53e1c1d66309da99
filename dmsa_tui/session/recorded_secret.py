"""Which client secret the saved setup record is about: its fingerprint tells an old secret from a new one."""

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.saved_pages import page_file

TOKEN = "credentials.token"


def recorded_fingerprint(record: Onboarding, paths: Paths, login_url: str, task_id: str) -> str | None:
    """Of the secret that worked when the record was saved; None where it was not seen to, or for another app or host.

    A record that was saved after anything of that task was done may be about the new secret: it tells nothing.
    """
    from dmsa_tui.documents.setup_record.reading import read_setup_record

    try:
        found = read_setup_record(page_file(paths, record.name, "json").read_bytes())
    except (OSError, InvalidInput):
        return None
    is_same = (
        found.onboarding.client_id == record.client_id
        and found.onboarding.environment == record.environment
        and found.login_url == login_url
    )
    has_worked = any(each.id == TOKEN and each.status in ("pass", "warn") for each in found.checks)
    begun = [word.at for key, word in record.ticked.items() if key.startswith(f"{task_id}/")]
    is_before = all(found.written_at < at.replace(microsecond=0) for at in begun)  # it has whole seconds
    return found.secret_fingerprint if is_same and has_worked and is_before and found.intact is not False else None
