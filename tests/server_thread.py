"""The practice server in a thread, for tests that are not asynchronous."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dmsa_tui.practice.http.asgi import App
from dmsa_tui.practice.server import serving


@contextmanager
def serve_in_thread(app: App, port: int = 0, latency: float = 0.0) -> Iterator[str]:
    """Serve `app` inside the block and yield its base URL."""
    started: list[str | BaseException] = []
    ready, finish = threading.Event(), threading.Event()

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        async with serving(app, port, latency) as url:
            started.append(url)
            ready.set()
            await loop.run_in_executor(None, finish.wait)

    def run() -> None:
        try:
            asyncio.run(serve())
        except OSError as problem:
            started.append(problem)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="practice-server", daemon=True)
    thread.start()
    ready.wait()
    if isinstance(started[0], BaseException):
        raise started[0]
    try:
        yield started[0]
    finally:
        finish.set()
        thread.join()
