"""Client ID and client secret as Procore was asked with them, and what is said of them."""

from datetime import datetime
from typing import NamedTuple

from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.held_client_ids import GivenFor

GIVEN_AS = "You entered this as the {}. If the two values are swapped, press Swap client ID and client secret."
ENTERED_AS_SECRET = "You entered this as the client secret. Enter the client ID here."
IF_IT_IS_NONE = " If this is it, correct the secret first."
REPLACES = "It replaces another one; the sync tool needs the new one too."
REPLACES_REFUSED = "It takes the place of the refused one here."
"""Of one that Procore accepted never: it may have been no secret of Procore's, so nothing may have changed there."""
STAYS = "The accepted secret stays until Procore accepts this one."
"""Of a secret that is tried in place of another one."""
LEFT_BEHIND = "The keyring still has the secret of the client ID before, under {}: delete it there."


class Pair(NamedTuple):
    """A client ID and a client secret, as Procore was asked with them."""

    key: SecretKey
    secret: Secret

    @property
    def client_id(self) -> str:
        """The pair's client ID, which one of the two may be the other of."""
        return self.key.client_id


class Beside(NamedTuple):
    """A secret that the secret store goes on having until Procore accepts the one that was given in its place."""

    secret: Secret
    replaced: str
    """What to say once it is replaced."""
    since: datetime
    """When another one was first given in its place: what Procore answered before is about this one."""


def key_for(place: GivenFor, client_id: str) -> SecretKey:
    """Under what the secret store has what was given for that place."""
    return SecretKey(place.environment, place.login_url, client_id)
