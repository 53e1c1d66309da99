"""Which screen each step has. They are imported when their step is opened."""

import importlib

from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.vocabulary import STEP_IDS

STEP_SCREENS = {
    "create-app": "create_app:CreateAppScreen",
    "manifest": "manifest:ManifestScreen",
    "permissions": "permissions:PermissionsScreen",
    "promote": "promote:PromoteScreen",
    "install": "install:InstallScreen",
    "projects": "projects:ProjectsScreen",
    "check": "checker:CheckerScreen",
    "handoff": "handoff:HandoffScreen",
}
"""Step id → module and class, imported when the step is opened; a step without fields of its own has no row."""


def step_screen(step_id: str) -> type[ClosedOnce]:
    """The screen of that step, or of the first one for an unknown step; a step without a module needs no more."""
    known = step_id if step_id in STEP_IDS else STEP_IDS[0]
    module, name = STEP_SCREENS.get(known, "step_screen:StepScreen").split(":")
    screen: type[ClosedOnce] = getattr(importlib.import_module(f"dmsa_tui.tui.steps.{module}"), name)
    return screen if known in STEP_SCREENS else type(name, (screen,), {"STEP": known})
