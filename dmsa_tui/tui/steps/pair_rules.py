"""What may stand in the fields of the credentials: each is judged beside the others."""

from contextlib import suppress
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.wizard_screen import WizardScreen

SAME_AS_CLIENT_ID = "The field Client ID has the same value. If this is the secret, paste the client ID there first."


class PairRules:
    """The rules of client ID, client secret, App Version Key, and of the sandbox's client ID.

    Each rule returns what is right in a text, or raises `InvalidInput`.
    """

    def __init__(self, screen: "WizardScreen") -> None:
        """`screen` has the fields `#client-id` and of the secret."""
        self._screen = screen

    def client_id(self, text: str) -> str:
        """Says of a wrong one that the one before stays, if Procore accepted that."""
        beside: Secret | None = None
        for field in self._screen.walk_children(SecretField):
            with suppress(InvalidInput):
                beside = fields.client_secret(field.typed.reveal())
        try:
            return self._no_secret(fields.client_id(text), beside)
        except InvalidInput as problem:
            if self._session.record.client_id in self._session.credentials.pair_answers.client_ids:
                problem.args = (f"{problem} The one that Procore accepted stays.",)
            raise

    def client_secret(self, text: str) -> Secret:
        """Says of a wrong one that the one before stays, if Procore accepted that."""
        try:
            return self._other_than_client_id(text)
        except InvalidInput as problem:
            token = self._session.results.get(TOKEN)
            if token is not None and token.status in GREEN:
                problem.args = (f"{problem} The one that Procore accepted stays: Ctrl+U clears this text.",)
            raise

    def _other_than_client_id(self, text: str) -> Secret:
        """Not what stands in the field of the client ID, which is the wrong one where Procore has not accepted it."""
        field = self._client_id_field
        client_id = "" if field.has_class("-wrong") else field.accepted
        secret = fields.client_secret(text)
        credentials = self._session.credentials
        if secret.reveal() == client_id and client_id not in credentials.pair_answers.client_ids:
            raise InvalidInput(credentials.problem_of_refused(secret=client_id) or SAME_AS_CLIENT_ID)
        return fields.client_secret(text, client_id=client_id)

    def version_key(self, text: str) -> str:
        """Not the sandbox's, where the credentials are production's."""
        record = self._session.record
        other = "" if self._session.environment.pair == "sandbox" else record.sandbox_app_version_key
        return fields.app_version_key(text, other_key=other, client_id=record.client_id)

    def sandbox_version_key(self, text: str) -> str:
        """Not production's."""
        record = self._session.record
        return fields.app_version_key(text, other_key=record.app_version_key, client_id=record.sandbox_client_id)

    def sandbox_client_id(self, text: str) -> str:
        """Not a secret that is held."""
        return self._no_secret(fields.client_id(text))

    @property
    def exchanged(self) -> tuple[str, Secret | None] | None:
        """Client ID and secret, if what stands in their fields says that each is in the other's."""
        return self._session.credentials.exchanged(self._client_id_field.input.value)

    @property
    def _session(self) -> "Session":
        return self._screen.session

    @property
    def _client_id_field(self) -> Field:
        return self._screen.query_one("#client-id", Field)

    def _no_secret(self, client_id: str, beside: Secret | None = None) -> str:
        if problem := self._session.credentials.problem_of_client_id(client_id, beside=beside):
            raise InvalidInput(problem)
        return client_id
