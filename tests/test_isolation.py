"""No test sees, or can change, what belongs to the person who runs the tests."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dmsa_tui.onboarding.paths import Paths

REAL_HOME = os.environ.get("HOME")  # read while tests are collected, before any test begins


def test_the_home_is_empty_and_not_the_person_s_own() -> None:
    assert os.environ["HOME"] != REAL_HOME
    assert list(Path.home().iterdir()) == []


@pytest.mark.parametrize("which", ["data", "config", "state", "logs", "records", "profiles"])
def test_records_profiles_and_logs_are_looked_for_in_the_empty_home(which: str) -> None:
    assert getattr(Paths.default(), which).is_relative_to(os.environ["HOME"])


def test_no_credential_proxy_or_color_setting_is_inherited() -> None:
    prefixes = ("PROCORE_", "XDG_", "TEXTUAL", "SSL_CERT_")
    names = {"NO_COLOR", "SSH_CONNECTION", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"}
    assert [name for name in os.environ if name.startswith(prefixes) or name.upper() in names] == []


def test_a_process_finds_no_keyring() -> None:
    code = "import keyring; print(type(keyring.get_keyring()).__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "keyring.backends.fail"


def test_the_time_zone_is_utc() -> None:
    assert time.tzname[0] == "UTC" and time.timezone == 0
