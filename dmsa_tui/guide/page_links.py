"""The pages that a step leads to, for a person to open."""

from collections.abc import Iterable
from dataclasses import dataclass

from dmsa_tui.guide.links import Places
from dmsa_tui.guide.markup import plain
from dmsa_tui.guide.model import EditionSteps, Task


@dataclass(frozen=True)
class PageLink:
    """A page, and the path of labels that leads to the right place from there."""

    where: str
    """Plain words: the step's place, or what the action says and, for a page to read, that it is one."""
    url: str


def page_links(step: Task, shown: EditionSteps, places: Places) -> tuple[PageLink, ...]:
    """The step's own page and those of its actions that are elsewhere, each address once."""
    candidates: Iterable[tuple[str, str | None]] = [
        (step.where, step.link),
        *((plain(action.text), action.link) for action in shown.actions),
    ]
    links: dict[str, PageLink] = {}
    for where, template in candidates:
        url = places.fill(template)
        if url is not None:
            to_read = template is not None and template.startswith("{docs}")
            links.setdefault(url, PageLink(f"Procore's guide to: {where}" if to_read else where, url))
    return tuple(links.values())
