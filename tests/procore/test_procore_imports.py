"""What importing costs: most of the room must not bring httpx, and the client only when it sends."""

import subprocess
import sys

import pytest

HEAVY = {"httpx", "httpcore", "truststore", "textual", "rich", "keyring", "starlette", "h11", "anyio"}


LIGHT = (
    "secret", "environments", "records", "request_record", "weblinks", "control_characters", "errorbody",
    "paging", "client", "masking", "parsing", "api.endpoints",
)  # fmt: skip


@pytest.mark.parametrize("module", LIGHT)
def test_importing_brings_no_http_library(module: str) -> None:
    code = f"import sys, dmsa_tui.procore.{module}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert HEAVY & set(done.stdout.split()) == set()
