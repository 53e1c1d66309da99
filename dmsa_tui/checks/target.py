"""What a run checks: which company, with which app, against which profile and which projects."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from dmsa_tui.checks.expectation import NOTHING_STATED, Expectation
from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.procore.environments import Environment
from dmsa_tui.vocabulary import Check

DEFAULT_SAMPLE = 5


class ProjectScope(NamedTuple):
    """On which of the permitted projects the permissions are read."""

    kind: Literal["sample", "all", "none"] = "sample"
    size: int = DEFAULT_SAMPLE
    """How many projects a sample holds; at least 1."""

    @classmethod
    def parse(cls, text: str) -> "ProjectScope":
        """The scope of `sample`, `sample:N`, `all` or `none`; InvalidInput for anything else."""
        word, colon, count = text.strip().lower().partition(":")
        if word == "sample" and not colon:
            return cls()
        if word == "sample" and count.isascii() and count.isdigit() and int(count) > 0:
            return cls("sample", int(count))
        if word in ("all", "none") and not colon:
            return cls("all" if word == "all" else "none")
        raise InvalidInput(
            f"Unknown project scope {quoted(text)}; write sample, sample:N with N of at least 1, all or none."
        )


SAMPLE = ProjectScope()


@dataclass(frozen=True)
class Target:
    """Everything that a run needs to know besides the secret."""

    environment: Environment
    company_id: str
    client_id: str
    profile: Profile
    name: str | None = None
    """The onboarding's name; None for a check without a record."""
    app_name: str = ""
    """Empty where unknown: then the directory cannot be searched for the service account."""
    edition: str = "components"
    projects: ProjectScope = SAMPLE
    expect: Expectation = NOTHING_STATED
    future_projects: bool = True
    """Whether projects that are made later are wanted as well."""
    other_pair_client_id: str = ""
    """The client ID of the app's other pair (sandbox for production, and the reverse), where it is known."""
    web_base_url: str | None = None
    """The company's web host where it is known already; None: the environment's until Procore names it."""

    def skip_reason(self, check: Check) -> str | None:
        """Why nobody asked for a check, in one sentence; None if it is asked for."""
        if check.for_future and not self.future_projects:
            return "Not checked: future projects are not wanted."
        if check.for_permitted and self.projects.kind == "none":
            return "Not checked: this run leaves out permissions on projects."
        return None

    def requires(self, check: Check) -> bool:
        """Whether the verdict depends on a check."""
        return check.required and (self.future_projects or not check.for_future)

    def described(self) -> dict[str, str | None]:
        """The report's `target`."""
        return {
            "name": self.name,
            "environment": self.environment.id,
            "login_url": self.environment.login_url,
            "api_url": self.environment.api_url,
            "company_id": self.company_id,
            "client_id": self.client_id,
        }
