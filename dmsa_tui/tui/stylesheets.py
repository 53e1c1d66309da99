"""The style sheets. Each screen names its own, so that the first screen opens without the others."""

from pathlib import Path
from typing import Final

_STYLES = Path(__file__).parent / "styles"
FIRST_SCREEN: Final = _STYLES / "first.tcss"
PARTS: Final = _STYLES / "parts.tcss"
STEPS: Final = _STYLES / "steps.tcss"
DIALOGS: Final = _STYLES / "dialogs.tcss"
LATER_SCREENS: Final = (PARTS, STEPS, DIALOGS)
