"""Link templates of the guide: {portal}, {web} and {company_id}, and nothing else."""

import re

_PLACE = re.compile(r"\{([^{}]*)\}")
_FORM = re.compile(r"(?:\{portal\}|\{web\})(?:/(?:[A-Za-z0-9_-]+|\{company_id\}))*")


def fault(template: str) -> str | None:
    """What is wrong with a link template, as a phrase; None if nothing is."""
    if _FORM.fullmatch(template):
        return None
    return "is not a link template; one starts with {portal} or {web} and may contain {company_id}"


def fill_link(
    template: str | None, *, portal: str | None = None, web: str | None = None, company_id: str | None = None
) -> str | None:
    """The address that `template` stands for; None without a template or if a value that it needs is missing.

    `portal` and `web` are base URLs; a company ID that is not a number counts as missing.
    """
    if template is None:
        return None
    number = company_id if company_id and company_id.isascii() and company_id.isdigit() else None
    values = {"portal": portal, "web": web, "company_id": number}
    link = template
    for name in _PLACE.findall(template):
        value = values.get(name)
        if not value:
            return None
        link = link.replace(f"{{{name}}}", value.rstrip("/"))
    return link
