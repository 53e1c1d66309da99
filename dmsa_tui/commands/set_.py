"""`dmsa-tui set`: change the answers of a record."""

import argparse
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput, quoted

if TYPE_CHECKING:
    from dmsa_tui.onboarding.store import Store

EXAMPLES = (
    'dmsa-tui set "Example Homes" expect=all future-projects=yes',
    'dmsa-tui set "Example Homes" expect=projects.csv',
    'dmsa-tui set "Example Homes" name="Example Homes North"',
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list", "the client secret": "dmsa-tui secret NAME; dmsa-tui check --help"}

_ENVIRONMENTS = "production, developer-sandbox, monthly-sandbox, federal"
_APPROVAL = "not-asked, waiting, granted, refused"
KEYS = {
    "name": "the customer's new name",
    "environment": _ENVIRONMENTS,
    "company-id": "digits, or the address of a page in their Procore",
    "login-url": "another host for tokens",
    "api-url": "another API host",
    "profile": "file-sync, another profile's name, or a TOML file",
    "edition": "components, configuration-builder, json-editor",
    "step": "the step where the wizard opens, by ID or number; `dmsa-tui steps` lists them",
    "app-name": "the data connection app's name",
    "app-owner": "customer, consultant: in whose account it is",
    "administrator": "who installs the app",
    "contact": "whom the administrator asks",
    "active-projects": "about how many there are",
    "old-account": "the service account that is replaced, or none",
    "sandbox-test": "tested, skipped",
    "verification": _APPROVAL,
    "production-access": _APPROVAL,
    "client-id": "the client ID for this environment",
    "app-version-key": "the App Version Key (App Version ID)",
    "sandbox-client-id": "the sandbox's client ID",
    "sandbox-app-version-key": "the sandbox's App Version Key",
    "expect": "all, undecided, or a file: IDs, numbers or names",
    "future-projects": "yes, no, undecided",
}
"""Key → what it may be, for the help. The keys themselves are `ANSWERS`, which a help does without."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    parser.add_argument(
        "answers", metavar="KEY=VALUE", nargs="+",
        help="an answer such as app-name=Sync; the keys are below; an empty value (KEY=) removes an answer, except "
        "name, environment and step",
    )  # fmt: skip
    width = max(map(len, KEYS))
    parser.add_argument_group("keys", "\n".join(f"{key:<{width}} {values}" for key, values in KEYS.items()))


def run(args: argparse.Namespace) -> int:
    """Change all of the answers or, if one cannot be used, none."""
    from copy import deepcopy

    from dmsa_tui.onboarding.answers import give
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.record import ASKED_ABOUT, overtaken_verdict
    from dmsa_tui.onboarding.store import Store
    from dmsa_tui.procore.environments import custom_hosts

    paths = Paths.default()
    store = Store(paths)
    record = load_named(store, args.name)
    before = deepcopy(record)
    new_name = ""
    for answer in args.answers:
        key, equals, text = answer.partition("=")
        if not equals:
            raise InvalidInput("An answer is written as KEY=VALUE, for example company-id=1234567.")
        if key.strip().lower() == "name":
            new_name = _free_name(store, record.name, text)
        else:
            give(record, key, text, paths.config)
    record.login_url, record.api_url = custom_hosts(record.environment, record.login_url, record.api_url)
    if changed := {each for each in ASKED_ABOUT if getattr(record, each) != getattr(before, each)}:
        for name, value in overtaken_verdict(record, changed).items():
            setattr(record, name, value)
        if changed & {"login_url", "api_url"} and record.web_url == before.web_url:
            record.web_url = ""  # the host of the company's pages is another one there
    if record != before:
        store.save(record)
    if new_name:
        store.rename(record.name, new_name)
    return 0


def _free_name(store: "Store", name: str, text: str) -> str:
    """The customer's new name; InvalidInput if another onboarding has it."""
    from dmsa_tui.onboarding.validation import customer_name

    new_name = customer_name(text)
    if holder := store.holder(new_name, besides=name):
        raise InvalidInput(f"There is already an onboarding named {quoted(holder)}; choose another name.")
    return new_name
