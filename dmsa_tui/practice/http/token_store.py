"""Access tokens: who got which, and until when."""

from dataclasses import dataclass
from typing import Literal

from dmsa_tui.practice.http.asgi import Clock
from dmsa_tui.practice.world import Pair, World

LIFETIME = 5400
"""Seconds (Procore documentation, oauth_client_credentials)."""

Environment = Literal["production", "sandbox"]
_SANDBOX_HOSTS = ("login-sandbox.", "sandbox.")


def environment_of(host: str) -> Environment:
    """Which credentials a host takes: one named like Procore's developer sandbox its own, any other production's."""
    return "sandbox" if host.lower().startswith(_SANDBOX_HOSTS) else "production"


@dataclass(frozen=True)
class Token:
    """An issued token."""

    text: str
    client_id: str
    environment: Environment
    created_at: int
    expires_at: float


class TokenStore:
    """Issues, finds and revokes tokens of one world."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock
        self._issued: dict[str, Token] = {}

    def accepts(self, client_id: str, secret: str, environment: Environment) -> bool:
        """Whether that pair is this environment's."""
        pair = self._pair(environment)
        return pair is not None and pair.secret is not None and (client_id, secret) == (pair.client_id, pair.secret)

    def grants(self, environment: Environment) -> bool:
        """Whether the app has a service account component, without which client_credentials are not for it."""
        app = self._world.portal.app
        if app is None:
            return False
        version = app.promoted if environment == "production" else app.versions[-1]
        return version is not None and version.service_account

    def issue(self, client_id: str, environment: Environment) -> Token:
        """A new token."""
        now = self._clock()
        token = Token(self._world.ids.token(), client_id, environment, int(now), now + LIFETIME)
        self._issued[token.text] = token
        return token

    def find(self, text: str, environment: Environment) -> Token | None:
        """The token of that text if it was issued for this environment, expired or not."""
        token = self._issued.get(text)
        return token if token is not None and token.environment == environment else None

    def is_expired(self, token: Token) -> bool:
        """Whether its time is over."""
        return self._clock() >= token.expires_at

    def seconds_left(self, token: Token) -> int:
        """Seconds until it expires."""
        return max(0, int(token.expires_at - self._clock()))

    def revoke(self, text: str) -> None:
        """Forgets the token, if there is such a one."""
        self._issued.pop(text, None)

    def secrets(self) -> frozenset[str]:
        """Every text that must never appear in an address."""
        pairs = (self._pair("production"), self._pair("sandbox"), self._world.noted)
        return frozenset(self._issued) | {pair.secret for pair in pairs if pair is not None and pair.secret}

    def _pair(self, environment: Environment) -> Pair | None:
        app = self._world.portal.app
        if app is None:
            return None
        return app.production if environment == "production" else app.sandbox
