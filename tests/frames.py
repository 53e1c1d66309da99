"""Frames that no terminal gets: Textual renders them under a Pilot and throws them away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor


@contextmanager
def only_when_asked() -> Iterator[None]:
    """Render the screen only for a picture, or where a test reads it; this saves a third of the processor's time."""
    render = Compositor.render_update

    def pass_over(compositor: Compositor, full: bool = False, **options: Any) -> RenderableType | None:
        if full:
            return render(compositor, full, **options)
        compositor._dirty_regions.clear()
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", pass_over)
        yield
