"""`dmsa-tui paths`: where the files are."""

import argparse

from dmsa_tui.onboarding.paths import Paths

HELP = "show where records, profiles and logs are kept"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """Print one directory on each line; none of them is made."""
    paths = Paths.default()
    rows = {
        "records": paths.records,
        "rehearsals": paths.practice().data,
        "profiles": paths.profiles,
        "state": paths.state,
        "logs": paths.logs,
    }
    for name, path in rows.items():
        print(f"{name:<11} {path}")
    return 0
