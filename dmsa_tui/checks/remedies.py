"""What has to be done about a finding: the failure catalogue's entry, in the words of the person's portal edition."""

from dmsa_tui.checks.model import Remedy
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.conditions import Known, named
from dmsa_tui.guide.failures import failure_for, label_for, place_for
from dmsa_tui.guide.links import fill_link
from dmsa_tui.guide.model import Guide
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.vocabulary import Cause


def remedy_for(
    guide: Guide, check_id: str, cause: Cause, target: Target, web_base_url: str, failure_id: str | None = None
) -> Remedy | None:
    """The remedy for `cause` in a check, or of that entry; None if the catalogue has none.

    `web_base_url` is the company's web host.
    """
    failure = failure_for(guide, check_id, cause.value, failure_id)
    if failure is None:
        return None
    portal = target.environment.portal_url
    url = fill_link(failure.link, portal=portal, web=web_base_url, company_id=target.company_id)
    label = named(label_for(failure, target.edition), Known(app_name=visible(target.app_name)))
    return Remedy(failure.screen, failure.who, place_for(failure, target.edition), label, url)
