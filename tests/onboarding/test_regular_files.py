"""Reading the program's own files: what it takes, and files whose size nobody tells."""

import tracemalloc
from pathlib import Path

import pytest

from dmsa_tui.onboarding.regular_files import LARGEST, read_regular


def test_a_small_file_takes_no_room_for_the_largest(tmp_path: Path) -> None:
    (path := tmp_path / "record.toml").write_bytes(b"x" * 1000)
    tracemalloc.start()
    try:
        assert len(read_regular(path)) == 1000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < LARGEST / 100


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
def test_a_file_that_claims_to_be_empty_is_read_to_its_end() -> None:
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    assert read_regular(path).startswith(b"Name:")
