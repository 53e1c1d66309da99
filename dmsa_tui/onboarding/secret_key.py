"""Under what a client secret is kept: only what asks the same login host with the same client ID finds it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dmsa_tui.procore.environments import custom_login

if TYPE_CHECKING:
    from dmsa_tui.checks.target import Target
    from dmsa_tui.onboarding.record import Onboarding


@dataclass(frozen=True)
class SecretKey:
    """Whose client secret it is, and the host that it may be sent to."""

    environment: str
    login_url: str
    """The login host in place of the environment's own; empty for its own, also where that one is given."""
    client_id: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "login_url", custom_login(self.environment, self.login_url))

    @classmethod
    def of_record(cls, record: "Onboarding") -> "SecretKey":
        """That of the record's secret; its client ID may be empty, and then nothing is kept under it."""
        return cls(record.environment, record.login_url, record.client_id)

    @classmethod
    def of_target(cls, target: "Target") -> "SecretKey":
        """That of the secret with which the target is asked."""
        return cls(target.environment.id, target.environment.login_url, target.client_id)

    @property
    def service(self) -> str:
        """The keyring's name for environment and host; its user is the client ID."""
        return f"dmsa-tui/{self.environment}" + (f" at {self.login_url}" if self.login_url else "")
