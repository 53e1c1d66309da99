"""Asks many questions of one kind, as many at a time as the client sends: thousands of tasks would be slow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from dmsa_tui.procore.pacing import OF_A_KIND

Q = TypeVar("Q")
A = TypeVar("A")


async def bounded_gather(ask: Callable[[Q], Awaitable[A]], questions: Sequence[Q]) -> list[A]:
    """The answers in the questions' order. The first error ends the others and is raised."""
    answers: dict[int, A] = {}
    waiting = iter(enumerate(questions))

    async def asker() -> None:
        for at, question in waiting:
            answers[at] = await ask(question)

    askers = [asyncio.create_task(asker()) for _ in range(min(OF_A_KIND, len(questions)))]
    try:
        await asyncio.gather(*askers)
    finally:
        for each in askers:
            each.cancel()
        await asyncio.gather(*askers, return_exceptions=True)
    return [answers[at] for at in range(len(questions))]
