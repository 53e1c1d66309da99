"""What was saved about one onboarding is never written over by another one, whatever names they get."""

import errno
from pathlib import Path

import pytest

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.files import write_privately
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.saved_pages import page_file
from dmsa_tui.onboarding.store import Store


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state", tmp_path / "logs")


@pytest.fixture
def store(paths: Paths) -> Store:
    return Store(paths)


def saved(paths: Paths) -> dict[str, str]:
    """File name → text."""
    return {each.name: each.read_text(encoding="utf-8") for each in paths.setup_records.iterdir()}


def save(paths: Paths, name: str, text: str) -> None:
    write_privately(page_file(paths, name, "html"), text)
    write_privately(page_file(paths, name, "html", "handout"), text)


def test_pages_move_with_a_renaming_and_back(store: Store, paths: Paths) -> None:
    for name in ("acme", "acme-build"):
        store.create(Onboarding(name))
        save(paths, name, name)
    store.rename("acme", "bolt")
    store.create(Onboarding("acme"))
    save(paths, "acme", "another acme")
    assert saved(paths) == {
        "bolt.html": "acme", "bolt.handout.html": "acme",
        "acme-build.html": "acme-build", "acme-build.handout.html": "acme-build",
        "acme.html": "another acme", "acme.handout.html": "another acme",
    }  # fmt: skip
    store.rename("acme", "crane")
    store.rename("bolt", "acme")
    assert saved(paths)["acme.html"] == "acme" and saved(paths)["crane.html"] == "another acme"


def test_what_a_deleted_onboarding_left_is_set_aside_before_its_name_is_used_again(store: Store, paths: Paths) -> None:
    for number in ("first", "second", "third"):
        store.create(Onboarding("acme"))
        save(paths, "acme", number)
        if number != "third":
            store.forget("acme")
    assert saved(paths) == {
        "acme.earlier-1.html": "first", "acme.earlier-1.handout.html": "first",
        "acme.earlier-2.html": "second", "acme.earlier-2.handout.html": "second",
        "acme.html": "third", "acme.handout.html": "third",
    }  # fmt: skip
    store.forget("acme")
    store.create(Onboarding("bolt"))
    save(paths, "bolt", "fourth")
    store.rename("bolt", "acme")
    assert (saved(paths)["acme.earlier-3.html"], saved(paths)["acme.html"]) == ("third", "fourth")


def test_pages_keep_their_name_where_the_disk_refuses_the_new_one(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(Onboarding("acme"))
    save(paths, "acme", "mine")

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dmsa_tui.onboarding.store.write_whole", full)
    with pytest.raises(StorageError, match="no space left"):
        store.rename("acme", "bolt")
    assert saved(paths) == {"acme.html": "mine", "acme.handout.html": "mine"}
