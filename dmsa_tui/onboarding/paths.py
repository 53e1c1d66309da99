"""Where the program keeps its files: records, settings, logs."""

from pathlib import Path
from typing import NamedTuple

import platformdirs

from dmsa_tui.onboarding.filenames import SUFFIX, file_name

APP = "dmsa-tui"


class Paths(NamedTuple):
    """The directories of one user. None is made before something is written into it."""

    data: Path
    """Holds the records."""
    config: Path
    """Holds the person's own permission profiles."""
    state: Path
    logs: Path

    @classmethod
    def default(cls) -> "Paths":
        """The user's own directories, read from HOME and the XDG variables at the moment of the call."""
        dirs = platformdirs.PlatformDirs(APP, appauthor=False)
        return cls(dirs.user_data_path, dirs.user_config_path, dirs.user_state_path, dirs.user_log_path)

    def practice(self, scenario: str = "") -> "Paths":
        """The same with data and state directories of their own, so that a rehearsal is never among customers.

        Each scenario has them for itself; any text is safe as its name.
        """
        own = file_name(scenario).removesuffix(SUFFIX) if scenario else ""
        return self._replace(data=self.data / "practice" / own, state=self.state / "practice" / own)

    @property
    def records(self) -> Path:
        """One TOML file per onboarding."""
        return self.data / "onboardings"

    @property
    def histories(self) -> Path:
        """One file per onboarding: what was changed, and when. It outlives the record."""
        return self.data / "history"

    @property
    def reports(self) -> Path:
        """The last full report of each onboarding, beside its record."""
        return self.data / "reports"

    @property
    def pictures(self) -> Path:
        """Pictures of the wizard's screens that a person has asked for."""
        return self.data / "pictures"

    @property
    def setup_records(self) -> Path:
        """Setup records that the wizard has written."""
        return self.data / "setup-records"

    @property
    def permit_journals(self) -> Path:
        """The journals of what the program added to projects, a directory for each company."""
        return self.state / "permit"

    def permits(self, environment: str, company_id: str) -> Path:
        """The journals of one company."""
        return self.permit_journals / f"{environment}-{company_id}"

    def kept_scan(self, environment: str, company_id: str, client_id: str) -> Path:
        """What a stopped scan of that company has read with that app; it counts for an hour."""
        name = file_name(f"{environment} {company_id} {client_id}").removesuffix(SUFFIX)
        return self.state / "scans" / f"{name}.json"

    @property
    def profiles(self) -> Path:
        """The person's own permission profiles, one TOML file each."""
        return self.config / "profiles"
