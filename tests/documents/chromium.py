"""A headless Chromium, spoken to through its debugging pipe: what a page is in a real browser and on paper."""

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(PROGRAM is None or os.name != "posix", reason="needs Chromium and its pipe")


class Page:
    """One page in the browser."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from, self._id, self._session = to_browser, from_browser, 0, ""
        self._read = b""

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to one command of the DevTools protocol."""
        self._id += 1
        message = {"id": self._id, "method": method, "params": params}
        os.write(self._to, json.dumps({**message, **({"sessionId": self._session} if self._session else {})}).encode())
        os.write(self._to, b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._id:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            self._read += os.read(self._from, 1 << 16)
        message, _, self._read = self._read.partition(b"\0")
        return dict(json.loads(message))

    def open(self, file: Path, width: int = 1000) -> None:
        """Open a file and wait until it is shown; everything that it asks the network for fails."""
        if not self._session:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            self.call("Page.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=1400, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=file.as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def eval(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def click(self, selector: str) -> None:
        """Click into the middle of the first element that fits."""
        box = self.eval(
            f"(e => {{ e.scrollIntoView(); const b = e.getBoundingClientRect();"
            f" return [b.x + b.width / 2, b.y + b.height / 2] }})(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def printed(self, **options: Any) -> bytes:
        """The page as a PDF on A4."""
        size = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
        return base64.b64decode(self.call("Page.printToPDF", **{**size, **options})["data"])

    def picture(self) -> bytes:
        """The whole page as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"])


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """A browser of its own, gone afterwards."""
    assert PROGRAM is not None
    (from_us, to_browser), (from_browser, to_us) = os.pipe(), os.pipe()

    def pipes() -> None:
        os.dup2(from_us, 1003), os.dup2(to_us, 1004)
        os.dup2(1003, 3), os.dup2(1004, 4)

    words = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        [PROGRAM, *words], preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Page(to_browser, from_browser)
    finally:
        process.kill()
        process.wait(30)
        for each in (from_us, to_browser, from_browser, to_us):
            os.close(each)
