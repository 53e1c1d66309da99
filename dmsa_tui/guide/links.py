"""Link templates of the guide: {portal}, {docs}, {sandbox}, {web} and {company_id}, and nothing else.
from typing import NamedTuple


Documented are the portal, its pages of documentation, the developer sandbox and the home page of a company. App
Management is linked by an address that users have seen (public reports, November 2026). Every other page of Procore is
reached from one of these by the path of labels that stands beside the link.
Source: Procore documentation, platform_concepts/development_environments (2026-05) and tutorials/tutorial_mpz.
"""

import re
from typing import NamedTuple

DOCS = "https://developers.procore.com/documentation"
"""Procore's documentation for developers; the Federal portal's own address for it is not documented."""
SANDBOX = "https://sandbox.procore.com"
"""The developer sandbox in a browser."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_FORM = re.compile(r"\{(?:portal|docs|sandbox|web)\}(?:/(?:[A-Za-z0-9_-]+|\{company_id\}))*")


class Places(NamedTuple):
    """What the templates' names stand for, as far as it is known."""

    portal: str | None = None
    """Base URL of the developer portal."""
    web: str | None = None
    """Base URL of the company's web host."""
    company_id: str | None = None

    def fill(self, template: str | None) -> str | None:
        """`fill_link` with these values."""
        return fill_link(template, portal=self.portal, web=self.web, company_id=self.company_id)


def fault(template: str) -> str | None:
    """What is wrong with a link template, as a phrase; None if nothing is."""
    if _FORM.fullmatch(template):
        return None
    return "is not a link template; one starts with {portal}, {docs}, {sandbox} or {web} and may contain {company_id}"


def fill_link(
    template: str | None, *, portal: str | None = None, web: str | None = None, company_id: str | None = None
) -> str | None:
    """The address that `template` stands for; None without a template or if a value that it needs is missing.

    `portal` and `web` are base URLs; a company ID that is not a number counts as missing.
    """
    if template is None:
        return None
    number = company_id if company_id and company_id.isascii() and company_id.isdigit() else None
    values = {"portal": portal, "docs": DOCS, "sandbox": SANDBOX, "web": web, "company_id": number}
    link = template
    for name in _PLACE.findall(template):
        value = values.get(name)
        if not value:
            return None
        link = link.replace(f"{{{name}}}", value.rstrip("/"))
    return link
