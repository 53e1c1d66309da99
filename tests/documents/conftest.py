"""Directories of a user who does not exist."""

from tests.onboarding.conftest import paths

__all__ = ["paths"]
